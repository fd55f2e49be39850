"""A bureau's view of a school."""

from typing import Any

from rest_framework import serializers

from bureaus.contracts import Stage


class CoverageSerializer(serializers.Serializer[object]):
    """A census: how many children in scope have been reached."""

    reached = serializers.IntegerField()
    in_scope = serializers.IntegerField()


class FirstAccountSerializer(serializers.Serializer[object]):
    """Shown once, when the school is ordered."""

    login = serializers.CharField()
    first_password = serializers.CharField()


class SchoolSerializer(serializers.Serializer[object]):
    """A school and how far its opening is. `progress` in percent; `problem` in plain words."""

    id = serializers.UUIDField(source="school.public_id")
    name = serializers.CharField(source="school.name")
    slug = serializers.CharField(source="school.slug")
    stage = serializers.ChoiceField(source="school.stage", choices=[s.value for s in Stage])
    template = serializers.CharField(source="school.template")
    state = serializers.ChoiceField(
        source="school.state", choices=["queued", "provisioning", "ready", "failed"]
    )
    progress = serializers.IntegerField(source="school.progress")
    problem = serializers.CharField(source="school.problem")
    url = serializers.CharField()
    created_at = serializers.DateTimeField(source="school.created_at")
    coverage = CoverageSerializer(allow_null=True)
    last_activity = serializers.DateField(source="school.last_activity", allow_null=True)


class OrderedSchoolSerializer(SchoolSerializer):
    """The answer to an order: with the principal's first password, this once."""

    principal = FirstAccountSerializer()


class SchoolOrderPrincipalSerializer(serializers.Serializer[Any]):
    """The first principal; both may be left out."""

    name = serializers.CharField(max_length=50, required=False, allow_blank=True, default="")
    phone = serializers.RegexField(
        r"^1\d{10}$",
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        error_messages={"invalid": "请填写 11 位手机号。"},
    )


class SchoolOrderSerializer(serializers.Serializer[Any]):
    """An order to open a school."""

    name = serializers.CharField(max_length=100)
    slug = serializers.CharField(max_length=40)
    stage = serializers.ChoiceField(choices=[s.value for s in Stage])
    template = serializers.CharField(max_length=10)
    principal = SchoolOrderPrincipalSerializer(required=False, allow_null=True)
