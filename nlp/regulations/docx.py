"""The words of a .docx: paragraphs with their automatic numbers, tables row by row.

Only the main document is read; macros, pictures, headers, comments and deleted text are not.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nlp.regulations.errors import RegulationError
from nlp.regulations.numerals import chinese

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART = 50_000_000  # bytes unpacked; a bomb is refused before it is unpacked


def text(data: bytes) -> str:
    """One line a paragraph or table row, cells apart by tabs."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "word/document.xml" not in names:
                raise RegulationError("regulation.type" if names else "regulation.broken")
            body = _part(archive, "word/document.xml")
            numbering = _part(archive, "word/numbering.xml") if "word/numbering.xml" in names else None
            styles = _part(archive, "word/styles.xml") if "word/styles.xml" in names else None
            pictures = any(name.startswith("word/media/") for name in names)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError):
        raise RegulationError("regulation.broken") from None
    except (ParseError, DefusedXmlException, ValueError):
        raise RegulationError("regulation.broken") from None
    root = body.find(f"{_W}body")
    if root is None:
        raise RegulationError("regulation.broken")
    lines = list(_blocks(root, _Numbers(numbering, styles)))
    if not any(line.strip() for line in lines):
        raise RegulationError("regulation.no_text" if pictures else "regulation.empty")
    return "\n".join(lines)


def _part(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > _LARGEST_PART:
        raise RegulationError("regulation.too_large")
    part: Element = fromstring(archive.read(name))
    return part


def _blocks(parent: Element, numbers: _Numbers) -> Iterator[str]:
    for child in parent:
        if child.tag == f"{_W}p":
            yield numbers.label(child) + _words(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbers)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _blocks(child, numbers)


def _table(table: Element, numbers: _Numbers) -> Iterator[str]:
    above: dict[int, str] = {}
    for row in table.iter(f"{_W}tr"):
        cells: list[str] = []
        column = 0
        for cell in row.iter(f"{_W}tc"):
            said = " ".join(part.strip() for part in _blocks(cell, numbers) if part.strip())
            properties = cell.find(f"{_W}tcPr")
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            # A cell merged with the one above says the same for its own row.
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                said = above.get(column, said)
            above[column] = said
            span = properties.find(f"{_W}gridSpan") if properties is not None else None
            column += int(span.get(f"{_W}val", "1")) if span is not None else 1
            cells.append(said.replace("\t", " ").replace("\n", " "))
        if any(cells):
            yield "\t".join(cells)


def _words(paragraph: Element) -> str:
    parts: list[str] = []
    stack = [paragraph]
    while stack:
        element = stack.pop()
        if element.tag in (_FALLBACK, f"{_W}del", f"{_W}moveFrom"):
            continue
        if element.tag == f"{_W}t":
            parts.append(element.text or "")
        elif element.tag == f"{_W}tab":
            parts.append(" ")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            parts.append("\n")
        elif element.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        if element.tag != f"{_W}pPr":
            stack.extend(reversed(element))
    return "".join(parts)


class _Numbers:
    """The automatic numbers of paragraphs, counted as Word counts them."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._styles: dict[str, Element] = {}
        if numbering is not None:
            abstract = {
                each.get(f"{_W}abstractNumId"): {
                    int(level.get(f"{_W}ilvl", "0")): (
                        _value(level, "numFmt", "decimal"),
                        _value(level, "lvlText", ""),
                        int(_value(level, "start", "1")),
                    )
                    for level in each.iter(f"{_W}lvl")
                }
                for each in numbering.iter(f"{_W}abstractNum")
            }
            for each in numbering.iter(f"{_W}num"):
                self._levels[each.get(f"{_W}numId", "")] = abstract.get(_value(each, "abstractNumId", ""), {})
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            mark = style.find(f"{_W}pPr/{_W}numPr")
            if mark is not None:
                self._styles[style.get(f"{_W}styleId", "")] = mark

    def label(self, paragraph: Element) -> str:
        """What Word prints before the paragraph: `（一）`, `3.`, or nothing."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return ""
        mark = properties.find(f"{_W}numPr")
        if mark is None:
            mark = self._styles.get(_value(properties, "pStyle", ""))
        if mark is None:
            return ""
        number = _value(mark, "numId", "")
        depth = int(_value(mark, "ilvl", "0"))
        levels = self._levels.get(number, {})
        if depth not in levels or levels[depth][0] in ("bullet", "none"):
            return ""
        first = levels[depth][2]
        self._counts[number, depth] = self._counts.get((number, depth), first - 1) + 1
        for other_number, other in list(self._counts):
            if other_number == number and other > depth:
                del self._counts[other_number, other]
        said = levels[depth][1]
        for level, (style, _, start) in levels.items():
            said = said.replace(f"%{level + 1}", _written(self._counts.get((number, level), start), style))
        return said


def _value(parent: Element, name: str, default: str) -> str:
    child = parent.find(f"{_W}{name}")
    return default if child is None else child.get(f"{_W}val", default)


def _written(number: int, style: str) -> str:
    if style.startswith(("chinese", "japanese", "ideograph", "taiwanese")):
        return chinese(number)
    if style == "decimalEnclosedCircleChinese" or style.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if style == "lowerLetter" else letter.upper()
    return str(number)
