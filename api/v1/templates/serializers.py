"""The shape of a template."""

from typing import Any

from rest_framework import serializers


class TemplateSerializer(serializers.Serializer[Any]):
    """A template by its number; `summary` says its counted rules, `stages` where it fits best."""

    code = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    stages = serializers.ListField(child=serializers.CharField())
    summary = serializers.ListField(child=serializers.CharField())
