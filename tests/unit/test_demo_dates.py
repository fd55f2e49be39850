"""In every month the demo has a term around today and notes inside it."""

import itertools
from datetime import date, timedelta

import pytest

from tenants.demo.dates import demo_calendar, first_day, visit_day

DAYS = [date(2026, 9, 1) + timedelta(days=n) for n in range(366)]


@pytest.mark.parametrize("today", [*DAYS[::7], date(2027, 8, 31), date(2027, 2, 28)])
def test_today_lies_in_a_term_of_a_well_formed_year(today: date) -> None:
    calendar = demo_calendar(today)
    year, term = calendar.year_on(today), calendar.term_on(today)
    assert year is not None
    assert term is not None
    assert term.year == year.key
    assert term.start == first_day(today)
    ordered = sorted(calendar.terms, key=lambda t: t.start)
    assert list(calendar.terms) == ordered
    assert len({t.key for t in ordered}) == len(ordered)
    for before, after in itertools.pairwise(ordered):
        assert before.start < before.end < after.start
    for span in ordered:
        own = next(y for y in calendar.years if y.key == span.year)
        assert own.start <= span.start <= span.end <= own.end
    for holiday in calendar.holidays:
        assert holiday.start <= holiday.end
        overlapping = [t for t in ordered if t.start <= holiday.start <= t.end]
        # Only on the last days of August is there no room left for a summer.
        assert overlapping == [] or holiday.start == holiday.end == date(2027, 8, 31)


@pytest.mark.parametrize("today", DAYS[::7])
def test_notes_keep_their_order_and_stay_within_the_term(today: date) -> None:
    days = [visit_day(ago, today) for ago in range(63, 1, -1)]
    assert days == sorted(days)
    assert first_day(today) <= days[0] <= days[-1] <= today


def test_in_november_the_notes_keep_their_distances() -> None:
    today = date(2026, 11, 23)
    assert first_day(today) == date(2026, 9, 18)
    assert visit_day(63, today) == date(2026, 9, 21)
    assert [t.name for t in demo_calendar(today).terms if t.year == "2026"] == [
        "2026-2027学年第一学期",
        "2026-2027学年第二学期",
    ]
