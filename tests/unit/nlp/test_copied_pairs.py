"""Copied text by the annotation contract, on hand-made notes and on what a whole school hands in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import Note, Review, ReviewContext, Reviewer, copies

DATA = Path(__file__).parent / "data"
REVIEWER = Reviewer.load()


def judged(texts: list[str], headings: frozenset[str] = frozenset()) -> list[copies.Verdict]:
    sources = [copies.Source(text, "王小禾") for text in texts]
    return copies.between(sources, [("", number) for number in range(len(texts))], headings)


def f1(gold: set[object], found: set[object]) -> float:
    return 2 * len(gold & found) / (len(gold) + len(found))


@pytest.mark.parametrize("name", ["copies_development", "copies_heldout"])
@pytest.mark.parametrize("kind", ["ordinary", "hard"])
def test_hand_made_pairs(name: str, kind: str) -> None:
    rows = [json.loads(row) for row in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
    found = REVIEWER.review_many([Note(row["id"], row["student"], row["text"]) for row in rows])
    of_kind = {row["id"] for row in rows if row["kind"] == kind}

    def pairs(labels: list[tuple[str, list[str]]]) -> set[object]:
        return {frozenset((i, other)) for i, others in labels for other in others if {i, other} & of_kind}

    gold = pairs([(row["id"], row["near_duplicates"]) for row in rows])
    assert f1(gold, pairs([(one.id, list(one.labels.near_duplicates)) for one in found])) >= 0.95
    boilerplate: set[object] = {row["id"] for row in rows if row["boilerplate"] and row["id"] in of_kind}
    told: set[object] = {one.id for one in found if one.labels.boilerplate and one.id in of_kind}
    if len(boilerplate) > 1:
        assert f1(boilerplate, told) >= 0.9


OWN = [
    "他把家里的旧收音机拆开又装好，少了两颗螺丝。",
    "她在河边捡石头，给每一块都起了名字。",
    "班里的盆栽归他浇，冬天搬进搬出没冻死一盆。",
    "表哥结婚那天她弹了一下午的琴，手指都红了。",
    "数学课上画坦克，画满了整整一本草稿。",
    "天不亮就跟爷爷去赶集，卖完菜再来上学。",
    "跳远差三厘米破纪录，蹲在沙坑边哭了半节课。",
    "书包带断了三回，自己用鱼线缝，针脚比我还细。",
    "弟弟出水痘，她隔着窗户给弟弟讲了五天故事。",
    "奶奶不识字，他把药盒上的字一个一个念给奶奶听。",
]
STOCK = "结合孩子的实际情况我们一起商量出了下面几条切实可行的办法来帮助他。"


def test_what_stands_in_many_unrelated_notes_is_a_set_phrase() -> None:
    rows = [json.loads(row) for row in (DATA / "copies_heldout.jsonl").read_text("utf-8").splitlines()]
    alone = [row["text"] for row in rows if not row["near_duplicates"] and len(row["text"]) > 90][:8]
    notes = [f"{text}{STOCK}" for text in alone]
    told = [notes[v.number][slice(*one.span)] for v in judged(notes) for one in v.shared()]
    assert STOCK[:-1] not in told
    few = judged(notes[:2])
    (shared,) = few[1].passages()
    assert notes[1][slice(*shared.span)] == STOCK[:-1]


def test_a_cluster_of_copies_is_no_set_phrase() -> None:
    copy = "".join(OWN[:5])
    verdicts = judged([copy] * 12 + OWN[5:])
    assert [len(verdict.near) for verdict in verdicts] == [11] * 12 + [0] * 5
    assert [verdict.boilerplate for verdict in verdicts] == [True] * 12 + [False] * 5
    assert [verdict.assembled for verdict in verdicts][:4] == [False, False, True, True]


def test_printed_headings_are_no_copy() -> None:
    heading = "学生本学期思想学习生活诸方面综合情况登记栏"
    notes = [f"{heading}\n{own}" for own in OWN[:3]]
    assert all(verdict.found for verdict in judged(notes))
    assert not any(verdict.found for verdict in judged(notes, frozenset({heading})))


def test_a_set_phrase_that_the_school_has_learnt_counts_for_nothing() -> None:
    first, second = Note("a", "王小禾", OWN[0] + STOCK), Note("b", "刘子墨", OWN[1] + STOCK)
    (_, stock) = REVIEWER.fingerprints(second, key=b"k")
    plain = REVIEWER.review(second, context=ReviewContext(others=(first,)))
    assert "copies.shared_sentence" in [finding.code for finding in plain.findings]
    context = ReviewContext(others=(first,), phrases=frozenset({stock.fp}), key=b"k")
    assert not [f for f in REVIEWER.review(second, context=context).findings if f.code.startswith("copies.")]


def test_a_reworded_sentence_keeps_some_of_its_soft_prints() -> None:
    one = "妈妈说他回家先看两个小时动画片才肯写语文作业，写到一半就趴在桌上睡着了"
    other = one.replace("趴在桌上", "伏在桌上")
    (first,) = copies.prints(copies.Source(one, "王小禾"), key=b"k")
    (second,) = copies.prints(copies.Source(other, "王小禾"), key=b"k")
    assert first.fp != second.fp
    assert set(first.soft) & set(second.soft)
    (alien,) = copies.prints(copies.Source(one, "王小禾"), key=b"other")
    assert set(first.soft).isdisjoint(alien.soft)


def test_only_long_sentences_have_a_print_that_schools_share() -> None:
    source = copies.Source(OWN[0] + "他爱笑，也爱唱歌。", "王小禾")
    assert [one.wide for one in copies.prints(source, key=b"k")] == [None, None]
    long, short = copies.prints(source, key=b"k", wide_key=b"w")
    assert long.wide is not None
    assert long.wide != long.fp
    assert short.wide is None


HEAD = "把半个学期的作业本一页一页翻过以后我和她外公这样约定"


def told(review: Review, text: str) -> list[str]:
    return [
        text[slice(*span)]
        for finding in review.findings
        if finding.code == "copies.shared_sentence"
        for span in finding.spans
    ]


def test_a_long_part_before_a_colon_is_told_alone() -> None:
    one = f"{OWN[0]}{OWN[1]}{HEAD}：每天放学先写数学再喂鸡鸭，写不完的第二天早读前补上。{OWN[2]}{OWN[3]}"
    two = f"{OWN[4]}{OWN[5]}{HEAD}：周末把错题抄在硬纸板上，由表哥蒙住答案来考她。{OWN[6]}{OWN[7]}"
    first, second = REVIEWER.review_many([Note("a", "王小禾", one), Note("b", "刘子墨", two)])
    assert (told(first, one), told(second, two)) == ([HEAD], [HEAD])
    alone = REVIEWER.review(
        Note("b", "刘子墨", two), context=ReviewContext(others=(Note("a", "王小禾", one),))
    )
    assert told(alone, two) == [HEAD]


def test_a_part_is_told_once_where_its_whole_sentence_stands_elsewhere() -> None:
    sentence = f"{HEAD}：每天放学先写数学再喂鸡鸭，写不完的第二天早读前补上"
    one, two = f"{''.join(OWN[:4])}{sentence}。", f"{''.join(OWN[4:8])}{sentence}。"
    for review, text in zip(
        REVIEWER.review_many([Note("a", "王小禾", one), Note("b", "刘子墨", two)]), (one, two), strict=True
    ):
        assert told(review, text) == [sentence]


def test_a_long_sentence_of_short_clauses_is_told_in_a_short_note() -> None:
    sentence = "他把收音机拆开，擦干净又装好，却少了两颗螺丝"
    one, two = f"{OWN[1]}{sentence}。", f"{OWN[2]}{OWN[3]}{sentence}。"
    for review, text in zip(
        REVIEWER.review_many([Note("a", "王小禾", one), Note("b", "刘子墨", two)]), (one, two), strict=True
    ):
        assert told(review, text) == [sentence]


def test_long_parts_have_a_print_after_the_sentences() -> None:
    text = f"{OWN[0]}早上7：30到校前{HEAD}：每天先写数学。"
    prints = copies.prints(copies.Source(text, "王小禾"), key=b"k", wide_key=b"w")
    assert [text[one.start : one.end] for one in prints] == [
        OWN[0][:-1],
        f"早上7：30到校前{HEAD}：每天先写数学",
        f"早上7：30到校前{HEAD}",
    ]
    other = copies.prints(copies.Source(f"早上8：15到校前{HEAD}：周末抄错题。", "刘子墨"), key=b"k")
    assert prints[2].fp == other[1].fp
    assert (prints[2].substantive, prints[2].soft, prints[2].wide) == (True, (), None)
    short = copies.prints(copies.Source(f"{OWN[0]}我们约定：每天先写数学。", "王小禾"), key=b"k")
    assert len(short) == 2
