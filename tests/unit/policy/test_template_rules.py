"""The rules of the templates beside P01, P05 and P15, kind by kind."""

from typing import Any

import pytest

from tenants.policy.rules import Quota, Trigger, rule_data
from tenants.policy.templates import template_get

EVERY = ["home", "phone", "online", "school", "letter"]


def brief(code: str, kind: str) -> list[dict[str, Any]]:
    """Rules of a kind without their words and without what is null."""
    found = []
    for rule in template_get(code).rules:
        if rule.kind == kind:
            data = rule_data(rule)
            left = {"kind", "source", "sheet", "severity"}
            found.append({key: data[key] for key in data if key not in left and data[key] is not None})
    return found


def one(code: str, kind: str, field: str) -> list[Any]:
    return [rule[field] for rule in brief(code, kind)]


def quotas(code: str) -> list[tuple[Any, ...]]:
    return [
        (rule.who, rule.measure, rule.min, rule.max, rule.per, rule.scope.group or rule.scope.of)
        for rule in template_get(code).rules
        if isinstance(rule, Quota)
    ]


def triggers(code: str) -> list[tuple[Any, ...]]:
    return [
        (rule.event, rule.who, rule.within_days, rule.modes)
        for rule in template_get(code).rules
        if isinstance(rule, Trigger)
    ]


def test_p02() -> None:
    assert quotas("P02") == [("homeroom", "share", 50, None, "term", "class")]
    assert brief("P02", "modes") == [{"modes": ["home", "phone", "letter"]}]
    assert brief("P02", "tone") == [
        {"praise_first": True}, {"forbid": "complaint_only"}, {"forbid": "praise_only"},
    ]  # fmt: skip
    assert one("P02", "content", "item") == ["purpose", "parent_feedback", "countermeasures"]
    assert brief("P02", "workflow") == [{"step": "plan"}, {"step": "escalation"}]
    assert brief("P02", "form") == [{"field": "content"}]
    assert brief("P02", "archive") == [{"to": "学校", "when": "term_end"}]
    assert brief("P02", "calendar") == [{"event": "symposium", "min": 1, "max": 2, "per": "term"}]
    assert len(brief("P02", "conduct")) == 8


def test_p03() -> None:
    assert quotas("P03") == [
        ("teacher", "visits", 1, None, "week", "school"),
        ("teacher", "visits", 4, None, "month", "school"),
        ("teacher", "visits", 16, None, "term", "school"),
    ]
    assert one("P03", "form", "field") == [
        "time", "student", "guardian", "purpose", "mode", "feedback", "needs",
    ]  # fmt: skip
    assert brief("P03", "workflow") == [{"step": "co_visitor"}]
    assert triggers("P03") == [("special", "teacher", 0, None)]


def test_p04_counts_and_reacts() -> None:
    assert quotas("P04") == [
        ("homeroom", "share", 100, None, "year", "class"),
        ("homeroom", "share", 50, None, "term", "class"),
        ("homeroom", "share", 100, None, "once", "entry_grade"),
        ("homeroom", "share", 50, None, "once", "entry_grade"),
        ("homeroom", "share", 50, None, "once", "new_class"),
        ("subject", "visits", 5, None, "term", "taught"),
    ]
    assert [rule["window"] for rule in brief("P04", "quota") if "window" in rule] == [
        {"before_entry": True}, {"first_year": True}, {"before_term_months": 1},
    ]  # fmt: skip
    assert triggers("P04") == [
        ("special", "leader", None, None),
        ("family_misfortune", "homeroom", None, None),
        ("school_injury", "homeroom", 0, ("home",)),
        ("unexplained_absence", "homeroom", None, None),
        ("sudden_decline", "homeroom", None, None),
        ("progress", "homeroom", None, None),
    ]


def test_p04_asks_and_follows() -> None:
    assert one("P04", "content", "item") == [
        "in_school_report", "home_situation", "family_background", "agreed_measures", "relationship",
        "rapport", "purpose",
    ]  # fmt: skip
    assert one("P04", "workflow", "step") == [
        "excuse_unreachable", "co_visitor", "appointment", "student_present", "guardian_present",
    ]  # fmt: skip
    assert brief("P04", "form") == [{"field": "content"}]
    assert brief("P04", "archive") == []
    assert brief("P04", "assessment") == [
        {"effect": "survey", "cause": "overall"},
        {"effect": "credit", "cause": "quota_met"},
        {"effect": "deduction", "cause": "quota_missed"},
        {"effect": "credit", "cause": "overall"},
    ]
    assert len(brief("P04", "conduct")) == 2


