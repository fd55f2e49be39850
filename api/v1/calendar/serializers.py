"""Shapes of calendars."""

from typing import Any

from rest_framework import serializers


class YearSpanSerializer(serializers.Serializer[Any]):
    """A school year; both days belong to it."""

    key = serializers.CharField(max_length=10)
    start = serializers.DateField()
    end = serializers.DateField()


class TermSpanSerializer(serializers.Serializer[Any]):
    """A term of the year `year`; both days belong to it."""

    key = serializers.CharField(max_length=12)
    year = serializers.CharField(max_length=10)
    name = serializers.CharField(max_length=40)
    start = serializers.DateField()
    end = serializers.DateField()


class HolidaySpanSerializer(serializers.Serializer[Any]):
    """Days without school; both days belong to it."""

    key = serializers.CharField(max_length=40)
    name = serializers.CharField(max_length=40)
    start = serializers.DateField()
    end = serializers.DateField()


class MakeUpDaySerializer(serializers.Serializer[Any]):
    """A day of a weekend on which school is kept."""

    date = serializers.DateField()
    name = serializers.CharField(max_length=40)


class CalendarBodySerializer(serializers.Serializer[Any]):
    """The whole calendar; `version` is the mark of what the writer has seen, and is compared when sent."""

    version = serializers.CharField(max_length=16, required=False)
    years = YearSpanSerializer(many=True)
    terms = TermSpanSerializer(many=True)
    holidays = HolidaySpanSerializer(many=True)
    make_up_days = MakeUpDaySerializer(many=True)


class PublicYearSerializer(serializers.Serializer[Any]):
    """Public holidays of a calendar year, and who announced them; not `complete`: make-up days follow."""

    year = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    complete = serializers.BooleanField()
    holidays = HolidaySpanSerializer(many=True)
    make_up_days = MakeUpDaySerializer(many=True)


class CalendarSerializer(CalendarBodySerializer):
    """The calendar as it is; `public` to fill it from."""

    version = serializers.CharField()
    public = PublicYearSerializer(many=True)
