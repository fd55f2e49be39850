"""POST password/: the own password. Ends every other session and every token."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import password_change
from api.authentication import actor_of, plain, session_begin
from api.v1.serializers import ErrorSerializer


class PasswordSerializer(serializers.Serializer[dict[str, str]]):
    """Old and new password."""

    old_password = serializers.CharField(max_length=200, trim_whitespace=False)
    new_password = serializers.CharField(max_length=200, trim_whitespace=False)


class PasswordView(APIView):
    allow_first_password = True

    @extend_schema(
        operation_id="password_change",
        request=PasswordSerializer,
        responses={204: None, 400: ErrorSerializer},
    )
    def post(self, request: Request) -> Response:
        sent = PasswordSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        account = password_change(actor=actor_of(request), **sent.validated_data)
        if request.auth is None:  # signed in by session: this one goes on, under a new key
            session_begin(plain(request), account)
        return Response(status=204)
