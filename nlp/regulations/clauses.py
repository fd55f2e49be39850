"""The account of every clause: read into a rule, no rule and why, or unread."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from nlp.regulations.contracts import Clause, Rule, Status
from nlp.regulations.readers import content
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import exclusions

_DATE = re.compile(
    r"(?:20\d\d|二〇[一二三四五六七八九〇]{2})年\d{0,2}[^，。]{0,12}$|^20\d\d[-./]\d{1,2}[-./]\d{1,2}$"
)
_SIGNED = re.compile(r"(?:小学|中学|幼儿园|学校|高中|学院|教导处|德育处|政教处|办公室)$")
_CLOSING = re.compile(
    r"解释权|施行|执行之日|公布之日|望[^，。]{0,12}(?:执行|遵照|落实)|特此|印发|(?:讨论|审议|会议)通过|通过之日|发布|生效|废止|本(?:制度|办法|细则|方案)(?:由|自)|未尽事宜|此致|附件?[：:]?"
)
_SLOGAN = re.compile(
    r"为了?|是[^，。]{0,20}(?:途径|桥梁|纽带|组成部分|渠道|手段|基础|关键|环节|基本功)|意义|重要性|以[^，。]{0,20}为(?:指导|抓手|根本|核心|宗旨|目标)|旨在|牢固树立|坚持[^，。]{0,12}原则|促进|营造|提高认识|合力"
)
_REFERS = re.compile(r"(?:以下|下列|如下)[^。]{0,16}[：:]?$|^各[^，。：]{1,12}[：:]$")


def account(
    text: str, document: Document, rules: Sequence[Rule], reasons: Mapping[int, str]
) -> tuple[Clause, ...]:
    """Every sentence in order of the text; `reasons` by the sentence's number."""
    by_start = sorted(range(len(rules)), key=lambda n: rules[n].span)
    starts = [rules[n].span[0] for n in by_start]
    longest = max((rule.span[1] - rule.span[0] for rule in rules), default=0)
    made: list[Clause] = []
    for sentence in sorted(document.sentences, key=lambda s: s.span):
        low, high = sentence.span
        first = bisect_left(starts, low - longest)
        last = bisect_left(starts, high)
        within = tuple(
            sorted(n for n in by_start[first:last] if rules[n].span[1] > low and rules[n].span[0] < high)
        )
        status: Status = "rule"
        reason = ""
        if not within:
            reason = reasons.get(sentence.number) or _reason(sentence)
            status = "not_a_rule" if reason else "unread"
            reason = reason or "没有读出规则，请人工看一看"
        made.append(Clause((low, high), text[low:high], status, reason, within))
    return tuple(made)


def _reason(sentence: Sentence) -> str:
    text = sentence.text
    if not text.strip("＊"):
        return "修订前的规定"
    if sentence.heading or sentence.text[sentence.label :].rstrip("。") == sentence.node.title:
        return "标题"
    if sentence.number == 0 and len(text) <= 60:
        return "标题"
    if _DATE.search(text) and len(text) <= 40:
        return "日期"
    if len(text) <= 24 and _SIGNED.search(text):
        return "落款"
    if _REFERS.search(text):
        return "引出下文"
    if _CLOSING.search(text):
        return "施行、解释和发布"
    if exclusions.OTHERS.search(text):
        return "别的学校的做法"
    if exclusions.DISMISSED.search(text):
        return "没有采用或已取消"
    if exclusions.PAST.search(text) and not exclusions.NOW.search(text):
        return "过去的情况"
    if exclusions.RATE.search(text):
        return "满意率一类的比例"
    if exclusions.POINTS.search(text):
        return "评分标准"
    if exclusions.DURATION.search(text):
        return "时长、字数一类的要求"
    if exclusions.OWN_MEETING.search(text):
        return "教师自己的会议、培训"
    if exclusions.NEGATED.search(text):
        return "否定的说法"
    if content._PREAMBLE.search(text) or _SLOGAN.search(text):  # noqa: SLF001
        return "说明目的和意义"
    return ""
