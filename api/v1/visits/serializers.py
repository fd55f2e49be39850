"""Shapes of visits and of what was found in them. Output classes only describe; input classes parse."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from tenants.visits.contracts import ANSWERS, MODES, OUTCOMES, PRESENT, STATES

SEVERITY_CHOICES = ["hint", "minor", "major", "critical"]
ITEM_STATES = ["present", "mentioned", "absent"]
TONES = ["complaint_only", "praise_only", "balanced", "neutral"]
FLAG_STATE_CHOICES = ["open", "upheld", "dismissed", "returned"]


class WordsField(serializers.CharField):
    """Text as it was written: not trimmed, and left to the domain's rules to refuse."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, allow_blank=True, **kwargs)
        # Length, NUL and lone surrogates are refused by the domain, with its own codes.
        self.validators = []

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):  # 5 is no text
            self.fail("invalid")
        return data


class CodeField(serializers.ChoiceField):
    """One of the named codes in the schema; the domain refuses others, with its own error codes."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid_choice", input=data)
        return data


class SpanField(serializers.ListField):
    """`[start, end]` in characters, end exclusive."""

    child = serializers.IntegerField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_length=2, max_length=2, **kwargs)


class NamedSerializer(serializers.Serializer[Any]):
    """An id and the name that goes with it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class StudentRefSerializer(serializers.Serializer[Any]):
    """A student as other records name one."""

    id = serializers.UUIDField()
    name = serializers.CharField()

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `class` is no attribute name in Python.
        fields = super().get_fields()
        fields["class"] = NamedSerializer(allow_null=True)
        return fields


class MeasureSerializer(serializers.Serializer[Any]):
    """One thing agreed on."""

    who = WordsField(default="")
    what = WordsField(default="")
    when = WordsField(default="")


class AnswerSerializer(serializers.Serializer[Any]):
    """What one field that the 制度 asks for says; `yes` where it only has to be done."""

    code = CodeField(choices=list(ANSWERS.items()))
    words = WordsField(default="")


class VisitBodySerializer(serializers.Serializer[Any]):
    """What a client saves under its UUID."""

    student = serializers.UUIDField()
    mode = CodeField(choices=list(MODES.items()))
    visited_at = serializers.DateTimeField()
    outcome = CodeField(choices=list(OUTCOMES.items()))
    text = WordsField(default="")
    reason = WordsField(default="")
    present = serializers.ListField(
        child=CodeField(choices=list(PRESENT.items())), default=list, max_length=20
    )
    co_visitors = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), default=list, max_length=100
    )
    measures = serializers.ListField(child=MeasureSerializer(), default=list, max_length=100)
    answers = serializers.ListField(child=AnswerSerializer(), default=list, max_length=len(ANSWERS))


class ContentLabelsSerializer(serializers.Serializer[Any]):
    """The state of the three required items."""

    in_school_report = serializers.ChoiceField(choices=ITEM_STATES)
    home_situation = serializers.ChoiceField(choices=ITEM_STATES)
    agreed_measures = serializers.ChoiceField(choices=ITEM_STATES)


class LabelsSerializer(serializers.Serializer[Any]):
    """Labels by the annotation contract."""

    content = ContentLabelsSerializer()
    tone = serializers.ChoiceField(choices=TONES)
    praise_first = serializers.BooleanField(allow_null=True)
    name_mismatch = serializers.BooleanField()
    private_data = serializers.BooleanField()
    boilerplate = serializers.BooleanField()
    near_duplicates = serializers.ListField(child=serializers.UUIDField())


class FindingSerializer(serializers.Serializer[Any]):
    """One thing worth a second look; `related` are other visits. `softened`: a hint only because this
    school's decisions made it one; its message says so."""

    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITY_CHOICES)
    title = serializers.CharField()
    message = serializers.CharField()
    question = serializers.CharField(allow_null=True)
    spans = serializers.ListField(child=SpanField())
    related = serializers.ListField(child=serializers.UUIDField())
    softened = serializers.BooleanField()


