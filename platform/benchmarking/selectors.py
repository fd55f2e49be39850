"""Reads of what schools pushed: figures, for the staff of one bureau; and one yes or no, for a school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.db.models import Count

from benchmarking import rules
from benchmarking.contracts import (
    Band,
    Comparison,
    Estimate,
    FindingComparison,
    Kind,
    Measure,
    Point,
    SchoolEstimate,
    SchoolFigure,
    TermEstimate,
)
from benchmarking.errors import MeasureNotFound
from benchmarking.models import Fact, SharedSentence
from bureaus import selectors as bureaus
from kernel import crypto, tenancy
from kernel.actor import Actor

COVERAGE = Measure(
    code="coverage",
    title="家访覆盖",
    kind=Kind.CENSUS,
    explanation="本学期至少家访过一次的学生，占应家访学生的多少。人人都数到了，没有偶然，只看还差几人。",
)
COMPLETE_NOTES = Measure(
    code="complete_notes",
    title="记录完整率",
    kind=Kind.RATE,
    explanation="在校情况、家庭情况、商定措施三样都写到的记录，占已检查记录的多少。",
)
MEASURES: tuple[Measure, ...] = (COVERAGE, COMPLETE_NOTES)


def comparison_list_for(*, actor: Actor, measure: str | None = None) -> list[Comparison]:
    """Every measure, or the one named, over the schools of the actor's bureau, newest period each.

    Schools come by name, never by value: nobody is ranked. Raises MeasureNotFound.
    """
    chosen = [m for m in MEASURES if measure in (None, m.code)]
    if not chosen:
        raise MeasureNotFound
    if actor.bureau_id is None:
        return [_compare(m, [], {}) for m in chosen]
    facts = list(
        Fact.objects.filter(school__bureau_id=actor.bureau_id, measure__in=[m.code for m in chosen])
        .select_related("school")
        .order_by("school__name", "school_id")
    )
    names = {term.key: term.name for term in bureaus.calendar_of_bureau(actor.bureau_id).terms}
    return [_compare(m, [f for f in facts if f.measure == m.code], names) for m in chosen]


def coverage_by_school(*, school_ids: Iterable[int]) -> dict[int, SchoolFigure]:
    """The newest coverage figure of each school that has pushed one; small ones are left out."""
    figures: dict[int, SchoolFigure] = {}
    facts = Fact.objects.filter(school_id__in=list(school_ids), measure=COVERAGE.code).order_by("period")
    for fact in facts:
        if rules.is_suppressed(fact.numerator, fact.denominator, census=True):
            figures.pop(fact.school_id, None)
        else:
            figures[fact.school_id] = SchoolFigure(fact.numerator, fact.denominator, fact.updated_at)
    return figures


def _compare(measure: Measure, facts: Sequence[Fact], names: Mapping[str, str]) -> Comparison:
    period = max((fact.period for fact in facts), default="")
    current = [fact for fact in facts if fact.period == period]
    census = measure.kind is Kind.CENSUS
    shown = [f for f in current if not rules.is_suppressed(f.numerator, f.denominator, census=census)]
    # The overall share is taken over the shown schools alone, so that no hidden cell can be told by
    # subtracting the others from a total.
    overall = rules.pooled_share((f.numerator, f.denominator) for f in shown)
    shown_ids = {fact.pk for fact in shown}
    points = tuple(
        _point(fact, measure, overall) if fact.pk in shown_ids else _hidden(fact) for fact in current
    )
    limits = () if census or overall is None else rules.limits((f.denominator for f in shown), overall)
    return Comparison(
        measure=measure,
        period=period,
        period_name=names.get(period, period),
        overall=overall,
        points=points,
        limits=limits,
    )


def _point(fact: Fact, measure: Measure, overall: float | None) -> Point:
    band: Band | None = None
    if measure.kind is Kind.RATE and overall is not None:
        band = rules.band(fact.numerator, fact.denominator, overall)
    return Point(
        school_id=str(fact.school.public_id),
        school_name=fact.school.name,
        numerator=fact.numerator,
        denominator=fact.denominator,
        value=fact.numerator / fact.denominator,
        band=band,
        missing=fact.denominator - fact.numerator if measure.kind is Kind.CENSUS else None,
        suppressed=False,
        pushed_at=fact.updated_at,
    )


def _hidden(fact: Fact) -> Point:
    return Point(
        school_id=str(fact.school.public_id),
        school_name=fact.school.name,
        numerator=None,
        denominator=None,
        value=None,
        band=None,
        missing=None,
        suppressed=True,
        pushed_at=fact.updated_at,
    )


MANY_SCHOOLS = 3
"""What stands in so many other schools is a set phrase of the place and not worth telling."""


def sentences_key(*, school: str) -> bytes:
    """The key under which the schools of one bureau make their hashes; another bureau has another."""
    return crypto.shared_key(f"sentences:{bureaus.school_get(schema_name=school).bureau_id}")


def sentences_elsewhere(*, school: str, fps: Collection[int]) -> frozenset[int]:
    """Which of these hashes stand in one or two other schools of the school's bureau.

    Neither which schools nor how often: a school may learn that a sentence is not its own, nothing more.
    """
    if not fps:
        return frozenset()
    with tenancy.public():
        own = bureaus.school_get(schema_name=school)
        rows = (
            SharedSentence.objects.filter(bureau_id=own.bureau_id, fp__in=list(fps))
            .exclude(school_id=own.id)
            .values("fp")
            .annotate(schools=Count("school_id"))
            .filter(schools__lt=MANY_SCHOOLS)
        )
        return frozenset(row["fp"] for row in rows)


# --- how precise the checks are ------------------------------------------------------------------

Cells = dict[int, tuple[int, int]]
"""Numerator and denominator by school."""


def finding_list_for(*, actor: Actor, codes: Sequence[str]) -> list[FindingComparison]:
    """These findings over the schools of the actor's bureau, in their order; schools by name.

    Of each school only counts are known. Cells that are too small are hidden, and sums are made so that
    none can be had by subtraction.
    """
    if actor.bureau_id is None:
        return []
    facts = Fact.objects.filter(school__bureau_id=actor.bureau_id, measure__contains=":")
    terms: dict[str, dict[str, Cells]] = defaultdict(lambda: defaultdict(dict))
    schools: dict[int, tuple[str, str]] = {}
    for fact in facts.select_related("school").order_by("school__name", "school_id"):
        terms[fact.measure][fact.period][fact.school_id] = (fact.numerator, fact.denominator)
        schools[fact.school_id] = (str(fact.school.public_id), fact.school.name)
    names = {term.key: term.name for term in bureaus.calendar_of_bureau(actor.bureau_id).terms}
    return [_comparison(code, terms, schools, names) for code in codes]


def _comparison(
    code: str,
    terms: Mapping[str, Mapping[str, Cells]],
    schools: Mapping[int, tuple[str, str]],
    names: Mapping[str, str],
) -> FindingComparison:
    decided = terms.get(rules.finding_measure(code), {})
    whole = _together(decided)
    soft = terms.get(rules.softened_measure(code), {})
    newest = soft[max(soft)] if soft else {}
    return FindingComparison(
        code=code,
        overall=_over(whole),
        missed=_over(_together(terms.get(rules.miss_measure(code), {}))),
        terms=tuple(
            TermEstimate(period, names.get(period, period), _over(decided[period]))
            for period in sorted(decided)
        ),
        schools=tuple(
            SchoolEstimate(
                school_id=public_id,
                school_name=name,
                estimate=_own(whole.get(school, (0, 0))),
                softened=newest.get(school, (0, 1))[0] > 0,
            )
            for school, (public_id, name) in schools.items()
        ),
    )


def _together(terms: Mapping[str, Cells]) -> Cells:
    """All terms of each school in one cell."""
    whole: Cells = {}
    for cells in terms.values():
        for school, (part, count) in cells.items():
            before = whole.get(school, (0, 0))
            whole[school] = (before[0] + part, before[1] + count)
    return whole


def _over(cells: Cells) -> Estimate:
    sums = rules.summed(list(cells.values()))
    return _estimate(*sums) if sums else _too_small()


def _own(cell: tuple[int, int]) -> Estimate:
    return _too_small() if rules.is_suppressed(*cell, census=False) else _estimate(*cell)


def _estimate(part: int, whole: int) -> Estimate:
    low, high = rules.jeffreys(part, whole)
    return Estimate(right=part, decided=whole, value=part / whole, low=low, high=high, suppressed=False)


def _too_small() -> Estimate:
    return Estimate(right=None, decided=None, value=None, low=None, high=None, suppressed=True)
