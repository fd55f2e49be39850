"""Tables in a text: cells apart by tabs, bars or wide blanks, or flattened to a line each.

A row becomes one line `列名：格｜列名：格`, so that the same readers read it.  Where the column heads are
themselves roles, groups or periods, every cell becomes a row of its own with the head of its row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nlp.regulations.lines import Line
from nlp.regulations.numerals import SPAN
from nlp.regulations.words.tables import FILLER, HEAD, SUBJECT_HEAD

_CELLS = re.compile(r"\t+|\s*\|\s*| {2,}")
# 对象：…　责任人：…　要求：… on one line.
_KEYS = re.compile(r"(?:^|\s)[\u4e00-\u9fff]{2,6}：(?=\S{1,20}(?:\s|$))")
_BLANK = re.compile(r"\s+")
_PROSE = re.compile(r"[。；！？]|：$")
_RULE = re.compile(r"[\s|:：+=-]*$")
_OPENS = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|（[一二三四五六七八九十]{1,3}）|第[一二三四五六七八九十\d]{1,3}[章条]|(?:填表|补充|几点)?(?:说明|规定)|注[：1-9]|备注：|附[：注]|\d{1,2}\.\d{1,2}[.\s]?[\u4e00-\u9fff]|[-·●◆■▲★※*○◇□√#>➢]\s?[\u4e00-\u9fff]"
)
_BARE = re.compile(rf"{SPAN}")
_UNITS = (
    ("人次", "人次"),
    ("户次", "户次"),
    ("户", "户"),
    ("家数", "家"),
    ("次数", "次"),
    ("频次", "次"),
    ("人数", "人"),
    ("名额", "名"),
    ("名数", "名"),
)
_TOLD = re.compile(r"(?:依次|分别|各[格列栏项])[^：]{0,6}[为是]?：\s*([^。；）)]{4,40})")
_LONGEST_CELL = 60
_LONGEST_ROW = 400  # characters; more on one line is a text whose lines were lost


@dataclass(slots=True)
class Table:
    """Rows as lines, and the cells of the head."""

    rows: list[Line]
    header: list[Line] = field(default_factory=list)


def blocks(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """Lines and tables in order."""
    position = 0
    while position < len(lines):
        table, used = _wide(lines, position)
        if table is None:
            table, used = _flat(lines, position)
        if table is None:
            table, used = _headless(lines, position)
        if table is None:
            yield lines[position]
            position += 1
        else:
            yield table
            position += used


def _split(line: Line) -> list[Line]:
    cells: list[Line] = []
    start = 0
    apart = _CELLS if len(_KEYS.findall(line.text)) < 3 else _BLANK
    for match in apart.finditer(line.text):
        cells.append(line.cut(start, match.start()) if start < match.start() else Line("", []))
        start = match.end()
    cells.append(line.cut(start, len(line.text)) if start < len(line.text) else Line("", []))
    if "|" in line.text:
        cells = cells[not cells[0].text :]
        cells = cells[: len(cells) - (not cells[-1].text)] if cells else cells
    return cells


def _is_row(line: Line) -> bool:
    if len(line.text) > _LONGEST_ROW:
        return False
    if len(_KEYS.findall(line.text)) >= 3:
        return True
    return "\t" in line.text or line.text.count("|") >= 1 or len(_CELLS.findall(line.text)) >= 2


def _wide(lines: Sequence[Line], position: int) -> tuple[Table | None, int]:
    end = position
    while end < len(lines) and (_is_row(lines[end]) or (end > position and _RULE.match(lines[end].text))):
        end += 1
    if end == position:
        return None, 0
    grid = [_split(line) for line in lines[position:end] if not _RULE.match(line.text)]
    if not grid or not any(cell.text for row in grid for cell in row):
        return None, 0
    if len(grid) == 1 and not any(HEAD.fullmatch(cell.text) for cell in grid[0]):
        keyed = "\t" in lines[position].text or len(_KEYS.findall(lines[position].text)) >= 3
        return (Table([_row(grid[0], None)]), end - position) if keyed else (None, 0)
    return _made(grid), end - position


def _told(before: Line) -> list[Line]:
    """The heads that the line before a flattened table names: 各格依次为：责任人/范围/数量/周期."""
    match = _TOLD.search(before.text)
    heads = [said.strip() for said in re.split(r"\s*[/、，]\s*", match[1])] if match else []
    return [Line(said, []) for said in heads] if len(heads) >= 2 and all(map(HEAD.fullmatch, heads)) else []


def _flat(lines: Sequence[Line], position: int) -> tuple[Table | None, int]:
    told = _told(lines[position - 1]) if position else []
    columns = 0
    while position + columns < len(lines) and HEAD.fullmatch(lines[position + columns].text.strip("：")):
        columns += 1
        if columns > 8:
            return None, 0
    head = list(lines[position : position + columns])
    if columns < 2:
        if not told:
            return None, 0
        head, columns = told, 0
    end = position + columns
    columns = len(head)
    body: list[list[Line]] = []
    row: list[Line] = []
    while end < len(lines):
        line = lines[end]
        if (
            len(line.text) > _LONGEST_CELL
            or _OPENS.match(line.text)
            or re.search(r"[。.]$" if row else r"[。：.]$", line.text)
        ):
            break
        if line.gap and row and len(row) >= 2:
            body.append(row)
            row = []
        row.append(line)
        end += 1
        if len(row) == columns:
            body.append(row)
            row = []
    # A last line alone is no row but what follows the table.
    if len(row) == 1:
        end -= 1
    elif row:
        body.append(row)
    if not body:
        return None, 0
    table = _made([head, *body])
    return (Table(table.rows) if told else table), end - position


def _headless(lines: Sequence[Line], position: int) -> tuple[Table | None, int]:
    """Blocks of as many short lines each, every block opening with a role: a flattened table without heads."""
    if not SUBJECT_HEAD.fullmatch(lines[position].text):
        return None, 0
    end = position
    opens: list[int] = []
    while end < len(lines) and len(lines[end].text) <= 20 and not _PROSE.search(lines[end].text):
        if SUBJECT_HEAD.fullmatch(lines[end].text):
            opens.append(end)
        end += 1
    if len(opens) < 2:
        return None, 0
    width = opens[1] - opens[0]
    rows = 1
    while rows < len(opens) and opens[rows] == position + rows * width:
        rows += 1
    if not 3 <= width <= 6 or rows < 2 or position + rows * width > end:
        return None, 0
    starts = range(position, position + rows * width, width)
    return Table([_row(list(lines[n : n + width]), None) for n in starts]), rows * width


def _made(grid: list[list[Line]]) -> Table:
    head, body = grid[0], grid[1:]
    known = sum(bool(HEAD.fullmatch(cell.text) or SUBJECT_HEAD.fullmatch(cell.text)) for cell in head)
    subjects = [n for n, cell in enumerate(head) if n and SUBJECT_HEAD.fullmatch(cell.text)]
    if body and len(subjects) >= 2:
        rows: list[Line] = []
        for row in body:
            for column in subjects:
                if column >= len(row) or FILLER.fullmatch(row[column].text):
                    continue
                kept = [n for n in range(min(len(row), len(head))) if n == column or n not in subjects]
                rows.append(_row([row[n] for n in kept], [head[n] for n in kept], _unit(row[0].text)))
        return Table(rows, head)
    if body and known * 2 >= len([cell for cell in head if cell.text]) and known:
        return Table([_row(row, head) for row in body if any(cell.text for cell in row)], head)
    return Table([_row(row, None) for row in grid if any(cell.text for cell in row)])


def _unit(head: str) -> str:
    """What a bare number under a head counts: 户数 → 户."""
    return next((unit for words, unit in _UNITS if words in head), "")


def _row(cells: list[Line], head: list[Line] | None, counted: str = "") -> Line:
    text = ""
    offsets: list[int] = []
    for number, cell in enumerate(cells):
        if not cell.text or FILLER.fullmatch(cell.text):
            continue
        if text:
            text += "｜"
            offsets.append(cell.start)
        if head is not None and len(cells) <= len(head) and head[number].text:
            text += head[number].text + "："
            # The words of the head stand at the cell, so that a row's span is the row's.
            offsets.extend([cell.start] * (len(head[number].text) + 1))
        text += cell.text
        offsets.extend(cell.offsets)
        unit = counted or (_unit(head[number].text) if head is not None and len(cells) <= len(head) else "")
        if unit and _BARE.fullmatch(cell.text):
            text += unit
            offsets.extend([cell.offsets[-1]] * len(unit))
    return Line(text, offsets)
