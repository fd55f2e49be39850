"""A school's consent to share decided notes for training, and what such a note becomes.

Names are replaced and private data taken out before anything leaves the school; a label goes with a note
only where a decision supports it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction

from bureaus import selectors as bureaus
from kernel import audit, clock, tenancy
from kernel.actor import Actor, Role
from kernel.crypto import blind_index
from tenants.review.contracts import SharingView
from tenants.review.errors import SharingForbidden
from tenants.review.models import Draw, Flag, Review, SharingConsent
from tenants.roster import selectors as roster
from tenants.visits import selectors as visits

from . import labelling, pseudonyms

BATCH = 200


def sharing_now() -> SharingView:
    """Whether the school agrees now, since when and by whom; else who last took it back."""
    last = SharingConsent.objects.order_by("-id").first()
    notes = len(_decided())
    if last is None:
        return SharingView(agreed=False, at=None, by="", notes=notes)
    if last.ended_at is None:
        return SharingView(agreed=True, at=last.agreed_at, by=last.agreed_by_name, notes=notes)
    return SharingView(agreed=False, at=last.ended_at, by=last.ended_by_name, notes=notes)


def sharing_set(*, actor: Actor, agreed: bool) -> SharingView:
    """The principal agrees for the school, or takes it back; the same again changes nothing.

    Raises SharingForbidden.
    """
    if not actor.has(Role.PRINCIPAL):
        raise SharingForbidden
    with transaction.atomic():
        standing = SharingConsent.objects.select_for_update().filter(ended_at__isnull=True).first()
        subject = f"school:{tenancy.require_school()}"
        if agreed and standing is None:
            SharingConsent.objects.create(
                agreed_at=clock.now(), agreed_by_id=actor.staff_id, agreed_by_name=actor.name
            )
            audit.record(actor=actor, action="sharing.agree", subject=subject)
        elif not agreed and standing is not None:
            standing.ended_at = clock.now()
            standing.ended_by_id = actor.staff_id
            standing.ended_by_name = actor.name
            standing.save()
            audit.record(actor=actor, action="sharing.end", subject=subject)
        return sharing_now()


def shared_notes() -> list[dict[str, Any]] | None:
    """The school's decided notes as lines of the exchange format, without names; None without consent.

    `{"id", "student", "text", "labels"}`, by the time of the visit's entry. Leaves an entry in the
    school's audit trail.
    """
    if not SharingConsent.objects.filter(ended_at__isnull=True).exists():
        return None
    lines = list(_lines())
    audit.record(
        actor=Actor.system(tenancy.require_school()),
        action="sharing.export",
        subject=f"school:{tenancy.require_school()}",
        detail={"notes": len(lines)},
    )
    return lines


def _lines() -> Iterator[dict[str, Any]]:
    decided = _decided()
    people = pseudonyms.People(names=frozenset(roster.known_names()), school=bureaus.current_school().name)
    keys = sorted(decided, key=lambda key: (str(key[0]), key[1]))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found = visits.visits_for_review(visit_ids={visit_id for visit_id, _ in batch})
        for visit_id, version in batch:
            visit = found.get(visit_id)
            text = (
                next((saved.text for saved in visit.texts if saved.version == version), "") if visit else ""
            )
            if visit is None or not text.strip():
                continue
            student, masked = pseudonyms.masked(visit.student_name, text, people)
            yield {
                "id": blind_index(f"{visit_id}:{version}", "review.sharing")[:16],
                "student": student,
                "text": masked,
                "labels": decided[visit_id, version],
            }


def _decided() -> dict[tuple[UUID, int], dict[str, Any]]:
    """The labels that decisions support, by visit and version; notes without any are left out."""
    found: dict[tuple[UUID, int], dict[str, Any]] = {}
    flags = Flag.objects.filter(
        state__in=(Flag.State.UPHELD, Flag.State.RETURNED, Flag.State.DISMISSED)
    ).select_related("review")
    for flag in flags.order_by("pk").only("code", "severity", "state", "excused", "review__version", "visit"):
        labels = labelling.of_flag(flag.code, flag.severity, flag.state, excused=flag.excused)
        _merge(found, (flag.visit_id, flag.review.version), labels)
    answered = {
        (draw.visit_id, draw.version): draw for draw in Draw.objects.filter(state=Draw.State.ANSWERED)
    }
    reviews = Review.objects.filter(visit_id__in={visit_id for visit_id, _ in answered})
    states = {(row.visit_id, row.version): row.labels for row in reviews.only("visit", "version", "labels")}
    for key, draw in answered.items():
        labels = labelling.of_draw(draw.codes, draw.softened, draw.missed, states.get(key, {}))
        _merge(found, key, labels)
    return {key: labels for key, labels in found.items() if labels}


def _merge(
    found: dict[tuple[UUID, int], dict[str, Any]], key: tuple[UUID, int], labels: dict[str, Any]
) -> None:
    kept = found.setdefault(key, {})
    content = {**kept.get("content", {}), **labels.get("content", {})}
    kept.update(labels)
    if content:
        kept["content"] = content
