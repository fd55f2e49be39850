"""Uploaded rosters and the database: what is stored, what is compared, what is written."""
