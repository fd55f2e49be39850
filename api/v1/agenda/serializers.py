"""Shapes of the agenda."""

from typing import Any

from rest_framework import serializers


class AgendaQuerySerializer(serializers.Serializer[Any]):
    """Both days belong to the stretch; without them, the term that runs or comes next."""

    start = serializers.DateField(required=False)
    end = serializers.DateField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("start" in attrs) != ("end" in attrs):
            raise serializers.ValidationError({"end": ["起止日期要一起写。"]})
        if "start" in attrs and not 0 <= (attrs["end"] - attrs["start"]).days <= 800:
            raise serializers.ValidationError({"end": ["止日要在起日之后，最多两年。"]})
        return attrs


class AgendaItemSerializer(serializers.Serializer[Any]):
    """One dated clause. `start` and `end` differ where the school still sets the day; `sheet`: what to
    note down on that occasion."""

    policy_id = serializers.CharField()
    policy_title = serializers.CharField()
    kind = serializers.ChoiceField(choices=["calendar", "archive", "assessment"])
    title = serializers.CharField()
    clause = serializers.CharField()
    start = serializers.DateField(source="day.start")
    end = serializers.DateField(source="day.end")
    from_time = serializers.CharField(source="day.from_time", allow_blank=True)
    to_time = serializers.CharField(source="day.to_time", allow_blank=True)
    number = serializers.IntegerField(source="day.number")
    total = serializers.IntegerField(source="day.total")
    sheet = serializers.ListField(child=serializers.CharField())


class AgendaSerializer(serializers.Serializer[Any]):
    """The dated clauses of a stretch, by last day."""

    start = serializers.DateField()
    end = serializers.DateField()
    items = AgendaItemSerializer(many=True)
