"""What a sentence takes from those before and around it: who, period, groups, the verb."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nlp.regulations import aliases
from nlp.regulations.aliases import Names
from nlp.regulations.structure import Document, Node, Sentence
from nlp.regulations.words import contact, exclusions, people, pupils, times
from nlp.regulations.words.scan import Mention

_ASIDE = re.compile(
    r"除[^，。；]{1,16}?(?:之外|以外|外)|(?:与|同|和|跟|比照|参照)[^，。；与同和跟]{1,10}?(?:相同|一样|一致|看齐|等同|持平)"
)
_RESPONSIBLE = re.compile(r"负责|承担|责任人|牵头|完成|落实|主体|为主|实施")


@dataclass(slots=True)
class Frame:
    """What the readers know beside the tree: the title, which measure a bare number takes, and the sentence
    from which on an appendix tells of other schools."""

    title: str
    bare: str = "visits"
    memory: dict[int, Marks] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    appendix: int | None = None

    def marks(self, sentence: Sentence) -> Marks:
        """The marks of a sentence, found once."""
        if sentence.number not in self.memory:
            text = "＊" * sentence.label + sentence.text[sentence.label :]
            self.memory[sentence.number] = Marks(text, self.names)
        return self.memory[sentence.number]


class Marks:
    """The vocabulary's mentions in one sentence."""

    def __init__(self, text: str, names: Names) -> None:
        text = exclusions.present_figures(text)
        self.text = _ASIDE.sub(lambda m: "＊" * len(m[0]), text)
        self.names = names

    @cached_property
    def own_actors(self) -> list[Mention]:
        """Roles that act, under their own name."""
        return people.actors(self.text)

    @cached_property
    def actors(self) -> list[Mention]:
        """Roles that act, weak ones too."""
        return self.names.roles(self.text, self.own_actors) if self.names.by_role else self.own_actors

    @cached_property
    def who(self) -> tuple[str, ...]:
        """Strong roles in order."""
        return tuple(dict.fromkeys(m.code for m in self.actors if m.code != "weak"))

    @cached_property
    def own_groups(self) -> list[Mention]:
        """Student groups under their own name."""
        return list(pupils.GROUP.find(self.text))

    @cached_property
    def groups(self) -> list[Mention]:
        """Student groups; `special` only where no other is named, or where it is one of several."""
        found = self.names.groups(self.text, self.own_groups) if self.names.by_group else self.own_groups
        if any(m.code != "special" for m in found):
            own = any(m.code == "special" and self._listed(m, found) for m in found)
            found = [m for m in found if m.code != "special" or own]
        return found

    def _listed(self, special: Mention, found: list[Mention]) -> bool:
        """Whether 特殊学生 is one of several groups: 特殊学生、低保家庭学生、…."""
        after, before = (
            self.text[special.end : special.end + 2],
            self.text[max(0, special.start - 1) : special.start],
        )
        if not re.search(r"特殊(?:学生|幼儿|儿童|孩子)|孤儿|体质", self.text[special.start : special.end]):
            return False
        return any(
            (after.startswith("、") and 0 < m.start - special.end <= 2)
            or (before == "、" and m.end == special.start - 1)
            for m in found
            if m.code != "special"
        )

    @cached_property
    def periods(self) -> list[Mention]:
        """Periods in order."""
        return list(times.PERIOD.find(self.text))


def document_frame(document: Document, title: str) -> Frame:
    """Measure of a bare number from the title: 联系/回访 → contacts, else visits."""
    contacts = re.search(r"联系|回访|沟通|联络|家校|家园", title) and not re.search(
        r"家访|走访|入户|上门", title
    )
    frame = Frame(title, "contacts" if contacts else "visits")
    told = (
        s.number for s in document.sentences if s.text.startswith("附") and exclusions.ASIDE.search(s.text)
    )
    frame.appendix = next(told, None)
    aliases.find((frame.marks(sentence) for sentence in document.sentences), frame.names)
    return frame


