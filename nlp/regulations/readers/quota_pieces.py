"""Pieces of a sentence with a figure each, and what a figure is a share of."""

from __future__ import annotations

import re

from nlp.regulations import quantities
from nlp.regulations.context import Marks
from nlp.regulations.drafts import Draft
from nlp.regulations.quantities import Quantity
from nlp.regulations.readers.quota_naming import AMONG
from nlp.regulations.words import pupils


def cut(text: str, start: int, end: int, found: list[Quantity]) -> list[tuple[int, int, Quantity | None]]:
    """A piece cut so that each figure has its own words."""
    if not found:
        return [(start, end, None)]
    cuts: list[tuple[int, int, Quantity | None]] = []
    low = start
    for number, quantity in enumerate(found):
        high = end
        if number + 1 < len(found):
            between = text[quantity.end : found[number + 1].start]
            mark = re.search(r"[、和及并且]|其中|(?=每|一学|一周|一月|班主任|任课|科任)", between)
            high = quantity.end + (mark.start() if mark else 0)
        cuts.append((low, high, quantity))
        low = high
    return cuts


ABOVE = re.compile(
    r"(?:前[项款条]|上述|以上|所定|所列|该项|此项)(?:所定|所列|规定)?的?(?:各项)?(?:户数|人次|数目|次数|任务|名数|数量|人数)|(?:走访|家访|联系)数(?=中|里)"
)


def share_of(text: str, start: int, q: Quantity, made: list[Draft]) -> bool:
    """家庭困难的占一半, or 一半须上门 right behind a count: a share of what was just said."""
    before = text[start : q.start]
    if re.search(r"(?:的|[家户次名人])?(?:要|应|须|得)?占(?:到|去|了|其)?(?:总数|一)?的?$", before):
        return True
    counted = bool(made) and made[-1].measure != "share" and not q.everybody
    whole = r"学生|班|孩子|幼儿|家庭|年级|新生|走访面|覆盖|比例|人数|每[周月年学]|对象"
    return counted and not re.search(whole, text[start : q.end + 8])


def belongs(q: Quantity, found: list[Quantity]) -> bool:
    """Whether 一次 belongs to the half or the three students just named: 对一半学生家访一次."""
    return any(
        (other.unit in ("share", "head") and 0 <= q.start - other.end <= 10)
        or (other.unit == "share" and 0 <= other.start - q.end <= 8)
        for other in found
    )


def respectively(text: str, marks: Marks) -> dict[int, tuple[str, str | int]]:
    """班主任、科任教师分别走访二十人次和八人次: which role, group or grade a figure belongs to, by its place."""
    at = text.find("分别")
    if at < 0:
        return {}
    counts = [
        q
        for q in quantities.find(text, at, len(text))
        if q.unit != "share" or re.search("[%成]|分之", q.words)
    ]
    since = max((q.end for q in quantities.find(text, 0, at)), default=0)
    groups = tuple(dict.fromkeys(m.code for m in marks.groups if since <= m.start < at))
    grades = tuple(dict.fromkeys(g for g, place, _ in pupils.grades(text) if since <= place < at))
    lists: tuple[tuple[str, tuple[str | int, ...]], ...] = (
        ("who", marks.who),
        ("group", groups),
        ("grade", grades),
    )
    for sort, codes in lists:
        if len(codes) >= 2 and len(counts) == len(codes):
            return {q.start: (sort, code) for q, code in zip(counts, codes, strict=True)}
    return {}


def is_part(draft: Draft) -> bool:
    """Whether a quota is a share of another."""
    return draft.partial or bool(AMONG.search(draft.sentence.text[draft.start : draft.end]))
