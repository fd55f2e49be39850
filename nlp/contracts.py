"""The values that go into and come out of the review of a visit note.

Everything here is frozen and plain: no framework, no database, no clock.  Spans are pairs
``(start, end)`` in characters of ``Note.text``, end exclusive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

Span = tuple[int, int]
ItemState = Literal["present", "mentioned", "absent"]
Tone = Literal["complaint_only", "praise_only", "balanced", "neutral"]
# A tone by whether the note praises and whether it criticises.
TONES: dict[tuple[bool, bool], Tone] = {
    (True, True): "balanced",
    (True, False): "praise_only",
    (False, True): "complaint_only",
    (False, False): "neutral",
}
JUDGEMENTS = {tone: judgements for judgements, tone in TONES.items()}
Severity = Literal["hint", "minor", "major", "critical"]

SEVERITIES: tuple[Severity, ...] = ("hint", "minor", "major", "critical")
CORE_ITEMS: tuple[str, ...] = ("in_school_report", "home_situation", "agreed_measures")
EXTRA_ITEMS: tuple[str, ...] = (
    "family_background",
    "relationship",
    "rapport",
    "parent_feedback",
    "purpose",
    "countermeasures",
    "cause",
)


class NoteError(ValueError):
    """A note that cannot be read; ``message`` is Chinese and says what is wrong."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Note:
    """What a teacher wrote after one contact with one student's family.

    ``student`` is the name on the record; ``date`` is ISO (``2026-09-01``) and only orders notes.
    """

    id: str
    student: str
    text: str
    teacher: str | None = None
    date: str | None = None

    @classmethod
    def from_dict(cls, data: object) -> Note:
        """A note from the exchange format. Raises `NoteError` where a field is missing or no text."""
        if not isinstance(data, dict):
            raise NoteError("这一行不是一条记录（应为 JSON 对象）。")
        values: dict[str, str | None] = {}
        for name, needed in (
            ("id", True),
            ("student", True),
            ("text", True),
            ("teacher", False),
            ("date", False),
        ):
            value = data.get(name)
            if value is None and not needed:
                values[name] = None
                continue
            if name == "id" and isinstance(value, int) and not isinstance(value, bool):
                value = str(value)
            if not isinstance(value, str):
                raise NoteError(f"缺少字段 {name}，或它不是文字。")
            values[name] = value
        return cls(
            id=values["id"] or "",
            student=values["student"] or "",
            text=values["text"] or "",
            teacher=values["teacher"],
            date=values["date"],
        )


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one note, by the annotation contract."""

    content: Mapping[str, ItemState]
    tone: Tone
    praise_first: bool | None
    name_mismatch: bool
    private_data: bool
    boilerplate: bool = False
    near_duplicates: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The labels by the keys of the exchange format."""
        return {
            "content": dict(self.content),
            "tone": self.tone,
            "praise_first": self.praise_first,
            "name_mismatch": self.name_mismatch,
            "private_data": self.private_data,
            "boilerplate": self.boilerplate,
            "near_duplicates": list(self.near_duplicates),
        }


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """One sentence that stands in two notes: here, and in the note ``note``."""

    note: str
    here: Span
    there: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing worth a second look.

    ``title`` is a few characters for a list, ``message`` a reason that asks, ``question`` an example
    of what one could ask or write down (only for missing parts), ``related`` other notes' ids,
    ``matches`` the sentences shared with them.
    """

    code: str
    severity: Severity
    title: str
    message: str
    question: str | None = None
    spans: tuple[Span, ...] = ()
    related: tuple[str, ...] = ()
    matches: tuple[SentenceMatch, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The finding in the exchange format, with its title and example question."""
        return {
            "code": self.code,
            "severity": self.severity,
            "title": self.title,
            "message": self.message,
            "question": self.question,
            "spans": [list(span) for span in self.spans],
            "related": list(self.related),
        }


@dataclass(frozen=True, slots=True)
class Review:
    """The result for one note: labels, findings (most serious first), evidence spans per item."""

    id: str
    labels: Labels
    findings: tuple[Finding, ...]
    evidence: Mapping[str, tuple[Span, ...]]

    def to_dict(self) -> dict[str, Any]:
        """The result in the exchange format (labels' keys at the top level)."""
        return {
            "id": self.id,
            **self.labels.to_dict(),
            "findings": [finding.to_dict() for finding in self.findings],
            "evidence": {item: [list(span) for span in spans] for item, spans in self.evidence.items()},
        }


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """What a school's 制度 adds to the checks that hold everywhere.

    ``content``: further items out of `EXTRA_ITEMS` to look for.  ``praise_only``/``praise_first``:
    the 制度 forbids 报喜式 / asks for merits first.  ``severities``: a finding's code to a severity
    that the school gives it; it can only be raised.
    """

    content: frozenset[str] = frozenset()
    praise_only: bool = False
    praise_first: bool = False
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """What is known around a note.

    ``roster``: names of the school's students.  ``people``: names that belong in this note (guardians,
    the teacher, siblings).  ``others``: notes that may share text with it (candidates by fingerprint);
    one counts as earlier unless its date is later.  ``headings``: the school's own printed headings and
    form words, never counted as copied.  ``phrases``: fingerprints, under ``key``, of sentences learnt to
    be set phrases.
    """

    roster: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    others: tuple[Note, ...] = ()
    headings: frozenset[str] = frozenset()
    phrases: frozenset[int] = frozenset()
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class SentencePrint:
    """A sentence of a note with the fingerprint of its masked form.

    ``fp`` is a signed 64-bit integer (fits a PostgreSQL bigint); ``length`` counts the sentence's own
    characters without punctuation; a sentence that is not ``substantive`` is never evidence of copying.
    ``soft`` are hashes of parts of it: two sentences that differ in a word or two share some of them.
    ``wide`` is the hash under a key that several schools share; only long substantive sentences have one.
    """

    start: int
    end: int
    fp: int
    length: int
    substantive: bool
    soft: tuple[int, ...] = ()
    wide: int | None = None


@dataclass(frozen=True, slots=True)
class PairMatch:
    """How much of the shorter of two notes stands again in the other (0–1), and which sentences.

    ``pairs`` are ``(span in a, span in b)``.
    """

    ratio: float
    pairs: tuple[tuple[Span, Span], ...]

    @property
    def near_duplicate(self) -> bool:
        """At least 70 % of the shorter note's substantive sentences stand again in the other."""
        return self.ratio >= 0.7 - 1e-9
