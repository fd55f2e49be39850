"""Intervals of a share, and sums that give no hidden cell away."""

import pytest

from benchmarking.rules import jeffreys, summed


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # The quantiles 2.5 % and 97.5 % of Beta(part + 0.5, whole - part + 0.5), to four places.
        (0, 10, 0.0, 0.2172),
        (1, 10, 0.0110, 0.3813),
        (4, 30, 0.0467, 0.2865),
        (5, 30, 0.0666, 0.3274),
        (10, 20, 0.2934, 0.7066),
        (30, 30, 0.9203, 1.0),
        (0, 0, 0.0, 1.0),
    ],
)
def test_jeffreys_interval(part: int, whole: int, low: float, high: float) -> None:
    found = jeffreys(part, whole)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@pytest.mark.parametrize(
    ("cells", "sums"),
    [
        ([(20, 40), (30, 60)], (50, 100)),
        # One hidden cell would be the sum less the shown ones.
        ([(20, 40), (3, 9)], (20, 40)),
        # Two hidden ones that are large enough together.
        ([(20, 40), (3, 9), (4, 8)], (27, 57)),
        # Two hidden ones that are still too small together; an empty school is no second one.
        ([(20, 40), (1, 4), (1, 5)], (20, 40)),
        ([(20, 40), (3, 9), (0, 0)], (20, 40)),
        ([(4, 8), (3, 7)], (7, 15)),
        ([(3, 9)], None),
        ([], None),
    ],
)
def test_a_sum_gives_no_hidden_cell_away(cells: list[tuple[int, int]], sums: tuple[int, int] | None) -> None:
    assert summed(cells) == sums
