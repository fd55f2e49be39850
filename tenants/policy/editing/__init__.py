"""Preparing a version: a text is read, each proposed rule decided on, contradictions settled."""
