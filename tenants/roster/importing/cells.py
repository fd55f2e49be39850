"""What a sheet holds once it is read, whatever file it came from."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import Enum


class Broken(Enum):
    """A cell that holds a formula without a usable result."""

    ERROR = "error"
    NO_CACHE = "no_cache"


# Empty cells are left out of a row. Whole numbers below 1e15 are `int`, every other number is `float`.
Value = str | int | float | bool | dt.datetime | Broken
Row = dict[int, Value]


@dataclass(slots=True)
class Sheet:
    """One visible sheet. Rows and columns count from 1; `rows` holds only rows with something in them."""

    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # (row1, column1, row2, column2)
    date1904: bool = False
    is_csv: bool = False


class FileRefusedError(Exception):
    """The file as a whole cannot be used. `message` is Chinese and says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code)
        self.code = code
        self.message = message


MAX_ROWS = 60_000  # rows with something in them, over all sheets
MAX_CELLS = 3_000_000  # cells with something in them, over all sheets
MAX_CELL_TEXT, LAST_ROW, LAST_COLUMN = 32_767, 1_048_576, 16_384  # what Excel itself allows


def too_many_rows() -> FileRefusedError:
    return FileRefusedError(
        "roster.too_many_rows",
        f"这个文件的内容超过 {MAX_ROWS:,} 行。请按年级分成几个文件，再逐个导入。",
    )


def password_needed() -> FileRefusedError:
    return FileRefusedError(
        "roster.password",
        "这个文件设了打开密码，系统读不了。请在 Excel 或 WPS 里打开它，去掉密码后另存，再上传。",
    )


def broken_file() -> FileRefusedError:
    return FileRefusedError(
        "roster.broken",
        "这个文件已损坏或没有传完整。请在 Excel 或 WPS 里打开确认无误，另存为 .xlsx 后再上传。",
    )


def not_a_workbook() -> FileRefusedError:
    return FileRefusedError(
        "roster.not_workbook",
        "这不是表格文件。请上传 Excel 工作簿（.xlsx、.xls）或 .csv 文件，也可以先下载空白模板填写。",
    )


def unfolds_too_far() -> FileRefusedError:
    return FileRefusedError(
        "roster.too_large_inside",
        "这个文件解开后大得不合常理，为了安全没有读取。请把名册内容复制到新的空白工作簿，另存后再上传。",
    )


def number_value(text: str) -> int | float | Broken:
    """A number as a sheet stores it; `int` where that is exact."""
    try:
        number = float(text)
    except ValueError:
        return Broken.ERROR
    if number != number or number in (float("inf"), float("-inf")):
        return Broken.ERROR
    if number.is_integer() and abs(number) < 1e15:
        return int(number)
    return number
