"""Whether every part answers."""
