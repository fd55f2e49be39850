"""The bureau's floor: read and set by its own staff."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from api.v1.floor.serializers import FloorSerializer
from bureaus.contracts import BureauInfo
from bureaus.selectors import bureau_get_for
from bureaus.services import floor_set
from kernel.actor import Role


class FloorView(APIView):
    """One number for all schools of the bureau."""

    permission_classes = (has_role(Role.BUREAU),)

    @extend_schema(operation_id="floor_get", responses={200: FloorSerializer})
    def get(self, request: Request) -> Response:
        """As it is set now."""
        return _answer(bureau_get_for(actor=actor_of(request)))

    @extend_schema(operation_id="floor_set", request=FloorSerializer, responses={200: FloorSerializer})
    def put(self, request: Request) -> Response:
        """Set it; it holds at once, for the running school year, beside what each school asks itself."""
        body = FloorSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return _answer(floor_set(actor=actor_of(request), per_year=body.validated_data["per_year"]))


def _answer(bureau: BureauInfo) -> Response:
    return Response(FloorSerializer({"per_year": bureau.floor_per_year}).data)
