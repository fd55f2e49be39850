"""GET me/."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import plain
from api.v1.me.serializers import MeSerializer, me_data


class MeView(APIView):
    allow_first_password = True

    @extend_schema(operation_id="me_get", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(me_data(plain(request), request.user))  # type: ignore[arg-type]
