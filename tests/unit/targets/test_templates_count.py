"""Every counting clause of every template makes a target, and every trigger a task, in one small school."""

from typing import Any

import pytest

from tenants.policy.rules import document_data
from tenants.policy.templates import template_codes, template_get
from tenants.targets.engine.reading import scenario_from
from tenants.targets.rules import evaluate

EVENTS = (
    "illness_absence", "family_misfortune", "school_injury", "unexplained_absence", "sudden_decline",
    "progress", "dropout", "dropout_risk", "special",
)  # fmt: skip
GROUPS = (
    "potential", "talented", "poor", "single_parent", "struggling", "left_behind", "unstable",
    "dropped_out", "dropout_risk", "lopsided", "disciplined", "disabled", "disaster",
    "parent_disability", "migrant", "changed", "weak_habits", "special",
)  # fmt: skip
SCHOOL: dict[str, Any] = {
    "today": "2027-03-01",
    "years": [{"id": "2026", "start": "2026-09-01", "end": "2027-08-31"}],
    "terms": [
        {"id": "2026-1", "year": "2026", "start": "2026-09-01", "end": "2027-01-22"},
        {"id": "2026-2", "year": "2026", "start": "2027-02-22", "end": "2027-07-02"},
    ],
    "holidays": [{"id": "winter", "start": "2027-01-23", "end": "2027-02-21"}],
    "entry_grades": [1],
    "classes": [{"id": "c1", "grade": 1}],
    "staff": [
        {
            "id": "t1", "roles": ["homeroom"], "homeroom_of": ["c1"], "teaches": ["c1"],
            "newly_taken": [{"class": "c1", "term": "2026-2"}],
        },
        {"id": "t2", "roles": ["subject"], "homeroom_of": [], "teaches": ["c1"]},
        {"id": "t3", "roles": ["leader"], "homeroom_of": [], "teaches": []},
    ],
    "students": [
        {
            "id": "s1", "class": "c1", "from": "2026-08-01", "to": None,
            "groups": [{"group": group, "from": None, "to": None} for group in GROUPS],
        },
        {"id": "s2", "class": "c1", "from": "2026-08-01", "to": None, "groups": []},
    ],
    "visits": [
        {"id": "v1", "student": "s1", "by": ["t1"], "date": "2027-02-24", "mode": "home", "outcome": "done"}
    ],
    "events": [
        {"id": event, "student": "s1", "event": event, "date": "2027-02-23", "absence_days": 3}
        for event in EVENTS
    ],
}  # fmt: skip


@pytest.mark.parametrize("code", template_codes())
def test_counting_clauses_count_and_triggers_make_tasks(code: str) -> None:
    template = template_get(code)
    result = evaluate(scenario_from({**SCHOOL, "policy": document_data(template.document)}))
    counting = {index for index, rule in enumerate(template.rules) if rule.kind == "quota"}
    reacting = {index for index, rule in enumerate(template.rules) if rule.kind == "trigger"}
    assert {target.rule for target in result.targets} == counting
    assert {task.rule for task in result.tasks} == reacting


@pytest.mark.parametrize(
    ("code", "rule", "who", "start", "need", "done"),
    [
        ("P02", 0, "t1", "2027-02-22", 1, 1),
        ("P03", 0, "t1", "2027-02-22", 1, 1),
        ("P03", 2, "t2", "2027-02-22", 16, 0),
        ("P04", 0, "t1", "2026-09-01", 2, 1),
        ("P04", 3, "t1", "2026-06-01", 2, 0),
        ("P04", 6, "t2", "2027-02-22", 5, 0),
        ("P06", 1, "t3", "2027-02-22", 30, 0),
        ("P06", 3, "t2", "2027-02-22", 2, 0),
        ("P07", 0, "t1", "2027-02-22", 1, 1),
        ("P09", 1, "t1", "2026-09-01", 2, 1),
        ("P12", 0, "t1", "2027-02-22", 1, 0),
        ("P13", 0, "t1", "2026-09-01", 2, 1),
        ("P19", 0, "t1", "2027-02-22", 2, 0),
        ("P19", 1, "t1", "2027-02-22", 1, 1),
    ],
)
def test_a_visit_at_home_in_the_second_term(
    code: str, rule: int, who: str, start: str, need: float, done: float
) -> None:
    template = template_get(code)
    result = evaluate(scenario_from({**SCHOOL, "policy": document_data(template.document)}))
    (target,) = [
        one for one in result.targets if (one.rule, one.who, one.start.isoformat()) == (rule, who, start)
    ]
    assert (target.need, target.done) == (need, done)
