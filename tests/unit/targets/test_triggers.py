"""Rule 11: an event makes a task for each who answers, with its day and its state."""

from typing import Any

import pytest

from tests.unit.targets.worked import school, tasks, trigger, visit

EVENT = {"id": "e1", "student": "s1", "event": "special", "date": "2026-11-20"}


def one(rule: dict[str, Any], visits: list[dict[str, Any]], today: str = "2026-12-01") -> tuple[Any, ...]:
    (task,) = tasks(school(rule, today=today, visits=visits, events=[EVENT]))
    return task


@pytest.mark.parametrize(
    ("within", "due"), [(None, "2026-11-23"), (0, "2026-11-20"), (7, "2026-11-27"), (30, "2026-12-20")]
)
def test_the_due_day(within: int | None, due: str) -> None:
    assert one(trigger(within_days=within), [])[4] == due


def test_no_number_named_is_three_days() -> None:
    assert one(trigger(), [])[4] == "2026-11-23"


@pytest.mark.parametrize(
    ("today", "state"), [("2026-11-20", "due"), ("2026-11-23", "due"), ("2026-11-24", "overdue")]
)
def test_due_until_its_day_then_overdue(today: str, state: str) -> None:
    assert one(trigger(), [], today) == (0, "e1", "t1", "s1", "2026-11-23", state, False)


@pytest.mark.parametrize(
    ("days", "state", "late"),
    [
        (["2026-11-19"], "overdue", False),
        (["2026-11-20"], "done", False),
        (["2026-11-23"], "done", False),
        (["2026-11-24"], "done", True),
        (["2026-11-24", "2026-11-21"], "done", False),
        (["2026-12-02"], "overdue", False),
    ],
)
def test_done_by_the_first_visit_from_the_events_day_on(days: list[str], state: str, late: bool) -> None:
    visits = [visit(f"v{at}", "s1", "t1", day) for at, day in enumerate(days)]
    assert one(trigger(), visits)[5:] == (state, late)


@pytest.mark.parametrize(
    "other",
    [
        visit("v1", "s1", "t3", "2026-11-21"),
        visit("v1", "s2", "t1", "2026-11-21"),
        visit("v1", "s1", "t1", "2026-11-21", outcome="not_home"),
    ],
)
def test_another_persons_students_or_tried_visit_does_not_do(other: dict[str, Any]) -> None:
    assert one(trigger(), [other])[5] == "overdue"


@pytest.mark.parametrize(
    ("own", "general", "mode", "state"),
    [
        (None, None, "letter", "done"),
        (["home"], None, "letter", "overdue"),
        (None, ["home", "phone"], "letter", "overdue"),
        (None, ["home", "phone"], "phone", "done"),
        (["letter"], ["home", "phone"], "letter", "done"),
    ],
)
def test_modes_are_any_where_none_is_named(
    own: list[str] | None, general: list[str] | None, mode: str, state: str
) -> None:
    rules = [trigger() if own is None else trigger(modes=own)]
    if general is not None:
        rules.append({"kind": "modes", "source": "", "modes": general})
    visits = [visit("v1", "s1", "t1", "2026-11-21", mode)]
    (task,) = tasks(school(*rules, visits=visits, events=[EVENT]))
    assert task[5] == state


@pytest.mark.parametrize(
    ("who", "people"),
    [
        (None, ["t1"]),
        ("homeroom", ["t1"]),
        ("subject", ["t1", "t3"]),
        ("teacher", ["t1", "t3"]),
        ("leader", ["b1"]),
    ],
)
def test_who_answers(who: str | None, people: list[str]) -> None:
    rule = trigger() if who is None else trigger(who=who)
    assert [task[2] for task in tasks(school(rule, events=[EVENT]))] == people


@pytest.mark.parametrize(
    ("least", "days", "made"),
    [(3, 3, True), (3, 2, False), (3, None, False), (None, None, True), (None, 1, True), (0, 0, True)],
)
def test_an_illness_counts_from_so_many_days(least: int | None, days: int | None, made: bool) -> None:
    event = {**EVENT, "event": "illness_absence", "absence_days": days}
    rule = trigger("illness_absence", min_absence_days=least)
    assert bool(tasks(school(rule, events=[event]))) is made


def test_other_kinds_of_events_make_nothing() -> None:
    assert tasks(school(trigger("progress"), events=[EVENT])) == []


def test_an_event_to_come_makes_nothing() -> None:
    assert tasks(school(trigger(), today="2026-11-19", events=[EVENT])) == []


@pytest.mark.parametrize(
    ("more", "made"),
    [
        ({"to": "2026-11-19"}, False),
        ({"to": "2026-11-20"}, True),
        ({"from": "2026-11-21"}, False),
        ({"excused": [{"rule": 0, "reason": "住院"}]}, False),
        ({"excused": [{"rule": 1, "reason": "住院"}]}, True),
    ],
)
def test_not_enrolled_or_excused_makes_nothing(more: dict[str, Any], made: bool) -> None:
    students = [{"id": "s1", "class": "c1", **more}]
    found = tasks(school(trigger(), trigger("progress"), students=students, events=[EVENT]))
    assert bool(found) is made


def test_the_homeroom_teacher_of_the_events_day_answers() -> None:
    staff = [
        {"id": "t1", "roles": ["homeroom"], "homeroom_of": [{"class": "c1", "to": "2026-11-20"}]},
        {"id": "t2", "roles": ["homeroom"], "homeroom_of": [{"class": "c1", "from": "2026-11-21"}]},
    ]
    students = [
        {"id": "s1", "classes": [{"class": "c2", "to": "2026-11-19"}, {"class": "c1", "from": "2026-11-20"}]}
    ]
    later = {**EVENT, "id": "e2", "date": "2026-11-21"}
    found = tasks(school(trigger(), staff=staff, students=students, events=[EVENT, later]))
    assert [(task[1], task[2]) for task in found] == [("e1", "t1"), ("e2", "t2")]


def test_one_visit_clears_all_that_it_satisfies() -> None:
    second = {**EVENT, "id": "e2", "date": "2026-11-22"}
    found = tasks(
        school(
            trigger(), trigger(within_days=0), events=[EVENT, second],
            visits=[visit("v1", "s1", "t1", "2026-11-23")],
        )
    )  # fmt: skip
    assert found == [
        (0, "e1", "t1", "s1", "2026-11-23", "done", False),
        (0, "e2", "t1", "s1", "2026-11-25", "done", False),
        (1, "e1", "t1", "s1", "2026-11-20", "done", True),
        (1, "e2", "t1", "s1", "2026-11-22", "done", True),
    ]
