"""From a school's roster, calendar and visits to what its pages show. Pure; `selectors` does the reading."""
