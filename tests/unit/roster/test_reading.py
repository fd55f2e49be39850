"""Files from the outside: containers, encodings, sheets, cells. ROSTERS 2, 12, 13."""

from __future__ import annotations

import datetime as dt
import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from tenants.roster.importing import cells, containers
from tenants.roster.importing.cells import Broken, FileRefusedError
from tenants.roster.importing.reading import read_sheets
from tests.support.rosters import changed_part, csv, moment, saved, xls, xlsx

TABLE = [["姓名", "班级"], ["张三", "三年级2班"]]
CELLS = {1: {1: "姓名", 2: "班级"}, 2: {1: "张三", 2: "三年级2班"}}
SHEET = "xl/worksheets/sheet1.xml"


def refusal(data: bytes) -> str:
    with pytest.raises(FileRefusedError) as caught:
        read_sheets(data)
    assert caught.value.message.endswith("。")
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_csv_in_every_encoding(encoding: str) -> None:
    assert read_sheets(csv(TABLE, encoding))[0].rows == CELLS


@pytest.mark.parametrize("mark", ["\t", ";", "，"])
def test_csv_with_other_separators(mark: str) -> None:
    text = "\n".join(mark.join(row) for row in TABLE)
    assert read_sheets(text.encode())[0].rows == CELLS


def test_rare_characters_of_gb18030_arrive() -> None:
    assert read_sheets("姓名,班级\n𬭎𠮷,三1班".encode("gb18030"))[0].rows[2][1] == "𬭎𠮷"


def test_a_quoted_field_of_a_csv_may_hold_line_breaks() -> None:
    sheet = read_sheets('姓名,住址\n张三,"一村\n二组"\n李四,三村'.encode())[0]
    assert sheet.rows[3] == {1: "李四", 2: "三村"}


def test_an_xls_is_read_whatever_it_is_called() -> None:
    sheet = read_sheets(xls([*TABLE, [1, dt.date(2015, 9, 1)]]))[0]
    assert {number: sheet.rows[number] for number in (1, 2)} == CELLS
    assert sheet.rows[3] == {1: 1, 2: moment(2015, 9, 1)}


def test_xlsx_values_keep_their_kinds() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["文字", 12, 1.5, True, dt.date(2015, 9, 1), 440102201509010000])
    row = read_sheets(saved(book))[0].rows[1]
    assert row == {1: "文字", 2: 12, 3: 1.5, 4: True, 5: moment(2015, 9, 1), 6: 440102201509010000.0}
    assert isinstance(row[6], float)


def test_hidden_sheets_are_left_out_and_hidden_rows_columns_and_locks_are_not() -> None:
    book = Workbook()
    shown, hidden, very = book.worksheets[0], book.create_sheet("藏"), book.create_sheet("深藏")
    for sheet in (shown, hidden, very):
        for row in TABLE:
            sheet.append(row)
    hidden.sheet_state = "hidden"
    very.sheet_state = "veryHidden"
    shown.row_dimensions[2].hidden = True
    shown.column_dimensions["B"].hidden = True
    shown.protection.sheet = True
    shown.protection.password = "geheim"
    sheets = read_sheets(saved(book))
    assert [(sheet.name, sheet.rows) for sheet in sheets] == [("Sheet", CELLS)]


def test_formulas_count_by_their_cached_value() -> None:
    book = xlsx([["=A", "=B", "=C", "=D"]])
    number = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>A1&amp;""</f><v>张三</v></c>'
    broken = '<c r="C1"><f>1+1</f></c><c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    part = zipfile.ZipFile(io.BytesIO(book)).read(SHEET).decode()
    row = part[part.index("<row") : part.index("</row>")]
    filled = changed_part(book, SHEET, row, f'<row r="1">{number}{broken}')
    assert read_sheets(filled)[0].rows == {1: {1: 2, 2: "张三", 3: Broken.NO_CACHE, 4: Broken.ERROR}}


def test_text_like_a_formula_stays_text() -> None:
    assert read_sheets(xlsx([["=1+1", "@SUM", "+1", "-x"]]))[0].rows[1] == {
        1: "=1+1",
        2: "@SUM",
        3: "+1",
        4: "-x",
    }


def test_the_date_system_of_1904() -> None:
    book = Workbook()
    book.epoch = moment(1904, 1, 1)
    book.worksheets[0].append([dt.date(2015, 9, 1), 40786])
    sheet = read_sheets(saved(book))[0]
    assert sheet.date1904
    assert sheet.rows[1] == {1: moment(2015, 9, 1), 2: 40786}


