"""Reads the old binary format (BIFF), whatever the file calls itself."""

from __future__ import annotations

import datetime as dt
import io

import xlrd

from tenants.roster.importing.cells import (
    MAX_CELL_TEXT,
    MAX_ROWS,
    Broken,
    Sheet,
    Value,
    broken_file,
    password_needed,
    too_many_rows,
)
from tenants.roster.importing.xlsx import serial_to_datetime


def read_xls(data: bytes) -> list[Sheet]:
    """The visible worksheets. Raises FileRefusedError."""
    try:
        book = _opened(data)
    except xlrd.XLRDError as error:
        raise password_needed() if "encrypted" in str(error).lower() else broken_file() from None
    except Exception:  # noqa: BLE001  (a damaged file makes xlrd raise whatever it happens to trip over)
        raise broken_file() from None
    sheets: list[Sheet] = []
    left = MAX_ROWS
    date1904 = bool(book.datemode)
    for index in range(book.nsheets):
        try:
            source = book.sheet_by_index(index)
        except Exception:  # noqa: BLE001  (as above)
            raise broken_file() from None
        if source.visibility:
            book.unload_sheet(index)
            continue
        sheet = Sheet(name=source.name, date1904=date1904)
        for number in range(source.nrows):
            row: dict[int, Value] = {}
            for column, cell in enumerate(source.row(number), start=1):
                value = _value(cell.ctype, cell.value, date1904)
                if value is not None and value != "":
                    row[column] = value
            if row:
                left -= 1
                if left < 0:
                    raise too_many_rows()
                sheet.rows[number + 1] = row
        sheet.merges = [(r1 + 1, c1 + 1, r2, c2) for r1, r2, c1, c2 in source.merged_cells]
        book.unload_sheet(index)
        sheets.append(sheet)
    return sheets


def _opened(data: bytes) -> xlrd.book.Book:
    """With formatting, for only then are merged cells told; without it where the formatting is damaged."""
    for formatting in (True, False):
        try:
            return xlrd.open_workbook(
                file_contents=data,
                logfile=io.StringIO(),
                on_demand=True,
                ragged_rows=True,
                formatting_info=formatting,
            )
        except xlrd.XLRDError:
            raise
        except Exception:
            if not formatting:
                raise
    raise AssertionError


def _value(kind: int, value: str | float, date1904: bool) -> Value | None:
    if kind in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return None
    if kind == xlrd.XL_CELL_TEXT:
        return str(value)[:MAX_CELL_TEXT]
    if kind == xlrd.XL_CELL_ERROR:
        return Broken.ERROR
    if kind == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    number = float(value)
    if kind == xlrd.XL_CELL_DATE:
        moment: dt.datetime | Broken = serial_to_datetime(number, date1904)
        if not isinstance(moment, Broken):
            return moment
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
