"""The two real contact records near the end of the second source document, read as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp import Note, Reviewer

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "policies"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the source documents are not beside the checkout"),
]


def records() -> list[Note]:
    text = next(FOLDER.glob("001_*.txt")).read_text(encoding="utf-8")
    found = re.findall(r"学生姓名:(\S+?)联系内容:(.+?)(?=时间:XXXX|\n家校联系制度)", text, re.DOTALL)
    assert [student for student, _ in found] == ["唐小海", "李民赫"]
    return [
        Note(f"r{n}", student, body, date=f"2026-09-{day}")
        for n, ((student, body), day) in enumerate(zip(found, ("01", "21"), strict=True), 1)
    ]


def test_second_names_other_students() -> None:
    first, second = Reviewer.load().review_many(records())
    assert "content.in_school_report" in {finding.code for finding in first.findings}
    assert not first.labels.name_mismatch
    assert next((f.code, f.severity) for f in second.findings) == ("name.mismatch", "critical")


def test_both_share_the_words_before_the_colon() -> None:
    first, second = Reviewer.load().review_many(records())
    for review in (first, second):
        shared = [f for f in review.findings if f.code == "copies.shared_sentence"]
        assert [f.severity for f in shared] == ["hint"]
        assert len(shared[0].related) == 1
        text = next(note.text for note in records() if note.id == review.id)
        (span,) = shared[0].spans
        assert text[span[1]] == ":"
        assert sum(map(str.isalnum, text[slice(*span)])) == 23
