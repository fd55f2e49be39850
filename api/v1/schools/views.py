"""schools/: a bureau's schools, ordering one, trying a failed opening again."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.pagination import CursorPagination
from api.permissions import has_role
from api.v1.schema import paged
from api.v1.schools.serializers import OrderedSchoolSerializer, SchoolOrderSerializer, SchoolSerializer
from api.v1.serializers import ErrorSerializer
from benchmarking.selectors import coverage_by_school
from bureaus.contracts import SchoolInfo
from bureaus.selectors import school_by_id, school_get_for, school_info, school_list_for, url_of
from kernel.actor import Role
from onboarding.services import school_open, school_retry


def _rows(schools: list[SchoolInfo]) -> list[dict[str, Any]]:
    figures = coverage_by_school(school_ids=[s.id for s in schools])
    return [
        {
            "school": s,
            "url": url_of(s.host),
            "coverage": figures.get(s.id),
        }
        for s in schools
    ]


class SchoolListView(APIView):
    permission_classes = (has_role(Role.BUREAU),)
    ordering = ("name", "pk")

    @extend_schema(
        operation_id="schools_list",
        parameters=[OpenApiParameter("cursor", str), OpenApiParameter("page_size", int)],
        responses=paged(SchoolSerializer),
    )
    def get(self, request: Request) -> Response:
        pages = CursorPagination()
        found = pages.paginate_queryset(school_list_for(actor=actor_of(request)), request, self) or []
        rows = _rows([school_info(school) for school in found])
        return pages.get_paginated_response(SchoolSerializer(rows, many=True).data)

    @extend_schema(
        operation_id="schools_create",
        request=SchoolOrderSerializer,
        responses={202: OrderedSchoolSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        sent = SchoolOrderSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        order = sent.validated_data
        principal = order.get("principal") or {}
        opened = school_open(
            actor=actor_of(request),
            name=order["name"],
            slug=order["slug"],
            stage=order["stage"],
            template=order["template"],
            principal_name=principal.get("name", ""),
            principal_phone=principal.get("phone"),
        )
        row = _rows([school_by_id(opened.school_id)])[0]
        row["principal"] = {"login": opened.login, "first_password": opened.first_password}
        return Response(OrderedSchoolSerializer(row).data, status=202)


class SchoolView(APIView):
    permission_classes = (has_role(Role.BUREAU),)

    @extend_schema(operation_id="schools_get", responses={200: SchoolSerializer, 404: ErrorSerializer})
    def get(self, request: Request, school_id: UUID) -> Response:
        school = school_get_for(actor=actor_of(request), public_id=school_id)
        return Response(SchoolSerializer(_rows([school])[0]).data)


class SchoolRetryView(APIView):
    permission_classes = (has_role(Role.BUREAU),)

    @extend_schema(
        operation_id="schools_retry",
        request=None,
        responses={202: SchoolSerializer, 404: ErrorSerializer, 409: ErrorSerializer},
    )
    def post(self, request: Request, school_id: UUID) -> Response:
        school = school_retry(actor=actor_of(request), public_id=school_id)
        return Response(SchoolSerializer(_rows([school])[0]).data, status=202)
