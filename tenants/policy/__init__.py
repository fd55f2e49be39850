"""制度: a school's rules as data, the built-in templates, versions and what is in force on a day."""
