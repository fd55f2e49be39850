"""A sheet as plain JSON values and back."""

from typing import Any
from uuid import UUID

from tenants.policy.editing.sheet import Dispute, Entry, Sheet, Unread

Raw = dict[str, Any]


def sheet_of(entries: list[Raw], disputes: list[Raw], clauses: list[Raw]) -> Sheet:
    """The sheet whose parts `parts_of` gave."""
    return Sheet(
        entries=tuple(
            Entry(
                id=UUID(one["id"]),
                origin=one["origin"],
                verdict=one["verdict"],
                rule=one["rule"],
                was=one["was"],
                span=_span(one["span"]),
                confidence=one["confidence"],
            )
            for one in entries
        ),
        disputes=tuple(
            Dispute(tuple(UUID(each) for each in one["entries"]), one["message"], one["settled"])
            for one in disputes
        ),
        clauses=tuple(
            Unread((one["span"][0], one["span"][1]), one["status"], one["reason"]) for one in clauses
        ),
    )


def parts_of(sheet: Sheet) -> dict[str, list[Raw]]:
    """The three lists that are stored."""
    return {
        "entries": [
            {
                "id": str(one.id),
                "origin": one.origin,
                "verdict": one.verdict,
                "rule": one.rule,
                "was": one.was,
                "span": list(one.span) if one.span else None,
                "confidence": one.confidence,
            }
            for one in sheet.entries
        ],
        "disputes": [
            {"entries": [str(each) for each in one.entries], "message": one.message, "settled": one.settled}
            for one in sheet.disputes
        ],
        "clauses": [
            {"span": list(one.span), "status": one.status, "reason": one.reason} for one in sheet.clauses
        ],
    }


def _span(value: list[int] | None) -> tuple[int, int] | None:
    return (value[0], value[1]) if value else None
