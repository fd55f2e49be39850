"""Workbooks of odd make against the whole import: nothing lost, nothing taken from someone else, no crash."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
import xlwt
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from kernel import clock
from kernel.actor import Actor
from tenants.roster import services
from tenants.roster.contracts import ImportView
from tenants.roster.models import Guardian, StaffMember, Student
from tests.support.rosters import (
    TODAY,
    changed_part,
    faults,
    identity,
    judged,
    moment,
    rows_of,
    saved,
    verdicts,
    xlsx,
)
from tests.support.schools import TestSchool

NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=clock.CHINA)
SHEET = "xl/worksheets/sheet1.xml"
PLAIN = [["姓名", "班级"], ["张三", "三2班"]]
HEADER = ["姓名", "班级", "身份证号", "家长姓名", "电话", "家长姓名", "电话", "家庭住址"]
ONE = ["张三", "三（2）班", identity(1), "张大", "13812345678", "李娟", "13912345678", "=1+1"]
TWO = ["李四", "三（2）班", identity(2), "李大", "1381234", None, None, "@村"]


@pytest.fixture
def principal(in_alpha: TestSchool) -> Any:
    with clock.frozen(NOON):
        yield in_alpha.people["principal"]


def check(actor: Actor, data: bytes) -> ImportView:
    return services.import_create(actor=actor, file_name="名册.xlsx", data=data)


def load(actor: Actor, data: bytes) -> ImportView:
    return services.import_apply(actor=actor, import_id=check(actor, data).id)


def refusal(actor: Actor, data: bytes) -> tuple[str, str]:
    view = check(actor, data)
    assert view.file_error is not None
    return view.state, view.file_error["code"]


def records(data: bytes, stage: str = "primary") -> list[Any]:
    return [row.record for row in rows_of(data, stage=stage)]


# --- columns -------------------------------------------------------------------------------------


def test_a_second_pair_of_parent_columns_is_the_second_guardian(principal: Actor) -> None:
    load(principal, xlsx([HEADER, ONE]))
    found = Guardian.objects.order_by("position").values_list("name", "phone")
    assert list(found) == [("张大", "13812345678"), ("李娟", "13912345678")]
    assert check(principal, xlsx([HEADER, ONE])).counts == {"new": 0, "update": 0, "same": 1, "fault": 0}


@pytest.mark.parametrize(
    "labels",
    [
        ("家长姓名", "家长姓名", "电话", "电话"),
        ("父亲", "母亲", "电话", "电话"),
        ("家长姓名（父）", "家长姓名（母）", "家长电话（父）", "家长电话（母）"),
        ("监护人1", "监护人2", "联系电话1", "联系电话2"),
    ],
)
def test_phones_after_both_names_keep_their_order(labels: tuple[str, ...]) -> None:
    people = ["张大", "李娟", "13812345678", "13912345678"]
    (record,) = records(xlsx([["姓名", "班级", *labels], ["张三", "三2班", *people]]))
    told = [(one.name, one.phone) for one in record.guardians]
    assert told == [("张大", "13812345678"), ("李娟", "13912345678")]


def test_the_same_number_in_two_columns_is_one_guardian() -> None:
    table = [
        ["姓名", "班级", "家长姓名", "电话", "家庭电话"],
        ["张三", "三2班", "张大", *["13812345678"] * 2],
    ]
    (record,) = records(xlsx(table))
    assert [(one.name, one.phone) for one in record.guardians] == [("张大", "13812345678")]


def test_a_guardian_s_identity_number_is_never_the_child_s(principal: Actor) -> None:
    header = ["姓名", "身份证号", "班级", "监护人姓名", "身份证号"]
    load(principal, xlsx([header, ["张三", None, "三2班", "张大", identity(9, "19800101")]]))
    assert list(Student.objects.values_list("id_number", "birth_date")) == [("", None)]


def test_hints_in_brackets_leave_the_label_readable() -> None:
    header = [
        "*姓 名（必填）",
        "班级\n（如：三年级1班）",
        "身份证\n号码（必填，18位）",
        "出生日期（格式：20150901）",
    ]
    (record,) = records(xlsx([header, ["张三", "三2班", identity(1), "20170305"]]))
    assert (record.id_number, record.birth_date) == (identity(1), dt.date(2017, 3, 5))


def test_a_staff_list_with_many_personal_columns_is_a_staff_list(principal: Actor) -> None:
    header = ["姓名", "性别", "民族", "出生日期", "身份证号", "家庭住址", "手机号", "职务"]
    row = ["王老师", "女", "汉", "19800101", identity(2, "19800101"), "一村", "13812345670", "教师"]
    view = load(principal, xlsx([header, row]))
    assert (view.kind, view.counts["new"]) == ("staff", 1)
    assert StaffMember.objects.get(phone="13812345670").name == "王老师"


# --- rows ----------------------------------------------------------------------------------------


def paged() -> bytes:
    """Header in row 4 under two titles and group headings; the second page repeats both its rows."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row, words in ((1, "某某小学学生名册"), (2, "填报单位：某某小学")):
        sheet.cell(row, 1, words)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=7)
    for row in (3, 7):
        sheet.cell(row, 1, "学生信息")
        sheet.cell(row, 5, "家长信息")
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=4)
        sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=7)
    lines: dict[int, list[Any]] = {
        4: ["序号", "姓 名", "身份证\n号码", "班 级", "姓名", "关系", "联系\n电话"],
        5: [1, "张三", identity(1), "三（2）班", "张大", "父亲", "13812345678"],
        6: [2],
        8: ["序号", "学生姓名", "身份证号", "班级", "姓名", "关系", "电话"],
        9: [3, "王五", identity(3), "三（2）班"],
        10: ["合计（人）", 2],
        11: ["制表人", "周某", None, "审核人 吴某"],
    }
    for row, values in lines.items():
        for column, value in enumerate(values, start=1):
            sheet.cell(row, column, value)
    return saved(book)


