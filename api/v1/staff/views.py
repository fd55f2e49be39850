"""Staff: the list for those who lead, and a new first password."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.authentication import actor_of
from api.permissions import has_role
from kernel.actor import Role
from tenants.roster import selectors as roster
from tenants.roster import services as roster_services


class StaffMemberSerializer(serializers.Serializer[Any]):
    """A member of staff; the phone is masked (138****5678)."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    phone = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    classes = serializers.ListField(child=serializers.CharField())
    must_change_password = serializers.BooleanField()


class StaffListQuerySerializer(serializers.Serializer[Any]):
    """How the list is narrowed."""

    search = serializers.CharField(required=False, default="", allow_blank=True, max_length=60)


class FirstPasswordSerializer(serializers.Serializer[Any]):
    """Shown once."""

    password = serializers.CharField()


class StaffListView(GenericAPIView[Any]):
    """Active staff, for leader, office and principal."""

    serializer_class = StaffMemberSerializer
    permission_classes = [has_role(Role.LEADER, Role.OFFICE, Role.PRINCIPAL)]
    ordering = ("name", "id")

    @extend_schema(
        parameters=[StaffListQuerySerializer],
        responses={200: StaffMemberSerializer(many=True)},
        operation_id="staff_list",
    )
    def get(self, request: Request) -> Response:
        """`search` looks in name, phone and 工号."""
        query = StaffListQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        rows = roster.staff_list_for(actor=actor_of(request), search=query.validated_data["search"])
        page = self.paginate_queryset(rows) or []
        return self.get_paginated_response(StaffMemberSerializer(roster.staff_infos(page), many=True).data)


class StaffPasswordView(APIView):
    """A new first password for somebody who has forgotten theirs."""

    permission_classes = [has_role(Role.OFFICE, Role.PRINCIPAL)]

    @extend_schema(
        request=None, responses={200: FirstPasswordSerializer}, operation_id="staff_reset_password"
    )
    def post(self, request: Request, staff_id: int) -> Response:
        """Ends all sessions of that person; the password must be changed at the next sign-in."""
        password = roster_services.staff_password_reset(actor=actor_of(request), staff_id=staff_id)
        return Response({"password": password})
