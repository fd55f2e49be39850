"""The roster by hand: who may, dated spells, erasure; and what others read of it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.services import sign_in
from kernel import clock, events, tenancy
from kernel.actor import Actor
from tenants.roster import errors, selectors, services
from tenants.roster.contracts import ClassInfo, GuardianDraft, RosterChanged, Spell, StudentErased
from tenants.roster.models import Duty, Enrolment, GroupSpell, Guardian, RosterImport, StaffMember, Student
from tests.support.rosters import TODAY, identity
from tests.support.schools import TestSchool

NOON = dt.datetime.combine(TODAY, dt.time(12), tzinfo=clock.CHINA)
YESTERDAY = TODAY - dt.timedelta(days=1)
SEPTEMBER = dt.date(2026, 9, 1)


@pytest.fixture
def principal(in_alpha: TestSchool) -> Iterator[Actor]:
    with clock.frozen(NOON):
        yield in_alpha.people["principal"]


@pytest.fixture
def two(principal: Actor) -> tuple[ClassInfo, ClassInfo]:
    """Two classes of grade 3."""
    first = services.class_ensure(actor=principal, grade=3, number=1)
    return first, services.class_ensure(actor=principal, grade=3, number=2)


def child(actor: Actor, class_id: int, name: str = "张三", start: dt.date = SEPTEMBER) -> Student:
    return services.student_create(
        actor=actor,
        name=name,
        class_id=class_id,
        start=start,
        id_number=identity(len(name)) if name == "张三" else "",
        guardians=[GuardianDraft("张大", "父亲", "13800000011")],
        groups=["left_behind"] if name == "张三" else [],
    )


def test_a_class_is_made_once(principal: Actor, two: tuple[ClassInfo, ClassInfo]) -> None:
    assert services.class_ensure(actor=principal, grade=3, number=1) == two[0]
    assert two[0].name == "三年级1班"
    for grade, number in ((7, 1), (3, 0)):
        with pytest.raises(errors.ClassInvalid):
            services.class_ensure(actor=principal, grade=grade, number=number)


def test_moving_leaves_no_day_without_a_class_and_none_with_two(
    principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    student = child(principal, two[0].id)
    services.student_move(actor=principal, student_id=student.pk, class_id=two[1].id)
    services.student_move(actor=principal, student_id=student.pk, class_id=two[1].id)
    assert list(Enrolment.objects.order_by("start").values_list("school_class_id", "start", "end")) == [
        (two[0].id, SEPTEMBER, YESTERDAY),
        (two[1].id, TODAY, None),
    ]
    with pytest.raises(errors.DateInvalid):
        services.student_move(actor=principal, student_id=student.pk, class_id=two[0].id, on=YESTERDAY)
    assert Enrolment.objects.count() == 2


def test_leaving_ends_spells_and_coming_back_opens_one(
    principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    student = child(principal, two[0].id)
    services.student_leave(actor=principal, student_id=student.pk, on=YESTERDAY)
    assert Enrolment.objects.get().end == YESTERDAY
    assert GroupSpell.objects.get().end == YESTERDAY
    assert list(selectors.student_list_for(actor=principal)) == []
    assert selectors.head_count(on=TODAY) == 0
    assert selectors.head_count(on=YESTERDAY) == 1
    services.student_move(actor=principal, student_id=student.pk, class_id=two[1].id)
    assert [one.pk for one in selectors.student_list_for(actor=principal)] == [student.pk]


def test_a_class_is_handed_to_another_homeroom_teacher(
    in_alpha: TestSchool, principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    first, second = (in_alpha.people[key].staff_id or 0 for key in ("homeroom", "homeroom2"))
    services.duty_assign(
        actor=principal, staff_id=first, class_id=two[0].id, kind="homeroom", start=SEPTEMBER
    )
    services.homeroom_change(actor=principal, class_id=two[0].id, staff_id=second)
    services.homeroom_change(actor=principal, class_id=two[0].id, staff_id=second)
    assert list(Duty.objects.order_by("start").values_list("staff_id", "start", "end")) == [
        (first, SEPTEMBER, YESTERDAY),
        (second, TODAY, None),
    ]
    assert selectors.homeroom_class_ids(staff_id=first, on=YESTERDAY) == {two[0].id}
    assert selectors.homeroom_class_ids(staff_id=first, on=TODAY) == set()


def test_erasing_a_student_leaves_a_nameless_row(principal: Actor, two: tuple[ClassInfo, ClassInfo]) -> None:
    heard: list[StudentErased] = []
    student = child(principal, two[0].id)
    kept = child(principal, two[0].id, "李四")
    services.import_create(actor=principal, file_name="张三.csv", data="姓名,班级\n张三,三1班".encode())
    events.subscribe(StudentErased, heard.append)
    services.student_erase(actor=principal, student_id=student.pk)
    row = Student.objects.filter(pk=student.pk).values().get()
    told = {name: value for name, value in row.items() if value not in ("", None)}
    assert told.keys() == {"id", "name", "left_at", "created_at", "updated_at"}
    assert told["name"] == "已删除"
    assert list(Guardian.objects.values_list("student_id", flat=True)) == [kept.pk]
    assert not GroupSpell.objects.exists()
    assert RosterImport.objects.get().file_name == "（已清除）"
    assert selectors.student_names() == ["李四"]
    assert heard == [StudentErased(student_id=student.pk)]


def test_teachers_may_not_change_the_roster(
    in_alpha: TestSchool, principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    student = child(principal, two[0].id)
    for person in ("homeroom", "subject", "leader"):
        actor = in_alpha.people[person]
        with pytest.raises(errors.RosterForbidden):
            services.student_move(actor=actor, student_id=student.pk, class_id=two[1].id)
        with pytest.raises(errors.RosterForbidden):
            services.student_erase(actor=actor, student_id=student.pk)
        with pytest.raises(errors.RosterForbidden):
            services.staff_create(actor=actor, name="某", phone="13800000009", roles=["subject"])
    assert Student.objects.get().name == "张三"
    assert Enrolment.objects.get().school_class_id == two[0].id


def test_teachers_see_their_own_students_and_leaders_all(
    in_alpha: TestSchool, principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    zhang, li = child(principal, two[0].id), child(principal, two[1].id, "李四")
    teacher, other = in_alpha.people["homeroom"], in_alpha.people["subject"]
    services.duty_assign(actor=principal, staff_id=teacher.staff_id or 0, class_id=two[0].id, kind="homeroom")
    assert list(selectors.student_list_for(actor=teacher)) == [zhang]
    assert list(selectors.student_list_for(actor=other)) == []
    assert list(selectors.student_list_for(actor=in_alpha.people["leader"])) == [zhang, li]
    assert selectors.student_get_for(actor=teacher, student_id=zhang.pk) == zhang
    for hidden in (li.pk, uuid.uuid4()):
        with pytest.raises(errors.StudentNotFound):
            selectors.student_get_for(actor=teacher, student_id=hidden)
    assert [one.name for one in selectors.class_list_for(actor=teacher)] == ["三年级1班"]


def test_a_duty_that_ended_shows_no_students(
    in_alpha: TestSchool, principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    student = child(principal, two[0].id)
    teacher = in_alpha.people["homeroom"]
    ids: dict[str, Any] = {"staff_id": teacher.staff_id or 0, "class_id": two[0].id}
    services.duty_assign(actor=principal, kind="homeroom", start=SEPTEMBER, **ids)
    services.duty_end(actor=principal, kind="homeroom", on=YESTERDAY, **ids)
    assert list(selectors.student_list_for(actor=teacher)) == []
    with pytest.raises(errors.StudentNotFound):
        selectors.student_get_for(actor=teacher, student_id=student.pk)
    on: dict[str, Any] = {"student_id": student.pk, "staff_id": teacher.staff_id or 0}
    assert selectors.student_was_taught_by(on=YESTERDAY, **on)
    assert not selectors.student_was_taught_by(on=TODAY, **on)


def test_staff_accounts(in_alpha: TestSchool, principal: Actor) -> None:
    made = services.staff_create(actor=principal, name="新老师", phone="13800000009", roles=["subject"])
    assert (
        sign_in(login="13800000009", password=made.first_password or "", address="1.1.1.1").id == made.user_id
    )
    with pytest.raises(errors.StaffExists):
        services.staff_create(actor=principal, name="又一位", phone="13800000009", roles=["subject"])
    office = in_alpha.people["office"]
    with pytest.raises(errors.RolesForbidden):
        services.staff_create(actor=office, name="某", phone="13800000010", roles=["principal"])
    with pytest.raises(errors.RolesForbidden):
        services.staff_password_reset(actor=office, staff_id=principal.staff_id or 0)
    assert services.staff_password_reset(actor=office, staff_id=made.id) != made.first_password
    services.staff_erase(actor=principal, staff_id=made.id)
    gone = StaffMember.objects.get(pk=made.id)
    assert (gone.name, gone.phone, gone.active) == ("已注销", None, False)


def test_the_principal_of_a_new_school_has_a_staff_record(in_alpha: TestSchool) -> None:
    assert StaffMember.objects.filter(name="甲小学校长", active=True).count() >= 1


def test_the_snapshot_holds_the_history(
    in_alpha: TestSchool, principal: Actor, two: tuple[ClassInfo, ClassInfo]
) -> None:
    student = child(principal, two[0].id)
    teacher = in_alpha.people["homeroom"].staff_id or 0
    services.duty_assign(
        actor=principal, staff_id=teacher, class_id=two[0].id, kind="homeroom", start=SEPTEMBER
    )
    services.student_move(actor=principal, student_id=student.pk, class_id=two[1].id)
    snapshot = selectors.roster_snapshot()
    assert [(one.name, one.grade) for one in snapshot.classes] == [("三年级1班", 3), ("三年级2班", 3)]
    (found,) = snapshot.students
    assert found.classes == (
        Spell(str(two[0].id), SEPTEMBER, YESTERDAY),
        Spell(str(two[1].id), TODAY, None),
    )
    assert found.groups == (Spell("left_behind", SEPTEMBER, None),)
    (person,) = [one for one in snapshot.staff if one.id == teacher]
    assert (person.roles, person.homeroom) == (("homeroom",), (Spell(str(two[0].id), SEPTEMBER, None),))


def test_changes_are_told(principal: Actor, two: tuple[ClassInfo, ClassInfo]) -> None:
    heard: list[RosterChanged] = []
    events.subscribe(RosterChanged, heard.append)
    student = child(principal, two[0].id, "李四")
    services.student_move(actor=principal, student_id=student.pk, class_id=two[1].id)
    services.student_leave(actor=principal, student_id=student.pk)
    assert len(heard) == 3


def test_identity_numbers_are_not_in_the_table(principal: Actor, two: tuple[ClassInfo, ClassInfo]) -> None:
    from django.db import connection

    child(principal, two[0].id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT roster_student::text FROM roster_student")
        assert identity(2) not in cursor.fetchone()[0]
    with tenancy.school(tenancy.require_school()):
        assert Student.objects.get().id_number == identity(2)
