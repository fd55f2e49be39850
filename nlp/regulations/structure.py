"""A text as a tree of headings and items with sentences, each sentence knowing where it stands.

Numbering of every style nests by order of appearance: a style already open closes what it holds, a new one
goes one deeper.  Table rows become sentences of the form `列名：格｜列名：格`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.regulations import tables
from nlp.regulations.lines import Line, lines
from nlp.regulations.words.exclusions import PREAMBLE

_CN = "一二三四五六七八九十"
_STYLES: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第[{_CN}\d]{{1,3}}(?:章|篇|部分|编|节|板块)[、：.]?"),
    ("article", rf"第[{_CN}百\d]{{1,4}}条[、：.]?"),
    ("cnp", rf"（[{_CN}]{{1,3}}）[、.]?|[㈠-㈩]"),
    ("nump", r"（\d{1,2}）[、.]?|\d{1,2}）|[⑴-⒇]"),
    ("alphap", r"（[A-Ha-h]）"),
    (
        "cn",
        rf"[{_CN}]{{1,3}}[、.](?!\d)|[{_CN}]{{1,3}}\s+(?=[\u4e00-\u9fff])",
    ),
    ("dotted", r"\d{1,2}(?:\.\d{1,2}){1,3}[、.]?(?=\s?[\u4e00-\u9fffA-Z“《①-⑳])"),
    ("num", r"\d{1,2}[、.](?!\d)|\d{1,2}\s+(?=[\u4e00-\u9fff])"),
    ("circ", r"[①-⑳❶-❿](?![①-⑳和及至与]|、[①-⑳]|[两三四]?[类项种款])"),
    ("letters", r"[A-Z]\d{1,2}[.、\s]"),
    ("stem", r"[甲乙丙丁戊己庚辛壬癸][、.]"),
    ("alpha", r"[A-Ha-h](?:[.、]|\s+)(?=\s?[\u4e00-\u9fff“])"),
    ("roman", r"[ⅠⅡⅢⅣⅤⅥⅦⅧ][、.]?"),
    ("caption", rf"附?表[{_CN}\d]{{1,2}}(?:[：:]\s?|\s+)(?=[\u4e00-\u9fff])"),
    ("bullet", r"(?:[-·●◆■▲★※*○◇□√#>➢]{1,3}\s*)(?=[\u4e00-\u9fff“《【\d])"),
)
_LABEL = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _STYLES))
# The same in the middle of a line, where a mark must stand before it.
_INLINE = re.compile(
    "(?:(?<=[。；：！？])\\s{0,3}(?:"
    + "|".join(pattern for name, pattern in _STYLES if name in ("cnp", "nump", "cn", "num", "alpha"))
    + f")(?![{_CN}]{{1,2}}(?:年级|类|项))|(?<=[\\u4e00-\\u9fff])(?:1[.、]\\s?(?=[\\u4e00-\\u9fff])|（1）(?=[\\u4e00-\\u9fff])|（一）(?=[\\u4e00-\\u9fff]))|(?<![第见按和、①-⑳])[①-⑳❶-❿](?![①-⑳和及至与]|、[①-⑳]|[两三四]?[类项种款])|(?<=[，、])（\\d{1, 2}）)"
)
_END = re.compile(
    r"[。！？；]+[”）]?|\n|(?<=[\u4e00-\u9fff）%”])\.(?=\s|[\u4e00-\u9fff\dA-Z“《（①-⑳]|$)|…{2,}"
)
# 原：…, beside 现：…: what a revision took back.
_FORMER = re.compile(
    r"\s*(?:原|旧|原来|原规定|原条文|原文|修订前|修改前|改前|旧规|以前)(?:的?(?:规定|写法|条文))?："
)
_LONGEST = 240  # characters
_CLOSED = re.compile(r"[。；，！？、：.]\s*$")
_LEAD = re.compile(r"下列|以下|如下|：\s*$|之一|这几|几种|几类|几个方面")
_NEW_TEXT = re.compile(r"(?:制度|办法|方案|规定|细则|通知|规程|公约|守则|计划|章程)(?:（.{1,12}）)?\d?$")


@dataclass(slots=True, eq=False)
class Node:
    """A heading or numbered item. `title` is the heading's words, or those before an item's colon."""

    style: str
    parent: Node | None
    title: str = ""
    head: Sentence | None = None
    children: list[Node] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    lead: Sentence | None = None

    def up(self) -> Iterator[Node]:
        """This node and those around it, nearest first."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


