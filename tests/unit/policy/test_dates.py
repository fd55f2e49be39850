"""Which days the rules name, worked by hand on one school year."""

from datetime import date
from typing import Any

import pytest

from bureaus.contracts import Calendar, HolidaySpan, TermSpan, YearSpan
from tenants.policy.contracts import PolicyDay
from tenants.policy.rules import rules_read
from tenants.policy.schedule.dates import days_of
from tenants.policy.templates import template_get

AUTUMN = TermSpan("2026-1", "2026", "第一学期", date(2026, 8, 31), date(2027, 1, 22))
SPRING = TermSpan("2026-2", "2026", "第二学期", date(2027, 2, 22), date(2027, 7, 2))
CALENDAR = Calendar(
    years=(YearSpan("2026", date(2026, 8, 31), date(2027, 8, 29)),),
    terms=(AUTUMN, SPRING),
    holidays=(HolidaySpan("national", "国庆", date(2026, 10, 1), date(2026, 10, 8)),),
)


def days(rule: dict[str, Any], term: TermSpan = AUTUMN) -> list[PolicyDay]:
    return days_of(rules_read([{"source": "第一条", **rule}]), CALENDAR, term.start, term.end)


def test_a_weekly_reception_leaves_holidays_out() -> None:
    found = days(
        {
            "kind": "calendar", "event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=FR",
            "from_time": "15:00", "to_time": "17:00",
        }
    )  # fmt: skip
    assert [day.end for day in found[:6]] == [
        date(2026, 9, 4), date(2026, 9, 11), date(2026, 9, 18), date(2026, 9, 25), date(2026, 10, 9),
        date(2026, 10, 16),
    ]  # fmt: skip
    assert (found[0].start, found[0].from_time, found[0].to_time) == (date(2026, 9, 4), "15:00", "17:00")
    assert len(found) == 20


def test_the_eighth_of_each_month() -> None:
    found = days({"kind": "calendar", "event": "reception", "rrule": "FREQ=MONTHLY;BYMONTHDAY=8"})
    assert [day.end for day in found] == [
        date(2026, 9, 8), date(2026, 11, 8), date(2026, 12, 8), date(2027, 1, 8),
    ]  # fmt: skip


def test_the_second_tuesday_of_two_months() -> None:
    def day(month: int, term: TermSpan) -> list[date]:
        rule = {
            "kind": "calendar",
            "event": "open_day",
            "rrule": f"FREQ=YEARLY;BYMONTH={month};BYDAY=2TU",
        }
        return [found.end for found in days(rule, term)]

    assert day(12, AUTUMN) == [date(2026, 12, 8)]
    assert day(4, AUTUMN) == []
    assert day(4, SPRING) == [date(2027, 4, 13)]


def test_a_count_parts_its_term() -> None:
    found = days({"kind": "calendar", "event": "parent_meeting", "min": 2, "per": "term"})
    assert [(day.start, day.end, day.number, day.total) for day in found] == [
        (date(2026, 8, 31), date(2026, 11, 10), 1, 2),
        (date(2026, 11, 11), date(2027, 1, 22), 2, 2),
    ]


def test_once_a_week_and_once_a_month() -> None:
    weekly = days({"kind": "calendar", "event": "reception", "min": 1, "per": "week"})
    assert (len(weekly), weekly[1].start, weekly[1].end) == (21, date(2026, 9, 7), date(2026, 9, 13))
    monthly = days({"kind": "calendar", "event": "reception", "min": 1, "per": "month"})
    assert [day.end for day in monthly] == [
        date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31),
        date(2027, 1, 22),
    ]  # fmt: skip


def test_without_a_number_it_is_the_whole_term() -> None:
    (found,) = days({"kind": "calendar", "event": "committee"})
    assert (found.start, found.end) == (AUTUMN.start, AUTUMN.end)


@pytest.mark.parametrize(
    ("when", "ends"),
    [
        ("term_end", [date(2027, 1, 22), date(2027, 7, 2)]),
        ("year_end", [date(2027, 8, 29)]),
        ("month_end", [date(2027, 6, 30), date(2027, 7, 2)]),
    ],
)
def test_records_are_handed_in_at_the_end(when: str, ends: list[date]) -> None:
    rules = rules_read([{"kind": "archive", "source": "第一条", "when": when}])
    found = days_of(rules, CALENDAR, date(2026, 8, 31), date(2027, 8, 31))
    assert [day.end for day in found][-len(ends) :] == ends


def test_a_reward_has_its_sunday() -> None:
    found = days({"kind": "assessment", "effect": "bonus", "cause": "quota_met", "by_week": 18})
    assert [day.end for day in found] == [date(2027, 1, 3)]
    assert days({"kind": "assessment", "effect": "credit", "cause": "overall"}) == []


def test_only_what_touches_the_stretch_is_told() -> None:
    rules = rules_read([{"kind": "calendar", "source": "", "event": "symposium", "min": 2, "per": "term"}])
    found = days_of(rules, CALENDAR, date(2026, 11, 11), date(2026, 11, 11))
    assert [(day.number, day.total) for day in found] == [(2, 2)]


@pytest.mark.parametrize(
    ("code", "number"),
    [("P09", 7), ("P10", 25), ("P12", 22), ("P14", 20), ("P19", 22)],
)
def test_a_templates_meetings_and_receptions_have_their_days(code: str, number: int) -> None:
    found = days_of(template_get(code).rules, CALENDAR, AUTUMN.start, AUTUMN.end)
    assert len(found) == number
    assert all(AUTUMN.start <= day.start <= day.end <= AUTUMN.end for day in found)