def around(sentence: Sentence) -> Iterator[Sentence]:
    """The sentences that may say for this one what it leaves out, nearest first.

    Earlier ones of the same node, then lead, heading and earlier sentences of each node around it.
    """
    node: Node = sentence.node
    yield from reversed(node.sentences[max(0, sentence.place - 8) : sentence.place])
    if node.head is not None and node.head is not sentence:
        yield node.head
    number = sentence.number
    while node.parent is not None:
        if node.lead is not None:
            yield node.lead
        node = node.parent
        before = [s for s in node.sentences[-40:] if s.number < number]
        yield from reversed([s for s in before if s is not sentence][-4:])
        if node.head is not None and node.head is not sentence:
            yield node.head


def headings(sentence: Sentence) -> Iterator[str]:
    """Titles and leads over a sentence, nearest first; its own item's title is one of them."""
    for node in sentence.node.up():
        if node.title and (node.head is not sentence):
            yield node.title
        if node.lead is not None and node.lead is not sentence:
            yield node.lead.text


def aside(frame: Frame, sentence: Sentence) -> bool:
    """Whether a sentence stands where the text tells of other schools: under such a title or in an appendix."""
    if frame.appendix is not None and sentence.number >= frame.appendix:
        return True
    return any(exclusions.ASIDE.search(title) for title in headings(sentence) if title != frame.title)


def who(frame: Frame, sentence: Sentence, document: Document) -> tuple[tuple[str, ...], float]:
    """Roles for a sentence that names none, and how sure that is; ((), …) where nobody is named."""
    for number, other in enumerate(around(sentence)):
        if (
            other.heading
            and other.node.parent is not None
            and other.node.parent.parent is None
            and _is_title(other)
        ):
            continue
        marks = frame.marks(other)
        if marks.who:
            # 家访工作由班主任负责: named once, meant for all that follows
            named = marks.who
            return (named, 0.9 if number < 3 else 0.8)
    return _responsible(frame, sentence, document)


def _is_title(sentence: Sentence) -> bool:
    return bool(re.search(r"(?:制度|办法|方案|规定|细则|通知|计划|表)$", sentence.text))


def _responsible(frame: Frame, sentence: Sentence, document: Document) -> tuple[tuple[str, ...], float]:
    for other in reversed(document.sentences[max(0, sentence.number - 60) : sentence.number]):
        found = frame.marks(other).who
        if (
            len(found) == 1
            and not (len(other.node.title) <= 8 and people.actors(other.node.title))
            and _RESPONSIBLE.search(other.text)
            and not re.search(r"[\d一二两三四五六七八九十半]+(?:%|人次|次|户|名|分)|考核|奖|扣", other.text)
        ):
            return found, 0.6
    titled = tuple(dict.fromkeys(m.code for m in people.actors(frame.title)))
    if titled in (("homeroom",), ("leader",), ("subject",)):
        return titled, 0.7
    return (), 0.6


def roles_before(frame: Frame, sentence: Sentence, document: Document, at: int) -> tuple[str, ...]:
    """The two roles that 前者 and 后者 tell apart, or ()."""
    here = [m.code for m in frame.marks(sentence).actors if m.start < at and m.code != "weak"]
    if len(here) == 2:
        return tuple(here)
    for other in reversed(document.sentences[max(0, sentence.number - 4) : sentence.number]):
        found = [m.code for m in frame.marks(other).actors if m.code != "weak"]
        if len(found) >= 2:
            return tuple(found)
    return ()


def period(frame: Frame, sentence: Sentence) -> tuple[str | None, float]:
    """The period for a sentence that names none."""
    declared: str | None = None
    for number, other in enumerate(around(sentence)):
        marks = frame.marks(other)
        if not marks.periods:
            continue
        if times.DECLARES.search(other.text):
            declared = marks.periods[-1].code
            break
        if other.heading or other is sentence.node.lead or number < 4:
            codes = [m.code for m in marks.periods]
            return codes[-1 if len(set(codes)) == 1 else 0], 0.85
    if declared:
        return declared, 0.9
    return None, 0.5


