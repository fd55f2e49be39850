"""Names that a text gives for its own use: 班主任为一类人员, 甲类：留守儿童…, 以下简称“导师”."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Protocol

from nlp.regulations.words.scan import Mention

_CLASS = r"[甲乙丙丁戊ABCDE一二三四五ⅠⅡⅢ]"
# A role, then the name that it goes by.
_CALLED = re.compile(
    rf"[）)]?(?:等|老师|教师|人员)?[，]?(?:（)?(?:以下|下文|本[^，。；]{{1,4}})?(?:均|都|统一)?(?:为|是|属于?|列为|列入|称之?为?|简称为?|统称为?|即)(?:家访|走访|联系|全部)?(?:工作)?的?(?:“(?P<quoted>[^”]{{2,8}})”|(?P<bare>{_CLASS}[类组档](?:人员|教师|岗位|对象)?|第[一二三]责任人|第[一二三](?:梯队|序列|层级|层次)))"
)
# A name and the students whom it stands for: 一类：…, 红色关注学生是指….
_MEANT = re.compile(
    rf"^(?:[-·]|（.{{1,3}}）|\d{{1,2}}[.、]|＊+)?“?(?P<name>(?:{_CLASS}[类级档组]|第[一二三四五]类|[红橙黄蓝绿][色]?[类级档牌]?)(?P<kind>关注|重点|预警|帮扶|走访|家访)?)(?:的)?(?:学生|对象|家庭|幼儿|孩子|户|人员)?”?(?:：|，?(?:为|是|指|是指|包括|即|含)|(?=[^一-龥]|建|离|留|单|低|心|学困|学有|随|残|受|孤|后|特|父|家|有|违|行|偏|困|情|成))(?=[^。；]{{2}})"
)
_JOINTLY = re.compile(
    r"(?:的(?=[“\"][^”\"]{1,5}生[”\"])|统称|合称|简称|以下称|称之?为|称作)(?:为)?[“\"](?P<name>[^”\"，。；]{2,8})[”\"]"
)
_NUMBERED = re.compile(r"第[一二三四五]类$")


class Named(Protocol):
    """The marks of a sentence, as far as names are looked for."""

    text: str

    @property
    def own_actors(self) -> list[Mention]:
        """Roles in order, without those that stand under another name."""

    @property
    def own_groups(self) -> list[Mention]:
        """Groups in order, without those that stand under another name."""


@dataclass(slots=True)
class Names:
    """Codes by the name that the text gave them."""

    by_role: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_group: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def roles(self, text: str, found: list[Mention]) -> list[Mention]:
        """`found` with the roles that stand under another name."""
        return _with(text, found, self.by_role)

    def groups(self, text: str, found: list[Mention]) -> list[Mention]:
        """`found` with the groups that stand under another name."""
        return _with(text, found, self.by_group)


def _with(text: str, found: list[Mention], names: dict[str, tuple[str, ...]]) -> list[Mention]:
    taken = [m for m in found if m.code not in ("weak", "special")]
    more = [
        Mention(code, at.start(), at.end())
        for name, codes in names.items()
        if name[0] in text
        for at in _pattern(name).finditer(text)
        if not any(m.start < at.end() and m.end > at.start() for m in taken)
        for code in codes
    ]
    return sorted([*found, *more], key=lambda m: m.start) if more else found


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Where a name stands, also as one of several: B类 in A、B两类."""
    whole = rf"(?<![第A-Za-z\d]){re.escape(name)}"
    if not re.fullmatch(rf"{_CLASS}[类级档组]", name):
        return re.compile(whole)
    first, kind = re.escape(name[0]), name[1]
    among = rf"(?<![A-Za-z]){first}(?=(?:[、和及与]{_CLASS}{kind}?)+[两三四]?{kind})"
    return re.compile(rf"{whole}|{among}|(?<=[、和及与]){first}(?=[两三四]个?{kind})")


def find(sentences: Iterable[Named], names: Names) -> None:
    """Adds to `names` those that sentences give to roles and to groups of students."""
    every = list(sentences)
    for number, marks in enumerate(every):
        for name, codes in _together(every, number):
            names.by_group.setdefault(name, codes)
        for name, code in _called(marks):
            names.by_role.setdefault(name, ())
            if code not in names.by_role[name]:
                names.by_role[name] += (code,)
        match = _MEANT.search(marks.text)
        if match and marks.own_groups and not re.search(r"每[周月年学]|[次户]", marks.text[match.end() :]):
            codes = tuple(dict.fromkeys(m.code for m in marks.own_groups if m.start >= match.end()))
            if codes and not _NUMBERED.search(match["name"]):
                names.by_group.setdefault(match["name"], codes)


def _together(every: list[Named], number: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    """下列四类学生统称“关爱生”：…: the groups named in the sentence, or in the list behind it."""
    match = _JOINTLY.search(every[number].text)
    if match is None:
        return
    name = match["name"]
    codes = [m.code for m in every[number].own_groups]
    for marks in every[number + 1 : number + 12] if not codes else []:
        if name in marks.text or len(marks.text) > 60 or (codes and not marks.own_groups):
            break
        codes += [m.code for m in marks.own_groups]
    if codes:
        yield name, tuple(dict.fromkeys(codes))


def _called(marks: Named) -> Iterator[tuple[str, str]]:
    for actor in marks.own_actors:
        match = _CALLED.match(marks.text, actor.end)
        if actor.code == "weak" or match is None:
            continue
        name = match["quoted"] or match["bare"]
        if match["quoted"] and not re.search(r"(?:简称|统称|称)|[员人者组岗]”$", match[0]):
            continue
        yield re.sub(r"(?<=[类组档])(?:人员|教师|岗位|对象)$", "", name), actor.code
