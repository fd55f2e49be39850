"""What is refused, and the place that the message names."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tenants.targets.engine.reading import scenario_from
from tenants.targets.rules import ScenarioError, scenario_read
from tests.unit.targets.worked import quota, school, trigger, visit

Change = Callable[[dict[str, Any]], None]


def base() -> dict[str, Any]:
    return school(
        quota("homeroom", "share", 50, "term"),
        trigger(),
        visits=[visit("v1", "s1", "t1", "2026-10-10"), visit("v2", "s2", "t1", "2026-10-10")],
        events=[{"id": "e1", "student": "s1", "event": "special", "date": "2026-11-20"}],
    )


def put(*path: str | int, to: Any) -> Change:
    def change(data: dict[str, Any]) -> None:
        at: Any = data
        for step in path[:-1]:
            at = at[step]
        at[path[-1]] = to

    return change


def cut(*path: str | int) -> Change:
    def change(data: dict[str, Any]) -> None:
        at: Any = data
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]

    return change


def moved(until: str | None, since: str | None) -> Change:
    """The first student from c1 to c2."""
    spells = [{"class": "c1", "to": until}, {"class": "c2", "from": since}]

    def change(data: dict[str, Any]) -> None:
        del data["students"][0]["class"]
        data["students"][0]["classes"] = spells

    return change


RULE = ("policy", "rules", 0)
CASES: list[tuple[str, Change]] = [
    ("policy", cut("policy")),
    ("today", cut("today")),
    ("today", put("today", to="2026-13-01")),
    ("today", put("today", to="20261201")),
    ("today", put("today", to=20261201)),
    ("policy.title", cut("policy", "title")),
    ("policy.titel", put("policy", "titel", to="x")),
    ("policy.rules", put("policy", "rules", to={})),
    # rules outside the schema
    ("policy.rules[0]", put(*RULE, "kind", to="quotas")),
    ("policy.rules[0]", cut(*RULE, "kind")),
    ("policy.rules[0].source", cut(*RULE, "source")),
    ("policy.rules[0].who", put(*RULE, "who", to="principal")),
    ("policy.rules[0].measure", put(*RULE, "measure", to="percent")),
    ("policy.rules[0].min", put(*RULE, "min", to="50")),
    ("policy.rules[0].min", put(*RULE, "min", to=True)),
    ("policy.rules[0].min", put(*RULE, "min", to=-1)),
    ("policy.rules[0].per", put(*RULE, "per", to="day")),
    ("policy.rules[0].modes[1]", put(*RULE, "modes", to=["home", "visit"])),
    ("policy.rules[0].modes", put(*RULE, "modes", to=None)),
    ("policy.rules[0].scope.of", put(*RULE, "scope", to={"of": "grades"})),
    ("policy.rules[0].scope.grades[0]", put(*RULE, "scope", to={"of": "grade", "grades": [13]})),
    ("policy.rules[0].scope.more", put(*RULE, "scope", to={"of": "class", "more": 1})),
    ("policy.rules[0].scope.grades", put(*RULE, "scope", to={"of": "grade"})),
    ("policy.rules[0].scope.group", put(*RULE, "scope", to={"of": "group"})),
    ("policy.rules[0].window.by_week", put(*RULE, "window", to={"by_week": 27})),
    ("policy.rules[0].window.by_weak", put(*RULE, "window", to={"by_weak": 3})),
    ("policy.rules[1].event", put("policy", "rules", 1, "event", to="illness")),
    # what the engine cannot count
    ("policy.rules[0].window", put(*RULE, "per", to="once")),
    ("policy.rules[0].per", put(*RULE, "window", to={"before_term_months": 1})),
    ("policy.rules[0].per", put(*RULE, "window", to={"first_year": True})),
    (
        "policy.rules[0].window",
        lambda data: data["policy"]["rules"][0].update(per="once", window={"by_week": 3}),
    ),
    (
        "policy.rules[0].scope.of",
        lambda data: data["policy"]["rules"][0].update(per="once", window={"before_entry": True}),
    ),
    (
        "policy.rules[0].scope.of",
        lambda data: data["policy"]["rules"][0].update(
            per="once", window={"first_term": True}, scope={"of": "grade", "grades": [1]}
        ),
    ),
    (
        "policy.rules[0].scope.of",
        lambda data: data["policy"]["rules"][0].update(per="once", window={"first_year": True}),
    ),
    (
        "policy.rules[0].scope.of",
        lambda data: data["policy"]["rules"][0].update(per="year", scope={"of": "new_class"}),
    ),
    # ids
    ("years[1].id", lambda data: data["years"].append(dict(data["years"][0]))),
    ("terms[1].id", put("terms", 1, "id", to="2026-1")),
    ("holidays[1].id", lambda data: data["holidays"].append(dict(data["holidays"][0]))),
    ("classes[1].id", put("classes", 1, "id", to="c1")),
    ("staff[1].id", put("staff", 1, "id", to="t1")),
    ("students[4].id", put("students", 4, "id", to="s1")),
    ("visits[1].id", put("visits", 1, "id", to="v1")),
    ("events[1].id", lambda data: data["events"].append(dict(data["events"][0]))),
    ("visits[0].by", put("visits", 0, "by", to=["t1", "t1"])),
    ("students[0].id", cut("students", 0, "id")),
    ("classes[0].id", put("classes", 0, "id", to=1)),
    ("terms[0].year", put("terms", 0, "year", to="2025")),
    ("staff[0].homeroom_of[0]", put("staff", 0, "homeroom_of", to=["c9"])),
    ("staff[0].homeroom_of[0].class", put("staff", 0, "homeroom_of", to=[{"class": "c9"}])),
    ("staff[0].teaches[1]", put("staff", 0, "teaches", to=["c1", "c9"])),
    ("staff[0].newly_taken[0].class", put("staff", 0, "newly_taken", to=[{"class": "c9", "term": "2026-1"}])),
    ("staff[0].newly_taken[0].term", put("staff", 0, "newly_taken", to=[{"class": "c1", "term": "2025-1"}])),
    ("students[0].class", put("students", 0, "class", to="c9")),
    ("students[0].excused[0].rule", put("students", 0, "excused", to=[{"rule": 2, "reason": ""}])),
    ("students[0].excused[0].rule", put("students", 0, "excused", to=[{"rule": -1, "reason": ""}])),
    ("visits[0].student", put("visits", 0, "student", to="s9")),
    ("visits[0].by[0]", put("visits", 0, "by", to=["t9"])),
    ("events[0].student", put("events", 0, "student", to="s9")),
    # dates out of order
    ("years[0].end", put("years", 0, "end", to="2026-08-31")),
    ("terms[0].end", put("terms", 0, "end", to="2026-08-30")),
    ("holidays[0].end", put("holidays", 0, "end", to="2027-01-22")),
    ("students[0].to", lambda data: data["students"][0].update({"from": "2026-09-02", "to": "2026-09-01"})),
    (
        "students[0].groups[0].to",
        put("students", 0, "groups", to=[{"group": "poor", "from": "2026-09-02", "to": "2026-09-01"}]),
    ),
    (
        "staff[0].teaches[0].to",
        put("staff", 0, "teaches", to=[{"class": "c1", "from": "2026-09-02", "to": "2026-09-01"}]),
    ),
    # what the format is silent about and can never be
    ("policy.rules[0].min", put(*RULE, "min", to=100.5)),
    ("policy.rules[0].max", put(*RULE, "max", to=49)),
    ("policy.rules[1].within_days", put("policy", "rules", 1, "within_days", to=-1)),
    ("policy.rules[1].within_days", put("policy", "rules", 1, "within_days", to=367)),
    ("policy.rules[1].min_absence_days", put("policy", "rules", 1, "min_absence_days", to=-1)),
    ("policy.effective", put("policy", "effective", to="2026-02-30")),
    ("terms[1].start", put("terms", 1, "start", to="2027-01-22")),
    ("terms[0].start", put("terms", 0, to={"id": "x", "start": "2027-07-02", "end": "2027-07-02"})),
    (
        "years[1].start",
        lambda data: data["years"].append({"id": "x", "start": "2027-08-31", "end": "2028-08-31"}),
    ),
    ("students[0].classes[1].from", moved("2026-10-02", "2026-10-01")),
    ("students[0].classes[1].from", moved(None, "2026-10-01")),
    ("students[0].classes[1].from", moved("2026-10-01", None)),
    ("visits[1].date", put("visits", 1, "date", to="2026-02-29")),
    # roles, modes, events, groups outside the schema
    ("staff[0].roles[1]", put("staff", 0, "roles", to=["homeroom", "principal"])),
    ("visits[0].mode", put("visits", 0, "mode", to="visit")),
    ("visits[0].mode", put("visits", 0, "mode", to=["home"])),
    ("events[0].event", put("events", 0, "event", to="illness")),
    ("students[0].groups[0].group", put("students", 0, "groups", to=[{"group": "rich"}])),
    # shapes
    ("students", put("students", to={})),
    ("students[0]", put("students", 0, to="s1")),
    ("students[0].classes", put("students", 0, "classes", to=[{"class": "c1"}])),
    ("visits[0].outcome", put("visits", 0, "outcome", to=1)),
    ("entry_grades[0]", put("entry_grades", to=["1"])),
    ("events[0].absence_days", put("events", 0, "absence_days", to="4")),
]


@pytest.mark.parametrize(("place", "change"), CASES, ids=[f"{at}-{case[0]}" for at, case in enumerate(CASES)])
def test_refused_with_its_place(place: str, change: Change) -> None:
    data = base()
    scenario_from(data)  # good as it is
    change(data)
    with pytest.raises(ScenarioError) as refused:
        scenario_from(data)
    assert refused.value.place == place
    assert str(refused.value).startswith(f"{place}：")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            put(*RULE, "max", to=49),
            "policy.rules[0].max：上限小于下限：请改正其中一个，没有上限就不写",
        ),
        (
            put("policy", "rules", 1, "within_days", to=-1),
            "policy.rules[1].within_days：应在 0 到 366 之间：当天写 0，没有写明天数就不写",
        ),
        (
            put("policy", "effective", to="2026-02-30"),
            "policy.effective：没有 2026-02-30 这一天，请核对月和日",
        ),
        (
            put("terms", 1, "start", to="2027-01-22"),
            'terms[1].start：2027-01-22 还在学期 "2026-1" 之内（到 2027-01-22），请改开，不要重叠',
        ),
        (
            moved("2026-10-02", "2026-10-01"),
            'students[0].classes[1].from：这一段与前面的重叠，不能同时在 "c1" 和 "c2" 两个班，请改正起止日期',
        ),
    ],
)
def test_a_refusal_says_what_to_do(change: Change, line: str) -> None:
    data = base()
    change(data)
    with pytest.raises(ScenarioError) as refused:
        scenario_from(data)
    assert str(refused.value) == line


@pytest.mark.parametrize(
    "change",
    [
        put(*RULE, "max", to=50),
        put(*RULE, "min", to=100),
        put("policy", "rules", 1, "within_days", to=0),
        put("policy", "rules", 1, "within_days", to=366),
        put("policy", "effective", to="2028-02-29"),
        put("terms", 1, "start", to="2027-01-23"),
        moved("2026-09-30", "2026-10-01"),
        moved("2026-10-01", "2026-10-01"),  # the day of the move
        put("terms", 0, "end", to="2026-08-31"),  # a term of one day
        put("visits", 0, "date", to="1999-01-01"),
        put("visits", 0, "date", to="2099-01-01"),
        put("today", to="2020-01-01"),
    ],
)
def test_what_is_odd_but_can_be_is_read(change: Change) -> None:
    data = base()
    change(data)
    scenario_from(data)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"today": NaN}', b"\xff\xfe{}", "[" * 100_000, "null", '"x"'], ids=repr
)
def test_what_is_no_scenario_at_all_is_refused(text: str | bytes) -> None:
    with pytest.raises(ScenarioError):
        scenario_read(text)


def test_a_key_that_stands_twice_is_refused_by_name() -> None:
    text = json.dumps(base(), ensure_ascii=False)
    with pytest.raises(ScenarioError) as refused:
        scenario_read(text[:-1] + ', "today": "2026-12-01"}')
    assert refused.value.message == "同一个对象里“today”写了不止一次，只能留一个"


def test_a_good_scenario_is_read_from_text_and_bytes() -> None:
    text = json.dumps(base(), ensure_ascii=False)
    assert scenario_read(text) == scenario_read(text.encode()) == scenario_from(base())
