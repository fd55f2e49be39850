"""POST tokens/: login and password for a bearer token."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import token_issue
from api.hosts import host_of
from api.permissions import Anyone
from api.signing_in import account_from
from api.v1.serializers import CredentialsSerializer, ErrorSerializer
from api.v1.tokens.serializers import TokenSerializer


class TokenView(APIView):
    authentication_classes = ()
    permission_classes = (Anyone,)

    @extend_schema(
        operation_id="tokens_create",
        request=CredentialsSerializer,
        responses={201: TokenSerializer, 401: ErrorSerializer, 429: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        account = account_from(request)
        issued = token_issue(user_id=account.id, host=host_of(request).host)
        return Response(TokenSerializer(issued).data, status=201)
