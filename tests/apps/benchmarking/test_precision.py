"""What the bureau knows of its schools' decisions: counts, summed, small cells hidden."""

from benchmarking import services
from benchmarking.contracts import FactValue
from benchmarking.selectors import finding_list_for
from kernel import tenancy
from tests.support.schools import TestSchool

CODE = "tone.complaint_only"


def push(school: TestSchool, measure: str, numerator: int, denominator: int, period: str = "2026-1") -> None:
    services.facts_push(
        school=school.schema_name, facts=[FactValue(f"{measure}:{CODE}", period, numerator, denominator)]
    )


def found(school: TestSchool):  # type: ignore[no-untyped-def]
    with tenancy.public():
        (one,) = finding_list_for(actor=school.bureau_actor, codes=[CODE])
    return one


def test_terms_are_added_up_and_other_bureaus_left_out(alpha: TestSchool, beta: TestSchool) -> None:
    push(alpha, "finding", 8, 20)
    push(alpha, "finding", 12, 20, "2025-2")
    push(alpha, "missed", 5, 25)
    push(alpha, "softened", 0, 1, "2025-2")
    push(alpha, "softened", 1, 1)
    push(beta, "finding", 50, 50)
    one = found(alpha)
    assert (one.overall.right, one.overall.decided, one.overall.value) == (20, 40, 0.5)
    assert (round(one.overall.low or 0, 3), round(one.overall.high or 0, 3)) == (0.35, 0.65)
    assert (one.missed.right, one.missed.decided) == (5, 25)
    assert [(term.period, term.estimate.right) for term in one.terms] == [("2025-2", 12), ("2026-1", 8)]
    (school,) = one.schools
    assert (school.school_name, school.softened, school.estimate.decided) == ("甲小学", True, 40)


def test_small_numbers_are_hidden(alpha: TestSchool) -> None:
    push(alpha, "finding", 4, 9)
    push(alpha, "missed", 2, 25)
    one = found(alpha)
    assert one.overall.suppressed
    assert (one.overall.right, one.overall.decided, one.overall.value, one.overall.low) == (None,) * 4
    assert one.missed.suppressed
    assert [school.estimate.suppressed for school in one.schools] == [True]


def test_nothing_was_pushed_yet(alpha: TestSchool) -> None:
    one = found(alpha)
    assert (one.overall.suppressed, one.terms, one.schools) == (True, (), ())
