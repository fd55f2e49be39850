"""Headers, rows that are data and rows that are not: ROSTERS 1, 2, 3, 5, 6, 8, 11, 12."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from openpyxl import Workbook

from tenants.roster.importing.columns import STAFF, STUDENTS, find_header
from tenants.roster.importing.reading import read_sheets
from tenants.roster.importing.records import GuardianRecord, StaffRecord, StudentRecord
from tests.support.rosters import csv, faults, fill, identity, moment, rows_of, saved, xls, xlsx

HEADER = ["姓名", "班级"]
GOOD = ["张三", "三年级2班"]


def student(data: bytes, **options: Any) -> StudentRecord:
    (row,) = rows_of(data, **options)
    assert row.faults == []
    assert isinstance(row.record, StudentRecord)
    return row.record


def staff(data: bytes) -> StaffRecord:
    (row,) = rows_of(data)
    assert row.faults == []
    assert isinstance(row.record, StaffRecord)
    return row.record


def kind_of(header: list[str]) -> str | None:
    found = find_header(read_sheets(xlsx([header, ["x"]]))[0])
    return found.kind if found else None


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        (["姓名", "班级"], STUDENTS),
        (["序号", "学生姓名", "性别", "年级", "班级", "家长电话"], STUDENTS),
        (["姓名", "学籍号", "联系电话", "班主任", "班级"], STUDENTS),
        (["姓名", "手机号", "角色"], STAFF),
        (["工号", "教师姓名", "手机", "职务", "任教班级", "学科"], STAFF),
        (["姓名", "电话", "角色", "班级"], STAFF),
        (["姓名", "电话"], None),
        (["学校", "人数"], None),
        (["填表说明"], None),
    ],
)
def test_the_header_tells_what_a_sheet_is(header: list[str], kind: str | None) -> None:
    assert kind_of(header) == kind


@pytest.mark.parametrize("row", [1, 2, 3, 4])
def test_the_header_may_stand_in_rows_one_to_four(row: int) -> None:
    titles = [["甲小学2026学年学生名册"], ["填表人：李老师"], ["", "", "2026年9月"]][: row - 1]
    (found,) = rows_of(xlsx([*titles, HEADER, GOOD]))
    assert found.number == row + 1
    assert found.record.name == "张三"


def test_and_not_in_row_five() -> None:
    assert rows_of(xlsx([["a"], ["b"], ["c"], ["d"], HEADER, GOOD])) == []


def test_group_headings_above_the_header() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(
        sheet,
        [
            ["甲小学学生名册"],
            ["序号", "学生基本信息", None, None, "第一监护人", None, None, "第二监护人", None, None],
            [None, "姓名", "性别", "班级", "姓名", "关系", "联系电话", "姓名", "关系", "联系电话"],
            [1, "张三", "男", "三2班", "张大", "父亲", "13800000001", "李梅", "母亲", "13800000002"],
        ],
    )
    for area in ("A1:J1", "A2:A3", "B2:D2", "E2:G2", "H2:J2"):
        sheet.merge_cells(area)
    record = student(saved(book))
    assert (record.name, record.sex) == ("张三", "M")
    assert record.guardians == [
        GuardianRecord("张大", "父亲", "13800000001"),
        GuardianRecord("李梅", "母亲", "13800000002"),
    ]


def test_a_header_merged_downwards_keeps_its_word() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(
        sheet,
        [
            ["姓名", "班级", "家长", None],
            [None, None, "姓名", "电话"],
            ["张三", "三2班", "张大", "13800000001"],
        ],
    )
    for area in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(area)
    assert student(saved(book)).guardians == [GuardianRecord("张大", "", "13800000001")]


def test_columns_in_any_order_with_unknown_ones_between() -> None:
    table = [
        ["班级", "血型", "* 姓 名（必填）", "鞋码", "性别\n(男/女)"],
        ["三年级2班", "A", "张三", "34", "女"],
    ]
    record = student(xlsx(table))
    assert (record.name, record.sex, record.school_class) == ("张三", "F", (3, 2, ""))


def test_every_column_of_the_national_form() -> None:
    table = [
        [
            "姓名",
            "性别",
            "身份证件类型",
            "身份证件号",
            "学籍号",
            "校内学号",
            "出生日期",
            "民族",
            "年级",
            "班级",
            "入学年月",
            "就读方式",
            "户口性质",
            "家庭住址",
            "是否留守",
            "是否单亲",
            "是否残疾",
            "是否随迁",
            "是否低保/建档立卡",
            "监护人姓名",
            "关系",
            "联系电话",
            "第二监护人姓名",
            "第二监护人关系",
            "第二监护人电话",
            "班主任",
            "备注",
        ],
        [
            "张三",
            "男",
            "居民身份证",
            identity(1),
            "G" + identity(1),
            "20240101",
            "20170305",
            "汉族",
            "三年级",
            "2班",
            "202409",
            "住校",
            "农业户口",
            "甲县乙乡丙村3组",
            "是",
            "否",
            "否",
            "否",
            "是",
            "张大",
            "父亲",
            "13800000001",
            "李梅",
            "母亲",
            "13800000002",
            "王老师",
            "转入",
        ],
    ]
    assert student(xlsx(table)) == StudentRecord(
        name="张三",
        school_class=student(xlsx([HEADER, GOOD])).school_class,
        sex="M",
        id_number=identity(1),
        national_no="G" + identity(1),
        student_no="20240101",
        birth_date=dt.date(2017, 3, 5),
        ethnicity="汉族",
        entry_month=dt.date(2024, 9, 1),
        boarding=True,
        household="农业户口",
        address="甲县乙乡丙村3组",
        remark="转入",
        groups={
            "left_behind": True,
            "single_parent": False,
            "disabled": False,
            "migrant": False,
            "poor": True,
        },
        guardians=[
            GuardianRecord("张大", "父亲", "13800000001"),
            GuardianRecord("李梅", "母亲", "13800000002"),
        ],
        homeroom="王老师",
    )


def test_every_visible_roster_sheet_is_read_and_cover_sheets_are_not() -> None:
    book = xlsx(
        [["封面"]],
        [HEADER, GOOD],
        [["说明", "请认真填写"]],
        [HEADER, ["李四", "四1班"]],
        names=["封面", "甲", "说明", "乙"],
    )
    assert [(row.sheet, row.number, row.record.name) for row in rows_of(book)] == [
        ("甲", 2, "张三"),
        ("乙", 2, "李四"),
    ]


@pytest.mark.parametrize(
    "row",
    [
        [None, None, None],
        [3, None, None],
        [None, "\u200b", "　"],
        ["序号", "姓名", "班级"],
        ["合计", "120人", None],
        [None, "合计：120人", None],
        ["合计 120人", None, None],
        [None, "小计", "45"],
        ["制表人：李老师", None, "审核人：王校长"],
        [None, "校长签字：", None],
        ["填表日期：2026年9月1日", None, None],
        ["注：本表一式两份", None, None],
    ],
)
def test_rows_that_are_no_data(row: list[Any]) -> None:
    data = xlsx([["序号", "姓名", "班级"], [1, "张三", "三2班"], row, [2, "李四", "三2班"]])
    assert [(found.number, found.record.name) for found in rows_of(data)] == [(2, "张三"), (4, "李四")]


def test_a_row_is_named_by_its_number_in_excel_also_when_others_are_hidden_or_empty() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [["名册"], HEADER, [], GOOD, [], [], ["李四", "三2班"]])
    sheet.row_dimensions[4].hidden = True
    assert [row.number for row in rows_of(saved(book))] == [4, 7]


def test_a_row_of_a_csv_is_named_by_its_record_the_header_being_one() -> None:
    assert [row.number for row in rows_of(csv([HEADER, GOOD, ["李四", "三2班"]]))] == [2, 3]
    text = '姓名,班级,住址\n张三,三2班,"一村\n二组"\n李四,三2班,三村'
    assert [row.number for row in rows_of(text.encode())] == [2, 3]


def test_what_must_be_there() -> None:
    rows = rows_of(
        xlsx(
            [["姓名", "班级", "性别"], [None, "三2班", "男"], ["李四", None, "女"], ["王五", "三年级", "女"]]
        )
    )
    assert faults(rows) == [(2, "name"), (3, "class"), (4, "class")]
    rows = rows_of(
        xlsx(
            [
                ["姓名", "手机号", "角色"],
                ["甲", "13800000001", None],
                ["乙", None, "班主任"],
                [None, "13800000003", "科任"],
            ]
        )
    )
    assert faults(rows) == [(2, "role"), (3, "phone"), (4, "name")]


def test_a_filled_cell_that_cannot_be_read_is_a_fault_where_the_column_is_optional() -> None:
    columns = {
        "性别": ("不明", "sex"),
        "身份证件号": ("123", "id_number"),
        "学籍号": ("无号", "national_no"),
        "出生日期": ("去年", "birth_date"),
        "民族": ("火星族", "ethnicity"),
        "入学年月": ("很早", "entry_month"),
        "就读方式": ("？", "boarding"),
        "是否留守": ("也许", "left_behind"),
        "联系电话": ("1381234", "guardian1_phone"),
        "校内学号": (1.5, "student_no"),
    }
    header = [*HEADER, *columns]
    row = [*GOOD, *(value for value, _ in columns.values())]
    assert sorted(faults(rows_of(xlsx([header, row])))) == sorted((2, name) for _, name in columns.values())


def test_a_number_cell_has_lost_the_digits_of_an_identity_number() -> None:
    (row,) = rows_of(xlsx([[*HEADER, "身份证号"], [*GOOD, 330102201703050012]]))
    assert [(one.field, one.message) for one in row.faults] == [
        ("id_number", "身份证号被存成了数字，最后几位变成了 0：请把这一列设为“文本”后重新填写")
    ]


def test_a_birth_date_that_contradicts_the_number() -> None:
    header = [*HEADER, "身份证号", "出生日期"]
    rows = rows_of(xlsx([header, [*GOOD, identity(1), "20170305"], [*GOOD, identity(1), "20170306"]]))
    assert faults(rows) == [(3, "birth_date")]


def test_other_papers_are_not_held_against_the_birth_date() -> None:
    header = [*HEADER, "证件类型", "证件号码", "出生日期"]
    record = student(xlsx([header, [*GOOD, "护照", "E12345678", "20170306"]]))
    assert (record.id_kind, record.id_number, record.birth_date) == ("护照", "E12345678", dt.date(2017, 3, 6))


def test_the_number_tells_birth_and_sex_where_the_columns_are_empty() -> None:
    record = student(xlsx([[*HEADER, "身份证号"], [*GOOD, identity(2)]]))
    assert (record.birth_date, record.sex) == (dt.date(2017, 3, 5), "F")


def test_serials_go_by_the_workbooks_date_system() -> None:
    book = Workbook()
    book.epoch = moment(1904, 1, 1)
    fill(book.worksheets[0], [[*HEADER, "出生日期"], [*GOOD, 40786]])
    assert student(saved(book)).birth_date == dt.date(2015, 9, 1)
    assert student(xlsx([[*HEADER, "出生日期"], [*GOOD, 42248]])).birth_date == dt.date(2015, 9, 1)
    assert student(xls([[*HEADER, "出生日期"], [*GOOD, dt.date(2015, 9, 1)]])).birth_date == dt.date(
        2015, 9, 1
    )


def test_a_class_that_is_merged_over_its_rows() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    fill(sheet, [["班级", "姓名"], ["三2班", "张三"], [None, "李四"], [None, "王五"], ["三3班", "赵六"]])
    sheet.merge_cells("A2:A4")
    assert [
        row.record.school_class for row in rows_of(saved(book)) if isinstance(row.record, StudentRecord)
    ] == [
        (3, 2, ""),
        (3, 2, ""),
        (3, 2, ""),
        (3, 3, ""),
    ]


def test_text_like_a_formula_is_kept() -> None:
    record = student(xlsx([[*HEADER, "家庭住址", "备注"], ["=张三", "三2班", "@一村", "+二"]]))
    assert (record.name, record.address, record.remark) == ("=张三", "@一村", "+二")


def test_staff() -> None:
    header = ["姓名", "手机号", "角色", "班主任班级", "任教班级", "学科", "工号"]
    record = staff(
        xlsx([header, ["王老师", 13800000001, "班主任", "三（2）班", "三（2）班、四1班", "语文", "07001"]])
    )
    assert record == StaffRecord(
        name="王老师",
        phone="13800000001",
        roles=["homeroom"],
        staff_no="07001",
        homeroom=[(3, 2, "")],  # type: ignore[list-item]
        teaches=[((3, 2, ""), "语文"), ((4, 1, ""), "语文")],  # type: ignore[list-item]
    )


def test_a_homeroom_teacher_of_the_one_class_that_is_named() -> None:
    record = staff(
        xlsx([["姓名", "手机号", "角色", "任教班级"], ["王老师", "13800000001", "班主任", "302班"]])
    )
    assert record.homeroom == [(3, 2, "")]
    record = staff(xlsx([["姓名", "手机号", "角色"], ["王老师", "13800000001", "三（2）班班主任"]]))
    assert record.homeroom == [(3, 2, "")]
