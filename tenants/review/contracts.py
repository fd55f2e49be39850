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
    """One finding for a reader, hints too. `softened`: a hint only because decisions in this school made
    it one."""

    code: str
    severity: str
    title: str
    message: str
    question: str | None
    spans: tuple[Span, ...]
    related: tuple[RelatedNote, ...] = ()
    softened: bool = False


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


@dataclass(frozen=True, slots=True)
class FindingsLearnt:
    """Event: a decision or an answer changed what is known of the findings, in the open transaction."""


# --- learning from decisions ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`, with its 95 % interval (0 to 1) by Jeffreys' prior; `value` is None of nothing."""

    part: int
    whole: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class MonthCount:
    """Decisions of one month (`2026-11`, local time): findings that were right, and that were not."""

    month: str
    right: int
    wrong: int


@dataclass(frozen=True, slots=True)
class SofteningView:
    """A spell as a hint; `ended_how` is recovered | restored, None while it lasts."""

    code: str
    title: str
    since: datetime
    right: int
    wrong: int
    upper: float
    ended_at: datetime | None
    ended_how: str | None
    ended_by: str


@dataclass(frozen=True, slots=True)
class FindingFigures:
    """One finding's decisions in this school. `precision` counts what was upheld or returned as right.

    `counted` is what a softening goes by: the decisions since the school last restored the finding.
    """

    code: str
    title: str
    firm: str
    waiting: int
    upheld: int
    returned: int
    dismissed: int
    drawn_right: int
    drawn_wrong: int
    precision: Share
    counted: Share
    softened_since: datetime | None
    months: tuple[MonthCount, ...]


@dataclass(frozen=True, slots=True)
class MissFigures:
    """Of `share.whole` notes drawn at random and read, `share.part` lacked this finding wrongly.

    `expected` are the lower and upper number of all notes without flags that this makes.
    """

    code: str
    title: str
    share: Share
    expected: tuple[int, int]


@dataclass(frozen=True, slots=True)
class DrawFigures:
    """The draw of notes without flags: `eligible` such notes, `drawn` of them at random."""

    eligible: int
    drawn: int
    answered: int
    waiting: int
    misses: tuple[MissFigures, ...]


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What one version of the checks wrote, and how its flags were decided."""

    model: str
    reviews: int
    first_at: datetime
    last_at: datetime
    precision: Share


@dataclass(frozen=True, slots=True)
class SharingView:
    """Whether the school lets decided notes be used for training, and who said so when."""

    agreed: bool
    at: datetime | None
    by: str
    notes: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that the evaluation page shows of one school."""

    needed: int
    ceiling: float
    findings: tuple[FindingFigures, ...]
    draws: DrawFigures
    softenings: tuple[SofteningView, ...]
    models: tuple[ModelFigures, ...]
    sharing: SharingView


@dataclass(frozen=True, slots=True)
class DrawView:
    """A drawn note in the queue."""

    id: int
    visit_id: UUID
    student_id: UUID
    student_name: str
    teacher_id: int
    teacher_name: str
    visited_at: datetime
    excerpt: str
    state: str
    missed: tuple[str, ...]
    answered_at: datetime | None
    answered_by: str


@dataclass(frozen=True, slots=True)
class DrawQuestion:
    """One thing asked about a drawn note; `hinted`: the note holds it as a softened hint."""

    code: str
    words: str
    hinted: bool


@dataclass(frozen=True, slots=True)
class DrawDetailView:
    """A drawn note with its text and the questions about it."""

    draw: DrawView
    text: str
    visit_version: int
    questions: tuple[DrawQuestion, ...]


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """What the bureau may know of one finding in one term (its key): counts only."""

    period: str
    code: str
    right: int
    decided: int
    missed: int
    drawn: int
    softened: bool
