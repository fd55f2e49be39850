"""Shapes of targets, due list and progress."""

from typing import Any, get_args

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.v1.visits.serializers import NamedSerializer, StudentRefSerializer
from tenants.policy.rules import TriggerEvent


@extend_schema_field({"type": "number"})
class NumberField(serializers.Field[Any, Any, Any, Any]):
    """A count as the engine gives it: 16, not 16.0."""

    def to_representation(self, value: Any) -> Any:
        return value


class PupilSerializer(serializers.Serializer[Any]):
    """A student by id and name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class PeriodSerializer(serializers.Serializer[Any]):
    """Both days belong to it."""

    start = serializers.DateField()
    end = serializers.DateField()
    label = serializers.CharField()  # type: ignore[assignment]


class TargetSerializer(serializers.Serializer[Any]):
    """One quota of one person in one period; `left` are the students still to reach, none once met."""

    rule = serializers.IntegerField()
    who = NamedSerializer()
    start = serializers.DateField(source="period.start")
    end = serializers.DateField(source="period.end")
    period = PeriodSerializer()
    need = NumberField()
    done = NumberField()
    met = serializers.BooleanField()
    left = PupilSerializer(many=True)
    measure = serializers.ChoiceField(choices=["visits", "contacts", "students", "share"])
    clause = serializers.CharField()
    sentence = serializers.CharField()


class TargetTaskSerializer(serializers.Serializer[Any]):
    """One visit owed by one person after one event."""

    rule = serializers.IntegerField()
    event = serializers.UUIDField()
    event_label = serializers.CharField()
    who = NamedSerializer()
    student = PupilSerializer()
    due = serializers.DateField()
    state = serializers.ChoiceField(choices=["done", "due", "overdue"])
    late = serializers.BooleanField()
    clause = serializers.CharField()
    sentence = serializers.CharField()


class PolicyTargetsSerializer(serializers.Serializer[Any]):
    """What one 制度 asks; the id `floor` is the bureau's."""

    id = serializers.CharField()
    title = serializers.CharField()
    targets = TargetSerializer(many=True)
    tasks = TargetTaskSerializer(many=True)


class TargetsSerializer(serializers.Serializer[Any]):
    """Each policy in force, judged for itself."""

    policies = PolicyTargetsSerializer(many=True)


class RingSerializer(serializers.Serializer[Any]):
    """The one target that is drawn as a ring."""

    done = NumberField()
    need = NumberField()
    label = serializers.CharField()  # type: ignore[assignment]


class DueReasonSerializer(serializers.Serializer[Any]):
    """What the same visit would clear besides."""

    clause = serializers.CharField()
    reason = serializers.CharField()
    due = serializers.DateField()


class TriesSerializer(serializers.Serializer[Any]):
    """How often a visit did not come about, and when last."""

    outcome = serializers.ChoiceField(choices=["not_home", "postponed", "refused", "away"])
    count = serializers.IntegerField()
    last = serializers.DateField()


class DueItemSerializer(serializers.Serializer[Any]):
    """One student still to visit, and why; `days_left` is negative once overdue."""

    student = StudentRefSerializer()
    clause = serializers.CharField()
    reason = serializers.CharField()
    due = serializers.DateField(allow_null=True)
    days_left = serializers.IntegerField(allow_null=True)
    kind = serializers.ChoiceField(choices=["trigger", "quota", "never"])
    also = DueReasonSerializer(many=True)
    who = NamedSerializer(allow_null=True)
    tries = TriesSerializer(many=True)


class DueSerializer(serializers.Serializer[Any]):
    """还差谁: each student once, in the most urgent group."""

    ring = RingSerializer()
    overdue = DueItemSerializer(many=True)
    soon = DueItemSerializer(many=True)
    never = DueItemSerializer(many=True)


class DueQuerySerializer(serializers.Serializer[Any]):
    """`whole`: of all teachers, `teacher`: of one of them, for principal, leaders and office; `class`: of one
    class."""

    whole = serializers.BooleanField(default=False)
    teacher = serializers.IntegerField(required=False, min_value=1, max_value=2**62)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `class` is no attribute name in Python.
        field = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
        return {**super().get_fields(), "class": field}


