"""Sentence by sentence: the 70 % rule, boilerplate, shared sentences, by the annotation contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz

from nlp.contracts import PairMatch, Span
from nlp.copies import candidates
from nlp.copies.batch import FEW, GRAM, Batch, Source, View, read
from nlp.copies.masking import Flags
from nlp.copies.phrases import common_tokens
from nlp.hashing import Ints

SHARED_LENGTH = 20
"""A shared sentence of so many characters is told, copied note or not."""
NEAR = 0.7 - 1e-9
SAME, SAME_SHORT, SHORT = 0.5, 0.7, 9
"""The share of a piece's tokens that must stand in the other note in runs of three; short ones in more."""
SAME_RUNS = 0.5
"""The same for runs of four, by which shared sentences of notes that are no copies are found."""
PLAIN_COPY = 0.85
"""Two notes that share so much of their runs are copies without a closer look."""
DOUBTFUL, REWORDED = 0.45, 56.0
"""From so much of a note in common on, the remaining pieces may be reworded: alike to so many per cent."""
LEAST_SHARED, DISTANT = 5, 0.15
"""Two notes that share fewer runs share no sentence; with a smaller share of them they are no copies."""
LEAST_TOKENS = 12
"""Less text than this in common is no evidence, whatever the share."""
MOST, SECOND = 0.5, 0.3
PARTNERS, MISSES = 40, 4
"""A note names so many near duplicates at most; after so many that were none, no less alike one is tried."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece of a note (span, characters) that stands in other notes: their numbers, and its place there."""

    span: Span
    length: int
    places: tuple[tuple[int, Span], ...]


@dataclass(slots=True)
class Verdict:
    """What one note of a batch shares with the others, which are named by their number.

    ``near`` maps near duplicates to the share of the shorter note that both have.  ``boilerplate`` is the
    label; ``assembled`` the same counted over earlier notes only, so that the first to write something is
    never told.  Where sentences stand is worked out when `pairs` and `shared` are asked for.
    """

    batch: Batch
    number: int
    near: dict[int, float] = field(default_factory=dict)
    boilerplate: bool = False
    assembled: bool = False
    found: dict[int, set[int]] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """Whether this note is counted by clauses."""
        return bool(self.batch.few[self.number])

    def pairs(self, other: int) -> tuple[tuple[Span, Span], ...]:
        """The pieces that stand in another note: (span here, span there)."""
        ratio = self.near[other]
        return match(self.batch, self.number, other, ratio, plain=ratio >= 1.0).pairs

    def shared(self, *, shortest: int = 0, most: int = 5) -> list[Shared]:
        """The pieces of at least `shortest` characters that stand in other notes, each with `most` places."""
        text = self.batch.sources[self.number].text
        own = self.batch.view(self.number)
        by_piece: dict[int, list[int]] = {}
        for other in sorted(self.found):
            for piece in self.found[other]:
                known = by_piece.setdefault(piece, [])
                if len(known) < most:
                    known.append(other)
        told = []
        for piece in sorted(by_piece):
            span = self.batch.span(piece, fine=self.fine)
            length = sum(map(str.isalnum, text[slice(*span)]))
            if length >= shortest:
                places = []
                for other in by_piece[piece]:
                    place = _place(own, piece, self.batch.view(other), fine=self.fine)
                    if place is not None:
                        places.append((other, self.batch.span(place, fine=self.fine)))
                told.append(Shared(span, length, tuple(places)))
        return told


def _covered(own: View, other: View, pieces: Ints, *, fine: bool) -> Flags:
    """For each piece of `own` whether it stands in `other`."""
    stretch = own.batch.clauses if fine else own.batch.sentences
    hits = np.frombuffer(bytes(map(other.known.__contains__, own.grams)), dtype=np.uint8)
    covered = np.zeros(own.last - own.first, dtype=np.uint8)
    for step in range(GRAM):
        covered[step : step + len(hits)] |= hits
    total = np.zeros(len(covered) + 1, dtype=np.int64)
    np.cumsum(covered & own.counts, out=total[1:])
    have = total[stretch.last[pieces] - own.first] - total[stretch.first[pieces] - own.first]
    weight = stretch.weight[pieces]
    found: Flags = have >= np.where(weight >= SHORT, SAME, SAME_SHORT) * weight
    return found


def _place(own: View, piece: int, other: View, *, fine: bool) -> int | None:
    """The piece of another note in which most of a piece stands."""
    where = other.where(fine=fine)
    runs = own.runs(piece, fine=fine)
    first = where.get(runs[0]) if runs else None
    if first is not None and first == where.get(runs[-1]):
        return first
    votes: dict[int, int] = {}
    for run in runs:
        there = where.get(run)
        if there is not None:
            votes[there] = votes.get(there, 0) + 1
    return max(votes, key=votes.__getitem__) if votes else None


