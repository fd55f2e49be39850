"""Writes of drafts: rows, locks, who may, and what the audit trail says. `services` is the door."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from kernel import audit, clock
from kernel.actor import Actor, Role
from tenants.policy.editing.sheet import Sheet
from tenants.policy.editing.storing import parts_of
from tenants.policy.editing.views import sheet_stored
from tenants.policy.errors import (
    PolicyActForbidden,
    PolicyDraftExists,
    PolicyDraftStale,
    PolicyFrozen,
    PolicyInvalid,
    PolicyNotFound,
)
from tenants.policy.models import PolicyReading, PolicyVersion

PREPARERS = (Role.PRINCIPAL, Role.OFFICE)
LONGEST_TITLE = 200


def needs_preparer(actor: Actor) -> None:
    """PolicyActForbidden for whoever may not prepare drafts."""
    if not (actor.is_system or actor.has(*PREPARERS)):
        raise PolicyActForbidden


def draft_begin(
    *,
    actor: Actor,
    key: UUID,
    title: str,
    sheet: Sheet,
    series: UUID | None,
    text: str = "",
    file_name: str = "",
) -> PolicyReading:
    """A new draft, within the caller's transaction; with a key that was used before, the draft it made.
    PolicyNotFound for an unknown series, PolicyDraftExists while it has a draft."""
    needs_preparer(actor)
    known = PolicyReading.objects.select_related("version").filter(key=key).first()
    if known is not None:
        return known
    number = 1
    if series is not None:
        # Whoever comes second waits here and then sees the first one's draft.
        versions = list(PolicyVersion.objects.select_for_update().filter(series=series).order_by("number"))
        if not versions:
            raise PolicyNotFound
        drafts = [one.pk for one in versions if one.state == PolicyVersion.State.DRAFT]
        if drafts:
            raise PolicyDraftExists(extra={"draft": drafts[0]})
        number = versions[-1].number + 1
    version = PolicyVersion.objects.create(
        series=series or key,
        number=number,
        title=title_checked(title),
        rules=sheet.standing(),
        created_at=clock.now(),
    )
    reading = PolicyReading.objects.create(
        version=version,
        key=key,
        file_name=file_name[:200],
        text=text,
        **parts_of(sheet),
        updated_at=clock.now(),
        updated_by_id=actor.user_id,
    )
    audit.record(
        actor=actor,
        action="policy.draft",
        subject=f"policy:{version.pk}",
        detail={"rules": len(sheet.entries), "series": str(version.series)},
    )
    return reading


def draft_edit(
    *,
    actor: Actor,
    policy_id: int,
    revision: int | None,
    act: Callable[[Sheet], Sheet],
    action: str,
    detail: dict[str, Any],
) -> PolicyReading:
    """One act on a draft's sheet. What changes nothing succeeds whatever the revision, so that a lost answer
    can be asked for again; a change from another revision than the stored one is PolicyDraftStale."""
    needs_preparer(actor)
    reading = draft_locked(policy_id)
    before = sheet_stored(reading)
    after = act(before)
    if after != before:
        refuse_stale(reading, revision)
        reading.version.rules = after.standing()
        reading.version.save(update_fields=["rules"])
        for name, value in parts_of(after).items():
            setattr(reading, name, value)
        touch(reading, actor, action, detail)
    return reading


def draft_locked(policy_id: int) -> PolicyReading:
    """A draft's reading with its version, held until the transaction ends. PolicyFrozen once published."""
    version = PolicyVersion.objects.select_for_update().filter(pk=policy_id).first()
    if version is None:
        raise PolicyNotFound
    if version.state == PolicyVersion.State.PUBLISHED:
        raise PolicyFrozen
    reading: PolicyReading = PolicyReading.objects.get(version=version)
    reading.version = version
    return reading


def refuse_stale(reading: PolicyReading, revision: int | None) -> None:
    """PolicyDraftStale unless the change was made from what is stored."""
    if revision != reading.revision:
        raise PolicyDraftStale


def touch(reading: PolicyReading, actor: Actor, action: str, detail: dict[str, Any]) -> None:
    """Store a changed reading under its next revision, and say so in the audit trail."""
    reading.revision += 1
    reading.updated_at = clock.now()
    reading.updated_by_id = actor.user_id
    reading.save()
    audit.record(actor=actor, action=action, subject=f"policy:{reading.version_id}", detail=detail)


def title_checked(title: str) -> str:
    """The title without blanks around it. PolicyInvalid when nothing is left, or too much."""
    title = title.strip()
    if not title:
        raise PolicyInvalid(fields={"title": ["请填写制度名称。"]})
    if len(title) > LONGEST_TITLE:
        raise PolicyInvalid(fields={"title": [f"名称请控制在 {LONGEST_TITLE} 字以内。"]})
    return title
