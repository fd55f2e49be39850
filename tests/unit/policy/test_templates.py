"""The built-in templates: whole, checked, in our own words, and every clause of their rows does something."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tenants.policy.rules import PolicyDocument, Quota, Trigger, document_data, rule_data, sentence
from tenants.policy.templates import TemplateNotFoundError, template_codes, template_get, template_list

SHARED = Path(__file__).resolve().parents[4] / "shared" / "policies"
LONGEST_SHARED_RUN = 12


def brief(code: str, *kinds: str) -> list[Any]:
    """Rules of these kinds without their words."""
    found = []
    for rule in template_get(code).rules:
        if rule.kind in kinds:
            data = rule_data(rule)
            found.append({key: data[key] for key in data if key not in ("kind", "source")})
    return found


def test_the_list() -> None:
    assert template_codes() == [f"P{number:02}" for number in range(1, 20) if number != 16]
    assert [template.code for template in template_list()] == template_codes()


@pytest.mark.parametrize("code", template_codes())
def test_each_is_a_document_in_the_exchange_format(code: str) -> None:
    document = document_data(template_get(code).document)
    assert document_data(PolicyDocument.model_validate(document)) == document
    assert list(document) == ["title", "rules"]


@pytest.mark.parametrize("code", template_codes())
def test_each_rule_says_its_clause_and_has_a_sentence(code: str) -> None:
    sentences = [sentence(rule) for rule in template_get(code).rules]
    assert len(set(sentences)) == len(sentences)
    assert all(said and "。" not in said for said in sentences)
    for rule in template_get(code).rules:
        clause, _, words = rule.source.partition("：")
        assert clause.startswith("第"), rule.source
        assert words


def test_p01_counts_and_reacts() -> None:
    whole = ["home", "phone", "online", "school", "letter"]
    assert brief("P01", "quota") == [
        {"who": "homeroom", "measure": "share", "min": 100, "per": "term", "scope": {"of": "class"},
         "modes": whole},
        {"who": "homeroom", "measure": "share", "min": 50, "per": "term", "scope": {"of": "class"},
         "modes": ["home"]},
        {"who": "homeroom", "measure": "share", "min": 100, "per": "once", "scope": {"of": "entry_grade"},
         "window": {"first_year": True}},
        {"who": "homeroom", "measure": "share", "min": 50, "per": "once", "scope": {"of": "entry_grade"},
         "window": {"first_term": True}},
        {"who": "homeroom", "measure": "share", "min": 50, "per": "once", "scope": {"of": "new_class"},
         "window": {"before_term_months": 1}},
        {"who": "homeroom", "measure": "visits", "min": 1, "per": "holiday", "scope": {"of": "class"}},
    ]  # fmt: skip
    triggers = [rule for rule in template_get("P01").rules if isinstance(rule, Trigger)]
    assert [(rule.event, rule.within_days, rule.min_absence_days, rule.modes) for rule in triggers] == [
        ("illness_absence", None, 3, ("home",)),
        ("family_misfortune", None, None, None),
        ("school_injury", 0, None, ("home",)),
        ("unexplained_absence", None, None, None),
        ("sudden_decline", None, None, None),
        ("progress", None, None, None),
    ]


def test_p01_asks_and_follows() -> None:
    assert [one["group"] for one in brief("P01", "focus_group")] == [
        "potential", "talented", "poor", "single_parent", "struggling", "left_behind", "unstable",
    ]  # fmt: skip
    assert [one["item"] for one in brief("P01", "content")] == [
        "in_school_report", "home_situation", "family_background", "agreed_measures", "relationship",
        "rapport", "purpose",
    ]  # fmt: skip
    assert [one["step"] for one in brief("P01", "workflow")] == [
        "appointment", "student_present", "guardian_present",
    ]  # fmt: skip
    assert brief("P01", "archive") == [{"to": "教导处", "when": "term_end"}]
    assert brief("P01", "assessment") == [
        {"effect": "survey", "cause": "overall"},
        {"effect": "credit", "cause": "quota_met"},
        {"effect": "deduction", "cause": "quota_missed"},
        {"effect": "credit", "cause": "overall"},
    ]
    assert len(brief("P01", "conduct")) == 3


def test_p01_names_its_contradiction() -> None:
    (conflict,) = template_get("P01").conflicts
    assert conflict.rules == (0, 1)
    assert "请学校确认" in conflict.message


def test_p05_counts_by_post() -> None:
    quotas = [rule for rule in template_get("P05").rules if isinstance(rule, Quota)]
    assert [(q.who, q.measure, q.min, q.max, q.per, q.scope.of, q.scope.group) for q in quotas] == [
        ("subject", "visits", 3, 5, "term", "taught", None),
        ("leader", "visits", 3, 5, "term", "school", None),
        ("homeroom", "visits", 10, 15, "term", "class", None),
        ("homeroom", "visits", 3, None, "term", "group", "dropped_out"),
    ]
    assert brief("P05", "modes") == [{"modes": ["home", "phone", "online", "school"]}]
    assert brief("P05", "tone") == [{"forbid": "complaint_only"}]
    assert [one["group"] for one in brief("P05", "focus_group")] == [
        "dropped_out", "struggling", "single_parent", "poor", "lopsided", "disciplined", "dropout_risk",
    ]  # fmt: skip
    assert [one["step"] for one in brief("P05", "workflow")] == [
        "approval_in_school_hours", "oral_report", "spot_check",
    ]  # fmt: skip
    (purpose, content, signature) = brief("P05", "form")
    assert [choice["code"] for choice in purpose["choices"]] == list("abcdefgh")
    assert (content, signature) == ({"field": "content"}, {"field": "signature"})
    assert brief("P05", "assessment") == [{"effect": "deduction", "cause": "misconduct"}]


def test_p15_counts_and_rewards() -> None:
    quotas = [rule for rule in template_get("P15").rules if isinstance(rule, Quota)]
    assert [(q.who, q.measure, q.min, q.max, q.per, q.scope.of, q.scope.group) for q in quotas] == [
        ("homeroom", "share", 100, None, "year", "class", None),
        ("homeroom", "students", 15, None, "term", "class", None),
        ("homeroom", "students", 2, 3, "term", "group", "special"),
        ("homeroom", "visits", 2, None, "term", "group", "special"),
    ]
    assert brief("P15", "focus_group") == [{"group": "special", "min": 2, "per": "term"}]
    assert {"effect": "bonus", "cause": "quota_met", "by_week": 18} in brief("P15", "assessment")
    assert {"effect": "forfeit", "cause": "falsified"} in brief("P15", "assessment")
    assert brief("P15", "archive") == [{"to": "德育处", "when": "term_end"}]
    assert brief("P15", "calendar") == [{"event": "committee"}]
    assert [one["step"] for one in brief("P15", "workflow")] == ["plan", "spot_check"]


@pytest.mark.parametrize(
    ("code", "why"), [("P16", "两份真实的家访记录"), ("P99", "没有模板"), ("../x", "没有模板")]
)
def test_what_is_no_template_says_why(code: str, why: str) -> None:
    with pytest.raises(TemplateNotFoundError, match=why):
        template_get(code)


def test_the_command_prints_the_list_and_one() -> None:
    out = io.StringIO()
    call_command("policy_template", stdout=out)
    assert [line.split("\t")[0] for line in out.getvalue().splitlines()] == template_codes()
    out = io.StringIO()
    call_command("policy_template", "p01", stdout=out)
    assert json.loads(out.getvalue()) == document_data(template_get("P01").document)
    out = io.StringIO()
    call_command("policy_template", "P14", stdout=out)
    printed = json.loads(out.getvalue())["rules"]
    assert printed[0] == {
        "kind": "calendar",
        "source": template_get("P14").rules[0].source,
        "event": "reception",
        "rrule": "FREQ=WEEKLY;BYDAY=FR",
        "from_time": "15:00",
        "to_time": "17:00",
    }
    with pytest.raises(CommandError, match="P16 是两份"):
        call_command("policy_template", "P16", stdout=io.StringIO())


@pytest.mark.shared
def test_valid_against_the_shared_schema() -> None:
    from jsonschema import Draft202012Validator

    if not SHARED.is_dir():
        pytest.skip("the shared documents are not beside this checkout")
    judge = Draft202012Validator(json.loads((SHARED / "policy.schema.json").read_text(encoding="utf-8")))
    for template in template_list():
        out = io.StringIO()
        call_command("policy_template", template.code, stdout=out)
        assert list(judge.iter_errors(json.loads(out.getvalue()))) == []
        assert list(judge.iter_errors(document_data(template.document))) == []


@pytest.mark.shared
def test_no_sentence_of_the_source_documents_is_copied() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared documents are not beside this checkout")
    texts = "".join(file.read_text(encoding="utf-8") for file in sorted(SHARED.glob("*.txt")))
    copied = []
    for template in template_list():
        for words in [template.title, template.about, *(rule.source for rule in template.rules)] + [
            rule.text for rule in template.rules if rule.kind == "conduct"
        ]:
            for at in range(len(words) - LONGEST_SHARED_RUN + 1):
                if words[at : at + LONGEST_SHARED_RUN] in texts:
                    copied.append(words)
                    break
    assert copied == []
