"""When a quota binds: its periods and windows (rules 9 and 10 of the exchange format)."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tenants.policy.rules import Quota
from tenants.targets.engine.scenario import Scenario, Stretch

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ENTRY_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Period:
    """`scope_day`: where scope does not go by the period's end; `term`: the one it belongs to."""

    start: date
    end: date
    scope_day: date | None = None
    term: str | None = None

    def day(self, today: date) -> date:
        """The day on which being in scope is decided."""
        return self.scope_day or min(self.end, today)


def months_before(day: date, months: float) -> date:
    """The same day so many months earlier, clamped to the month's end; half a month is 14 more days."""
    whole = int(months)
    year, month = divmod(day.year * 12 + day.month - 1 - whole, 12)
    last = calendar.monthrange(year, month + 1)[1]
    back = date(year, month + 1, min(day.day, last))
    return back - 2 * WEEK if months > whole else back


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def periods(rule: Quota, scenario: Scenario) -> list[Period]:
    """Every period of the rule that has begun by today, in order, each once."""
    found = {
        (period.start, period.end, period.term if rule.scope.of == "new_class" else None): period
        for period in _all(rule, scenario)
        if period.start <= scenario.today
    }
    return sorted(found.values(), key=lambda period: (period.start, period.end))


def _all(rule: Quota, scenario: Scenario) -> Iterator[Period]:
    window = rule.window
    if window and window.before_term_months is not None:
        for term in scenario.terms:
            yield _before(term, window.before_term_months, term.id)
    elif window and window.before_entry:
        for year in scenario.years:
            yield _before(year, ENTRY_MONTHS, None)
    elif window and window.first_term:
        for year in scenario.years:
            inside = [term for term in scenario.terms if term.year == year.id]
            if inside:
                first = min(inside, key=lambda term: term.start)
                yield Period(first.start, first.end, term=first.id)
    elif window and window.first_year:
        for year in scenario.years:
            yield Period(year.start, year.end)
    elif window and window.by_week is not None:
        for term in scenario.terms:
            sunday = monday(term.start) + window.by_week * WEEK - DAY
            yield Period(term.start, min(sunday, term.end), term=term.id)
    else:
        yield from _regular(rule.per, scenario)


def _before(stretch: Stretch, months: float, term: str | None) -> Period:
    seventh = stretch.start + 6 * DAY
    return Period(months_before(stretch.start, months), stretch.start - DAY, seventh, term)


def _regular(per: str, scenario: Scenario) -> Iterator[Period]:
    if per == "year":
        for year in scenario.years:
            yield Period(year.start, year.end)
    elif per == "holiday":
        for holiday in scenario.holidays:
            yield Period(holiday.start, holiday.end)
    else:
        for term in scenario.terms:
            if per == "term":
                yield Period(term.start, term.end, term=term.id)
            elif per == "week":
                yield from _weeks(term)
            elif per == "month":
                yield from _months(term)


def _weeks(term: Stretch) -> Iterator[Period]:
    start = monday(term.start + 6 * DAY)
    while start + 6 * DAY <= term.end:
        yield Period(start, start + 6 * DAY, term=term.id)
        start += WEEK


def _months(term: Stretch) -> Iterator[Period]:
    start = term.start if term.start.day == 1 else _next_month(term.start)
    while (following := _next_month(start)) - DAY <= term.end:
        yield Period(start, following - DAY, term=term.id)
        start = following


def _next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