@dataclass(slots=True)
class _Pair:
    """Two notes laid side by side: pieces found of the first and of the second, and the ratio."""

    fine: bool
    first: Flags
    second: Flags
    placed: list[tuple[int, int]]
    ratio: float
    near: bool


def _lay(batch: Batch, a: int, b: int) -> _Pair:
    here, there = batch.view(a), batch.view(b)
    fine = min(len(here.sentences), len(there.sentences)) < FEW
    first, second = here.pieces(fine=fine), there.pieces(fine=fine)
    of_first = _covered(here, there, first, fine=fine)
    of_second = _covered(there, here, second, fine=fine)
    swapped = len(second) < len(first)
    own, found = (second, of_second) if swapped else (first, of_first)
    other, there_found = (first, of_first) if swapped else (second, of_second)
    placed: list[tuple[int, int]] = []
    if len(own) and DOUBTFUL <= found.mean() < NEAR:
        placed = _reworded(batch, own, found, other, there_found, fine=fine)
    stretch = batch.clauses if fine else batch.sentences
    ratio = float(found.mean()) if len(own) else 0.0
    near = ratio >= NEAR and int(stretch.weight[own[found]].sum()) >= LEAST_TOKENS
    if swapped:
        placed = [(right, left) for left, right in placed]
    return _Pair(fine, of_first, of_second, placed, ratio, near)


def _reworded(
    batch: Batch, own: Ints, found: Flags, other: Ints, there: Flags, *, fine: bool
) -> list[tuple[int, int]]:
    """Mark pieces that say the same in other words, where most of the note is the same anyway; gives them."""
    stretch = batch.clauses if fine else batch.sentences

    def words(piece: int) -> str:
        return batch.words[int(stretch.first[piece]) : int(stretch.last[piece])]

    placed = []
    left = np.flatnonzero(~there).tolist()
    for index in np.flatnonzero(~found).tolist():
        mine = words(own[index])
        scores = {candidate: fuzz.ratio(mine, words(other[candidate])) for candidate in left}
        best = max(left, key=scores.__getitem__, default=None)
        if best is not None and scores[best] >= REWORDED:
            left.remove(best)
            found[index] = there[best] = True
            placed.append((int(own[index]), int(other[best])))
    return placed


def match(batch: Batch, a: int, b: int, ratio: float, *, plain: bool = False) -> PairMatch:
    """The pieces of note `a` that stand in note `b`, with their places. `plain`: all that can be found."""
    here, there = batch.view(a), batch.view(b)
    if plain:
        fine, reworded = min(len(here.sentences), len(there.sentences)) < FEW, {}
        pieces = here.pieces(fine=fine).tolist()
    else:
        pair = _lay(batch, a, b)
        fine, reworded = pair.fine, dict(pair.placed)
        pieces = here.pieces(fine=fine)[pair.first].tolist()
    spans = []
    for piece in pieces:
        place = reworded.get(piece)
        if place is None:
            place = _place(here, piece, there, fine=fine)
        if place is not None:
            spans.append((batch.span(piece, fine=fine), batch.span(place, fine=fine)))
    return PairMatch(ratio, tuple(spans))


def between(
    sources: Sequence[Source], order: Sequence[tuple[str, int]], headings: Collection[str] = ()
) -> list[Verdict]:
    """The verdict on each of the notes of one file; `order` are sort keys, the earlier is the smaller."""
    batch = read(sources, headings)
    rank = [0] * len(sources)
    for place, number in enumerate(sorted(range(len(sources)), key=order.__getitem__)):
        rank[number] = place
    verdicts = [Verdict(batch, number) for number in range(len(sources))]
    runs = candidates.Runs(batch)
    found = candidates.links(runs)
    if not len(found.first):
        return verdicts
    touched = np.zeros(len(batch), dtype=np.bool_)
    touched[found.first] = touched[found.second] = True
    batch.settle(touched, common_tokens(batch, runs, found))
    shorter = np.minimum(runs.lengths[found.first], runs.lengths[found.second])
    share = found.votes / np.maximum(1, shorter)
    close = share >= candidates.LEAST_SHARE
    misses = [0] * len(batch)
    for index in np.flatnonzero(close)[np.argsort(-share[close], kind="stable")].tolist():
        a, b = int(found.first[index]), int(found.second[index])
        if (
            min(len(verdicts[a].near), len(verdicts[b].near)) >= PARTNERS
            or min(misses[a], misses[b]) >= MISSES
        ):
            continue
        _decide(batch, verdicts, a, b, plain=bool(share[index] >= PLAIN_COPY))
        if b not in verdicts[a].near:
            misses[a] += 1
            misses[b] += 1
    rest = candidates.evidence(batch, found, np.ones(len(found.first), dtype=np.bool_), SAME_RUNS)
    sentences = len(batch.sentences.first)
    for own, other, piece in zip(rest.own.tolist(), rest.other.tolist(), rest.piece.tolist(), strict=True):
        verdicts[own].found.setdefault(other, set()).add(piece - sentences if piece >= sentences else piece)
    for verdict in verdicts:
        if len(verdict.found) > 1:
            _settle(verdict, rank)
    return verdicts


