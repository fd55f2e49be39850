"""The agenda over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.v1.agenda.serializers import AgendaQuerySerializer, AgendaSerializer
from kernel import clock
from tenants.policy import selectors


class AgendaView(APIView):
    """Meetings, receptions, hand-ins and deadlines out of the policies in force."""

    @extend_schema(
        parameters=[AgendaQuerySerializer], responses={200: AgendaSerializer}, operation_id="agenda_get"
    )
    def get(self, request: Request) -> Response:
        """Known to everybody in the school."""
        query = AgendaQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        start, end = (
            (wanted["start"], wanted["end"]) if "start" in wanted else selectors.agenda_span(clock.today())
        )
        items = selectors.agenda(start, end)
        return Response(AgendaSerializer({"start": start, "end": end, "items": items}).data)
