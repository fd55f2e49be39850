"""The built-in templates over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.permissions import has_role
from api.v1.templates.serializers import TemplateSerializer
from kernel.actor import Role
from tenants.policy import selectors


class TemplateListView(APIView):
    """What a new school may start from."""

    permission_classes = (has_role(Role.BUREAU),)

    @extend_schema(responses={200: TemplateSerializer(many=True)}, operation_id="templates_list")
    def get(self, request: Request) -> Response:
        """All templates, by number."""
        return Response(TemplateSerializer(selectors.template_list(), many=True).data)
