"""A small school to reckon by hand, and a short way to say rules and visits."""

from typing import Any

from tenants.targets.engine.reading import scenario_from
from tenants.targets.rules import Evaluation, evaluate, evaluation_data

YEAR = {"id": "2026", "start": "2026-09-01", "end": "2027-08-31"}
AUTUMN = {"id": "2026-1", "year": "2026", "start": "2026-08-31", "end": "2027-01-22"}
SPRING = {"id": "2026-2", "year": "2026", "start": "2027-02-22", "end": "2027-07-02"}
WINTER = {"id": "winter", "start": "2027-01-23", "end": "2027-02-21"}


def quota(who: str, measure: str, least: float, per: str, of: str = "class", **more: Any) -> dict[str, Any]:
    scope: dict[str, Any] = {"of": of}
    scope.update((key, more.pop(key)) for key in ("grades", "group") if key in more)
    return {
        "kind": "quota", "source": "第一条", "who": who, "measure": measure,
        "min": least, "per": per, "scope": scope, **more,
    }  # fmt: skip


def trigger(event: str = "special", **more: Any) -> dict[str, Any]:
    return {"kind": "trigger", "source": "第二条", "event": event, **more}


def visit(
    name: str, student: str, by: str, day: str, mode: str = "home", outcome: str = "done"
) -> dict[str, Any]:
    return {
        "id": name, "student": student, "by": by.split(), "date": day, "mode": mode, "outcome": outcome,
    }  # fmt: skip


def school(*rules: dict[str, Any], today: str = "2026-12-01", **more: Any) -> dict[str, Any]:
    """c1 (grade 1: s1 s2 s3) of t1, c2 (grade 2: s4 s5) of t2; t1 and t3 teach both; b1 leads."""
    return {
        "policy": {"title": "家访制度", "rules": list(rules)},
        "today": today,
        "years": [dict(YEAR)],
        "terms": [dict(AUTUMN), dict(SPRING)],
        "holidays": [dict(WINTER)],
        "entry_grades": [1, 7],
        "classes": [{"id": "c1", "grade": 1}, {"id": "c2", "grade": 2}],
        "staff": [
            {"id": "t1", "roles": ["homeroom", "subject"], "homeroom_of": ["c1"], "teaches": ["c1", "c2"]},
            {"id": "t2", "roles": ["homeroom"], "homeroom_of": ["c2"]},
            {"id": "t3", "roles": ["subject"], "teaches": ["c1", "c2"]},
            {"id": "b1", "roles": ["leader"]},
        ],
        "students": [
            {"id": "s1", "class": "c1", "groups": [{"group": "left_behind"}]},
            {"id": "s2", "class": "c1"},
            {"id": "s3", "class": "c1"},
            {"id": "s4", "class": "c2", "groups": [{"group": "left_behind"}]},
            {"id": "s5", "class": "c2"},
        ],
        "visits": [],
        "events": [],
        **more,
    }


def asked(data: dict[str, Any]) -> Evaluation:
    return evaluate(scenario_from(data))


def targets(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """(rule, who, start, end, need, done, met, left) of each target."""
    return [tuple(target.values()) for target in evaluation_data(asked(data))["targets"]]


def tasks(data: dict[str, Any]) -> list[tuple[Any, ...]]:
    """(rule, event, who, student, due, state, late) of each task."""
    return [tuple(task.values()) for task in evaluation_data(asked(data))["tasks"]]
