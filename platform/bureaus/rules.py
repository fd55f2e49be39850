"""Pure rules about host names and the usual school calendar."""

import re
from datetime import date, timedelta
from hashlib import sha256

from bureaus.contracts import Calendar, HolidaySpan, TermSpan, YearSpan

WEEK = timedelta(days=7)
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
FLOOR_MOST = 12
"""A bureau may ask for a visit a month, not for more."""
RESERVED_SLUGS = frozenset({"www", "api", "admin", "static", "health", "mail", "app", "portal", "localhost"})


def slug_fits(slug: str) -> bool:
    """True when the slug can be the first part of a host name and is not kept for ourselves."""
    return SLUG.fullmatch(slug) is not None and slug not in RESERVED_SLUGS


def host_normal(host: str) -> str:
    """A Host header without port, lower case."""
    host = host.strip().lower()
    if host.startswith("["):
        return host.split("]")[0].lstrip("[")
    return host.split(":")[0].rstrip(".")


def school_year_key(day: date) -> int:
    """The first calendar year of the school year that `day` lies in: it begins on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def calendar_version(calendar: Calendar) -> str:
    """A short mark of what a calendar holds: the same calendar, the same mark."""
    return sha256(repr(calendar).encode()).hexdigest()[:16]


def calendar_faults(calendar: Calendar) -> dict[str, list[str]]:
    """What cannot be, by place (`terms[2].end`), in words for whoever keeps the calendar."""
    faults: dict[str, list[str]] = {}

    def fault(place: str, words: str) -> None:
        faults.setdefault(place, []).append(words)

    spans: tuple[tuple[str, tuple[YearSpan | TermSpan | HolidaySpan, ...]], ...] = (
        ("years", calendar.years), ("terms", calendar.terms), ("holidays", calendar.holidays),
    )  # fmt: skip
    for name, listed in spans:
        seen: set[str] = set()
        for index, one in enumerate(listed):
            if one.end < one.start:
                fault(f"{name}[{index}].end", "结束日期早于开始日期。")
            if one.key in seen:
                fault(f"{name}[{index}].key", "与前面一条重复。")
            seen.add(one.key)
    for name, apart in spans[:2]:
        for index, one in enumerate(apart):
            if any(other.start <= one.end and one.start <= other.end for other in apart[:index]):
                fault(f"{name}[{index}].start", "与前面一段时间重叠。")
    years = {year.key: year for year in calendar.years}
    for index, term in enumerate(calendar.terms):
        year = years.get(term.year)
        if year is None:
            fault(f"terms[{index}].year", "没有这个学年。")
        elif not year.start - WEEK <= term.start <= term.end <= year.end:
            fault(f"terms[{index}].start", "学期应在学年之内（开学可以早几天）。")
    days: set[date] = set()
    for index, day in enumerate(calendar.make_up_days):
        if day.date.weekday() < 5:
            fault(f"make_up_days[{index}].date", "补课日应是星期六或星期日。")
        if day.date in days:
            fault(f"make_up_days[{index}].date", "这一天已经登记过。")
        days.add(day.date)
    return faults


def usual_calendar(first_year: int, last_year: int) -> Calendar:
    """The usual shape of school years first_year … last_year, as a start for a bureau that has not
    entered its own: 1 September to 25 January, 20 February to 8 July."""
    years, terms, holidays = [], [], []
    for year in range(first_year, last_year + 1):
        key = str(year)
        span = f"{year}-{year + 1}学年"
        first = (date(year, 9, 1), date(year + 1, 1, 25))
        second = (date(year + 1, 2, 20), date(year + 1, 7, 8))
        years.append(YearSpan(key, date(year, 9, 1), date(year + 1, 8, 31)))
        terms.append(TermSpan(f"{key}-1", key, f"{span}第一学期", *first))
        terms.append(TermSpan(f"{key}-2", key, f"{span}第二学期", *second))
        day = timedelta(days=1)
        holidays.append(HolidaySpan(f"national-{key}", "国庆节", date(year, 10, 1), date(year, 10, 7)))
        holidays.append(HolidaySpan(f"winter-{key}", f"{span}寒假", first[1] + day, second[0] - day))
        holidays.append(HolidaySpan(f"summer-{key}", f"{span}暑假", second[1] + day, date(year + 1, 8, 31)))
    return Calendar(tuple(years), tuple(terms), tuple(holidays))