def _decide(batch: Batch, verdicts: list[Verdict], a: int, b: int, *, plain: bool) -> None:
    """Lay two notes side by side, and note what of each stands in the other."""
    if plain:
        here, there = batch.view(a), batch.view(b)
        if min(here.counts.sum(), there.counts.sum()) >= LEAST_TOKENS:
            verdicts[a].near[b] = verdicts[b].near[a] = 1.0
        return
    pair = _lay(batch, a, b)
    if pair.near:
        verdicts[a].near[b] = verdicts[b].near[a] = pair.ratio
    for number, other, found in ((a, b, pair.first), (b, a, pair.second)):
        if verdicts[number].fine == pair.fine and found.any():
            pieces = batch.view(number).pieces(fine=pair.fine)[found].tolist()
            verdicts[number].found[other] = set(pieces)


def against(
    own: Source,
    others: Sequence[Source],
    later: Collection[int] = (),
    headings: Collection[str] = (),
    *,
    phrases: frozenset[int] = frozenset(),
    key: bytes = b"",
) -> Verdict:
    """The verdict on one note against candidates.

    They are numbered from 1, the note itself is 0; `later` names those written after it. `phrases` are
    prints, under `key`, of sentences that the school's notes have taught to be set phrases.
    """
    batch = read([own, *others], headings)
    batch.settle(np.ones(len(batch), dtype=np.bool_))
    if phrases:
        batch.forget(phrases, key)
    verdicts = [Verdict(batch, number) for number in range(len(batch))]
    verdict, mine = verdicts[0], batch.view(0)
    for number in range(1, len(batch)):
        other = batch.view(number)
        shared = len(mine.known & other.known)
        if shared >= LEAST_SHARED:
            if shared >= DISTANT * min(len(mine.known), len(other.known)):
                _decide(batch, verdicts, 0, number, plain=False)
            _complete(verdict, number)
    if len(verdict.found) > 1:
        _settle(verdict, [0, *(1 if number in later else -1 for number in range(1, len(batch)))])
    return verdict


def _complete(verdict: Verdict, other: int) -> None:
    """What of this note stands in another, where the two were not compared in this note's own pieces."""
    batch, fine = verdict.batch, verdict.fine
    own = batch.view(verdict.number)
    pieces = own.pieces(fine=fine)
    if other not in verdict.found and len(pieces):
        found = _covered(own, batch.view(other), pieces, fine=fine)
        if found.any():
            verdict.found[other] = set(pieces[found].tolist())


def compare(a: Source, b: Source) -> PairMatch:
    """How much of the shorter of two notes stands again in the other."""
    batch = read([a, b])
    batch.settle(np.ones(2, dtype=np.bool_))
    pair = _lay(batch, 0, 1)
    return match(batch, 0, 1, pair.ratio if pair.near or pair.ratio < NEAR else 0.0)


def _settle(verdict: Verdict, rank: Sequence[int]) -> None:
    pieces = len(verdict.batch.view(verdict.number).pieces(fine=verdict.fine))
    verdict.boilerplate = _patched(pieces, verdict.found.values())
    if verdict.boilerplate:
        mine = rank[verdict.number]
        verdict.assembled = _patched(pieces, _earlier(verdict, rank, mine))


def _earlier(verdict: Verdict, rank: Sequence[int], mine: int) -> Iterator[set[int]]:
    return (found for other, found in verdict.found.items() if rank[other] < mine)


def _patched(count: int, by_other: Iterable[set[int]]) -> bool:
    """More than half of the pieces stand elsewhere, and these in at least two other notes.

    A pair of copies of which one sentence also stands in a third note is no more than a pair.
    """
    found = sorted(by_other, key=len, reverse=True)
    if count < 2 or len(found) < 2:
        return False
    if len(found[0]) > MOST * count and len(found[1]) < max(2, SECOND * count):
        return False
    return len(set().union(*found)) > MOST * count
