"""Which notes of a batch are worth laying side by side: those that share runs of tokens.

A run that stands in many notes pairs each of them with its next few only, so a phrase that everybody
uses, or three hundred copies of one note, cost no more than anything else.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from nlp.copies.batch import Batch
from nlp.copies.masking import Ints

RUN = 4
RARE = 20
"""A run in at most so many notes pairs all of them."""
NEIGHBOURS = 6
"""A run in more notes pairs each with so many next ones."""
MOST = 40
"""So many partners a note is compared with, the most alike."""
LEAST_RARE = 4
LEAST_SHARE = 0.25


class Runs:
    """The runs of a batch, sorted: `hash`, `note`, and in how many notes each stands."""

    def __init__(self, batch: Batch) -> None:
        bits = np.uint64(max(1, (len(batch) - 1).bit_length()))
        note = batch.tokens.note
        inside = note[: max(0, len(note) - RUN + 1)] == note[RUN - 1 :]
        hashes = batch.runs(RUN)[: len(inside)][inside]
        packed = ((hashes >> bits) << bits) | note[: len(inside)][inside].astype(np.uint64)
        packed = np.sort(packed)
        if len(packed):
            packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))]
        self.hash = packed >> bits
        self.note: Ints = (packed & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        new = np.concatenate(([True], self.hash[1:] != self.hash[:-1])) if len(packed) else np.zeros(0, bool)
        group = np.cumsum(new) - 1
        self.spread: Ints = np.bincount(group)[group] if len(packed) else np.zeros(0, np.int64)
        self.lengths: Ints = np.bincount(self.note, minlength=len(batch))
        common = np.bincount(self.note[self.spread > RARE], minlength=len(batch))
        self.own = 1.0 - common / np.maximum(1, self.lengths)


def pairs(runs: Runs) -> dict[tuple[int, int], int]:
    """Pairs (a < b) with the number of runs they share, counted only among near places for common runs."""
    shared = runs.spread > 1
    hashes, notes, rare = runs.hash[shared], runs.note[shared], runs.spread[shared] <= RARE
    found: list[Ints] = []
    strong: list[Ints] = []
    for step in range(1, RARE):
        same = hashes[step:] == hashes[:-step]
        if not same.any():
            break
        close = rare[:-step] & same
        keys = (notes[:-step] << np.int64(32)) | notes[step:]
        strong.append(keys[close])
        if step <= NEIGHBOURS:
            found.append(keys[same & ~rare[:-step]])
    counts: dict[tuple[int, int], int] = {}
    if not strong:
        return counts
    keys, rare_votes = np.unique(np.concatenate(strong), return_counts=True)
    hot_keys, hot_votes = np.unique(np.concatenate(found), return_counts=True)
    everything, where = np.unique(np.concatenate((keys, hot_keys)), return_inverse=True)
    votes = np.bincount(where, weights=np.concatenate((rare_votes, hot_votes)), minlength=len(everything))
    rares = np.bincount(where[: len(keys)], weights=rare_votes, minlength=len(everything))
    first, second = everything >> np.int64(32), everything & np.int64(0xFFFFFFFF)
    shorter = np.minimum(runs.lengths[first], runs.lengths[second])
    fit = (rares >= LEAST_RARE) | (votes >= LEAST_SHARE * shorter)
    first, second, votes = first[fit], second[fit], votes[fit]
    order = np.argsort(-votes, kind="stable")
    partners: dict[int, int] = defaultdict(int)
    for a, b, vote in zip(first[order].tolist(), second[order].tolist(), votes[order].tolist(), strict=True):
        if partners[a] < MOST or partners[b] < MOST:
            partners[a] += 1
            partners[b] += 1
            counts[a, b] = int(vote)
    return counts
