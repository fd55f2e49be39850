"""Shapes that several resources share."""

from rest_framework import serializers


class ErrorSerializer(serializers.Serializer[dict[str, object]]):
    """Every error looks like this."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class CredentialsSerializer(serializers.Serializer[dict[str, str]]):
    """Login (or phone number) and password."""

    login = serializers.CharField(max_length=100)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
