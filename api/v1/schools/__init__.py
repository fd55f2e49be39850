"""A bureau's schools and their opening."""
