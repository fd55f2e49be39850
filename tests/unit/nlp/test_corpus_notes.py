"""The corpus can be read, its ids are unique, and a copy is named from both sides."""

from collections import Counter
from pathlib import Path

from nlp.corpus.reading import LabelledNote, read

NOTES = Path(__file__).resolve().parents[3] / "nlp" / "corpus" / "notes"


def _all() -> list[LabelledNote]:
    return [note for path in sorted(NOTES.glob("*.txt")) for note in read(path)]


def test_every_author_can_be_read_and_ids_are_unique() -> None:
    notes = _all()
    assert len(notes) >= 480
    assert [name for name, times in Counter(note.id for note in notes).items() if times > 1] == []
    assert {note.id.split("-")[0] == note.author for note in notes} == {True}


def test_copies_name_each_other() -> None:
    by_id = {note.id: note for note in _all()}
    one_sided = [
        (note.id, other)
        for note in by_id.values()
        for other in note.near_duplicates
        if note.id not in by_id[other].near_duplicates
    ]
    assert one_sided == []


def test_notes_are_within_the_contracts_lengths() -> None:
    assert [note.id for note in _all() if not 25 <= len(note.text) <= 1500] == []
