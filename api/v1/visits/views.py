"""Visits over HTTP: save under a UUID, read, list, preview."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.v1.visits.present import draft_data, preview_data, student_ref, visit_data
from api.v1.visits.serializers import (
    PreviewBodySerializer,
    PreviewSerializer,
    VisitBodySerializer,
    VisitConflictSerializer,
    VisitListQuerySerializer,
    VisitSerializer,
    VisitSummarySerializer,
)
from kernel.actor import Actor
from tenants.review import selectors as review
from tenants.review import services as review_services
from tenants.roster import selectors as roster
from tenants.visits import selectors as visits
from tenants.visits import services as visit_services
from tenants.visits.contracts import Measure, SubmitOutcome, VisitDraft
from tenants.visits.errors import VisitConflict

VERSION = re.compile(r'(?:W/)?"(?P<quoted>[0-9]{1,9})"|(?P<bare>[0-9]{1,9})')
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The version that the change was made from."
)


class VisitView(APIView):
    """One visit, under the UUID that its client made."""

    @extend_schema(responses={200: VisitSerializer}, operation_id="visits_get")
    def get(self, request: Request, visit_id: UUID) -> Response:
        """The visit with its review and flags; its version as ETag."""
        return _answer(actor_of(request), visit_id, status=200)

    @extend_schema(
        request=VisitBodySerializer,
        responses={200: VisitSerializer, 201: VisitSerializer, 409: VisitConflictSerializer},
        parameters=[IF_MATCH],
        operation_id="visits_put",
    )
    def put(self, request: Request, visit_id: UUID) -> Response:
        """Save: 201 the first time, 200 for the same body again or a new version of the stored one.

        Another body without a fitting `If-Match` changes nothing and answers 409 with both.
        """
        actor = actor_of(request)
        body = VisitBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        draft = _draft(visit_id, body.validated_data)
        try:
            result = visit_services.visit_submit(
                actor=actor, draft=draft, if_match=_version(request.headers.get("If-Match"))
            )
        except VisitConflict as conflict:
            conflict.extra = {
                "stored": _visit(actor, visit_id),
                "yours": VisitBodySerializer(draft_data(draft)).data,
            }
            raise
        return _answer(actor, visit_id, status=201 if result.outcome is SubmitOutcome.CREATED else 200)


class VisitListView(GenericAPIView[Any]):
    """The visits that the caller may read, latest first."""

    serializer_class = VisitSummarySerializer
    ordering = ("-visited_at", "-id")

    @extend_schema(
        parameters=[VisitListQuerySerializer],
        responses={200: VisitSummarySerializer(many=True)},
        operation_id="visits_list",
    )
    def get(self, request: Request) -> Response:
        """A teacher's own visits; all of the school's for the principal."""
        query = VisitListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = visits.visit_list_for(
            actor=actor_of(request),
            student_id=query.validated_data.get("student"),
            state=query.validated_data.get("state"),
            mine=query.validated_data["mine"],
        )
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(VisitSummarySerializer(summaries(page), many=True).data)


class VisitPreviewView(APIView):
    """The live check beside a text that is being written."""

    @extend_schema(
        request=PreviewBodySerializer, responses={200: PreviewSerializer}, operation_id="visits_preview"
    )
    def post(self, request: Request) -> Response:
        """Labels, findings and the words they go by; nothing is stored."""
        body = PreviewBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        found = review_services.preview(
            actor=actor_of(request),
            student_id=body.validated_data["student"],
            text=body.validated_data["text"],
            measures_listed=any(one["what"].strip() for one in body.validated_data["measures"]),
        )
        return Response(PreviewSerializer(preview_data(found)).data)


def summaries(rows: Any) -> list[dict[str, Any]]:
    """A page of `visit_list_for` as plain data; four queries for any number of rows."""
    rows = list(rows)
    briefs = review.review_briefs(visit_ids=[row.pk for row in rows])
    students = roster.student_briefs(student_ids={row.student_id for row in rows})
    return [
        {
            "id": row.pk,
            "student": student_ref(row.student_id, row.student.name, students),
            "author": {"id": row.author_id, "name": row.author.name},
            "mode": row.mode,
            "outcome": row.outcome,
            "visited_at": row.visited_at,
            "state": row.state,
            "version": row.version,
            "review_state": briefs[row.pk].state,
            "open_flags": briefs[row.pk].open_flags,
            "excerpt": row.opening,
        }
        for row in rows
    ]


def _visit(actor: Actor, visit_id: UUID) -> dict[str, Any]:
    page = review.visit_page_for(actor=actor, visit_id=visit_id)
    students = roster.student_briefs(student_ids=[page.visit.student_id])
    return dict(VisitSerializer(visit_data(page, students)).data)


def _answer(actor: Actor, visit_id: UUID, *, status: int) -> Response:
    visit = _visit(actor, visit_id)
    return Response(visit, status=status, headers={"ETag": f'"{visit["version"]}"'})


def _version(header: str | None) -> int | None:
    """The version in an If-Match header; None when there is none that can be one."""
    found = VERSION.fullmatch((header or "").strip())
    return int(found["quoted"] or found["bare"]) if found else None


def _draft(visit_id: UUID, data: dict[str, Any]) -> VisitDraft:
    return VisitDraft(
        visit_id=visit_id,
        student_id=data["student"],
        mode=data["mode"],
        outcome=data["outcome"],
        visited_at=data["visited_at"],
        text=data["text"],
        reason=data["reason"],
        present=tuple(data["present"]),
        co_visitors=tuple(data["co_visitors"]),
        measures=tuple(Measure(m["who"], m["what"], m["when"]) for m in data["measures"]),
        answers=tuple({one["code"]: one["words"] for one in data["answers"]}.items()),
    )