def test_p06() -> None:
    assert quotas("P06") == [
        ("leader", "students", 30, None, "term", "school"),
        ("homeroom", "share", 100, None, "term", "class"),
        ("subject", "share", 60, None, "term", "taught"),
    ]
    assert brief("P06", "modes") == [{"modes": EVERY}]
    assert brief("P06", "focus_group") == [{"group": "special"}]
    assert one("P06", "content", "item") == ["countermeasures"]
    assert brief("P06", "assessment") == [
        {"effect": "deduction", "cause": "misconduct"},
        {"effect": "credit", "cause": "overall"},
        {"effect": "ranking", "cause": "overall"},
        {"effect": "bonus", "cause": "overall"},
        {"effect": "forfeit", "cause": "overall"},
    ]
    assert len(brief("P06", "conduct")) == 7


def test_p07() -> None:
    groups = [
        "disaster", "parent_disability", "poor", "struggling", "left_behind", "single_parent", "changed",
        "migrant", "disabled",
    ]  # fmt: skip
    assert quotas("P07") == [("homeroom", "contacts", 1, None, "term", group) for group in groups]
    assert brief("P07", "focus_group") == [
        {"group": group, "min": 1, "per": "term", "follow_up": True} for group in groups
    ]
    assert triggers("P07") == [
        ("sudden_decline", "teacher", None, None),
        ("progress", "teacher", None, None),
    ]
    assert one("P07", "content", "item") == ["cause", "countermeasures"]
    assert brief("P07", "workflow") == [{"step": "plan"}]
    assert brief("P07", "assessment") == [{"effect": "credit", "cause": "overall"}]
    assert brief("P07", "modes") == []  # any mode counts as a contact


def test_p08() -> None:
    assert quotas("P08") == [("homeroom", "share", 100, None, "year", "class")]
    assert brief("P08", "tone") == [{"forbid": "complaint_only"}]
    assert len(brief("P08", "conduct")) == 4


def test_p09() -> None:
    assert quotas("P09") == [
        ("teacher", "share", 100, None, "year", "taught"),
        ("teacher", "visits", 2, 3, "year", "special"),
    ]
    assert brief("P09", "focus_group") == [{"group": "special", "min": 2, "per": "year"}]
    assert brief("P09", "calendar") == [
        {"event": "training"},
        {"event": "committee"},
        {"event": "open_day", "rrule": "FREQ=YEARLY;BYMONTH=4;BYDAY=2TU"},
        {"event": "open_day", "rrule": "FREQ=YEARLY;BYMONTH=12;BYDAY=2TU"},
        {"event": "reception", "rrule": "FREQ=MONTHLY;BYMONTHDAY=8"},
    ]
    assert brief("P09", "form") == [{"field": "content"}]
    assert brief("P09", "assessment") == [{"effect": "credit", "cause": "overall"}]


def test_p10() -> None:
    assert quotas("P10") == [("teacher", "visits", 1, None, "term", "school")]
    assert one("P10", "content", "item") == ["family_background", "agreed_measures"]
    assert brief("P10", "calendar") == [
        {"event": "parent_meeting", "min": 2, "per": "term"},
        {"event": "reception", "min": 1, "per": "week"},
        {"event": "open_day", "min": 1, "per": "term"},
        {"event": "training"},
    ]
    assert len(brief("P10", "conduct")) == 4


def test_p11() -> None:
    assert brief("P11", "calendar") == [{"event": "parent_meeting", "min": 1, "per": "term"}]
    assert brief("P11", "workflow") == [{"step": "written_notice"}]
    (meeting, _) = template_get("P11").rules
    assert meeting.model_extra == {
        "sheet": ["主题和议程", "介绍学生的表现", "说明学校的政策", "收集家长的意见", "互动交流"]
    }


