"""POST and DELETE session/: signing a browser in and out."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import SessionAuthentication, csrf_enforce, plain, session_begin, signed_in
from api.permissions import Anyone
from api.signing_in import account_from
from api.v1.me.serializers import MeSerializer, me_data
from api.v1.serializers import CredentialsSerializer, ErrorSerializer


class SessionView(APIView):
    """Signing in needs the CSRF token as well, so that no foreign page signs somebody in as another."""

    allow_first_password = True

    def get_authenticators(self) -> list[SessionAuthentication]:  # type: ignore[override]
        return [SessionAuthentication()] if self.request and self.request.method == "DELETE" else []

    permission_classes = (Anyone,)

    @extend_schema(
        operation_id="session_create",
        request=CredentialsSerializer,
        responses={200: MeSerializer, 401: ErrorSerializer, 429: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        csrf_enforce(request)
        account = account_from(request)
        session_begin(plain(request), account)
        user = signed_in(plain(request), account)
        assert user is not None  # noqa: S101 (account_from has refused everybody else)
        return Response(me_data(plain(request), user))

    @extend_schema(operation_id="session_delete", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        _ = request.user  # checks the CSRF token when somebody is signed in
        plain(request).session.flush()
        return Response(status=204)
