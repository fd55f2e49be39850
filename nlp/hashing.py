"""Hashes of stretches of a row of numbers, by prefix sums over powers of an odd base modulo 2**64.

A stretch has the same hash wherever it stands, and any number of them costs one pass over the row.
Weights are trained on, and prints stored by, these very hashes: they may not change.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

_LEAST, _KEPT = 1 << 10, 1 << 20
# Powers of each base and of its inverse, the longest row of each so far; above `_KEPT` they are not kept.
_powers: dict[int, tuple[Hashes, Hashes]] = {}


def stretches(numbers: Hashes, first: Ints, last: Ints, base: int) -> Hashes:
    """A hash of `numbers[first:last]` for each `first` and its `last` (both at most the row's length).

    `base`: odd, below 2**64; hashes under different bases have nothing to do with one another.
    """
    power, inverse = _powers_of(base, len(numbers) + 1)
    sums = np.zeros(len(numbers) + 1, dtype=np.uint64)
    np.cumsum(numbers * power[: len(numbers)], out=sums[1:])
    found: Hashes = (sums[last] - sums[first]) * inverse[first]
    return found


def _powers_of(base: int, count: int) -> tuple[Hashes, Hashes]:
    """At least `count` powers of the base and of its inverse, from 1 on."""
    known = _powers.get(base)
    if known is not None and len(known[0]) >= count:
        return known
    length = max(_LEAST, 1 << (count - 1).bit_length())
    made = _row(base, length), _row(pow(base, -1, 1 << 64), length)
    if length <= _KEPT:
        _powers[base] = made
    return made


def _row(base: int, length: int) -> Hashes:
    factors = np.full(length, base, dtype=np.uint64)
    factors[0] = 1
    return np.cumprod(factors)
