"""The trained model: from a batch of masked texts to what each clause says and each note contains.

Three steps, all linear in the text:

1. every clause gets a score for each label from its hashed features and those of its neighbours, and
   every note one for each decision from all of its features (logistic regressions over `features`);
2. a small network looks at the scores of nine clauses around it and at the note's totals, and gives each
   clause its probabilities: that is how a heading, a speaker or a subject named before reaches a clause;
3. note by note, pooled probabilities of both steps and the note's own scores give its states and tone.

The weights are plain arrays in `weights.npz` (never pickled), made by `python -m nlp train`; CARD.md is
their card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from nlp.reading import features, negation
from nlp.reading.features import NEAR_BITS, NEIGHBOUR, OWN_BITS, SHIFTS
from nlp.reading.pieces import Batch, Ints

Floats = npt.NDArray[np.float32]

FILE = Path(__file__).parent / "weights.npz"
# What a clause may be; the letters are the corpus' codes, A a judgement of somebody else.
LABELS = ("S", "H", "M", "s", "h", "m", "F", "+", "-", "~", "A")
# What a note may have.
DECISIONS = ("S", "H", "M", "Ss", "Hh", "Mm", "+", "-")
REACH = 4
TOP = 3
# Features of a clause that are summed at once.
_GROUP = 8
# The share of buckets that a table leaves out: on notes of authors never seen, figures move by a note or two.
_DROPPED = 0.7


class ModelError(ValueError):
    """The weights' file is damaged or made for other features."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Plain arrays. ``own``: L columns and one for each decision.  ``near``: L columns for each of
    SHIFTS and one for each decision.
    ``hidden``/``out``: weights and biases of the small network.  ``pool``: (2·pooled, decisions)."""

    own: Table
    near: Table
    bias: Floats
    note_bias: Floats
    mean: Floats
    scale: Floats
    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: Floats
    pool: Floats
    pool_bias: Floats
    pool_mean: Floats
    pool_scale: Floats
    version: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What the model says of a batch: ``clauses`` (n, labels) and ``notes`` (texts, decisions), 0 to 1."""

    batch: Batch
    clauses: Floats
    notes: Floats


@dataclass(frozen=True, slots=True)
class Table:
    """Weights of hashed features. ``row``: for each bucket its row, 0 for one that tells next to nothing;
    ``values``: (rows + 1, columns) in steps of a byte each, row 0 is zero; ``step``: what a step is in each
    column."""

    row: npt.NDArray[np.int32]
    values: npt.NDArray[np.int8]
    step: Floats

    def summed(self, buckets: Ints, count: Ints) -> Floats:
        """The sum of each clause's weights, (clauses, columns); ``count``: how many features each has."""
        rows = self.row[buckets]
        kept = rows.nonzero()[0]
        rows, end = rows[kept], kept.searchsorted(count.cumsum())
        count = end.copy()
        count[1:] -= end[:-1]
        # Groups of equal size, filled up with row 0, so that whole groups are summed in one product; a
        # clause without features has one group all the same.
        groups = np.maximum(count + _GROUP - 1, _GROUP) // _GROUP
        first = groups.cumsum() - groups
        place = np.arange(len(rows)) + (first * _GROUP - (end - count)).repeat(count)
        grid = np.zeros(int(groups.sum()) * _GROUP, np.int32)
        grid[place] = rows
        gathered = self.values.take(grid.reshape(-1, _GROUP), axis=0).astype(np.float32)
        summed = np.matmul(np.ones((1, _GROUP), np.float32), gathered)[:, 0]
        return np.asarray(np.add.reduceat(summed, first, axis=0) * self.step, dtype=np.float32)


def lengths(count: Ints | Floats) -> Floats:
    """The factor that makes a row of so many features of about length one."""
    return np.asarray(1 / np.sqrt(np.maximum(count, 1)), dtype=np.float32)


