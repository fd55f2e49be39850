"""What happened to the demo's children lately, so that teachers see what a trigger asks of them.

Only the school whose 制度 has triggers is given any.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID, uuid5

from kernel.actor import Actor
from tenants.demo.story import NAMESPACE
from tenants.targets.errors import EventConflict
from tenants.targets.services import event_record

HAPPENINGS: Mapping[str, tuple[tuple[str, str, int, int | None], ...]] = {
    # student, event, days ago, days of absence
    "qingshi": (
        ("任意可", "illness_absence", 2, 4),
        ("刘浩宇", "sudden_decline", 6, None),
        ("覃小龙", "progress", 1, None),
        ("梁静怡", "unexplained_absence", 5, None),
        ("向晨", "family_misfortune", 1, None),
        ("文海波", "school_injury", 0, None),
    ),
}


def happen(*, slug: str, principal: Actor, students: Mapping[str, UUID], today: date) -> None:
    """Record what happened. What an earlier run recorded stays, with the days of that run."""
    for name, event, days_ago, absence in HAPPENINGS.get(slug, ()):
        with suppress(EventConflict):
            event_record(
                actor=principal,
                event_id=uuid5(NAMESPACE, f"{slug}/{name}/{event}"),
                student_id=students[name],
                event=event,
                day=today - timedelta(days=days_ago),
                absence_days=absence,
            )
