"""Clauses that are no evidence of copying: headings, lead-ins, and what any note may have."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

import numpy as np

from nlp import lexicon
from nlp.copies import masking
from nlp.copies.hashing import stretch_hashes
from nlp.copies.masking import Flags, Tokens
from nlp.hashing import Hashes, Ints

_TOPIC = (
    "情况|表现|措施|目的|时间|地点|内容|意见|建议|共识|反馈|记录|方式|对象|人员|效果|背景|分析|对策|原因|小结|备注|概况|状况"
    "|缘由|事由|沟通|结果|姓名|班级|年级|签字|签名|日期|主题|过程|方法|成效"
)
_TOPICS = frozenset(_TOPIC.split("|"))
_BEFORE_TOPIC = re.compile(r"[\s一二三四五六七八九十\d、.．）（()①-⑳]{0,6}.{0,8}")
_CUES = (
    "家访 走访 来到 走进 前往 感谢 谢意 感激 热情 来意 交流 交谈 谈话 配合 支持 家校 学校 家庭 老师 共同 一起"
    " 汇报 介绍 通报 了解 希望 相信 期待 健康 面谈 电话 微信 年级"
)
LONGEST = 16
"""Tokens of the longest clause that may be a heading or a written set phrase."""


@cache
def _cues() -> tuple[Flags, Ints]:
    """Words of two characters of which a heading or set phrase holds one, and how they begin."""
    words = {*_TOPICS, *_CUES.split()}
    begins = np.zeros(0x10000, dtype=np.bool_)
    begins[[ord(word[0]) for word in words]] = True
    return begins, np.sort(np.array([ord(word[0]) << 16 | ord(word[1]) for word in words], dtype=np.int64))


def phrase_hashes(lines: Collection[str]) -> Hashes:
    """Sorted hashes of phrases as they are compared."""
    found = masking.tokens(masking.SEPARATOR.join(lines) + masking.SEPARATOR)
    first, last = found.bounds[:-1], found.bounds[1:]
    real = last > first
    return np.unique(stretch_hashes(found.code, first[real], last[real]))


@cache
def _stock() -> Hashes:
    """Clauses that stand in any school's notes (`stock.txt`)."""
    lines = (Path(__file__).parent / "stock.txt").read_text(encoding="utf-8").splitlines()
    return phrase_hashes([phrase for line in lines if not line.startswith("#") for phrase in line.split()])


@cache
def _headings(lines: frozenset[str]) -> Hashes:
    return phrase_hashes(sorted(lines))


def listed(hashes: Hashes, printed: frozenset[str]) -> Flags:
    """Which clauses, by their hashes, are stock phrases or one of the form's `printed` words."""
    found = np.zeros(len(hashes), dtype=np.bool_)
    for phrases in (_stock(), _headings(printed) if printed else None):
        if phrases is not None and len(phrases):
            at = np.minimum(np.searchsorted(phrases, hashes), len(phrases) - 1)
            found |= phrases[at] == hashes
    return found


def cued(tokens: Tokens) -> Flags:
    """For each clause of the text whether it holds a word that a heading or set phrase has."""
    begins, cues = _cues()
    codes = tokens.raw
    at = np.flatnonzero(begins.take(codes[:-1]))
    pairs = (codes[at].astype(np.int64) << 16) | codes[at + 1]
    near = np.minimum(np.searchsorted(cues, pairs), len(cues) - 1)
    found = np.zeros(len(tokens.clause_ends) + 1, dtype=np.bool_)
    found[np.searchsorted(tokens.clause_ends, at[cues[near] == pairs])] = True
    return found


def spoken(raw: str) -> bool:
    """Whether a clause's own words are a heading or a written set phrase."""
    if raw[-2:] in _TOPICS and _BEFORE_TOPIC.fullmatch(raw[:-2]):
        return True
    return lexicon.set_phrase(raw)
