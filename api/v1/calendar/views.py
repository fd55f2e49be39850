"""The bureau's calendar over HTTP."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.calendar.serializers import CalendarBodySerializer, CalendarSerializer
from api.v1.serializers import ErrorSerializer
from bureaus.contracts import Calendar, HolidaySpan, MakeUpDay, TermSpan, YearSpan
from bureaus.publicdays import public_years
from bureaus.rules import calendar_version
from bureaus.selectors import calendar_for
from bureaus.services import calendar_replace
from kernel.actor import Role


class CalendarView(APIView):
    """All schools of the bureau count by it."""

    permission_classes = (has_role(Role.BUREAU),)

    @extend_schema(responses={200: CalendarSerializer}, operation_id="calendar_get")
    def get(self, request: Request) -> Response:
        """The calendar, and the country's public holidays to fill it from."""
        return Response(_data(calendar_for(actor=actor_of(request))))

    @extend_schema(
        request=CalendarBodySerializer,
        responses={200: CalendarSerializer, 400: ErrorSerializer, 409: ErrorSerializer},
        operation_id="calendar_put",
    )
    def put(self, request: Request) -> Response:
        """The whole calendar as it is to be. 409 when somebody changed it since `version`."""
        body = CalendarBodySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values = body.validated_data
        calendar = Calendar(
            years=tuple(YearSpan(**one) for one in values["years"]),
            terms=tuple(TermSpan(**one) for one in values["terms"]),
            holidays=tuple(HolidaySpan(**one) for one in values["holidays"]),
            make_up_days=tuple(MakeUpDay(**one) for one in values["make_up_days"]),
        )
        stored = calendar_replace(actor=actor_of(request), calendar=calendar, version=values.get("version"))
        return Response(_data(stored))


def _data(calendar: Calendar) -> Any:
    return CalendarSerializer(
        {
            "version": calendar_version(calendar),
            "years": calendar.years,
            "terms": calendar.terms,
            "holidays": calendar.holidays,
            "make_up_days": calendar.make_up_days,
            "public": public_years(),
        }
    ).data
