"""Taking in, moving, releasing and erasing students."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from kernel import audit, clock, events
from kernel.actor import Actor
from tenants.roster.contracts import GuardianDraft, StudentErased
from tenants.roster.errors import DateInvalid, GroupInvalid, StudentNotFound
from tenants.roster.keeping.common import changed, check_keeper, class_or_refuse, end_spells
from tenants.roster.loading.imports import imports_purge
from tenants.roster.loading.state import identity_index
from tenants.roster.models import ERASED_NAME, Enrolment, Group, GroupSpell, Guardian, Student


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
        school_class = class_or_refuse(class_id)
        student = Student(
            name=name,
            sex=sex,
            student_no=student_no,
            national_no=national_no,
            id_number=id_number,
            id_index=identity_index(id_number) if id_number else None,
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
        changed()
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
        school_class = class_or_refuse(class_id)
        present = Enrolment.objects.filter(student=student, end=None).first()
        if present is not None:
            if present.school_class_id == class_id:
                return
            if on < present.start:
                raise DateInvalid
            if on == present.start:
                present.delete()
            else:
                end_spells([present], on - dt.timedelta(days=1))
        Enrolment.objects.create(student=student, school_class=school_class, start=on)
        if student.left_at is not None:
            student.left_at = None
            student.save(update_fields=["left_at"])
        audit.record(
            actor=actor, action="student.move", subject=f"student:{student_id}", detail={"class": class_id}
        )
        changed()


def student_leave(*, actor: Actor, student_id: UUID, on: dt.date | None = None) -> None:
    """The student's last day is `on` (today). Records stay; lists of present students drop the name."""
    check_keeper(actor)
    on = on or clock.today()
    with transaction.atomic():
        student = _student(student_id)
        if student.left_at is not None:
            return
        end_spells(Enrolment.objects.filter(student=student, end=None), on)
        end_spells(GroupSpell.objects.filter(student=student, end=None), on)
        student.left_at = on
        student.save(update_fields=["left_at"])
        audit.record(actor=actor, action="student.leave", subject=f"student:{student_id}")
        changed()


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
        end_spells(Enrolment.objects.filter(student=student, end=None), today)
        student.name, student.sex, student.student_no, student.national_no = ERASED_NAME, "", "", None
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
            changed()


def group_end(*, actor: Actor, student_id: UUID, group: str, on: dt.date | None = None) -> None:
    """Ends the student's time in the group; `on` is its last day."""
    check_keeper(actor)
    with transaction.atomic():
        open_spells = list(GroupSpell.objects.filter(student_id=student_id, group=group, end=None))
        if open_spells:
            end_spells(open_spells, on or clock.today())
            audit.record(
                actor=actor,
                action="student.group_end",
                subject=f"student:{student_id}",
                detail={"group": group},
            )
            changed()
