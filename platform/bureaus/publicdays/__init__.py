"""The country's public holidays and make-up days, to fill a bureau's calendar with.

Past the years that the holiday library knows, the days that the law itself names are offered for the next
year; the make-up days follow with the yearly notice, and whoever keeps the calendar enters them.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from chinese_calendar import constants

from bureaus.contracts import HolidaySpan, MakeUpDay, PublicYear

FIRST_YEAR = 2024
DAY = timedelta(days=1)
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}
CODES = {
    "元旦": "newyear",
    "春节": "spring",
    "清明节": "qingming",
    "劳动节": "labour",
    "端午节": "dragonboat",
    "中秋节": "midautumn",
    "国庆节": "national",
}
NOTICE = "国务院办公厅关于{year}年部分节假日安排的通知"
ISSUED = {2024: "2023年10月25日", 2025: "2024年11月12日", 2026: "2025年11月4日"}
LAW = "《全国年节及纪念日放假办法》（2024年11月修订）规定的放假日；调休和补课日以国务院办公厅当年的通知为准"
STATUTORY = {
    2027: (
        ("元旦", date(2027, 1, 1), date(2027, 1, 1)),
        ("春节", date(2027, 2, 5), date(2027, 2, 8)),
        ("清明节", date(2027, 4, 5), date(2027, 4, 5)),
        ("劳动节", date(2027, 5, 1), date(2027, 5, 2)),
        ("端午节", date(2027, 6, 9), date(2027, 6, 9)),
        ("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
        ("国庆节", date(2027, 10, 1), date(2027, 10, 3)),
    )
}
"""What the law names, by year, while the notice of that year is not known here."""


def public_years() -> tuple[PublicYear, ...]:
    """Every year from 2024 on that is known, each with its source."""
    known = range(FIRST_YEAR, max(constants.holidays).year + 1)
    return (
        *(_announced(year) for year in known),
        *(_by_law(year) for year in sorted(STATUTORY) if year not in known),
    )


def _announced(year: int) -> PublicYear:
    issued = f"（{ISSUED[year]}）" if year in ISSUED else ""
    return PublicYear(
        year=year,
        source=NOTICE.format(year=year) + issued,
        complete=True,
        holidays=tuple(_stretches(year)),
        make_up_days=tuple(
            MakeUpDay(day, f"{NAMES[name]}补课")
            for day, name in sorted(constants.workdays.items())
            if day.year == year
        ),
    )


def _by_law(year: int) -> PublicYear:
    return PublicYear(
        year=year,
        source=LAW,
        complete=False,
        holidays=tuple(
            HolidaySpan(f"{CODES[name]}-{year}", name, start, end) for name, start, end in STATUTORY[year]
        ),
        make_up_days=(),
    )


def _stretches(year: int) -> Iterator[HolidaySpan]:
    """Days that follow each other are one holiday, named by all that fall into it."""
    days = sorted(day for day in constants.holidays if day.year == year)
    for _, run in groupby(enumerate(days), key=lambda item: item[1] - item[0] * DAY):
        stretch = [day for _, day in run]
        names = list(dict.fromkeys(NAMES[str(constants.holidays[day])] for day in stretch))
        yield HolidaySpan(f"{CODES[names[0]]}-{year}", "、".join(names), stretch[0], stretch[-1])