@dataclass(slots=True, eq=False)
class Sentence:
    """Normalised words without blanks; `offsets[i]` is where character i stands in the source."""

    number: int
    text: str
    offsets: list[int]
    node: Node
    heading: bool = False
    joined: bool = False
    row: bool = False
    first: bool = False
    label: int = 0
    place: int = 0

    @property
    def span(self) -> tuple[int, int]:
        """First character and one behind the last, in the source."""
        return self.offsets[0], self.offsets[-1] + 1


@dataclass(slots=True)
class Document:
    """The tree and its sentences in order."""

    root: Node
    sentences: list[Sentence]


def parse(text: str) -> Document:
    """`text` normalised. Linear in its length."""
    builder = _Builder()
    for block in tables.blocks(lines(text)):
        if isinstance(block, tables.Table):
            builder.table(block)
        else:
            builder.line(block)
    return builder.finished()


class _Builder:
    def __init__(self) -> None:
        self.root = Node("root", None)
        self.stack = [self.root]
        self.sentences: list[Sentence] = []
        self.listing = False
        self.void = False

    def finished(self) -> Document:
        return Document(self.root, self.sentences)

    def table(self, table: tables.Table) -> None:
        node = self.stack[-1]
        for row in table.rows:
            said = self._sentence(row.text, row.offsets, node, row=True, first=True)
            said.place = len(node.sentences)
        for heading in (cell for cell in table.header if cell.text):
            self._sentence(heading.text, heading.offsets, node, heading=True, first=True)

    def line(self, line: Line) -> None:
        self.void = bool(_FORMER.match(line.text))
        position = 0
        for label_start, label_end, style in _labels(line.text):
            if label_start > position:
                self._paragraph(line.cut(position, label_start), line)
            self._open(style)
            self.listing = False
            position = label_end
            following = next((s for s, _, _ in _labels_after(line.text, label_end)), len(line.text))
            self._item(line.cut(label_start, following), label_end - label_start, line)
            position = following
        if position < len(line.text):
            self._paragraph(line.cut(position, len(line.text)), line)

    def _open(self, style: str) -> None:
        for depth, node in enumerate(self.stack):
            if node.style == style:
                del self.stack[depth:]
                break
        parent = self.stack[-1]
        node = Node(style, parent)
        before = [s for s in (parent.sentences or ([parent.head] if parent.head else [])) if s is not None]
        last = before[-1] if before else None
        if last is not None and _LEAD.search(last.text) and not PREAMBLE.search(last.text):
            node.lead = last
        parent.children.append(node)
        self.stack.append(node)

    def _item(self, line: Line, label: int, whole: Line) -> None:
        node = self.stack[-1]
        body = line.text[label:].strip()
        short = len(body) <= 26 and not re.search(r"[。；！？，]", body.rstrip("。："))
        last = line.end == whole.end
        named = short and last and not _CLOSED.search(body) and not whole.next_same(node.style)
        if named and not _ends_list(node):
            node.title = body
            self._head(line, node, label)
            return
        if short and last and body.endswith("："):
            node.title = body.rstrip("：")
            self._head(line, node, label)
            return
        before, colon, after = body.partition("：")
        if colon and after and len(before) <= 20 and not re.search(r"[。；！？]", before):
            node.title = before
        bracket = re.match(r"[（【]([^）】]{2,10})[）】]", body)
        if bracket and not node.title:
            node.title = bracket[1]
        first = re.match(r"([^，。；：！？\d]{2,12})[。.](?=.)", body)
        if first and not re.search(r"[应须要不]|必须|至少|家访.*次|走访.*次", first[1]):
            node.title = first[1]
        self._split(line, node, label)

    def _head(self, line: Line, node: Node, label: int) -> None:
        node.head = self._sentence(line.text, line.offsets, node, heading=True, first=True)
        node.head.label = len(re.sub(r"\s", "", line.text[:label]))

    def _paragraph(self, line: Line, whole: Line) -> None:
        body = line.text.strip()
        if not body:
            return
        last = self.sentences[-1] if self.sentences else None
        announced = (
            last is not None and not last.heading and last.text.endswith("：") and not body.endswith("：")
        )
        self.listing = line.gap == 0 and len(body) <= 24 and (self.listing or announced)
        plain = (
            not self.listing
            and line.start == whole.start
            and len(body) <= 24
            and not re.search(r"[。；！？，/→]", body)
            and (not _CLOSED.search(body) or (body.endswith("：") and whole.has_next))
            and (whole.heads or body.endswith("：") or not self.sentences)
        )
        if plain:
            self._heading(line, body)
            return
        node = self.stack[-1]
        if line.start == whole.start and node.sentences and node.parent is not None and node.head is None:
            # A new paragraph after an item that has said its say belongs to what holds the item.
            self.stack.pop()
            node = self.stack[-1]
            while node.parent is not None and node.head is None and not node.children:
                self.stack.pop()
                node = self.stack[-1]
        self._split(line, node)

    def _heading(self, line: Line, body: str) -> None:
        styles = [node.style for node in self.stack]
        if _NEW_TEXT.search(body):
            del self.stack[1:]
        elif "plain" in styles:
            del self.stack[styles.index("plain") :]
        elif not body.endswith("："):
            del self.stack[1:]
        node = Node("plain", self.stack[-1], title=body.rstrip("："))
        self.stack[-1].children.append(node)
        self.stack.append(node)
        node.head = self._sentence(line.text, line.offsets, node, heading=True, first=True)

    def _split(self, line: Line, node: Node, label: int = 0) -> None:
        start = 0
        first = True
        joined = False
        ends = _ends(line.text)
        for end in ends:
            if line.text[start:end].strip(" 。；！？…\n”"):
                said = line.cut(start, end)
                node.sentences.append(
                    self._sentence(said.text, said.offsets, node, first=first, joined=joined)
                )
                node.sentences[-1].place = len(node.sentences) - 1
                if first:
                    node.sentences[-1].label = len(re.sub(r"\s", "", line.text[:label]))
                joined = line.text[end - 1] not in "。！？.\n…”）"
                first = False
            start = end

    def _sentence(
        self,
        text: str,
        offsets: list[int],
        node: Node,
        *,
        heading: bool = False,
        joined: bool = False,
        row: bool = False,
        first: bool = False,
    ) -> Sentence:
        kept = [i for i, character in enumerate(text) if not character.isspace()]
        if self.void:
            text = "＊" * len(text)
        elif text.endswith("."):
            text = text[:-1] + "。"
        made = Sentence(
            len(self.sentences),
            "".join(text[i] for i in kept),
            [offsets[i] for i in kept],
            node,
            heading,
            joined,
            row,
            first,
        )
        self.sentences.append(made)
        return made


