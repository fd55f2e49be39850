"""Hashes of runs of tokens: quick and fixed ones for whole arrays, keyed ones for a database."""

from __future__ import annotations

import hashlib
from functools import cache

import numpy as np
from numpy.typing import NDArray

from nlp import hashing
from nlp.hashing import Hashes, Ints

_FACTORS = tuple(
    np.uint64(factor)
    for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)
_BASE = 0x27BB2EE687B0B0FD


@cache
def _numbers() -> Hashes:
    """A fixed random number for every token."""
    x = np.arange(1, 0x10001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def run_hashes(code: NDArray[np.uint16], length: int) -> Hashes:
    """For each token a hash of the `length` (at most four) tokens from it on."""
    single = _numbers()[code]
    total = single * _FACTORS[0]
    for step in range(1, length):
        total[:-step] += single[step:] * _FACTORS[step]
    total ^= total >> np.uint64(32)
    return total


def stretch_hashes(code: NDArray[np.uint16], first: Ints, last: Ints) -> Hashes:
    """A hash of the tokens from each `first` to its `last`, wherever they stand."""
    found = hashing.stretches(_numbers()[code], first, last, _BASE)
    found ^= found >> np.uint64(29)
    return found


def keyed(data: bytes, key: bytes) -> int:
    """A signed 64-bit hash (fits a PostgreSQL bigint) from which nothing can be told without the key."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=8, key=key).digest(), "big", signed=True)
