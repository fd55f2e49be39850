"""Rules 9 and 10: which periods bind, from when to when, and who belongs to a window before its term."""

from typing import Any

import pytest

from tests.unit.targets.worked import AUTUMN, SPRING, quota, school, targets, visit


def spans(rule: dict[str, Any], today: str, **more: Any) -> list[str]:
    """`start..end` of t1's targets."""
    return [f"{one[2]}..{one[3]}" for one in targets(school(rule, today=today, **more)) if one[1] == "t1"]


@pytest.mark.parametrize(
    ("per", "today", "found"),
    [
        ("term", "2026-08-30", []),
        ("term", "2026-08-31", ["2026-08-31..2027-01-22"]),
        ("term", "2027-02-22", ["2026-08-31..2027-01-22", "2027-02-22..2027-07-02"]),
        ("year", "2026-08-31", []),
        ("year", "2026-09-01", ["2026-09-01..2027-08-31"]),
        ("holiday", "2027-01-22", []),
        ("holiday", "2027-01-23", ["2027-01-23..2027-02-21"]),
        (
            "month",
            "2026-11-01",
            ["2026-09-01..2026-09-30", "2026-10-01..2026-10-31", "2026-11-01..2026-11-30"],
        ),
        ("week", "2026-09-13", ["2026-08-31..2026-09-06", "2026-09-07..2026-09-13"]),
    ],
)
def test_every_period_that_has_begun(per: str, today: str, found: list[str]) -> None:
    assert spans(quota("homeroom", "visits", 1, per), today) == found


def test_weeks_and_months_bind_only_wholly_inside_a_term() -> None:
    term = {"id": "t", "start": "2026-09-02", "end": "2026-10-30"}  # a Wednesday to a Friday
    assert spans(quota("homeroom", "visits", 1, "week"), "2026-12-01", terms=[term]) == [
        "2026-09-07..2026-09-13",
        "2026-09-14..2026-09-20",
        "2026-09-21..2026-09-27",
        "2026-09-28..2026-10-04",
        "2026-10-05..2026-10-11",
        "2026-10-12..2026-10-18",
        "2026-10-19..2026-10-25",
    ]
    assert spans(quota("homeroom", "visits", 1, "month"), "2026-12-01", terms=[term]) == []


def test_a_month_that_is_a_whole_term_binds() -> None:
    term = {"id": "t", "start": "2026-11-01", "end": "2026-11-30"}
    assert spans(quota("homeroom", "visits", 1, "month"), "2026-12-01", terms=[term]) == [
        "2026-11-01..2026-11-30"
    ]


@pytest.mark.parametrize(
    ("months", "start"),
    [(1, "2026-07-31"), (0.5, "2026-08-17"), (1.5, "2026-07-17"), (6, "2026-02-28"), (2, "2026-06-30")],
)
def test_before_term_starts_on_the_same_day_clamped(months: float, start: str) -> None:
    rule = quota("homeroom", "share", 50, "once", window={"before_term_months": months})
    assert spans(rule, "2026-09-30", terms=[AUTUMN]) == [f"{start}..2026-08-30"]


def test_before_term_begins_with_the_window_not_with_the_term() -> None:
    rule = quota("homeroom", "share", 50, "once", window={"before_term_months": 1})
    assert spans(rule, "2026-07-30") == []
    assert spans(rule, "2026-07-31") == ["2026-07-31..2026-08-30"]
    assert spans(rule, "2027-01-22") == ["2026-07-31..2026-08-30", "2027-01-22..2027-02-21"]


def test_before_term_asks_for_those_who_came_in_the_first_week() -> None:
    students = [
        {"id": "early", "class": "c1", "from": "2026-09-01"},
        {"id": "seventh", "class": "c1", "from": "2026-09-06"},
        {"id": "late", "class": "c1", "from": "2026-09-07"},
        {"id": "left", "class": "c1", "to": "2026-09-05"},
    ]
    rule = quota("homeroom", "share", 100, "once", window={"before_term_months": 1})
    visits = [visit("v1", "early", "t1", "2026-08-20")]
    expected = [(0, "t1", "2026-07-31", "2026-08-30", 2, 1, False, ["seventh"])]
    for today in ("2026-08-25", "2026-12-01"):  # also while the window still runs
        assert targets(school(rule, today=today, students=students, visits=visits)) == expected