class ReviewSerializer(serializers.Serializer[Any]):
    """The review of the present version; `labels` is null until it is done."""

    state = serializers.ChoiceField(choices=["pending", "done", "failed"])
    findings = FindingSerializer(many=True)
    labels = LabelsSerializer(allow_null=True)


class DecisionSerializer(serializers.Serializer[Any]):
    """The decision that stands."""

    by = serializers.CharField()
    at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class FlagSerializer(serializers.Serializer[Any]):
    """A finding that waits for, or had, a person's decision."""

    id = serializers.IntegerField()
    visit = serializers.UUIDField()
    student = StudentRefSerializer()
    teacher = NamedSerializer()
    code = serializers.CharField()
    severity = serializers.ChoiceField(choices=SEVERITY_CHOICES)
    title = serializers.CharField()
    message = serializers.CharField()
    question = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(choices=FLAG_STATE_CHOICES)
    excerpt = serializers.CharField(allow_blank=True)
    visited_at = serializers.DateTimeField()
    answer = serializers.CharField(allow_blank=True)
    decision = DecisionSerializer(allow_null=True)
    created_at = serializers.DateTimeField()


class VisitSerializer(serializers.Serializer[Any]):
    """A visit with its review. `return_word` is the principal's word while it is returned."""

    id = serializers.UUIDField()
    student = StudentRefSerializer()
    author = NamedSerializer()
    mode = serializers.ChoiceField(choices=list(MODES.items()))
    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    visited_at = serializers.DateTimeField()
    text = serializers.CharField(allow_blank=True)
    reason = serializers.CharField(allow_blank=True)
    present = serializers.ListField(child=serializers.ChoiceField(choices=list(PRESENT.items())))
    co_visitors = serializers.ListField(child=serializers.IntegerField())
    measures = MeasureSerializer(many=True)
    answers = AnswerSerializer(many=True)
    state = serializers.ChoiceField(choices=list(STATES.items()))
    return_word = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    entered_at = serializers.DateTimeField()
    review = ReviewSerializer()
    flags = FlagSerializer(many=True)
    can_edit = serializers.BooleanField()


class VisitSummarySerializer(serializers.Serializer[Any]):
    """A visit in a list."""

    id = serializers.UUIDField()
    student = StudentRefSerializer()
    author = NamedSerializer()
    mode = serializers.ChoiceField(choices=list(MODES.items()))
    outcome = serializers.ChoiceField(choices=list(OUTCOMES.items()))
    visited_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=list(STATES.items()))
    version = serializers.IntegerField()
    review_state = serializers.ChoiceField(choices=["pending", "done", "failed"])
    open_flags = serializers.IntegerField()
    excerpt = serializers.CharField(allow_blank=True)


class VisitConflictSerializer(serializers.Serializer[Any]):
    """Both versions: what is stored, and what was sent."""

    code = serializers.CharField()
    message = serializers.CharField()
    fields = serializers.DictField()  # type: ignore[assignment]
    stored = VisitSerializer()
    yours = VisitBodySerializer()


class PreviewBodySerializer(serializers.Serializer[Any]):
    """A text still being written, whom it is about, and the measures listed beside it so far."""

    student = serializers.UUIDField()
    text = WordsField()
    measures = serializers.ListField(child=MeasureSerializer(), default=list, max_length=100)


class EvidenceSerializer(serializers.Serializer[Any]):
    """The words that each required item goes by."""

    in_school_report = serializers.ListField(child=SpanField())
    home_situation = serializers.ListField(child=SpanField())
    agreed_measures = serializers.ListField(child=SpanField())


class PreviewSerializer(serializers.Serializer[Any]):
    """What the text would be told; nothing was stored."""

    labels = LabelsSerializer()
    findings = FindingSerializer(many=True)
    evidence = EvidenceSerializer()


class VisitListQuerySerializer(serializers.Serializer[Any]):
    """How a list of visits is narrowed."""

    student = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(choices=list(STATES.items()), required=False)
    mine = serializers.BooleanField(default=False, help_text="Only those one wrote or went along to.")
