"""The shape of what the form of a visit shows."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.visits.serializers import NamedSerializer
from tenants.visits.contracts import ANSWERS, MODES, OUTCOMES, PRESENT


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


class FormFieldSerializer(serializers.Serializer[Any]):
    """A field that the 制度 adds; its answer goes under its code. `choice`: of `purposes`, or own words."""

    code = serializers.ChoiceField(choices=list(ANSWERS.items()))
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.ChoiceField(choices=["text", "choice", "check"])
    clause = serializers.CharField()


class FormStepSerializer(serializers.Serializer[Any]):
    """A step that the 制度 switches on."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    clause = serializers.CharField()


class VisitFormQuerySerializer(serializers.Serializer[Any]):
    """The day of the visit; today without it. A visit's form goes by what is in force on its day."""

    on = serializers.DateField(required=False)


class VisitFormSerializer(serializers.Serializer[Any]):
    """The form, from the 制度 in force on the day; modes that count come first; `colleagues` are those one
    may name as companions."""

    modes = ModeChoiceSerializer(many=True)
    outcomes = OutcomeChoiceSerializer(many=True)
    present = PresentChoiceSerializer(many=True)
    checklist = serializers.ListField(child=serializers.CharField())
    content_items = serializers.ListField(child=serializers.CharField())
    writing = serializers.ListField(child=serializers.CharField())
    required_fields = FormChoiceSerializer(many=True)
    purposes = FormChoiceSerializer(many=True)
    fields_asked = FormFieldSerializer(many=True)
    steps = FormStepSerializer(many=True)
    colleagues = NamedSerializer(many=True)
