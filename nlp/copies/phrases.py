"""Set phrases learnt by frequency: what stands in many notes that otherwise have nothing in common.

A run of tokens counts once for each *family* of notes, and notes that share a third of their text are
one family: ten copies of one note by one teacher are one witness, ten notes that begin alike are ten.
"""

from __future__ import annotations

import numpy as np

from nlp.copies.batch import Batch
from nlp.copies.candidates import RUN, Links, Runs
from nlp.copies.masking import Flags
from nlp.hashing import Hashes, Ints

KINSHIP = 0.35
LEAST_WITNESSES = 5
NOTES_A_WITNESS = 250
"""A file asks for one more witness for so many notes: in many notes chance says the same more often."""


def families(runs: Runs, found: Links) -> Ints:
    """For each note the number of its family."""
    shorter = np.minimum(runs.lengths[found.first], runs.lengths[found.second])
    kin = found.votes >= KINSHIP * shorter
    family = list(range(len(runs.lengths)))

    def root(note: int) -> int:
        while family[note] != note:
            family[note] = family[family[note]]
            note = family[note]
        return note

    for first, second in zip(found.first[kin].tolist(), found.second[kin].tolist(), strict=True):
        family[root(second)] = root(first)
    return np.array([root(note) for note in range(len(family))], dtype=np.int64)


def common_tokens(batch: Batch, runs: Runs, found: Links) -> Flags:
    """For each token of the batch whether it lies in a set phrase."""
    marked = np.zeros(len(batch.tokens.code), dtype=np.bool_)
    least = LEAST_WITNESSES + len(batch) // NOTES_A_WITNESS
    frequent = runs.spread >= least
    if not frequent.any():
        return marked
    phrases = _common(runs, frequent, families(runs, found), least)
    if not len(phrases):
        return marked
    at = np.minimum(np.searchsorted(phrases, runs.hash), len(phrases) - 1)
    # Only the first of a note's equal runs has a place here; the second time it says nothing new either.
    begins = runs.place[phrases[at] == runs.hash]
    for step in range(RUN):
        marked[begins + step] = True
    return marked


def _common(runs: Runs, frequent: Flags, family: Ints, least: int) -> Hashes:
    hashes, members = runs.hash[frequent], family[runs.note[frequent]]
    order = np.lexsort((members, hashes))
    hashes, members = hashes[order], members[order]
    new = np.ones(len(hashes), dtype=np.bool_)
    new[1:] = (hashes[1:] != hashes[:-1]) | (members[1:] != members[:-1])
    phrases, witnesses = np.unique(hashes[new], return_counts=True)
    common: Hashes = phrases[witnesses >= least]
    return common
