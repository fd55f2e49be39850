"""What each school owns, one PostgreSQL schema a school. README.md holds the glossary and the map."""
