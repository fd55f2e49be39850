"""Shapes of the bureau's comparison."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from benchmarking.contracts import Band, Kind


class SchoolRefSerializer(serializers.Serializer[Any]):
    """A school by its public id and name."""

    id = serializers.CharField()
    name = serializers.CharField()


class BenchmarkPointSerializer(serializers.Serializer[Any]):
    """One school; everything but the name is null where the numbers are too small to show."""

    school = SchoolRefSerializer()
    numerator = serializers.IntegerField(allow_null=True)
    denominator = serializers.IntegerField(allow_null=True)
    suppressed = serializers.BooleanField()
    value = serializers.FloatField(allow_null=True, help_text="Share from 0 to 1.")
    band = serializers.ChoiceField(choices=[b.value for b in Band], allow_null=True)
    missing = serializers.IntegerField(allow_null=True, help_text="Students still to reach (census only).")
    pushed_at = serializers.DateTimeField(allow_null=True)


class BenchmarkLimitSerializer(serializers.Serializer[Any]):
    """The funnel's exact limits at n cases, as shares."""

    n = serializers.IntegerField()
    lower95 = serializers.FloatField()
    upper95 = serializers.FloatField()
    lower998 = serializers.FloatField()
    upper998 = serializers.FloatField()


class BenchmarkMeasureSerializer(serializers.Serializer[Any]):
    """One measure over the bureau's schools, by name and never by value."""

    code = serializers.CharField()
    title = serializers.CharField()
    explanation = serializers.CharField()
    kind = serializers.ChoiceField(choices=[k.value for k in Kind])
    period = serializers.CharField(allow_blank=True)
    period_name = serializers.CharField(allow_blank=True)
    overall = serializers.FloatField(allow_null=True, help_text="Share over the schools that are shown.")
    points = BenchmarkPointSerializer(many=True)
    limits = BenchmarkLimitSerializer(many=True)


class BenchmarksSerializer(serializers.Serializer[Any]):
    """Every measure, or the one asked for."""

    measures = BenchmarkMeasureSerializer(many=True)