def test_pages_sums_and_signatures_are_no_data(principal: Actor) -> None:
    assert [(row["row"], row["verdict"]) for row in check(principal, paged()).rows] == [
        (5, "new"),
        (9, "new"),
    ]


@pytest.mark.parametrize(
    "words",
    [
        *("共45人", "三年级2班合计", "本页小计", "小计(人)", "男生20人，女生25人", "人数", "（以下空白）"),
        *("制表人 张三", "校长（签字）", "学校（公章）", "填报时间 2026-9-1", "附：", "总数"),
    ],
)
def test_odd_closing_rows_are_no_data(words: str) -> None:
    header = ["序号", "姓名", "班级", "性别"]
    rows = judged(xlsx([header, [1, "张三", "三2班", "男"], [words, None, None, 45], [None, words]]))
    assert verdicts(rows) == [(2, "new")]


def test_classes_merged_downwards_in_an_old_workbook() -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("名册")
    for row, name in enumerate(("姓名", "张三", "李四", "王五")):
        sheet.write(row, 0, name)
    sheet.write(0, 1, "班级")
    sheet.write_merge(1, 3, 1, 1, "一（1）班")
    stream = io.BytesIO()
    book.save(stream)
    found = [(one.name, one.school_class[:2]) for one in records(stream.getvalue())]
    assert found == [("张三", (1, 1)), ("李四", (1, 1)), ("王五", (1, 1))]


@pytest.mark.parametrize("grade", [2024, "2024", "2024级"])
def test_a_year_in_the_grade_column_is_the_year_of_entry(grade: Any) -> None:
    (record,) = records(xlsx([["姓名", "年级", "班级"], ["张三", grade, 2]]), stage="nine_year")
    assert record.school_class[:2] == (3, 2)


@pytest.mark.parametrize(
    "name", ["三年级第2班", "（三）年级（2）班", "三年级(2班)", "三年级贰班", "3—2班", "三/2"]
)
def test_further_spellings_of_a_class(name: str) -> None:
    (record,) = records(xlsx([["姓名", "班级"], ["张三", name]]))
    assert record.school_class == (3, 2, "")


@pytest.mark.parametrize(
    ("stage", "example"), [("primary", "三年级2班"), ("kindergarten", "小班2班"), ("junior", "七年级2班")]
)
def test_the_remedy_speaks_of_the_school_s_own_grades(stage: str, example: str) -> None:
    (row,) = rows_of(xlsx([["姓名", "班级"], ["张三", "？？"]]), stage=stage)
    assert f"请写成“{example}”" in row.faults[0].message


def test_the_sheet_names_the_grade_in_a_longer_title() -> None:
    table = [["姓名", "班级"], ["张三", "2班"]]
    for title in ("三年级学生名册", "三年级(45人)"):
        (record,) = records(xlsx(table, names=[title]))
        assert record.school_class[:2] == (3, 2)


# --- containers ----------------------------------------------------------------------------------


def test_halves_of_characters_never_reach_the_database(principal: Actor) -> None:
    texts = [["姓名", "班级"], ["张甲三", "三2班"], ["乙四", "三2班"]]
    data = changed_part(xlsx(texts), SHEET, "张甲三", "张_xD842_三")
    data = changed_part(data, SHEET, "乙四", "_xD842__xDFB7_四")
    assert load(principal, data).counts["new"] == 2
    assert set(Student.objects.values_list("name", flat=True)) == {"张三", "𠮷四"}


def test_part_names_go_without_regard_to_case() -> None:
    source = zipfile.ZipFile(io.BytesIO(xlsx(PLAIN)))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for name in source.namelist():
            target.writestr(name.replace("sheet1.xml", "Sheet1.xml"), source.read(name))
    assert verdicts(judged(stream.getvalue())) == [(2, "new")]


