"""The demo county is whole after one run, leaves somebody to visit, and a second run on a later day
changes nothing."""

from datetime import timedelta

import pytest

from bureaus import selectors as bureaus
from kernel import clock, tenancy
from kernel.actor import Actor, Role
from tenants.demo.county import SCHOOLS, county_make
from tenants.demo.story import notes
from tenants.review import selectors as review
from tenants.roster import selectors as roster
from tenants.targets import selectors as targets
from tenants.visits import selectors as visits


def _counts() -> list[tuple[str, int, int, int, int]]:
    """Per school: students, staff, visits, flags of any state."""
    found = []
    for plan in SCHOOLS:
        school = bureaus.school_by_host(bureaus.school_host(plan.slug))
        assert school is not None
        with tenancy.school(school.schema_name):
            principal = Actor(
                user_id=1,
                name="校长",
                roles=frozenset({Role.PRINCIPAL}),
                school=school.schema_name,
                staff_id=1,
            )
            found.append(
                (
                    plan.slug,
                    roster.student_list_for(actor=principal).count(),
                    roster.staff_list_for(actor=principal).count(),
                    visits.visit_list_for(actor=principal).count(),
                    review.flag_list_for(actor=principal, state="all").count(),
                )
            )
    return found


@pytest.mark.timeout(400)
@pytest.mark.django_db
def test_twice_is_once() -> None:
    said: list[str] = []
    accounts = county_make(say=said.append)
    first = _counts()
    assert [(slug, students, staff) for slug, students, staff, _, _ in first] == [
        ("qingshi", 66, 12),
        ("liuhe", 66, 12),
        ("yunling", 66, 12),
    ]
    assert [counted for _, _, _, counted, _ in first] == [len(notes(plan.slug)) for plan in SCHOOLS]
    assert min(flags for *_, flags in first) >= 10
    assert [len(school["teachers"]) for school in accounts["schools"]] == [11, 11, 11]
    assert [school["template"] for school in accounts["schools"]] == ["P01", "P05", "P15"]

    for plan in SCHOOLS:
        school = bureaus.school_by_host(bureaus.school_host(plan.slug))
        assert school is not None
        assert school.last_activity is not None
        with tenancy.school(school.schema_name):
            coverage = targets.coverage_facts()
        assert coverage is not None
        assert 40 <= coverage.numerator < coverage.denominator == 66

    with clock.frozen(clock.now() + timedelta(days=1)):
        again = county_make(say=said.append)
    assert _counts() == first
    assert [s["schema"] for s in again["schools"]] == [s["schema"] for s in accounts["schools"]]
    assert len(said) == 6
