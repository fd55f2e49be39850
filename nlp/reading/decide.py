"""From probabilities to what a review says: items with evidence, tone with the clauses that carry it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from nlp import lexicon
from nlp.contracts import CORE_ITEMS, TONES, ItemState, Span, Tone
from nlp.reading.model import LABELS, Read
from nlp.reading.pieces import Batch

_HALF = 0.5
# A judgement that no clause shows at least so likely is none: a flag has to point at something.
_SHOWN = 0.3
_PRAISE, _BLAME, _MEASURE = LABELS.index("+"), LABELS.index("-"), LABELS.index("M")


@dataclass(frozen=True, slots=True)
class NoteReading:
    """What a note says. Spans are in the note's characters; ``evidence`` has further items too."""

    states: dict[str, ItemState]
    evidence: dict[str, list[Span]]
    tone: Tone
    praise_first: bool | None
    praise: list[Span]
    blame: list[Span]


def notes(read: Read) -> list[NoteReading]:
    """One reading for each text of the batch."""
    further = _further(read.batch, read.clauses[:, _MEASURE] >= _HALF)
    clauses = _Clauses(read)
    decided = read.notes.tolist()
    first = read.batch.first.tolist()
    return [
        _note(decided[number], clauses, range(first[number], first[number + 1]), further.get(number, ()))
        for number in range(len(decided))
    ]


class _Clauses:
    """A batch's clauses as lists: single numbers are read from these far faster than from arrays."""

    def __init__(self, read: Read) -> None:
        self.columns: list[list[float]] = read.clauses.T.tolist()
        self.spans: list[Span] = list(map(tuple, read.batch.shown.tolist()))

    def strongest(self, column: int, own: range) -> list[Span]:
        """The clauses that speak for a decision: the likely ones, at least the likeliest."""
        values = self.columns[column]
        chosen = [index for index in own if values[index] >= _HALF]
        if not chosen and own:
            chosen = [max(own, key=values.__getitem__)]
        return [self.spans[index] for index in chosen]


def _note(
    decided: list[float], clauses: _Clauses, own: range, further: Sequence[tuple[str, int]]
) -> NoteReading:
    states: dict[str, ItemState] = {}
    evidence: dict[str, list[Span]] = {}
    for number, item in enumerate(CORE_ITEMS):
        if decided[number] > _HALF:
            states[item], column = "present", number
        elif decided[number + 3] > _HALF:
            states[item], column = "mentioned", number + 3
        else:
            states[item], evidence[item] = "absent", []
            continue
        evidence[item] = clauses.strongest(column, own)
    for item, clause in further:
        evidence.setdefault(item, []).append(clauses.spans[clause])
    praise, blame = (clauses.columns[column][own.start : own.stop] for column in (_PRAISE, _BLAME))
    praised = decided[6] > _HALF and max(praise, default=0) >= _SHOWN
    blamed = decided[7] > _HALF and max(blame, default=0) >= _SHOWN
    return NoteReading(
        states,
        evidence,
        TONES[praised, blamed],
        _praise_comes_first(praise, blame) if praised and blamed else praised if praised or blamed else None,
        clauses.strongest(_PRAISE, own) if praised else [],
        clauses.strongest(_BLAME, own) if blamed else [],
    )


def _praise_comes_first(praise: list[float], blame: list[float]) -> bool:
    """Whether the first judgement is more likely praise; a clause counts as far as none stood before it."""
    none, lead = 1.0, 0.0
    for good, bad in zip(praise, blame, strict=True):
        lead += none * (good - bad)
        none *= (1 - good) * (1 - bad)
    return lead >= 0


@cache
def _items_of_entries() -> tuple[npt.NDArray[np.bool_], list[tuple[str, ...]], npt.NDArray[np.bool_]]:
    """Which entries are cues of a school's further items, which items, and which speak of the staff."""
    found: list[tuple[str, ...]] = []
    staff: list[bool] = []
    for entries in lexicon.load().entries:
        items = []
        for entry in entries:
            if entry.kind == "extra":
                items.append(entry.extra)
            elif entry.kind in ("cause", "purpose"):
                items.append(entry.kind)
            elif entry.kind == "fact" and entry.extra == "family":
                items.append("family_background")
        found.append(tuple(items))
        staff.append(any(e.kind == "person" and e.extra in ("teacher", "self") for e in entries))
    return np.array([bool(items) for items in found]), found, np.array(staff)


def _further(batch: Batch, measures: npt.NDArray[np.bool_]) -> dict[int, list[tuple[str, int]]]:
    """For each text the further items and the clauses that are evidence for them, in order, each once."""
    cues, items, staff = _items_of_entries()
    entry, start = batch.hits[:, 0], batch.hits[:, 1]
    if not batch.clauses:
        return {}
    clause = batch.start.searchsorted(start, side="right") - 1
    inside = (clause >= 0) & (start < batch.end[clause])
    found: dict[tuple[int, str], None] = {}
    for at in np.flatnonzero(cues[entry] & inside):
        for item in items[entry[at]]:
            found[int(clause[at]), item] = None
    for at in np.flatnonzero(staff[entry] & inside & measures[clause]):
        found[int(clause[at]), "countermeasures"] = None
    grouped: dict[int, list[tuple[str, int]]] = {}
    for index, item in sorted(found):
        grouped.setdefault(int(batch.note[index]), []).append((item, index))
    return grouped
