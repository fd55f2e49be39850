"""Rules 1 to 8 of the exchange format, each case reckoned by hand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tenants.targets.engine.reading import scenario_from
from tenants.targets.engine.scenario import Excuse
from tenants.targets.rules import evaluate
from tests.unit.targets.worked import quota, school, targets, visit

A, Z = "2026-08-31", "2027-01-22"  # the autumn term


def test_a_share_names_who_is_left() -> None:
    data = school(
        quota("homeroom", "share", 50, "term"),
        visits=[visit("v1", "s2", "t1", "2026-10-10"), visit("v2", "s2", "t1", "2026-10-11")],
    )
    assert targets(data) == [
        (0, "t1", A, Z, 2, 1, False, ["s1", "s3"]),
        (0, "t2", A, Z, 1, 0, False, ["s4", "s5"]),
    ]


def test_left_is_empty_once_met() -> None:
    data = school(
        quota("homeroom", "share", 50, "term"),
        visits=[visit("v1", "s2", "t1", "2026-10-10"), visit("v2", "s1", "t1", "2026-10-11")],
    )
    assert targets(data)[0] == (0, "t1", A, Z, 2, 2, True, [])


@pytest.mark.parametrize(
    ("percent", "pupils", "need"),
    [
        (50, 31, 16),
        (50, 30, 15),
        (33.33, 30, 10),
        (33.33, 31, 11),
        (66.67, 30, 20),
        (66.67, 3, 2),
        (33.4, 500, 167),
        (7, 100, 7),
        (0.7, 1000, 7),
        (100, 31, 31),
        (0, 31, 0),
    ],
)
def test_a_share_is_rounded_up_exactly(percent: float, pupils: int, need: int) -> None:
    students = [{"id": f"s{number:03d}", "class": "c1"} for number in range(pupils)]
    (target,) = targets(school(quota("homeroom", "share", percent, "term"), students=students))
    assert target[4:6] == (need, 0)
    assert target[6] is (need == 0)


def test_visits_are_records_and_students_are_heads() -> None:
    visits = [
        visit("v1", "s1", "t1", "2026-10-10"),
        visit("v2", "s1", "t1", "2026-10-10"),
        visit("v3", "s2", "t1", "2026-10-10"),
    ]
    data = school(
        quota("homeroom", "visits", 5, "term", max=8), quota("homeroom", "students", 3, "term"), visits=visits
    )
    assert [target for target in targets(data) if target[1] == "t1"] == [
        (0, "t1", A, Z, 5, 3, False, []),
        (1, "t1", A, Z, 3, 2, False, ["s3"]),
    ]


@pytest.mark.parametrize("outcome", ["not_home", "postponed", "refused", "away", "anything", "DONE", ""])
def test_only_done_counts(outcome: str) -> None:
    data = school(
        quota("homeroom", "visits", 1, "term"),
        visits=[visit("v1", "s1", "t1", "2026-10-10", outcome=outcome)],
    )
    assert targets(data)[0] == (0, "t1", A, Z, 1, 0, False, [])


@pytest.mark.parametrize(
    ("day", "done"),
    [("2026-08-30", 0), ("2026-08-31", 1), ("2026-12-01", 1), ("2026-12-02", 0), ("2027-01-22", 0)],
)
def test_first_day_and_today_count_tomorrow_does_not(day: str, done: int) -> None:
    data = school(quota("homeroom", "visits", 1, "term"), visits=[visit("v1", "s1", "t1", day)])
    assert targets(data)[0][5] == done


def test_the_last_day_of_the_period_counts_the_next_does_not() -> None:
    visits = [visit("v1", "s1", "t1", "2027-01-22"), visit("v2", "s1", "t1", "2027-01-23")]
    data = school(quota("homeroom", "visits", 3, "term"), today="2027-02-01", visits=visits)
    assert targets(data)[0] == (0, "t1", A, Z, 3, 1, False, [])


def test_two_teachers_on_one_visit_each_have_it() -> None:
    data = school(
        quota("subject", "visits", 1, "term", "taught"), visits=[visit("v1", "s4", "t1 t3", "2026-10-10")]
    )
    assert targets(data) == [(0, "t1", A, Z, 1, 1, True, []), (0, "t3", A, Z, 1, 1, True, [])]


def test_a_visit_of_somebody_else_is_not_mine() -> None:
    data = school(quota("homeroom", "visits", 1, "term"), visits=[visit("v1", "s1", "t3", "2026-10-10")])
    assert [target[5] for target in targets(data)] == [0, 0]


def test_a_visit_to_a_student_out_of_scope_does_not_count() -> None:
    data = school(quota("homeroom", "visits", 1, "term"), visits=[visit("v1", "s4", "t1", "2026-10-10")])
    assert [target[5] for target in targets(data)] == [0, 0]


@pytest.mark.parametrize(
    ("measure", "own", "general", "counted"),
    [
        ("visits", None, [], ["home"]),
        ("students", None, [], ["home"]),
        ("contacts", None, [], ["home", "phone", "online", "school", "letter"]),
        ("visits", None, [["home", "phone"], ["letter"]], ["home", "phone", "letter"]),
        ("contacts", None, [["phone"]], ["phone"]),
        ("visits", ["online"], [["home", "phone"]], ["online"]),
        ("contacts", ["school"], [], ["school"]),
        ("visits", [], [["phone"]], ["phone"]),
    ],
)
def test_modes_own_then_general_then_home(
    measure: str, own: list[str] | None, general: list[list[str]], counted: list[str]
) -> None:
    more = {} if own is None else {"modes": own}
    rules = [quota("leader", measure, 9, "term", "school", **more)]
    rules += [{"kind": "modes", "source": "第三条", "modes": modes} for modes in general]
    modes = ["home", "phone", "online", "school", "letter"]
    visits = [visit(mode, f"s{at + 1}", "b1", "2026-10-10", mode) for at, mode in enumerate(modes)]
    ((_, _, _, _, _, done, _, _),) = targets(school(*rules, visits=visits))
    assert done == len(counted)
    for at, mode in enumerate(modes):
        alone = school(*rules, visits=[visits[at]])
        assert targets(alone)[0][5] == int(mode in counted), mode


@pytest.mark.parametrize(
    ("who", "bound"),
    [
        ("homeroom", ["t1", "t2"]),
        ("subject", ["t1", "t3"]),
        ("leader", ["b1"]),
        ("teacher", ["t1", "t2", "t3"]),
    ],
)
def test_who_is_bound(who: str, bound: list[str]) -> None:
    data = school(quota(who, "visits", 1, "term", "school"))
    assert [target[1] for target in targets(data)] == bound


def test_several_classes_are_one_target() -> None:
    staff = [{"id": "t1", "roles": ["homeroom"], "homeroom_of": ["c1", "c2"]}]
    data = school(
        quota("homeroom", "share", 50, "term"), staff=staff, visits=[visit("v1", "s4", "t1", "2026-09-01")]
    )
    assert targets(data) == [(0, "t1", A, Z, 3, 1, False, ["s1", "s2", "s3", "s5"])]


@pytest.mark.parametrize(
    ("who", "scope", "left"),
    [
        ("homeroom", {"of": "class"}, {"t1": "s1 s2 s3", "t2": "s4 s5"}),
        (
            "subject",
            {"of": "class"},
            {"t1": "s1 s2 s3"},
        ),  # t3 is homeroom of none: nobody in scope, no target
        ("subject", {"of": "taught"}, {"t1": "s1 s2 s3 s4 s5", "t3": "s1 s2 s3 s4 s5"}),
        ("teacher", {"of": "taught"}, {"t1": "s1 s2 s3 s4 s5", "t3": "s1 s2 s3 s4 s5"}),
        ("leader", {"of": "school"}, {"b1": "s1 s2 s3 s4 s5"}),
        ("homeroom", {"of": "grade", "grades": [1]}, {"t1": "s1 s2 s3"}),
        ("homeroom", {"of": "grade", "grades": [1, 2]}, {"t1": "s1 s2 s3", "t2": "s4 s5"}),
        ("subject", {"of": "grade", "grades": [2]}, {"t1": "s4 s5", "t3": "s4 s5"}),
        ("leader", {"of": "grade", "grades": [2]}, {"b1": "s4 s5"}),
        ("teacher", {"of": "grade", "grades": [2]}, {"t1": "s4 s5", "t2": "s4 s5", "t3": "s4 s5"}),
        ("homeroom", {"of": "entry_grade"}, {"t1": "s1 s2 s3"}),
        ("leader", {"of": "entry_grade"}, {"b1": "s1 s2 s3"}),
        ("homeroom", {"of": "group", "group": "left_behind"}, {"t1": "s1", "t2": "s4"}),
        ("subject", {"of": "group", "group": "left_behind"}, {"t1": "s1 s4", "t3": "s1 s4"}),
        ("teacher", {"of": "group", "group": "left_behind"}, {"t1": "s1 s4", "t2": "s4", "t3": "s1 s4"}),
        ("leader", {"of": "group", "group": "left_behind"}, {"b1": "s1 s4"}),
        ("leader", {"of": "group", "group": "poor"}, {}),
    ],
)
def test_who_is_in_scope(who: str, scope: dict[str, object], left: dict[str, str]) -> None:
    rule = {**quota(who, "share", 100, "term"), "scope": scope}
    found = {target[1]: " ".join(target[7]) for target in targets(school(rule))}
    assert found == left


def test_a_group_quota_binds_for_each_student_and_caps_each() -> None:
    students = [{"id": name, "class": "c1", "groups": [{"group": "poor"}]} for name in ("s1", "s2", "s3")]
    visits = [visit(f"v{day}", "s1", "t1", f"2026-10-1{day}") for day in range(4)]
    visits += [visit("w1", "s2", "t1", "2026-10-20")]
    rule = quota("homeroom", "visits", 2, "term", "group", group="poor")
    assert targets(school(rule, students=students, visits=visits)) == [
        (0, "t1", A, Z, 6, 3, False, ["s2", "s3"])
    ]


def test_a_number_for_each_student_binds_for_each_in_any_scope() -> None:
    data = school(
        {**quota("homeroom", "visits", 2, "term"), "each": True},
        visits=[
            visit(f"v{n}", student, "t1", f"2026-10-1{n}")
            for n, student in enumerate(["s1", "s1", "s1", "s2"])
        ],
    )
    assert targets(data)[0] == (0, "t1", A, Z, 6, 3, False, ["s2", "s3"])
    assert targets({**data, "policy": {**data["policy"], "rules": [quota("homeroom", "visits", 2, "term")]}})[
        0
    ] == (0, "t1", A, Z, 2, 4, True, [])


def test_share_of_a_group_is_a_plain_share() -> None:
    rule = quota("leader", "share", 100, "term", "group", group="left_behind")
    data = school(rule, visits=[visit("v1", "s1", "b1", "2026-10-10"), visit("v2", "s1", "b1", "2026-10-11")])
    assert targets(data) == [(0, "b1", A, Z, 2, 1, False, ["s4"])]


def test_scope_goes_by_today_while_the_period_runs() -> None:
    students = [
        {"id": "gone", "class": "c1", "to": "2026-11-30"},
        {"id": "stays", "class": "c1", "from": "2026-09-01", "to": "2026-12-01"},
        {"id": "comes", "class": "c1", "from": "2026-12-02"},
    ]
    rule = quota("homeroom", "share", 100, "term")
    visits = [visit("v1", "gone", "t1", "2026-10-10")]
    assert targets(school(rule, students=students, visits=visits)) == [
        (0, "t1", A, Z, 1, 0, False, ["stays"])
    ]


def test_scope_goes_by_the_last_day_once_the_period_is_over() -> None:
    students = [
        {"id": "gone", "class": "c1", "to": "2027-01-21"},
        {"id": "stays", "class": "c1", "to": "2027-01-22"},
        {"id": "comes", "class": "c1", "from": "2027-01-23"},
    ]
    data = school(quota("homeroom", "share", 100, "term"), today="2027-02-10", students=students)
    assert targets(data) == [(0, "t1", A, Z, 1, 0, False, ["stays"])]


def test_a_group_goes_by_the_same_day() -> None:
    students = [
        {"id": "was", "class": "c1", "groups": [{"group": "poor", "to": "2026-11-30"}]},
        {"id": "is", "class": "c1", "groups": [{"group": "poor", "from": "2026-12-01"}]},
    ]
    rule = quota("homeroom", "students", 2, "term", "group", group="poor")
    assert targets(school(rule, students=students)) == [(0, "t1", A, Z, 2, 0, False, ["is"])]


def test_an_excused_student_leaves_that_rule_only() -> None:
    students = [
        {"id": "s1", "class": "c1", "excused": [{"rule": 0, "reason": "不在可达区域"}]},
        {"id": "s2", "class": "c1"},
    ]
    rules = [quota("homeroom", "share", 100, "term"), quota("homeroom", "students", 2, "term")]
    data = school(*rules, students=students, visits=[visit("v1", "s1", "t1", "2026-10-10")])
    assert targets(data) == [
        (0, "t1", A, Z, 1, 0, False, ["s2"]),
        (1, "t1", A, Z, 2, 1, False, ["s2"]),
    ]


def test_only_quotas_and_triggers_make_anything() -> None:
    rules: list[dict[str, Any]] = [
        {"kind": "focus_group", "source": "", "group": "poor", "min": 2, "per": "term"},
        {"kind": "content", "source": "", "item": "purpose"},
        {"kind": "calendar", "source": "", "event": "open_day", "min": 1, "per": "term"},
    ]
    assert targets(school(*rules)) == []


def test_policy_and_today_are_enough() -> None:
    assert targets({"policy": {"title": "x", "rules": []}, "today": "2026-12-01"}) == []


def test_an_excusal_may_hold_for_a_while_only() -> None:
    """Ours beyond the exchange format, where excusals have no days."""
    data = school(quota("homeroom", "share", 100, "month"), today="2026-11-15")
    scenario = scenario_from(data)
    october = Excuse(0, date(2026, 10, 1), date(2026, 10, 31))
    students = tuple(replace(one, excused=(october,)) if one.id == "s1" else one for one in scenario.students)
    found = evaluate(replace(scenario, students=students))
    needs = {(target.start.month, target.who): target.need for target in found.targets}
    assert needs == {(9, "t1"): 3, (9, "t2"): 2, (10, "t1"): 2, (10, "t2"): 2, (11, "t1"): 3, (11, "t2"): 2}
