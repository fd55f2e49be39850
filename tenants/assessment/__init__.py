"""What follows from a term's visits and reviews. So far: the figures that the bureau may compare."""
