"""Lines of a text with the offsets of their characters; lines that were wrapped are joined again."""

from __future__ import annotations

import re
from dataclasses import dataclass

_OPEN_END = re.compile(r"[\u4e00-\u9fff，、0-9（“]$")
_NUMBERED = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}[章节条篇部]|[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十\d]{1,3}）"
    r"|\d{1,2}[、.）]|[①-⑳]|[A-Ha-h甲乙丙丁戊己庚][.、]|[-·●◆■▲★※*○◇□√]\s?)"
)


@dataclass(slots=True)
class Line:
    """A line, or several joined; `gap` blank lines stand before it."""

    text: str
    offsets: list[int]
    gap: int = 0
    heads: bool = False
    has_next: bool = False
    following: str = ""

    @property
    def start(self) -> int:
        """Source offset of the first character."""
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Source offset behind the last character."""
        return self.offsets[-1] + 1

    def cut(self, start: int, end: int) -> Line:
        """Part of it, by positions in `text`; blanks at both ends left out."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Line(self.text[start:end], self.offsets[start:end], self.gap)

    def next_same(self, style: str) -> bool:
        """Whether the next line is numbered in the same style: then this one is an item, no heading."""
        from nlp.regulations.structure import label

        found = label(self.following)
        return bool(found and found[0] == style)


def lines(text: str) -> list[Line]:
    """Every line with something in it, without the blanks around it."""
    found: list[Line] = []
    gap = 0
    position = 0
    raw = text.split("\n")
    width = _width(raw)
    for piece in raw:
        start = position + len(piece) - len(piece.lstrip(" "))
        body = piece.strip(" ")
        position += len(piece) + 1
        if not body.strip():
            gap += 1
            continue
        last = found[-1] if found else None
        if last is not None and gap == 0 and width and _wrapped(last.text, body, width):
            last.text += body
            last.offsets.extend(range(start, start + len(body)))
        else:
            found.append(Line(body, list(range(start, start + len(body))), gap))
        gap = 0
    for line, after in zip(found, [*found[1:], None], strict=False):
        line.has_next = after is not None
        line.following = after.text if after else ""
        line.heads = (
            after is None
            or bool(_NUMBERED.match(after.text))
            or len(after.text) > 24
            or bool(re.search(r"[。；]", after.text))
        )
    return found


def _width(raw: list[str]) -> int:
    """The column at which lines were wrapped, or 0 where paragraphs stand on one line each."""
    lengths = [len(piece.strip()) for piece in raw if len(piece.strip()) >= 16]
    open_ends = [
        n for n, piece in ((len(p.strip()), p.strip()) for p in raw) if n >= 16 and _OPEN_END.search(piece)
    ]
    if len(open_ends) < 2 or len(open_ends) * 6 < len(lengths):
        return 0
    return max(16, min(open_ends))


def _wrapped(before: str, after: str, width: int) -> bool:
    return (
        len(before.split("\t")) == 1
        and len(before) >= width
        and "\t" not in after
        and not re.search(r"\S {2,}\S|^\S{2,6}：\S+ \S{2,6}：", before + "\n" + after, re.MULTILINE)
        and "|" not in before + after
        and bool(_OPEN_END.search(before))
        and not _NUMBERED.match(after)
    )
