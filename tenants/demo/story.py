"""The demo's notes as written by hand, and how the files are read. Pure.

A file `data/<slug>_notes.txt` holds one note after the other:

    ## teacher | student | days ago | mode | who was there [| outcome]
    the text, on one or more lines

`who was there` is a comma-separated list of codes, or an outcome other than done for a visit that did
not come about. People are named as in the school's roster files.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid5

DATA = Path(__file__).resolve().parent / "data"
OUTCOMES = frozenset({"not_home", "postponed", "refused", "away"})
NAMESPACE = UUID("5a0e3ad2-52cb-4d2e-9ac3-3f3c2b0f2a51")


@dataclass(frozen=True, slots=True)
class DemoNote:
    """One visit of the demo: `days_ago` counts back from the day on which the demo is made."""

    visit_id: UUID
    teacher: str
    student: str
    days_ago: int
    mode: str
    present: tuple[str, ...]
    outcome: str
    text: str


def notes(slug: str) -> list[DemoNote]:
    """The notes of one school, oldest first, each with an id that never changes.

    Raises ValueError with the file and the number of the note where a header cannot be read.
    """
    path = DATA / f"{slug}_notes.txt"
    blocks = path.read_text(encoding="utf-8").split("## ")[1:]
    found = [_note(slug, number, block) for number, block in enumerate(blocks, start=1)]
    return sorted(found, key=lambda note: (-note.days_ago, str(note.visit_id)))


def _note(slug: str, number: int, block: str) -> DemoNote:
    header, _, text = block.partition("\n")
    parts = [part.strip() for part in header.split("|")]
    if len(parts) != 5 or not parts[2].isdigit():
        raise ValueError(f"{slug}_notes.txt, note {number}: cannot read the header {header!r}")
    teacher, student, days, mode, who = parts
    outcome = who if who in OUTCOMES else "done"
    present = () if outcome != "done" else tuple(code.strip() for code in who.split(","))
    return DemoNote(
        visit_id=uuid5(NAMESPACE, f"{slug}/{number}"),
        teacher=teacher,
        student=student,
        days_ago=int(days),
        mode=mode,
        present=present,
        outcome=outcome,
        text=text.strip(),
    )