def _ends_list(node: Node) -> bool:
    """Whether an item is the last of a list of names: the one before it is short and no heading."""
    before = [child for child in (node.parent.children if node.parent else []) if child.style == node.style][
        :-1
    ]
    if node.lead is None or not before or before[-1].head is not None or len(before[-1].sentences) != 1:
        return False
    return len(before[-1].sentences[0].text) <= 26 and not before[-1].sentences[0].text.endswith("。")


def _ends(text: str) -> list[int]:
    """Where sentences end; one too long to be read at once also ends at a comma."""
    ends: list[int] = []
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        while end - start > _LONGEST:
            comma = text.rfind("，", start + 1, start + _LONGEST)
            start = comma + 1 if comma > start else start + _LONGEST
            ends.append(start)
        ends.append(end)
        start = end
    return ends


def label(text: str) -> tuple[str, int] | None:
    """The style and length of the number at the start of a line, or None."""
    match = _LABEL.match(text)
    return (match.lastgroup or "", match.end()) if match else None


def _labels(text: str) -> Iterator[tuple[int, int, str]]:
    """Numbers at the start and in the middle of a line: start, end, style."""
    first = _LABEL.match(text)
    position = 0
    if first:
        yield 0, first.end(), first.lastgroup or ""
        position = first.end()
    yield from _labels_after(text, position)


def _labels_after(text: str, position: int) -> Iterator[tuple[int, int, str]]:
    for match in _INLINE.finditer(text, position):
        start = match.start()
        while text[start].isspace():
            start += 1
        inner = _LABEL.match(text, start)
        if inner:
            yield start, inner.end(), inner.lastgroup or ""