def test_rows_without_addresses_are_counted() -> None:
    book = xlsx([["a", "b"], ["c"]])
    part = zipfile.ZipFile(io.BytesIO(book)).read(SHEET).decode()
    rows = part[part.index("<sheetData>") : part.index("</sheetData>")]
    inline = (
        "<sheetData><row><c t='inlineStr'><is><t>姓名</t></is></c><c/><c t='inlineStr'><is><r><t>班</t></r>"
        "<r><t>级</t></r><rPh sb='0' eb='1'><t>ban</t></rPh></is></c></row><row r='7'><c><v>5</v></c></row>"
    )
    assert read_sheets(changed_part(book, SHEET, rows, inline))[0].rows == {
        1: {1: "姓名", 3: "班级"},
        7: {1: 5},
    }


# --- what is refused ---------------------------------------------------------------------------------


def ole(*streams: str) -> bytes:
    """The outside of an OLE file with these streams in its directory."""
    sector = b"".join(name.encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + sector.ljust(512, b"\0")


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return stream.getvalue()


def test_a_file_that_needs_a_password() -> None:
    assert refusal(ole("Root Entry", "EncryptionInfo", "EncryptedPackage")) == "roster.password"


def test_a_zip_that_is_no_workbook() -> None:
    assert refusal(zipped(readme=b"hello")) == "roster.not_workbook"


def test_other_documents() -> None:
    assert refusal(ole("Root Entry", "WordDocument")) == "roster.not_workbook"
    assert refusal(b"%PDF-1.7 \xe2\xe3") == "roster.not_workbook"
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20) == "roster.not_workbook"
    assert refusal(b"<html><table><tr><td>1</td></tr></table></html>") == "roster.web_page"
    assert refusal(b"") == "roster.empty"
    assert refusal(b"\r\n \r\n") == "roster.empty"


def test_broken_containers() -> None:
    whole = xlsx(TABLE)
    assert refusal(whole[: len(whole) // 2]) == "roster.broken"
    old = xls(TABLE)
    assert refusal(old[:1000]) == "roster.broken"
    assert refusal(old[:512] + b"\xff" * 400 + old[912:]) == "roster.broken"
    assert refusal(changed_part(whole, SHEET, "</worksheet>", "")) == "roster.broken"
    assert refusal(changed_part(whole, "xl/workbook.xml", "<sheets>", "<sheets")) == "roster.broken"


def test_entities_are_refused_before_they_unfold() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><worksheet '
    bomb = changed_part(xlsx(TABLE), SHEET, "<worksheet ", laughs)
    assert refusal(bomb) == "roster.too_large_inside"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet '
    assert refusal(changed_part(xlsx(TABLE), SHEET, "<worksheet ", outside)) == "roster.too_large_inside"


def test_a_container_that_unfolds_beyond_reason_costs_neither_time_nor_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert containers.MAX_UNPACKED == 300 * 1024 * 1024
    monkeypatch.setattr(containers, "MAX_UNPACKED", 30 * 1024 * 1024)
    stream = io.BytesIO(xlsx(TABLE))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as target,
        target.open("xl/media/big.xml", "w", force_zip64=True) as part,
    ):
        block = b"\0" * (1 << 20)
        for _ in range(containers.MAX_UNPACKED // len(block) + 1):
            part.write(block)
    data = stream.getvalue()
    assert len(data) < 200_000
    tracemalloc.start()
    code = refusal(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert code == "roster.too_large_inside"
    assert peak < 20 * 1024 * 1024


def test_one_sheet_beyond_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_XML_PART", 400)
    assert refusal(xlsx(TABLE)) == "roster.too_large_inside"


def test_more_rows_than_anyone_has(monkeypatch: pytest.MonkeyPatch) -> None:
    from tenants.roster.importing import csvtext
    from tenants.roster.importing import xlsx as xlsx_reader

    assert cells.MAX_ROWS == 60_000
    monkeypatch.setattr(csvtext, "MAX_ROWS", 1)
    monkeypatch.setattr(xlsx_reader, "MAX_ROWS", 1)
    assert refusal(csv(TABLE)) == "roster.too_many_rows"
    assert refusal(xlsx(TABLE)) == "roster.too_many_rows"
    assert refusal(xlsx(TABLE[:1], TABLE[:1])) == "roster.too_many_rows"


def test_other_formats_say_how_to_save_them() -> None:
    assert refusal(zipped(**{"[Content_Types].xml": b"", "xl/workbook.bin": b""})) == "roster.binary_workbook"
    assert (
        refusal(zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")) == "roster.open_document"
    )
