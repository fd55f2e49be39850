"""GET site/: the first call of the front end; also hands out the CSRF cookie."""

from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import plain, session_user
from api.hosts import host_of
from api.permissions import Anyone
from api.v1.site.serializers import SiteSerializer
from bureaus.selectors import entrance_list, url_of

# On the bare host the first entrances come along; the rest is searched for through entrances/.
SHOWN = 20


class SiteView(APIView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="site_get", responses=SiteSerializer)
    def get(self, request: Request) -> Response:
        get_token(plain(request))
        host = host_of(request)
        entrances = entrance_list()[:SHOWN] if host.kind == "portal" else []
        site = {
            "kind": host.kind,
            "name": host.name,
            "stage": host.school.stage if host.school else None,
            "signed_in": session_user(plain(request)) is not None,
            "entrances": [{"kind": e.kind, "name": e.name, "url": url_of(e.host)} for e in entrances],
        }
        return Response(SiteSerializer(site).data)
