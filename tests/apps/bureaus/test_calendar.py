"""Keeping a bureau's calendar: what cannot be is refused, what goes is gone, make-up days count."""

from dataclasses import replace
from datetime import date

import pytest

from bureaus import services
from bureaus.contracts import Calendar, HolidaySpan, MakeUpDay, TermSpan, YearSpan
from bureaus.errors import BureauNotFound, CalendarChanged, CalendarInvalid
from bureaus.publicdays import public_years
from bureaus.rules import calendar_faults, calendar_version
from bureaus.selectors import calendar_for, calendar_of_bureau
from kernel import audit, tenancy
from tests.support.schools import TestSchool

YEAR = YearSpan("2030", date(2030, 9, 1), date(2031, 8, 31))
FIRST = TermSpan("2030-1", "2030", "第一学期", date(2030, 8, 29), date(2031, 1, 20))
SECOND = TermSpan("2030-2", "2030", "第二学期", date(2031, 2, 17), date(2031, 7, 4))
NATIONAL = HolidaySpan("national-2030", "国庆节", date(2030, 10, 1), date(2030, 10, 7))
SATURDAY = MakeUpDay(date(2030, 10, 12), "国庆节补课")
CALENDAR = Calendar((YEAR,), (FIRST, SECOND), (NATIONAL,), (SATURDAY,))


def saves(school: TestSchool) -> int:
    with tenancy.public():
        return audit.actions(subject=f"bureau:{school.bureau_id}").count("calendar.save")


def test_the_whole_calendar_is_replaced_for_all_schools_of_the_bureau(
    alpha: TestSchool, beta: TestSchool
) -> None:
    before = calendar_of_bureau(beta.bureau_id)
    seen = calendar_version(calendar_of_bureau(alpha.bureau_id))
    assert services.calendar_replace(actor=alpha.bureau_actor, calendar=CALENDAR, version=seen) == CALENDAR
    assert calendar_for(actor=alpha.bureau_actor) == CALENDAR
    assert calendar_of_bureau(beta.bureau_id) == before
    less = Calendar((YEAR,), (replace(FIRST, end=date(2031, 1, 18)),), (), ())
    made = services.calendar_replace(
        actor=alpha.bureau_actor, calendar=less, version=calendar_version(CALENDAR)
    )
    assert made == less


def test_the_same_again_changes_nothing_and_an_older_sight_is_refused(alpha: TestSchool) -> None:
    services.calendar_replace(actor=alpha.bureau_actor, calendar=CALENDAR)
    count = saves(alpha)
    stirred = replace(CALENDAR, terms=(SECOND, FIRST))
    services.calendar_replace(actor=alpha.bureau_actor, calendar=stirred, version="older")
    assert saves(alpha) == count
    with pytest.raises(CalendarChanged):
        services.calendar_replace(
            actor=alpha.bureau_actor, calendar=replace(CALENDAR, holidays=()), version="older"
        )
    assert calendar_for(actor=alpha.bureau_actor) == CALENDAR


def test_only_the_bureau_keeps_it(alpha: TestSchool) -> None:
    with pytest.raises(BureauNotFound):
        services.calendar_replace(actor=alpha.people["principal"], calendar=CALENDAR)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"years": (YEAR, replace(YEAR, start=date(2031, 9, 2), end=date(2032, 8, 1)))}, "years[1].key"),
        ({"years": (replace(YEAR, end=date(2030, 8, 1)),)}, "years[0].end"),
        ({"years": (YEAR, YearSpan("2031", date(2031, 8, 31), date(2032, 8, 31)))}, "years[1].start"),
        ({"terms": (FIRST, replace(SECOND, start=date(2031, 1, 20)))}, "terms[1].start"),
        ({"terms": (replace(FIRST, year="2029"),)}, "terms[0].year"),
        ({"terms": (replace(FIRST, start=date(2030, 8, 24)),)}, "terms[0].start"),
        ({"terms": (replace(SECOND, end=date(2031, 9, 1)),)}, "terms[0].start"),
        ({"holidays": (replace(NATIONAL, end=date(2030, 9, 1)),)}, "holidays[0].end"),
        ({"make_up_days": (MakeUpDay(date(2030, 10, 11), "周五"),)}, "make_up_days[0].date"),
        ({"make_up_days": (SATURDAY, SATURDAY)}, "make_up_days[1].date"),
    ],
)
def test_what_cannot_be_is_named(alpha: TestSchool, change: dict[str, object], place: str) -> None:
    calendar = replace(CALENDAR, **change)  # type: ignore[arg-type]
    assert place in calendar_faults(calendar)
    before = calendar_of_bureau(alpha.bureau_id)
    with pytest.raises(CalendarInvalid):
        services.calendar_replace(actor=alpha.bureau_actor, calendar=calendar)
    assert calendar_of_bureau(alpha.bureau_id) == before


def test_a_school_day_is_a_weekday_of_term_or_a_make_up_day() -> None:
    assert calendar_faults(CALENDAR) == {}
    days = {
        date(2030, 9, 30): True,  # a Monday
        date(2030, 10, 1): False,
        date(2030, 10, 12): True,  # the Saturday made up for
        date(2030, 10, 13): False,
        date(2031, 2, 3): False,  # a Monday of the winter holidays
    }
    assert {day: CALENDAR.is_school_day(day) for day in days} == days


def test_public_holidays_are_those_announced_with_their_source() -> None:
    years = {one.year: one for one in public_years()}
    assert list(years)[:3] == [2024, 2025, 2026]
    assert 2027 in years
    now = years[2026]
    assert now.source == "国务院办公厅关于2026年部分节假日安排的通知（2025年11月4日）"
    assert [(one.name, one.start.isoformat(), one.end.isoformat()) for one in now.holidays] == [
        ("元旦", "2026-01-01", "2026-01-03"),
        ("春节", "2026-02-15", "2026-02-23"),
        ("清明节", "2026-04-04", "2026-04-06"),
        ("劳动节", "2026-05-01", "2026-05-05"),
        ("端午节", "2026-06-19", "2026-06-21"),
        ("中秋节", "2026-09-25", "2026-09-27"),
        ("国庆节", "2026-10-01", "2026-10-07"),
    ]
    assert [one.date.isoformat() for one in now.make_up_days] == [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip
    assert [(one.name, one.end.isoformat()) for one in years[2025].holidays][-1] == (
        "国庆节、中秋节", "2025-10-08",
    )  # fmt: skip
    assert [one.date.isoformat() for one in years[2024].make_up_days] == [
        "2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
        "2024-10-12",
    ]  # fmt: skip


def test_every_public_year_could_be_put_into_a_calendar() -> None:
    for year in public_years():
        assert calendar_faults(Calendar((), (), year.holidays, year.make_up_days)) == {}
        assert all(one.start.year == year.year == one.end.year for one in year.holidays)
        assert len({one.key for one in year.holidays}) == len(year.holidays)
