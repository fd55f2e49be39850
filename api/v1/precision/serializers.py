"""Shapes of the bureau's view of how right the checks are."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.benchmarks.serializers import SchoolRefSerializer


class EstimateSerializer(serializers.Serializer[Any]):
    """A share with its 95 % interval; everything is null where the numbers are too small to show."""

    right = serializers.IntegerField(allow_null=True)
    decided = serializers.IntegerField(allow_null=True)
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)
    suppressed = serializers.BooleanField()


class TermEstimateSerializer(serializers.Serializer[Any]):
    """The share over the schools in one term."""

    period = serializers.CharField()
    period_name = serializers.CharField()
    estimate = EstimateSerializer()


class SchoolEstimateSerializer(serializers.Serializer[Any]):
    """One school's share, and whether the finding is only a hint there."""

    school = SchoolRefSerializer()
    estimate = EstimateSerializer()
    softened = serializers.BooleanField()


class FindingPrecisionSerializer(serializers.Serializer[Any]):
    """One finding over the bureau's schools; schools by name and never by value."""

    code = serializers.CharField()
    title = serializers.CharField()
    overall = EstimateSerializer()
    missed = EstimateSerializer(help_text="Of drawn notes that were read, those that lacked it wrongly.")
    terms = TermEstimateSerializer(many=True)
    schools = SchoolEstimateSerializer(many=True)


class PrecisionSerializer(serializers.Serializer[Any]):
    """Every finding."""

    findings = FindingPrecisionSerializer(many=True)
