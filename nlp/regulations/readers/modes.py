"""Modes: where the text lists the forms of contact in general."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source
from nlp.regulations.structure import Sentence
from nlp.regulations.words import contact, exclusions

_WORDS = r"(?:方式|形式|途径|渠道|手段|办法|类型|种类)"
_SAYS = re.compile(
    rf"(?:家访|走访|联系|沟通|家校|交流|联络|访问|互动|回访|访|本(?:制度|办法|细则|方案)|接触)[^。；]{{0,20}}?{_WORDS}|(?:所称|所说的?|所指的?|讲的)“?(?:家访|走访|联系|沟通|回访)”?，?(?:含|包括|包含|是?指|有|分)|(?:[两三四五二]种)(?:{_WORDS})?(?:[。；，]|$)|{_WORDS}[^。；]{{0,8}}?(?:包括|有|为|可|：|分为|采取|采用|多样|灵活)|(?:采取|采用|通过|运用|利用|以)[^。]{{0,60}}?(?:等)?(?:多种|各种|下列|以下|不同|灵活|任一)?{_WORDS}|(?:家访|走访|联系|沟通|访问)以[^，。；]{{1,8}}为主|(?:家访|走访|联系|沟通|访问)(?:既)?可(?:以)?(?:是|采取|采用|通过|为|用|以)|(?:是指|包括|均可|[都均也](?:作|算|计)数|算数|有效|都可以?|都算|均算|视为|视同|计为|皆可|任选|均为|都是|均计|(?:同样|也|都|均)?(?:记作|算作|视作|计作|记为)(?:家访|走访|联系))"
)


# 家访形式以入户为主，电话为辅, before a figure of the same sentence.
_GENERAL = re.compile(
    rf"(?:第[^，。；]{{1,4}}条|.{{0,3}})?(?:家访|走访|联系|沟通|回访)(?:的)?{_WORDS}[^。；]*?(?=，[^，。；]*(?:每|不少于|至少|不低于))"
)
_TITLE = re.compile(r"(?:办法|方案|制度|规定|细则)(?:（[^）]{1,8}）)?。?$")


def read(source: Source, busy: set[int]) -> Iterator[Found]:
    """At least two modes in a general statement; sentences that belong to a quota are left out."""
    text, sentence = source.text, source.sentence
    if sentence.row:
        return
    if sentence.number in busy:
        general = _GENERAL.match(text)
        if general is None:
            return
        text = general[0]
    if source.elsewhere:
        # 书信一项…，予以取消: what was dropped is left out, the rest stands.
        bits = text.split("，")
        dropped = {n for n, bit in enumerate(bits) if exclusions.DISMISSED.search(bit)}
        dropped |= {n - 1 for n in dropped if n and not contact.modes(bits[n])}
        text = "，".join(bit for n, bit in enumerate(bits) if n not in dropped)
        if exclusions.OTHERS.search(source.text) or len(contact.modes(text)) < 2 or not _SAYS.search(text):
            return
    parent = sentence.node.parent
    above = (
        parent.head or (sentence.node.lead if sentence.node.lead is not sentence else None)
        if parent
        else None
    )
    if above is not None and sentence.first and sentence.node.style != "plain" and _listed_under(above):
        return
    if sentence.node.children and sentence.text.endswith("："):
        yield from _listed(source)
        return
    if re.search(r"[\d一二两三四五六七八九十](?:次|人次|户|名|%|天|日内|小时)", text) and not re.search(
        r"形式有|方式有|途径有|形式包括|方式包括|途径包括", text
    ):
        return
    over = source.over.split("｜")[0]
    headed = bool(re.search(rf"(?:家访|走访|联系|沟通|交流|访问)?的?{_WORDS}", over)) and len(over) <= 16
    if not _SAYS.search(text) and not headed:
        return
    if sentence.heading:
        yield from _listed(source)
        return
    if (
        headed
        and sentence.node.title == over
        and sentence.node.parent is not None
        and not contact.modes(text)
    ):
        return
    found = contact.modes(text)
    if (
        "home" not in found
        and re.search(r"走访|家访|入户|面对面|登门|实地", text)
        and not re.search(r"家访(?:形式|方式|的形式|的方式|可|采)", text[:8])
    ) or (
        "home" not in found and re.search(r"(?:面对面|实地|走访|入户|：家访|有家访|、家访|取：家访)", text)
    ):
        found = ["home", *found]
    if re.search(r"家长会|家长(?:来访|到校)", text) and "school" not in found and re.search(_WORDS, text):
        found.append("school")
    found = [m for m in ("home", "phone", "online", "school", "letter") if m in found]
    if len(found) < 2:
        return
    if _special(source):
        return
    yield source.found("modes", 0, len(text), 0.85, modes=found)


def _special(source: Source) -> bool:
    """Modes for some pupils, an event or a notice only."""
    text = source.text
    if source.frame.marks(source.sentence).groups:
        return True
    return bool(
        re.search(
            r"预约|约定时间|约好|路远|路途|偏远|外地|无法|不能|代替|替代|通知家长|热线|填写|记录表|记录应|栏目|载明|写清|注明|填好|缺课|旷课|受伤|请假|危机|下降|进步|问卷|抽查|核实|不得|公布|照片",
            text,
        )
    )


def _listed_under(head: Sentence) -> list[str]:
    """The modes of the items under a heading of modes, in order; [] where it is none."""
    if not re.search(_WORDS, head.text) or len(head.text) > 40 or _TITLE.search(head.text):
        return []
    found: set[str] = set()
    for child in head.node.children[:8]:
        for each in child.sentences[:2] or ([child.head] if child.head else []):
            modes = set(contact.modes(each.text))
            if re.search(r"走访|家访|入户|面对面|实地", each.text) and not modes:
                modes.add("home")
            found |= modes
    return (
        [m for m in ("home", "phone", "online", "school", "letter") if m in found] if len(found) >= 2 else []
    )


def _listed(source: Source) -> Iterator[Found]:
    """家访形式： and its items, one mode each."""
    sentence = source.sentence
    ordered = _listed_under(sentence)
    if ordered:
        yield source.found("modes", 0, len(sentence.text), 0.85, modes=ordered)
