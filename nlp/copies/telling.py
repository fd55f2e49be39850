"""What is said about copied text: the labels' part and the findings, from a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nlp import findings
from nlp.contracts import Finding, Note, PairMatch, ReviewRules, SentenceMatch, Span
from nlp.copies.verdicts import SHARED_LENGTH, Verdict

SHOWN = 10
"""So many other notes are laid beside a copy; all of them are named in the labels."""


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
    if not verdict.near and not verdict.shared:
        return NOTHING
    found: list[Finding] = []
    earlier = {other: match for other, match in verdict.near.items() if other not in later}
    strange = {o: m for o, m in earlier.items() if others[o].student != note.student}
    familiar = {o: m for o, m in earlier.items() if o not in strange}
    if strange:
        found.append(_near(strange, others, rules, critical=True))
    if familiar:
        found.append(_near(familiar, others, rules, critical=False))
    if verdict.assembled:
        found.append(_shared("copies.boilerplate", verdict, others, rules, shortest=0))
    elif not verdict.near and any(one.length >= SHARED_LENGTH for one in verdict.shared):
        found.append(_shared("copies.shared_sentence", verdict, others, rules, shortest=SHARED_LENGTH))
    return Told(tuple(sorted(others[other].id for other in verdict.near)), verdict.boilerplate, tuple(found))


def _near(
    group: dict[int, PairMatch], others: Sequence[Note], rules: ReviewRules, *, critical: bool
) -> Finding:
    best = sorted(group, key=lambda other: (-group[other].ratio, other))[:SHOWN]
    matches = [SentenceMatch(others[o].id, here, there) for o in best for here, there in group[o].pairs]
    return findings.make(
        "copies.near_duplicate",
        rules,
        severity="critical" if critical else "major",
        spans=_merged(match.here for match in matches),
        related=[others[other].id for other in best],
        matches=matches,
    )


def _shared(
    code: str, verdict: Verdict, others: Sequence[Note], rules: ReviewRules, *, shortest: int
) -> Finding:
    matches = [
        SentenceMatch(others[other].id, one.span, there)
        for one in verdict.shared
        if one.length >= shortest
        for other, there in one.places[:SHOWN]
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
