"""The arithmetic of a fair comparison. Pure: no database, no clock.

Control limits are exact (binomial, mid-p), after Spiegelhalter, "Funnel plots for comparing institutional
performance", Statistics in Medicine 24 (2005) 1185-1202, section A.1.1: the distribution function is
interpolated between the counts, so that the drawn curve and the band of a point always agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from benchmarking.contracts import Band, Limit

if TYPE_CHECKING:
    import numpy as np

MIN_DENOMINATOR = 10
"""Cells over fewer cases are hidden: with so few, a figure would speak of single families."""
MIN_COUNT = 3
"""A count of one or two in a rate is hidden for the same reason; none at all is no secret."""

ALPHA_95 = 0.05
ALPHA_998 = 0.002


def is_suppressed(numerator: int, denominator: int, *, census: bool) -> bool:
    """Whether a cell is too small to be shown.

    A census shows how many are still missing, which is its purpose; only its size is guarded.
    """
    if denominator < MIN_DENOMINATOR:
        return True
    if census:
        return False
    return 0 < numerator < MIN_COUNT


def finding_measure(code: str) -> str:
    """The measure of a finding's decisions: those that said it was right, of all."""
    return f"finding:{code}"


def miss_measure(code: str) -> str:
    """The measure of a finding's misses among the notes that were drawn and read."""
    return f"missed:{code}"


def softened_measure(code: str) -> str:
    """The measure that is 1 of 1 where the finding is only a hint."""
    return f"softened:{code}"


def pooled_share(cells: Iterable[tuple[int, int]]) -> float | None:
    """The share over all cells `(numerator, denominator)`; None without any case."""
    numerator = denominator = 0
    for part, whole in cells:
        numerator += part
        denominator += whole
    return numerator / denominator if denominator else None


@lru_cache(maxsize=4096)
def jeffreys(part: int, whole: int) -> tuple[float, float]:
    """The 95 % interval of a share of which `part` of `whole` cases are known: Beta(part + ½, rest + ½),
    the quantiles 2.5 % and 97.5 %; 0 where none and 1 where all are parts. Of nothing it is (0, 1).

    After Brown, Cai, DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16
    (2001) 101-133, section 4.3.
    """
    if not whole:
        return 0.0, 1.0
    from scipy.special import betaincinv

    a, b = part + 0.5, whole - part + 0.5
    low = 0.0 if part == 0 else float(betaincinv(a, b, ALPHA_95 / 2))
    high = 1.0 if part == whole else float(betaincinv(a, b, 1 - ALPHA_95 / 2))
    return low, high


def summed(cells: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The sum over schools of `(numerator, denominator)`, so that no hidden cell can be had from it.

    A single hidden cell would be the sum less the shown ones; then, and where the hidden ones together
    are too small as well, the sum is over the shown cells alone. None where nothing may be shown.
    """
    hidden = [cell for cell in cells if cell[1] and is_suppressed(*cell, census=False)]
    shown = [cell for cell in cells if not is_suppressed(*cell, census=False)]
    together = (sum(part for part, _ in hidden), sum(whole for _, whole in hidden))
    if len(hidden) > 1 and not is_suppressed(*together, census=False):
        shown.append(together)
    if not shown:
        return None
    return sum(part for part, _ in shown), sum(whole for _, whole in shown)


def band(numerator: int, denominator: int, share: float) -> Band:
    """Where `numerator` of `denominator` lies when `share` holds everywhere."""
    import numpy as np

    value = float(_mid_p(np.array([numerator]), denominator, share)[0])
    tail = min(value, 1.0 - value)
    if tail >= ALPHA_95 / 2:
        return Band.INSIDE
    if tail >= ALPHA_998 / 2:
        return Band.WATCH
    return Band.ASK


def limits(denominators: Iterable[int], share: float) -> tuple[Limit, ...]:
    """The funnel's curves from the smallest shown size to a little beyond the largest, about 60 points."""
    sizes = [n for n in denominators if n > 0]
    if not sizes:
        return ()
    import numpy as np

    first, last = MIN_DENOMINATOR, max(max(sizes) + 5, round(max(sizes) * 1.1))
    grid = sorted({round(n) for n in np.linspace(first, last, num=60)})
    return tuple(limit_at(n, share) for n in grid)


def limit_at(n: int, share: float) -> Limit:
    """The exact limits at `n` cases."""
    import numpy as np

    counts = np.arange(n + 1)
    distribution = _mid_p(counts, n, share)
    lower95, upper95 = _cut(counts, distribution, ALPHA_95)
    lower998, upper998 = _cut(counts, distribution, ALPHA_998)
    return Limit(n=n, lower95=lower95 / n, upper95=upper95 / n, lower998=lower998 / n, upper998=upper998 / n)


def _mid_p(counts: np.ndarray, n: int, share: float) -> np.ndarray:
    """P(X < count) + P(X = count) / 2 for a binomial X."""
    # Imported where it is needed: it takes longer to load than everything else in a worker together.
    from scipy.stats import binom

    result: np.ndarray = binom.cdf(counts, n, share) - binom.pmf(counts, n, share) / 2
    return result


def _cut(counts: np.ndarray, distribution: np.ndarray, alpha: float) -> tuple[float, float]:
    """Where the interpolated distribution crosses alpha/2 and 1-alpha/2; the ends where it never does."""
    import numpy as np

    low = float(np.interp(alpha / 2, distribution, counts))
    high = float(np.interp(1 - alpha / 2, distribution, counts))
    return low, high
