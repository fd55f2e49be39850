"""The built-in 制度 templates, for the form that opens a school."""
