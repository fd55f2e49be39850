"""Which notes of a batch share runs of tokens, and which of their sentences.

A run that stands in many notes pairs each of them with its next few only, so a phrase that everybody
uses, or three hundred copies of one note, cost no more than anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.copies.batch import LEAST, PART, Batch
from nlp.copies.masking import Flags
from nlp.hashing import Ints

RUN = 4
RARE = 20
"""A run in at most so many notes pairs all of them."""
NEIGHBOURS = 3
"""A run in more notes pairs each with so many next ones."""
LEAST_RARE = 4
LEAST_PART = 0.15
"""Two notes are looked at when they share so many rare runs, or such a part of the shorter one's runs."""
LEAST_SHARE = 0.25
"""They may be copies from such a part on."""


class Runs:
    """The runs of a batch sorted by their hash, each once a note: where they begin, and in how many notes.
    `lengths` are how many different ones each note has."""

    def __init__(self, batch: Batch) -> None:
        note = batch.note_of_token
        count = max(0, len(note) - RUN + 1)
        begins = np.flatnonzero(note[:count] == note[len(note) - count :])
        self.bits = np.uint64(max(1, len(note).bit_length()))
        hashes = batch.runs(RUN)[begins]
        packed = np.sort(((hashes >> self.bits) << self.bits) | begins.astype(np.uint64))
        place = (packed & ((np.uint64(1) << self.bits) - np.uint64(1))).astype(np.int64)
        hashes = packed >> self.bits
        owner = note[place]
        once = np.ones(len(place), dtype=np.bool_)
        once[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
        self.place, self.hash, self.note = place[once], hashes[once], owner[once]
        new = np.ones(len(self.place), dtype=np.bool_)
        new[1:] = self.hash[1:] != self.hash[:-1]
        group = np.cumsum(new) - 1
        self.spread: Ints = np.bincount(group)[group] if len(group) else np.zeros(0, np.int64)
        self.lengths: Ints = np.bincount(self.note, minlength=len(batch))


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of notes (`first` < `second`) and their `votes`; and every shared run of theirs: its `pair`, its
    places `here` in the first and `there` in the second note."""

    first: Ints
    second: Ints
    votes: Ints
    pair: Ints
    here: Ints
    there: Ints

    def chosen(self, pairs: Flags) -> Links:
        """The pairs marked, renumbered, with their runs."""
        kept = pairs[self.pair]
        number = np.cumsum(pairs) - 1
        return Links(
            self.first[pairs],
            self.second[pairs],
            self.votes[pairs],
            number[self.pair[kept]],
            self.here[kept],
            self.there[kept],
        )


def links(runs: Runs) -> Links:
    """Which notes of the batch share enough runs to be looked at."""
    shared = runs.spread > 1
    hashes, notes, places = runs.hash[shared], runs.note[shared], runs.place[shared]
    rare = runs.spread[shared] <= RARE
    left: list[Ints] = []
    right: list[Ints] = []
    for step in range(1, RARE):
        same = hashes[step:] == hashes[:-step]
        if step > NEIGHBOURS:
            same &= rare[:-step]
        at = np.flatnonzero(same)
        if not len(at):
            break
        left.append(at)
        right.append(at + step)
    if not left:
        nothing = np.zeros(0, dtype=np.int64)
        return Links(nothing, nothing, nothing, nothing, nothing, nothing)
    a, b = np.concatenate(left), np.concatenate(right)
    keys = notes[a] * np.int64(len(runs.lengths)) + notes[b]
    pairs, pair, votes = np.unique(keys, return_inverse=True, return_counts=True)
    rares = np.bincount(pair, weights=rare[a], minlength=len(pairs))
    first, second = pairs // len(runs.lengths), pairs % len(runs.lengths)
    shorter = np.minimum(runs.lengths[first], runs.lengths[second])
    fit = (rares >= LEAST_RARE) | (votes >= LEAST_PART * shorter)
    return Links(first, second, votes, pair, places[a], places[b]).chosen(fit)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pieces of notes that stand in another note: `piece` of note `own` in note `other`, at its `place`."""

    own: Ints
    other: Ints
    piece: Ints
    place: Ints


class Laid:
    """All shared runs of all pairs in the order in which each note has them, both ways round.

    `direction` 2k is what of pair k's first note stands in its second, 2k + 1 the other way round.
    """

    def __init__(self, batch: Batch, found: Links) -> None:
        self.batch = batch
        direction = np.concatenate((2 * found.pair, 2 * found.pair + 1))
        here = np.concatenate((found.here, found.there))
        order = np.argsort(direction * np.int64(len(batch.tokens.code) + 1) + here)
        self.direction, self.here = direction[order], here[order]
        self.there: Ints = np.concatenate((found.there, found.here))[order]
        self.gained: Ints = np.full(len(order), RUN, dtype=np.int64)
        near = self.direction[1:] == self.direction[:-1]
        self.gained[1:][near] = np.minimum(RUN, self.here[1:] - self.here[:-1])[near]
        self.own: Ints = np.stack((found.first, found.second), axis=1).ravel()
        self.other: Ints = np.stack((found.second, found.first), axis=1).ravel()

    def evidence(self, kind: int, share: float, *, few: bool | None = None) -> Evidence:
        """The pieces of a kind (of notes with `few` sentences, of the others, or of both) of which at least
        `share` is covered by runs shared with one other note."""
        batch = self.batch
        pieces, counts = batch.kinds[kind], batch.wider if kind == PART else batch.counts
        kept = np.arange(len(self.here))
        if kind == PART:
            kept = kept[_among(batch.long_parts, len(pieces.first))[pieces.of_token[self.here]]]
        elif few is not None:
            kept = kept[batch.few[self.own[self.direction]] == few]
        if not len(kept):
            nothing = np.zeros(0, dtype=np.int64)
            return Evidence(nothing, nothing, nothing, nothing)
        here, direction = self.here[kept], self.direction[kept]
        piece = pieces.of_token[here]
        new = np.ones(len(kept), dtype=np.bool_)
        new[1:] = (piece[1:] != piece[:-1]) | (direction[1:] != direction[:-1])
        start = np.flatnonzero(new)
        covered = np.add.reduceat(np.where(counts[here], self.gained[kept], 0), start)
        direction, piece = direction[start], piece[start]
        weight = pieces.weight[piece]
        fit = (weight >= LEAST[kind]) & (covered >= share * weight) & (covered >= RUN)
        # Where most of it stands, the middle one of its runs does.
        middle = (start + np.append(start[1:], len(kept))) // 2
        place = pieces.of_token[self.there[kept[middle[fit]]]]
        direction = direction[fit]
        return Evidence(self.own[direction], self.other[direction], piece[fit], place)


def _among(chosen: Ints, count: int) -> Flags:
    found = np.zeros(count, dtype=np.bool_)
    found[chosen] = True
    return found
