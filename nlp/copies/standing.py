"""What was found of each note in others, as a table, and what makes a note boilerplate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.copies.batch import CLAUSE, LEAST, SENTENCE, Batch
from nlp.copies.candidates import Evidence
from nlp.copies.masking import Flags
from nlp.hashing import Ints

MOST, SECOND = 0.5, 0.3


def listed(entries: Sequence[tuple[int, int, int]]) -> Evidence:
    """Evidence of (note, other note, piece), with places to be looked up."""
    own, other, piece = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    return Evidence(own, other, piece, np.full(len(own), -1, dtype=np.int64))


def joined(*parts: Evidence) -> Evidence:
    """All of it, nothing twice, by note, piece and other note."""
    own, other, piece, place = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("own", "other", "piece", "place")
    )
    order = np.lexsort((other, piece, own))
    own, other, piece, place = own[order], other[order], piece[order], place[order]
    new = np.ones(len(own), dtype=np.bool_)
    new[1:] = (own[1:] != own[:-1]) | (piece[1:] != piece[:-1]) | (other[1:] != other[:-1])
    return Evidence(own[new], other[new], piece[new], place[new])


def boilerplate(batch: Batch, found: Evidence, rank: Ints) -> tuple[Flags, Flags]:
    """Which notes are boilerplate, and which are so counted over notes of a smaller `rank` only."""
    count = np.zeros(len(batch), dtype=np.int64)
    for kind in (SENTENCE, CLAUSE):
        pieces = batch.kinds[kind]
        real = pieces.note[pieces.weight >= LEAST[kind]]
        chosen = batch.few == (kind == CLAUSE)
        count[chosen] = np.bincount(real, minlength=len(batch))[chosen]
    label = _patched(found, np.ones(len(found.own), dtype=np.bool_), count)
    return label, label & _patched(found, rank[found.other] < rank[found.own], count)


def _patched(found: Evidence, kept: Flags, count: Ints) -> Flags:
    """For each note whether more than half of its `count` pieces stand elsewhere, and these in at least two
    other notes. A pair of copies of which one sentence also stands in a third note is no more than a pair.
    """
    own, other, piece = found.own[kept], found.other[kept], found.piece[kept]
    notes = len(count)
    pairs, sizes = np.unique(own * np.int64(notes) + other, return_counts=True)
    order = np.lexsort((-sizes, pairs // notes))
    note, sizes = pairs[order] // notes, sizes[order]
    first = np.flatnonzero(np.append(True, note[1:] != note[:-1])) if len(note) else np.zeros(0, np.int64)
    two = first[np.append(np.diff(first), len(note) - first[-1:]) > 1]
    most, second = np.zeros(notes, dtype=np.int64), np.zeros(notes, dtype=np.int64)
    most[note[two]], second[note[two]] = sizes[two], sizes[two + 1]
    whole = int(piece.max(initial=0)) + 1
    distinct = np.bincount(np.unique(own * np.int64(whole) + piece) // whole, minlength=notes)
    pair_only = (most > MOST * count) & (second < np.maximum(2, SECOND * count))
    patched: Flags = (count >= 2) & (second > 0) & ~pair_only & (distinct > MOST * count)
    return patched
