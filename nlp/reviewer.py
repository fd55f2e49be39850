"""The review of a note: one pass, every check once, findings from the catalogue.

``Reviewer.load()`` reads the word lists once; a reviewer holds nothing about any note and may be shared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nlp import copies, findings, names, private, reading, text, tokens
from nlp.contracts import (
    CORE_ITEMS,
    EXTRA_ITEMS,
    Finding,
    Labels,
    Note,
    PairMatch,
    Review,
    ReviewContext,
    ReviewRules,
    SentencePrint,
    Severity,
)

_NO_CONTEXT = ReviewContext()
_NO_RULES = ReviewRules()
# Beyond this a text is no visit note; what follows is not read, so that no request can take long.
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class _Read:
    """A note after the pass that all checks share."""

    note: Note
    normal: str
    masked: str
    named: tuple[names.Named, ...]
    words: list[str]


class Reviewer:
    """Reviews notes. Make one with `load`."""

    def __init__(self, weights: reading.Weights) -> None:
        self._weights = weights

    @classmethod
    def load(cls) -> Reviewer:
        """A ready reviewer; word lists and weights are read once a process. Raises reading.ModelError."""
        reviewer = cls(reading.load())
        reviewer.review(Note("", "小海", "今天去小海家。"))
        return reviewer

    @property
    def version(self) -> str:
        """Which model reviews: changes whenever the weights do."""
        return self._weights.version

    def review(
        self, note: Note, *, context: ReviewContext = _NO_CONTEXT, rules: ReviewRules = _NO_RULES
    ) -> Review:
        """The review of one note, against ``context.others`` for copied text."""
        read = _read(note, context)
        (seen,) = self._seen([read])
        others = [other for other in context.others if other.id != note.id]
        copied = _copied(read, others, context, rules) if others else copies.NOTHING
        return _review(read, seen, rules, copied)

    def review_many(
        self, notes: Sequence[Note], *, context: ReviewContext = _NO_CONTEXT, rules: ReviewRules = _NO_RULES
    ) -> list[Review]:
        """The reviews of notes that are each other's context, in their order."""
        reads = [_read(note, context) for note in notes]
        order = _order(notes)
        verdicts = copies.between([_source(read) for read in reads], order, context.headings)
        reviews = []
        for index, (read, seen, verdict) in enumerate(zip(reads, self._seen(reads), verdicts, strict=True)):
            later = frozenset(other for other in verdict.near if order[other] > order[index])
            reviews.append(_review(read, seen, rules, copies.told(read.note, notes, verdict, later, rules)))
        return reviews

    def _seen(self, reads: Sequence[_Read]) -> list[reading.NoteReading]:
        return reading.read([read.masked for read in reads], [read.words for read in reads], self._weights)

    def fingerprints(
        self,
        note: Note,
        *,
        key: bytes = b"",
        wide_key: bytes = b"",
        headings: frozenset[str] = frozenset(),
    ) -> list[SentencePrint]:
        """The note's sentences with keyed fingerprints of their masked forms, for a database."""
        return copies.prints(_plain(note), key=key, wide_key=wide_key, headings=headings)

    def compare(self, a: Note, b: Note) -> PairMatch:
        """How much of the shorter of two notes stands again in the other."""
        return copies.compare(_plain(a), _plain(b))


def _read(note: Note, context: ReviewContext) -> _Read:
    """Normalise, mask names, segment: each once."""
    normal = text.normalise(note.text[:LONGEST])
    named = names.read(
        normal, text.normalise(note.student).strip(), tokens.words, context.people, context.roster
    )
    return _Read(note, normal, named.masked, named.named, named.words)


def _review(read: _Read, seen: reading.NoteReading, rules: ReviewRules, copied: copies.Told) -> Review:
    states, evidence = seen.states, seen.evidence
    wrong = [named for named in read.named if named.role == "wrong"]
    hidden = private.find_private(read.normal)
    found: list[Finding] = []

    for item in CORE_ITEMS:
        if states[item] != "present":
            named_only = states[item] == "mentioned"
            found.append(
                findings.make(
                    f"content.{item}",
                    rules,
                    severity="minor" if named_only else None,
                    softer=named_only,
                    spans=evidence[item],
                )
            )
    found += [
        findings.make(f"content.{item}", rules)
        for item in EXTRA_ITEMS
        if item in rules.content and not evidence.get(item)
    ]
    if seen.tone == "complaint_only":
        found.append(findings.make("tone.complaint_only", rules, spans=seen.blame))
    if seen.tone == "praise_only":
        severity: Severity | None = "minor" if rules.praise_only else None
        found.append(findings.make("tone.praise_only", rules, severity=severity, spans=seen.praise))
    if seen.praise_first is False and seen.tone == "balanced":
        severity = "minor" if rules.praise_first else None
        found.append(findings.make("tone.praise_first", rules, severity=severity, spans=seen.blame[:1]))
    if wrong:
        words = {"student": read.note.student, "names": "、".join(dict.fromkeys(n.name for n in wrong))}
        found.append(findings.make("name.mismatch", rules, spans=[n.span for n in wrong], words=words))
    if hidden:
        words = {"kinds": "、".join(dict.fromkeys(private.WORDS[p.kind] for p in hidden))}
        found.append(findings.make("private.data", rules, spans=[p.span for p in hidden], words=words))
    found += copied.findings
    labels = Labels(
        content=MappingProxyType(states),
        tone=seen.tone,
        praise_first=seen.praise_first,
        name_mismatch=bool(wrong),
        private_data=bool(hidden),
        boilerplate=copied.boilerplate,
        near_duplicates=copied.near,
    )
    wanted = (*CORE_ITEMS, *EXTRA_ITEMS)
    return Review(
        id=read.note.id,
        labels=labels,
        findings=findings.most_serious_first(found),
        evidence=MappingProxyType({i: tuple(evidence[i]) for i in wanted if evidence.get(i)}),
    )


def _order(notes: Sequence[Note]) -> list[tuple[str, int]]:
    """Notes in time where all have a date, else as they come: the earlier one is never the copy."""
    dated = all(note.date for note in notes)
    return [(note.date or "" if dated else "", index) for index, note in enumerate(notes)]


def _source(read: _Read) -> copies.Source:
    return copies.Source(read.normal, read.note.student, read.note.teacher)


def _plain(note: Note) -> copies.Source:
    """A note that is only compared: nothing of it is segmented or read."""
    return copies.Source(text.normalise(note.text[:LONGEST]), note.student, note.teacher)


def _copied(read: _Read, others: Sequence[Note], context: ReviewContext, rules: ReviewRules) -> copies.Told:
    """Copied text of one note against the notes that may share text with it."""
    date = read.note.date
    later = frozenset(n for n, other in enumerate(others, 1) if date and (other.date or "") > date)
    verdict = copies.against(
        _source(read),
        [_plain(other) for other in others],
        later,
        context.headings,
        phrases=context.phrases,
        key=context.key,
    )
    return copies.told(read.note, [read.note, *others], verdict, later, rules)
