"""Identity numbers, phones, dates, sex and the like: ROSTERS 8, 9, 11 and what is beside them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tenants.roster.importing import people, words
from tenants.roster.importing.cells import Broken
from tenants.roster.importing.people import UnreadableError
from tests.support.rosters import TODAY, identity, moment

GOOD = identity(1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        (" 110105 19491231 002X\u200b", "11010519491231002X"),
        ("'11010519491231002X", "11010519491231002X"),
        ("99010519491231" + "002" + people.check_digit("99010519491231002"),) * 2,  # no such region
    ],
)
def test_identity_numbers_that_are_taken(written: str, read: str) -> None:
    assert people.identity_number(written, "", TODAY) == read


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("11010519491231002", "这里是 17 位"),
        ("1101051949123100200", "这里是 19 位"),
        ("110105491231002", "15 位的旧号码"),
        ("110105194913310025", "出生日期不存在"),
        ("110105201502290028", "出生日期不存在"),
        (identity(1, "20990101"), "出生日期不存在"),
        ("110105194912310021", "最后一位对不上"),
        ("1101051949123100AX", "只能有数字"),
        (330102201703050000, "文本"),
        (3.30102201703050e17, "文本"),
        ("3.30102E+17", "文本"),
        ("3.30102201703E+17", "文本"),
        ("330102201703055000", "文本"),
    ],
)
def test_identity_numbers_that_are_refused(written: Any, says: str) -> None:
    with pytest.raises(UnreadableError, match=says):
        people.identity_number(written, "居民身份证", TODAY)


def test_other_papers_are_taken_as_they_are() -> None:
    assert people.identity_number("H1234567", "港澳居民来往内地通行证", TODAY) == "H1234567"
    assert people.identity_number("110105194912310021", "户口簿", TODAY) == "110105194912310021"
    assert people.identity_number(12345678, "护照", TODAY) == "12345678"
    with pytest.raises(UnreadableError, match="文本"):
        people.identity_number(3.301022017e17, "其他", TODAY)


@pytest.mark.parametrize(
    "written",
    [
        "13812345678",
        13812345678,
        13812345678.0,
        "+8613812345678",
        "+86 138 1234 5678",
        "0086-138-1234-5678",
        "8613812345678",
        "138-1234-5678",
        "(138)12345678",
        "（138）1234－5678",
        "１３８１２３４５６７８",
        "\u202d13812345678\u202c",
        "138\u00a01234\u20095678",
        "1.3812345678E10",
        "1.3812345678E+10",
        "13812345678.0",
        "'+8613812345678",
    ],
)
def test_phones_that_are_whole(written: Any) -> None:
    assert people.phone(written if not isinstance(written, float) else int(written)) == "13812345678"


@pytest.mark.parametrize(
    "written",
    [
        "1.38E+10",
        "1.381E10",
        "1381234567",
        "138123456789",
        "12345678901",
        "张三",
        1.38e9 + 0.5,
        "138123456zz",
    ],
)
def test_phones_that_are_not(written: Any) -> None:
    with pytest.raises(UnreadableError):
        people.phone(written)


def test_a_fixed_line_will_do_for_a_guardian_and_not_for_a_login() -> None:
    assert people.phone("0577-8654 3210") == "057786543210"
    with pytest.raises(UnreadableError):
        people.phone("0577-86543210", mobile_only=True)


def test_two_phones_in_a_cell_are_a_fault_with_the_remedy() -> None:
    with pytest.raises(UnreadableError, match="两个电话"):
        people.phone("13812345678/13912345678")


@pytest.mark.parametrize(
    ("written", "date1904"),
    [
        ("20150901", False),
        (20150901, False),
        ("2015-9-1", False),
        ("2015-09-01", False),
        ("2015/09/01", False),
        ("2015.9.1", False),
        ("2015年9月1日", False),
        ("２０１５年９月１日", False),
        ("2015-09-01 00:00:00", False),
        (42248, False),
        (42248.0, False),
        (40786, True),
        ("42248", False),
        (moment(2015, 9, 1), False),
    ],
)
def test_dates_in_every_form(written: Any, date1904: bool) -> None:
    assert people.date(written, date1904=date1904, today=TODAY) == dt.date(2015, 9, 1)


@pytest.mark.parametrize(
    "written", ["2015-13-1", "20150931", "15-9-1", "去年", 2015, 0.5, "2030-01-01", "18990101"]
)
def test_dates_that_cannot_be(written: Any) -> None:
    with pytest.raises(UnreadableError):
        people.date(written, date1904=False, today=TODAY)


@pytest.mark.parametrize(
    "written", ["202409", 202409, "2024-09", "2024年9月", "2024.9", "20240901", "2024/9/1"]
)
def test_the_month_of_entry(written: Any) -> None:
    assert people.month(written, date1904=False, today=TODAY) == dt.date(2024, 9, 1)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("男", "M"),
        ("女", "F"),
        (1, "M"),
        (2, "F"),
        ("1", "M"),
        ("2.0", "F"),
        ("m", "M"),
        ("F", "F"),
        ("Ｍ", "M"),
    ],
)
def test_sex(written: Any, read: str) -> None:
    assert words.sex(written) == read


def test_a_filled_cell_that_says_nothing_known_is_unreadable() -> None:
    readers: list[Any] = [
        words.sex,
        words.ethnic_group,
        words.boarding,
        lambda v: words.yes_or_no(v, ()),
    ]
    for read in readers:
        with pytest.raises(UnreadableError):
            read("不详？")


@pytest.mark.parametrize(
    ("written", "read"),
    [("汉", "汉族"), ("汉族", "汉族"), ("01", "汉族"), (15, "土家族"), ("维吾尔族", "维吾尔族")],
)
def test_ethnic_groups(written: Any, read: str) -> None:
    assert words.ethnic_group(written) == read
    assert len(words.ETHNIC_GROUPS) == 56


def test_yes_and_no() -> None:
    assert [words.yes_or_no(v, ("留守",)) for v in ("是", "√", "Y", 1, True, "留守", "有")] == [True] * 7
    assert [words.yes_or_no(v, ("留守",)) for v in ("否", "×", "N", 0, False, "非留守", "无")] == [False] * 7
    assert [words.boarding(v) for v in ("住校", "寄宿", "走读", "是", "否")] == [
        True,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("班主任", ["homeroom"]),
        ("班主任、科任教师", ["homeroom", "subject"]),
        ("副校长", ["leader"]),
        ("校长", ["principal"]),
        ("副班主任", ["subject"]),
        ("教务员", ["office"]),
        ("教导主任/语文教师", ["leader", "subject"]),
    ],
)
def test_roles(written: str, read: list[str]) -> None:
    assert words.roles(written)[0] == read


@pytest.mark.parametrize("broken", [Broken.ERROR, Broken.NO_CACHE])
def test_formulas_without_a_result_are_unreadable_everywhere(broken: Broken) -> None:
    readers = [
        lambda v: people.identity_number(v, "", TODAY),
        people.phone,
        lambda v: people.date(v, date1904=False, today=TODAY),
        lambda v: people.code(v, "学号"),
        words.name,
        words.sex,
        words.roles,
        words.free_text,
    ]
    for read in readers:
        with pytest.raises(UnreadableError, match="公式"):
            read(broken)
