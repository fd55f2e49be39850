"""Which items a note contains, from its clauses."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.contracts import CORE_ITEMS, ItemState, Span
from nlp.readings import ClauseReading


def read(readings: Iterable[ClauseReading]) -> tuple[dict[str, ItemState], dict[str, list[Span]]]:
    """The state of each core item, and for every item (core or further) the spans that speak for it."""
    evidence: dict[str, list[Span]] = {item: [] for item in CORE_ITEMS}
    named: dict[str, list[Span]] = {item: [] for item in CORE_ITEMS}
    for reading in readings:
        for item in reading.items:
            evidence[item].append(reading.span)
        for item in reading.topics:
            named[item].append(reading.span)
        if reading.measure == "act":
            evidence["agreed_measures"].append(reading.span)
        elif reading.measure == "vague":
            named["agreed_measures"].append(reading.span)
        for item in sorted(reading.extras):
            evidence.setdefault(item, []).append(reading.span)
    states: dict[str, ItemState] = {}
    for item in CORE_ITEMS:
        states[item] = "present" if evidence[item] else "mentioned" if named[item] else "absent"
        if not evidence[item]:
            evidence[item] = named[item]
    return states, evidence
