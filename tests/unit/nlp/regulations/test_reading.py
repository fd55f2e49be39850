"""What a reading says of a whole text: title, numbering, tables, conflicts, every clause, the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import nlp.regulations
from nlp import regulations
from nlp.__main__ import main
from nlp.regulations import evaluation, read

TEXT = """桃花溪小学家访制度

为密切家校关系，特制定本制度。

一、班主任
1．每学期家访不少于十五人次，其中上门不少于三分之一。
2．对留守儿童、单亲家庭学生，每学期走访两次。
二、纪律
不得收受家长礼品。去年全校共家访812人次。
各班可以结合实际开展特色活动。

本制度自2026年3月1日起施行。
"""


def test_title_school_and_date() -> None:
    reading = read(TEXT)
    assert (reading.title, reading.school, reading.effective) == (
        "桃花溪小学家访制度", "桃花溪小学", "2026-03-01",
    )  # fmt: skip


def test_every_rule_points_at_its_own_words() -> None:
    for rule in read(TEXT).rules:
        assert TEXT[rule.span[0] : rule.span[1]] == rule.source
        assert 0 < rule.confidence <= 1


def test_clauses_cover_all_that_is_not_blank() -> None:
    reading = read(TEXT)
    covered = [False] * len(TEXT)
    for clause in reading.clauses:
        assert TEXT[clause.span[0] : clause.span[1]] == clause.text
        for position in range(*clause.span):
            assert not covered[position]
            covered[position] = True
    assert all(done or TEXT[n].isspace() for n, done in enumerate(covered))


def test_clauses_say_what_became_of_them() -> None:
    said = {clause.text: (clause.status, clause.reason) for clause in read(TEXT).clauses}
    assert said["去年全校共家访812人次。"] == ("not_a_rule", "过去的数字")
    assert said["各班可以结合实际开展特色活动。"][0] == "unread"
    assert said["不得收受家长礼品。"] == ("rule", "")
    assert said["一、班主任"] == ("not_a_rule", "标题")


@pytest.mark.parametrize(
    "text",
    [
        "第一章 班主任\n第一条 每学期家访不少于8人次。",
        "一、班主任\n（一）每学期家访不少于8人次。",
        "㈠ 班主任\n① 每学期家访不少于8人次。",
        "A. 班主任\nA1. 每学期家访不少于8人次。",
        "【班主任】\n● 每学期家访不少于8人次。",
        "1 班主任\n1.1 每学期家访不少于8人次。",
        "班主任:\n(1)每学期家访不少于8人次.",
        "岗位\t每学期次数\n班主任\t8人次",
        "岗位 | 次数 | 周期\n--- | --- | ---\n班主任 | 8人次 | 每学期",
        "责任人\n数量\n周期\n\n班主任\n8人次\n每学期",
        "班主任，每 学 期 家 访 不少于 ８ 人次。",
        "班主任每學期家訪不少於8人次。",
    ],
)
def test_layouts(text: str) -> None:
    found = [r.fields for r in read("桃花溪小学家访制度\n" + text).rules if r.kind == "quota"]
    assert [(f["who"], f["measure"], f["min"], f["per"]) for f in found] == [
        ("homeroom", "visits", 8, "term")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("班主任每学期普访全班一遍，至少走访半数学生。", "regulation.figures_differ"),
        ("班主任每学期家访15人次。\n附则：班主任每学期家访20人次。", "regulation.figures_differ"),
        ("班主任每学期家访15人次。\n附则：班主任每学年家访15人次。", "regulation.periods_differ"),
        ("家访记录学期末交德育处。家访记录每月末交德育处。", "regulation.archives_differ"),
        ("学生旷课，班主任当天联系家长。\n学生旷课的，班主任三日内联系家长。", "regulation.deadlines_differ"),
    ],
)
def test_conflicts(text: str, code: str) -> None:
    conflicts = read("家访制度\n" + text).conflicts
    assert [conflict.code for conflict in conflicts] == [code]
    assert conflicts[0].rules == (0, 1)


def test_everybody_and_at_least_half_in_one_breath() -> None:
    found = [r.fields for r in read("家访制度\n班主任每学期普访全班一遍，至少走访半数学生。").rules]
    assert [(f["min"], f["modes"]) for f in found] == [
        (100, ["home", "phone", "online", "school", "letter"]),
        (50, ["home"]),
    ]


def test_a_conflict_quotes_both_sides_in_words() -> None:
    (conflict,) = read("家访制度\n班主任每学期对全班学生普访一遍，至少家访半数学生。").conflicts
    assert conflict.message == (
        "写了班主任每学期走访全部学生，又写班主任每学期走访50%的学生。现记作前者方式不限、后者上门，请确认。"
    )


def test_a_line_of_the_checklist_leaves_its_number_behind() -> None:
    (rule,) = (rule for rule in read("家访制度\n3.家访时不收受礼品。").rules if rule.kind == "conduct")
    assert (rule.fields["text"], rule.source) == ("家访时不收受礼品。", "3.家访时不收受礼品。")


def test_no_conflict_between_two_leaders() -> None:
    assert read("家访制度\n校长每学期走访5户，中层干部每学期走访8户。").conflicts == ()


@pytest.mark.parametrize(
    "text", ["", " \n", "。。。", "\ud800", "家", "1.", "|", "\t", "（一）", "，" * 5000]
)
def test_odd_texts_give_a_reading(text: str) -> None:
    assert read(text).rules == ()


def test_command_writes_exactly_the_exchange_format(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target, notes = tmp_path / "in.txt", tmp_path / "out.json", tmp_path / "notes.json"
    source.write_text(TEXT, encoding="gb18030")
    assert main(["regulation", str(source), "-o", str(target), "--notes", str(notes)]) == 0
    written: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    assert set(written) == {"title", "school", "effective", "rules"}
    assert written["rules"] == [rule.to_dict() for rule in read(TEXT).rules]
    assert set(json.loads(notes.read_text(encoding="utf-8"))) == {"conflicts", "clauses"}
    assert "1 句没有读出规则" in capsys.readouterr().err


def test_command_names_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.docx", tmp_path / "out.json"
    source.write_bytes(b"PK\x03\x04 broken")
    assert main(["regulation", str(source), "-o", str(target)]) == 1
    assert "regulation.broken" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("author", ["r1", "r2", "r4", "r5"])
def test_development_texts_are_read(author: str, tmp_path: Path) -> None:
    folder = Path(nlp.regulations.__file__).parent / "corpus" / "dev"
    for file in folder.glob(f"{author}-*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    scores = evaluation.folder(tmp_path)
    assert scores["all"].right >= 390
    assert scores["all"].f1 >= 0.98
    assert scores["quota"].f1 >= 0.97


def test_a_head_with_an_empty_cell_is_read() -> None:
    assert [
        rule.kind for rule in read("家访制度\n班主任\t每学期\t20户\t\n科任教师\t每学期\t6户\t\n").rules
    ] == ["quota"] * 2


def test_package_names() -> None:
    assert regulations.read is read
