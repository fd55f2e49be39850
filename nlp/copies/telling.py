"""What is said about copied text: the labels' part and the findings, from a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp import findings
from nlp.contracts import Finding, Note, ReviewRules, SentenceMatch, Span
from nlp.copies.verdicts import Shared, Verdict

SHOWN, PLACES = 3, 2
"""So many other notes are laid beside a copy, and beside each shared sentence; labels name all copies."""


@dataclass(frozen=True, slots=True)
class Told:
    """Ids of near duplicates (sorted), boilerplate or not, and the findings."""

    near: tuple[str, ...] = ()
    boilerplate: bool = False
    findings: tuple[Finding, ...] = ()


NOTHING = Told()


def told(
    note: Note, others: Sequence[Note], verdict: Verdict, later: frozenset[int], rules: ReviewRules
) -> Told:
    """A verdict in words. `others` are the notes that the verdict numbers; those in `later` were written
    after this one, so this one is no copy of theirs."""
    if not verdict.near and not verdict.found and not verdict.longer:
        return NOTHING
    found: list[Finding] = []
    earlier = [other for other in verdict.near if other not in later]
    strange = [other for other in earlier if others[other].student != note.student]
    familiar = [other for other in earlier if others[other].student == note.student]
    if strange:
        found.append(_near(strange, others, verdict, rules, critical=True))
    if familiar:
        found.append(_near(familiar, others, verdict, rules, critical=False))
    if verdict.assembled:
        found.append(_shared("copies.boilerplate", verdict.shared(most=PLACES), others, rules))
    elif not verdict.near:
        long = verdict.passages(most=PLACES)
        if long:
            found.append(_shared("copies.shared_sentence", long, others, rules))
    return Told(tuple(sorted(others[other].id for other in verdict.near)), verdict.boilerplate, tuple(found))


def _near(
    group: list[int], others: Sequence[Note], verdict: Verdict, rules: ReviewRules, *, critical: bool
) -> Finding:
    best = sorted(group, key=lambda other: (-verdict.near[other], other))[:SHOWN]
    matches = [SentenceMatch(others[o].id, here, there) for o in best for here, there in verdict.pairs(o)]
    return findings.make(
        "copies.near_duplicate",
        rules,
        severity="critical" if critical else "major",
        spans=_merged(match.here for match in matches),
        related=[others[other].id for other in best],
        matches=matches,
    )


def _shared(code: str, shared: Sequence[Shared], others: Sequence[Note], rules: ReviewRules) -> Finding:
    matches = [
        SentenceMatch(others[other].id, one.span, there) for one in shared for other, there in one.places
    ]
    return findings.make(
        code,
        rules,
        spans=_merged(match.here for match in matches),
        related=list(dict.fromkeys(match.note for match in matches)),
        matches=matches,
    )


def _merged(spans: Iterable[Span]) -> list[Span]:
    return sorted(set(spans))