def neighbours(batch: Batch, shifts: Sequence[int]) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """For each clause (rows) the ones so much further in the same note, and whether there is one."""
    other = np.arange(batch.clauses)[:, None] + np.array(shifts)
    inside = (other >= batch.first[batch.note][:, None]) & (other < batch.first[batch.note + 1][:, None])
    return np.where(inside, other, 0), inside


def first_scores(batch: Batch, weights: Weights) -> tuple[Floats, Floats]:
    """Step 1: a score (log odds) for every clause and label, and for every note and decision."""
    found = features.extract(batch)
    labels, count = len(LABELS), found.own_count + found.near_count
    length = lengths(count)[:, None]
    far = weights.near.summed(found.near, found.near_count)
    close = weights.own.summed(found.own, found.own_count)
    whole = _by_note(batch, close[:, labels:] + far[:, len(SHIFTS) * labels :])
    features_of = _by_note(batch, count[:, None].astype(np.float32))
    whole = whole * lengths(features_of) + weights.note_bias
    around, scores = far * length, close[:, :labels] * length + weights.bias
    other, inside = neighbours(batch, SHIFTS)
    share = np.where(inside, np.where(np.array(SHIFTS) == 0, 1, NEIGHBOUR), 0).astype(np.float32)
    for number in range(len(SHIFTS)):
        block = around[:, number * labels : (number + 1) * labels]
        scores += share[:, number, None] * block[other[:, number]]
    return np.asarray(scores, dtype=np.float32), np.asarray(whole, dtype=np.float32)


def _by_note(batch: Batch, rows: Floats, joined: np.ufunc = np.add) -> Floats:
    """The sums of clauses' rows note by note, or what else ``joined`` makes of them; 0 without clauses."""
    total = np.zeros((len(batch.first) - 1, rows.shape[1]), np.float32)
    filled = batch.per_note.nonzero()[0]
    if len(filled):
        total[filled] = joined.reduceat(rows, batch.first[filled], axis=0)
    return total


def surroundings(batch: Batch, scores: Floats) -> Floats:
    """What step 2 looks at: scores of the nine clauses around, the note's totals, the place in the note."""
    n, labels = scores.shape
    soft = odds(scores)
    around, inside = neighbours(batch, range(-REACH, REACH + 1))
    parts = [np.where(inside[:, :, None], scores[around], np.float32(-4)).reshape(n, -1)]
    first, last = batch.first[:-1], batch.first[1:]
    top, total = _by_note(batch, scores, np.maximum), _by_note(batch, soft)
    running = soft.cumsum(axis=0, dtype=np.float64)
    before = np.vstack([np.zeros((1, labels)), running])[first]
    parts += [top[batch.note], np.log1p(total)[batch.note], running - before[batch.note]]
    number = np.arange(n)
    ends = batch.ends.astype(np.float32)
    parts.append(
        np.stack(
            [
                np.minimum(number - first[batch.note], 8) / 8,
                np.minimum(last[batch.note] - 1 - number, 8) / 8,
                ends,
                np.concatenate([np.ones(min(n, 1)), ends[:-1]]),
                np.minimum(batch.end - batch.start, 40) / 20,
            ],
            axis=1,
        )
    )
    return np.concatenate(parts, axis=1, dtype=np.float32)


def second_look(seen: Floats, weights: Weights) -> Floats:
    """Step 2: probabilities of every clause and label."""
    hidden = np.maximum((seen - weights.mean) / weights.scale @ weights.hidden + weights.hidden_bias, 0)
    return odds(hidden @ weights.out + weights.out_bias)


