"""GET entrances/: bureaus and schools of this deployment by name, for the bare host's page."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.hosts import host_of
from api.pagination import page_response
from api.permissions import Anyone
from api.v1.schema import paged
from api.v1.site.serializers import EntranceSerializer
from bureaus.selectors import entrance_list, url_of
from kernel.errors import NotFound


class EntranceListView(APIView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(
        operation_id="entrances_list",
        parameters=[OpenApiParameter("search", str), OpenApiParameter("cursor", str)],
        responses=paged(EntranceSerializer),
    )
    def get(self, request: Request) -> Response:
        if host_of(request).kind != "portal":
            raise NotFound
        found = entrance_list(request.query_params.get("search", "")[:50])
        items = [{"kind": e.kind, "name": e.name, "url": url_of(e.host)} for e in found]
        return page_response(request, items, EntranceSerializer)
