"""Terms, weeks, holidays and entry grades of a school over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.serializers import ErrorSerializer
from api.v1.times.serializers import EntryGradesSerializer, SchoolTimesSerializer
from kernel.actor import Role
from tenants.targets import selectors, services
from tenants.targets.contracts import SchoolTimes


class TimesView(APIView):
    """Everybody in the school counts by it."""

    @extend_schema(responses={200: SchoolTimesSerializer}, operation_id="times_get")
    def get(self, request: Request) -> Response:
        """The running school year (between two: the coming one)."""
        return Response(_data(selectors.school_times_for(actor=actor_of(request))))


class EntryGradesView(APIView):
    """Which grades are entry grades."""

    permission_classes = (has_role(Role.PRINCIPAL, Role.OFFICE),)

    @extend_schema(
        request=EntryGradesSerializer,
        responses={200: SchoolTimesSerializer, 400: ErrorSerializer},
        operation_id="times_entry_grades_put",
    )
    def put(self, request: Request) -> Response:
        """Clauses about entry grades go by it at once."""
        body = EntryGradesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        services.entry_grades_set(actor=actor, grades=body.validated_data["grades"])
        return Response(_data(selectors.school_times_for(actor=actor)))


def _data(found: SchoolTimes) -> Any:
    return SchoolTimesSerializer(
        {
            "today": found.today,
            "week": found.week,
            "terms": found.terms,
            "holidays": found.holidays,
            "make_up_days": found.make_up_days,
            "grades": [
                {"grade": grade, "label": label, "entry": grade in found.entry_grades}
                for grade, label in found.grades
            ],
            "newly_taken": found.newly_taken,
            "may_change": found.may_change,
        }
    ).data
