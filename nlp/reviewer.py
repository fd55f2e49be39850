"""The review of a note: one pass, every check once, findings from the catalogue.

``Reviewer.load()`` reads the word lists once; a reviewer holds nothing about any note and may be shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import ahocorasick_rs

from nlp import clauses, content, copies, findings, lexicon, names, patterns, private, text, tokens, tone
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
    words: list[tokens.Token]


class Reviewer:
    """Reviews notes. Make one with `load`."""

    def __init__(self, lexicon_: lexicon.Lexicon) -> None:
        self._lexicon = lexicon_

    @classmethod
    def load(cls) -> Reviewer:
        """A ready reviewer; the word lists are read once a process."""
        patterns.scan("")
        tokens.cut("家访")
        names.alike("海", "悔")
        return cls(lexicon.load())

    def review(
        self, note: Note, *, context: ReviewContext = _NO_CONTEXT, rules: ReviewRules = _NO_RULES
    ) -> Review:
        """The review of one note, against ``context.others`` for copied text."""
        read = self._read(note, context)
        others = [other for other in context.others if other.id != note.id]
        return self._finish(read, rules, _copied(read, others, context, rules) if others else copies.NOTHING)

    def review_many(
        self, notes: Sequence[Note], *, context: ReviewContext = _NO_CONTEXT, rules: ReviewRules = _NO_RULES
    ) -> list[Review]:
        """The reviews of notes that are each other's context, in their order."""
        reads = [self._read(note, context) for note in notes]
        order = _order(notes)
        verdicts = copies.between([_source(read) for read in reads], order, context.headings)
        reviews = []
        for index, (read, verdict) in enumerate(zip(reads, verdicts, strict=True)):
            later = frozenset(other for other in verdict.near if order[other] > order[index])
            reviews.append(self._finish(read, rules, copies.told(read.note, notes, verdict, later, rules)))
        return reviews

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

    # -- one pass ---------------------------------------------------------------------------------

    def _read(self, note: Note, context: ReviewContext) -> _Read:
        normal = text.normalise(note.text[:LONGEST])
        record = names.forms(text.normalise(note.student).strip())
        own = names.own_spans(normal, record)
        masked = names.mask(normal, [(span, names.STUDENT) for span in own])
        words = tokens.cut(masked)
        roster = _present(context.roster - {note.student}, masked)
        named = names.find(masked, words, record, context.people, roster)
        # A wrong name stands where the student's should: what is said there is said of the student.
        masked = names.mask(
            masked,
            [(n.span, names.OTHER if n.role == "other" else names.STUDENT) for n in named],
        )
        return _Read(note, normal, masked, tuple(named), words)

    def _finish(self, read: _Read, rules: ReviewRules, copied: copies.Told) -> Review:
        readings = clauses.read(read.masked, text.clauses(read.masked), read.words)
        states, evidence = content.read(readings)
        mood, praise_first, judgements = tone.read(readings)
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
        if mood == "complaint_only":
            found.append(findings.make("tone.complaint_only", rules, spans=tone.spans(judgements, -1)))
        severity: Severity | None = None
        if mood == "praise_only":
            severity = "minor" if rules.praise_only else None
            found.append(
                findings.make("tone.praise_only", rules, severity=severity, spans=tone.spans(judgements, 1))
            )
        if praise_first is False and mood == "balanced":
            severity = "minor" if rules.praise_first else None
            found.append(
                findings.make(
                    "tone.praise_first", rules, severity=severity, spans=tone.spans(judgements, -1)[:1]
                )
            )
        if wrong:
            words = {"student": read.note.student, "names": "、".join(dict.fromkeys(n.name for n in wrong))}
            found.append(findings.make("name.mismatch", rules, spans=[n.span for n in wrong], words=words))
        if hidden:
            words = {"kinds": "、".join(dict.fromkeys(private.WORDS[p.kind] for p in hidden))}
            found.append(findings.make("private.data", rules, spans=[p.span for p in hidden], words=words))
        found += copied.findings
        labels = Labels(
            content=MappingProxyType(states),
            tone=mood,
            praise_first=praise_first,
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


def _present(roster: Iterable[str], masked: str) -> list[str]:
    names_ = [name for name in roster if len(name) > 1]
    if not names_:
        return []
    if len(names_) < 20:
        return [name for name in names_ if name in masked]
    automaton = ahocorasick_rs.AhoCorasick(names_)
    return sorted(
        {names_[number] for number, _, _ in automaton.find_matches_as_indexes(masked, overlapping=True)}
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
