"""A county to try the platform with: three schools, their people, and notes of every quality."""
