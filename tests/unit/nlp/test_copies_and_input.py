"""Copied text among the notes of one file, and input that no teacher would write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import Note, ReviewContext, Reviewer
from nlp.__main__ import main
from nlp.text import normalise

REVIEWER = Reviewer.load()
A = (
    "小海上课坐不住，爱和后桌讲话。语文作业按时交，数学常漏题。"
    "爸爸在福建工地扎钢筋，妈妈带他和妹妹。约定妈妈每晚检查数学本并签字。"
)
COPY = A.replace("小海", "丽丽").replace("约定", "商定")
OTHER = "丽丽朗读很有感情，是班里的小书虫。她跟外婆住在安置点，外婆做保洁。我每周借她一本书，读完来讲。"


def codes(review: object) -> list[str]:
    return [f.code for f in review.findings]  # type: ignore[attr-defined]


def test_a_copy_is_found_on_the_later_note_only() -> None:
    notes = [
        Note("b", "杨丽丽", COPY, date="2026-09-20"),
        Note("a", "唐小海", A, date="2026-09-01"),
        Note("c", "杨丽丽", OTHER, date="2026-09-25"),
    ]
    later, earlier, own = REVIEWER.review_many(notes)
    assert later.labels.near_duplicates == ("a",)
    assert earlier.labels.near_duplicates == ("b",)
    assert own.labels.near_duplicates == ()
    finding = next(f for f in later.findings if f.code == "copies.near_duplicate")
    assert (finding.severity, finding.related) == ("critical", ("a",))
    match = finding.matches[0]
    assert COPY[slice(*match.here)] == "丽丽上课坐不住，爱和后桌讲话"
    assert A[slice(*match.there)] == "小海上课坐不住，爱和后桌讲话"
    assert "copies.near_duplicate" not in codes(earlier)


def test_the_same_students_copy_is_major() -> None:
    first, second = REVIEWER.review_many([Note("a", "唐小海", A), Note("b", "唐小海", A)])
    assert "copies.near_duplicate" not in codes(first)
    assert [f.severity for f in second.findings if f.code == "copies.near_duplicate"] == ["major"]


def test_candidates_from_a_database_give_the_same_finding() -> None:
    context = ReviewContext(others=(Note("a", "唐小海", A),))
    found = REVIEWER.review(Note("b", "杨丽丽", COPY), context=context)
    assert found.labels.near_duplicates == ("a",)
    assert "copies.near_duplicate" in codes(found)


def test_fingerprints_are_keyed_and_ignore_names() -> None:
    mine = REVIEWER.fingerprints(Note("a", "唐小海", A))
    theirs = REVIEWER.fingerprints(Note("b", "杨丽丽", COPY))
    assert [p.fp for p in mine][:3] == [p.fp for p in theirs][:3]
    assert all(-(2**63) <= p.fp < 2**63 for p in mine)
    assert {p.fp for p in mine}.isdisjoint(
        p.fp for p in REVIEWER.fingerprints(Note("a", "唐小海", A), key=b"k")
    )
    assert REVIEWER.compare(Note("a", "唐小海", A), Note("b", "杨丽丽", COPY)).near_duplicate


def test_set_phrases_alone_are_no_copy() -> None:
    phrases = "今天下午我来到小海家家访。家长热情接待了我。家长表示感谢。家校共同努力。"
    one = phrases + "小海数学进步了八分。"
    two = phrases.replace("小海", "丽丽") + "丽丽住校，周末才回外婆家。"
    first, second = REVIEWER.review_many([Note("a", "唐小海", one), Note("b", "杨丽丽", two)])
    assert first.labels.near_duplicates == second.labels.near_duplicates == ()
    assert not [c for c in codes(second) if c.startswith("copies.")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "好",
        "🙂👍",
        "\x00\x01\x07",
        "He is fine.",
        "<p>上课<b>认真</b></p>",
        "上课\ud83d认真\udc00",
        "，。！",
        "1" * 500,
    ],
)
def test_odd_input_gives_a_clear_result(text: str) -> None:
    found = REVIEWER.review(Note("x", "唐小海", text))
    assert set(found.labels.content) == {"in_school_report", "home_situation", "agreed_measures"}
    json.dumps(found.to_dict())


@pytest.mark.parametrize("text", ["ＡＢ１２", "學習認真", "<br>好", "&nbsp;好", "a\ud800b", "他很好.她也好"])
def test_normalising_moves_no_character(text: str) -> None:
    assert len(normalise(text)) == len(text)


def test_command_line_skips_and_reports_broken_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = json.dumps({"id": "n1", "student": "唐小海", "text": "小海上课认真。"}, ensure_ascii=False)
    source.write_bytes(
        good.encode()
        + b'\n{"id": 3\n[1]\n\xff\xfe\n'
        + b'{"id":"n2","student":"\xe5\x94\x90","text":"\\ud83d"}\n'
        + b'{"id": %s}\n' % (b"9" * 6_000)
        + b"[" * 100_000
    )
    assert main(["review", str(source), "-o", str(target)]) == 1
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["n1", "n2"]
    errors = capsys.readouterr().err
    assert [f"第 {n} 行" in errors for n in range(1, 8)] == [False, True, True, True, False, True, True]
    assert main(["review", str(tmp_path / "none.jsonl")]) == 2
