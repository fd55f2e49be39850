"""Reads a csv in the encodings that Chinese offices produce."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from tenants.roster.importing.cells import (
    MAX_CELL_TEXT,
    MAX_ROWS,
    FileRefusedError,
    Sheet,
    broken_file,
    not_a_workbook,
    too_many_rows,
)
from tenants.roster.importing.columns import HEADER_WITHIN, find_header

# ="0123": how some programs keep a csv's digits from being read as a number
_QUOTED_DIGITS = re.compile(r'="([0-9A-Za-z+\-]*)"\Z')


def read_csv(data: bytes) -> list[Sheet]:
    """One sheet whose rows are the records, the first being 1. Raises FileRefusedError."""
    text = _decode(data)
    if "\0" in text:
        raise not_a_workbook()
    delimiter = _delimiter(text)
    sheet = Sheet(name="", is_csv=True)
    number = 0
    try:
        for number, record in enumerate(_records(text, delimiter), start=1):
            row = {
                column: _QUOTED_DIGITS.sub(r"\1", cell[:MAX_CELL_TEXT])
                for column, cell in enumerate(record, start=1)
                if cell.strip()
            }
            if row:
                if len(sheet.rows) >= MAX_ROWS:
                    raise too_many_rows()
                sheet.rows[number] = dict(row)
        if _open_quote(text, delimiter):
            raise FileRefusedError(
                "roster.csv_quote",
                f'从第 {number} 条记录起有一个英文引号（"）没有成对，后面的行都会并成一格。'
                "请删去这个引号，或另存为 .xlsx 后再上传。",
            )
    except csv.Error:
        raise broken_file() from None
    return [sheet]


def _records(text: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)


def _delimiter(text: str) -> str:
    """The mark that makes a roster's header of the first lines; remarks may hold more of another mark."""
    head = text[:20_000]
    marks = sorted(",\t;，", key=head.count, reverse=True)

    def explained(mark: str) -> int:
        rows = enumerate(islice(_records(head, mark), HEADER_WITHIN), start=1)
        sheet = Sheet("", {n: dict(enumerate(row, start=1)) for n, row in rows}, is_csv=True)
        header = find_header(sheet)
        return len(header.columns) if header else 0

    try:
        return max(marks, key=explained)  # the most frequent one where none makes a header
    except csv.Error:
        return marks[0]


def _open_quote(text: str, delimiter: str) -> bool:
    """Whether the file ends within quotes: the last record has swallowed the rows after the stray mark."""
    if text.count('"') % 2 == 0:
        return False
    try:
        for _ in _records(text, delimiter, strict=True):
            pass
    except csv.Error as problem:
        return "unexpected end" in str(problem)
    return False


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    elif len(data) % 2 == 0 and (b"\n\0" in data or b"\0\n" in data):  # UTF-16 that does not say so
        encodings = ["utf-16-le" if "\n" in data.decode("utf-16-le", "ignore") else "utf-16-be"]
    else:
        data = data.rstrip(b"\x1a")  # the end of a file as old programs write it
        encodings = ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_like_text(text):
            return text
    if b"\0" in data[:4096]:
        raise not_a_workbook()
    raise FileRefusedError(
        "roster.encoding",
        "看不懂这个文件的文字编码。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传。",
    )


def _looks_like_text(text: str) -> bool:
    """Binary junk decodes as gb18030 now and then; it gives itself away by control characters."""
    sample = text[:4096]
    odd = sum(1 for c in sample if unicodedata.category(c) in ("Cc", "Cn") and c not in "\r\n\t")
    return odd * 50 <= len(sample)
