"""A candidate 制度 against a term: reckoned by hand, and what is planned is always enough."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bureaus.contracts import Calendar, TermSpan, YearSpan
from tenants.targets.engine.reading import scenario_from
from tenants.targets.rules import Engine, evaluate
from tenants.targets.school.planning import plan
from tenants.targets.school.whatif import Tried, span_end, try_out
from tests.unit.targets.test_properties import schools
from tests.unit.targets.worked import quota, school, trigger, visit

YEAR = YearSpan("2026", date(2026, 9, 1), date(2027, 8, 31))
AUTUMN = TermSpan("2026-1", "2026", "第一学期", date(2026, 8, 31), date(2027, 1, 22))
SPRING = TermSpan("2026-2", "2026", "第二学期", date(2027, 2, 22), date(2027, 7, 2))
CALENDAR = Calendar((YEAR,), (AUTUMN, SPRING), ())
LATER = date(2027, 9, 1)
PEOPLE = {"1": "甲", "2": "乙", "3": "丙", "9": "丁"}


def tried(*rules: dict[str, Any], today: date = LATER, term: TermSpan = AUTUMN, **more: Any) -> Tried:
    """t1, t2, t3 are 1, 2, 3 (甲 乙 丙), the leader is 9 (丁)."""
    data = school(*rules, today=YEAR.end.isoformat(), **more)
    text = {"t1": "1", "t2": "2", "t3": "3", "b1": "9"}
    for person in data["staff"]:
        person["id"] = text[person["id"]]
    for one in data["visits"]:
        one["by"] = [text[who] for who in one["by"]]
    return try_out(scenario_from(data), term, span_end(CALENDAR, term, YEAR), today, PEOPLE)


def people(found: Tried) -> list[tuple[Any, ...]]:
    return [(one.name, one.state, one.visits, one.more, one.outside, one.rules) for one in found.teachers]


def test_a_past_term_says_who_would_have_met_it_and_what_was_lacking() -> None:
    found = tried(
        quota("homeroom", "share", 100, "term"),
        visits=[
            visit("v1", "s4", "t2", "2026-09-01"),
            visit("v2", "s5", "t2", "2026-10-01"),
            visit("v3", "s1", "t1", "2026-09-08"),
            visit("v4", "s2", "t1", "2026-09-08", outcome="not_home"),
        ],
    )
    assert people(found) == [("乙", "met", 2, 0, 0, ()), ("甲", "missed", 1, 2, 0, (0,))]
    (rule,) = found.rules
    assert (rule.met, rule.missed, rule.open) == (1, 1, 0)
    assert (rule.need, rule.done, rule.more, rule.impossible) == (5, 3, 2, 0)
    assert rule.sentence == "班主任每学期走访本班每一名学生"
    made = [(one.teacher, one.week, one.visits) for one in found.cells if one.visits]
    assert made == [(1, 2, 1), (2, 1, 1), (2, 5, 1)]
    # what is lacking is spread over the 21 weeks
    assert [(one.teacher, one.week, one.more) for one in found.cells if one.more] == [(1, 6, 1), (1, 16, 1)]


def test_the_running_term_is_open_and_what_is_lacking_lies_ahead() -> None:
    found = tried(quota("homeroom", "share", 100, "term"), today=date(2027, 1, 5))
    assert [(one.name, one.state, one.more) for one in found.teachers] == [
        ("乙", "open", 2),
        ("甲", "open", 3),
    ]
    assert min(one.week for one in found.cells if one.more) == 19  # the week of 4 January
    assert (found.rules[0].missed, found.rules[0].open) == (0, 2)


def test_one_planned_visit_serves_several_clauses() -> None:
    found = tried(
        quota("homeroom", "share", 100, "term"),
        quota("homeroom", "visits", 2, "term"),
        quota("homeroom", "visits", 1, "term", "group", group="left_behind"),
    )
    assert [(one.name, one.more) for one in found.teachers] == [("乙", 2), ("甲", 3)]
    assert [rule.more for rule in found.rules] == [5, 4, 2]


def test_a_yearly_clause_is_laid_over_the_whole_year() -> None:
    found = tried(quota("homeroom", "visits", 40, "year"))
    (_, first) = people(found)
    assert first[3] + first[4] == 40
    assert (first[3], first[4]) == (21, 19)  # 21 weeks of the autumn term, 19 of the spring term
    spring = tried(quota("homeroom", "visits", 40, "year"), term=SPRING)
    assert people(spring)[1][3:5] == (19, 21)


def test_each_period_belongs_to_one_term() -> None:
    rules = (
        quota("homeroom", "share", 50, "once", "entry_grade", window={"before_entry": True}),
        quota("homeroom", "visits", 1, "holiday"),
        quota("homeroom", "visits", 1, "month"),
    )
    autumn, spring = tried(*rules), tried(*rules, term=SPRING)
    assert [(rule.missed) for rule in autumn.rules] == [1, 2, 8]  # September to December, two teachers
    assert [(rule.missed) for rule in spring.rules] == [0, 0, 8]  # March to June


def test_a_clause_that_asks_for_more_students_than_there_are_is_named() -> None:
    found = tried(quota("homeroom", "students", 3, "term"))
    assert found.rules[0].impossible == 1  # c2 has two students
    assert [(one.name, one.more) for one in found.teachers] == [("乙", 2), ("甲", 3)]


@pytest.mark.parametrize(
    ("today", "state"),
    [(date(2026, 10, 3), "open"), (date(2026, 10, 4), "open"), (date(2026, 10, 5), "missed")],
)
def test_an_event_is_open_until_it_is_due(today: date, state: str) -> None:
    events = [{"id": "e1", "student": "s1", "event": "special", "date": "2026-10-01"}]
    found = tried(trigger(), today=today, events=events)
    assert people(found) == [("甲", state, 0, 1, 0, (0,))]
    assert found.cells[0].week == 5


def test_a_task_and_a_quota_are_served_by_one_visit() -> None:
    events = [{"id": "e1", "student": "s1", "event": "special", "date": "2026-10-01"}]
    found = tried(trigger(), quota("homeroom", "visits", 1, "term"), events=events)
    assert [(one.name, one.more) for one in found.teachers] == [("乙", 1), ("甲", 1)]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(schools())
def test_what_is_planned_is_enough_and_never_less_than_the_largest_gap(data: dict[str, Any]) -> None:
    scenario = scenario_from({**data, "today": "2027-08-31"})
    engine = Engine(scenario)
    targets, tasks = list(engine.targets()), list(engine.tasks())
    gaps: dict[str, float] = {}
    for target in targets:
        gaps[target.who] = max(gaps.get(target.who, 0), target.need - target.done)
    made = plan(engine, targets, tasks, date(2027, 9, 1))
    after = evaluate(replace(scenario, visits=(*scenario.visits, *made.visits)))
    assert {target.key for target in after.targets if not target.met} == made.impossible
    assert {task.state for task in after.tasks} <= {"done"}
    if not made.impossible:
        for person, gap in gaps.items():
            assert sum(person in one.by for one in made.visits) >= gap
