"""How right the checks are in this school, by what people decided."""

from __future__ import annotations

from dataclasses import asdict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.evaluation.serializers import (
    EvaluationSerializer,
    RestoreBodySerializer,
    SharingBodySerializer,
    SharingSerializer,
)
from kernel.actor import Actor, Role
from tenants.review import selectors as review
from tenants.review import services as review_services


class EvaluationView(APIView):
    """The page of principal and office."""

    permission_classes = [has_role(Role.PRINCIPAL, Role.OFFICE)]

    @extend_schema(responses={200: EvaluationSerializer}, operation_id="evaluation_get")
    def get(self, request: Request) -> Response:
        """Precision per finding, what was softened, the draw, versions of the checks, sharing."""
        return _page(actor_of(request))


class RestoreView(APIView):
    """Making a softened finding ask again."""

    permission_classes = [has_role(Role.PRINCIPAL, Role.OFFICE)]

    @extend_schema(
        request=RestoreBodySerializer,
        responses={200: EvaluationSerializer},
        operation_id="evaluation_restore",
    )
    def post(self, request: Request) -> Response:
        """Holds for notes that are reviewed from now on."""
        body = RestoreBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        review_services.softening_restore(actor=actor, code=body.validated_data["code"])
        return _page(actor)


class SharingView(APIView):
    """The school's consent to share decided notes, without names, for training the checks."""

    permission_classes = [has_role(Role.PRINCIPAL)]

    @extend_schema(
        request=SharingBodySerializer, responses={200: SharingSerializer}, operation_id="evaluation_sharing"
    )
    def put(self, request: Request) -> Response:
        """Agree, or take it back; the same again changes nothing."""
        body = SharingBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        found = review_services.sharing_set(actor=actor_of(request), agreed=body.validated_data["agreed"])
        return Response(SharingSerializer(asdict(found)).data)


def _page(actor: Actor) -> Response:
    return Response(EvaluationSerializer(asdict(review.evaluation_for(actor=actor))).data)