class BoardLineSerializer(serializers.Serializer[Any]):
    """Students overdue, due within seven days, not visited yet; of them those tried in vain."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    overdue = serializers.IntegerField()
    soon = serializers.IntegerField()
    never = serializers.IntegerField()
    tries = serializers.IntegerField()


class DueBoardSerializer(serializers.Serializer[Any]):
    """还差谁 for leaders. A student counts once in the own class, once for each teacher who is asked."""

    teachers = BoardLineSerializer(many=True)
    classes = BoardLineSerializer(many=True)


class ProgressWeekSerializer(serializers.Serializer[Any]):
    """A teaching week and its Monday."""

    number = serializers.IntegerField()
    start = serializers.DateField()


class ProgressCellSerializer(serializers.Serializer[Any]):
    """Counting visits to students of a class in a week; cells without any are left out."""

    week = serializers.IntegerField()
    visits = serializers.IntegerField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `class` is no attribute name in Python.
        return {"class": serializers.IntegerField(source="class_id"), **super().get_fields()}


class ProgressGradeSerializer(serializers.Serializer[Any]):
    """Students of a grade reached in the term, of those enrolled."""

    grade = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    reached = serializers.IntegerField()
    in_scope = serializers.IntegerField()


class ProgressTeacherSerializer(serializers.Serializer[Any]):
    """A running target that is not met yet; by name, never ranked."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    need = NumberField()
    done = NumberField()
    clause = serializers.CharField()
    sentence = serializers.CharField()


class ProgressReachedSerializer(serializers.Serializer[Any]):
    """Students reached by the end of a week, of those enrolled then."""

    week = serializers.IntegerField()
    reached = serializers.IntegerField()
    in_scope = serializers.IntegerField()


class ProgressSerializer(serializers.Serializer[Any]):
    """The term so far."""

    term = serializers.CharField(allow_blank=True)
    classes = NamedSerializer(many=True)
    weeks = ProgressWeekSerializer(many=True)
    cells = ProgressCellSerializer(many=True)
    grades = ProgressGradeSerializer(many=True)
    teachers = ProgressTeacherSerializer(many=True)
    reached = ProgressReachedSerializer(many=True)


class StudentEventSerializer(serializers.Serializer[Any]):
    """Something that happened to a student and may ask for a visit."""

    student = serializers.UUIDField()
    event = serializers.ChoiceField(choices=get_args(TriggerEvent))
    date = serializers.DateField()
    absence_days = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=366)


class TermChoiceSerializer(serializers.Serializer[Any]):
    """A term that a 制度 may be tried on; `running` while it is not over."""

    key = serializers.CharField()
    name = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField()
    running = serializers.BooleanField()


class TriedRuleSerializer(serializers.Serializer[Any]):
    """One counted clause: targets (or tasks) met, missed, still open; `more` is what it lacks alone."""

    rule = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=["quota", "trigger"])
    sentence = serializers.CharField()
    clause = serializers.CharField(allow_blank=True)
    met = serializers.IntegerField()
    missed = serializers.IntegerField()
    open = serializers.IntegerField()
    need = NumberField()
    done = NumberField()
    more = serializers.IntegerField()
    impossible = serializers.IntegerField()


class TriedTeacherSerializer(serializers.Serializer[Any]):
    """One person: visits made in the term, visits lacking in its weeks and outside of them."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=["met", "missed", "open"])
    visits = serializers.IntegerField()
    more = serializers.IntegerField()
    outside = serializers.IntegerField()
    rules = serializers.ListField(child=serializers.IntegerField())


class TriedCellSerializer(serializers.Serializer[Any]):
    """One person's week; weeks with nothing in them are left out."""

    teacher = serializers.IntegerField()
    week = serializers.IntegerField()
    visits = serializers.IntegerField()
    more = serializers.IntegerField()


class WhatIfSerializer(serializers.Serializer[Any]):
    """A 制度 run against a term's visits. Nothing is stored."""

    policy_id = serializers.CharField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    draft = serializers.BooleanField()
    term = TermChoiceSerializer()
    terms = TermChoiceSerializer(many=True)
    rules = TriedRuleSerializer(many=True)
    other_rules = serializers.IntegerField()
    teachers = TriedTeacherSerializer(many=True)
    weeks = ProgressWeekSerializer(many=True)
    cells = TriedCellSerializer(many=True)


class WhatIfQuerySerializer(serializers.Serializer[Any]):
    """`term`: its key, e.g. 2026-1; without it the last one that is over."""

    term = serializers.CharField(required=False, max_length=12)
