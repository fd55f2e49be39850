"""What is still due: targets, the due list, progress, and events that ask for visits."""
