"""The hand-written word lists: what children and families do and are, as a teacher writes it.

Each ``*.tsv`` in this folder with four or five columns holds ``term, kind, polarity, place[, extra]``;
README.md describes the kinds.  All terms go into one automaton; a note is scanned once, leftmost and
longest first, so a longer entry (不错) takes away what a shorter one (错) would have said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick_rs

_FOLDER = Path(__file__).parent
WORD_LISTS = (
    "people", "merits", "faults", "traits", "deeds",
    "school", "home", "family", "measures", "grammar", "topics", "states",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a word list: polarity towards the student, place school | home | any."""

    term: str
    kind: str
    polarity: int
    place: str
    extra: str = ""


def read(name: str) -> list[Entry]:
    """One word list. Raises ValueError with file and line where a row is broken."""
    entries = []
    path = _FOLDER / f"{name}.tsv"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) not in (4, 5) or cells[3] not in ("school", "home", "any"):
            raise ValueError(f"{path.name}:{number}: {line!r}")
        entries.append(
            Entry(cells[0], cells[1], int(cells[2]), cells[3], cells[4] if len(cells) == 5 else "")
        )
    return entries


class Lexicon:
    """All word lists in one automaton."""

    def __init__(self) -> None:
        table: dict[str, list[Entry]] = {}
        for name in WORD_LISTS:
            for entry in read(name):
                table.setdefault(entry.term, []).append(entry)
        # A word may be several things (检查作业: a fact at home, an act to agree on); `entries` has each.
        self._entries = tuple(tuple(entries) for entries in table.values())
        self._automaton = ahocorasick_rs.AhoCorasick(
            list(table), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    @property
    def terms(self) -> int:
        """How many different words and phrases there are."""
        return len(self._entries)

    @property
    def entries(self) -> tuple[tuple[Entry, ...], ...]:
        """What each number that `find` gives stands for: the entries of one term."""
        return self._entries

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Every term in the text as ``(number, start, end)``, leftmost and longest, in order."""
        found: list[tuple[int, int, int]] = self._automaton.find_matches_as_indexes(text)
        return found


@cache
def load() -> Lexicon:
    """The word lists, read once a process."""
    return Lexicon()


@cache
def synonyms() -> dict[str, str]:
    """Words that stand for one another when two sentences are compared: word to representative."""
    table: dict[str, str] = {}
    for line in (_FOLDER / "synonyms.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words = line.split("\t")
            table.update(dict.fromkeys(words[1:], words[0]))
    return table


@cache
def _set_phrases() -> re.Pattern[str]:
    lines = (_FOLDER / "setphrases.tsv").read_text(encoding="utf-8").splitlines()
    return re.compile("(?:" + "|".join(line for line in lines if line and not line.startswith("#")) + ")")


def set_phrase(sentence: str) -> bool:
    """Whether a sentence is a salutation or a phrase that any note may have, from end to end.

    Every clause of it must be one; names must stand as ``\\ue000``.
    """
    parts = [part for part in re.split(r"[，,：:、\s]+", sentence) if part]
    return bool(parts) and all(_set_phrases().fullmatch(part) for part in parts)
