"""The bureau's floor."""

from typing import Any

from rest_framework import serializers

from bureaus.rules import FLOOR_MOST


class FloorSerializer(serializers.Serializer[Any]):
    """Visits to each student in a school year, at least; 0 asks nothing."""

    per_year = serializers.IntegerField(min_value=0, max_value=FLOOR_MOST)
