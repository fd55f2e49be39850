"""Groups, events and excusals of a student over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.v1.circumstances.serializers import (
    CircumstancesSerializer,
    ExcusalBodySerializer,
    GroupSpellBodySerializer,
    GroupSpellSerializer,
)
from api.v1.serializers import ErrorSerializer
from tenants.roster import services as roster
from tenants.targets import selectors, services


class CircumstancesView(APIView):
    """What stands beside the student's visits."""

    @extend_schema(
        responses={200: CircumstancesSerializer, 404: ErrorSerializer}, operation_id="students_circumstances"
    )
    def get(self, request: Request, student_id: UUID) -> Response:
        """For everybody who sees the student; reasons for those whom they concern."""
        found = selectors.circumstances_for(actor=actor_of(request), student_id=student_id)
        return Response(CircumstancesSerializer(found).data)


class GroupListView(APIView):
    """The groups a student is in."""

    @extend_schema(
        request=GroupSpellBodySerializer,
        responses={200: GroupSpellSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
        operation_id="students_groups_put",
    )
    def post(self, request: Request, student_id: UUID) -> Response:
        """From a day to a day; what began on that day already is changed."""
        body = GroupSpellBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        made = roster.group_spell_put(actor=actor_of(request), student_id=student_id, **body.validated_data)
        return Response(GroupSpellSerializer(made).data)


class GroupView(APIView):
    """One entry."""

    @extend_schema(responses={204: None, 404: ErrorSerializer}, operation_id="students_groups_delete")
    def delete(self, request: Request, student_id: UUID, spell_id: int) -> Response:
        """Take it back, as if it had never been."""
        roster.group_spell_remove(actor=actor_of(request), student_id=student_id, spell_id=spell_id)
        return Response(status=204)


class ExcusalView(APIView):
    """An excusal under the UUID that its client made."""

    @extend_schema(
        request=ExcusalBodySerializer,
        responses={200: ExcusalBodySerializer, 400: ErrorSerializer, 409: ErrorSerializer},
        operation_id="excusals_put",
    )
    def put(self, request: Request, excusal_id: UUID) -> Response:
        """Excuse a student; the same again changes nothing, another reason or other days change it."""
        body = ExcusalBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = dict(body.validated_data)
        services.excusal_put(
            actor=actor_of(request), excusal_id=excusal_id, student_id=values.pop("student"), **values
        )
        return Response(ExcusalBodySerializer(body.validated_data).data)

    @extend_schema(responses={204: None, 404: ErrorSerializer}, operation_id="excusals_delete")
    def delete(self, request: Request, excusal_id: UUID) -> Response:
        """Take it back."""
        services.excusal_remove(actor=actor_of(request), excusal_id=excusal_id)
        return Response(status=204)
