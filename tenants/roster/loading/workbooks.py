"""The workbooks we hand out: the upload with its faults, blank templates, first passwords."""

from __future__ import annotations

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from tenants.roster.importing.cells import Broken, Sheet, Value
from tenants.roster.importing.columns import ERROR_COLUMN, STAFF, STUDENTS, Header, find_header
from tenants.roster.importing.text import neutralised

_BOLD = Font(bold=True)
_RED = PatternFill("solid", fgColor="FDE8E6")
_MAX_MERGES = 5_000  # carried over to the sheet with the faults
_WRAP = Alignment(wrap_text=True, vertical="top")
_WORDS = {Broken.ERROR: "（公式出错）", Broken.NO_CACHE: "（公式没有结果）"}
_BAD_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# Control characters that a sheet's XML cannot hold.
_UNWRITABLE = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])

_STUDENT_COLUMNS = (
    "姓名*", "性别", "身份证件类型", "身份证件号", "学籍号", "校内学号", "出生日期", "民族", "年级*", "班级*",
    "入学年月", "就读方式", "户口性质", "家庭住址", "是否留守", "是否单亲", "是否残疾", "是否随迁",
    "是否低保/建档立卡", "监护人姓名",
    "关系", "联系电话", "第二监护人姓名", "第二监护人关系", "第二监护人电话", "班主任", "备注",
)  # fmt: skip
_STAFF_COLUMNS = ("姓名*", "手机号*", "角色*", "班主任班级", "任教班级", "任教学科", "工号", "备注")
_NOTES = {
    STUDENTS: (
        "怎样填学生名册",
        "1. 带 * 的列必须填；其他列可以空着，也可以删掉或调换位置。",
        "2. “年级”和“班级”可以合在“班级”一列里，如：三年级2班、三（2）班、2024级2班。",
        "3. 身份证号、学籍号、电话这几列已设为文本，请直接填写；从别处复制时选“只粘贴文本”。",
        "4. 出生日期写成 2015-09-01 或 20150901；“是否……”各列填 是 或 否。",
        "5. 上传后先逐行检查，确认了才会写入；名册里没有的学生不会被删除。",
    ),
    STAFF: (
        "怎样填教职工名册",
        "1. 带 * 的列必须填；手机号就是登录名。请先导入学生名册，班级才认得出来。",
        "2. 角色填：班主任、科任教师、校领导、办公室、校长；兼任的用顿号隔开，如：班主任、科任教师。",
        "3. 任教班级可以填几个，如：三（1）班、三（2）班；学科不同时写成：三（1）班语文、四（2）班品德。",
        "4. 新账号的初始密码在导入后只能下载一次，老师第一次登录时要改。",
    ),
}


def text_cell(sheet: WriteOnlyWorksheet, text: str, *, as_text_format: bool = False) -> Cell:
    """A cell that is text whatever it begins with."""
    cell = WriteOnlyCell(sheet, value="")
    cell.value = neutralised(text.translate(_UNWRITABLE))
    cell.data_type = "s"
    if as_text_format:
        cell.number_format = "@"
    return cell


def annotated(sheets: list[Sheet], rows: Iterable[dict[str, Any]]) -> bytes:
    """The visible sheets with their values in their places and one more column, 错误原因.

    Formulas come back as the results they had: what others wrote is never handed on as something to run.
    """
    reasons: dict[str, dict[int, str]] = defaultdict(dict)
    for row in rows:
        words = [fault["message"] for fault in row["faults"]] + [
            f"提示：{hint}" for hint in row.get("hints", ())
        ]
        if words:
            reasons[row["sheet"]][row["row"]] = "；".join(words)
    book = Workbook(write_only=True)
    if any(sheet.date1904 for sheet in sheets):
        book.epoch = CALENDAR_MAC_1904  # bare day counts must mean the same days in the copy
    titles: set[str] = set()
    for sheet in sheets:
        target = book.create_sheet(title=_title(sheet.name, titles))
        header = find_header(sheet)
        if header is None:
            _copy(target, sheet, 0, 0, {})
            continue
        column = header.first("error") or _free_column(sheet, header)
        for row1, column1, row2, column2 in sheet.merges[:_MAX_MERGES]:
            if not column1 <= column <= column2 and row1 <= row2:
                area = f"{get_column_letter(column1)}{row1}:{get_column_letter(column2)}{row2}"
                target.merged_cells.add(area)
        target.column_dimensions[get_column_letter(column)].width = 60
        target.freeze_panes = f"A{header.row + 1}"
        offset = header.row - 1 if sheet.is_csv else 0
        own = {number + offset: reason for number, reason in reasons[sheet.name].items()}
        _copy(target, sheet, column, header.row, own)
    return _saved(book)


