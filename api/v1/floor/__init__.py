"""What a bureau asks of every school at least."""
