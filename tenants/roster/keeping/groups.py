"""Which students need particular attention, and from when to when: said by homeroom teacher and office."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kernel import audit, clock
from kernel.actor import Actor
from tenants.roster.contracts import GroupSpellInfo
from tenants.roster.errors import (
    GroupForbidden,
    GroupOverlaps,
    GroupSpellInvalid,
    GroupSpellNotFound,
    StudentNotFound,
)
from tenants.roster.keeping.common import changed
from tenants.roster.models import Group, GroupSpell, Student
from tenants.roster.selectors import may_mark, spell_info, student_get_for

FAR = dt.timedelta(days=366)


def group_spell_put(
    *,
    actor: Actor,
    student_id: UUID,
    group: str,
    start: dt.date,
    end: dt.date | None = None,
    reason: str = "",
) -> GroupSpellInfo:
    """The student is in the group from `start` to `end` (open), both included. What began on that day
    already is changed; the same again changes nothing. For the homeroom teacher of the student's class,
    principal and office: StudentNotFound, GroupForbidden, GroupSpellInvalid, GroupOverlaps."""
    reason = reason.strip()
    with transaction.atomic():
        student = _marked(actor, student_id)
        _check(group, start, end, reason)
        spells = GroupSpell.objects.filter(student=student, group=group)
        spell = spells.filter(start=start).first()
        others = spells.filter(Q(end=None) | Q(end__gte=start)).exclude(start=start)
        if end is not None:
            others = others.filter(start__lte=end)
        if others.exists():
            raise GroupOverlaps
        if spell is None:
            spell = GroupSpell.objects.create(
                student=student, group=group, start=start, end=end, reason=reason
            )
        elif (spell.end, spell.reason) == (end, reason):
            return spell_info(spell)
        else:
            spell.end, spell.reason = end, reason
            spell.save(update_fields=["end", "reason"])
        audit.record(
            actor=actor, action="student.group_put", subject=f"student:{student_id}", detail={"group": group}
        )
        changed()
    return spell_info(spell)


def group_spell_remove(*, actor: Actor, student_id: UUID, spell_id: int) -> None:
    """Take back what was entered by mistake, as if it had never been."""
    with transaction.atomic():
        student = _marked(actor, student_id)
        spell = GroupSpell.objects.filter(pk=spell_id, student=student).first()
        if spell is None:
            raise GroupSpellNotFound
        audit.record(
            actor=actor,
            action="student.group_remove",
            subject=f"student:{student_id}",
            detail={"group": spell.group},
        )
        spell.delete()
        changed()


def _marked(actor: Actor, student_id: UUID) -> Student:
    student_get_for(actor=actor, student_id=student_id)
    if not may_mark(actor=actor, student_id=student_id):
        raise GroupForbidden
    student = Student.objects.select_for_update().filter(pk=student_id).first()
    if student is None:
        raise StudentNotFound
    return student


def _check(group: str, start: dt.date, end: dt.date | None, reason: str) -> None:
    problems: dict[str, list[str]] = {}
    if group not in Group.values:
        problems["group"] = ["没有这一类学生，请从列表里选择。"]
    if not clock.today() - FAR * 12 <= start <= clock.today() + FAR:
        problems["start"] = ["开始日期不对，请核对年份。"]
    if end is not None and end < start:
        problems["end"] = ["结束日期早于开始日期。"]
    if len(reason) > 200:
        problems["reason"] = ["原因请写在 200 字以内。"]
    if problems:
        raise GroupSpellInvalid(fields=problems)
