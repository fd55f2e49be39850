"""Shapes of what a school counts by."""

from typing import Any

from rest_framework import serializers

from api.v1.calendar.serializers import HolidaySpanSerializer, MakeUpDaySerializer
from api.v1.targets.serializers import ProgressWeekSerializer
from api.v1.visits.serializers import NamedSerializer


class SchoolTermSerializer(serializers.Serializer[Any]):
    """A term with its teaching weeks."""

    key = serializers.CharField()
    name = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField()
    running = serializers.BooleanField()
    weeks = ProgressWeekSerializer(many=True)


class GradeChoiceSerializer(serializers.Serializer[Any]):
    """A grade of the school."""

    grade = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    entry = serializers.BooleanField()


class NewlyTakenSerializer(serializers.Serializer[Any]):
    """A class that its homeroom teacher took over, and the term it counts for."""

    teacher = NamedSerializer()
    since = serializers.DateField()
    term = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `class` is no attribute name in Python.
        return {"class": NamedSerializer(source="school_class"), **super().get_fields()}


class SchoolTimesSerializer(serializers.Serializer[Any]):
    """The running school year's terms, with holidays, make-up days, entry grades, newly taken classes."""

    today = serializers.DateField()
    week = serializers.IntegerField()
    terms = SchoolTermSerializer(many=True)
    holidays = HolidaySpanSerializer(many=True)
    make_up_days = MakeUpDaySerializer(many=True)
    grades = GradeChoiceSerializer(many=True)
    newly_taken = NewlyTakenSerializer(many=True)
    may_change = serializers.BooleanField()


class EntryGradesSerializer(serializers.Serializer[Any]):
    """The grades in which children come to the school."""

    grades = serializers.ListField(child=serializers.IntegerField(min_value=0, max_value=12), max_length=13)
