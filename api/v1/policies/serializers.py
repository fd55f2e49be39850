"""Shapes of policies and of the built-in templates."""

from typing import Any

from rest_framework import serializers


class PolicyRuleSerializer(serializers.Serializer[Any]):
    """A rule: its kind, its sentence in plain Chinese, where it comes from, and its own fields."""

    kind = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]

    def to_representation(self, instance: Any) -> Any:
        # Every kind has its own fields, as the exchange format names them.
        return dict(instance)


class PolicyConflictSerializer(serializers.Serializer[Any]):
    """Clauses (positions in `rules`) that the school has to settle."""

    rules = serializers.ListField(child=serializers.IntegerField())
    message = serializers.CharField()


class PolicySerializer(serializers.Serializer[Any]):
    """One version in force; the id `floor` is the bureau's."""

    id = serializers.CharField()
    title = serializers.CharField()
    template = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=["published"])
    effective_date = serializers.DateField(allow_null=True)
    rules = PolicyRuleSerializer(many=True)
    conflicts = PolicyConflictSerializer(many=True)
