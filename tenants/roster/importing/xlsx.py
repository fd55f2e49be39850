"""Reads an xlsx as a stream: one pass over each visible sheet, nothing but its values kept.

Why not openpyxl for reading: it gives either a formula or its cached result, so a formula without a
result looks like an empty cell, and the second pass that would tell them apart doubles time and memory.
"""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from tenants.roster.importing.cells import (
    LAST_COLUMN,
    LAST_ROW,
    MAX_CELL_TEXT,
    MAX_CELLS,
    MAX_ROWS,
    Broken,
    FileRefusedError,
    Row,
    Sheet,
    Value,
    broken_file,
    number_value,
    too_many_rows,
    unfolds_too_far,
)
from tenants.roster.importing.containers import open_zip, parts_of, read_part

Attributes = dict[str, str]

_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_NOT_DATE_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")
_MAX_MERGES = 100_000
_MAX_DEPTH = 200  # elements within elements; a sheet has about ten
_MAX_TOKEN = 512 * 1024  # bytes without a tag; the longest text of a cell takes half of that
_EPOCH_1900 = dt.datetime(1899, 12, 30)  # noqa: DTZ001  (a cell's date has no zone)
_EPOCH_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001


def read_xlsx(data: bytes) -> list[Sheet]:
    """The visible worksheets in the workbook's order. Raises FileRefusedError."""
    with open_zip(data) as archive:
        book = _Workbook(archive)
        sheets: list[Sheet] = []
        rows_left, cells_left = MAX_ROWS, MAX_CELLS
        for name, part in book.visible:
            sheet = Sheet(name=name, date1904=book.date1904)
            reader = _SheetReader(book, sheet, rows_left, cells_left)
            sheets.append(reader.read(part))
            rows_left, cells_left = rows_left - len(sheet.rows), reader.cells_left
        return sheets


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Streams one part through expat. Declarations of entities are refused before they can unfold, and so is
    what would make expat slow or greedy: endless tags and endless nesting."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> None:
        raise unfolds_too_far()

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = lambda *_: 0
    depth = 0

    def opened(tag: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            refuse()
        start(tag, attributes)

    def closed(tag: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end(tag)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    with read_part(archive, part) as stream:
        try:
            gap = 0
            while block := stream.read(1 << 18):
                gap = 0 if b"<" in block else gap + len(block)
                if gap >= _MAX_TOKEN:
                    refuse()
                parser.Parse(block, False)
            parser.Parse(b"", True)
        except FileRefusedError:
            raise
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError):
            raise broken_file() from None


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


class _Workbook:
    """The index of the container: which parts are sheets, what its styles and shared texts are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = parts_of(archive)
        self.date1904 = False
        self.shared: list[str] = []
        self.date_styles: frozenset[int] = frozenset()
        main = self._main_part()
        targets = self._relations(main)
        self.visible = self._read_index(main, targets)
        for kind, path in targets.values():
            if kind == "sharedStrings" and path in self.names:
                self._read_shared(path)
            elif kind == "styles" and path in self.names:
                self._read_styles(path)

    def _main_part(self) -> str:
        if "_rels/.rels" in self.names:
            for kind, path in self._relations("").values():
                if kind == "officeDocument" and path in self.names:
                    return path
        if "xl/workbook.xml" not in self.names:
            raise broken_file()
        return "xl/workbook.xml"

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part by id: last word of the type, path in the container."""
        folder, base = posixpath.split(part)
        path = posixpath.join(folder, "_rels", base + ".rels")
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if _local(tag) == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "")
                whole = target[1:] if target.startswith("/") else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, posixpath.normpath(whole).lower())

        _parse(self.archive, path, start)
        return found

    def _read_index(self, main: str, targets: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
        sheets: list[tuple[str, str]] = []

        def start(tag: str, attributes: Attributes) -> None:
            tag = _local(tag)
            if tag == "workbookPr":
                self.date1904 = attributes.get("date1904", "0") in ("1", "true")
            elif tag == "sheet" and attributes.get("state", "visible") == "visible":
                relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
                kind, path = targets.get(relation, ("", ""))
                if kind == "worksheet":
                    sheets.append((attributes.get("name", ""), path))

        _parse(self.archive, main, start)
        return sheets

    def _read_shared(self, path: str) -> None:
        pieces: list[str] = []
        state = {"text": False, "phonetic": False}

        def start(tag: str, _: Attributes) -> None:
            tag = _local(tag)
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                state["phonetic"] = True
            elif tag == "t":
                state["text"] = not state["phonetic"]

        def end(tag: str) -> None:
            tag = _local(tag)
            if tag == "si":
                self.shared.append(unescape("".join(pieces)[:MAX_CELL_TEXT]))
            elif tag == "rPh":
                state["phonetic"] = False
            elif tag == "t":
                state["text"] = False

        def text(data: str) -> None:
            if state["text"]:
                pieces.append(data)

        _parse(self.archive, path, start, end, text)

    def _read_styles(self, path: str) -> None:
        custom: dict[int, bool] = {}
        styles: list[int] = []
        inside = {"xfs": False}

        def start(tag: str, attributes: Attributes) -> None:
            tag = _local(tag)
            if tag == "numFmt":
                custom[int(attributes.get("numFmtId", "0"))] = is_date_code(attributes.get("formatCode", ""))
            elif tag == "cellXfs":
                inside["xfs"] = True
            elif tag == "xf" and inside["xfs"]:
                styles.append(int(attributes.get("numFmtId", "0")))

        def end(tag: str) -> None:
            if _local(tag) == "cellXfs":
                inside["xfs"] = False

        _parse(self.archive, path, start, end)
        self.date_styles = frozenset(
            index for index, code in enumerate(styles) if custom.get(code, code in _DATE_FORMATS)
        )


def is_date_code(code: str) -> bool:
    """Whether a number format shows a date or a time."""
    first = _NOT_DATE_CODE.sub("", code).lower().partition(";")[0]
    return "general" not in first and any(letter in first for letter in "ymdhs")


def unescape(text: str) -> str:
    """Text with _xHHHH_ resolved. Halves of characters, which no database takes, are joined or dropped."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    return text.translate({0xFFFE: None, 0xFFFF: None})


def serial_to_datetime(serial: float, date1904: bool) -> dt.datetime | Broken:
    """A day count of either date system. Hours are kept, parts of a second are not."""
    try:
        epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
        if not date1904 and serial < 60:
            serial += 1  # Excel believes in 29 February 1900
        moment = epoch + dt.timedelta(days=serial, microseconds=500_000)
        return moment.replace(microsecond=0) if serial >= 0 else Broken.ERROR
    except OverflowError:
        return Broken.ERROR


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class _SheetReader:
    """Handlers of one sheet. Kept flat: they run once a cell."""

    def __init__(self, book: _Workbook, sheet: Sheet, rows_left: int, cells_left: int) -> None:
        self.book = book
        self.sheet = sheet
        self.rows_left = rows_left
        self.cells_left = cells_left
        self.row_number = 0
        self.column = 0
        self.row: Row = {}
        self.kind = "n"
        self.style = 0
        self.formula = False
        self.valued = False
        self.collect = False
        self.phonetic = False
        self.pieces: list[str] = []

    def read(self, part: str) -> Sheet:
        if part not in self.book.names:
            raise broken_file()
        _parse(self.book.archive, part, self._start, self._end, self._text)
        return self.sheet

    def _start(self, tag: str, attributes: Attributes) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            reference = attributes.get("r")
            if reference:
                match = _REFERENCE.match(reference)
                if match is None:
                    raise ValueError(reference)
                self.column = column_number(match[1])
            else:
                self.column += 1
            self.kind = attributes.get("t", "n")
            self.style = int(attributes.get("s", "0"))
            if self.column > LAST_COLUMN:
                raise ValueError(self.column)
            self.formula = self.valued = False
            self.pieces = []
        elif tag == "v" or (tag == "t" and not self.phonetic):
            self.collect = self.valued = True
        elif tag == "f":
            self.formula = True
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "row":
            self.row_number = int(attributes["r"]) if "r" in attributes else self.row_number + 1
            if not 1 <= self.row_number <= LAST_ROW or self.row_number in self.sheet.rows:
                raise ValueError(self.row_number)
            self.column = 0
            self.row = {}
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _end(self, tag: str) -> None:
        if ":" in tag:
            tag = _local(tag)
        if tag == "c":
            value = self._value()
            if value is not None and not (isinstance(value, str) and (not value or value.isspace())):
                self.row[self.column] = value
        elif tag in ("v", "t"):
            self.collect = False
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "row" and self.row:
            if len(self.sheet.rows) >= self.rows_left:
                raise too_many_rows()
            self.cells_left -= len(self.row)
            if self.cells_left < 0:
                raise unfolds_too_far()
            self.sheet.rows[self.row_number] = self.row

    def _text(self, data: str) -> None:
        if self.collect:
            self.pieces.append(data)

    def _value(self) -> Value | None:
        text = "".join(self.pieces)
        kind = self.kind
        if kind == "s":
            text = text.strip()
            return (
                self.book.shared[int(text)]
                if text.isascii() and text.isdigit() and int(text) < len(self.book.shared)
                else Broken.ERROR
            )
        if kind == "e":
            return Broken.ERROR
        if kind in ("str", "inlineStr"):
            if self.formula and not self.valued:
                return Broken.NO_CACHE
            return unescape(text[:MAX_CELL_TEXT])
        if not text.strip():
            return Broken.NO_CACHE if self.formula else None
        if kind == "b":
            return text.strip() == "1"
        if kind == "d":
            return text
        number = number_value(text)
        if self.style in self.book.date_styles and not isinstance(number, Broken):
            moment = serial_to_datetime(float(number), self.book.date1904)
            return number if isinstance(moment, Broken) else moment  # a phone in a column of dates
        return number

    def _merge(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        a, b = _REFERENCE.match(first), _REFERENCE.match(last or first)
        if a and b:
            if len(self.sheet.merges) >= _MAX_MERGES:
                raise unfolds_too_far()
            self.sheet.merges.append((int(a[2]), column_number(a[1]), int(b[2]), column_number(b[1])))
