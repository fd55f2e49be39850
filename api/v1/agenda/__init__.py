"""日程: what the 制度 in force date."""
