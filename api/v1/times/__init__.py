"""What a school counts by: its bureau's calendar, entry grades, newly taken classes."""