def test_a_text_formula_without_a_result_is_a_fault() -> None:
    data = changed_part(
        xlsx(PLAIN),
        SHEET,
        '<c r="A2" t="inlineStr"><is><t>张三</t></is></c>',
        '<c r="A2" t="str"><f>B2</f></c>',
    )
    (row,) = judged(data)
    assert [one.field for one in row.faults] == ["name"]
    assert "没有算好的结果" in row.faults[0].message


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<row r="3"><c t="' + "a" * (2 << 20) + '"/></row>', "roster.too_large_inside"),
        ("<a>" * 300 + "</a>" * 300, "roster.too_large_inside"),
        ('<row r="1048577"><c><v>1</v></c></row>', "roster.broken"),
        ('<row r="3"><c r="ZZZ3"><v>1</v></c></row>', "roster.broken"),
        ('<row r="2"><c><v>1</v></c></row>', "roster.broken"),
    ],
)
def test_sheets_beyond_reason_are_refused(principal: Actor, inside: str, code: str) -> None:
    data = changed_part(xlsx(PLAIN), SHEET, "</sheetData>", inside + "</sheetData>")
    assert refusal(principal, data) == ("failed", code)


def test_a_damaged_directory_of_a_zip_is_refused(principal: Actor) -> None:
    data = bytearray(xlsx(PLAIN))
    end = data.rfind(b"PK\x05\x06")
    data[end + 16 : end + 20] = (len(data) * 2).to_bytes(4, "little")
    assert refusal(principal, bytes(data)) == ("failed", "roster.broken")


def test_a_zip_of_workbooks_says_to_unpack_it(principal: Actor) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("名册.xlsx", xlsx(PLAIN))
    assert refusal(principal, stream.getvalue()) == ("failed", "roster.archive")


# --- csv -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [";", "\t"])
def test_the_header_decides_the_delimiter(mark: str) -> None:
    text = "姓名;班级;备注\n张三;三2班;a,b,c,d,e,f，g"
    assert verdicts(judged(text.replace(";", mark).encode())) == [(2, "new")]


def test_a_quotation_mark_without_its_other_half_loses_no_rows_silently(principal: Actor) -> None:
    data = '姓名,班级,备注\n张三,三2班,"a\n李四,三2班,b\n'.encode()
    assert refusal(principal, data) == ("failed", "roster.csv_quote")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_does_not_say_so(encoding: str) -> None:
    text = "序号,姓名,班级\r\n1,张三,三2班\r\n"
    assert verdicts(judged(text.encode(encoding))) == [(2, "new")]


def test_an_old_end_of_file_mark() -> None:
    assert verdicts(judged("姓名,班级\n张三,三2班\n\x1a".encode("gbk"))) == [(2, "new")]


# --- cells ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [" ", "\n", "/", "、"])
def test_two_phones_are_called_two_phones(mark: str) -> None:
    phones = f"13812345678{mark}13912345678"
    (row,) = judged(xlsx([["姓名", "班级", "家长姓名", "电话"], ["张三", "三2班", "张大", phones]]))
    assert [(one.field, one.message[:8]) for one in row.faults] == [("guardian1_phone", "这一格有两个电话")]


def test_a_foreign_passport_may_look_like_a_power() -> None:
    header = ["姓名", "班级", "身份证件类型", "身份证件号"]
    table = [header, ["甲某", "三2班", "护照", "12E34567"], ["乙某", "三2班", "护照", "3.3E+17"]]
    assert faults(judged(xlsx(table))) == [(3, "id_number")]


# --- the sheet that goes back --------------------------------------------------------------------


def back(actor: Actor, data: bytes) -> bytes:
    return services.import_sheet(actor=actor, import_id=check(actor, data).id).content


def test_the_sheet_with_faults_reads_as_the_upload_did(principal: Actor) -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.worksheets[0]
    for line in (["班级", "姓名", "出生日期"], ["三2班", "甲一", moment(2015, 9, 1)], [None, "乙二", 40786]):
        sheet.append(line)
    sheet.merge_cells("A2:A3")
    again = [
        (one.name, one.school_class[:2], one.birth_date) for one in records(back(principal, saved(book)))
    ]
    assert again == [("甲一", (3, 2), dt.date(2015, 9, 1)), ("乙二", (3, 2), dt.date(2015, 9, 1))]


def test_a_stray_cell_does_not_drag_the_reasons_along(principal: Actor) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for line in (HEADER, ONE, TWO):
        sheet.append([None if value == "=1+1" else value for value in line])
    sheet["XFD2"] = "远"
    returned = load_workbook(io.BytesIO(back(principal, saved(book)))).worksheets[0]
    assert (returned["I1"].value, returned["XFD2"].value) == ("错误原因", "远")
    assert "手机号应为 11 位" in str(returned["I3"].value)


def test_formulas_come_back_as_text(principal: Actor) -> None:
    returned = load_workbook(io.BytesIO(back(principal, xlsx([HEADER, ONE, TWO])))).worksheets[0]
    assert [(returned[f"H{row}"].value, returned[f"H{row}"].data_type) for row in (2, 3)] == [
        ("'=1+1", "s"),
        ("'@村", "s"),
    ]
