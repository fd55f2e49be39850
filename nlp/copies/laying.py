"""Two notes side by side: which pieces of one stand in the other, and whether one copies the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from nlp.contracts import PairMatch
from nlp.copies.batch import CLAUSE, FEW, GRAM, PART, SENTENCE, Batch, View
from nlp.copies.masking import Flags
from nlp.hashing import Ints

NEAR = 0.7 - 1e-9
SAME, SAME_SHORT, SHORT = 0.5, 0.7, 9
"""The share of a piece's tokens that must stand in the other note in runs of three; short ones in more."""
DOUBTFUL, REWORDED = 0.45, 56.0
"""From so much of a note in common on, the remaining pieces may be reworded: alike to so many per cent."""
LEAST_TOKENS = 12
"""Less text than this in common is no evidence, whatever the share."""


def covered(own: View, other: View, pieces: Ints, kind: int) -> Flags:
    """For each of these pieces of `own` whether it stands in `other`."""
    stretch = own.batch.kinds[kind]
    hits = np.frombuffer(bytes(map(other.known.__contains__, own.grams)), dtype=np.uint8)
    covered = np.zeros(own.last - own.first, dtype=np.uint8)
    for step in range(GRAM):
        covered[step : step + len(hits)] |= hits
    total = np.zeros(len(covered) + 1, dtype=np.int64)
    np.cumsum(covered & own.counts(kind), out=total[1:])
    have = total[stretch.last[pieces] - own.first] - total[stretch.first[pieces] - own.first]
    weight = stretch.weight[pieces]
    found: Flags = have >= np.where((weight >= SHORT) & (kind != PART), SAME, SAME_SHORT) * weight
    return found


def place_of(own: View, piece: int, other: View, kind: int) -> int:
    """The piece of another note in which most of a piece stands; -1 where there is none."""
    where = other.where(kind)
    runs = own.runs(piece, kind)
    first = where.get(runs[0]) if runs else None
    if first is not None and first == where.get(runs[-1]):
        return first
    votes: dict[int, int] = {}
    for run in runs:
        there = where.get(run)
        if there is not None:
            votes[there] = votes.get(there, 0) + 1
    return max(votes, key=votes.__getitem__, default=-1)


@dataclass(slots=True)
class Pair:
    """Two notes laid side by side: pieces found of the first and of the second, and the ratio."""

    kind: int
    first: Flags
    second: Flags
    placed: list[tuple[int, int]]
    ratio: float
    near: bool


def lay(batch: Batch, a: int, b: int) -> Pair:
    here, there = batch.view(a), batch.view(b)
    kind = kind_of(here, there)
    first, second = here.pieces(kind), there.pieces(kind)
    of_first = covered(here, there, first, kind)
    of_second = covered(there, here, second, kind)
    swapped = len(second) < len(first)
    own, found = (second, of_second) if swapped else (first, of_first)
    other, there_found = (first, of_first) if swapped else (second, of_second)
    placed: list[tuple[int, int]] = []
    if len(own) and DOUBTFUL <= found.mean() < NEAR:
        placed = _reworded(batch, own, found, other, there_found, kind)
    stretch = batch.kinds[kind]
    ratio = float(found.mean()) if len(own) else 0.0
    near = ratio >= NEAR and int(stretch.weight[own[found]].sum()) >= LEAST_TOKENS
    if swapped:
        placed = [(right, left) for left, right in placed]
    return Pair(kind, of_first, of_second, placed, ratio, near)


def kind_of(here: View, there: View) -> int:
    """By what two notes are counted."""
    return CLAUSE if min(len(here.pieces(SENTENCE)), len(there.pieces(SENTENCE))) < FEW else SENTENCE


def _reworded(
    batch: Batch, own: Ints, found: Flags, other: Ints, there: Flags, kind: int
) -> list[tuple[int, int]]:
    """Mark pieces that say the same in other words, where most of the note is the same anyway; gives them."""
    stretch = batch.kinds[kind]

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
        kind, reworded = kind_of(here, there), {}
        pieces = here.pieces(kind).tolist()
    else:
        pair = lay(batch, a, b)
        kind, reworded = pair.kind, dict(pair.placed)
        pieces = here.pieces(kind)[pair.first].tolist()
    spans = []
    for piece in pieces:
        place = reworded[piece] if piece in reworded else place_of(here, piece, there, kind)
        if place >= 0:
            spans.append((batch.span(piece, kind), batch.span(place, kind)))
    return PairMatch(ratio, tuple(spans))


def standing(own: View, other: View, kind: int) -> list[tuple[int, int, int]]:
    """(note, other note, piece) for what of a note stands in another, in pieces of one kind."""
    pieces = own.pieces(kind)
    if not len(pieces):
        return []
    found = pieces[covered(own, other, pieces, kind)].tolist()
    return [(own.number, other.number, piece) for piece in found]
