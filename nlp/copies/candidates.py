"""Which notes of a batch share runs of tokens, and which of their sentences.

A run that stands in many notes pairs each of them with its next few only, so a phrase that everybody
uses, or three hundred copies of one note, cost no more than anything else.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.copies.batch import Batch
from nlp.copies.masking import Flags
from nlp.hashing import Ints

RUN = 4
RARE = 20
"""A run in at most so many notes pairs all of them."""
NEIGHBOURS = 3
"""A run in more notes pairs each with so many next ones."""
LEAST_RARE = 4
LEAST_SHARE = 0.25
"""Two notes are looked at when they share so many rare runs, or such a part of the shorter one's runs."""


class Runs:
    """The runs of a batch sorted by their hash, each once a note: where they begin, and in how many notes."""

    def __init__(self, batch: Batch) -> None:
        note = batch.tokens.note
        count = max(0, len(note) - RUN + 1)
        begins = np.flatnonzero(note[:count] == note[len(note) - count :])
        self.bits = np.uint64(max(1, len(note).bit_length()))
        packed = np.sort(((batch.runs(RUN)[begins] >> self.bits) << self.bits) | begins.astype(np.uint64))
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
    fit = (rares >= LEAST_RARE) | (votes >= LEAST_SHARE * shorter)
    renumbered = np.cumsum(fit) - 1
    kept = fit[pair]
    return Links(
        first[fit], second[fit], votes[fit], renumbered[pair[kept]], places[a[kept]], places[b[kept]]
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Pieces of notes that stand in another note: `piece` of note `own` in note `other`."""

    own: Ints
    other: Ints
    piece: Ints


def evidence(batch: Batch, found: Links, wanted: Flags, share: float) -> Evidence:
    """The pieces (clauses in notes with few sentences, counted from the number of sentences on) of which at
    least `share` is covered by runs shared with one other note, for the pairs marked in `wanted`."""
    kept = wanted[found.pair]
    pair, here, there = found.pair[kept], found.here[kept], found.there[kept]
    count = np.int64(len(batch.tokens.code) + 1)
    # Every pair is two directed ones: what of the first stands in the second, and the other way round.
    keys = np.sort(np.concatenate(((2 * pair) * count + here, (2 * pair + 1) * count + there)))
    direction, place = keys // count, keys % count
    gained = np.full(len(keys), RUN, dtype=np.int64)
    near = direction[1:] == direction[:-1]
    gained[1:][near] = np.minimum(RUN, place[1:] - place[:-1])[near]
    gained[~batch.counts[place]] = 0
    sentences = len(batch.sentences.first)
    few = batch.few[batch.tokens.note[place]]
    piece = np.where(few, batch.clauses.of_token[place] + sentences, batch.sentences.of_token[place])
    weight = np.concatenate((batch.sentences.weight, batch.clauses.weight))
    groups, where = np.unique(direction * np.int64(len(weight)) + piece, return_inverse=True)
    covered = np.bincount(where, weights=gained, minlength=len(groups))
    direction, piece = groups // len(weight), groups % len(weight)
    least = np.where(piece >= sentences, 3, 4)
    fit = (weight[piece] >= least) & (covered >= share * weight[piece]) & (covered >= RUN)
    direction, piece = direction[fit], piece[fit]
    first, second = found.first[direction // 2], found.second[direction // 2]
    backward = direction % 2 == 1
    return Evidence(np.where(backward, second, first), np.where(backward, first, second), piece)
