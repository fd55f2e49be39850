"""Hashes of stretches: what the sums give is what each stretch alone gives, under any base."""

from __future__ import annotations

import numpy as np
import pytest

from nlp import hashing
from nlp.copies.hashing import stretch_hashes

WRAP = 2**64


def slowly(numbers: list[int], base: int) -> int:
    return sum(number * pow(base, place, WRAP) for place, number in enumerate(numbers)) % WRAP


@pytest.mark.parametrize("base", [0x9E3779B97F4A7C15, 0x27BB2EE687B0B0FD])
def test_a_stretch_is_hashed_as_if_it_stood_alone(base: int) -> None:
    row = [(7 * place * place + 3) % 65_521 for place in range(3_000)]
    first, last = np.array([0, 0, 5, 2_990, 3_000]), np.array([0, 3_000, 9, 3_000, 3_000])
    found = hashing.stretches(np.array(row, dtype=np.uint64), first, last, base)
    assert found.tolist() == [slowly(row[a:b], base) for a, b in zip(first, last, strict=True)]


def test_a_longer_row_changes_no_hash() -> None:
    row = np.arange(40, dtype=np.uint64)
    first, last = np.array([3, 20]), np.array([8, 31])
    alone = hashing.stretches(row, first, last, 5)
    hashing.stretches(np.zeros(5_000, dtype=np.uint64), first, last, 5)
    assert hashing.stretches(row, first, last, 5).tolist() == alone.tolist()


def test_stored_hashes_stay_what_they_are() -> None:
    code = np.frombuffer("作业自己写完".encode("utf-16-le"), dtype=np.uint16)
    found = stretch_hashes(code, np.array([0, 2]), np.array([6, 4]))
    assert found.tolist() == [2736703303475535794, 941769289867510860]
