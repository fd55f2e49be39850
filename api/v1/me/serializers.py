"""The signed-in person."""

from typing import Any

from rest_framework import serializers

from api.authentication import SignedIn
from api.hosts import host_of


class MeSchoolSerializer(serializers.Serializer[object]):
    """The school of this host."""

    name = serializers.CharField()
    stage = serializers.CharField()
    slug = serializers.CharField()


class MeBureauSerializer(serializers.Serializer[object]):
    """The bureau of this host."""

    name = serializers.CharField()


class MeSerializer(serializers.Serializer[object]):
    """Name, roles, and where this person works; school or bureau is null."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    login = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    must_change_password = serializers.BooleanField()
    school = MeSchoolSerializer(allow_null=True)
    bureau = MeBureauSerializer(allow_null=True)
    staff_id = serializers.IntegerField(allow_null=True)


def me_data(request: Any, user: SignedIn) -> Any:
    """The person as **Me**."""
    host = host_of(request)
    return MeSerializer(
        {
            "id": user.account.id,
            "name": user.account.name,
            "login": user.account.login,
            "roles": sorted(user.account.roles),
            "must_change_password": user.account.must_change_password,
            "school": host.school,
            "bureau": host.bureau,
            "staff_id": user.actor.staff_id,
        }
    ).data
