"""Fitting the three steps of the model, each on what the step before says of authors it has not seen."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier

from nlp.corpus.reading import BANK
from nlp.reading import model, pieces
from nlp.reading.features import NEAR_BITS, OWN_BITS, SHIFTS
from nlp.reading.model import DECISIONS, LABELS, Floats, Weights
from nlp.training.dataset import FRAGMENT, Dataset

FOLDS = 6
_C_CLAUSE, _C_WHOLE, _C_NOTE = 10.0, 20.0, 0.05
_FRAGMENT_SHARE = 0.4
_HIDDEN, _EPOCHS, _SEEDS = 48, 24, (1, 2)

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shared:
    """A decided note: masked text, its words, and for each of DECISIONS what was decided, None if nothing."""

    text: str
    words: tuple[str, ...]
    wanted: tuple[bool | None, ...]


def folds(data: Dataset) -> Ints:
    """The fold of each text: an author's notes lie in one fold, banks in none (-1)."""
    authors = sorted(set(data.group[data.kind != BANK]))
    numbers = {author: number % FOLDS for number, author in enumerate(authors)}
    return np.array([numbers.get(author, -1) for author in data.group])


def fit(data: Dataset, *, shared: Sequence[Shared] = (), jobs: int = 1, version: str = "") -> Weights:
    """The model of a dataset; the same for the same data."""
    fold = folds(data)
    spread = _spread(data.matrix)
    data = replace(data, matrix=(data.matrix @ sparse.diags(spread)).tocsr())
    clause_fold = fold[data.batch.note]
    # Fragments repeat their notes: the first step counts no clause twice, the others learn from short texts.
    counted = (data.kind != FRAGMENT)[data.batch.note]
    scores = _held_out_scores(data, clause_fold, counted, jobs)
    coefficients = _clauses(data.matrix[counted], data.gold[counted], jobs)
    seen = model.surroundings(data.batch, scores)
    known = clause_fold >= 0
    mean, scale = seen[known].mean(axis=0), seen[known].std(axis=0) + 1e-6
    seen = (seen - mean) / scale
    looked = np.zeros(data.gold.shape, np.float32)
    runs = [(number, seed) for number in range(FOLDS) for seed in _SEEDS]
    networks = Parallel(jobs, max_nbytes=None)(
        delayed(_network)(seen[rows], data.gold[rows], seed)
        for rows, seed in ((known & (clause_fold != number), seed) for number, seed in runs)
    )
    for number in range(FOLDS):
        own = clause_fold == number
        pair = [network for (n, _), network in zip(runs, networks, strict=True) if n == number]
        looked[own] = _look(seen[own], _joined(pair))
    network = _joined(
        Parallel(jobs, max_nbytes=None)(
            delayed(_network)(seen[known], data.gold[known], seed) for seed in _SEEDS
        )
    )
    whole = data.kind != BANK
    share = np.where(data.kind == FRAGMENT, _FRAGMENT_SHARE, 1.0)
    note_scores, note_rows, note_bias = _whole_notes(data, fold, whole, share, jobs)
    pooled = model.pooled(data.batch, note_scores, model.odds(scores), looked)
    pool_mean, pool_scale = pooled[whole].mean(axis=0), pooled[whole].std(axis=0) + 1e-6
    pooled = (pooled - pool_mean) / pool_scale
    own, near, bias = _tables(coefficients, spread)
    own = np.concatenate([own, note_rows[: 1 << OWN_BITS]], axis=1)
    near = np.concatenate([near, note_rows[1 << OWN_BITS :]], axis=1)
    weights = Weights(
        own=model.table(own), near=model.table(near), bias=bias, note_bias=note_bias,
        mean=mean.astype(np.float32), scale=scale.astype(np.float32),
        hidden=network[0], hidden_bias=network[1], out=network[2], out_bias=network[3],
        pool=np.zeros((pooled.shape[1], len(DECISIONS)), np.float32),
        pool_bias=np.zeros(len(DECISIONS), np.float32),
        pool_mean=pool_mean.astype(np.float32), pool_scale=pool_scale.astype(np.float32),
        version=version,
    )  # fmt: skip
    extra = [_pooled_of(one, weights) for one in shared]
    pool, pool_bias = _decisions(pooled[whole], data.decisions[whole], share[whole], extra, shared)
    return replace(weights, pool=pool, pool_bias=pool_bias)


def _pooled_of(one: Shared, weights: Weights) -> Floats:
    """What the last step sees of a note that the first two never saw."""
    batch = pieces.batch([one.text], [one.words])
    scores, whole = model.first_scores(batch, weights)
    looked = model.second_look(model.surroundings(batch, scores), weights)
    seen: Floats = (
        model.pooled(batch, whole, model.odds(scores), looked)[0] - weights.pool_mean
    ) / weights.pool_scale
    return seen


def _whole_notes(
    data: Dataset, fold: Ints, whole: npt.NDArray[np.bool_], share: npt.NDArray[np.float64], jobs: int
) -> tuple[Floats, Floats, Floats]:
    """Held-out scores of each text for each decision; the weights, (features, decisions), and biases."""
    spread = _spread(data.notes[whole])
    matrix = (data.notes @ sparse.diags(spread)).tocsr()
    runs = [(number, column) for number in (*range(FOLDS), None) for column in range(len(DECISIONS))]
    fitted = Parallel(jobs, max_nbytes=None)(
        delayed(_column)(matrix[rows], data.decisions[rows, column], share[rows], _C_WHOLE)
        for rows, column in ((whole & (fold != number), column) for number, column in runs)
    )
    scores = np.zeros(data.decisions.shape, np.float32)
    for (number, column), (row, bias) in zip(runs, fitted, strict=True):
        if number is not None:
            scores[fold == number, column] = matrix[fold == number] @ row + bias
    last = fitted[-len(DECISIONS) :]
    rows = np.stack([row * spread for row, _ in last], axis=1)
    return scores, rows, np.array([bias for _, bias in last], np.float32)


