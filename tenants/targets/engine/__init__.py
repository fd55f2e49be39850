"""The engine's parts: what goes in, its reading, periods and students. `targets.rules` joins them."""
