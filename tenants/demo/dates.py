"""A calendar in which today lies well inside a term, in whatever month the demo is started. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from bureaus.contracts import Calendar, HolidaySpan, TermSpan
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
    if year_end - end >= timedelta(weeks=14):
        second = end + timedelta(weeks=4)
        spans = ((start, end), (second, min(second + TERM, year_end - timedelta(weeks=2))))
    else:  # then there is room before: a school year has 52 weeks and a term 20
        spans = ((year_start, min(year_start + TERM, start - timedelta(weeks=2))), (start, end))
    terms = tuple(
        TermSpan(f"{key}-{n}", key, f"{label}第{'一二'[n - 1]}学期", *span)
        for n, span in enumerate(spans, start=1)
    )
    # By the keys of the usual calendar, so that these replace what the bureau was given at first.
    winter = HolidaySpan(f"winter-{key}", f"{label}寒假", spans[0][1] + DAY, spans[1][0] - DAY)
    summer = HolidaySpan(f"summer-{key}", f"{label}暑假", min(spans[1][1] + DAY, year_end), year_end)
    around = usual_calendar(year_start.year - 1, year_start.year + 1)
    return Calendar(
        years=around.years,
        terms=tuple(
            sorted((*(t for t in around.terms if t.year != key), *terms), key=lambda term: term.start)
        ),
        holidays=(winter, summer),
    )


def visit_day(days_ago: int, today: date) -> date:
    """The day of a note, drawn together where the term is younger than the oldest note."""
    room = (today - first_day(today)).days
    return today - timedelta(days=min(days_ago, round(days_ago * room / BACK)))


def _year_start(today: date) -> date:
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)
