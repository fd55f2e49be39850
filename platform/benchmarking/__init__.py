"""De-identified figures that schools push, and their fair comparison within one bureau."""
