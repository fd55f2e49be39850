"""The policies in force, rule by rule."""
