"""What a bureau sees of its schools: pushed figures, its own schools only, small cells hidden."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from benchmarking import selectors, services
from benchmarking.contracts import Band, Comparison, FactValue
from benchmarking.errors import MeasureNotFound
from benchmarking.models import Fact
from bureaus.services import school_register
from kernel import clock, tenancy
from kernel.actor import Actor
from kernel.tenancy.template import new_schema_name
from tests.support.schools import TestSchool

AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def _push(school: str, measure: str, numerator: int, denominator: int, period: str = "2026-1") -> None:
    with clock.frozen(AT):
        services.facts_push(school=school, facts=[FactValue(measure, period, numerator, denominator)])


def _compared(actor: Actor, measure: str) -> Comparison:
    with tenancy.public():
        (found,) = selectors.comparison_list_for(actor=actor, measure=measure)
    return found


@pytest.fixture
def sister(alpha: TestSchool) -> Callable[[str], str]:
    """Registers one more school of alpha's bureau by name; gives its schema name. It needs no tables:
    figures never come from them."""

    def make(name: str) -> str:
        schema = new_schema_name()
        with tenancy.public():
            school_register(
                actor=alpha.bureau_actor,
                bureau_id=alpha.bureau_id,
                schema_name=schema,
                name=name,
                slug=f"s{schema[-10:]}",
                stage="primary",
                template="P01",
            )
        return schema

    return make


def test_a_pushed_figure_replaces_the_last_of_its_period(alpha: TestSchool) -> None:
    _push(alpha.schema_name, "coverage", 10, 60)
    _push(alpha.schema_name, "coverage", 31, 60)
    _push(alpha.schema_name, "coverage", 60, 60, period="2025-2")
    with tenancy.public():
        rows = list(Fact.objects.order_by("period").values_list("period", "numerator", "denominator"))
    assert rows == [("2025-2", 60, 60), ("2026-1", 31, 60)]
    point = _compared(alpha.bureau_actor, "coverage").points[0]
    assert (point.school_name, point.numerator, point.denominator, point.missing) == ("甲小学", 31, 60, 29)
    assert (point.value, point.band, point.suppressed, point.pushed_at) == (31 / 60, None, False, AT)


def test_a_bureau_sees_its_own_schools_only(alpha: TestSchool, beta: TestSchool) -> None:
    _push(alpha.schema_name, "coverage", 31, 60)
    _push(beta.schema_name, "coverage", 59, 60)
    assert [p.school_name for p in _compared(alpha.bureau_actor, "coverage").points] == ["甲小学"]
    assert [p.school_name for p in _compared(beta.bureau_actor, "coverage").points] == ["乙小学"]
    stranger = Actor(user_id=1, name="x", roles=frozenset({"bureau"}), bureau_id=None)
    assert _compared(stranger, "coverage").points == ()


def test_small_cells_are_hidden_and_cannot_be_told_from_the_whole(
    alpha: TestSchool, sister: Callable[[str], str]
) -> None:
    _push(alpha.schema_name, "complete_notes", 40, 50)
    _push(sister("乙二小学"), "complete_notes", 4, 8)
    _push(sister("丙小学"), "complete_notes", 2, 30)
    found = _compared(alpha.bureau_actor, "complete_notes")
    hidden = [p for p in found.points if p.suppressed]
    assert {p.school_name for p in hidden} == {"乙二小学", "丙小学"}
    assert {(p.numerator, p.denominator, p.value, p.band) for p in hidden} == {(None, None, None, None)}
    # 40 of 50 alone: were the hidden ones in it, they could be had by subtraction.
    assert found.overall == 0.8


def test_schools_come_by_name_and_not_by_value(alpha: TestSchool, sister: Callable[[str], str]) -> None:
    _push(alpha.schema_name, "complete_notes", 200, 400)
    _push(sister("丁小学"), "complete_notes", 30, 40)
    _push(sister("乙二小学"), "complete_notes", 5, 40)
    found = _compared(alpha.bureau_actor, "complete_notes")
    assert [p.school_name for p in found.points] == sorted(p.school_name for p in found.points)
    bands = {p.school_name: p.band for p in found.points}
    # 235 of 480 overall: 5 of 40 and 30 of 40 lie beyond the 99.8 % limits (6.3 % and 93.7 % at 10, about
    # a quarter and three quarters at 40), 200 of 400 well inside.
    assert bands["甲小学"] is Band.INSIDE
    assert bands["乙二小学"] is Band.ASK
    assert found.limits[0].n == 10
    assert found.limits[-1].n == 440


def test_a_census_has_no_limits(alpha: TestSchool) -> None:
    _push(alpha.schema_name, "coverage", 31, 60)
    assert _compared(alpha.bureau_actor, "coverage").limits == ()


def test_an_unknown_measure_is_refused(alpha: TestSchool) -> None:
    with tenancy.public(), pytest.raises(MeasureNotFound):
        selectors.comparison_list_for(actor=alpha.bureau_actor, measure="ranking")


def test_a_school_that_pushed_nothing_has_no_coverage(
    alpha: TestSchool, sister: Callable[[str], str]
) -> None:
    _push(alpha.schema_name, "coverage", 31, 60)
    _push(sister("小小学"), "coverage", 3, 9)
    with tenancy.public():
        figures = selectors.coverage_by_school(
            school_ids=[alpha.school_id, *Fact.objects.values_list("school_id", flat=True)]
        )
    assert {k: (v.reached, v.in_scope) for k, v in figures.items()} == {alpha.school_id: (31, 60)}
