"""A bearer token, in clear, once."""

from rest_framework import serializers


class TokenSerializer(serializers.Serializer[object]):
    """Send it as `Authorization: Bearer TOKEN` to the host that issued it."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
