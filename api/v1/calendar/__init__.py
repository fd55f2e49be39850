"""The bureau's calendar: school years, terms, holidays, make-up days."""