def _spread(matrix: sparse.csr_matrix) -> Floats:
    """What each feature weighs: rare ones more; one that only a single clause has tells nothing."""
    count = np.bincount(matrix.indices, minlength=matrix.shape[1])
    weight = np.log((matrix.shape[0] + 1) / (count + 1)) / 5
    return np.where(count > 1, weight, 0).astype(np.float32)


def _held_out_scores(data: Dataset, clause_fold: Ints, counted: npt.NDArray[np.bool_], jobs: int) -> Floats:
    scores = np.full(data.gold.shape, -4.0, np.float32)
    wanted = [(number, label) for number in range(FOLDS) for label in range(len(LABELS))]
    columns = Parallel(jobs, max_nbytes=None)(
        delayed(_column)(data.matrix[rows], data.gold[rows, label])
        for rows, label in ((counted & (clause_fold != number), label) for number, label in wanted)
    )
    for (number, label), (row, bias) in zip(wanted, columns, strict=True):
        own = clause_fold == number
        scores[own, label] = data.matrix[own] @ row + bias
    return scores


def _clauses(matrix: sparse.csr_matrix, gold: npt.NDArray[np.bool_], jobs: int) -> list[tuple[Floats, float]]:
    return list(
        Parallel(jobs, max_nbytes=None)(
            delayed(_column)(matrix, gold[:, label]) for label in range(len(LABELS))
        )
    )


def _column(
    matrix: sparse.csr_matrix,
    gold: npt.NDArray[np.bool_],
    share: npt.NDArray[np.float64] | None = None,
    c: float = _C_CLAUSE,
) -> tuple[Floats, float]:
    """Weights and bias of one label; ``share``: how much each row counts, ``c``: how freely it is fitted."""
    if not gold.any():
        return np.zeros(matrix.shape[1], np.float32), -6.0  # a label that these notes never have
    fitted = LogisticRegression(C=c, solver="liblinear", max_iter=60, tol=1e-2, random_state=0).fit(
        matrix, gold, share
    )
    return fitted.coef_[0].astype(np.float32), float(fitted.intercept_[0])


def _tables(coefficients: list[tuple[Floats, float]], spread: Floats) -> tuple[Floats, Floats, Floats]:
    stacked = np.stack([row * spread for row, _ in coefficients], axis=1)
    height = 1 << OWN_BITS
    near = [
        stacked[height + number * (1 << NEAR_BITS) : height + (number + 1) * (1 << NEAR_BITS)]
        for number in range(len(SHIFTS))
    ]
    # NEIGHBOUR is applied when the matrix is made and again when it is read: the weights stay plain.
    return stacked[:height], np.concatenate(near, axis=1), np.array([b for _, b in coefficients], np.float32)


def _network(seen: Floats, gold: npt.NDArray[np.bool_], seed: int) -> MLPClassifier:
    machine = MLPClassifier(
        (_HIDDEN,), alpha=1.0, max_iter=_EPOCHS, learning_rate_init=2e-3, batch_size=256, random_state=seed
    )
    with warnings.catch_warnings():
        # The number of rounds is chosen to stop early; that it could go on is no news.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return machine.fit(seen, gold)


def _joined(networks: list[MLPClassifier]) -> tuple[Floats, Floats, Floats, Floats]:
    """Several networks as one whose scores are their mean."""
    share = 1 / len(networks)
    return (
        np.concatenate([n.coefs_[0] for n in networks], axis=1).astype(np.float32),
        np.concatenate([n.intercepts_[0] for n in networks]).astype(np.float32),
        np.concatenate([n.coefs_[1] * share for n in networks], axis=0).astype(np.float32),
        np.sum([n.intercepts_[1] * share for n in networks], axis=0).astype(np.float32),
    )


def _look(seen: Floats, network: tuple[Floats, Floats, Floats, Floats]) -> Floats:
    hidden = np.maximum(seen @ network[0] + network[1], 0)
    return model.odds(hidden @ network[2] + network[3])


def _decisions(
    pooled: Floats,
    gold: npt.NDArray[np.bool_],
    share: npt.NDArray[np.float64],
    extra: Sequence[Floats] = (),
    shared: Sequence[Shared] = (),
) -> tuple[Floats, Floats]:
    columns, biases = [], []
    for number in range(len(DECISIONS)):
        decided = [(row, one.wanted[number]) for row, one in zip(extra, shared, strict=True)]
        known = [(row, wanted) for row, wanted in decided if wanted is not None]
        rows = np.vstack([pooled, *(row for row, _ in known)])
        wanted_ = np.concatenate([gold[:, number], [wanted for _, wanted in known]]).astype(bool)
        fitted = LogisticRegression(C=_C_NOTE, max_iter=1000, random_state=0).fit(
            rows, wanted_, np.concatenate([share, np.ones(len(known))])
        )
        columns.append(fitted.coef_[0])
        biases.append(fitted.intercept_[0])
    return np.stack(columns, axis=1).astype(np.float32), np.array(biases, np.float32)