def verb(frame: Frame, sentence: Sentence) -> str:
    """visits or contacts for a number without a verb: from headings, else the document's title."""
    for other in around(sentence):
        found = measure_of(other.text)
        alone = other.node is sentence.node and not other.heading and len(other.text) <= other.label + 10
        if found and (sentence.joined or alone):
            return found
        break
    for title in headings(sentence):
        if title == frame.title:
            continue
        found = measure_of(title)
        if found and len(title) <= 30:
            return found
    return frame.bare


def measure_of(text: str) -> str | None:
    """visits or contacts by the verbs of a stretch, or None where it has none."""
    visit = contact.VISIT.search(text)
    other = contact.CONTACT.search(text)
    if visit and other:
        distant = set(contact.modes(text)) - {"home"}
        return "contacts" if distant and not re.search(r"家访|走访", text) else "visits"
    if visit:
        return "visits"
    return "contacts" if other else None


def pointed(
    frame: Frame, sentence: Sentence, document: Document, *, at: int = 0, whole: bool = False
) -> tuple[str, ...]:
    """The groups that 上述学生, 这两类孩子, 第（三）项 point back at."""
    item = pupils.ITEM.search(sentence.text, max(at, sentence.label))
    back = document.sentences[max(0, sentence.number - 30) : sentence.number]
    listed: list[Sentence] = []
    for other in reversed(back):
        if not frame.marks(other).groups or (other.heading and listed):
            if listed and other is not listed[-1].node.lead and not listed[-1].joined:
                break
            continue
        if listed and (
            not _together(other, listed[-1])
            or (listed[-1].first and not listed[-1].label and not other.row and _counts(other))
        ):
            break
        listed.append(other)
    listed.reverse()
    groups: list[str] = []
    for other in listed:
        groups += [m.code for m in frame.marks(other).groups]
    unique = [g for g in dict.fromkeys(groups) if g != "special"] or list(dict.fromkeys(groups))
    if item and not whole:
        numbers = [_ordinal(said) for said in _numbers(item)]
        items = [s for s in listed if s.first or s.joined or (s.label and not s.heading)]
        chosen: list[str] = []
        labels = {_label(each): each for each in items}
        for number in numbers:
            if number is not None and number in labels and len(labels) > 1:
                chosen += [m.code for m in frame.marks(labels[number]).groups]
            elif number is not None and 1 <= number <= len(items) and len(items) > 1:
                chosen += [m.code for m in frame.marks(items[number - 1]).groups]
            elif number is not None and 1 <= number <= len(unique):
                chosen.append(unique[number - 1])
        if chosen:
            return tuple(dict.fromkeys(chosen))
    return tuple(unique)


def defined(frame: Frame, sentence: Sentence, document: Document, roles: tuple[str, ...]) -> tuple[str, ...]:
    """The groups that an earlier sentence said 重点学生 or 特殊学生 are; by role where it told them apart."""
    by_role: tuple[str, ...] = ()
    every: list[str] = []
    for other in document.sentences[max(0, sentence.number - 80) : sentence.number]:
        over = other.node.lead or other.node.head
        named = re.search(
            r"重点|特殊|关爱对象|关注对象", other.text + other.node.title + (over.text if over else "")
        )
        if not named:
            continue
        groups = [m.code for m in frame.marks(other).groups if m.code != "special"]
        if not groups or re.search(r"[\d一二两三四五六七八九十](?:次|人次|户|名)", other.text):
            continue
        every += groups
        if roles and frame.marks(other).who == roles:
            by_role = tuple(dict.fromkeys((*by_role, *groups)))
    return by_role or tuple(dict.fromkeys(every))


