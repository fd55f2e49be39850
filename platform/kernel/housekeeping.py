"""What has expired is cleared away once a night: in the shared schema and in every school's.

Apps name what of theirs expires in AppConfig.ready(). One school's fault does not stop the others, and
no statement deletes more than a batch: locks stay short, whatever has piled up.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models

from kernel import clock, tenancy
from kernel.models import OutboxMessage
from kernel.tenancy import roles

logger = logging.getLogger(__name__)
BATCH = 1000
ROUNDS = 100  # batches of one kind in one schema and night; the rest waits for the next
KEEP_SETTLED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that expires. `clear()` runs in a schema and says how many went."""

    clear: Callable[[], int]
    in_public: bool


_kinds: dict[str, Kind] = {}


def register(name: str, clear: Callable[[], int], *, in_public: bool = True) -> None:
    """Have `clear()` called in every school, and in the shared schema unless `in_public` is False."""
    _kinds[name] = Kind(clear, in_public)


def register_own() -> None:
    """The kernel's own: settled messages and ended sessions."""
    register("outbox", _settled)
    register("sessions", _sessions)


def run() -> dict[str, int]:
    """Go through all schemas; how many of each kind went."""
    total = dict.fromkeys(_kinds, 0)
    with tenancy.public():
        _clear_here(total, in_school=False)
        with connection.cursor() as cursor:
            schemas = roles.schemas(cursor)
    for schema in schemas:
        try:
            with tenancy.school(schema):
                _clear_here(total, in_school=True)
        except Exception:
            logger.exception("housekeeping.failed", extra={"cleared": schema})
    logger.info("housekeeping.done", extra={"gone": total, "schools": len(schemas)})
    return total


def delete_in_batches(rows: "models.QuerySet[Any]") -> int:
    """Delete these rows a batch at a time; how many went."""
    gone = 0
    for _ in range(ROUNDS):
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
        # Asked again with the condition: a row that has come back to life meanwhile stays.
        gone += rows.filter(pk__in=keys).delete()[0] if keys else 0
        if len(keys) < BATCH:
            break
    return gone


def _clear_here(total: dict[str, int], *, in_school: bool) -> None:
    for name, kind in _kinds.items():
        if in_school or kind.in_public:
            total[name] += kind.clear()


def _settled() -> int:
    return delete_in_batches(OutboxMessage.objects.filter(settled_at__lt=clock.now() - KEEP_SETTLED))


def _sessions() -> int:
    # Imported late: this app stands before django.contrib.sessions in the list of apps.
    from django.contrib.sessions.models import Session

    return delete_in_batches(Session.objects.filter(expire_date__lt=clock.now()))
