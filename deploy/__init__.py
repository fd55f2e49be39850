"""The two commands of the README, and what a real server needs. Not part of the installed product."""
