"""Students: who is in my classes, and who has not been visited this term."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.v1.students.serializers import (
    StudentDetailSerializer,
    StudentListQuerySerializer,
    StudentSerializer,
)
from api.v1.visits.views import summaries
from kernel import clock
from tenants.policy import selectors as policy
from tenants.roster import selectors as roster
from tenants.visits import selectors as visits

LATEST_VISITS = 20


class StudentListView(GenericAPIView[Any]):
    """Teachers: the students of their own classes. Leader, office, principal: all."""

    serializer_class = StudentSerializer
    ordering = ("name", "id")

    @extend_schema(
        parameters=[StudentListQuerySerializer],
        responses={200: StudentSerializer(many=True)},
        operation_id="students_list",
    )
    def get(self, request: Request) -> Response:
        """`search` looks in name, 学号 and 学籍号; `not_visited` leaves out who was visited this term."""
        query = StudentListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        rows = roster.student_list_for(
            actor=actor_of(request),
            search=wanted["search"],
            class_id=wanted.get("class"),
            without=visits.visited_student_ids_for_term(on=clock.today()) if wanted["not_visited"] else None,
        )
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(StudentSerializer(_with_visits(page), many=True).data)


class StudentView(APIView):
    """One student."""

    @extend_schema(responses={200: StudentDetailSerializer}, operation_id="students_get")
    def get(self, request: Request, student_id: UUID) -> Response:
        """With the latest visits that the caller may read."""
        actor = actor_of(request)
        student = roster.student_get_for(actor=actor, student_id=student_id)
        rows = visits.visit_list_for(actor=actor, student_id=student_id)[:LATEST_VISITS]
        data = {**_with_visits([student])[0], "visits": summaries(rows)}
        return Response(StudentDetailSerializer(data).data)


def _with_visits(students: Sequence[Any]) -> list[dict[str, Any]]:
    """A page of students as plain data; six queries for any number of rows."""
    focus = policy.focus_groups(clock.today())
    infos = roster.student_infos(students)
    ids = [info.id for info in infos]
    last = visits.last_visit_dates(student_ids=ids)
    counts = visits.visit_counts_for_term(student_ids=ids, on=clock.today())
    return [
        {
            "id": info.id,
            "name": info.name,
            "sex": info.sex,
            "class": info.school_class,
            "student_no": info.student_no,
            "groups": info.groups,
            "focus": [clause for clause in focus if clause.group in info.groups],
            "guardians": info.guardians,
            "last_visit_at": last.get(info.id),
            "visits_this_term": counts.get(info.id, 0),
        }
        for info in infos
    ]
