"""The signed-in person."""