def test_before_entry_is_three_months_and_the_entry_grades() -> None:
    rule = quota("homeroom", "share", 100, "once", "entry_grade", window={"before_entry": True})
    students = [
        {"id": "first", "class": "c1", "from": "2026-09-07"},
        {"id": "eighth", "class": "c1", "from": "2026-09-08"},
        {"id": "older", "class": "c2"},
    ]
    visits = [visit("v1", "first", "t1", "2026-06-01")]
    data = school(rule, students=students, visits=visits)
    assert targets(data) == [(0, "t1", "2026-06-01", "2026-08-31", 1, 1, True, [])]
    assert spans(rule, "2026-05-31") == []


def test_first_term_and_first_year() -> None:
    term = quota("homeroom", "share", 50, "once", "entry_grade", window={"first_term": True})
    year = quota("homeroom", "share", 100, "once", "entry_grade", window={"first_year": True})
    data = school(term, year, today="2027-03-01", terms=[SPRING, AUTUMN])
    assert targets(data) == [
        (0, "t1", "2026-08-31", "2027-01-22", 2, 0, False, ["s1", "s2", "s3"]),
        (1, "t1", "2026-09-01", "2027-08-31", 3, 0, False, ["s1", "s2", "s3"]),
    ]


@pytest.mark.parametrize(
    ("week", "start", "end"),
    [
        (1, "2026-09-02", "2026-09-06"),
        (2, "2026-09-02", "2026-09-13"),
        (9, "2026-09-02", "2026-10-30"),
        (20, "2026-09-02", "2026-10-30"),
    ],
)
def test_by_week_ends_on_its_sunday_or_with_the_term(week: int, start: str, end: str) -> None:
    term = {"id": "t", "start": "2026-09-02", "end": "2026-10-30"}
    rule = quota("homeroom", "visits", 1, "term", window={"by_week": week})
    assert spans(rule, "2026-12-01", terms=[term]) == [f"{start}..{end}"]


def test_a_term_that_starts_on_sunday_has_a_first_week_of_one_day() -> None:
    term = {"id": "t", "start": "2026-09-06", "end": "2026-10-30"}
    rule = quota("homeroom", "visits", 1, "term", window={"by_week": 1})
    assert spans(rule, "2026-12-01", terms=[term]) == ["2026-09-06..2026-09-06"]


def test_a_new_class_binds_for_its_term() -> None:
    staff = [
        {"id": "t1", "roles": ["homeroom"], "homeroom_of": ["c1", "c2"],
         "newly_taken": [{"class": "c2", "term": "2026-2"}]},
    ]  # fmt: skip
    before = quota("homeroom", "share", 50, "once", "new_class", window={"before_term_months": 1})
    during = quota("homeroom", "share", 100, "term", "new_class")
    data = school(before, during, today="2027-03-01", staff=staff)
    assert targets(data) == [
        (0, "t1", "2027-01-22", "2027-02-21", 1, 0, False, ["s4", "s5"]),
        (1, "t1", "2027-02-22", "2027-07-02", 2, 0, False, ["s4", "s5"]),
    ]


def test_a_change_of_class_goes_by_the_spell_on_the_scopes_day() -> None:
    staff = [
        {"id": "t1", "roles": ["homeroom"], "homeroom_of": [{"class": "c1", "to": "2026-10-31"}]},
        {"id": "t2", "roles": ["homeroom"], "homeroom_of": ["c2", {"class": "c1", "from": "2026-11-01"}]},
    ]
    students = [
        {"id": "s1", "class": "c1"},
        {"id": "s2", "classes": [
            {"class": "c1", "to": "2026-09-30"}, {"class": "c2", "from": "2026-10-01"},
        ]},
    ]  # fmt: skip
    rule = quota("homeroom", "share", 100, "month")
    data = school(rule, today="2026-11-15", staff=staff, students=students)
    assert targets(data) == [
        (0, "t1", "2026-09-01", "2026-09-30", 2, 0, False, ["s1", "s2"]),
        (0, "t1", "2026-10-01", "2026-10-31", 1, 0, False, ["s1"]),
        (0, "t2", "2026-10-01", "2026-10-31", 1, 0, False, ["s2"]),
        (0, "t2", "2026-11-01", "2026-11-30", 2, 0, False, ["s1", "s2"]),
    ]
