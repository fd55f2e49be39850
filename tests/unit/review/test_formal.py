"""What the 制度 asks of a visit beside its words."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from tenants.policy.contracts import ReviewRules
from tenants.review.checking.formal import findings
from tenants.visits.contracts import ReviewableVisit

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
VISIT = ReviewableVisit(
    id=UUID(int=1), student_id=UUID(int=2), student_name="王小禾", author_id=3, author_name="李老师",
    outcome="done", text="谈了近况。", version=1, visited_at=AT, entered_at=AT,
)  # fmt: skip
FORM = ReviewRules(form_fields=("time", "content", "guardian", "purpose", "feedback", "needs", "signature"))
STEPS = ReviewRules(steps=("plan", "student_present", "guardian_present", "co_visitor"))


def told(visit: ReviewableVisit, asked: ReviewRules, **evidence: list[object]) -> list[str]:
    found = findings(visit, asked, evidence)
    assert {one.severity for one in found} <= {"hint"}
    return [f"{one.code}：{one.message}" for one in found]


def test_empty_fields_are_named_together() -> None:
    assert told(VISIT, FORM) == [
        "form.missing：学校的制度要求填家长姓名、家访事由、家长意见、家长签字或盖章，这一条里还没有，是不是漏填了？"
    ]


def test_what_is_filled_in_ticked_or_told_in_the_text_is_not_missing() -> None:
    visit = replace(VISIT, answered=frozenset({"purpose", "signature"}), present=("grandparent",))
    assert told(visit, FORM, parent_feedback=[(0, 2)]) == []


def test_nobody_signs_a_telephone() -> None:
    visit = replace(VISIT, mode="phone", answered=frozenset({"purpose", "guardian", "feedback"}))
    assert told(visit, FORM) == []


@pytest.mark.parametrize(
    ("mode", "present", "accompanied", "absent"),
    [
        ("home", (), False, "学生在场、家长在场、同事同行"),
        ("home", ("student",), True, "家长在场"),
        ("school", ("mother",), False, "学生在场"),
        ("home", ("student", "father"), True, None),
        ("phone", (), False, None),
    ],
)
def test_who_was_to_be_there(
    mode: str, present: tuple[str, ...], accompanied: bool, absent: str | None
) -> None:
    visit = replace(VISIT, mode=mode, present=present, accompanied=accompanied)
    wanted = [f"steps.missing：学校的制度要求{absent}，这一条里没有记，是不是漏选了？"] if absent else []
    assert told(visit, STEPS) == wanted


def test_nothing_asked_nothing_told() -> None:
    assert told(VISIT, ReviewRules()) == []
