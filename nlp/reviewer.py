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
    SentenceMatch,
    SentencePrint,
    Severity,
    Span,
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
        own = copies.CopyText(read.masked, context.headings)
        others = {
            other.id: self._copy_text(other, context) for other in context.others if other.id != note.id
        }
        dates = {other.id: other.date for other in context.others}
        students = {other.id: other.student for other in context.others}
        later = {i for i in others if note.date and (dates[i] or "") > note.date}
        return self._finish(read, rules, own, others, students, later)

    def review_many(
        self, notes: Sequence[Note], *, context: ReviewContext = _NO_CONTEXT, rules: ReviewRules = _NO_RULES
    ) -> list[Review]:
        """The reviews of notes that are each other's context, in their order."""
        reads = [self._read(note, context) for note in notes]
        copied = [copies.CopyText(read.masked, context.headings) for read in reads]
        near = copies.candidates(copied)
        linked: list[set[int]] = [set(found) for found in near]
        for index, found in enumerate(near):
            for other in found:
                linked[other].add(index)
        order = _order(notes)
        reviews = []
        for index, read in enumerate(reads):
            group = sorted(linked[index])
            others = {str(other): copied[other] for other in group}
            students = {str(other): notes[other].student for other in group}
            later = {str(other) for other in group if order[other] > order[index]}
            ids = {str(other): notes[other].id for other in group}
            reviews.append(self._finish(read, rules, copied[index], others, students, later, ids))
        return reviews

    def fingerprints(
        self, note: Note, *, key: bytes = b"", headings: frozenset[str] = frozenset()
    ) -> list[SentencePrint]:
        """The note's sentences with keyed fingerprints of their masked forms, for a database."""
        read = self._read(note, _NO_CONTEXT)
        return copies.CopyText(read.masked, headings).prints(key)

    def compare(self, a: Note, b: Note) -> PairMatch:
        """How much of the shorter of two notes stands again in the other."""
        return copies.compare(self._copy_text(a, _NO_CONTEXT), self._copy_text(b, _NO_CONTEXT))

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

    def _copy_text(self, note: Note, context: ReviewContext) -> copies.CopyText:
        return copies.CopyText(self._read(note, _NO_CONTEXT).masked, context.headings)

    def _finish(
        self,
        read: _Read,
        rules: ReviewRules,
        own: copies.CopyText,
        others: dict[str, copies.CopyText],
        students: dict[str, str],
        later: set[str],
        ids: dict[str, str] | None = None,
    ) -> Review:
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
        near, boilerplate, copied = _copied(read.note, rules, own, others, students, later, ids or {})
        found += copied
        labels = Labels(
            content=MappingProxyType(states),
            tone=mood,
            praise_first=praise_first,
            name_mismatch=bool(wrong),
            private_data=bool(hidden),
            boilerplate=boilerplate,
            near_duplicates=tuple(near),
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


def _copied(
    note: Note,
    rules: ReviewRules,
    own: copies.CopyText,
    others: dict[str, copies.CopyText],
    students: dict[str, str],
    later: set[str],
    ids: dict[str, str],
) -> tuple[list[str], bool, list[Finding]]:
    """Near duplicates' ids, boilerplate or not, and the findings about copied text."""
    if not others:
        return [], False, []
    found: list[Finding] = []
    near: list[str] = []
    strange: list[tuple[str, PairMatch]] = []
    familiar: list[tuple[str, PairMatch]] = []
    for name, there in others.items():
        result = copies.compare(own, there)
        if result.near_duplicate:
            near.append(ids.get(name, name))
            if name not in later:
                (familiar if students[name] == note.student else strange).append((name, result))
    for group, severity in ((strange, "critical"), (familiar, "major")):
        if group:
            matches = [
                SentenceMatch(ids.get(name, name), here, there)
                for name, result in group
                for here, there in result.pairs
            ]
            found.append(
                findings.make(
                    "copies.near_duplicate",
                    rules,
                    severity="critical" if severity == "critical" else "major",
                    spans=_merged(match.here for match in matches),
                    related=[ids.get(name, name) for name, _ in group],
                    matches=matches,
                )
            )
    shared = copies.shared_sentences(own, others)
    places = [
        SentenceMatch(ids.get(name, name), sentence.span, there)
        for sentence in shared
        for name, there in sentence.places
    ]
    boilerplate = copies.boilerplate(own, others)
    if boilerplate:
        found.append(
            findings.make(
                "copies.boilerplate",
                rules,
                spans=_merged(match.here for match in places),
                related=sorted({match.note for match in places}),
                matches=places,
            )
        )
    long = {sentence.span for sentence in shared if sentence.length >= copies.SHARED_LENGTH}
    told = [match for match in places if match.here in long]
    if told and not near and not boilerplate:
        found.append(
            findings.make(
                "copies.shared_sentence",
                rules,
                spans=_merged(match.here for match in told),
                related=list(dict.fromkeys(match.note for match in told)),
                matches=told,
            )
        )
    return sorted(near), boilerplate, found


def _merged(spans: Iterable[Span]) -> list[Span]:
    return sorted(set(spans))
