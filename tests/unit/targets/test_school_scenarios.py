"""A school's roster as a scenario: roles, holidays, newly taken classes, school years, catching up late."""

from datetime import date
from uuid import UUID

import pytest

from bureaus.contracts import Calendar, HolidaySpan, TermSpan, YearSpan
from tenants.policy.contracts import PolicyInForce
from tenants.policy.rules import rules_read
from tenants.roster.contracts import RosterSnapshot, SnapshotClass, SnapshotStaff, SnapshotStudent, Spell
from tenants.targets.contracts import DueList, DueStudent
from tenants.targets.engine.scenario import Scenario
from tenants.targets.school.duelist import due_list
from tenants.targets.school.scenarios import judge, scenario_of, years_to_judge
from tenants.targets.school.words import clause_of, period_label, week_number
from tenants.visits.contracts import CountedVisit

START = date(2026, 9, 1)
CALENDAR = Calendar(
    years=(
        YearSpan("2025", date(2025, 9, 1), date(2026, 8, 31)),
        YearSpan("2026", START, date(2027, 8, 31)),
        YearSpan("2027", date(2027, 9, 1), date(2028, 8, 31)),
    ),
    terms=(
        TermSpan("2026-1", "2026", "2026-2027学年第一学期", date(2026, 8, 31), date(2027, 1, 22)),
        TermSpan("2026-2", "2026", "2026-2027学年第二学期", date(2027, 2, 22), date(2027, 7, 2)),
    ),
    holidays=(
        HolidaySpan("national", "国庆节", date(2026, 10, 1), date(2026, 10, 7)),
        HolidaySpan("winter", "寒假", date(2027, 1, 23), date(2027, 2, 21)),
    ),
)
PUPILS = [UUID(int=number) for number in (1, 2, 3, 4)]
NAMES = dict(zip(map(str, PUPILS), "甲乙丙丁", strict=True))


def person(number: int, *roles: str, homeroom: tuple[Spell, ...] = ()) -> SnapshotStaff:
    return SnapshotStaff(number, f"老师{number}", roles, homeroom, ())


def school(*staff: SnapshotStaff, today: date, visits: tuple[CountedVisit, ...] = ()) -> Scenario:
    snapshot = RosterSnapshot(
        on=today,
        classes=(SnapshotClass(7, "一年级1班", 1),),
        staff=staff,
        students=tuple(
            SnapshotStudent(pupil, NAMES[str(pupil)], (Spell("7", START, None),), ()) for pupil in PUPILS
        ),
    )
    return scenario_of(snapshot, CALENDAR, CALENDAR.years[1], today, list(visits), [], frozenset({1}))


def visit(number: int, pupil: int, day: date, outcome: str = "done") -> CountedVisit:
    return CountedVisit(UUID(int=100 + number), PUPILS[pupil - 1], (1,), day, "home", outcome)


def due(rule: dict[str, object], today: date, *visits: CountedVisit) -> DueList:
    base = school(person(1, "homeroom", homeroom=(Spell("7", START, None),)), today=today, visits=visits)
    whole = {"kind": "quota", "source": "第二条：要求", "who": "homeroom", "scope": {"of": "class"}, **rule}
    policy = PolicyInForce("1", "制度", "", 1, date(2020, 1, 1), rules_read([whole]))
    found = judge(policy, base, frozenset({"1"}), [])
    return due_list([found], {"1": "老师1"}, today, lambda one: DueStudent(one, NAMES[one], 7, "一年级1班"))


def names(items: tuple[object, ...]) -> str:
    return "".join(item.student.name for item in items)  # type: ignore[attr-defined]


def test_a_principal_is_a_leader_and_the_office_is_nobody() -> None:
    made = school(person(1, "principal", "subject"), person(2, "office"), today=START)
    assert [sorted(one.roles) for one in made.staff] == [["leader", "subject"], []]


def test_a_week_of_public_holidays_is_no_holiday_of_the_school() -> None:
    assert [one.id for one in school(today=START).holidays] == ["winter"]


@pytest.mark.parametrize(
    ("since", "term"),
    [
        (date(2026, 8, 20), "2026-1"),
        (date(2026, 10, 8), "2026-1"),
        (date(2027, 2, 1), "2026-2"),
        (date(2026, 3, 1), None),
    ],
)
def test_a_class_is_newly_taken_for_the_term_after_or_in_which_it_was_taken(
    since: date, term: str | None
) -> None:
    former = person(1, "homeroom", homeroom=(Spell("7", date(2025, 9, 1), since),))
    now = person(2, "homeroom", homeroom=(Spell("7", since, None),))
    made = school(former, now, today=date(2027, 3, 1))
    assert made.staff[0].newly_taken == ()
    assert made.staff[1].newly_taken == (() if term is None else (("7", term),))


