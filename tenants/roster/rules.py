"""How classes, grades and school years hang together. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

KINDERGARTEN: Final = "kindergarten"

ENTRY_GRADE: Final[dict[str, int]] = {
    KINDERGARTEN: 1, "primary": 1, "junior": 7, "nine_year": 1, "senior": 10, "vocational": 10,
}  # fmt: skip
# Kindergartens may have a nursery (0); some counties count grade 6 to the junior school.
GRADES: Final[dict[str, range]] = {
    KINDERGARTEN: range(4),
    "primary": range(1, 7),
    "junior": range(6, 10),
    "nine_year": range(1, 10),
    "senior": range(10, 13),
    "vocational": range(10, 13),
}
CHINESE_DIGITS: Final = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
_DIGITS: Final = "零一二三四五六七八九"
_KINDERGARTEN_LABELS: Final = ("托班", "小班", "中班", "大班")


def school_year_of(day: dt.date) -> int:
    """The year in which the school year of a day began. Rosters for September are made in August."""
    return day.year if day.month >= 8 else day.year - 1


def grade_of(*, stage: str, cohort_year: int, school_year: int) -> int:
    """The grade in that school year of those who entered this school's first grade in `cohort_year`."""
    return ENTRY_GRADE[stage] + school_year - cohort_year


def cohort_of(*, stage: str, grade: int, school_year: int) -> int:
    return school_year - (grade - ENTRY_GRADE[stage])


def entry_grades(stage: str) -> tuple[int, ...]:
    """The grades in which children come to a school of this stage."""
    return (1, 7) if stage == "nine_year" else (ENTRY_GRADE[stage],)


def is_studying(*, stage: str, grade: int) -> bool:
    """False once a cohort has left the school at the top (or has not come yet)."""
    return grade in GRADES[stage]


def grade_label(grade: int, stage: str) -> str:
    """三年级, 七年级, 高一, 中班."""
    if stage == KINDERGARTEN:
        return _KINDERGARTEN_LABELS[grade] if 0 <= grade < len(_KINDERGARTEN_LABELS) else f"{grade}年级"
    if 1 <= grade <= 9:
        return f"{_DIGITS[grade]}年级"
    return f"高{_DIGITS[grade - 9]}" if 10 <= grade <= 12 else f"{grade}年级"


def class_name(*, stage: str, grade: int, number: int, label: str = "") -> str:
    """三年级2班, 高一3班, 大2班; a class with a name of its own keeps it."""
    if stage == KINDERGARTEN:
        prefix = grade_label(grade, stage).removesuffix("班")
        return f"{prefix}班·{label}" if label else f"{prefix}{number}班"
    return grade_label(grade, stage) + (label or f"{number}班")


def masked_phone(phone: str) -> str:
    """138****5678; shorter numbers keep their last two digits only."""
    if len(phone) >= 11:
        return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
    return "*" * max(len(phone) - 2, 0) + phone[-2:] if phone else ""
