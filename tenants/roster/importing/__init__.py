"""Roster workbooks: from bytes to verdicts. Pure: no database, no clock."""
