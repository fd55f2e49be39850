"""Changing the roster. Each write is one transaction with its line in the audit trail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from accounts import services as accounts
from accounts.contracts import NewAccount
from kernel import audit, clock, crypto, events
from kernel.actor import SCHOOL_ROLES, Actor, Role
from tenants.roster import rules
from tenants.roster.contracts import ClassInfo, GuardianDraft, NewStaff, StudentErased
from tenants.roster.errors import (
    ClassInvalid,
    ClassNotFound,
    DateInvalid,
    GroupInvalid,
    RolesForbidden,
    RosterForbidden,
    StaffExists,
    StaffInvalid,
    StaffNotFound,
    StudentNotFound,
)
from tenants.roster.loading.imports import (
    import_apply,
    import_create,
    import_get_for,
    import_passwords_take,
    import_sheet,
    imports_purge,
    template_workbook,
)
from tenants.roster.models import (
    Duty,
    DutyKind,
    Enrolment,
    Group,
    GroupSpell,
    Guardian,
    RosterImport,
    SchoolClass,
    StaffMember,
    Student,
)
from tenants.roster.selectors import KEEPS_ROSTER, class_info, school_stage

__all__ = [
    "class_ensure",
    "class_retire",
    "duty_assign",
    "duty_end",
    "group_end",
    "group_set",
    "homeroom_change",
    "import_apply",
    "import_create",
    "import_get_for",
    "import_passwords_take",
    "import_sheet",
    "imports_purge",
    "staff_create",
    "staff_erase",
    "staff_leave",
    "staff_password_reset",
    "student_create",
    "student_erase",
    "student_leave",
    "student_move",
    "template_workbook",
]


def check_keeper(actor: Actor) -> None:
    """RosterForbidden unless the actor keeps the roster (principal, office) or is the system."""
    if not actor.is_system and not actor.has(*KEEPS_ROSTER):
        raise RosterForbidden


# --- classes -----------------------------------------------------------------------------------


def class_ensure(*, actor: Actor, grade: int, number: int, label: str = "") -> ClassInfo:
    """The class of this grade (in the present school year) and number, made when it is missing."""
    check_keeper(actor)
    stage = school_stage()
    if not rules.is_studying(stage=stage, grade=grade) or not (1 <= number <= 99 or label):
        raise ClassInvalid
    cohort = rules.cohort_of(stage=stage, grade=grade, school_year=rules.school_year_of(clock.today()))
    with transaction.atomic():
        found, made = SchoolClass.objects.get_or_create(
            cohort_year=cohort, number=number, label=label, defaults={"stage": stage}
        )
        if made:
            audit.record(actor=actor, action="class.create", subject=f"class:{found.pk}")
        elif not found.active:
            found.active = True
            found.save(update_fields=["active"])
            audit.record(actor=actor, action="class.reopen", subject=f"class:{found.pk}")
    return class_info(found)


def class_retire(*, actor: Actor, class_id: int) -> None:
    """Takes an empty class out of the lists. ClassInvalid while students are in it."""
    check_keeper(actor)
    with transaction.atomic():
        found = SchoolClass.objects.select_for_update().filter(pk=class_id).first()
        if found is None:
            raise ClassNotFound
        if not found.active:
            return
        if Enrolment.objects.filter(school_class=found, end=None).exists():
            raise ClassInvalid("班里还有学生，请先把他们转到别的班。")
        today = clock.today()
        _end_spells(Duty.objects.filter(school_class=found, end=None), today)
        found.active = False
        found.save(update_fields=["active"])
        audit.record(actor=actor, action="class.retire", subject=f"class:{class_id}")


def _class(class_id: int) -> SchoolClass:
    found = SchoolClass.objects.filter(pk=class_id).first()
    if found is None:
        raise ClassNotFound
    return found


def _end_spells(spells: Iterable[Duty | Enrolment | GroupSpell], last: dt.date) -> None:
    """Ends spells on their last day; one that had not begun by then never was."""
    for spell in spells:
        if spell.start > last:
            spell.delete()
        else:
            spell.end = last
            spell.save(update_fields=["end"])


# --- students ----------------------------------------------------------------------------------


def student_create(
    *,
    actor: Actor,
    name: str,
    class_id: int,
    start: dt.date | None = None,
    sex: str = "",
    student_no: str = "",
    national_no: str | None = None,
    id_number: str = "",
    birth_date: dt.date | None = None,
    guardians: Iterable[GuardianDraft] = (),
    groups: Collection[str] = (),
    student_id: UUID | None = None,
) -> Student:
    """Takes in a student from `start` (today) on. With a `student_id` that exists, that student."""
    check_keeper(actor)
    now, start = clock.now(), start or clock.today()
    with transaction.atomic():
        if student_id is not None and (known := Student.objects.filter(pk=student_id).first()):
            return known
        school_class = _class(class_id)
        student = Student(
            name=name,
            sex=sex,
            student_no=student_no,
            national_no=national_no,
            id_number=id_number,
            id_index=crypto.blind_index(id_number, "student.id_number") if id_number else None,
            birth_date=birth_date,
            created_at=now,
            updated_at=now,
        )
        if student_id is not None:
            student.pk = student_id
        student.save(force_insert=True)
        Enrolment.objects.create(student=student, school_class=school_class, start=start)
        Guardian.objects.bulk_create(
            Guardian(student=student, name=one.name, relation=one.relation, phone=one.phone, position=place)
            for place, one in enumerate(guardians, start=1)
        )
        audit.record(actor=actor, action="student.create", subject=f"student:{student.pk}")
        for group in groups:
            group_set(actor=actor, student_id=student.pk, group=group, start=start)
    return student


def _student(student_id: UUID) -> Student:
    found = Student.objects.select_for_update().filter(pk=student_id).first()
    if found is None:
        raise StudentNotFound
    return found


def student_move(*, actor: Actor, student_id: UUID, class_id: int, on: dt.date | None = None) -> None:
    """The student is in the other class from `on` (today). The old spell ends the day before, so no day
    is without a class or has two. DateInvalid when `on` lies before the old spell."""
    check_keeper(actor)
    on = on or clock.today()
    with transaction.atomic():
        student = _student(student_id)
        school_class = _class(class_id)
        present = Enrolment.objects.filter(student=student, end=None).first()
        if present is not None:
            if present.school_class_id == class_id:
                return
            if on < present.start:
                raise DateInvalid
            if on == present.start:
                present.delete()
            else:
                _end_spells([present], on - dt.timedelta(days=1))
        Enrolment.objects.create(student=student, school_class=school_class, start=on)
        if student.left_at is not None:
            student.left_at = None
            student.save(update_fields=["left_at"])
        audit.record(
            actor=actor, action="student.move", subject=f"student:{student_id}", detail={"class": class_id}
        )


def student_leave(*, actor: Actor, student_id: UUID, on: dt.date | None = None) -> None:
    """The student's last day is `on` (today). Records stay; lists of present students drop the name."""
    check_keeper(actor)
    on = on or clock.today()
    with transaction.atomic():
        student = _student(student_id)
        if student.left_at is not None:
            return
        _end_spells(Enrolment.objects.filter(student=student, end=None), on)
        _end_spells(GroupSpell.objects.filter(student=student, end=None), on)
        student.left_at = on
        student.save(update_fields=["left_at"])
        audit.record(actor=actor, action="student.leave", subject=f"student:{student_id}")


