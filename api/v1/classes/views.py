"""Classes of the present school year."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.pagination import page_response
from api.permissions import has_role
from api.v1.serializers import ErrorSerializer
from kernel.actor import Role
from tenants.roster import selectors as roster
from tenants.roster import services


class SchoolClassSerializer(serializers.Serializer[Any]):
    """A class with its head count and homeroom teachers of today."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    grade = serializers.IntegerField()
    number = serializers.IntegerField()
    student_count = serializers.IntegerField()
    homeroom_teachers = serializers.ListField(child=serializers.CharField())


class ClassListView(GenericAPIView[Any]):
    """Teachers: their own classes. Leader, office, principal: all."""

    serializer_class = SchoolClassSerializer

    @extend_schema(responses={200: SchoolClassSerializer(many=True)}, operation_id="classes_list")
    def get(self, request: Request) -> Response:
        """By grade and number."""
        return page_response(request, roster.class_list_for(actor=actor_of(request)), SchoolClassSerializer)


class HomeroomSerializer(serializers.Serializer[Any]):
    """Who has the class from which day on."""

    staff = serializers.IntegerField(min_value=1, max_value=2**62)
    start = serializers.DateField()


class HomeroomView(APIView):
    """A class changes hands."""

    permission_classes = (has_role(Role.PRINCIPAL, Role.OFFICE),)

    @extend_schema(
        request=HomeroomSerializer,
        responses={200: HomeroomSerializer, 404: ErrorSerializer},
        operation_id="classes_homeroom_put",
    )
    def put(self, request: Request, class_id: int) -> Response:
        """This homeroom teacher and no other from that day on; what is still owed goes over too."""
        body = HomeroomSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        services.homeroom_change(
            actor=actor_of(request), class_id=class_id, staff_id=values["staff"], on=values["start"]
        )
        return Response(HomeroomSerializer(values).data)
