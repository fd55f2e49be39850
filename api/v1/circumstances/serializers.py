"""Shapes of a student's circumstances."""

from typing import Any, get_args

from rest_framework import serializers

from api.v1.targets.serializers import TargetTaskSerializer
from tenants.policy.rules import TriggerEvent
from tenants.roster.selectors import group_choices


class GroupSpellSerializer(serializers.Serializer[Any]):
    """A student's time in a group, both days included; an open end is null."""

    id = serializers.IntegerField()
    group = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reason = serializers.CharField(allow_blank=True)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)


class GroupSpellBodySerializer(serializers.Serializer[Any]):
    """What began on that day already is changed."""

    group = serializers.ChoiceField(choices=[code for code, _ in group_choices()])
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    start = serializers.DateField()
    end = serializers.DateField(required=False, default=None, allow_null=True)


class EventViewSerializer(serializers.Serializer[Any]):
    """What happened to the student, and the visits that it asks for."""

    id = serializers.UUIDField()
    event = serializers.ChoiceField(choices=get_args(TriggerEvent))
    label = serializers.CharField()  # type: ignore[assignment]
    date = serializers.DateField()
    absence_days = serializers.IntegerField(allow_null=True)
    recorded_by = serializers.CharField(allow_blank=True)
    may_remove = serializers.BooleanField()
    tasks = TargetTaskSerializer(many=True)


class ExcusalSerializer(serializers.Serializer[Any]):
    """Excused from a clause, or (`series` null) from all of the school's."""

    id = serializers.UUIDField()
    series = serializers.UUIDField(allow_null=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    policy_title = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    start = serializers.DateField()
    end = serializers.DateField(allow_null=True)


class ExcusalBodySerializer(serializers.Serializer[Any]):
    """Student, clause (both parts, or neither), reason, days."""

    student = serializers.UUIDField()
    series = serializers.UUIDField(required=False, default=None, allow_null=True)
    source = serializers.CharField(required=False, default="", allow_blank=True, max_length=20_000)  # type: ignore[assignment]
    reason = serializers.CharField(max_length=200)
    start = serializers.DateField()
    end = serializers.DateField(required=False, default=None, allow_null=True)


class ClauseChoiceSerializer(serializers.Serializer[Any]):
    """A clause that a student may be excused from."""

    series = serializers.UUIDField()
    policy_title = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    clause = serializers.CharField()
    sentence = serializers.CharField()


class CodeChoiceSerializer(serializers.Serializer[Any]):
    """A code with its label."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class CircumstancesSerializer(serializers.Serializer[Any]):
    """Groups, events and excusals, the latest first; `clauses` for whoever may excuse."""

    today = serializers.DateField()
    groups = GroupSpellSerializer(many=True)
    events = EventViewSerializer(many=True)
    excusals = ExcusalSerializer(many=True)
    clauses = ClauseChoiceSerializer(many=True)
    group_choices = CodeChoiceSerializer(many=True)
    event_choices = CodeChoiceSerializer(many=True)
    may_mark = serializers.BooleanField()
    may_excuse = serializers.BooleanField()
