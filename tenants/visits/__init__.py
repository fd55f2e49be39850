"""Visits (家访): what a teacher wrote after contacting one family, and every version of it."""
