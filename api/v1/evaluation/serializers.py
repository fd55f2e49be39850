"""Shapes of the evaluation page."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class ShareSerializer(serializers.Serializer[Any]):
    """`part` of `whole` with its 95 % interval, as shares from 0 to 1; `value` is null of nothing."""

    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    low = serializers.FloatField()
    high = serializers.FloatField()


class MonthCountSerializer(serializers.Serializer[Any]):
    """Decisions of one month (`2026-11`)."""

    month = serializers.CharField()
    right = serializers.IntegerField()
    wrong = serializers.IntegerField()


class FindingFiguresSerializer(serializers.Serializer[Any]):
    """One finding's decisions in this school. `firm` says why it never becomes a hint; empty where it may.
    `counted` are the decisions a softening goes by."""

    code = serializers.CharField()
    title = serializers.CharField()
    firm = serializers.CharField(allow_blank=True)
    waiting = serializers.IntegerField()
    upheld = serializers.IntegerField()
    returned = serializers.IntegerField()
    dismissed = serializers.IntegerField()
    drawn_right = serializers.IntegerField(help_text="Answers on drawn notes that called its hint right.")
    drawn_wrong = serializers.IntegerField()
    precision = ShareSerializer()
    counted = ShareSerializer()
    softened_since = serializers.DateTimeField(allow_null=True)
    months = MonthCountSerializer(many=True)


class MissFiguresSerializer(serializers.Serializer[Any]):
    """How often drawn notes lacked a finding; `expected` is what that makes of all notes without flags."""

    code = serializers.CharField()
    title = serializers.CharField()
    share = ShareSerializer()
    expected = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)


class DrawFiguresSerializer(serializers.Serializer[Any]):
    """The draw of notes without flags."""

    eligible = serializers.IntegerField()
    drawn = serializers.IntegerField()
    answered = serializers.IntegerField()
    waiting = serializers.IntegerField()
    misses = MissFiguresSerializer(many=True)


class SofteningSerializer(serializers.Serializer[Any]):
    """A spell in which a finding was only a hint."""

    code = serializers.CharField()
    title = serializers.CharField()
    since = serializers.DateTimeField()
    right = serializers.IntegerField()
    wrong = serializers.IntegerField()
    upper = serializers.FloatField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_how = serializers.ChoiceField(choices=["recovered", "restored"], allow_null=True)
    ended_by = serializers.CharField(allow_blank=True)


class ModelFiguresSerializer(serializers.Serializer[Any]):
    """What one version of the checks wrote."""

    model = serializers.CharField()
    reviews = serializers.IntegerField()
    first_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    precision = ShareSerializer()


class SharingSerializer(serializers.Serializer[Any]):
    """Whether the school lets decided notes be used for training; `notes` are how many that would be."""

    agreed = serializers.BooleanField()
    at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_blank=True)
    notes = serializers.IntegerField()


class EvaluationSerializer(serializers.Serializer[Any]):
    """Everything that the page shows."""

    needed = serializers.IntegerField(help_text="Decisions without which nothing is softened.")
    ceiling = serializers.FloatField(help_text="An upper bound under this softens.")
    findings = FindingFiguresSerializer(many=True)
    draws = DrawFiguresSerializer()
    softenings = SofteningSerializer(many=True)
    models = ModelFiguresSerializer(many=True)
    sharing = SharingSerializer()


class RestoreBodySerializer(serializers.Serializer[Any]):
    """The finding that is to ask again."""

    code = serializers.CharField(max_length=64)


class SharingBodySerializer(serializers.Serializer[Any]):
    """Agree, or take it back."""

    agreed = serializers.BooleanField()
