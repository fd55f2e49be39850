"""Reads a csv in the encodings that Chinese offices produce."""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from tenants.roster.importing.cells import (
    MAX_CELL_TEXT,
    MAX_ROWS,
    FileRefusedError,
    Sheet,
    broken_file,
    not_a_workbook,
    too_many_rows,
)

# ="0123": how some programs keep a csv's digits from being read as a number
_QUOTED_DIGITS = re.compile(r'="([0-9A-Za-z+\-]*)"\Z')


def read_csv(data: bytes) -> list[Sheet]:
    """One sheet whose rows are the records, the first being 1. Raises FileRefusedError."""
    text = _decode(data)
    if "\0" in text:
        raise not_a_workbook()
    head = text[:20_000]
    delimiter = max(",\t;，", key=lambda mark: head.count(mark))
    sheet = Sheet(name="", is_csv=True)
    try:
        for number, record in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1
        ):
            row = {
                column: _QUOTED_DIGITS.sub(r"\1", cell[:MAX_CELL_TEXT])
                for column, cell in enumerate(record, start=1)
                if cell.strip()
            }
            if row:
                if len(sheet.rows) >= MAX_ROWS:
                    raise too_many_rows()
                sheet.rows[number] = dict(row)
    except csv.Error:
        raise broken_file() from None
    return [sheet]


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif data.startswith(b"\xef\xbb\xbf"):
        encodings = ["utf-8-sig"]
    else:
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