def some(frame: Frame, sentence: Sentence, document: Document, text: str, start: int) -> tuple[str, ...]:
    """前两类, 第一类, 其余三类 of the groups that were listed last."""
    groups: tuple[str, ...] = ()
    for other in reversed(document.sentences[max(0, sentence.number - 60) : sentence.number]):
        codes = tuple(dict.fromkeys(m.code for m in frame.marks(other).groups if m.code != "special"))
        if len(codes) >= 3:
            groups = codes
            break
    if not groups:
        groups = pointed(frame, sentence, document, whole=True)
    taken: set[str] = set()
    before = ""
    other = sentence
    while other.joined:
        other = document.sentences[other.number - 1]
        before = frame.marks(other).text + before
    start += len(before)
    for match in pupils.SOME.finditer(before + text):
        number = _ordinal(match["n"]) or 0
        where = match["where"]
        if where == "前":
            chosen = groups[:number]
        elif where in ("后", "末", "最后"):
            chosen = groups[-number:] if number else ()
        elif where == "第":
            chosen = groups[number - 1 : number] if number else ()
        else:
            chosen = tuple(g for g in groups if g not in taken)
        taken.update(chosen)
        if match.start() >= start:
            return chosen
    return ()


def _label(sentence: Sentence) -> int | None:
    """The number that an item bears, or None."""
    match = re.search(r"[①-⑳]|[A-Ha-h]|[一二三四五六七八九十]+|\d+", sentence.text[: sentence.label])
    said = match[0] if match else None
    if said is None and (among := re.search(r"(?:^|：)([一二三四五六七八九])是", sentence.text)):
        said = among[1]
    return _ordinal(said)


def _numbers(item: re.Match[str]) -> list[str]:
    """The numbers of 第（三）项, ①②两类, 第1、2项, 第三至第五类, a、b类."""
    said = item[1] or item[2]
    if not said:
        return re.findall(r"[①-⑳]", item[0]) or re.findall(r"[A-Ha-h]", item[4] or "")
    parts = re.findall(r"[一二三四五六七八九十\d]+", said)
    ends = [_ordinal(part) for part in parts]
    if len(ends) == 2 and re.search(r"[至到-]", said) and ends[0] and ends[1]:
        return [str(n) for n in range(ends[0], ends[1] + 1)]
    return parts


def _counts(sentence: Sentence) -> bool:
    """Whether a sentence has a figure of its own, so that it is no part of a list of pupils."""
    return bool(
        re.search(r"每[周月年学][^。；]{0,16}?[\d一二两三四五六七八九十]+(?:次|人次|户|名|人)", sentence.text)
    )


def _together(earlier: Sentence, later: Sentence) -> bool:
    """Whether two sentences list groups together: items of one list, or one after the other."""
    if earlier.node.parent is later.node.parent and earlier.node is not later.node:
        return True
    if later.node.lead is earlier or earlier.node is later.node or later.node.parent is earlier.node:
        return True
    return later.number - earlier.number == 1


def _ordinal(written: str | None) -> int | None:
    if written and "①" <= written <= "⑳":
        return ord(written) - ord("①") + 1
    if written and re.fullmatch(r"[A-Ha-h]", written):
        return ord(written.lower()) - ord("a") + 1
    from nlp.regulations.numerals import value

    found = value(written) if written else None
    return int(found) if found else None


def announced(frame: Frame, sentence: Sentence) -> tuple[str, ...]:
    """The groups of the list that 以下学生 announces."""
    groups: list[str] = []
    before, _, after = sentence.text.partition("：")
    if after and re.search(r"以下|下列|下面|如下", before):
        # 下列学生每月走访一次：…；…；…: the list goes on in the pieces behind.
        groups += [m.code for m in frame.marks(sentence).groups if m.start > len(before)]
        for other in sentence.node.sentences[sentence.place + 1 : sentence.place + 12]:
            if not other.joined:
                break
            groups += [m.code for m in frame.marks(other).groups]
        return tuple(dict.fromkeys(groups))
    for child in sentence.node.children[:60]:
        if child.lead is sentence or (child.lead is None and child.head is None):
            for each in child.sentences[:2]:
                groups += [m.code for m in frame.marks(each).groups]
    return tuple(dict.fromkeys(groups))
