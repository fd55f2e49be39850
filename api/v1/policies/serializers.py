"""Shapes of policies, of their history, and of drafts."""

from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

LONGEST_RULE = 20_000
"""Characters of one rule sent as JSON."""


class PolicyRuleSerializer(serializers.Serializer[Any]):
    """A rule: its kind, its sentence in plain Chinese, where it comes from, and its own fields."""

    kind = serializers.CharField()
    sentence = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    span = serializers.ListField(child=serializers.IntegerField(), required=False)

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


class PolicyVersionBriefSerializer(serializers.Serializer[Any]):
    """A version in the history of its 制度; `until`: the last day on which it held."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    state = serializers.ChoiceField(choices=["draft", "published"])
    effective_date = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    number_of_rules = serializers.IntegerField()


class PolicySeriesSerializer(serializers.Serializer[Any]):
    """One 制度: published versions, latest first, and the draft of its next one; `undecided` rules in it."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    versions = PolicyVersionBriefSerializer(many=True)
    draft = PolicyVersionBriefSerializer(allow_null=True)
    undecided = serializers.IntegerField()


class PolicyChangeSerializer(serializers.Serializer[Any]):
    """One difference between two versions, as a sentence."""

    kind = serializers.ChoiceField(choices=["changed", "added", "dropped"])
    text = serializers.CharField()


class PolicyChangesSerializer(serializers.Serializer[Any]):
    """What a draft changes against the version it follows."""

    changes = PolicyChangeSerializer(many=True)


class PolicyVersionSerializer(PolicyVersionBriefSerializer):
    """A published version with its text (empty for templates) and what it changed."""

    series = serializers.UUIDField()
    template = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    rules = PolicyRuleSerializer(many=True)
    previous = PolicyVersionBriefSerializer(allow_null=True)
    changes = PolicyChangeSerializer(many=True)


class DraftRuleSerializer(serializers.Serializer[Any]):
    """A rule of a draft; `rule` in the exchange format; `span` in characters of the text; `faults`: why it
    cannot be counted yet; `holds_already`: the version before asks the same."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=["proposed", "confirmed", "changed", "rejected", "added"])
    rule = serializers.DictField(source="data")
    sentence = serializers.CharField()
    span = serializers.ListField(child=serializers.IntegerField(), allow_null=True)
    confidence = serializers.FloatField(allow_null=True)
    holds_already = serializers.BooleanField()
    faults = serializers.ListField(child=serializers.CharField())


class DraftConflictSerializer(serializers.Serializer[Any]):
    """A contradiction of the text."""

    number = serializers.IntegerField()
    rules = serializers.ListField(child=serializers.UUIDField())
    message = serializers.CharField()
    open = serializers.BooleanField()


class DraftClauseSerializer(serializers.Serializer[Any]):
    """A stretch of the text that no rule says."""

    span = serializers.ListField(child=serializers.IntegerField())
    status = serializers.ChoiceField(choices=["unread", "not_a_rule"])
    reason = serializers.CharField(allow_blank=True)


class PolicyDraftStateSerializer(serializers.Serializer[Any]):
    """A draft without its text: what every act answers with."""

    id = serializers.IntegerField()
    series = serializers.UUIDField()
    number = serializers.IntegerField()
    title = serializers.CharField()
    file_name = serializers.CharField(allow_blank=True)
    revision = serializers.IntegerField()
    rules = DraftRuleSerializer(many=True)
    conflicts = DraftConflictSerializer(many=True)
    decided = serializers.IntegerField()
    undecided = serializers.IntegerField()
    unsettled = serializers.IntegerField()
    previous = PolicyVersionBriefSerializer(allow_null=True)
    earliest = serializers.DateField()
    updated_at = serializers.DateTimeField()
    updated_by = serializers.CharField(allow_blank=True)


class PolicyDraftSerializer(PolicyDraftStateSerializer):
    """A draft with its text, and the clauses that no rule says."""

    text = serializers.CharField(allow_blank=True)
    clauses = DraftClauseSerializer(many=True)


class PolicyDraftStaleSerializer(serializers.Serializer[Any]):
    """409: somebody changed the draft meanwhile; `stored` is the draft as it is now."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]
    stored = PolicyDraftStateSerializer(required=False)


class PolicyDraftNewSerializer(serializers.Serializer[Any]):
    """A new draft, from `text` or `file`, or (with neither) from the published version of `series`. `key` is
    made by the client: the same again gives the same draft."""

    key = serializers.UUIDField()
    series = serializers.UUIDField(required=False, allow_null=True, default=None)
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    text = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    file = serializers.FileField(required=False, allow_null=True, default=None, allow_empty_file=True)


class PolicyDraftTitleSerializer(serializers.Serializer[Any]):
    """Another title."""

    title = serializers.CharField(max_length=200)


class RuleField(serializers.DictField):
    """A rule in the exchange format. Its shape is the domain's to check; here only what no database can
    hold is refused."""

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        _storable(value)
        if len(str(value)) > LONGEST_RULE:
            raise ValidationError("这一条太长了，请缩短。")
        return value


class DraftRuleNewSerializer(serializers.Serializer[Any]):
    """One more rule, under an id that the client made; `span` of its words in the text, if any."""

    id = serializers.UUIDField()
    rule = RuleField()
    span = serializers.ListField(
        child=serializers.IntegerField(),
        min_length=2,
        max_length=2,
        required=False,
        allow_null=True,
        default=None,
    )


class DraftRuleChangeSerializer(serializers.Serializer[Any]):
    """A rule said otherwise."""

    rule = RuleField()


class DraftDecisionSerializer(serializers.Serializer[Any]):
    """`undecided` takes a decision back."""

    decision = serializers.ChoiceField(choices=["confirmed", "rejected", "undecided"])


class DraftSettlementSerializer(serializers.Serializer[Any]):
    """Which rules of a contradiction hold."""

    keep = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=50)


class PolicyPublicationSerializer(serializers.Serializer[Any]):
    """The day from which the version holds."""

    effective = serializers.DateField()


class RuleSentenceSerializer(serializers.Serializer[Any]):
    """A rule as a sentence."""

    sentence = serializers.CharField()


class WordSerializer(serializers.Serializer[Any]):
    """A code and what it is called."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class PolicyWordsSerializer(serializers.Serializer[Any]):
    """What the codes of rules are called, by the field that holds them."""

    who = WordSerializer(many=True)
    modes = WordSerializer(many=True)
    groups = WordSerializer(many=True)
    events = WordSerializer(many=True)
    items = WordSerializer(many=True)
    fields = WordSerializer(many=True)  # type: ignore[assignment]
    steps = WordSerializer(many=True)
    effects = WordSerializer(many=True)
    causes = WordSerializer(many=True)
    meetings = WordSerializer(many=True)
    archives = WordSerializer(many=True)


def _storable(value: Any) -> None:
    """Refuses NUL and lone surrogates anywhere in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _storable(key)
            _storable(inner)
    elif isinstance(value, list):
        for inner in value:
            _storable(inner)
    elif isinstance(value, str):
        ProhibitNullCharactersValidator()(value)
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValidationError("这里有无法保存的字符，请删掉后重新输入。") from None
