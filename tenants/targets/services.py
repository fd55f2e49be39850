"""Writes of targets: events that ask for a visit."""

from datetime import date
from typing import get_args
from uuid import UUID

from django.db import transaction

from kernel import audit, clock
from kernel.actor import Actor
from tenants.policy.rules import TriggerEvent
from tenants.roster import selectors as roster
from tenants.roster.contracts import StudentErased
from tenants.targets.errors import EventConflict, EventInvalid
from tenants.targets.models import StudentEvent

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
    """What happened to a student goes with the student."""
    StudentEvent.objects.filter(student_id=event.student_id).delete()
