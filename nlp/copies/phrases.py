"""Set phrases learnt by frequency: what stands in many notes that otherwise have nothing in common.

A run of tokens counts once for each *family* of notes, and notes that share a third of their text are
one family: ten copies of one note by one teacher are one witness, ten notes that begin alike are ten.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nlp.copies.batch import Batch
from nlp.copies.candidates import RUN, Runs
from nlp.copies.masking import Flags, Ints

KINSHIP = 0.35
LEAST_WITNESSES = 5
NOTES_A_WITNESS = 250
"""A file asks for one more witness for so many notes: in many notes chance says the same more often."""


def families(runs: Runs, pairs: Mapping[tuple[int, int], int]) -> Ints:
    """For each note the number of its family (the smallest member)."""
    parent = list(range(len(runs.lengths)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    lengths = runs.lengths.tolist()
    for (a, b), votes in pairs.items():
        if votes >= KINSHIP * min(lengths[a], lengths[b]):
            first, second = sorted((root(a), root(b)))
            parent[second] = first
    return np.array([root(one) for one in range(len(parent))], dtype=np.int64)


def common_tokens(batch: Batch, runs: Runs, pairs: Mapping[tuple[int, int], int]) -> Flags:
    """For each token of the batch whether it lies in a set phrase."""
    found = np.zeros(len(batch.tokens.code), dtype=np.bool_)
    least = LEAST_WITNESSES + len(batch) // NOTES_A_WITNESS
    frequent = runs.spread >= least
    if not frequent.any():
        return found
    phrases = _common(runs, frequent, families(runs, pairs), least)
    if not len(phrases):
        return found
    note = batch.tokens.note
    bits = np.uint64(max(1, (len(batch) - 1).bit_length()))
    hashes = batch.runs(RUN)[: len(note) - RUN + 1] >> bits
    at = np.minimum(np.searchsorted(phrases, hashes), len(phrases) - 1)
    begins = (phrases[at] == hashes) & (note[: len(hashes)] == note[RUN - 1 :])
    for step in range(RUN):
        found[step : step + len(begins)] |= begins
    return found


def _common(runs: Runs, frequent: Flags, family: Ints, least: int) -> NDArray[np.uint64]:
    hashes, members = runs.hash[frequent], family[runs.note[frequent]]
    order = np.lexsort((members, hashes))
    hashes, members = hashes[order], members[order]
    new = np.ones(len(hashes), dtype=np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]) | (members[1:] != members[:-1])
    phrases, witnesses = np.unique(hashes[new], return_counts=True)
    common: NDArray[np.uint64] = phrases[witnesses >= least]
    return common
