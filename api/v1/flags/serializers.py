"""Shapes of flags, their details and what is sent to decide on them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.visits.serializers import CodeField, FlagSerializer, SpanField, WordsField

DECISION_CHOICES = ["upheld", "dismissed", "returned"]
HISTORY_CHOICES = [*DECISION_CHOICES, "undone"]


class PersonNameSerializer(serializers.Serializer[Any]):
    """Somebody's name alone."""

    name = serializers.CharField(allow_blank=True)


class CopyPairSerializer(serializers.Serializer[Any]):
    """A sentence in this text and in the other."""

    here = SpanField()
    there = SpanField()


class FlagCopySerializer(serializers.Serializer[Any]):
    """The other note. Id, names and date are missing where the reader may not read it."""

    visit = serializers.UUIDField(allow_null=True)
    mine = serializers.BooleanField()
    student = PersonNameSerializer()
    teacher = PersonNameSerializer()
    visited_at = serializers.DateTimeField(allow_null=True)
    text = serializers.CharField(allow_blank=True)
    pairs = CopyPairSerializer(many=True)


class FlagHistorySerializer(serializers.Serializer[Any]):
    """One act on a flag."""

    decision = serializers.ChoiceField(choices=HISTORY_CHOICES)
    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class FlagDetailSerializer(FlagSerializer):
    """A flag with its text, copies side by side, and history."""

    text = serializers.CharField(allow_blank=True)
    spans = serializers.ListField(child=SpanField())
    visit_version = serializers.IntegerField()
    copies = FlagCopySerializer(many=True)
    history = FlagHistorySerializer(many=True)


class FlagDecisionBodySerializer(serializers.Serializer[Any]):
    """The principal's decision; `dismissed` and `returned` need a reason. `excused` goes with
    `dismissed`: the finding was not wrong, only this once it does not matter."""

    decision = CodeField(choices=DECISION_CHOICES)
    reason = WordsField(default="")
    excused = serializers.BooleanField(default=False)


class FlagAnswerBodySerializer(serializers.Serializer[Any]):
    """The teacher's side of it."""

    answer = WordsField()


class FlagListQuerySerializer(serializers.Serializer[Any]):
    """How a list of flags is narrowed."""

    state = serializers.ChoiceField(choices=["open", *DECISION_CHOICES, "all"], default="open")
    mine = serializers.BooleanField(default=False, help_text="Only those on own notes.")
