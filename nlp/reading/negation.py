"""One rule beside the model: a merit straight behind a negation is a criticism (“不按时交作业”).

A sum over features cannot see that one word turns another; the contract leaves no doubt.  Clauses that
wish, agree or speak of somebody else are left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from nlp import lexicon
from nlp.reading.pieces import Batch

# Characters between the negation and the merit (“不太主动”).
_GAP = 2
_SURE = np.float32(0.9)


@cache
def _kinds() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which entries negate, which name a merit."""
    entries = lexicon.load().entries
    negates = [all(e.kind == "neg" for e in own) for own in entries]
    merit = [any(e.kind == "merit" for e in own) and not any(e.polarity < 0 for e in own) for own in entries]
    return np.array(negates), np.array(merit)


def turned(batch: Batch, clauses: npt.NDArray[np.float32], labels: Sequence[str]) -> npt.NDArray[np.float32]:
    """The clauses' probabilities, praise and criticism set right where the only merit is negated."""
    if len(batch.hits) < 2:
        return clauses
    negates, merit = _kinds()
    entry, start, end = batch.hits.T
    clause = batch.start.searchsorted(start, side="right") - 1
    close = (clause[1:] == clause[:-1]) & (start[1:] - end[:-1] <= _GAP) & (clause[1:] >= 0)
    negated = (close & negates[entry[:-1]] & merit[entry[1:]]).nonzero()[0] + 1
    if not len(negated):
        return clauses
    merits = np.bincount(clause[merit[entry] & (clause >= 0)], minlength=batch.clauses)
    here = np.unique(clause[negated])
    here = here[merits[here] == np.bincount(clause[negated], minlength=batch.clauses)[here]]
    praise, blame = labels.index("+"), labels.index("-")
    judged = clauses[here, praise] + clauses[here, blame] > 0.4
    aside = clauses[here][:, [labels.index(label) for label in ("M", "m", "F", "A")]].max(axis=1) < 0.5
    here = here[judged & aside]
    clauses = clauses.copy()
    clauses[here, blame] = np.maximum(clauses[here, blame], _SURE)
    clauses[here, praise] = np.minimum(clauses[here, praise], 1 - _SURE)
    return clauses
