"""Whole notes with exact labels: what is reported, how it judges, whom it is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import Note, Review, ReviewContext, Reviewer, ReviewRules
from nlp.evaluation import table

DATA = Path(__file__).parent / "data"
REVIEWER = Reviewer.load()


def review(text: str, student: str = "唐小海", **more: object) -> Review:
    return REVIEWER.review(Note("n", student, text), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "tone", "first"),
    [
        ("小海从不迟到，作业也交得齐。", "praise_only", True),
        ("小海不按时交作业，学习也不主动。", "complaint_only", False),
        ("小海人倒是不笨，就是懒，作业老拖拉。", "complaint_only", False),
        ("小海这学期不再打架了。", "praise_only", True),
        ("希望他继续努力，今后要按时完成作业。", "neutral", None),
        ("他爸爸脾气暴躁，又爱喝酒。", "neutral", None),
        ("弟弟调皮捣蛋，常把他的书撕了。", "neutral", None),
        ("小海一节课能去三趟厕所。", "complaint_only", False),
        ("放学后小海总是最后一个走，把凳子一张张放好。", "praise_only", True),
        ("小海上课认真，作业工整。就是计算马虎。", "balanced", True),
        ("小海内向，话不多，周末和奶奶住。", "neutral", None),
        ("小海计算还需加强，书写有待提高。", "complaint_only", False),
    ],
)
def test_tone_is_about_the_student_alone(text: str, tone: str, first: bool | None) -> None:
    labels = review(text).labels
    assert (labels.tone, labels.praise_first) == (tone, first)


@pytest.mark.parametrize(
    ("text", "school", "home", "measures"),
    [
        ("向家长汇报了孩子在校表现。", "mentioned", "absent", "absent"),
        ("了解了家庭情况。", "absent", "mentioned", "absent"),
        ("希望家长多关心孩子。", "absent", "absent", "mentioned"),
        ("希望成绩更上一层楼。", "absent", "absent", "absent"),
        ("妈妈说他晚上躲在被窝里玩手机。", "absent", "present", "absent"),
        ("他上课打瞌睡。", "present", "absent", "absent"),
        ("和妈妈约定每天陪读二十分钟。", "absent", "absent", "present"),
        ("父母在广东打工，春节才回来。", "absent", "present", "absent"),
        ("小海无故旷课两天。", "present", "absent", "absent"),
    ],
)
def test_content_items(text: str, school: str, home: str, measures: str) -> None:
    assert dict(review(text).labels.content) == {
        "in_school_report": school,
        "home_situation": home,
        "agreed_measures": measures,
    }


def test_evidence_marks_the_clauses_it_goes_by() -> None:
    text = "小海上课认真。爸爸在镇上修车。约定每天做十道口算，妈妈签字。"
    found = review(text)
    marked = {item: [text[s:e] for s, e in spans] for item, spans in found.evidence.items()}
    assert marked["in_school_report"] == ["小海上课认真"]
    assert marked["home_situation"] == ["爸爸在镇上修车"]
    assert marked["agreed_measures"] == ["约定每天做十道口算", "妈妈签字"]


@pytest.mark.parametrize(
    ("student", "text", "wrong"),
    [
        ("李民赫", "这次刘永强的数学成绩不够理想，刘永强上课不专心。", ["刘永强", "刘永强"]),
        ("贺小山", "今天去了王小山家，王小山在校认真。", ["王小山", "王小山"]),
        ("唐小海", "小海和海海说的是一个娃，小海上课认真。", []),
        ("唐小海", "小海和同桌李明常一起做题，哥哥唐大江在县里读书。", []),
        ("阿依古丽·买买提", "阿依古丽上课认真，买买提家放羊。", []),
        ("欧阳娜娜", "娜娜上课认真，妈妈李秀英在家。", []),
        ("张晓婷", "张小婷上课认真，作业工整。", []),
    ],
)
def test_wrong_names(student: str, text: str, wrong: list[str]) -> None:
    found = review(text, student)
    spans = [text[s:e] for f in found.findings if f.code == "name.mismatch" for s, e in f.spans]
    assert spans == wrong
    assert found.labels.name_mismatch is bool(wrong)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("电话１３８１２３４５６７８。", ["１３８１２３４５６７８"]),
        ("电话 138 1234 5678，常打不通。", ["138 1234 5678"]),
        ("身份证511321198703124536。", ["511321198703124536"]),
        ("卡号6228480402564890018。", ["6228480402564890018"]),
        ("住幸福路28号3单元502室。", ["住幸福路28号3单元502室"]),
        ("语文85分，数学92分，9月1日去的。", []),
        ("学号20260901123，座机0817-6234567，车牌川R12345。", []),
        ("电话138****5678。", []),
    ],
)
def test_private_data(text: str, marked: list[str]) -> None:
    found = review(text)
    spans = [text[s:e] for f in found.findings if f.code == "private.data" for s, e in f.spans]
    assert spans == marked
    assert found.labels.private_data is bool(marked)


def test_school_rules_add_and_raise_but_never_switch_off() -> None:
    text = "小海上课认真，作业工整。"
    plain = {f.code: f.severity for f in review(text).findings}
    assert plain["tone.praise_only"] == "hint"
    assert plain["content.home_situation"] == "major"
    rules = ReviewRules(
        content=frozenset({"purpose"}),
        praise_only=True,
        severities={"content.home_situation": "hint", "content.purpose": "minor"},
    )
    strict = {f.code: f.severity for f in review(text, rules=rules).findings}
    assert strict["tone.praise_only"] == "minor"
    assert strict["content.home_situation"] == "major"
    assert strict["content.purpose"] == "minor"


def test_findings_ask_and_come_most_serious_first() -> None:
    found = review("刘永强上课走神，刘永强的作业潦草。电话13812345678。", "李民赫").findings
    assert [f.code for f in found][:1] == ["name.mismatch"]
    assert all(f.message.endswith(("？", "。")) and f.title for f in found)
    assert all(f.question for f in found if f.code.startswith("content."))


def test_roster_names_are_recognised() -> None:
    context = ReviewContext(roster=frozenset({"唐小海", "木乃扎西"}))
    found = review("木乃扎西上课认真。木乃扎西的作业工整。", context=context)
    assert found.labels.name_mismatch


@pytest.mark.parametrize(
    ("name", "least"),
    [("development", (0.92, 0.88, 0.86)), ("heldout", (0.93, 0.90, 0.80)), ("unseen", (0.95, 0.82, 0.80))],
)
def test_labelled_notes_do_not_get_worse(name: str, least: tuple[float, float, float]) -> None:
    """Notes that no model was trained on; the floors lie a little under what the model reached."""
    rows = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    got = [REVIEWER.review(Note.from_dict(row)).labels.to_dict() for row in rows]
    figures = table(rows, got)
    names = ("content present, macro-F1", "content three states, macro-F1", "tone, macro-F1")
    assert [n for n, floor in zip(names, least, strict=True) if (figures[n] or 0) < floor] == []
