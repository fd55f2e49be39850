"""Shapes of students. Identity numbers are never part of one."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.v1.visits.serializers import NamedSerializer, VisitSummarySerializer


class GuardianSerializer(serializers.Serializer[Any]):
    """Someone who answers for the student at home; the phone is masked (138****5678)."""

    name = serializers.CharField()
    relation = serializers.CharField()
    phone = serializers.CharField()


class FocusSerializer(serializers.Serializer[Any]):
    """Why a 制度 in force puts this student in focus."""

    group = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    sentence = serializers.CharField()
    clause = serializers.CharField()
    follow_up = serializers.BooleanField()


class StudentSerializer(serializers.Serializer[Any]):
    """A student with what has been visited lately."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    sex = serializers.ChoiceField(choices=["M", "F", ""])
    student_no = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField())
    focus = FocusSerializer(many=True)
    guardians = GuardianSerializer(many=True)
    last_visit_at = serializers.DateField(allow_null=True)
    visits_this_term = serializers.IntegerField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `class` is no attribute name in Python.
        fields = super().get_fields()
        fields["class"] = NamedSerializer(allow_null=True)
        return fields


class StudentDetailSerializer(StudentSerializer):
    """One student with the latest twenty visits that the caller may read."""

    visits = VisitSummarySerializer(many=True)


class StudentListQuerySerializer(serializers.Serializer[Any]):
    """How the list is narrowed."""

    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)
    not_visited = serializers.BooleanField(required=False, default=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        fields["class"] = serializers.IntegerField(required=False, min_value=1, max_value=2**62)
        return fields
