"""Imports against the database: dry run, application, sheets back, passwords once, erasure."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from accounts.selectors import account_by_login
from accounts.services import sign_in
from kernel import audit, clock, tenancy
from kernel.actor import Actor
from tenants.roster import errors, selectors, services
from tenants.roster.models import (
    Duty,
    Enrolment,
    GroupSpell,
    Guardian,
    RosterImport,
    SchoolClass,
    StaffMember,
    Student,
)
from tests.support.rosters import TODAY, csv, identity, xlsx
from tests.support.schools import TestSchool

HEADER = ["姓名", "班级", "身份证号", "是否留守", "监护人姓名", "关系", "联系电话", "家庭住址"]
ZHANG = ["张三", "三年级2班", identity(1), "是", "张大", "父亲", "13800000011", "一村"]
LI = ["李四", "2024级2班", identity(2), "否", "李大", "母亲", "13800000012", "=二村"]
STAFF: list[list[Any]] = [
    ["姓名", "手机号", "角色", "班主任班级", "任教班级", "学科", "工号"],
    ["王老师", "13800000001", "班主任", "三年级2班", "三年级2班", "语文", "W1"],
    ["赵老师", "13800000002", "科任", None, "三年级2班", "数学", "W2"],
]
NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=clock.CHINA)


@pytest.fixture
def principal(in_alpha: TestSchool) -> Any:
    with clock.frozen(NOON):
        yield in_alpha.people["principal"]


def upload(actor: Actor, *tables: Any) -> Any:
    return services.import_create(actor=actor, file_name="名册.xlsx", data=xlsx(*tables))


def load(actor: Actor, *tables: Any) -> Any:
    return services.import_apply(actor=actor, import_id=upload(actor, *tables).id)


def state() -> dict[str, list[Any]]:
    """Everything an import could touch."""
    models = (SchoolClass, Student, Enrolment, Guardian, GroupSpell, StaffMember, Duty)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_a_dry_run_writes_nothing(principal: Actor) -> None:
    before = state()
    checked = upload(principal, [HEADER, ZHANG, LI])
    assert state() == before
    assert (checked.state, checked.kind) == ("checked", "students")
    assert checked.counts == {"new": 2, "update": 0, "same": 0, "fault": 0}


def test_students_make_their_own_classes(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG, LI])
    (school_class,) = SchoolClass.objects.all()
    assert (school_class.cohort_year, school_class.number, school_class.name) == (2024, 2, "三年级2班")
    zhang = Student.objects.get(name="张三")
    assert (zhang.sex, zhang.birth_date, zhang.id_number, zhang.address) == (
        "M",
        dt.date(2017, 3, 5),
        identity(1),
        "一村",
    )
    assert list(Guardian.objects.filter(student=zhang).values_list("name", "relation", "phone")) == [
        ("张大", "父亲", "13800000011")
    ]
    assert list(GroupSpell.objects.values_list("student__name", "group", "end")) == [
        ("张三", "left_behind", None)
    ]


def test_the_class_is_one_year_older_a_year_later(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG])
    with clock.frozen(NOON.replace(year=2027)):
        assert SchoolClass.objects.get().name == "四年级2班"
        again = upload(principal, [HEADER, ZHANG, LI])
        assert [row["changes"] for row in again.rows] == [["class"], []]
        assert upload(principal, [HEADER, [*ZHANG[:1], "四（2）班", *ZHANG[2:]]]).counts["same"] == 1


def test_applying_twice_changes_nothing(principal: Actor) -> None:
    first = upload(principal, [HEADER, ZHANG, LI])
    services.import_apply(actor=principal, import_id=first.id)
    before = state()
    services.import_apply(actor=principal, import_id=first.id)
    assert state() == before
    second = upload(principal, [HEADER, ZHANG, LI])
    assert second.counts == {"new": 0, "update": 0, "same": 2, "fault": 0}
    services.import_apply(actor=principal, import_id=second.id)
    assert state() == before


def test_an_older_dry_run_is_compared_anew_when_it_is_applied(principal: Actor) -> None:
    early = upload(principal, [HEADER, ZHANG])
    load(principal, [HEADER, ZHANG])
    before = state()
    applied = services.import_apply(actor=principal, import_id=early.id)
    assert applied.counts == {"new": 0, "update": 0, "same": 1, "fault": 0}
    assert state() == before


def test_rows_with_faults_are_left_out_and_the_others_written(principal: Actor) -> None:
    applied = load(principal, [HEADER, ZHANG, ["王五", "三年级2班", "123"], LI])
    assert applied.counts == {"new": 2, "update": 0, "same": 0, "fault": 1}
    assert set(Student.objects.values_list("name", flat=True)) == {"张三", "李四"}


def test_nobody_missing_from_a_file_is_deleted(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG, LI])
    applied = load(principal, [HEADER, ZHANG])
    assert applied.counts == {"new": 0, "update": 0, "same": 1, "fault": 0}
    assert Student.objects.filter(left_at=None).count() == 2


def test_an_update_changes_what_differs_and_nothing_else(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG, LI])
    with clock.frozen(NOON + dt.timedelta(days=7)):
        applied = load(
            principal,
            [HEADER, ["张三", "四年级1班", identity(1), "否", "张大", "父亲", "13900000011", None], LI],
        )
    assert applied.counts == {"new": 0, "update": 1, "same": 1, "fault": 0}
    zhang = Student.objects.get(name="张三")
    assert zhang.address == "一村"
    assert Guardian.objects.get(student=zhang).phone == "13900000011"
    moved = TODAY + dt.timedelta(days=7)
    assert list(Enrolment.objects.filter(student=zhang).order_by("start").values_list("start", "end")) == [
        (dt.date(2026, 9, 1), moved - dt.timedelta(days=1)),
        (moved, None),
    ]
    assert GroupSpell.objects.get(student=zhang).end == moved - dt.timedelta(days=1)


def test_a_child_who_joins_a_class_later_starts_on_that_day(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG])
    load(principal, [HEADER, LI])
    assert list(Enrolment.objects.order_by("start").values_list("student__name", "start")) == [
        ("张三", dt.date(2026, 9, 1)),
        ("李四", TODAY),
    ]


def test_staff_need_their_classes_first(principal: Actor) -> None:
    assert [row["faults"][0]["field"] for row in upload(principal, STAFF).rows] == [
        "homeroom_class",
        "teaches",
    ]
    load(principal, [HEADER, ZHANG])
    assert upload(principal, STAFF).counts == {"new": 2, "update": 0, "same": 0, "fault": 0}


def test_staff_get_accounts_and_duties(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG])
    applied = load(principal, STAFF)
    assert applied.has_passwords
    assert list(
        Duty.objects.order_by("staff__name", "kind").values_list("staff__name", "kind", "subject")
    ) == [
        ("王老师", "homeroom", ""),
        ("王老师", "subject", "语文"),
        ("赵老师", "subject", "数学"),
    ]
    account = account_by_login("13800000001")
    assert account is not None
    assert (account.name, account.roles, account.must_change_password) == (
        "王老师",
        frozenset({"homeroom"}),
        True,
    )
    before = state()
    assert load(principal, STAFF).counts == {"new": 0, "update": 0, "same": 2, "fault": 0}
    assert state() == before


def test_first_passwords_can_be_fetched_once(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG])
    applied = load(principal, STAFF)
    book = services.import_passwords_take(actor=principal, import_id=applied.id)
    rows = list(load_workbook(io.BytesIO(book.content)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[:2] for row in rows] == [("王老师", "13800000001"), ("赵老师", "13800000002")]
    assert sign_in(login="13800000001", password=str(rows[0][2]), address="1.2.3.4").name == "王老师"
    assert not services.import_get_for(actor=principal, import_id=applied.id).has_passwords
    with pytest.raises(errors.PasswordsGone):
        services.import_passwords_take(actor=principal, import_id=applied.id)
    assert audit.actions(subject=f"import:{applied.id}") == [
        "roster.check",
        "roster.apply",
        "roster.passwords_take",
    ]


def test_a_class_handed_over_has_no_day_twice_and_no_orphan(principal: Actor) -> None:
    load(principal, [HEADER, ZHANG])
    load(principal, STAFF)
    with clock.frozen(NOON + dt.timedelta(days=7)):
        load(
            principal, [STAFF[0], ["王老师", "13800000001", "班主任", "三年级2班", "三年级2班", "数学", "W1"]]
        )
    wang = StaffMember.objects.get(name="王老师")
    handed = TODAY + dt.timedelta(days=7)
    assert list(
        Duty.objects.filter(staff=wang, kind="subject")
        .order_by("start")
        .values_list("subject", "start", "end")
    ) == [
        ("语文", dt.date(2026, 9, 1), handed - dt.timedelta(days=1)),
        ("数学", handed, None),
    ]
    assert selectors.homeroom_class_ids(staff_id=wang.pk, on=handed) == {SchoolClass.objects.get().pk}


def test_the_homeroom_teacher_of_a_students_file_is_linked_once_the_staff_is_there(principal: Actor) -> None:
    table = [["姓名", "班级", "班主任"], ["张三", "三年级2班", "赵老师"]]
    first = load(principal, table)
    assert (first.counts["new"], len(first.rows[0]["hints"])) == (1, 1)
    load(principal, [STAFF[0], [*STAFF[2][:2], "科任", None, "三年级2班", "数学", "W2"]])
    assert load(principal, table).counts["update"] == 1
    assert Duty.objects.get(kind="homeroom").staff.name == "赵老师"
    assert load(principal, table).counts["same"] == 1


def test_the_office_may_not_make_principals(principal: Actor, in_alpha: TestSchool) -> None:
    office = in_alpha.people["office"]
    table = [["姓名", "手机号", "角色"], ["某人", "13800000009", "校长"]]
    before = state()
    assert load(office, table).counts["fault"] == 1
    assert state() == before
    assert account_by_login("13800000009") is None


def test_teachers_may_not_import(principal: Actor, in_alpha: TestSchool) -> None:
    checked = upload(principal, [HEADER, ZHANG])
    before = state()
    for person in ("homeroom", "subject", "leader"):
        actor = in_alpha.people[person]
        with pytest.raises(errors.RosterForbidden):
            upload(actor, [HEADER, ZHANG])
        with pytest.raises(errors.RosterForbidden):
            services.import_apply(actor=actor, import_id=checked.id)
        with pytest.raises(errors.ImportNotFound):
            services.import_get_for(actor=actor, import_id=checked.id)
    assert state() == before


def test_a_file_that_cannot_be_read_is_kept_with_its_reason(principal: Actor) -> None:
    failed = services.import_create(actor=principal, file_name="坏.xlsx", data=b"PK\x03\x04 broken")
    assert (failed.state, failed.rows) == ("failed", ())
    assert failed.file_error is not None
    assert failed.file_error["code"] == "roster.broken"
    assert default_storage.exists(RosterImport.objects.get().file)
    with pytest.raises(errors.ImportNotReadable):
        services.import_apply(actor=principal, import_id=failed.id)


def test_sheets_without_a_header_and_without_rows(principal: Actor) -> None:
    assert upload(principal, [["你好"]]).file_error["code"] == "roster.no_header"
    assert upload(principal, [HEADER, [None, None]]).file_error["code"] == "roster.no_rows"


def test_the_sheet_comes_back_with_its_faults(principal: Actor) -> None:
    table = [
        ["甲小学名册"],
        HEADER,
        ZHANG,
        [],
        ["王五", "三年级2班", "123", None, None, None, None, "=cmd|calc"],
    ]
    checked = upload(principal, table)
    book = services.import_sheet(actor=principal, import_id=checked.id)
    assert book.file_name == "名册_检查结果.xlsx"
    sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
    assert sheet["A1"].value == "甲小学名册"
    assert sheet["I2"].value == "错误原因"
    assert [sheet[f"A{row}"].value for row in range(2, 6)] == ["姓名", "张三", None, "王五"]
    assert sheet["I3"].value is None
    assert sheet["I5"].value == "身份证号应为 18 位，这里是 3 位：请对照户口簿核对"
    assert (sheet["H5"].value, sheet["H5"].data_type) == ("'=cmd|calc", "s")
    assert sheet["C3"].value == identity(1)
    # Mended, it can be sent again as it is.
    sheet["C5"] = identity(3)
    stream = io.BytesIO()
    assert sheet.parent is not None
    sheet.parent.save(stream)
    again = services.import_create(actor=principal, file_name="改.xlsx", data=stream.getvalue())
    assert again.counts == {"new": 2, "update": 0, "same": 0, "fault": 0}
    services.import_apply(actor=principal, import_id=again.id)
    assert Student.objects.get(name="王五").address == "=cmd|calc"


def test_a_csv_comes_back_as_a_sheet(principal: Actor) -> None:
    data = csv([["姓名", "班级", "性别"], ["张三", "三2班", "？"]], "gbk")
    checked = services.import_create(actor=principal, file_name="名册.csv", data=data)
    sheet = load_workbook(
        io.BytesIO(services.import_sheet(actor=principal, import_id=checked.id).content)
    ).worksheets[0]
    assert [cell.value for cell in sheet[2]] == ["张三", "三2班", "？", "看不懂这个性别：请填“男”或“女”"]


@pytest.mark.parametrize("kind", ["students", "staff"])
def test_a_blank_template_is_itself_understood(principal: Actor, kind: str) -> None:
    book = services.template_workbook(actor=principal, kind=kind)
    checked = services.import_create(actor=principal, file_name=book.file_name, data=book.content)
    assert checked.file_error is not None
    assert checked.file_error["code"] == "roster.no_rows"


def test_uploads_are_unreadable_on_disk_and_erased_in_time(principal: Actor) -> None:
    checked = upload(principal, [HEADER, ZHANG])
    path = RosterImport.objects.get().file
    with default_storage.open(path) as stored:
        raw = stored.read()
    assert not raw.startswith(b"PK")
    assert checked.keep_days == 30
    with clock.frozen(NOON + dt.timedelta(days=31)):
        assert services.imports_purge(actor=principal) == 1
        assert services.imports_purge(actor=principal) == 0
        erased = services.import_get_for(actor=principal, import_id=checked.id)
        assert (erased.file_erased, erased.rows, erased.file_name) == (True, (), "（已清除）")
        with pytest.raises(errors.FileErased):
            services.import_apply(actor=principal, import_id=checked.id)


def test_another_school_knows_nothing_of_it(principal: Actor, beta: TestSchool) -> None:
    checked = upload(principal, [HEADER, ZHANG])
    services.import_apply(actor=principal, import_id=checked.id)
    with tenancy.school(beta.schema_name):
        assert Student.objects.count() == 0
        with pytest.raises(errors.ImportNotFound):
            services.import_get_for(actor=beta.people["principal"], import_id=checked.id)


def test_a_file_over_the_limit(principal: Actor) -> None:
    with pytest.raises(errors.UploadTooLarge):
        services.import_create(actor=principal, file_name="大.csv", data=b"a" * (20 * 1024 * 1024 + 1))
    assert RosterImport.objects.count() == 0
