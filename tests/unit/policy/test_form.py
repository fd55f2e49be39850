"""What a template makes of the form of a visit."""

from typing import Any

import pytest

from tenants.policy.rules import rule_faults, rules_read
from tenants.policy.shaping.form import form_rules, modes_of
from tenants.policy.templates import template_get


def form(code: str) -> Any:
    rules = template_get(code).rules
    return form_rules([(rule.source, rule) for rule in rules], modes_of(rules))


@pytest.mark.parametrize(
    ("code", "modes"),
    [
        ("P01", ["home", "phone", "online", "school", "letter"]),
        ("P02", ["home", "phone", "letter"]),
        ("P03", ["home"]),
        ("P05", ["home", "phone", "online", "school"]),
        ("P06", ["home", "phone", "online", "school", "letter"]),
        ("P07", ["home", "phone", "online", "school", "letter"]),
        ("P12", ["phone", "online"]),
        ("P17", ["home", "phone", "online", "school", "letter"]),
        ("P18", ["home", "phone", "online"]),
        ("P19", ["home", "phone", "letter"]),
    ],
)
def test_modes_that_count_come_first(code: str, modes: list[str]) -> None:
    found = form(code)
    assert [mode.code for mode in found.modes if mode.counts] == modes
    assert [mode.code for mode in found.modes][: len(modes)] == modes
    assert len(found.modes) == 5


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("P01", [("appointment", "check")]),
        ("P03", [("guardian", "text"), ("purpose", "choice"), ("feedback", "text"), ("needs", "text")]),
        (
            "P05",
            [
                ("purpose", "choice"), ("approval_in_school_hours", "check"), ("oral_report", "check"),
                ("signature", "check"),
            ],
        ),
        ("P14", [("guardian", "text"), ("purpose", "choice")]),
        ("P18", [("appointment", "check"), ("purpose", "choice")]),
        ("P19", []),
    ],
)  # fmt: skip
def test_fields_that_a_visit_has_not_anyway(code: str, fields: list[tuple[str, str]]) -> None:
    assert [(field.code, field.kind) for field in form(code).fields] == fields


def test_each_field_names_its_clause() -> None:
    signature = next(field for field in form("P05").fields if field.code == "signature")
    assert (signature.label, signature.clause) == ("家长已签字或盖章", "第五条第3项：请家长签名或盖章")


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("P02", ["先看一看订好的计划", "遇到大事，尽快报告领导", "衣着整洁得体，像个老师的样子"]),
        ("P03", ["约上同行的老师一起去"]),
        ("P04", ["先和家长约好时间", "请孩子也在场", "请家长在场", "从实际出发，不片面地看孩子"]),
        (
            "P06",
            ["不吃请，不收礼金礼品", "特殊群体的学生，假期和容易失控的时候再去一次", "为学生和家长保守隐私"],
        ),
        ("P08", ["家访安排在周末和寒暑假", "每个孩子家都去，不只去常犯错的孩子家"]),
        ("P10", ["看一看孩子的成长档案，告诉家长可以随时查看"]),
        ("P18", ["注意自己的安全", "为学生和家长保密"]),
    ],
)
def test_the_checklist_before_a_visit(code: str, lines: list[str]) -> None:
    assert set(lines) <= set(form(code).checklist)


@pytest.mark.parametrize(
    ("code", "topics", "writing"),
    [
        (
            "P02",
            ["家访目的", "家长意见", "教育对策"],
            ["先说优点，再说不足", "家访不告状，不能只说缺点", "家访不只报喜，问题也要说到"],
        ),
        ("P07", ["原因分析", "教育对策"], []),
        ("P13", ["在校情况", "商定措施"], ["先说优点，再说不足"]),
    ],
)
def test_what_to_write_and_how(code: str, topics: list[str], writing: list[str]) -> None:
    found = form(code)
    assert [topic.label for topic in found.content_items] == topics
    assert list(found.writing) == writing


def test_steps_are_switched_on_with_their_clause() -> None:
    assert [(step.code, step.clause) for step in form("P11").steps] == [
        ("written_notice", "第2项：提前把时间、地点、议程通知家长"),
    ]
    assert [step.code for step in form("P04").steps] == [
        "excuse_unreachable", "co_visitor", "appointment", "student_present", "guardian_present",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({"kind": "content", "item": "cause", "severity": "grave"}, "severity"),
        ({"kind": "calendar", "event": "symposium", "min": 2, "max": 1, "per": "term"}, "max"),
        ({"kind": "calendar", "event": "symposium", "max": -1, "per": "term"}, "max"),
        ({"kind": "assessment", "effect": "bonus", "by_week": 0}, "by_week"),
        ({"kind": "calendar", "event": "reception", "rrule": "FREQ=SECONDLY"}, "rrule"),
        ({"kind": "calendar", "event": "reception", "rrule": "每周五"}, "rrule"),
        ({"kind": "calendar", "event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=XX"}, "rrule"),
    ],
)
def test_what_cannot_be_followed_is_named(rule: dict[str, Any], field: str) -> None:
    (read,) = rules_read([{"source": "第一条", **rule}])
    assert [name for name, _ in rule_faults(read)] == [field]
