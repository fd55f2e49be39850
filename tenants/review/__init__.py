"""Review (查看): what the checks found in a note, and what people decided about it."""
