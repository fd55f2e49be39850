"""Values that cross the border of the benchmarking app. No Django here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """How a measure may be compared."""

    CENSUS = "census"
    """Everybody is counted: no chance is involved, so no control limits, only what is still missing."""
    RATE = "rate"
    """A share of a sample: differences may be chance, so the funnel's limits belong to it."""


class Band(StrEnum):
    """Where a school's rate lies against what chance alone would give."""

    INSIDE = "inside"
    WATCH = "watch"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Measure:
    """One comparable figure: its stable code, its Chinese title and how it is read."""

    code: str
    title: str
    kind: Kind
    explanation: str


@dataclass(frozen=True, slots=True)
class FactValue:
    """What a school pushes: `numerator` of `denominator` (persons or notes) in one period."""

    measure: str
    period: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Point:
    """One school's figure. The counts and the value are None where the cell is suppressed."""

    school_id: str
    school_name: str
    numerator: int | None
    denominator: int | None
    value: float | None
    band: Band | None
    missing: int | None
    suppressed: bool
    pushed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Limit:
    """The funnel's limits at `n` cases, as shares from 0 to 1."""

    n: int
    lower95: float
    upper95: float
    lower998: float
    upper998: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure over the schools of one bureau. `period` is a term's key, `period_name` what people
    call it; `overall` is the share over the points shown."""

    measure: Measure
    period: str
    period_name: str
    overall: float | None
    points: tuple[Point, ...]
    limits: tuple[Limit, ...]


@dataclass(frozen=True, slots=True)
class SchoolFigure:
    """A school's coverage for the list of schools, and when the school last sent figures."""

    reached: int
    in_scope: int
    pushed_at: datetime


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share over several schools or of one, with its 95 % interval; None of everything where the
    numbers are too small to show. `decided` counts the cases."""

    right: int | None
    decided: int | None
    value: float | None
    low: float | None
    high: float | None
    suppressed: bool


@dataclass(frozen=True, slots=True)
class SchoolEstimate:
    """One school's share, and whether the finding is only a hint there."""

    school_id: str
    school_name: str
    estimate: Estimate
    softened: bool


@dataclass(frozen=True, slots=True)
class TermEstimate:
    """The share over the schools in one term."""

    period: str
    period_name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class FindingComparison:
    """One finding over the schools of a bureau, all terms together: how often decisions said it was right,
    term by term, how often it was missed in drawn notes, and each school by name."""

    code: str
    overall: Estimate
    missed: Estimate
    terms: tuple[TermEstimate, ...]
    schools: tuple[SchoolEstimate, ...]
