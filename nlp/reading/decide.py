"""From probabilities to what a review says: items with evidence, tone with the clauses that carry it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from nlp import lexicon
from nlp.contracts import CORE_ITEMS, ItemState, Span, Tone
from nlp.reading.model import LABELS, Floats, Read
from nlp.reading.pieces import Batch

_HALF = 0.5
# A judgement that no clause shows at least so likely is none: a flag has to point at something.
_SHOWN = 0.3
_TONES: dict[tuple[bool, bool], Tone] = {
    (True, True): "balanced",
    (True, False): "praise_only",
    (False, True): "complaint_only",
    (False, False): "neutral",
}
_TRIMMED = " \t、\"'“”‘’()（）【】《》[]「」.:：·-"
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
    batch = read.batch
    further = _further(batch, read.clauses[:, _MEASURE] >= _HALF)
    found = []
    for number in range(len(batch.first) - 1):
        first, last = int(batch.first[number]), int(batch.first[number + 1])
        base = int(batch.base[number])
        spans = [_trimmed(batch, index, base) for index in range(first, last)]
        found.append(
            _note(read.notes[number], read.clauses[first:last], spans, further.get(number, ()), first)
        )
    return found


def _trimmed(batch: Batch, index: int, base: int) -> Span:
    start, end = int(batch.start[index]), int(batch.end[index])
    piece = batch.text[start:end]
    return (
        start + len(piece) - len(piece.lstrip(_TRIMMED)) - base,
        start + len(piece.rstrip(_TRIMMED)) - base,
    )


def _note(
    decided: Floats,
    clauses: Floats,
    spans: list[Span],
    further: list[tuple[str, int]] | tuple[()],
    first: int,
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
        evidence[item] = _strongest(clauses[:, column], spans)
    for item, clause in further:
        evidence.setdefault(item, []).append(spans[clause - first])
    praised, blamed = (
        bool(decided[number] > _HALF and clauses[:, column].max(initial=0) >= _SHOWN)
        for number, column in ((6, _PRAISE), (7, _BLAME))
    )
    return NoteReading(
        states,
        evidence,
        _TONES[praised, blamed],
        _praise_comes_first(clauses) if praised and blamed else praised if praised or blamed else None,
        _strongest(clauses[:, _PRAISE], spans) if praised else [],
        _strongest(clauses[:, _BLAME], spans) if blamed else [],
    )


def _strongest(column: Floats, spans: list[Span]) -> list[Span]:
    """The clauses that speak for a decision: the likely ones, at least the likeliest."""
    if not len(column):
        return []
    chosen = np.flatnonzero(column >= _HALF)
    return [spans[index] for index in chosen.tolist() or [int(column.argmax())]]


def _praise_comes_first(clauses: Floats) -> bool:
    """Whether the first judgement is more likely praise; a clause counts as far as none stood before it."""
    praise, blame = clauses[:, _PRAISE], clauses[:, _BLAME]
    none = np.cumprod((1 - praise) * (1 - blame))
    before = np.concatenate([[1.0], none[:-1]])
    return bool((before * praise).sum() >= (before * blame).sum())


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
    clause = np.searchsorted(batch.start, start, side="right") - 1
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
