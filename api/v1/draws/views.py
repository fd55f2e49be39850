"""Notes without flags, drawn by chance, that the principal reads to learn what the checks miss."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.draws.serializers import (
    DrawAnswerBodySerializer,
    DrawDetailSerializer,
    DrawListQuerySerializer,
    DrawSerializer,
)
from api.v1.visits.present import Students, student_ref
from kernel.actor import Role
from tenants.review import selectors as review
from tenants.review import services as review_services
from tenants.review.contracts import DrawDetailView
from tenants.review.contracts import DrawView as DrawValue
from tenants.roster import selectors as roster


class DrawListView(GenericAPIView[Any]):
    """Drawn notes, oldest first."""

    permission_classes = [has_role(Role.PRINCIPAL)]
    serializer_class = DrawSerializer
    ordering = "id"

    @extend_schema(
        parameters=[DrawListQuerySerializer],
        responses={200: DrawSerializer(many=True)},
        operation_id="draws_list",
    )
    def get(self, request: Request) -> Response:
        """What waits to be read, or was read."""
        query = DrawListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = review.draw_list_for(actor=actor_of(request), state=query.validated_data["state"])
        values = review.draw_views(self.paginate_queryset(rows) or [])
        students = roster.student_briefs(student_ids={value.student_id for value in values})
        data = [_draw(value, students) for value in values]
        return self.get_paginated_response(DrawSerializer(data, many=True).data)


class DrawView(APIView):
    """One drawn note."""

    permission_classes = [has_role(Role.PRINCIPAL)]

    @extend_schema(responses={200: DrawDetailSerializer}, operation_id="draws_get")
    def get(self, request: Request, draw_id: int) -> Response:
        """Text and questions."""
        return _answer(review.draw_detail_for(actor=actor_of(request), draw_id=draw_id))


class DrawAnswerView(APIView):
    """What the reader found."""

    permission_classes = [has_role(Role.PRINCIPAL)]

    @extend_schema(
        request=DrawAnswerBodySerializer, responses={200: DrawDetailSerializer}, operation_id="draws_answer"
    )
    def post(self, request: Request, draw_id: int) -> Response:
        """Which findings were missed; the last answer stands."""
        body = DrawAnswerBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        missed = body.validated_data["missed"]
        return _answer(review_services.draw_answer(actor=actor_of(request), draw_id=draw_id, missed=missed))


def _answer(detail: DrawDetailView) -> Response:
    students = roster.student_briefs(student_ids=[detail.draw.student_id])
    data = {
        **_draw(detail.draw, students),
        "text": detail.text,
        "visit_version": detail.visit_version,
        "questions": [
            {"code": one.code, "words": one.words, "hinted": one.hinted} for one in detail.questions
        ],
    }
    return Response(DrawDetailSerializer(data).data)


def _draw(draw: DrawValue, students: Students) -> dict[str, Any]:
    return {
        "id": draw.id,
        "visit": draw.visit_id,
        "student": student_ref(draw.student_id, draw.student_name, students),
        "teacher": {"id": draw.teacher_id, "name": draw.teacher_name},
        "visited_at": draw.visited_at,
        "excerpt": draw.excerpt,
        "state": draw.state,
        "missed": list(draw.missed),
        "answered_at": draw.answered_at,
        "answered_by": draw.answered_by,
    }