def student_erase(*, actor: Actor, student_id: UUID) -> None:
    """Removes the person and keeps the bare fact: the row stays nameless for what points at it, its
    guardians and reasons go, dates stay for the counts of past terms."""
    check_keeper(actor)
    with transaction.atomic():
        student = Student.objects.select_for_update().filter(pk=student_id).first()
        if student is None:
            return
        today = clock.today()
        Guardian.objects.filter(student=student).delete()
        GroupSpell.objects.filter(student=student).delete()
        _end_spells(Enrolment.objects.filter(student=student, end=None), today)
        student.name, student.sex, student.student_no, student.national_no = "已删除", "", "", None
        student.id_kind = student.id_number = student.ethnicity = student.household = ""
        student.address = student.remark = ""
        student.id_index = student.birth_date = student.entry_month = student.boarding = None
        student.left_at = student.left_at or today
        student.save()
        imports_purge(actor=actor, everything=True)  # uploaded files still hold the person
        events.publish(StudentErased(student_id=student_id))
        audit.record(actor=actor, action="student.erase", subject=f"student:{student_id}")


def group_set(
    *, actor: Actor, student_id: UUID, group: str, reason: str = "", start: dt.date | None = None
) -> None:
    """Puts a student into a group of special students from `start` (today); no change when already in it."""
    check_keeper(actor)
    if group not in Group.values:
        raise GroupInvalid
    with transaction.atomic():
        student = _student(student_id)
        _, made = GroupSpell.objects.get_or_create(
            student=student,
            group=group,
            end=None,
            defaults={"reason": reason, "start": start or clock.today()},
        )
        if made:
            audit.record(
                actor=actor,
                action="student.group_set",
                subject=f"student:{student_id}",
                detail={"group": group},
            )


