"""Pure rules about a draft: what is wrong with it, and which bodies are the same body."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from .contracts import ANSWERS, MODES, OUTCOMES, PRESENT, Problem, VisitDraft

TEXT_LIMIT = 20_000
REASON_LIMIT = 500
MEASURE_LIMITS = {"who": 50, "what": 500, "when": 50}
MEASURES_LIMIT = 20
CO_VISITORS_LIMIT = 20
ANSWER_LIMIT = 500
# Phones run ahead by minutes, not by hours.
CLOCK_SKEW = timedelta(minutes=10)
# Late entry is welcome, but a visit of three years ago is a slip of the date picker.
OLDEST = timedelta(days=3 * 366)


def text_is_storable(value: str) -> bool:
    """Whether PostgreSQL can hold it: no NUL, no half of a surrogate pair."""
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)


def draft_body(draft: VisitDraft) -> dict[str, Any]:
    """The draft as plain JSON with one spelling per meaning, the text left out.

    `visited_at` is brought to UTC, sets are sorted: the same note sent again by another client,
    or from another time zone, is the same body. `answers` are named only where there are any: a body
    without them is the one it was before there were answers.
    """
    answers = {"answers": dict(sorted(draft.answers))} if draft.answers else {}
    return {
        "student": str(draft.student_id),
        "mode": draft.mode,
        "outcome": draft.outcome,
        "visited_at": draft.visited_at.astimezone(UTC).isoformat(),
        "reason": draft.reason,
        "present": sorted(set(draft.present)),
        "co_visitors": sorted(set(draft.co_visitors)),
        "measures": [{"who": m.who, "what": m.what, "when": m.when} for m in draft.measures],
        **answers,
    }


def body_hash(draft: VisitDraft) -> str:
    """SHA-256 over body and text, 64 hex digits."""
    canonical = json.dumps(
        {**draft_body(draft), "text": draft.text}, ensure_ascii=True, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def draft_problems(draft: VisitDraft, *, now: datetime, author_id: int) -> list[Problem]:
    """Everything wrong with a draft that can be told without the database, in a fixed order."""
    return [
        *_choice_problems(draft),
        *_time_problems(draft.visited_at, now=now),
        *_text_problems(draft),
        *_measure_problems(draft),
        *_answer_problems(draft),
        *_people_problems(draft, author_id=author_id),
    ]


def _choice_problems(draft: VisitDraft) -> list[Problem]:
    problems = []
    if draft.mode not in MODES:
        words = "请选择家访方式：" + "、".join(MODES.values()) + "。"
        problems.append(Problem("mode", "visit.mode_unknown", words))
    if draft.outcome not in OUTCOMES:
        words = "请选择去成了没有：" + "、".join(OUTCOMES.values()) + "。"
        problems.append(Problem("outcome", "visit.outcome_unknown", words))
    if not set(draft.present) <= set(PRESENT):
        words = "请从这些人里选在场的人：" + "、".join(PRESENT.values()) + "。"
        problems.append(Problem("present", "visit.present_unknown", words))
    return problems


def _time_problems(visited_at: datetime, *, now: datetime) -> list[Problem]:
    if visited_at > now + CLOCK_SKEW:
        words = "家访时间还没有到，请检查日期和时间。"
        return [Problem("visited_at", "visit.visited_at_future", words)]
    if visited_at < now - OLDEST:
        words = "家访时间是三年以前，请检查年份是不是选错了。"
        return [Problem("visited_at", "visit.visited_at_too_old", words)]
    return []


def _text_problems(draft: VisitDraft) -> list[Problem]:
    problems = []
    for name, label, value, limit in (
        ("text", "家访内容", draft.text, TEXT_LIMIT),
        ("reason", "原因", draft.reason, REASON_LIMIT),
    ):
        if not text_is_storable(value):
            words = f"{label}里有无法保存的字符，请删去乱码后再提交。"
            problems.append(Problem(name, f"visit.{name}_unreadable", words))
        elif len(value) > limit:
            words = f"{label}最多 {limit} 字，现在有 {len(value)} 字，请精简一些。"
            problems.append(Problem(name, f"visit.{name}_too_long", words))
    if draft.outcome == "done" and not draft.text.strip():
        problems.append(Problem("text", "visit.text_required", "去成了的家访，请写下家访内容。"))
    return problems


def _measure_problems(draft: VisitDraft) -> list[Problem]:
    if len(draft.measures) > MEASURES_LIMIT:
        words = f"商定的措施最多写 {MEASURES_LIMIT} 条。"
        return [Problem("measures", "visit.measures_too_many", words)]
    problems = []
    for number, measure in enumerate(draft.measures, start=1):
        parts = {"who": measure.who, "what": measure.what, "when": measure.when}
        if not all(text_is_storable(value) for value in parts.values()):
            words = f"第 {number} 条措施里有无法保存的字符，请删去。"
            problems.append(Problem("measures", "visit.measures_unreadable", words))
        elif any(len(value) > MEASURE_LIMITS[name] for name, value in parts.items()):
            words = f"第 {number} 条措施太长：谁和何时各 50 字，做什么 500 字以内。"
            problems.append(Problem("measures", "visit.measures_too_long", words))
        elif not measure.what.strip():
            problems.append(Problem("measures", "visit.measures_empty", f"第 {number} 条措施没有写做什么。"))
    return problems


def _answer_problems(draft: VisitDraft) -> list[Problem]:
    problems = []
    for code, words in draft.answers:
        if code not in ANSWERS:
            return [Problem("answers", "visit.answers_unknown", "有一栏不认识，请刷新页面后再填。")]
        if not text_is_storable(words):
            told = f"“{ANSWERS[code]}”里有无法保存的字符，请删去。"
            problems.append(Problem("answers", "visit.answers_unreadable", told))
        elif len(words) > ANSWER_LIMIT:
            told = f"“{ANSWERS[code]}”最多 {ANSWER_LIMIT} 字，请精简一些。"
            problems.append(Problem("answers", "visit.answers_too_long", told))
    return problems


def _people_problems(draft: VisitDraft, *, author_id: int) -> list[Problem]:
    if len(set(draft.co_visitors)) > CO_VISITORS_LIMIT:
        words = f"同行老师最多 {CO_VISITORS_LIMIT} 位。"
        return [Problem("co_visitors", "visit.co_visitors_too_many", words)]
    if author_id in draft.co_visitors:
        return [Problem("co_visitors", "visit.co_visitors_self", "同行老师里不用写自己。")]
    return []
