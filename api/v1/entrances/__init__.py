"""The bare host's way to the sign-ins."""
