"""Bureaus, hosts and the calendar."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bureaus import rules, selectors, services
from bureaus.contracts import Calendar, HolidaySpan, TermSpan, YearSpan
from bureaus.errors import NameTaken, SchoolInvalid, SchoolNotFound, SlugTaken
from bureaus.models import Bureau, School
from kernel import tenancy
from kernel.actor import Actor, Role
from tests.support.schools import TestSchool

SYSTEM = Actor.system(None)


def test_a_bureau_comes_with_the_usual_calendar_and_once(alpha: TestSchool) -> None:
    first = services.bureau_create(actor=SYSTEM, name="南县教育局", slug="south")
    again = services.bureau_create(actor=SYSTEM, name="别名", slug="south")

    assert again == first
    calendar = selectors.calendar_of_bureau(first.id)
    assert (len(calendar.years), len(calendar.terms)) == (3, 6)


@pytest.mark.parametrize("slug", ["alpha", "east"])
def test_a_bureau_cannot_take_a_known_host(alpha: TestSchool, slug: str) -> None:
    if slug == "east":
        assert services.bureau_create(actor=SYSTEM, name="x", slug=slug).id == alpha.bureau_id
    else:
        with pytest.raises(SlugTaken):
            services.bureau_create(actor=SYSTEM, name="x", slug=slug)
    with tenancy.public():
        assert Bureau.objects.count() == 2


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A b", "学校", "api", "a" * 41, "a.b"])
def test_slugs_that_are_no_host_name_are_refused(alpha: TestSchool, slug: str) -> None:
    with pytest.raises(SchoolInvalid):
        services.bureau_create(actor=SYSTEM, name="x", slug=slug)


def test_the_calendar_is_read_from_within_a_school(alpha: TestSchool, beta: TestSchool) -> None:
    services.calendar_save(
        actor=SYSTEM,
        bureau_id=alpha.bureau_id,
        calendar=Calendar(
            years=(YearSpan("2030", date(2030, 9, 1), date(2031, 8, 31)),),
            terms=(TermSpan("2030-1", "2030", "第一学期", date(2030, 9, 2), date(2031, 1, 20)),),
            holidays=(HolidaySpan("national-2030", "国庆", date(2030, 10, 1), date(2030, 10, 8)),),
        ),
    )
    with tenancy.school(alpha.schema_name):
        calendar = selectors.calendar_for_school(alpha.schema_name)
        assert tenancy.current() == alpha.schema_name
        assert selectors.current_school().name == "甲小学"
    term = calendar.term_on(date(2030, 9, 2))
    year = calendar.year_on(date(2031, 8, 31))
    assert term is not None
    assert year is not None
    assert (term.key, year.key, calendar.term_on(date(2031, 2, 1))) == ("2030-1", "2030", None)
    other = selectors.calendar_for_school(beta.schema_name)
    assert other.term_on(date(2030, 9, 2)) is None


def test_saving_a_calendar_twice_keeps_one(alpha: TestSchool) -> None:
    before = selectors.calendar_of_bureau(alpha.bureau_id)

    services.calendar_save(actor=SYSTEM, bureau_id=alpha.bureau_id, calendar=before)

    assert selectors.calendar_of_bureau(alpha.bureau_id) == before


@pytest.mark.parametrize(
    "actor",
    [
        Actor.system(None),
        Actor(user_id=1, name="x", roles=frozenset({Role.PRINCIPAL})),
        Actor(user_id=1, name="x", roles=frozenset({Role.BUREAU})),
        Actor(user_id=1, name="x", roles=frozenset({Role.BUREAU}), bureau_id=1, school="jf_s_0123456789"),
    ],
)
def test_only_a_bureaus_member_lists_schools(alpha: TestSchool, actor: Actor) -> None:
    with tenancy.public():
        assert list(selectors.school_list_for(actor=actor)) == []


def test_a_school_of_another_bureau_is_not_found(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.public():
        other = School.objects.get(pk=beta.school_id).public_id

    with pytest.raises(SchoolNotFound):
        selectors.school_get_for(actor=alpha.bureau_actor, public_id=other)
    assert selectors.school_get_for(actor=beta.bureau_actor, public_id=other).name == "乙小学"


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("Alpha.Localhost:8000", "alpha.localhost"),
        ("alpha.localhost.", "alpha.localhost"),
        ("[::1]:8000", "::1"),
        ("127.0.0.1", "127.0.0.1"),
    ],
)
def test_hosts_are_compared_without_port_and_case(header: str, host: str) -> None:
    assert rules.host_normal(header) == host


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_the_school_year_begins_in_september(day: date, year: int) -> None:
    assert rules.school_year_key(day) == year


def test_the_usual_calendar_leaves_no_day_between_terms_and_holidays() -> None:
    calendar = rules.usual_calendar(2026, 2026)

    spans = [(t.start, t.end) for t in calendar.terms]
    spans += [(h.start, h.end) for h in calendar.holidays if not h.key.startswith("national")]
    days = sum((end - start).days + 1 for start, end in spans)
    assert days == (calendar.years[0].end - calendar.years[0].start).days + 1 == 365


def test_activity_moves_forward_only(alpha: TestSchool) -> None:
    for day in (date(2026, 10, 2), date(2026, 10, 1)):
        services.school_activity(schema_names=[alpha.schema_name], day=day)

    assert selectors.school_get(schema_name=alpha.schema_name).last_activity == date(2026, 10, 2)


def test_orders_of_one_bureau_follow_one_another(alpha: TestSchool) -> None:
    with CaptureQueriesContext(connection) as seen, pytest.raises(NameTaken):
        services.school_register(
            actor=alpha.bureau_actor,
            bureau_id=alpha.bureau_id,
            schema_name="unused",
            name="甲小学",
            slug="free",
            stage="primary",
            template="P01",
        )

    asked = [query["sql"] for query in seen.captured_queries if query["sql"].startswith("SELECT")]
    bureau, looks = asked[0], asked[1:]
    assert bureau.endswith("LIMIT 1 FOR UPDATE"), "the bureau is locked before anything is looked up"
    assert any("甲小学" in look for look in looks)
