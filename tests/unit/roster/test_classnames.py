"""Classes however a school writes them: ROSTERS 1 and 6."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tenants.roster import rules
from tenants.roster.importing.classnames import ClassKey, ClassReader, class_list
from tenants.roster.importing.people import UnreadableError
from tests.support.rosters import moment


@pytest.mark.parametrize(
    "written",
    [
        "三（2）班",
        "三(2)班",
        "三年级2班",
        "三年级（2）班",
        "三年级二班",
        "三年级02班",
        "3年级2班",
        "三年2班",
        "三2班",
        "三二班",
        "302班",
        "302",
        "2024级2班",
        "2024级（2）班",
        "24级2班",
        "2402班",
        "小学三年级2班",
        "小三2班",
        "三②班",
        "三-2",
        "３（２）班",
        "三年级 2 班",
        "三年级/2班",
    ],
)
def test_one_column_in_a_primary_school(written: str) -> None:
    assert ClassReader("primary", 2026).read(None, written) == ClassKey(3, 2)


@pytest.mark.parametrize(
    ("grade", "name"),
    [
        ("三年级", "2班"),
        ("三", "2"),
        (3, 2),
        ("2024级", "2班"),
        ("三年级", "302"),
        ("三年级", "三（2）班"),
        ("3", "二班"),
    ],
)
def test_two_columns(grade: Any, name: Any) -> None:
    assert ClassReader("primary", 2026).read(grade, name) == ClassKey(3, 2)


@pytest.mark.parametrize(
    ("stage", "written", "key"),
    [
        ("junior", "七年级1班", ClassKey(7, 1)),
        ("junior", "初一（2）班", ClassKey(7, 2)),
        ("junior", "九年级十二班", ClassKey(9, 12)),
        ("junior", "702班", ClassKey(7, 2)),
        ("junior", "2024级3班", ClassKey(9, 3)),
        ("senior", "高一1班", ClassKey(10, 1)),
        ("senior", "高三（12）班", ClassKey(12, 12)),
        ("senior", "1003班", ClassKey(10, 3)),
        ("senior", "高2024级3班", ClassKey(12, 3)),
        ("nine_year", "2018级1班", ClassKey(9, 1)),
        ("kindergarten", "大班", ClassKey(3, 1)),
        ("kindergarten", "大一班", ClassKey(3, 1)),
        ("kindergarten", "中（2）班", ClassKey(2, 2)),
        ("kindergarten", "小班3班", ClassKey(1, 3)),
        ("primary", "三年级实验班", ClassKey(3, 0, "实验班")),
    ],
)
def test_other_schools(stage: str, written: str, key: ClassKey) -> None:
    assert ClassReader(stage, 2026).read(None, written) == key


def test_a_cohort_moves_with_the_school_year() -> None:
    assert ClassReader("primary", 2026).read(None, "2024级2班") == ClassKey(3, 2)
    assert ClassReader("primary", 2027).read(None, "2024级2班") == ClassKey(4, 2)
    cohort = rules.cohort_of(stage="primary", grade=3, school_year=2026)
    assert cohort == 2024
    assert rules.grade_of(stage="primary", cohort_year=cohort, school_year=2027) == 4
    assert rules.cohort_of(stage="junior", grade=9, school_year=2026) == 2024


@pytest.mark.parametrize(
    ("grade", "name", "says"),
    [
        (None, None, "没有填班级"),
        (None, "2班", "没有年级"),
        (None, "三班", "没有年级"),
        (None, "三年级", "没有班"),
        ("三年级", None, "没有班"),
        ("四年级", "三（2）班", "不是同一个年级"),
        (None, "七年级1班", "没有七年级"),
        (None, "2015级1班", "已经毕业"),
        (None, "2027级1班", "还没有入学"),
        (None, "？？", "看不懂"),
        (None, "三年级0班", "1 到 99"),
        (None, moment(2026, 3, 2), "变成了日期"),
        (None, 3.1, "小数"),
    ],
)
def test_classes_that_cannot_be_read(grade: Any, name: Any, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        ClassReader("primary", 2026).read(grade, name)


def test_the_sheet_says_what_its_columns_leave_out() -> None:
    reader = ClassReader("primary", 2026)
    assert reader.read(None, None, "三年级2班") == ClassKey(3, 2)
    assert reader.read(None, "2班", "三年级") == ClassKey(3, 2)
    with pytest.raises(UnreadableError):
        reader.read(None, "2班", "Sheet1")


def test_lists_of_classes_with_subjects() -> None:
    reader = ClassReader("primary", 2026)
    assert class_list(reader, "三（1）班语文、四（2）班品德") == [
        (ClassKey(3, 1), "语文"),
        (ClassKey(4, 2), "品德"),
    ]
    assert class_list(reader, "301,302；4年级1班") == [
        (ClassKey(3, 1), ""),
        (ClassKey(3, 2), ""),
        (ClassKey(4, 1), ""),
    ]
    assert class_list(reader, "三1班、2班") == [(ClassKey(3, 1), ""), (ClassKey(3, 2), "")]


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2026, 7, 31), 2025), (dt.date(2026, 8, 1), 2026), (dt.date(2027, 1, 1), 2026)]
)
def test_rosters_for_september_are_made_in_august(day: dt.date, year: int) -> None:
    assert rules.school_year_of(day) == year


def test_names_of_classes() -> None:
    assert rules.class_name(stage="primary", grade=3, number=2) == "三年级2班"
    assert rules.class_name(stage="senior", grade=10, number=1) == "高一1班"
    assert rules.class_name(stage="kindergarten", grade=3, number=1) == "大1班"
    assert rules.class_name(stage="primary", grade=3, number=0, label="实验班") == "三年级实验班"


def test_phones_are_masked() -> None:
    assert rules.masked_phone("13812345678") == "138****5678"
    assert rules.masked_phone("86543210") == "******10"
    assert rules.masked_phone("") == ""
