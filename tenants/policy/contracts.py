"""What other parts get to see of policies: frozen values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tenants.policy.rules import Change, Rule

FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Clauses of one text that a school has to settle; `rules` are positions."""

    rules: tuple[int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """One version of one 制度. `id` is a number as text, or `floor` for what the bureau asks of every
    school; `until` is the last day on which this version holds (None: open); `series` is the same for all
    versions of a 制度, None for the floor."""

    id: str
    title: str
    template: str
    number: int
    effective_date: date
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...] = ()
    until: date | None = None
    series: UUID | None = None

    def holds(self, day: date) -> bool:
        """Whether this version is the one in force on `day`."""
        return self.effective_date <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """A version that is not published yet; only leaders see it."""

    id: int
    series: UUID
    title: str
    number: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """What the policies in force ask of a note: content codes, form fields, tones not wanted
    (complaint_only, praise_only), whether praise comes first, modes that count, steps; `clauses` names for
    `content:…`, `form:…`, `tone:…`, `step:…` the clause that asks for it; `severities` gives a finding's
    code (`content.cause`) the severity that the school wants at least."""

    content_items: tuple[str, ...] = ()
    form_fields: tuple[str, ...] = ()
    forbidden_tones: tuple[str, ...] = ()
    praise_first: bool = False
    modes: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str], ...] = ()
    steps: tuple[str, ...] = ()
    severities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its Chinese label."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ModeChoice:
    """A mode; `counts`: at least one quota in force counts it."""

    code: str
    label: str
    counts: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """A field that a 制度 adds to the form. `kind`: text, choice (of the form's `purposes`, or own words),
    check; `clause` asks for it."""

    code: str
    label: str
    kind: str
    clause: str


@dataclass(frozen=True, slots=True)
class StepAsked:
    """A step that a 制度 switches on, and the clause that does."""

    code: str
    label: str
    clause: str


@dataclass(frozen=True, slots=True)
class VisitFormRules:
    """What the form of a visit shows: all modes, those that count first; the topics; every field that is
    asked for, and the `fields` among them that a visit has not anyway; the reasons to pick from; the steps
    switched on; the checklist to read before leaving; and how the 制度 wants a note to be written."""

    modes: tuple[ModeChoice, ...]
    content_items: tuple[Choice, ...]
    required_fields: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    fields: tuple[FormField, ...]
    steps: tuple[StepAsked, ...]
    checklist: tuple[str, ...]
    writing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FocusClause:
    """A group of students whom a 制度 in force puts in focus, and the clause that does."""

    group: str
    label: str
    sentence: str
    clause: str
    follow_up: bool


@dataclass(frozen=True, slots=True)
class PolicyDay:
    """A day, or a stretch of days, that rule number `rule` names. `number` of `total` where the rule asks
    for several in a period; times as `15:00`, empty where the rule names none."""

    rule: int
    start: date
    end: date
    from_time: str = ""
    to_time: str = ""
    number: int = 1
    total: int = 1


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """A dated clause for the school: `kind` is calendar, archive or assessment; `sheet` are the lines to
    note down on that occasion."""

    policy_id: str
    policy_title: str
    kind: str
    title: str
    clause: str
    day: PolicyDay
    sheet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A built-in template for the form that opens a school; `summary`: its counted rules in words."""

    code: str
    title: str
    about: str
    stages: tuple[str, ...]
    summary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftRule:
    """A rule of a version in preparation. `state`: proposed, confirmed, changed, rejected, added; `data` in
    the exchange format; `span` in characters of the draft's text; `confidence` 0 to 1 where it was read;
    `holds_already`: the version before asks the same; `faults`: what keeps it from being counted."""

    id: UUID
    state: str
    data: dict[str, Any]
    sentence: str
    span: tuple[int, int] | None
    confidence: float | None
    holds_already: bool
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DraftConflict:
    """A contradiction of the text; `number` names it in the draft."""

    number: int
    rules: tuple[UUID, ...]
    message: str
    open: bool


@dataclass(frozen=True, slots=True)
class DraftClause:
    """A stretch of the text that no rule says: `status` unread or not_a_rule; `reason` is Chinese."""

    span: tuple[int, int]
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class VersionBrief:
    """A version in the history of its 制度; `until` is the last day on which it held (None: open, or not
    published), `number_of_rules` those that stand."""

    id: int
    number: int
    title: str
    state: str
    effective_date: date | None
    until: date | None
    published_at: datetime | None
    number_of_rules: int


@dataclass(frozen=True, slots=True)
class PolicySeries:
    """One 制度 with its published versions, latest first, and the draft of its next one, if there is any
    and the actor may see it."""

    id: UUID
    title: str
    versions: tuple[VersionBrief, ...]
    draft: VersionBrief | None
    undecided: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """A version in preparation. `revision` grows with every change; `earliest`: the first day from which it
    may hold."""

    id: int
    series: UUID
    number: int
    title: str
    file_name: str
    text: str
    revision: int
    rules: tuple[DraftRule, ...]
    conflicts: tuple[DraftConflict, ...]
    clauses: tuple[DraftClause, ...]
    decided: int
    undecided: int
    unsettled: int
    previous: VersionBrief | None
    earliest: date
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """A published version with the text it was read from (empty for templates) and what it changed."""

    brief: VersionBrief
    series: UUID
    template: str
    text: str
    rules: tuple[Rule, ...]
    previous: VersionBrief | None
    changes: tuple[Change, ...]
