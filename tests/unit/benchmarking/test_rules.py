"""The funnel's arithmetic against values worked out by hand or by another method."""

import itertools
import math

import pytest

from benchmarking import rules
from benchmarking.contracts import Band


def _mid_p_below(count: int, n: int, share: float) -> float:
    """P(X < count) + P(X = count) / 2, summed term by term: the naive second opinion."""
    terms = [math.comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(count + 1)]
    return sum(terms[:-1]) + terms[-1] / 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "census", "hidden"),
    [
        (9, 9, True, True),
        (0, 0, True, True),
        (9, 10, True, False),
        (1, 40, True, False),
        (0, 40, False, False),
        (1, 40, False, True),
        (2, 40, False, True),
        (3, 40, False, False),
        (5, 9, False, True),
    ],
)
def test_small_cells_are_hidden(numerator: int, denominator: int, census: bool, hidden: bool) -> None:
    assert rules.is_suppressed(numerator, denominator, census=census) is hidden


def test_pooled_share_weighs_by_size() -> None:
    assert rules.pooled_share([(1, 10), (90, 90)]) == 0.91
    assert rules.pooled_share([]) is None
    assert rules.pooled_share([(0, 0)]) is None


def test_band_of_a_fair_coin() -> None:
    # n=10, p=1/2: mid-p below 1 is (1 + 10/2)/1024 = 0.00586, below 2 is (11 + 45/2)/1024 = 0.0327.
    assert rules.band(5, 10, 0.5) is Band.INSIDE
    assert rules.band(2, 10, 0.5) is Band.INSIDE
    assert rules.band(1, 10, 0.5) is Band.WATCH
    assert rules.band(9, 10, 0.5) is Band.WATCH
    # (1/2)/1024 = 0.00049 is beyond the 99.8 % limits.
    assert rules.band(0, 10, 0.5) is Band.ASK
    assert rules.band(10, 10, 0.5) is Band.ASK


@pytest.mark.parametrize("share", [0.05, 0.3, 0.8, 0.97])
@pytest.mark.parametrize("n", [10, 25, 60, 300])
def test_a_point_is_outside_exactly_where_the_curve_says(n: int, share: float) -> None:
    limit = rules.limit_at(n, share)
    for count in range(n + 1):
        below = _mid_p_below(count, n, share)
        value = count / n
        assert (value < limit.lower95 - 1e-9) == (below < 0.025 - 1e-12 and limit.lower95 > 0), (count, below)
        if rules.band(count, n, share) is Band.ASK:
            assert value <= limit.lower998 + 1e-9 or value >= limit.upper998 - 1e-9
        else:
            assert limit.lower998 - 1e-9 <= value <= limit.upper998 + 1e-9


def test_exact_limits_at_thirty_cases_of_four_fifths() -> None:
    limit = rules.limit_at(30, 0.8)
    # The same crossing points, searched one count after the other.
    naive = [(_mid_p_below(k, 30, 0.8), k) for k in range(31)]

    def crossing(level: float) -> float:
        for (low, k), (high, _) in itertools.pairwise(naive):
            if low <= level <= high:
                return k + (level - low) / (high - low)
        return 30.0

    assert limit.lower95 == pytest.approx(crossing(0.025) / 30, abs=1e-9)
    assert limit.upper95 == pytest.approx(crossing(0.975) / 30, abs=1e-9)
    assert limit.lower998 == pytest.approx(crossing(0.001) / 30, abs=1e-9)
    assert limit.upper998 == pytest.approx(crossing(0.999) / 30, abs=1e-9)
    # The published arcsine limits are close by, [.6409, .9211] and [.5396, .9674], and not the same.
    assert limit.lower95 == pytest.approx(0.6409, abs=0.02)
    assert limit.upper95 == pytest.approx(0.9211, abs=0.025)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_extreme_shares_give_limits_within_the_scale(share: float) -> None:
    limit = rules.limit_at(40, share)
    assert 0.0 <= limit.lower998 <= limit.lower95 <= limit.upper95 <= limit.upper998 <= 1.0


def test_curves_run_from_the_smallest_size_to_beyond_the_largest() -> None:
    curve = rules.limits([12, 200], 0.6)
    assert curve[0].n == 10
    assert curve[-1].n == 220
    assert [c.n for c in curve] == sorted({c.n for c in curve})
    widths = [c.upper95 - c.lower95 for c in curve]
    assert widths[0] > widths[-1]
    assert rules.limits([], 0.6) == ()
