"""The corpus as training data: the pipeline's own clauses, each with what the corpus' clauses say of it."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from nlp import names, text, tokens
from nlp.contracts import CORE_ITEMS, JUDGEMENTS
from nlp.corpus.reading import Clause, LabelledNote
from nlp.reading import features, model, pieces
from nlp.reading.features import NEAR_BITS, NEIGHBOUR, OWN_BITS, SHIFTS
from nlp.reading.model import LABELS

Bools = npt.NDArray[np.bool_]
FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Dataset:
    """Clauses of many notes. ``matrix``: one row a clause; ``notes``: one row a text (own and near
    features of all its clauses); ``gold``: (clauses, labels); ``batch``: all texts;
    ``group``: each text's author; ``kind``: ordinary, hard, fragment or bank; ``decisions``: (texts,
    decisions), which mean nothing for banks."""

    batch: pieces.Batch
    matrix: sparse.csr_matrix
    notes: sparse.csr_matrix
    gold: Bools
    group: npt.NDArray[np.str_]
    kind: npt.NDArray[np.str_]
    decisions: Bools


def masked(note: LabelledNote) -> tuple[str, list[str]]:
    """The note's text as the model sees it, normalised and names masked, and its words."""
    read = names.read(text.normalise(note.text), text.normalise(note.student), tokens.words, frozenset(), ())
    return read.masked, read.words


def fragments(notes: Sequence[LabelledNote]) -> list[LabelledNote]:
    """Two short stretches of each note, the same every time: what a note looks like while it is written.

    Their labels follow from their clauses as a note's do.
    """
    draw = random.Random(5)  # noqa: S311 - a sample, no secret
    found = []
    for note in notes:
        for least, most in ((1, 3), (3, 8)):
            length = min(draw.randint(least, most), len(note.clauses))
            first = draw.randrange(len(note.clauses) - length + 1)
            own = note.clauses[first : first + length]
            start, end = own[0].start, own[-1].end
            moved = tuple(replace(c, start=c.start - start, end=c.end - start) for c in own)
            found.append(
                LabelledNote(
                    f"{note.id}-{first}", note.author, note.student, FRAGMENT, note.text[start:end], moved
                )
            )
    return found


def build(notes: Sequence[LabelledNote]) -> Dataset:
    """The training data of notes and of groups from clause banks (which are no whole notes)."""
    read = [masked(note) for note in notes]
    batch = pieces.batch([text for text, _ in read], [own for _, own in read])
    gold = np.zeros((batch.clauses, len(LABELS)), dtype=np.bool_)
    for number in range(batch.clauses):
        owner = int(batch.note[number])
        start = int(batch.start[number] - batch.base[owner])
        end = int(batch.end[number] - batch.base[owner])
        for clause in _covering(notes[owner].clauses, start, end):
            gold[number] |= labels(clause)
    decisions = np.array([wanted(note.labels()) for note in notes], dtype=np.bool_)
    found = features.extract(batch)
    return Dataset(
        batch,
        design(batch, found),
        design_notes(batch, found),
        gold,
        np.array([note.author for note in notes]),
        np.array([note.kind for note in notes]),
        decisions,
    )


def design(batch: pieces.Batch, found: features.Features) -> sparse.csr_matrix:
    """One row a clause: own features, then those of each of SHIFTS, as the weights' tables are laid out."""
    every = np.arange(batch.clauses)
    own, near = _counted(found, every, model.lengths(found.own_count + found.near_count))
    blocks = [own]
    other, inside = model.neighbours(batch, SHIFTS)
    for number, shift in enumerate(SHIFTS):
        rows = np.flatnonzero(inside[:, number])
        share = np.full(len(rows), NEIGHBOUR if shift else 1, np.float32)
        pick = sparse.csr_matrix((share, (rows, other[rows, number])), shape=(batch.clauses,) * 2)
        blocks.append(pick @ near)
    return sparse.hstack(blocks, format="csr", dtype=np.float32)


def design_notes(batch: pieces.Batch, found: features.Features) -> sparse.csr_matrix:
    """One row a text: how often each feature stands in it, own ones before near ones, of about length one."""
    count = np.bincount(batch.note, found.own_count + found.near_count, minlength=len(batch.first) - 1)
    length = model.lengths(count.astype(np.int64))
    return sparse.hstack(_counted(found, batch.note, length), format="csr", dtype=np.float32)


def _counted(found: features.Features, row: pieces.Ints, length: model.Floats) -> list[sparse.csr_matrix]:
    """How often each feature stands in each row, own and near ones; ``row``: that of each clause."""
    return [
        sparse.csr_matrix(
            (np.repeat(length[row], count), (np.repeat(row, count), buckets)), shape=(len(length), 1 << bits)
        )
        for buckets, count, bits in (
            (found.own, found.own_count, OWN_BITS),
            (found.near, found.near_count, NEAR_BITS),
        )
    ]


def width() -> int:
    """Columns of the design matrix."""
    return (1 << OWN_BITS) + len(SHIFTS) * (1 << NEAR_BITS)


def _covering(clauses: Sequence[Clause], start: int, end: int) -> list[Clause]:
    """The labelled clauses that a piece holds; of one longer than the piece, that one."""
    shared = [(min(end, clause.end) - max(start, clause.start), clause) for clause in clauses]
    found = [clause for length, clause in shared if length >= min(4.0, (end - start) / 2)]
    return found or [max(shared, key=lambda pair: pair[0])[1]]


def labels(clause: Clause) -> Bools:
    """A labelled clause as a row over LABELS."""
    judged = clause.judgement in ("+", "-")
    return np.array(
        [
            judged and bool(clause.about)
            if label == "A"
            else clause.judgement == label and not (judged and clause.about)
            if label in "+-~"
            else label in clause.items
            for label in LABELS
        ]
    )


def wanted(labels: Mapping[str, Any]) -> list[bool | None]:
    """A note's labels as a row over DECISIONS, None where they say nothing: items present, items not
    absent, praise, criticism."""
    states = [labels.get("content", {}).get(item) for item in CORE_ITEMS]
    tone = labels.get("tone")
    return [
        *(None if state is None else state == "present" for state in states),
        *(None if state is None else state != "absent" for state in states),
        *((None, None) if tone is None else JUDGEMENTS[tone]),
    ]
