"""Values that cross the border of review. Spans are `(start, end)` in characters, end exclusive."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.visits.contracts import VisitRecord

Span = tuple[int, int]

SEVERITIES: tuple[str, ...] = ("hint", "minor", "major", "critical")
DECISIONS: tuple[str, ...] = ("upheld", "dismissed", "returned")
FLAG_STATES: tuple[str, ...] = ("open", *DECISIONS)
CORE_ITEMS: tuple[str, ...] = ("in_school_report", "home_situation", "agreed_measures")


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence that stands in two notes: its place in this one and in the other."""

    here: Span
    there: Span


@dataclass(frozen=True, slots=True)
class RelatedNote:
    """Another note that shares text with this one. `version` says which text `there` counts in."""

    visit_id: UUID
    version: int
    pairs: tuple[SentencePair, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding for a reader, hints too."""

    code: str
    severity: str
    title: str
    message: str
    question: str | None
    spans: tuple[Span, ...]
    related: tuple[RelatedNote, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewView:
    """The review of a visit's present version: state `pending`, `done` or `failed`."""

    state: str
    version: int
    findings: tuple[FindingView, ...] = ()
    labels: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What a note would be told, with the words each item goes by. Nothing is stored."""

    labels: dict[str, Any]
    findings: tuple[FindingView, ...]
    evidence: dict[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class DecisionView:
    """Who decided what, when and why; `undone` took the one before back."""

    decision: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag in a list. `decision` is the one that stands, None while open."""

    id: int
    visit_id: UUID
    student_id: UUID
    student_name: str
    teacher_id: int
    teacher_name: str
    code: str
    severity: str
    title: str
    message: str
    question: str | None
    state: str
    excerpt: str
    visited_at: datetime
    answer: str
    answered_at: datetime | None
    decision: DecisionView | None
    created_at: datetime
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyView:
    """The other note beside a flagged one, with the sentences both share.

    Without id, names and date where the reader may not read that note; `text` then holds the shared
    sentences alone.
    """

    visit_id: UUID | None
    mine: bool
    student_name: str
    teacher_name: str
    visited_at: datetime | None
    text: str
    pairs: tuple[SentencePair, ...]


@dataclass(frozen=True, slots=True)
class FlagDetailView:
    """A flag with the text its spans count in, copies side by side, and its history."""

    flag: FlagView
    text: str
    spans: tuple[Span, ...]
    visit_version: int
    copies: tuple[CopyView, ...]
    history: tuple[DecisionView, ...]


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A visit with its review and flags, and whether the actor may change it."""

    visit: VisitRecord
    review: ReviewView
    flags: tuple[FlagView, ...]
    can_edit: bool


@dataclass(frozen=True, slots=True)
class ReviewBrief:
    """What a list shows of a visit's review: state and number of open flags."""

    state: str
    open_flags: int


@dataclass(frozen=True, slots=True)
class CompleteNoteFacts:
    """Of `denominator` notes reviewed in the term `period` (its key), `numerator` hold all three items."""

    period: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class ReviewFinished:
    """Event: the review of a version is done, in the transaction that is still open."""

    visit_id: UUID
    version: int
