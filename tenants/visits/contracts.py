"""Values that cross the border of visits. No Django, no database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

MODES: dict[str, str] = {
    "home": "上门家访",
    "phone": "电话",
    "online": "网络",
    "school": "来校面谈",
    "letter": "书信",
}
OUTCOMES: dict[str, str] = {
    "done": "去成了",
    "not_home": "没遇到",
    "postponed": "改期",
    "refused": "不方便",
    "away": "外出",
}
PRESENT: dict[str, str] = {
    "student": "学生",
    "father": "父亲",
    "mother": "母亲",
    "grandparent": "祖辈",
    "other_guardian": "其他监护人",
}
ANSWERS: dict[str, str] = {
    "place": "家访地点",
    "guardian": "家长姓名",
    "purpose": "家访事由",
    "feedback": "家长意见",
    "needs": "家庭困难与需求",
    "signature": "家长签字或盖章",
    "photo": "照片",
    "appointment": "预约",
    "approval_in_school_hours": "外出批准",
    "oral_report": "口头汇报",
}
"""What a school's 制度 may ask for beside the fields that every visit has. Words, or `yes` for what is
only done or not."""
STATES: dict[str, str] = {"submitted": "已送达", "returned": "被退回"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing agreed on: who does what, and when. Free words."""

    who: str
    what: str
    when: str


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A note as the client sends it. `visited_at` is aware; `co_visitors` are staff ids; `answers` are
    pairs of a code of ANSWERS and the words given."""

    visit_id: UUID
    student_id: UUID
    mode: str
    outcome: str
    visited_at: datetime
    text: str = ""
    reason: str = ""
    present: tuple[str, ...] = ()
    co_visitors: tuple[int, ...] = ()
    measures: tuple[Measure, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


class SubmitOutcome(StrEnum):
    """What a submit did: HTTP 201, 200, 200."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class SubmitResult:
    """The outcome and the version that now stands."""

    outcome: SubmitOutcome
    visit_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a draft: the field, a stable code, a Chinese message."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A visit as it stands, for whoever may read it (`visit_get_for`)."""

    id: UUID
    student_id: UUID
    student_name: str
    author_id: int
    author_name: str
    co_visitors: tuple[int, ...]
    mode: str
    outcome: str
    visited_at: datetime
    present: tuple[str, ...]
    text: str
    reason: str
    measures: tuple[Measure, ...]
    state: str
    return_word: str
    version: int
    entered_at: datetime
    updated_at: datetime
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One saved text of a visit and when it was saved."""

    version: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewableVisit:
    """What a review needs of a visit; `texts` are its saved versions, oldest first.

    `measures_listed`: agreed measures stand in their own lines, beside the text. `accompanied`: somebody
    went along. `answered`: codes of ANSWERS that are filled in.
    """

    id: UUID
    student_id: UUID
    student_name: str
    author_id: int
    author_name: str
    outcome: str
    text: str
    version: int
    visited_at: datetime
    entered_at: datetime
    measures_listed: bool = False
    mode: str = "home"
    present: tuple[str, ...] = ()
    accompanied: bool = False
    answered: frozenset[str] = frozenset()
    texts: tuple[TextVersion, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class VisitCard:
    """The few things a list says of a visit; `excerpt` is the beginning of its text."""

    id: UUID
    student_id: UUID
    student_name: str
    author_id: int
    author_name: str
    visited_at: datetime
    excerpt: str


@dataclass(frozen=True, slots=True)
class CountedVisit:
    """What the rule engine needs of a visit: author and co-visitors in `by`, local date."""

    id: UUID
    student_id: UUID
    by: tuple[int, ...]
    date: date
    mode: str
    outcome: str


@dataclass(frozen=True, slots=True)
class VisitSubmitted:
    """Event: a version of a visit was saved, in the transaction that is still open."""

    visit_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class VisitErased:
    """Event: a visit is about to be erased, in the transaction that is still open; it can still be read."""

    visit_id: UUID
