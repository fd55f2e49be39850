"""Writes of targets: events that ask for a visit, students excused, the school's entry grades."""

from collections.abc import Collection
from datetime import date
from typing import get_args
from uuid import UUID

from django.db import transaction

from kernel import audit, clock
from kernel.actor import Actor, Role
from tenants.policy import selectors as policy
from tenants.policy.rules import TriggerEvent
from tenants.roster import rules as roster_rules
from tenants.roster import selectors as roster
from tenants.roster.contracts import StudentErased
from tenants.roster.errors import StudentNotFound
from tenants.targets.errors import (
    EventConflict,
    EventForbidden,
    EventInvalid,
    EventNotFound,
    ExcusalConflict,
    ExcusalForbidden,
    ExcusalInvalid,
    ExcusalNotFound,
    SettingForbidden,
    SettingInvalid,
)
from tenants.targets.models import CountingSetting, Excusal, StudentEvent
from tenants.targets.school.words import counts

KEEPERS = (Role.PRINCIPAL, Role.OFFICE)
EVENTS = frozenset(get_args(TriggerEvent))


@transaction.atomic
def event_record(
    *,
    actor: Actor,
    event_id: UUID,
    student_id: UUID,
    event: str,
    day: date,
    absence_days: int | None = None,
) -> None:
    """Note that something happened to a student the actor may see; the client makes the id. The same
    again changes nothing. StudentNotFound, EventInvalid, EventConflict."""
    student = roster.student_get_for(actor=actor, student_id=student_id)
    problems: dict[str, list[str]] = {}
    if event not in EVENTS:
        problems["event"] = ["请从列表里选择发生的情况。"]
    if day > clock.today():
        problems["date"] = ["日期还没有到。"]
    if absence_days is not None and not 0 <= absence_days <= 366:
        problems["absence_days"] = ["缺课天数应在 0 到 366 之间。"]
    if problems:
        raise EventInvalid(fields=problems)
    values = {"student_id": student.pk, "event": event, "date": day, "absence_days": absence_days}
    row, made = StudentEvent.objects.get_or_create(
        pk=event_id,
        defaults={**values, "recorded_by_id": actor.user_id, "recorded_at": clock.now()},
    )
    if made:
        audit.record(
            actor=actor, action="event.record", subject=f"student:{student.pk}", detail={"event": event}
        )
    elif any(getattr(row, key) != value for key, value in values.items()):
        raise EventConflict


def student_erased(event: StudentErased) -> None:
    """What happened to a student, and what the student was excused from, goes with the student."""
    StudentEvent.objects.filter(student_id=event.student_id).delete()
    Excusal.objects.filter(student_id=event.student_id).delete()


@transaction.atomic
def event_remove(*, actor: Actor, event_id: UUID) -> None:
    """Take back an event entered by mistake: whoever entered it, principal and office. What is gone already
    is no error for them; EventNotFound for everybody else."""
    row = StudentEvent.objects.select_for_update().filter(pk=event_id).first()
    if row is None:
        raise EventNotFound
    try:
        roster.student_get_for(actor=actor, student_id=row.student_id)
    except StudentNotFound:
        raise EventNotFound from None
    if row.recorded_by_id != actor.user_id and not actor.has(*KEEPERS):
        raise EventForbidden
    audit.record(
        actor=actor,
        action="event.remove",
        subject=f"student:{row.student_id}",
        detail={"event": row.event, "date": row.date.isoformat()},
    )
    row.delete()


@transaction.atomic
def excusal_put(
    *,
    actor: Actor,
    excusal_id: UUID,
    student_id: UUID,
    reason: str,
    start: date,
    end: date | None = None,
    series: UUID | None = None,
    source: str = "",
) -> None:
    """Excuse a student from one clause of a 制度 in force (its series and the rule's source), or from all
    of the school's, from `start` to `end` (open), both included; principal and office. The client makes the
    id; the same again changes nothing, another reason or other days change it. The bureau's floor binds all
    the same. StudentNotFound, ExcusalForbidden, ExcusalInvalid, ExcusalConflict."""
    student = roster.student_get_for(actor=actor, student_id=student_id)
    if not actor.has(*KEEPERS):
        raise ExcusalForbidden
    reason = reason.strip()
    problems: dict[str, list[str]] = {}
    if not reason or len(reason) > 200:
        problems["reason"] = ["请写明原因（200 字以内）。"]
    if end is not None and end < start:
        problems["end"] = ["结束日期早于开始日期。"]
    if (series is None) != (source == "") or (series is not None and not _known_clause(series, source)):
        problems["source"] = ["制度里没有这一条，请从列表里选择。"]
    if problems:
        raise ExcusalInvalid(fields=problems)
    row, made = Excusal.objects.get_or_create(
        pk=excusal_id,
        defaults={
            "student_id": student.pk,
            "series": series,
            "source": source,
            "reason": reason,
            "start": start,
            "end": end,
            "recorded_by_id": actor.user_id,
            "recorded_at": clock.now(),
        },
    )
    if not made:
        if (row.student_id, row.series, row.source) != (student.pk, series, source):
            raise ExcusalConflict
        if (row.reason, row.start, row.end) == (reason, start, end):
            return
        row.reason, row.start, row.end = reason, start, end
        row.save(update_fields=["reason", "start", "end"])
    audit.record(actor=actor, action="excusal.put", subject=f"student:{student.pk}")


@transaction.atomic
def excusal_remove(*, actor: Actor, excusal_id: UUID) -> None:
    """Take back what was entered by mistake; principal and office. ExcusalNotFound."""
    row = Excusal.objects.select_for_update().filter(pk=excusal_id).first()
    if row is None or not actor.has(*KEEPERS):
        raise ExcusalNotFound
    audit.record(actor=actor, action="excusal.remove", subject=f"student:{row.student_id}")
    row.delete()


@transaction.atomic
def entry_grades_set(*, actor: Actor, grades: Collection[int]) -> None:
    """Say in which grades children come to the school; principal and office. None of them means that no
    clause about entry grades finds anybody. SettingForbidden, SettingInvalid."""
    if not actor.has(*KEEPERS):
        raise SettingForbidden
    chosen = sorted(set(grades))
    if not set(chosen) <= set(roster_rules.GRADES[roster.school_stage()]):
        raise SettingInvalid(fields={"grades": ["学校没有这个年级。"]})
    row, made = CountingSetting.objects.get_or_create(pk=1, defaults={"entry_grades": chosen})
    if not made and row.entry_grades == chosen:
        return
    row.entry_grades = chosen
    row.save(update_fields=["entry_grades"])
    audit.record(actor=actor, action="setting.entry_grades", subject="school", detail={"grades": chosen})


def _known_clause(series: UUID, source: str) -> bool:
    """Whether a version that holds, held or will hold counts something by this clause."""
    return any(
        one.series == series and any(counts(rule) and rule.source == source for rule in one.rules)
        for one in policy.policy_timeline()
    )