def test_p12() -> None:
    assert quotas("P12") == [("homeroom", "contacts", 1, None, "term", "class")]
    assert brief("P12", "modes") == [{"modes": ["phone", "online"]}]
    assert brief("P12", "calendar") == [
        {"event": "parent_meeting", "min": 1, "per": "term"},
        {"event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=FR"},
        {"event": "training"},
    ]
    assert brief("P12", "workflow") == [{"step": "spot_check"}]
    assert one("P12", "content", "item") == ["in_school_report"]


def test_p13() -> None:
    assert quotas("P13") == [("homeroom", "share", 100, None, "year", "class")]
    assert triggers("P13") == [("special", "teacher", None, None)]
    assert brief("P13", "focus_group") == [{"group": "weak_habits"}]
    assert brief("P13", "tone") == [{"praise_first": True}]
    assert one("P13", "content", "item") == ["in_school_report", "agreed_measures"]
    assert brief("P13", "workflow") == [{"step": "spot_check"}]
    assert brief("P13", "calendar") == [
        {"event": "parent_meeting", "min": 1, "per": "term"},
        {"event": "committee"},
    ]


def test_p14() -> None:
    assert brief("P14", "calendar") == [
        {"event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=FR", "from_time": "15:00", "to_time": "17:00"}
    ]
    assert one("P14", "form", "field") == ["time", "guardian", "purpose", "measures"]
    assert brief("P14", "workflow") == [
        {"step": "escalation"}, {"step": "spot_check"},
    ]  # fmt: skip
    assert brief("P14", "assessment") == [{"effect": "deduction", "cause": "misconduct"}]


def test_p17() -> None:
    assert quotas("P17") == [
        ("homeroom", "visits", 1, None, "term", "class"),
        ("subject", "visits", 1, None, "term", "taught"),
    ]
    assert brief("P17", "modes") == [{"modes": EVERY}]
    assert triggers("P17") == [
        ("illness_absence", "teacher", None, None),
        ("school_injury", "teacher", None, None),
    ]
    assert brief("P17", "focus_group") == [{"group": "unstable"}]
    assert brief("P17", "workflow") == [{"step": "written_notice"}]
    assert one("P17", "calendar", "event") == ["training", "parent_meeting", "open_day", "committee"]
    assert len(brief("P17", "conduct")) == 3


def test_p18() -> None:
    assert quotas("P18") == [("teacher", "visits", 1, None, "term", "school")]
    assert brief("P18", "modes") == [{"modes": ["home", "phone", "online"]}]
    assert brief("P18", "focus_group") == [{"group": "special"}]
    assert one("P18", "form", "field") == ["purpose", "content", "measures"]
    assert one("P18", "workflow", "step") == ["appointment", "plan", "escalation"]
    assert one("P18", "content", "item") == ["purpose", "in_school_report", "family_background"]
    assert len(brief("P18", "conduct")) == 5


def test_p19() -> None:
    assert quotas("P19") == [
        ("homeroom", "share", 100, None, "term", "class"),
        ("homeroom", "visits", 1, None, "term", "special"),
    ]
    assert brief("P19", "quota")[0]["modes"] == ["phone", "letter"]
    assert brief("P19", "focus_group") == [{"group": "special", "min": 1, "per": "term"}]
    assert brief("P19", "calendar") == [
        {"event": "parent_meeting", "min": 1, "per": "term"},
        {"event": "committee", "min": 1, "per": "term"},
        {"event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=SU"},
        {"event": "training"},
    ]


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("P01", [(0, 1)]), ("P05", [(0, 1, 2)]), ("P07", [tuple(range(9))]), ("P10", [(0,)]),
        ("P11", [(0,)]), ("P12", [(0,), (4,)]), ("P13", [(0,), (9,)]), ("P17", [(0, 1)]), ("P18", [(0,)]),
        ("P19", [(1,)]),
    ],
)  # fmt: skip
def test_what_the_text_leaves_open_is_for_the_school_to_settle(
    code: str, rules: list[tuple[int, ...]]
) -> None:
    conflicts = template_get(code).conflicts
    assert [conflict.rules for conflict in conflicts] == rules
    assert all("请学校确认" in conflict.message for conflict in conflicts)
