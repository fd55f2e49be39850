"""The own password."""
