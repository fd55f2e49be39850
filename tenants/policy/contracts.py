"""What other parts get to see of policies: frozen values."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tenants.policy.rules import Rule

FLOOR = "floor"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Clauses of one text that a school has to settle; `rules` are positions."""

    rules: tuple[int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """One version of one 制度. `id` is a number as text, or `floor` for what the bureau asks of every
    school; `until` is the last day on which this version holds (None: open)."""

    id: str
    title: str
    template: str
    number: int
    effective_date: date
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...] = ()
    until: date | None = None

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
    (complaint_only, praise_only), whether praise comes first, modes that count; `clauses` names for
    `content:…`, `form:…`, `tone:…` the clause that asks for it."""

    content_items: tuple[str, ...] = ()
    form_fields: tuple[str, ...] = ()
    forbidden_tones: tuple[str, ...] = ()
    praise_first: bool = False
    modes: tuple[str, ...] = ()
    clauses: tuple[tuple[str, str], ...] = ()


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
class VisitFormRules:
    """What the form of a visit shows: all modes, the topics, the fields asked for, the reasons to pick
    from, the steps switched on, and the checklist to read before leaving."""

    modes: tuple[ModeChoice, ...]
    content_items: tuple[Choice, ...]
    required_fields: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    steps: tuple[str, ...]
    checklist: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A built-in template for the form that opens a school; `summary`: its counted rules in words."""

    code: str
    title: str
    about: str
    stages: tuple[str, ...]
    summary: tuple[str, ...]
