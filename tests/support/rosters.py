"""Workbooks made in the test, and a dry run without a database."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

import xlwt
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tenants.roster.importing.people import check_digit
from tenants.roster.importing.reading import read_sheets
from tenants.roster.importing.records import ParsedRow
from tenants.roster.importing.rows import Setting, data_rows, roster_sheets
from tenants.roster.importing.verdicts import Known, judge

TODAY = dt.date(2026, 11, 23)
STUDENT_HEADER = ("姓名", "班级")
STAFF_HEADER = ("姓名", "手机号", "角色")

Table = Sequence[Sequence[Any]]


def moment(year: int, month: int, day: int) -> dt.datetime:
    """Midnight as a cell holds it: without a zone."""
    return dt.datetime(year, month, day)  # noqa: DTZ001


def identity(serial: int = 1, born: str = "20170305", region: str = "330102") -> str:
    """A well-formed identity number; odd serials are boys."""
    first = f"{region}{born}{serial:03d}"
    return first + check_digit(first)


def xlsx(*tables: Table, names: Sequence[str] = ()) -> bytes:
    """A workbook with one sheet per table, from cell A1 on. Text is text, whatever it begins with."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for place, table in enumerate(tables):
        sheet = book.create_sheet(names[place] if place < len(names) else f"Sheet{place + 1}")
        fill(sheet, table)
    return saved(book)


def fill(sheet: Worksheet, table: Table) -> None:
    for row_number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            if value is None:
                continue
            cell = sheet.cell(row_number, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xls(*tables: Table) -> bytes:
    """The same in the old binary format."""
    book = xlwt.Workbook(encoding="utf-8")
    for place, table in enumerate(tables):
        sheet = book.add_sheet(f"Sheet{place + 1}")
        for row_number, row in enumerate(table):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write(row_number, column, value, xlwt.easyxf(num_format_str="YYYY-MM-DD"))
                elif value is not None:
                    sheet.write(row_number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv(table: Table, encoding: str = "utf-8") -> bytes:
    return "\r\n".join(",".join(str(cell) for cell in row) for row in table).encode(encoding)


def changed_part(book: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with one part's text changed, as other programs might have written it."""
    source = zipfile.ZipFile(io.BytesIO(book))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == part:
                text = data.decode()
                assert old in text, text[:500]
                data = text.replace(old, new).encode()
            target.writestr(name, data)
    return stream.getvalue()


def rows_of(
    data: bytes, *, stage: str = "primary", today: dt.date = TODAY, year: int = 2026
) -> list[ParsedRow]:
    """The rows of data in a file, read and not yet judged."""
    setting = Setting(stage=stage, school_year=year, today=today)
    pairs = roster_sheets(read_sheets(data))
    return [row for sheet, header in pairs for row in data_rows(sheet, header, setting)]


def judged(
    data: bytes, known: Known | None = None, *, stage: str = "primary", may_grant: bool = True
) -> list[ParsedRow]:
    """The rows of a file with their verdicts against a roster (an empty one)."""
    rows = rows_of(data, stage=stage)
    judge(
        rows,
        known or Known(),
        index=lambda number: f"index of {number}",
        class_name=lambda key: f"{key.grade}年级{key.number}班",
        may_grant=may_grant,
    )
    return rows


def verdicts(rows: Iterable[ParsedRow]) -> list[tuple[int, str]]:
    return [(row.number, row.verdict) for row in rows]


def faults(rows: Iterable[ParsedRow]) -> list[tuple[int, str]]:
    """Row and field of every fault."""
    return [(row.number, fault.field) for row in rows for fault in row.faults]
