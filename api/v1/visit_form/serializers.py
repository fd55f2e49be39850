"""The shape of what the form of a visit shows."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.visits.serializers import NamedSerializer
from tenants.visits.contracts import MODES, OUTCOMES, PRESENT


class ModeChoiceSerializer(serializers.Serializer[Any]):
    """A mode; `counts`: some quota in force counts it."""

    code = serializers.ChoiceField(choices=list(MODES.items()))
    label = serializers.CharField()  # type: ignore[assignment]
    counts = serializers.BooleanField()


class OutcomeChoiceSerializer(serializers.Serializer[Any]):
    """What came of it."""

    code = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    label = serializers.CharField()  # type: ignore[assignment]


class PresentChoiceSerializer(serializers.Serializer[Any]):
    """Who was there."""

    code = serializers.ChoiceField(choices=list(PRESENT.items()))
    label = serializers.CharField()  # type: ignore[assignment]


class FormChoiceSerializer(serializers.Serializer[Any]):
    """A code with its label."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class VisitFormSerializer(serializers.Serializer[Any]):
    """The form, from the 制度 in force; `colleagues` are those one may name as companions."""

    modes = ModeChoiceSerializer(many=True)
    outcomes = OutcomeChoiceSerializer(many=True)
    present = PresentChoiceSerializer(many=True)
    checklist = serializers.ListField(child=serializers.CharField())
    content_items = serializers.ListField(child=serializers.CharField())
    required_fields = FormChoiceSerializer(many=True)
    purposes = FormChoiceSerializer(many=True)
    colleagues = NamedSerializer(many=True)