def group_end(*, actor: Actor, student_id: UUID, group: str, on: dt.date | None = None) -> None:
    """Ends the student's time in the group; `on` is its last day."""
    check_keeper(actor)
    with transaction.atomic():
        open_spells = list(GroupSpell.objects.filter(student_id=student_id, group=group, end=None))
        if open_spells:
            _end_spells(open_spells, on or clock.today())
            audit.record(
                actor=actor,
                action="student.group_end",
                subject=f"student:{student_id}",
                detail={"group": group},
            )


# --- staff -------------------------------------------------------------------------------------


def staff_create(
    *,
    actor: Actor,
    name: str,
    phone: str | None = None,
    roles: Collection[str] = (),
    login: str | None = None,
    staff_no: str | None = None,
    password: str | None = None,
    password_hash: str | None = None,
    must_change_password: bool = True,
    user_id: int | None = None,
) -> NewStaff:
    """An account and its staff record. With `user_id` the record is joined to that account (which has its
    roles already), and a second call gives the same record back. Without a password a first one is made
    up and returned once. StaffInvalid, StaffExists, RolesForbidden."""
    check_keeper(actor)
    roles = set(roles)
    if user_id is None and (not roles or not roles <= SCHOOL_ROLES):
        raise StaffInvalid(fields={"roles": ["请至少选择一个角色。"]})
    if roles & set(KEEPS_ROSTER) and not actor.is_system and not actor.has(Role.PRINCIPAL):
        raise RolesForbidden
    if not (login or phone or user_id):
        raise StaffInvalid(fields={"phone": ["请填写手机号。"]})
    with transaction.atomic():
        known = StaffMember.objects.filter(user_id=user_id).first() if user_id else None
        if known is not None:
            return NewStaff(known.pk, known.user_id, known.name, login or phone or "", None)
        taken = Q(phone=phone) if phone else Q(pk=None)
        if staff_no:
            taken |= Q(staff_no=staff_no)
        if StaffMember.objects.filter(taken).exists():
            raise StaffExists
        account: NewAccount | None = None
        if user_id is None:
            account = accounts.user_create(
                actor=actor,
                login=login or phone or "",
                phone=phone,
                name=name,
                roles=sorted(roles),
                password=password,
                password_hash=password_hash,
                must_change_password=must_change_password,
            )
            user_id = account.id
        try:
            with transaction.atomic():
                staff = StaffMember.objects.create(
                    user_id=user_id,
                    name=name,
                    phone=phone or None,
                    staff_no=staff_no or None,
                    created_at=clock.now(),
                )
        except IntegrityError:
            raise StaffExists from None
        audit.record(actor=actor, action="staff.create", subject=f"staff:{staff.pk}")
    return NewStaff(
        id=staff.pk,
        user_id=user_id,
        name=name,
        login=account.login if account else (login or phone or ""),
        first_password=account.first_password or None if account else None,
    )


def _staff(staff_id: int) -> StaffMember:
    found = StaffMember.objects.select_for_update().filter(pk=staff_id).first()
    if found is None:
        raise StaffNotFound
    return found


