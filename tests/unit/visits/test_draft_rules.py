"""What is wrong with a draft, and which bodies are the same body."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from tenants.visits.contracts import Measure, VisitDraft
from tenants.visits.rules import body_hash, draft_problems, text_is_storable

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
DRAFT = VisitDraft(
    visit_id=UUID(int=1),
    student_id=UUID(int=2),
    mode="home",
    outcome="done",
    visited_at=datetime(2026, 11, 19, 19, 30, tzinfo=CHINA),
    text="孩子这学期数学从六十分到七十八分。",
    present=("mother", "student"),
    co_visitors=(5, 3),
    measures=(Measure("妈妈", "每天检查作业", "晚上八点"),),
)


def codes(draft: VisitDraft) -> list[str]:
    return [problem.code for problem in draft_problems(draft, now=NOW, author_id=9)]


def test_a_good_draft_has_no_problem() -> None:
    assert codes(DRAFT) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mode": "visit"}, "visit.mode_unknown"),
        ({"outcome": "ok"}, "visit.outcome_unknown"),
        ({"present": ("teacher",)}, "visit.present_unknown"),
        ({"visited_at": NOW + timedelta(minutes=11)}, "visit.visited_at_future"),
        ({"visited_at": NOW - timedelta(days=1099)}, "visit.visited_at_too_old"),
        ({"text": " \n"}, "visit.text_required"),
        ({"text": "好" * 20_001}, "visit.text_too_long"),
        ({"text": "好\x00"}, "visit.text_unreadable"),
        ({"text": "好\ud83d"}, "visit.text_unreadable"),
        ({"reason": "好\udc00"}, "visit.reason_unreadable"),
        ({"reason": "好" * 501}, "visit.reason_too_long"),
        ({"measures": (Measure("妈妈", " ", ""),)}, "visit.measures_empty"),
        ({"measures": (Measure("妈妈", "读书\x00", ""),)}, "visit.measures_unreadable"),
        ({"measures": (Measure("妈" * 51, "读书", ""),)}, "visit.measures_too_long"),
        ({"measures": (Measure("妈妈", "读书", ""),) * 21}, "visit.measures_too_many"),
        ({"answers": (("colour", "红"),)}, "visit.answers_unknown"),
        ({"answers": (("needs", "缺\x00书"),)}, "visit.answers_unreadable"),
        ({"answers": (("needs", "书" * 501),)}, "visit.answers_too_long"),
        ({"co_visitors": (9,)}, "visit.co_visitors_self"),
        ({"co_visitors": tuple(range(100, 121))}, "visit.co_visitors_too_many"),
    ],
)
def test_each_problem_has_its_code(change: dict[str, object], code: str) -> None:
    assert codes(replace(DRAFT, **change)) == [code]  # type: ignore[arg-type]


def test_limits_are_inclusive() -> None:
    longest = replace(DRAFT, text="好" * 20_000, reason="因" * 500, visited_at=NOW + timedelta(minutes=10))
    assert codes(longest) == []
    assert codes(replace(DRAFT, visited_at=NOW - timedelta(days=1098))) == []


def test_nobody_at_home_needs_no_text() -> None:
    assert codes(replace(DRAFT, outcome="not_home", text="", reason="下地干活去了")) == []


def test_every_problem_is_named_in_a_fixed_order() -> None:
    bad = replace(DRAFT, mode="x", text="", visited_at=NOW + timedelta(days=1))
    assert codes(bad) == ["visit.mode_unknown", "visit.visited_at_future", "visit.text_required"]


def test_emoji_and_rare_characters_are_storable() -> None:
    assert text_is_storable("加油😀𠮷")
    assert not text_is_storable("加油\ud83d")


def test_the_same_note_in_other_words_of_json_is_the_same_body() -> None:
    same = replace(
        DRAFT,
        visited_at=DRAFT.visited_at.astimezone(UTC),
        present=("student", "mother", "student"),
        co_visitors=(3, 5),
    )
    assert body_hash(same) == body_hash(DRAFT)


@pytest.mark.parametrize(
    "change",
    [
        {"text": DRAFT.text + " "},
        {"reason": "x"},
        {"mode": "phone"},
        {"outcome": "away"},
        {"student_id": UUID(int=3)},
        {"visited_at": DRAFT.visited_at + timedelta(seconds=1)},
        {"present": ("mother",)},
        {"co_visitors": (3,)},
        {"measures": ()},
    ],
)
def test_any_change_is_another_body(change: dict[str, object]) -> None:
    assert body_hash(replace(DRAFT, **change)) != body_hash(DRAFT)  # type: ignore[arg-type]


def test_a_body_without_answers_is_the_one_it_always_was() -> None:
    assert body_hash(DRAFT) == "6529ae12ed14f49a2973d794edf18966ca58ec017df99c30533789fb29a22b33"
    assert body_hash(replace(DRAFT, answers=(("needs", "书桌"),))) != body_hash(DRAFT)
