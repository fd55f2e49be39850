"""Which days the rules of a policy name within a stretch of time. Pure.

A recurrence gives its days, as far as they are school days of a term. A count per period gives that many
equal stretches of the period: the school sets the day, the rule only the stretch. A rule without either
gives one stretch a term.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr

from bureaus.contracts import Calendar, HolidaySpan, TermSpan
from tenants.policy.contracts import PolicyDay
from tenants.policy.document.kinds import Archive, Assessment, CalendarRule, Rule
from tenants.policy.document.recurrence import recurrence_fault

DAY, WEEK = timedelta(days=1), timedelta(days=7)
MOST = 400
"""A recurrence gives at most so many days: more than a school year has."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: date
    end: date


def days_of(rules: Sequence[Rule], calendar: Calendar, start: date, end: date) -> list[PolicyDay]:
    """Everything that the rules date between two days, both included, by day and then by rule."""
    found = [
        day
        for position, rule in enumerate(rules)
        for day in _days(position, rule, calendar)
        if day.start <= end and day.end >= start
    ]
    return sorted(found, key=lambda day: (day.end, day.start, day.rule, day.number))


def _days(position: int, rule: Rule, calendar: Calendar) -> Iterator[PolicyDay]:
    match rule:
        case CalendarRule(rrule=str(recurrence)) if recurrence_fault(recurrence) is None:
            for day in _occurrences(recurrence, calendar):
                yield PolicyDay(position, day, day, rule.from_time or "", rule.to_time or "")
        case CalendarRule():
            per = rule.per or "term"
            for period in _periods(per, calendar):
                yield from _spread(position, period, int(rule.min or 1))
        case Archive():
            until = {"month_end": "month", "term_end": "term", "year_end": "year"}[rule.when]
            for period in _periods(until, calendar):
                yield PolicyDay(position, period.end, period.end)
        case Assessment(by_week=int(week)):
            for term in calendar.terms:
                sunday = _monday(term.start) + week * WEEK - DAY
                yield PolicyDay(position, min(sunday, term.end), min(sunday, term.end))


def _occurrences(recurrence: str, calendar: Calendar) -> Iterator[date]:
    """The recurrence's days in each term, holidays left out. It starts with each term: a rule of a school
    has no first day of its own."""
    for term in calendar.terms:
        begin = datetime.combine(term.start, time())
        rule = rrulestr(recurrence, dtstart=begin)
        for moment in rule.xafter(begin, count=MOST, inc=True):
            if moment.date() > term.end:
                break
            if not _free(moment.date(), calendar.holidays):
                yield moment.date()


def _free(day: date, holidays: Sequence[HolidaySpan]) -> bool:
    return any(holiday.start <= day <= holiday.end for holiday in holidays)


def _spread(position: int, period: _Stretch, number: int) -> Iterator[PolicyDay]:
    """`number` stretches of the period, as equal as whole days allow."""
    length = (period.end - period.start).days + 1
    number = min(max(number, 1), length)
    for index in range(number):
        first = period.start + length * index // number * DAY
        last = period.start + (length * (index + 1) // number - 1) * DAY
        yield PolicyDay(position, first, last, number=index + 1, total=number)


def _periods(per: str, calendar: Calendar) -> Iterator[_Stretch]:
    if per == "year":
        yield from (_Stretch(year.start, year.end) for year in calendar.years)
        return
    for term in calendar.terms:
        if per == "term":
            yield _Stretch(term.start, term.end)
        else:
            yield from _parts(term, per)


def _parts(term: TermSpan, per: str) -> Iterator[_Stretch]:
    """Weeks (Monday to Sunday) or calendar months, cut to the term."""
    start = term.start
    while start <= term.end:
        following = _monday(start) + WEEK if per == "week" else _next_month(start)
        yield _Stretch(start, min(following - DAY, term.end))
        start = following


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_month(day: date) -> date:
    return (day.replace(day=28) + 4 * DAY).replace(day=1)
