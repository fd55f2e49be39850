"""The browser's session."""
