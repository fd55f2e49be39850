"""Work that must follow a commit, without loss: a row in the same transaction, sent at once after
the commit, sent again by a sweeper until the task says that it is done.

A task may therefore run more than once and must be idempotent; it calls `settle(key)` in the
transaction that stores its result.
"""

import logging
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from kernel import clock, tenancy
from kernel.celery import app
from kernel.errors import MissingSchool
from kernel.models import OutboxMessage
from kernel.shared.models import PendingMark
from kernel.tasks import SCHOOL_HEADER

logger = logging.getLogger(__name__)
SWEEP_LIMIT = 500  # messages a school and round, so that one school cannot hold up the others


def send(*, task: str, payload: dict[str, Any], key: str, delay: timedelta | None = None) -> None:
    """Have `task` run with `payload` after this transaction commits. The same `key` again changes
    nothing. In a school, the task gets `school=` in addition. JSON values only.

    With a `delay` the sweeper sends it, at the first round after that time: for work that many acts
    ask for and that need be done only once for all of them."""
    schema = _require_schema()
    now = clock.now()
    with transaction.atomic():
        message, fresh = OutboxMessage.objects.get_or_create(
            key=key,
            defaults={
                "task": task,
                "payload": payload,
                "created_at": now,
                "next_at": now + (delay or timedelta(seconds=settings.JIAFANG_OUTBOX_PATIENCE)),
                "attempts": 0 if delay else 1,
            },
        )
        if not fresh:
            return
        _mark(schema)
        if delay:
            return
        transaction.on_commit(lambda: _publish(schema, message.task, message.payload))


def settle(key: str) -> None:
    """The work under `key` is done. Unknown or settled keys change nothing."""
    waiting = OutboxMessage.objects.filter(key=key, settled_at__isnull=True)
    waiting.update(settled_at=clock.now(), failed_at=None)


def reopen(key: str) -> None:
    """Try a settled or failed message again, from the beginning."""
    schema = _require_schema()
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().filter(key=key).first()
        if message is None:
            return
        now = clock.now()
        message.settled_at = message.failed_at = None
        message.attempts = 1
        message.next_at = now + timedelta(seconds=settings.JIAFANG_OUTBOX_PATIENCE)
        message.save()
        _mark(schema)
        transaction.on_commit(lambda: _publish(schema, message.task, message.payload))


def sweep() -> int:
    """Send again what is due, in the marked schemas only. Returns how many messages were sent."""
    with tenancy.public():
        marks: dict[str, list[int]] = {}
        for pk, schema in PendingMark.objects.order_by("pk").values_list("pk", "schema_name")[:100_000]:
            marks.setdefault(schema, []).append(pk)
    sent = 0
    for schema, read in marks.items():
        try:
            due = _sweep_schema(schema, read)
        except Exception:
            # One school's fault (dropped, locked, broken) must not stop the others.
            logger.exception("outbox.sweep_failed", extra={"swept": schema})
            continue
        # Sent only now that the attempts are committed: a crash in between costs one attempt.
        sent += sum(_publish(schema, task, payload) for task, payload in due)
    return sent


def _sweep_schema(schema: str, read: list[int]) -> list[tuple[str, dict[str, Any]]]:
    """What is due in one schema. Its marks that were read go, but for one while something is open."""
    with tenancy.public(), transaction.atomic():
        with nullcontext() if schema == tenancy.PUBLIC else tenancy.school(schema):
            due = _take_due()
            still_open = OutboxMessage.objects.filter(
                settled_at__isnull=True, failed_at__isnull=True
            ).exists()
        PendingMark.objects.filter(pk__in=read[:-1] if still_open else read).delete()
    return due


def _take_due() -> list[tuple[str, dict[str, Any]]]:
    now = clock.now()
    due: list[tuple[str, dict[str, Any]]] = []
    open_messages = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
        settled_at__isnull=True, failed_at__isnull=True, next_at__lte=now
    )
    for message in open_messages.order_by("next_at")[:SWEEP_LIMIT]:
        if message.attempts >= settings.JIAFANG_OUTBOX_ATTEMPTS:
            message.failed_at = now
            logger.error("outbox.gave_up", extra={"key": message.key, "attempts": message.attempts})
        else:
            wait = min(settings.JIAFANG_OUTBOX_PATIENCE * 2**message.attempts, 3600)
            message.attempts += 1
            message.next_at = now + timedelta(seconds=wait)
            due.append((message.task, message.payload))
        message.save(update_fields=["failed_at", "attempts", "next_at"])
    return due


def _publish(schema: str, task: str, payload: dict[str, Any]) -> bool:
    """Hand one message to the broker. A broker that is down costs nothing: the sweeper comes again."""
    kwargs = payload if schema == tenancy.PUBLIC else {**payload, "school": schema}
    try:
        app.send_task(task, kwargs=kwargs, headers={SCHOOL_HEADER: schema}, retry=False)
    except Exception as error:  # noqa: BLE001 (every transport raises its own; all mean "later")
        logger.warning("outbox.not_sent", extra={"task": task, "error": type(error).__name__})
        return False
    return True


def _mark(schema: str) -> None:
    with tenancy.public():
        PendingMark.objects.create(schema_name=schema)


def _require_schema() -> str:
    schema = tenancy.current()
    if schema is None:
        raise MissingSchool("the outbox needs a school or the shared schema")
    return schema
