"""Shapes of drawn notes and of the answer about one."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.visits.serializers import NamedSerializer, StudentRefSerializer


class DrawSerializer(serializers.Serializer[Any]):
    """A note without flags that chance put before the principal."""

    id = serializers.IntegerField()
    visit = serializers.UUIDField()
    student = StudentRefSerializer()
    teacher = NamedSerializer()
    visited_at = serializers.DateTimeField()
    excerpt = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(choices=["open", "answered", "superseded"])
    missed = serializers.ListField(child=serializers.CharField(), help_text="Codes of what was missed.")
    answered_at = serializers.DateTimeField(allow_null=True)
    answered_by = serializers.CharField(allow_blank=True)


class DrawQuestionSerializer(serializers.Serializer[Any]):
    """One thing asked; `hinted`: the note holds it as a hint already."""

    code = serializers.CharField()
    words = serializers.CharField()
    hinted = serializers.BooleanField()


class DrawDetailSerializer(DrawSerializer):
    """A drawn note with its text and the questions."""

    text = serializers.CharField(allow_blank=True)
    visit_version = serializers.IntegerField()
    questions = DrawQuestionSerializer(many=True)


class DrawAnswerBodySerializer(serializers.Serializer[Any]):
    """The findings that should have been raised; empty when nothing was missed."""

    missed = serializers.ListField(child=serializers.CharField(max_length=64), max_length=20)


class DrawListQuerySerializer(serializers.Serializer[Any]):
    """Which drawn notes."""

    state = serializers.ChoiceField(choices=["open", "answered"], default="open")
