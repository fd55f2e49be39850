"""Classes of the present school year."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.authentication import actor_of
from api.pagination import page_response
from tenants.roster import selectors as roster


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
