"""GET /health, on every host."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.permissions import Anyone
from kernel import health

STATES = ["ok", "down"]


class HealthPartsSerializer(serializers.Serializer[object]):
    """Each part by itself."""

    database = serializers.ChoiceField(choices=STATES)
    broker = serializers.ChoiceField(choices=STATES)
    worker = serializers.ChoiceField(choices=STATES)


class HealthSerializer(serializers.Serializer[object]):
    """`down` as soon as one part is."""

    status = serializers.ChoiceField(choices=STATES)
    parts = HealthPartsSerializer()


class HealthView(APIView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(operation_id="health_get", responses={200: HealthSerializer, 503: HealthSerializer})
    def get(self, request: Request) -> Response:
        parts = health.parts()
        well = all(state == "ok" for state in parts.values())
        answer = {"status": "ok" if well else "down", "parts": parts}
        return Response(HealthSerializer(answer).data, status=200 if well else 503)
