"""Copied text by the annotation contract, on hand-made notes and on what a whole school hands in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp import Note, ReviewContext, Reviewer, copies

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
