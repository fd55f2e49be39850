"""Targets, the due list and progress over HTTP; and events that ask for visits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.serializers import ErrorSerializer
from api.v1.targets.serializers import (
    DueBoardSerializer,
    DueQuerySerializer,
    DueSerializer,
    ProgressSerializer,
    StudentEventSerializer,
    TargetsSerializer,
    WhatIfQuerySerializer,
    WhatIfSerializer,
)
from kernel.actor import Role
from tenants.targets import selectors, services
from tenants.targets.contracts import DueItem, DueList


class TargetsView(APIView):
    """What the policies in force ask, each judged for itself."""

    @extend_schema(responses={200: TargetsSerializer}, operation_id="targets_get")
    def get(self, request: Request) -> Response:
        """A teacher's own; the whole school's for principal, leaders and office."""
        found = selectors.targets_for(actor=actor_of(request))
        return Response(TargetsSerializer({"policies": found}).data)


class DueView(APIView):
    """还差谁."""

    @extend_schema(parameters=[DueQuerySerializer], responses={200: DueSerializer}, operation_id="due_get")
    def get(self, request: Request) -> Response:
        """Overdue, due within seven days, not visited yet."""
        query = DueQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        found = selectors.due_list_for(
            actor=actor_of(request),
            whole=wanted["whole"],
            staff_id=wanted.get("teacher"),
            class_id=wanted.get("class"),
        )
        return Response(DueSerializer(_due(found)).data)


class DueBoardView(APIView):
    """还差谁 at a glance."""

    permission_classes = (has_role(Role.PRINCIPAL, Role.LEADER, Role.OFFICE),)

    @extend_schema(responses={200: DueBoardSerializer}, operation_id="due_board")
    def get(self, request: Request) -> Response:
        """Counts by teacher and by class."""
        return Response(DueBoardSerializer(selectors.due_board_for(actor=actor_of(request))).data)


class ProgressView(APIView):
    """The term as pictures."""

    permission_classes = (has_role(Role.PRINCIPAL, Role.LEADER, Role.OFFICE),)

    @extend_schema(responses={200: ProgressSerializer}, operation_id="progress_get")
    def get(self, request: Request) -> Response:
        """Classes by weeks, grades, people below a target."""
        return Response(ProgressSerializer(selectors.progress_for(actor=actor_of(request))).data)


class WhatIfView(APIView):
    """A draft, or a published version, against a term's visits."""

    permission_classes = (has_role(Role.PRINCIPAL, Role.LEADER, Role.OFFICE),)

    @extend_schema(
        parameters=[WhatIfQuerySerializer],
        responses={200: WhatIfSerializer, 404: ErrorSerializer},
        operation_id="policies_what_if",
    )
    def get(self, request: Request, policy_id: int) -> Response:
        """Who would have met it, and how many more visits it asks for, by teacher and week."""
        query = WhatIfQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        found = selectors.what_if_for(
            actor=actor_of(request), policy_id=policy_id, term=query.validated_data.get("term")
        )
        return Response(WhatIfSerializer(found).data)


class StudentEventView(APIView):
    """An event under the UUID that its client made."""

    @extend_schema(
        request=StudentEventSerializer, responses={200: StudentEventSerializer}, operation_id="events_put"
    )
    def put(self, request: Request, event_id: UUID) -> Response:
        """Note it; the same again changes nothing, something else under the same id is refused."""
        body = StudentEventSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        services.event_record(
            actor=actor_of(request),
            event_id=event_id,
            student_id=values["student"],
            event=values["event"],
            day=values["date"],
            absence_days=values.get("absence_days"),
        )
        return Response(StudentEventSerializer(values).data)

    @extend_schema(responses={204: None, 404: ErrorSerializer}, operation_id="events_delete")
    def delete(self, request: Request, event_id: UUID) -> Response:
        """Take back what was entered by mistake: whoever entered it, principal and office."""
        services.event_remove(actor=actor_of(request), event_id=event_id)
        return Response(status=204)


def _due(found: DueList) -> dict[str, Any]:
    return {
        "ring": found.ring,
        "overdue": [_item(item) for item in found.overdue],
        "soon": [_item(item) for item in found.soon],
        "never": [_item(item) for item in found.never],
    }


def _item(item: DueItem) -> dict[str, Any]:
    student = item.student
    school_class = None if student.class_id is None else {"id": student.class_id, "name": student.class_name}
    return {
        "student": {"id": student.id, "name": student.name, "class": school_class},
        "clause": item.clause,
        "reason": item.reason,
        "due": item.due,
        "days_left": item.days_left,
        "kind": item.kind,
        "also": item.also,
        "who": item.who,
        "tries": item.tries,
    }