def _free_column(sheet: Sheet, header: Header) -> int:
    """The first empty column after the labels: a stray cell far to the right must not drag it along."""
    used = {column for row in sheet.rows.values() for column in row}
    return next(column for column in count(max(header.labels) + 1) if column not in used)


def _copy(
    target: WriteOnlyWorksheet,
    sheet: Sheet,
    column: int,
    header_row: int,
    reasons: dict[int, str],
) -> None:
    last = 0
    for number in sorted(sheet.rows):
        while last < number - 1:
            target.append([])
            last += 1
        values = sheet.rows[number]
        cells: list[Any] = [None] * max(max(values), column)
        for place, value in values.items():
            cells[place - 1] = _cell(target, value)
        if column:
            cells[column - 1] = None
        if column and number == header_row:
            cells[column - 1] = text_cell(target, ERROR_COLUMN)
            cells[column - 1].font = _BOLD
        elif column and number in reasons:
            cell = text_cell(target, reasons[number])
            cell.fill, cell.alignment = _RED, _WRAP
            cells[column - 1] = cell
        target.append(cells)
        last = number


def _cell(target: WriteOnlyWorksheet, value: Value) -> Any:
    if isinstance(value, Broken):
        return text_cell(target, _WORDS[value])
    if isinstance(value, str):
        digits = len(value) >= 8 and value.strip()[:-1].isdigit()
        if digits or value[:1] in "=+-@'\t\r\n ":
            return text_cell(target, value, as_text_format=digits)
        return value.translate(_UNWRITABLE)
    if isinstance(value, dt.datetime):
        cell = WriteOnlyCell(target, value=value)
        midnight = value.hour == value.minute == value.second == 0
        cell.number_format = "yyyy-mm-dd" if midnight else "yyyy-mm-dd hh:mm"
        return cell
    return value


def _title(name: str, taken: set[str]) -> str:
    title = name.translate(_BAD_TITLE).strip(" '")[:28] or "名册"
    while title.lower() in taken:
        title = title[:26] + f"-{len(taken) + 1}"
    taken.add(title.lower())
    return title


def template(kind: str) -> bytes:
    """A blank workbook to fill, with a sheet that explains it (and that the import passes over)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title="学生" if kind == STUDENTS else "教职工")
    labels = _STUDENT_COLUMNS if kind == STUDENTS else _STAFF_COLUMNS
    for place, label in enumerate(labels, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = 22 if any(word in label for word in ("号", "住址", "班级", "电话")) else 12
        dimension.number_format = "@"
    sheet.freeze_panes = "A2"
    sheet.append([_bold(sheet, label) for label in labels])
    for _ in range(200):  # some programs go by the cells, not by the column's format
        sheet.append([text_cell(sheet, "", as_text_format=True) for _ in labels])
    notes = book.create_sheet(title="填写说明")
    notes.column_dimensions["A"].width = 90
    for number, line in enumerate(_NOTES[kind]):
        notes.append([_bold(notes, line) if number == 0 else line])
    return _saved(book)


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell = text_cell(sheet, text)
    cell.font = _BOLD
    return cell


def passwords(people: Iterator[tuple[str, str, str]] | list[tuple[str, str, str]]) -> bytes:
    """Names, logins and first passwords, for handing out on paper slips."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title="初始密码")
    for letter, width in (("A", 16), ("B", 20), ("C", 20), ("D", 44)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_bold(sheet, label) for label in ("姓名", "登录名", "初始密码", "说明")])
    for person in people:
        cells = [text_cell(sheet, text, as_text_format=True) for text in person]
        sheet.append([*cells, "第一次登录时请改成自己的密码"])
    return _saved(book)


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