def pooled(batch: Batch, whole: Floats, *probabilities: Floats) -> Floats:
    """What step 3 looks at: for each label the three highest log odds, the sum, the chance of none; and
    the whole note's scores from step 1."""
    given = np.clip(np.concatenate(probabilities, axis=1), 1e-4, 1 - 1e-4).astype(np.float32)
    count = batch.per_note
    notes, labels = len(count), given.shape[1]
    place = np.arange(batch.clauses) - batch.first[batch.note]
    padded = np.full((notes, max(int(count.max(initial=0)), TOP), labels), 1e-4, np.float32)
    padded[batch.note, place] = given
    best = np.partition(padded, (-1, -2, -3), axis=1)[:, : -TOP - 1 : -1]
    padded[:] = 0
    padded[batch.note, place] = given
    total = np.log1p(padded.sum(axis=1))
    none = -np.log1p(-padded).sum(axis=1)
    return np.concatenate(
        [np.log(best / (1 - best)).reshape(notes, -1), total, none, np.log(count + 1)[:, None], whole],
        axis=1,
        dtype=np.float32,
    )


def read(batch: Batch, weights: Weights) -> Read:
    """What the model says of a batch."""
    texts = len(batch.first) - 1
    if not batch.clauses:
        return Read(
            batch, np.zeros((0, len(LABELS)), np.float32), np.zeros((texts, len(DECISIONS)), np.float32)
        )
    scores, whole = first_scores(batch, weights)
    clauses = negation.turned(batch, second_look(surroundings(batch, scores), weights), LABELS)
    seen = (pooled(batch, whole, odds(scores), clauses) - weights.pool_mean) / weights.pool_scale
    notes = odds(seen @ weights.pool + weights.pool_bias)
    notes[batch.per_note == 0] = 0
    return Read(batch, clauses, notes)


def odds(scores: npt.NDArray[np.floating]) -> Floats:
    """Log odds as probabilities."""
    return np.asarray(1 / (1 + np.exp(-scores.clip(-30, 30))), dtype=np.float32)


@cache
def load(file: Path = FILE) -> Weights:
    """The weights, read once a process. Raises ModelError."""
    try:
        # From memory: np.load leaves a damaged file open behind its error.
        with np.load(BytesIO(file.read_bytes()), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        about = json.loads(bytes(arrays.pop("about")).decode("utf-8"))
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise ModelError(f"{file.name}: {error}") from error
    if about["labels"] != list(LABELS) or about["bits"] != [OWN_BITS, NEAR_BITS]:
        raise ModelError(f"{file.name} was made for other features; run `python -m nlp train`")
    own, near = (
        Table(
            _rows(arrays.pop(f"{name}_rows"), 1 << bits),
            # Row by row in memory, or each gathering would copy the whole table.
            np.ascontiguousarray(arrays.pop(name)),
            arrays.pop(f"{name}_step"),
        )
        for name, bits in (("own", OWN_BITS), ("near", NEAR_BITS))
    )
    return Weights(own=own, near=near, version=about["version"], **arrays)


def _rows(buckets: npt.NDArray[np.int32], height: int) -> npt.NDArray[np.int32]:
    rows = np.zeros(height, np.int32)
    rows[buckets] = np.arange(1, len(buckets) + 1)
    return rows


def table(dense: Floats) -> Table:
    """A table of the buckets that tell most; the others change next to no decision and cost time."""
    most = np.abs(dense).max(axis=0)
    most[most == 0] = 1
    told = (np.abs(dense) / most).max(axis=1)
    buckets = np.flatnonzero((told > 0) & (told >= np.quantile(told[told > 0], _DROPPED))).astype(np.int32)
    step = (most / 127).astype(np.float32)
    values = np.vstack([np.zeros((1, dense.shape[1]), np.float32), dense[buckets]])
    return Table(_rows(buckets, len(dense)), np.round(values / step).astype(np.int8), step)


def save(weights: Weights, file: Path) -> None:
    """Write the weights."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        name: getattr(weights, name) for name in Weights.__slots__ if name not in ("own", "near", "version")
    }
    for name in ("own", "near"):
        kept: Table = getattr(weights, name)
        arrays |= {
            f"{name}_rows": np.flatnonzero(kept.row).astype(np.int32),
            name: kept.values,
            f"{name}_step": kept.step,
        }
    about = {"labels": LABELS, "bits": (OWN_BITS, NEAR_BITS), "version": weights.version}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
