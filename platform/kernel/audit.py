"""Writing and reading the audit trail."""

from typing import Any

from kernel import clock
from kernel.actor import Actor
from kernel.models import AuditEntry


def record(*, actor: Actor, action: str, subject: str, detail: dict[str, Any] | None = None) -> None:
    """Write one entry in the current transaction. `action` is a code such as `visit.submit`,
    `subject` names the record (`visit:UUID`); `detail` holds codes and ids, never names or texts."""
    AuditEntry.objects.create(
        at=clock.now(),
        actor_id=actor.user_id,
        actor_name=actor.name,
        action=action,
        subject=str(subject),
        detail=detail or {},
    )


def actions(*, subject: str) -> list[str]:
    """The action codes on `subject`, oldest first."""
    return list(AuditEntry.objects.filter(subject=subject).order_by("pk").values_list("action", flat=True))