def test_a_first_import_makes_no_class_newly_taken() -> None:
    made = school(person(1, "homeroom", homeroom=(Spell("7", START, None),)), today=START)
    assert made.staff[0].newly_taken == ()


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        (date(2026, 12, 1), ["2026"]),
        (date(2027, 4, 29), ["2026"]),
        (date(2027, 4, 30), ["2026", "2027"]),
        (date(2027, 9, 1), ["2027"]),
        (date(2025, 1, 1), []),
    ],
)
def test_the_next_year_is_judged_once_its_windows_may_open(today: date, keys: list[str]) -> None:
    assert [year.key for year in years_to_judge(CALENDAR, today)] == keys


def test_a_missed_window_is_overdue_until_caught_up() -> None:
    rule = {"measure": "share", "min": 50, "per": "term", "window": {"by_week": 3}}  # until 20 September
    today = date(2026, 11, 2)
    first = visit(1, 1, date(2026, 9, 10))
    missed = due(rule, today, first)
    assert (names(missed.overdue), missed.overdue[0].days_left) == ("乙", -43)
    assert missed.overdue[0].reason == "班主任每学期第 3 周以前走访本班至少一半学生，还差 1 人"
    assert names(due(rule, today, first, visit(2, 3, date(2026, 10, 5))).overdue) == ""
    tried = visit(2, 3, date(2026, 10, 5), "not_home")
    assert names(due(rule, today, first, tried).overdue) == "乙"
    assert names(due(rule, date(2027, 1, 23), first).overdue) == ""  # the term is over, and so is its window


def test_a_month_that_is_over_is_over() -> None:
    found = due({"measure": "share", "min": 100, "per": "month"}, date(2026, 11, 2))
    assert found.overdue == ()
    assert names(found.never) == "丁丙乙甲"


def test_soon_asks_for_as_many_as_are_short_longest_unvisited_first() -> None:
    rule = {"measure": "visits", "min": 3, "per": "month"}
    visits = (visit(1, 1, date(2026, 11, 3)), visit(2, 2, date(2026, 10, 8)), visit(3, 3, date(2026, 9, 8)))
    found = due(rule, date(2026, 11, 25), *visits)
    assert names(found.soon) == "丁丙"
    assert {item.reason for item in found.soon} == {"班主任每月走访本班学生至少 3 次，还差 2 次"}
    assert due(rule, date(2026, 11, 22), *visits).soon == ()


def test_clauses_in_short() -> None:
    (named, plain, long) = rules_read(
        [
            {"kind": "tone", "source": "第二条第1项：班主任要做到"},
            {"kind": "tone", "source": "每学期家访一半学生"},
            {"kind": "tone", "source": "一" * 40},
        ]
    )
    assert (clause_of(named), clause_of(plain)) == ("第二条第1项", "每学期家访一半学生")
    assert clause_of(long) == "一" * 24 + "…"


@pytest.mark.parametrize(
    ("rule", "label"),
    [
        ({"per": "term"}, "2026-2027学年第一学期"),
        ({"per": "year"}, "2026—2027学年"),
        ({"per": "month"}, "2026年9月"),
        ({"per": "week"}, "第 1 周（8月31日—9月6日）"),
        ({"per": "holiday"}, "寒假"),
        ({"per": "term", "window": {"by_week": 2}}, "8月31日—9月13日"),
    ],
)
def test_periods_by_name(rule: dict[str, object], label: str) -> None:
    whole = {"kind": "quota", "source": "", "who": "homeroom", "measure": "visits", "min": 1, **rule}
    (quota,) = rules_read([{**whole, "scope": {"of": "class"}}])
    policy = PolicyInForce("1", "制度", "", 1, date(2020, 1, 1), (quota,))
    base = school(person(1, "homeroom", homeroom=(Spell("7", START, None),)), today=date(2027, 2, 1))
    target = judge(policy, base, None, []).targets[0]
    assert period_label(quota, target, CALENDAR) == label  # type: ignore[arg-type]


def test_weeks_are_counted_from_the_monday_of_the_first_day() -> None:
    assert week_number(date(2026, 9, 6), CALENDAR) == 1
    assert week_number(date(2026, 9, 7), CALENDAR) == 2
    assert week_number(date(2027, 2, 1), CALENDAR) == 0
