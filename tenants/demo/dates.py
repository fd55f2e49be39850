"""A calendar in which today lies well inside a term, in whatever month the demo is started. Pure."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from bureaus.contracts import Calendar, HolidaySpan, TermSpan, YearSpan
from bureaus.rules import usual_calendar

BACK = 66
"""Days before today on which the demo's term begins; the oldest note is a few days younger."""
TERM = timedelta(weeks=20)
DAY = timedelta(days=1)


def first_day(today: date) -> date:
    """When the demo's term began: about nine weeks ago, but never before the classes moved up a grade."""
    moved_up = date(today.year, 8, 1) if today.month == 8 else _year_start(today)
    return max(today - timedelta(days=BACK), moved_up)


def demo_calendar(today: date) -> Calendar:
    """The usual school years around today, with this year's terms moved so that one holds today."""
    start = first_day(today)
    year_start = _year_start(today)
    year_end = date(year_start.year + 1, 8, 31)
    end = min(start + TERM, year_end)
    key, label = str(year_start.year), f"{year_start.year}-{year_start.year + 1}学年"
    year = YearSpan(key, year_start, year_end)
    if year_end - end >= timedelta(weeks=14):
        second = end + timedelta(weeks=4)
        spans = [(start, end), (second, min(second + TERM, year_end - timedelta(weeks=2)))]
    elif start - year_start >= timedelta(weeks=14):
        spans = [(year_start, min(year_start + TERM, start - timedelta(weeks=2))), (start, end)]
    else:
        spans = [(start, end)]
    number = 2 if len(spans) == 1 and start.month < 9 and start != year_start else 1
    terms = tuple(
        TermSpan(f"{key}-{n}", key, f"{label}第{'一二'[n - 1]}学期", *span)
        for n, span in enumerate(spans, start=number)
    )
    holidays = tuple(
        HolidaySpan(f"break-{key}-{n}", "假期", before[1] + DAY, after[0] - DAY)
        for n, (before, after) in enumerate(itertools.pairwise(spans), start=1)
    )
    around = usual_calendar(year_start.year - 1, year_start.year + 1)
    return Calendar(
        years=tuple(year if y.key == key else y for y in around.years),
        terms=tuple(
            sorted((*(t for t in around.terms if t.year != key), *terms), key=lambda term: term.start)
        ),
        holidays=holidays,
    )


def visit_day(days_ago: int, today: date) -> date:
    """The day of a note, drawn together where the term is younger than the oldest note."""
    room = (today - first_day(today)).days
    return today - timedelta(days=min(days_ago, round(days_ago * room / BACK)))


def _year_start(today: date) -> date:
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)
