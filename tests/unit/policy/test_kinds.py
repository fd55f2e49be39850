"""The rule types accept and refuse what the exchange format does, and say back what was said."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from tenants.policy.rules import PolicyDocument, document_data

GOLDEN = Path(__file__).parent / "schema.json"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "policies" / "policy.schema.json"

QUOTA: dict[str, Any] = {
    "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 50, "per": "term",
    "scope": {"of": "class"},
}  # fmt: skip
GOOD: list[dict[str, Any]] = [
    QUOTA,
    {**QUOTA, "min": 2.5, "max": None, "window": None, "modes": []},
    {**QUOTA, "min": -1},
    {**QUOTA, "max": 8, "window": {"by_week": 18}, "modes": ["home", "letter"]},
    {**QUOTA, "window": {"before_term_months": 0.5}},
    {**QUOTA, "window": {"before_entry": True, "first_term": True, "first_year": True}},
    {**QUOTA, "window": {}},
    {**QUOTA, "scope": {"of": "grade", "grades": [1, 12]}},
    {**QUOTA, "scope": {"of": "grade", "grades": [3.0]}},
    {**QUOTA, "scope": {"of": "group", "group": "left_behind"}},
    {**QUOTA, "anything": {"else": 1}},
    {**QUOTA, "span": [3, 9], "confidence": 0.5},
    {**QUOTA, "confidence": 1},
    {"kind": "trigger", "source": "", "event": "progress"},
    {"kind": "trigger", "source": "", "event": "special", "who": "leader", "within_days": None},
    {"kind": "trigger", "source": "", "event": "illness_absence", "within_days": 0, "min_absence_days": 3},
    {"kind": "focus_group", "source": "", "group": "poor", "min": None, "per": None},
    {"kind": "focus_group", "source": "", "group": "poor", "min": 2, "per": "holiday", "follow_up": True},
    {"kind": "content", "source": "", "item": "cause"},
    {"kind": "form", "source": "", "field": "purpose", "choices": [{"code": "a", "label": "家庭情况"}]},
    {"kind": "tone", "source": ""},
    {"kind": "tone", "source": "", "forbid": "praise_only", "praise_first": True},
    {"kind": "modes", "source": "", "modes": []},
    {"kind": "workflow", "source": "", "step": "plan", "by": None},
    {"kind": "archive", "source": "", "when": "year_end", "to": None},
    {"kind": "assessment", "source": "", "effect": "bonus", "cause": "quota_met", "by_week": 18},
    {"kind": "assessment", "source": "", "effect": "survey", "by_week": None},
    {
        "kind": "calendar",
        "source": "",
        "event": "open_day",
        "rrule": "FREQ=MONTHLY;BYMONTHDAY=8",
        "per": None,
    },
    {"kind": "conduct", "source": "", "text": ""},
]
BAD: list[Any] = [
    "quota",
    {},
    {"kind": "quota"},
    {**QUOTA, "kind": "quotas"},
    {key: value for key, value in QUOTA.items() if key != "source"},
    {key: value for key, value in QUOTA.items() if key != "min"},
    {**QUOTA, "source": None},
    {**QUOTA, "source": 1},
    {**QUOTA, "min": "50"},
    {**QUOTA, "min": True},
    {**QUOTA, "min": None},
    {**QUOTA, "max": "8"},
    {**QUOTA, "who": "principal"},
    {**QUOTA, "measure": "percent"},
    {**QUOTA, "per": "day"},
    {**QUOTA, "per": None},
    {**QUOTA, "modes": None},
    {**QUOTA, "modes": "home"},
    {**QUOTA, "modes": ["visit"]},
    {**QUOTA, "scope": "class"},
    {**QUOTA, "scope": {}},
    {**QUOTA, "scope": {"of": "class", "who": "x"}},
    {**QUOTA, "scope": {"of": "grade", "grades": None}},
    {**QUOTA, "scope": {"of": "grade", "grades": [0]}},
    {**QUOTA, "scope": {"of": "grade", "grades": [13]}},
    {**QUOTA, "scope": {"of": "grade", "grades": [1.5]}},
    {**QUOTA, "scope": {"of": "grade", "grades": [True]}},
    {**QUOTA, "scope": {"of": "group", "group": None}},
    {**QUOTA, "scope": {"of": "group", "group": "rich"}},
    {**QUOTA, "window": "once"},
    {**QUOTA, "window": {"by_week": 0}},
    {**QUOTA, "window": {"by_week": 27}},
    {**QUOTA, "window": {"by_week": None}},
    {**QUOTA, "window": {"before_entry": False}},
    {**QUOTA, "window": {"before_entry": None}},
    {**QUOTA, "window": {"before_entry": 1}},
    {**QUOTA, "window": {"before_term_months": "1"}},
    {**QUOTA, "window": {"later": True}},
    {**QUOTA, "span": [3]},
    {**QUOTA, "span": [3, 4, 5]},
    {**QUOTA, "span": None},
    {**QUOTA, "confidence": 1.01},
    {**QUOTA, "confidence": None},
    {"kind": "trigger", "source": ""},
    {"kind": "trigger", "source": "", "event": "illness"},
    {"kind": "trigger", "source": "", "event": "special", "who": None},
    {"kind": "trigger", "source": "", "event": "special", "within_days": 1.5},
    {"kind": "focus_group", "source": "", "group": "poor", "per": "once"},
    {"kind": "focus_group", "source": "", "group": "poor", "follow_up": None},
    {"kind": "focus_group", "source": "", "group": "poor", "follow_up": 1},
    {"kind": "content", "source": "", "item": "weather"},
    {"kind": "form", "source": "", "field": "address"},
    {"kind": "tone", "source": "", "forbid": None},
    {"kind": "tone", "source": "", "praise_first": False},
    {"kind": "modes", "source": ""},
    {"kind": "workflow", "source": "", "step": "walk"},
    {"kind": "archive", "source": "", "to": "教导处"},
    {"kind": "assessment", "source": "", "effect": "fine"},
    {"kind": "assessment", "source": "", "effect": "bonus", "cause": None},
    {"kind": "calendar", "source": "", "event": "picnic"},
    {"kind": "calendar", "source": "", "event": "open_day", "per": "holiday"},
    {"kind": "conduct", "source": ""},
]
DOCUMENTS: list[tuple[Any, bool]] = [
    ({"title": "x", "rules": []}, True),
    ({"title": "x", "school": None, "effective": None, "rules": []}, True),
    ({"title": "x", "school": "花宝小学", "effective": "2026-09-01", "rules": []}, True),
    ({"title": "", "rules": []}, False),
    ({"title": None, "rules": []}, False),
    ({"rules": []}, False),
    ({"title": "x"}, False),
    ({"title": "x", "rules": None}, False),
    ({"title": "x", "rules": [], "more": 1}, False),
    ({"title": "x", "school": 1, "rules": []}, False),
    ([], False),
]
CASES = [({"title": "x", "rules": [rule]}, True) for rule in GOOD]
CASES += [({"title": "x", "rules": [rule]}, False) for rule in BAD]
CASES += DOCUMENTS


def accepted(document: Any) -> bool:
    try:
        PolicyDocument.model_validate(document)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(("document", "good"), CASES, ids=lambda case: None)
def test_accepts_and_refuses(document: Any, good: bool) -> None:
    assert accepted(document) is good


def test_the_generated_schema_judges_as_the_types_do() -> None:
    judge = Draft202012Validator(PolicyDocument.model_json_schema())
    assert [judge.is_valid(document) for document, _ in CASES] == [good for _, good in CASES]


def test_the_generated_schema_is_the_one_agreed_on() -> None:
    made = json.dumps(PolicyDocument.model_json_schema(), ensure_ascii=False, indent=1, sort_keys=True)
    assert made + "\n" == GOLDEN.read_text(encoding="utf-8"), (
        "write the new schema to tests/unit/policy/schema.json"
    )


@pytest.mark.parametrize("rule", GOOD, ids=lambda rule: rule["kind"])
def test_says_back_what_was_said(rule: dict[str, Any]) -> None:
    document = {"title": "x", "rules": [rule]}
    assert document_data(PolicyDocument.model_validate(document)) == document


def test_a_date_that_is_none_is_refused() -> None:
    assert not accepted({"title": "x", "effective": "2026-02-30", "rules": []})
    assert not accepted({"title": "x", "effective": "2026-9-1", "rules": []})


@pytest.mark.shared
def test_equal_to_the_shared_schema() -> None:
    if not SHARED.is_file():
        pytest.skip("the shared documents are not beside this checkout")
    theirs = json.loads(SHARED.read_text(encoding="utf-8"))
    judge = Draft202012Validator(theirs)
    assert [judge.is_valid(document) for document, _ in CASES] == [good for _, good in CASES]
    ours = PolicyDocument.model_json_schema()
    assert _fields_of_ours(ours) == _fields_of_theirs(theirs)
    assert _meaning(ours["$defs"]["Scope"], ours) == _meaning(theirs["$defs"]["scope"], theirs)
    assert _meaning(ours["$defs"]["Window"], ours)[1] == _meaning(theirs["$defs"]["window"], theirs)[1]


def _fields_of_ours(schema: dict[str, Any]) -> dict[str, Any]:
    kinds = {}
    for reference in schema["properties"]["rules"]["items"]["oneOf"]:
        rule = schema["$defs"][reference["$ref"].rsplit("/", 1)[1]]
        fields = {key: _meaning(value, schema) for key, value in rule["properties"].items()}
        kinds[rule["properties"]["kind"]["const"]] = (fields, sorted(rule["required"]))
    return kinds


def _fields_of_theirs(schema: dict[str, Any]) -> dict[str, Any]:
    rule = schema["$defs"]["rule"]
    kinds = {}
    for branch in rule["oneOf"]:
        properties = {**rule["properties"], **branch["properties"]}
        fields = {key: _meaning(value, schema) for key, value in properties.items()}
        required = sorted({*rule["required"], *branch.get("required", [])})
        kinds[branch["properties"]["kind"]["const"]] = (fields, required)
    return kinds


def _meaning(node: dict[str, Any], root: dict[str, Any]) -> Any:
    """A schema node as (types, details), the same however it is written."""
    if "$ref" in node:
        return _meaning(root["$defs"][node["$ref"].rsplit("/", 1)[1]], root)
    if "anyOf" in node:
        branches = [_meaning(branch, root) for branch in node["anyOf"]]
        types = sorted({name for branch in branches for name in branch[0]})
        return types, next(branch[1] for branch in branches if branch[0] != ["null"])
    if "const" in node:
        return [type(node["const"]).__name__], {"values": [node["const"]]}
    if "enum" in node:
        values = sorted(value for value in node["enum"] if value is not None)
        return sorted({"string" if value is not None else "null" for value in node["enum"]}), {
            "values": values
        }
    types = node["type"] if isinstance(node["type"], list) else [node["type"]]
    details: dict[str, Any] = {
        key: node[key] for key in ("minimum", "maximum", "minItems", "maxItems", "minLength") if key in node
    }
    if "items" in node:
        details["items"] = _meaning(node["items"], root)
    if "prefixItems" in node:
        details["items"] = _meaning(node["prefixItems"][0], root)
    if "properties" in node:
        details["closed"] = node.get("additionalProperties") is False
        details["required"] = sorted(node.get("required", []))
        details["fields"] = {key: _meaning(value, root) for key, value in node["properties"].items()}
    return sorted(types), details
