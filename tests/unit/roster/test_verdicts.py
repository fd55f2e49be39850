"""What each row would do: ROSTERS 4, 5 and 7."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from tenants.roster.importing.classnames import ClassKey
from tenants.roster.importing.records import SCALARS, GuardianRecord, StudentRecord
from tenants.roster.importing.verdicts import Known, KnownStaff, KnownStudent, guardian_changes
from tests.support.rosters import faults, identity, judged, verdicts, xlsx

FULL = ["姓名", "班级", "身份证号", "学籍号"]
THREE_TWO = ClassKey(3, 2)


def stored(
    key: int, name: str = "张三", number: str = "", national: str | None = None, **more: Any
) -> KnownStudent:
    blank = StudentRecord()
    scalars = {field: getattr(blank, field) for field in SCALARS} | {"name": name, "national_no": national}
    scalars |= {field: more[field] for field in more if field in scalars}
    return KnownStudent(
        key=UUID(int=key),
        name=name,
        id_index=f"index of {number}" if number else None,
        national_no=national,
        student_no=more.get("student_no", ""),
        school_class=more.get("school_class", THREE_TWO),
        scalars=scalars,
        groups=more.get("groups", frozenset()),
        guardians=more.get("guardians", []),
    )


def test_new_update_same_and_fault() -> None:
    known = Known(
        students=[stored(1, number=identity(1), sex="M", birth_date=dt.date(2017, 3, 5)), stored(2, "李四")]
    )
    rows = judged(
        xlsx(
            [
                [*FULL, "性别"],
                ["张三", "三2班", identity(1), None, "男"],
                ["李四", "三2班", None, None, "女"],
                ["王五", "三2班", None, None, "男"],
                ["赵六", "三2班", "123", None, "男"],
            ]
        ),
        known,
    )
    assert verdicts(rows) == [(2, "same"), (3, "update"), (4, "new"), (5, "fault")]
    assert rows[1].changes == {"sex": "F"}
    assert rows[1].target == UUID(int=2)


def test_the_same_identity_or_national_number_twice_faults_the_later_row() -> None:
    rows = judged(
        xlsx(
            [
                FULL,
                ["张三", "三2班", identity(1), "G01234567"],
                ["李四", "三2班", identity(1).lower(), None],
                ["王五", "三2班", None, "g01234567"],
            ]
        )
    )
    assert verdicts(rows) == [(2, "new"), (3, "fault"), (4, "fault")]
    assert faults(rows) == [(3, "id_number"), (4, "national_no")]


def test_the_same_staff_phone_or_number_twice_faults_the_later_row() -> None:
    header = ["姓名", "手机号", "角色", "工号"]
    rows = judged(
        xlsx(
            [
                header,
                ["甲", "13800000001", "科任", "01"],
                ["乙", "+86 138-0000-0001", "科任", "02"],
                ["丙", "13800000003", "科任", "01"],
            ]
        )
    )
    assert faults(rows) == [(3, "phone"), (4, "staff_no")]
    assert verdicts(rows) == [(2, "new"), (3, "fault"), (4, "fault")]


def test_namesakes_without_numbers_are_all_left_to_a_person() -> None:
    rows = judged(
        xlsx(
            [
                FULL,
                ["张三", "三2班"],
                ["张 三", "三（2）班"],
                ["张三", "三1班"],
                ["张三", "三2班", identity(1)],
            ]
        )
    )
    assert verdicts(rows) == [(2, "fault"), (3, "fault"), (4, "new"), (5, "new")]


def test_namesakes_with_different_numbers_are_fine() -> None:
    rows = judged(xlsx([FULL, ["张三", "三2班", identity(1)], ["张三", "三2班", identity(3)]]))
    assert verdicts(rows) == [(2, "new"), (3, "new")]


def test_a_namesake_in_the_roster_is_recognised_once() -> None:
    known = Known(students=[stored(1, number=identity(1)), stored(2)])
    rows = judged(xlsx([FULL, ["张三", "三2班", identity(1)], ["张三", "三2班"]]), known)
    assert [row.target for row in rows] == [UUID(int=1), UUID(int=2)]
    known = Known(students=[stored(1), stored(2)])
    assert faults(judged(xlsx([FULL, ["张三", "三2班"]]), known)) == [(2, "name")]


def test_a_number_that_is_filled_in_later_joins_the_same_child() -> None:
    rows = judged(xlsx([FULL, ["张三", "三2班", identity(1)]]), Known(students=[stored(1)]))
    assert [(row.verdict, row.target) for row in rows] == [("update", UUID(int=1))]
    assert rows[0].changes["id_number"] == identity(1)


def test_numbers_of_two_children_in_one_row() -> None:
    known = Known(students=[stored(1, number=identity(1)), stored(2, "李四", national="G7654321")])
    assert faults(judged(xlsx([FULL, ["张三", "三2班", identity(1), "G7654321"]]), known)) == [
        (2, "national_no")
    ]


def test_an_empty_cell_never_clears_what_is_stored() -> None:
    known = Known(
        students=[stored(1, number=identity(1), sex="M", birth_date=dt.date(2017, 3, 5), address="一村")]
    )
    rows = judged(xlsx([[*FULL, "家庭住址"], ["张三", "三2班", identity(1), None, None]]), known)
    assert verdicts(rows) == [(2, "same")]


def test_a_change_of_class_is_an_update() -> None:
    known = Known(students=[stored(1, number=identity(2), sex="F", birth_date=dt.date(2017, 3, 5))])
    (row,) = judged(xlsx([FULL, ["张三", "四1班", identity(2)]]), known)
    assert row.changes == {"class": ClassKey(4, 1)}


def test_groups_follow_yes_and_no_and_nothing_says_nothing() -> None:
    known = Known(students=[stored(1, groups=frozenset({"left_behind", "poor"}))])
    table: list[list[Any]] = [
        ["姓名", "班级", "是否留守", "是否单亲", "是否低保"],
        ["张三", "三2班", "否", "是", None],
    ]
    (row,) = judged(xlsx(table), known)
    assert row.changes == {"groups": {"left_behind": False, "single_parent": True}}


def test_guardians_are_recognised_by_name_then_by_phone() -> None:
    old = [GuardianRecord("张大", "父亲", "13800000001"), GuardianRecord("", "", "13800000002")]
    assert guardian_changes([GuardianRecord("张大", "", "13800000001")], old) == []
    assert guardian_changes([GuardianRecord("张大", "", "13800000009")], old) == [
        (0, GuardianRecord("张大", "父亲", "13800000009"))
    ]
    assert guardian_changes([GuardianRecord("李梅", "母亲", "13800000002")], old) == [
        (1, GuardianRecord("李梅", "母亲", "13800000002"))
    ]
    assert guardian_changes([GuardianRecord("王芳", "姑姑", "13800000003")], old[:1]) == [
        (None, GuardianRecord("王芳", "姑姑", "13800000003"))
    ]


def test_a_staff_file_needs_the_classes_to_be_there() -> None:
    table = [
        ["姓名", "手机号", "角色", "任教班级"],
        ["甲", "13800000001", "科任", "三2班"],
        ["乙", "13800000002", "科任", "三3班"],
    ]
    rows = judged(xlsx(table), Known(classes={THREE_TWO}))
    assert faults(rows) == [(3, "teaches")]
    with_students = judged(xlsx(table, [["姓名", "班级"], ["张三", "三2班"], ["李四", "三3班"]]))
    assert {row.verdict for row in with_students} == {"new"}


def test_only_a_principal_may_make_principals() -> None:
    table = [
        ["姓名", "手机号", "角色"],
        ["甲", "13800000001", "校长"],
        ["乙", "13800000002", "办公室"],
        ["丙", "13800000003", "科任"],
    ]
    rows = judged(xlsx(table), may_grant=False)
    assert faults(rows) == [(2, "role"), (3, "role")]
    assert faults(judged(xlsx(table), may_grant=True)) == []


def member(key: int, name: str, **more: Any) -> KnownStaff:
    return KnownStaff(
        key=key,
        name=name,
        phone=more.get("phone", f"1380000000{key}"),
        staff_no=None,
        roles=frozenset(more.get("roles", {"subject"})),
        homeroom=frozenset(more.get("homeroom", ())),
    )


def test_a_file_never_takes_the_roles_that_keep_the_roster() -> None:
    known = Known(staff=[member(1, "甲", roles={"principal"})])
    (row,) = judged(xlsx([["姓名", "手机号", "角色"], ["甲", "13800000001", "班主任"]]), known)
    assert row.changes == {"role": ["homeroom", "principal"]}


def test_the_homeroom_teacher_of_a_students_file() -> None:
    table = [["姓名", "班级", "班主任"], ["张三", "三2班", "王老师"]]
    (row,) = judged(xlsx(table))
    assert (row.verdict, row.faults) == ("new", [])
    assert "导入教职工后" in row.hints[0]
    (row,) = judged(xlsx(table), Known(staff=[member(1, "王老师")], students=[stored(1)]))
    assert (row.verdict, row.changes, row.hints) == ("update", {"homeroom": 1}, [])
    (row,) = judged(
        xlsx(table), Known(staff=[member(1, "王老师", homeroom={THREE_TWO})], students=[stored(1)])
    )
    assert (row.verdict, row.hints) == ("same", [])
    others = Known(
        staff=[member(1, "王老师"), member(2, "李老师", homeroom={THREE_TWO})], students=[stored(1)]
    )
    (row,) = judged(xlsx(table), others)
    assert row.verdict == "same"
    assert "李老师" in row.hints[0]


def test_a_fault_names_the_row_it_collides_with() -> None:
    rows = judged(
        xlsx(
            [FULL, ["张三", "三2班", identity(1)]], [FULL, ["李四", "三2班", identity(1)]], names=["一", "二"]
        )
    )
    assert rows[1].faults[0].message == "身份证号和“一”第 2 行的重复：请核对后改正或删去一行"


def test_the_verdict_as_others_read_it() -> None:
    (row,) = judged(xlsx([["姓名", "班级", "性别"], ["张三", "三2班", "？"]]))
    assert row.as_json() == {
        "row": 2,
        "sheet": "Sheet1",
        "name": "张三",
        "verdict": "fault",
        "faults": [{"field": "sex", "message": "看不懂这个性别：请填“男”或“女”"}],
        "hints": [],
        "changes": [],
    }
