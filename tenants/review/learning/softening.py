"""When a finding becomes a hint in this school, when it comes back, and what its hint says.

The words of old reviews and the flags that wait already are never touched: a softening holds for the
reviews that are written while it lasts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Max, Q

from benchmarking.rules import jeffreys
from kernel import audit, clock, tenancy
from kernel.actor import Actor, Role
from kernel.locks import lock_number
from tenants.review import rules
from tenants.review.contracts import FindingView
from tenants.review.errors import SofteningForbidden, SofteningNotFound
from tenants.review.models import Draw, Flag, Softening

from . import strands

NEEDED = 30
"""Decisions without which nothing is softened."""
CEILING = 0.30
"""A finding whose upper bound of the precision stays under this becomes a hint."""
NOTE = "（这一类提醒在本校大多被认为不是问题，现在只作参考，改不改都可以。）"
RIGHT = (Flag.State.UPHELD, Flag.State.RETURNED)
"""A note given back to be mended is a finding that was right."""


def softened_now() -> frozenset[str]:
    """The strands that are hints in this school now."""
    return frozenset(Softening.objects.filter(ended_at__isnull=True).values_list("code", flat=True))


def soften(findings: Sequence[Mapping[str, Any]], codes: Collection[str]) -> list[dict[str, Any]]:
    """Stored findings with those of these strands turned into hints that say so, most serious first.

    A softened finding keeps what it would have been under `usual`. One that the school's 制度 raised
    stays as it is: only another 制度 takes that back.
    """
    found = [_softened(finding) if _may(finding, codes) else dict(finding) for finding in findings]
    return sorted(found, key=lambda finding: -rules.severity_number(finding["severity"]))


def soften_views(findings: Sequence[FindingView]) -> tuple[FindingView, ...]:
    """The same for findings that are only shown, in the live check."""
    codes = softened_now()
    if not codes:
        return tuple(findings)
    plain = [{"code": one.code, "severity": one.severity, "message": one.message} for one in findings]
    shown = []
    for one, finding in zip(findings, plain, strict=True):
        if not _may(finding, codes):
            shown.append(one)
            continue
        soft = _softened(finding)
        shown.append(
            FindingView(
                code=one.code,
                severity=soft["severity"],
                title=one.title,
                message=soft["message"],
                question=one.question,
                spans=one.spans,
                related=one.related,
                softened=True,
            )
        )
    return tuple(sorted(shown, key=lambda view: -rules.severity_number(view.severity)))


def codes_for_rewrite(old: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """What to soften when a finished review is written again: its findings stay as they were told."""
    held = {strands.strand_of_finding(finding) for finding in old if "usual" in finding}
    plain = {
        strands.strand_of_finding(finding)
        for finding in old
        if "usual" not in finding and rules.queued(finding["severity"])
    }
    return frozenset((softened_now() - plain) | held)


def _may(finding: Mapping[str, Any], codes: Collection[str]) -> bool:
    strand = strands.strand_of_finding(finding)
    return (
        strand in codes
        and strand in strands.SOFTENABLE
        and rules.queued(finding["severity"])
        and not strands.raised(finding)
    )


def _softened(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **finding,
        "usual": finding["severity"],
        "severity": "hint",
        "message": f"{finding['message']}{NOTE}",
    }


# --- following the decisions ---------------------------------------------------------------------


def follow(*, strand: str) -> None:
    """Soften a strand or bring it back, by the decisions that stand now. Call it in their transaction."""
    if strand not in strands.SOFTENABLE:
        return
    _lock(strand)
    right, wrong = standing(strand, counted_from().get(strand))
    upper = jeffreys(right, right + wrong)[1] if right + wrong >= NEEDED else 1.0
    low = upper < CEILING
    open_spell = Softening.objects.filter(code=strand, ended_at__isnull=True).first()
    system = Actor.system(tenancy.require_school())
    detail = {"right": right, "wrong": wrong, "upper": round(upper, 4)}
    if low and open_spell is None:
        Softening.objects.create(code=strand, since=clock.now(), right=right, wrong=wrong, upper=upper)
        audit.record(actor=system, action="finding.soften", subject=f"finding:{strand}", detail=detail)
    elif not low and open_spell is not None:
        _end(open_spell, Softening.Ended.RECOVERED, by=None)
        audit.record(actor=system, action="finding.recover", subject=f"finding:{strand}", detail=detail)


def standing(strand: str, since: datetime | None) -> tuple[int, int]:
    """Decisions that say `(right, wrong)` after ``since`` (see `counted_from`; None: ever): on the finding's
    flags, and answers on drawn notes in which it stood as a hint."""
    flags = Flag.objects.filter(
        **strands.flag_filter(strand), state__in=(*RIGHT, Flag.State.DISMISSED), decided_at__isnull=False
    )
    draws = Draw.objects.filter(state=Draw.State.ANSWERED, softened__contains=[strand])
    if since is not None:
        flags, draws = flags.filter(decided_at__gt=since), draws.filter(answered_at__gt=since)
    flagged = flags.aggregate(all=Count("id"), right=Count("id", filter=Q(state__in=RIGHT)))
    drawn = draws.aggregate(all=Count("id"), right=Count("id", filter=Q(missed__contains=[strand])))
    right: int = flagged["right"] + drawn["right"]
    return right, flagged["all"] + drawn["all"] - right


def counted_from() -> dict[str, datetime]:
    """Since when decisions count, for the strands that the school has restored once."""
    rows = Softening.objects.filter(ended_how=Softening.Ended.RESTORED).order_by()
    return dict(rows.values_list("code").annotate(last=Max("ended_at")))


def softening_restore(*, actor: Actor, code: str) -> None:
    """The principal or the office takes a softening back: new reviews ask again, and thirty new decisions
    are needed before it could soften once more. Raises SofteningForbidden, SofteningNotFound."""
    if not actor.has(Role.PRINCIPAL, Role.OFFICE):
        raise SofteningForbidden
    spell = Softening.objects.select_for_update().filter(code=code, ended_at__isnull=True).first()
    if spell is None:
        raise SofteningNotFound
    _end(spell, Softening.Ended.RESTORED, by=actor)
    audit.record(actor=actor, action="finding.restore", subject=f"finding:{code}")


def _end(spell: Softening, how: Softening.Ended, *, by: Actor | None) -> None:
    spell.ended_at = clock.now()
    spell.ended_how = how
    spell.ended_by_id = by.staff_id if by else None
    spell.ended_by_name = by.name if by else ""
    spell.save(update_fields=["ended_at", "ended_how", "ended_by", "ended_by_name"])


def _lock(strand: str) -> None:
    """Of two decisions made at once, the second one counts the first."""
    with connection.cursor() as cursor:
        number = lock_number(f"{tenancy.require_school()}:softening:{strand}")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