def staff_password_reset(*, actor: Actor, staff_id: int) -> str:
    """A new first password, told once. Only a principal may reset a principal's or the office's."""
    check_keeper(actor)
    from accounts.selectors import accounts_by_id

    with transaction.atomic():
        staff = _staff(staff_id)
        account = accounts_by_id([staff.user_id]).get(staff.user_id)
        if account is None:
            raise StaffNotFound
        if account.roles & set(KEEPS_ROSTER) and not (
            actor.has(Role.PRINCIPAL) or actor.user_id == account.id
        ):
            raise RolesForbidden
        fresh = accounts.password_reset(actor=actor, user_id=staff.user_id)
        audit.record(actor=actor, action="staff.password_reset", subject=f"staff:{staff_id}")
    return fresh.first_password


def duty_assign(
    *,
    actor: Actor,
    staff_id: int,
    class_id: int,
    kind: str,
    subject: str = "",
    start: dt.date | None = None,
) -> None:
    """Gives a duty from `start` (today); no change when it is held already. A class may have several
    homeroom teachers this way; `homeroom_change` hands it over."""
    check_keeper(actor)
    with transaction.atomic():
        staff, school_class = _staff(staff_id), _class(class_id)
        _, made = Duty.objects.get_or_create(
            staff=staff,
            school_class=school_class,
            kind=DutyKind(kind).value,
            subject="" if kind == DutyKind.HOMEROOM else subject,
            end=None,
            defaults={"start": start or clock.today()},
        )
        if made:
            audit.record(
                actor=actor,
                action="duty.assign",
                subject=f"staff:{staff_id}",
                detail={"class": class_id, "kind": kind},
            )


def duty_end(*, actor: Actor, staff_id: int, class_id: int, kind: str, on: dt.date | None = None) -> None:
    """Ends the person's duties of that kind in the class; `on` (today) is their last day."""
    check_keeper(actor)
    with transaction.atomic():
        spells = list(Duty.objects.filter(staff_id=staff_id, school_class_id=class_id, kind=kind, end=None))
        if spells:
            _end_spells(spells, on or clock.today())
            audit.record(
                actor=actor,
                action="duty.end",
                subject=f"staff:{staff_id}",
                detail={"class": class_id, "kind": kind},
            )


def homeroom_change(*, actor: Actor, class_id: int, staff_id: int, on: dt.date | None = None) -> None:
    """The class has this homeroom teacher, and no other, from `on` (today)."""
    check_keeper(actor)
    on = on or clock.today()
    with transaction.atomic():
        _class(class_id)
        spells = Duty.objects.select_for_update().filter(
            school_class_id=class_id, kind=DutyKind.HOMEROOM, end=None
        )
        _end_spells(spells.exclude(staff_id=staff_id), on - dt.timedelta(days=1))
        duty_assign(actor=actor, staff_id=staff_id, class_id=class_id, kind=DutyKind.HOMEROOM, start=on)


def staff_leave(*, actor: Actor, staff_id: int, on: dt.date | None = None) -> None:
    """The person's last day is `on` (today): duties end, the account closes, what was written stays."""
    check_keeper(actor)
    with transaction.atomic():
        staff = _staff(staff_id)
        if not staff.active:
            return
        _end_spells(Duty.objects.filter(staff=staff, end=None), on or clock.today())
        accounts.user_update(actor=actor, user_id=staff.user_id, is_active=False)
        staff.active = False
        staff.save(update_fields=["active"])
        audit.record(actor=actor, action="staff.leave", subject=f"staff:{staff_id}")


def staff_erase(*, actor: Actor, staff_id: int) -> None:
    """Removes the person; the nameless row stays for the notes that point at it."""
    check_keeper(actor)
    with transaction.atomic():
        staff = StaffMember.objects.select_for_update().filter(pk=staff_id).first()
        if staff is None:
            return
        staff_leave(actor=actor, staff_id=staff_id)
        accounts.user_erase(actor=actor, user_id=staff.user_id)
        StaffMember.objects.filter(pk=staff_id).update(name="已注销", phone=None, staff_no=None)
        RosterImport.objects.exclude(first_passwords="").update(first_passwords="")
        audit.record(actor=actor, action="staff.erase", subject=f"staff:{staff_id}")
