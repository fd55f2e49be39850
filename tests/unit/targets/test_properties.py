"""What holds for every school, rule and visit: found by Hypothesis, not by example."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenants.targets.engine.reading import scenario_from
from tenants.targets.rules import Evaluation, Ledger, Scenario, Target, Task, evaluate
from tests.unit.targets.worked import quota, school, trigger

FIRST = date(2026, 8, 1)
STUDENTS = ["s1", "s2", "s3", "s4", "s5"]
PEOPLE = ["t1", "t2", "t3", "b1"]
MODES = ["home", "phone", "online", "school", "letter"]

days = st.integers(0, 330).map(lambda number: (FIRST + timedelta(days=number)).isoformat())
quotas = st.builds(
    quota,
    st.sampled_from(["homeroom", "subject", "leader", "teacher"]),
    st.sampled_from(["visits", "contacts", "students", "share"]),
    st.sampled_from([0, 1, 2, 3, 33.33, 50, 100]),
    st.sampled_from(["week", "month", "term", "year", "holiday"]),
    st.sampled_from(["class", "taught", "school"]),
)
special = st.sampled_from(
    [
        quota("homeroom", "visits", 2, "term", "group", group="left_behind"),
        quota("leader", "contacts", 3, "month", "group", group="left_behind"),
        quota("teacher", "share", 100, "once", "entry_grade", window={"first_term": True}),
        quota("homeroom", "share", 50, "once", window={"before_term_months": 1.5}),
        quota("subject", "students", 2, "term", "taught", window={"by_week": 9}),
        {"kind": "modes", "source": "", "modes": ["home", "phone"]},
        trigger(),
        trigger("progress", who="teacher", within_days=7, modes=["home"]),
        trigger("special", who="leader"),
    ]
)
rules = st.lists(quotas | special, min_size=1, max_size=5)


@st.composite
def visits(draw: st.DrawFn, most: int = 12) -> list[dict[str, Any]]:
    return [
        {
            "id": f"v{number}",
            "student": draw(st.sampled_from(STUDENTS)),
            "by": draw(st.lists(st.sampled_from(PEOPLE), max_size=2, unique=True)),
            "date": draw(days),
            "mode": draw(st.sampled_from(MODES)),
            "outcome": draw(st.sampled_from(["done", "done", "done", "not_home"])),
        }
        for number in range(draw(st.integers(1, most)))
    ]


@st.composite
def schools(draw: st.DrawFn) -> dict[str, Any]:
    turn = draw(days)
    data = school(*draw(rules), today=draw(days), visits=draw(visits()))
    data["students"][1] = {"id": "s2", "classes": [
        {"class": "c1", "to": turn}, {"class": "c2", "from": turn},
    ]}  # fmt: skip
    data["students"][2]["from"] = draw(days)
    data["events"] = [
        {"id": f"e{number}", "student": draw(st.sampled_from(STUDENTS)), "date": draw(days),
         "event": draw(st.sampled_from(["special", "progress"]))}
        for number in range(draw(st.integers(0, 3)))
    ]  # fmt: skip
    return data


many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def by_key(evaluation: Evaluation) -> dict[Any, Target | Task]:
    found: list[Target | Task] = [*evaluation.targets, *evaluation.tasks]
    return {one.key: one for one in found}


def without_visits(data: dict[str, Any], kept: int) -> Scenario:
    return scenario_from({**data, "visits": data["visits"][:kept]})


@many
@given(schools())
def test_a_visit_never_lowers_what_is_done(data: dict[str, Any]) -> None:
    fewer = {target.key: target for target in evaluate(without_visits(data, -1)).targets}
    more = {target.key: target for target in evaluate(scenario_from(data)).targets}
    assert fewer.keys() == more.keys()
    for key, target in more.items():
        assert target.done >= fewer[key].done
        assert target.need == fewer[key].need
        assert set(target.left) <= set(fewer[key].left)
        assert target.met == (target.done >= target.need)


@many
@given(schools(), st.randoms(use_true_random=False))
def test_order_never_matters(data: dict[str, Any], chance: Any) -> None:
    shuffled = dict(data)
    for key in ("years", "terms", "holidays", "classes", "staff", "students", "visits", "events"):
        shuffled[key] = chance.sample(data[key], len(data[key]))
    assert evaluate(scenario_from(shuffled)) == evaluate(scenario_from(data))


@many
@given(visits(), st.integers(1, 143))
def test_splitting_a_period_never_loses_a_visit(made: list[dict[str, Any]], at: int) -> None:
    start, end = date(2026, 9, 1), date(2027, 1, 22)
    cut = start + timedelta(days=at)
    whole = [{"id": "all", "start": start.isoformat(), "end": end.isoformat()}]
    parts = [
        {"id": "first", "start": start.isoformat(), "end": (cut - timedelta(days=1)).isoformat()},
        {"id": "second", "start": cut.isoformat(), "end": end.isoformat()},
    ]
    rule = quota("teacher", "contacts", 1, "term", "school")
    done = [
        sum(
            target.done
            for target in evaluate(
                scenario_from(school(rule, today="2027-06-01", terms=terms, visits=made))
            ).targets
        )
        for terms in (whole, parts)
    ]
    assert done[0] == done[1]


@many
@given(schools(), st.integers(0, 12))
def test_one_visit_at_a_time_equals_all_at_once(data: dict[str, Any], kept: int) -> None:
    scenario = scenario_from(data)
    ledger = Ledger(without_visits(data, kept))
    for visit in scenario.visits[kept:]:
        before = by_key(ledger.evaluation())
        changed = ledger.record(visit)
        after = by_key(ledger.evaluation())
        assert by_key(changed).keys() == {key for key in after if after[key] != before[key]}
    assert ledger.evaluation() == evaluate(scenario)


@many
@given(schools(), schools())
def test_a_corrected_visit_replaces_the_old_one(data: dict[str, Any], other: dict[str, Any]) -> None:
    corrected = {visit["id"]: visit for visit in other["visits"]}
    later = {**data, "visits": [corrected.get(visit["id"], visit) for visit in data["visits"]]}
    ledger = Ledger(scenario_from(data))
    for visit in scenario_from(later).visits:
        ledger.record(visit)
    assert ledger.evaluation() == evaluate(scenario_from(later))


@many
@given(schools(), st.sampled_from(PEOPLE))
def test_one_person_alone_is_their_part_of_all(data: dict[str, Any], person: str) -> None:
    everything = evaluate(scenario_from(data))
    alone = evaluate(scenario_from(data), {person})
    assert alone.targets == tuple(target for target in everything.targets if target.who == person)
    assert alone.tasks == tuple(task for task in everything.tasks if task.who == person)
