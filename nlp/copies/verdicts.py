"""Sentence by sentence: the 70 % rule, boilerplate, shared sentences, by the annotation contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz

from nlp.contracts import PairMatch, Span
from nlp.copies import candidates, phrases
from nlp.copies.batch import GRAM, Batch, Piece, Source, View, read
from nlp.copies.masking import Flags

SHARED_LENGTH = 20
"""A shared sentence of so many characters is told, copied note or not."""
FEW = 4
"""Notes with fewer sentences are counted by clauses."""
NEAR = 0.7 - 1e-9
SAME = 0.5
SAME_SHORT = 0.7
"""The share of a piece's tokens that must stand in the other note in runs of three; short ones in more."""
SHORT = 9
DOUBTFUL = 0.45
REWORDED = 56.0
"""From so much of a note in common on, the remaining pieces may be reworded: alike to so many per cent."""
LEAST_TOKENS = 12
"""Less text than this in common is no evidence, whatever the share."""
BOILERPLATE = 0.5
SECOND = 0.3


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence of a note (span) that stands in other notes: their numbers, and its place there."""

    span: Span
    length: int
    places: tuple[tuple[int, Span], ...]


@dataclass(slots=True)
class Verdict:
    """What one note of a batch shares with the others, which are named by their number.

    ``near`` holds the near duplicates.  ``boilerplate`` is the label; ``assembled`` the same counted over
    earlier notes only, so that the first to write something is never told.  ``shared`` are the
    substantive sentences (clauses, in short notes) that stand in other notes.
    """

    near: dict[int, PairMatch] = field(default_factory=dict)
    boilerplate: bool = False
    assembled: bool = False
    shared: tuple[Shared, ...] = ()


@dataclass(slots=True)
class _Side:
    """What of one note stands in another: pieces and the indexes of those found there."""

    pieces: list[Piece]
    found: list[int]
    placed: dict[int, Span] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        return len(self.found) / len(self.pieces) if self.pieces else 0.0

    @property
    def weight(self) -> int:
        return sum(self.pieces[index].weight for index in self.found)

    @property
    def share(self) -> float:
        return self.weight / max(1, sum(piece.weight for piece in self.pieces))


def _found(own: View, other: View, *, fine: bool) -> _Side:
    """The substantive pieces of `own` that stand in `other`."""
    pieces = own.substantive(fine=fine)
    there = other.set_of_grams
    hits = np.fromiter((gram in there for gram in own.grams), dtype=np.bool_, count=len(own.grams))
    covered = np.zeros(own.last - own.first, dtype=np.int64)
    for step in range(GRAM):
        covered[step : step + len(hits)] |= hits
    total = np.concatenate(([0], np.cumsum(covered * own.counts)))
    found = []
    for index, piece in enumerate(pieces):
        share = int(total[piece.last] - total[piece.first]) / piece.weight
        if share >= (SAME if piece.weight >= SHORT else SAME_SHORT):
            found.append(index)
    return _Side(pieces, found)


def _grams_of(view: View, piece: Piece) -> list[int]:
    return view.grams[piece.first : max(piece.first + 1, piece.last - GRAM + 1)]


def _place(own: View, piece: Piece, other: View, *, fine: bool) -> Span | None:
    """Where most of a piece stands in the other note."""
    wanted = set(_grams_of(own, piece))
    best, at = 0, None
    for there in other.clauses if fine else other.sentences:
        here = sum(1 for gram in _grams_of(other, there) if gram in wanted)
        if here > best:
            best, at = here, there.span
    return at


@dataclass(slots=True)
class _Pair:
    """Two notes laid side by side."""

    first: _Side
    second: _Side
    fine: bool
    ratio: float
    enough: bool

    @property
    def near(self) -> bool:
        return self.enough and self.ratio >= NEAR


def _lay(a: View, b: View) -> _Pair:
    fine = min(len(a.substantive(fine=False)), len(b.substantive(fine=False))) < FEW
    first, second = _found(a, b, fine=fine), _found(b, a, fine=fine)
    shorter, longer = (first, second) if len(first.pieces) <= len(second.pieces) else (second, first)
    if DOUBTFUL <= shorter.ratio < NEAR:
        _reworded(shorter, a if shorter is first else b, longer, b if shorter is first else a)
    return _Pair(first, second, fine, shorter.ratio, shorter.weight >= LEAST_TOKENS)


def _reworded(shorter: _Side, own: View, longer: _Side, other: View) -> None:
    """Count pieces that say the same in other words, where most of the note is the same anyway."""
    open_ = [index for index in range(len(longer.pieces)) if index not in set(longer.found)]
    for index in range(len(shorter.pieces)):
        if index in shorter.found:
            continue
        words = own.words(shorter.pieces[index])
        scores = {there: fuzz.ratio(words, other.words(longer.pieces[there])) for there in open_}
        best = max(open_, key=scores.__getitem__, default=None)
        if best is not None and scores[best] >= REWORDED:
            open_.remove(best)
            shorter.found.append(index)
            longer.found.append(best)
            shorter.placed[index] = longer.pieces[best].span
            longer.placed[best] = shorter.pieces[index].span
    shorter.found.sort()
    longer.found.sort()


def _match(a: View, b: View, side: _Side, ratio: float, *, fine: bool) -> PairMatch:
    spans = []
    for index in side.found:
        there = side.placed.get(index) or _place(a, side.pieces[index], b, fine=fine)
        if there is not None:
            spans.append((side.pieces[index].span, there))
    return PairMatch(ratio, tuple(spans))


def between(
    sources: Sequence[Source], order: Sequence[tuple[str, int]], headings: Collection[str] = ()
) -> list[Verdict]:
    """The verdict on each of the notes of one file; `order` are sort keys, the earlier is the smaller."""
    batch = read(sources, headings)
    runs = candidates.Runs(batch)
    pairs = candidates.pairs(runs)
    common = phrases.common_tokens(batch, runs, pairs)
    rank = [0] * len(sources)
    for place, number in enumerate(sorted(range(len(sources)), key=order.__getitem__)):
        rank[number] = place
    return _judged(batch, sorted(pairs), common, rank)


def against(
    own: Source, others: Sequence[Source], later: Collection[int] = (), headings: Collection[str] = ()
) -> Verdict:
    """The verdict on one note against candidates, numbered from 0; `later` names those written after it."""
    batch = read([own, *others], headings)
    ranks = [0, *(1 if number in later else -1 for number in range(len(others)))]
    common = np.zeros(len(batch.tokens.code), dtype=np.bool_)
    verdict = _judged(batch, [(0, number) for number in range(1, len(batch))], common, ranks)[0]
    return Verdict(
        {number - 1: match for number, match in verdict.near.items()},
        verdict.boilerplate,
        verdict.assembled,
        tuple(
            Shared(one.span, one.length, tuple((number - 1, span) for number, span in one.places))
            for one in verdict.shared
        ),
    )


def compare(a: Source, b: Source) -> PairMatch:
    """How much of the shorter of two notes stands again in the other."""
    batch = read([a, b])
    pair = _lay(batch.view(0), batch.view(1))
    return _match(
        batch.view(0), batch.view(1), pair.first, pair.ratio if pair.enough else 0.0, fine=pair.fine
    )


def _judged(
    batch: Batch, pairs: Iterable[tuple[int, int]], common: Flags, rank: Sequence[int]
) -> list[Verdict]:
    verdicts = [Verdict() for _ in range(len(batch))]
    sides: list[dict[bool, dict[int, set[int]]]] = [{} for _ in range(len(batch))]
    for a, b in pairs:
        here, there = batch.view(a), batch.view(b)
        here.mute(common)
        there.mute(common)
        pair = _lay(here, there)
        if pair.near:
            verdicts[a].near[b] = _match(here, there, pair.first, pair.ratio, fine=pair.fine)
            verdicts[b].near[a] = _match(there, here, pair.second, pair.ratio, fine=pair.fine)
        for number, other, view, side in ((a, b, here, pair.first), (b, a, there, pair.second)):
            fine = len(view.substantive(fine=False)) < FEW
            own = side if fine == pair.fine else _found(view, batch.view(other), fine=fine)
            if own.found:
                sides[number].setdefault(fine, {})[other] = set(own.found)
    for number, found in enumerate(sides):
        for fine, by_other in found.items():
            _settle(batch, number, verdicts[number], by_other, rank, fine=fine)
    return verdicts


def _settle(
    batch: Batch,
    number: int,
    verdict: Verdict,
    by_other: dict[int, set[int]],
    rank: Sequence[int],
    *,
    fine: bool,
) -> None:
    view = batch.view(number)
    pieces = view.substantive(fine=fine)
    verdict.boilerplate = _patched(len(pieces), by_other)
    earlier = {other: found for other, found in by_other.items() if rank[other] < rank[number]}
    verdict.assembled = verdict.boilerplate and _patched(len(pieces), earlier)
    shared = []
    for index, piece in enumerate(pieces):
        places = []
        for other, found in by_other.items():
            if index in found:
                there = _place(view, piece, batch.view(other), fine=fine)
                if there is not None:
                    places.append((other, there))
        if places:
            length = sum(1 for one in batch.sources[number].text[slice(*piece.span)] if one.isalnum())
            shared.append(Shared(piece.span, length, tuple(places)))
    verdict.shared = tuple(shared)


def _patched(count: int, by_other: dict[int, set[int]]) -> bool:
    """More than half of the pieces stand elsewhere, and these in at least two other notes.

    A pair of copies of which one sentence also stands in a third note is no more than a pair.
    """
    if count < 2 or len(by_other) < 2:
        return False
    most, second = sorted((len(found) for found in by_other.values()), reverse=True)[:2]
    if most > BOILERPLATE * count and second < max(2, SECOND * count):
        return False
    return len(set().union(*by_other.values())) > BOILERPLATE * count
