"""The principal's queue over HTTP, and the teacher's answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.v1.flags.serializers import (
    FlagAnswerBodySerializer,
    FlagDecisionBodySerializer,
    FlagDetailSerializer,
    FlagListQuerySerializer,
)
from api.v1.visits.present import flag_data
from api.v1.visits.serializers import FlagSerializer
from tenants.review import selectors as review
from tenants.review import services as review_services
from tenants.review.contracts import FlagDetailView
from tenants.review.contracts import FlagView as FlagValue
from tenants.roster import selectors as roster


class FlagListView(GenericAPIView[Any]):
    """Flags, most serious first, then oldest first."""

    serializer_class = FlagSerializer
    ordering = "place"

    @extend_schema(
        parameters=[FlagListQuerySerializer],
        responses={200: FlagSerializer(many=True)},
        operation_id="flags_list",
    )
    def get(self, request: Request) -> Response:
        """The principal's queue; a teacher's flags on own notes."""
        query = FlagListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = review.flag_list_for(
            actor=actor_of(request), state=query.validated_data["state"], mine=query.validated_data["mine"]
        )
        values = review.flag_views(self.paginate_queryset(rows) or [])
        students = roster.student_briefs(student_ids={value.student_id for value in values})
        data = [flag_data(value, students) for value in values]
        return self.get_paginated_response(FlagSerializer(data, many=True).data)


class FlagView(APIView):
    """One flag with everything needed to decide on it."""

    @extend_schema(responses={200: FlagDetailSerializer}, operation_id="flags_get")
    def get(self, request: Request, flag_id: int) -> Response:
        """Text, spans, copies side by side, history."""
        detail = review.flag_detail_for(actor=actor_of(request), flag_id=flag_id)
        return Response(FlagDetailSerializer(_detail(detail)).data)


class FlagDecisionView(APIView):
    """The principal's decision."""

    @extend_schema(
        request=FlagDecisionBodySerializer, responses={200: FlagSerializer}, operation_id="flags_decide"
    )
    def post(self, request: Request, flag_id: int) -> Response:
        """Decide; the same again changes nothing."""
        body = FlagDecisionBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        flag = review_services.flag_decide(
            actor=actor_of(request),
            flag_id=flag_id,
            decision=body.validated_data["decision"],
            reason=body.validated_data["reason"],
            excused=body.validated_data["excused"],
        )
        return _answer(flag)


class FlagUndoView(APIView):
    """Taking a decision back."""

    @extend_schema(request=None, responses={200: FlagSerializer}, operation_id="flags_undo")
    def post(self, request: Request, flag_id: int) -> Response:
        """Within thirty days the flag is open again."""
        return _answer(review_services.flag_undo(actor=actor_of(request), flag_id=flag_id))


class FlagAnswerView(APIView):
    """The teacher's side of it."""

    @extend_schema(
        request=FlagAnswerBodySerializer, responses={200: FlagSerializer}, operation_id="flags_answer"
    )
    def post(self, request: Request, flag_id: int) -> Response:
        """Answer, before a decision or after."""
        body = FlagAnswerBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        flag = review_services.flag_answer(
            actor=actor_of(request), flag_id=flag_id, answer=body.validated_data["answer"]
        )
        return _answer(flag)


def _answer(flag: FlagValue) -> Response:
    students = roster.student_briefs(student_ids=[flag.student_id])
    return Response(FlagSerializer(flag_data(flag, students)).data)


def _detail(detail: FlagDetailView) -> dict[str, Any]:
    students = roster.student_briefs(student_ids=[detail.flag.student_id])
    return {
        **flag_data(detail.flag, students),
        "text": detail.text,
        "spans": [list(span) for span in detail.spans],
        "visit_version": detail.visit_version,
        "copies": [
            {
                "visit": copy.visit_id,
                "mine": copy.mine,
                "student": {"name": copy.student_name},
                "teacher": {"name": copy.teacher_name},
                "visited_at": copy.visited_at,
                "text": copy.text,
                "pairs": [{"here": list(pair.here), "there": list(pair.there)} for pair in copy.pairs],
            }
            for copy in detail.copies
        ],
        "history": [
            {"decision": act.decision, "by": act.by, "at": act.at, "reason": act.reason}
            for act in detail.history
        ],
    }
