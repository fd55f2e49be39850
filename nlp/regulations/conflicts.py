"""Contradictions inside one text, for a person to settle."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from nlp.regulations.contracts import Conflict, Rule

_WHO = {"homeroom": "班主任", "subject": "科任教师", "leader": "学校领导", "teacher": "教师"}
_PER = {
    "week": "每周",
    "month": "每月",
    "term": "每学期",
    "year": "每学年",
    "holiday": "每个假期",
    "once": "在规定的时间内",
}
_ASKED = {
    "visits": "家访{}次",
    "contacts": "联系{}次",
    "students": "走访{}名学生",
    "share": "走访{}%的学生",
}
_WHEN = {"month_end": "每月底", "term_end": "学期末", "year_end": "学年末"}


def find(rules: Sequence[Rule]) -> tuple[Conflict, ...]:
    """Pairs of rules that cannot both be meant: figures, periods, deadlines, archives."""
    quotas = [(n, r) for n, r in enumerate(rules) if r.kind == "quota"]
    found: list[Conflict] = []
    buckets: dict[str, list[tuple[int, Rule]]] = {}
    for number, rule in quotas:
        place = json.dumps([rule.fields["who"], rule.fields["scope"], rule.fields["measure"]], sort_keys=True)
        buckets.setdefault(place, []).append((number, rule))
    for bucket in buckets.values():
        for (a, first), (b, second) in combinations(bucket[:40], 2):
            found.extend(_pair(a, first, b, second))
    found.extend(_shares(quotas))
    found.extend(_archives(rules))
    found.extend(_triggers(rules))
    return tuple(found)


def _pair(a: int, first: Rule, b: int, second: Rule) -> Iterator[Conflict]:
    one, two = first.fields, second.fields
    if one.get("window") != two.get("window") or one["per"] == "holiday":
        return
    if "其中" in first.source + second.source:
        return
    if one["per"] == two["per"] and one["min"] != two["min"] and one["modes"] == two["modes"]:
        if one["who"] == "leader" and one["measure"] != "share":
            return  # 校级领导 and 中层干部 may each have a figure of their own
        yield Conflict(
            "regulation.figures_differ",
            (a, b),
            f"写了{_said(one)}，又写{_said(two)}，请确认以哪一个为准。",
        )
    elif (
        {one["per"], two["per"]} == {"term", "year"}
        and one["min"] == two["min"]
        and one["modes"] == two["modes"]
    ):
        yield Conflict(
            "regulation.periods_differ",
            (a, b),
            f"同一要求一处写{_PER[one['per']]}，一处写{_PER[two['per']]}，请确认周期。",
        )
    elif one["measure"] != "share" and _weaker(one, two):
        yield Conflict(
            "regulation.never_binds",
            (a, b),
            f"写了{_said(one)}，又写{_said(two)}，其中一条总是随另一条达到，请确认。",
        )


def _shares(quotas: list[tuple[int, Rule]]) -> Iterator[Conflict]:
    """普访全班一遍 and 至少走访半数 in one breath."""
    for (a, first), (b, second) in combinations(quotas[:60], 2):
        one, two = first.fields, second.fields
        same = all(one[name] == two[name] for name in ("who", "per", "scope", "window", "measure"))
        apart = set(one["modes"]) >= {"home", "phone"} and two["modes"] == ["home"]
        if same and apart and one["measure"] == "share" and one["min"] != two["min"]:
            yield Conflict(
                "regulation.figures_differ",
                (a, b),
                f"写了{_said(one)}，又写{_said(two)}。现记作前者方式不限、后者上门，请确认。",
            )


def _weaker(one: dict[str, Any], two: dict[str, Any]) -> bool:
    """A term's figure that a year's figure can never exceed: 每学期5次, 每学年8次."""
    if {one["per"], two["per"]} != {"term", "year"} or one["modes"] != two["modes"]:
        return False
    term, year = (one, two) if one["per"] == "term" else (two, one)
    return bool(term["min"] * 2 > year["min"])


def _archives(rules: Sequence[Rule]) -> Iterator[Conflict]:
    archives = [(n, r) for n, r in enumerate(rules) if r.kind == "archive"]
    for (a, first), (b, second) in combinations(archives[:10], 2):
        if first.fields["to"] == second.fields["to"] and first.fields["when"] != second.fields["when"]:
            yield Conflict(
                "regulation.archives_differ",
                (a, b),
                f"交存时间一处写{_WHEN[first.fields['when']]}，一处写{_WHEN[second.fields['when']]}，请确认。",
            )


def _triggers(rules: Sequence[Rule]) -> Iterator[Conflict]:
    triggers = [(n, r) for n, r in enumerate(rules) if r.kind == "trigger"]
    for (a, first), (b, second) in combinations(triggers[:40], 2):
        one, two = first.fields, second.fields
        if (
            one["event"] == two["event"] != "special"
            and one["who"] == two["who"]
            and one["within_days"] != two["within_days"]
        ):
            yield Conflict(
                "regulation.deadlines_differ", (a, b), "同一种情形写了两个不同的时限，请确认以哪一个为准。"
            )


def _said(fields: dict[str, Any]) -> str:
    asked = "走访全部学生" if (fields["measure"], fields["min"]) == ("share", 100) else ""
    asked = asked or _ASKED[fields["measure"]].format(fields["min"])
    return f"{_WHO[fields['who']]}{_PER[fields['per']]}{asked}"
