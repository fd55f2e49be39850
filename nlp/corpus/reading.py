"""Reading the corpus: notes written by hand, one clause a line, each clause with its label.

A file of one author:

    # a01-001 | 唐小海 | hard | private
    o 今天下午我来到小海家。
    S+ 数学从六十分到七十八分，
    H 晚上跟奶奶睡，
    M 和奶奶说好每天陪读二十分钟。

Header: id, the record's student, `ordinary` or `hard`, then any of `mismatch`, `private`,
`boilerplate`, `copies=<id>[,<id>…]`. The note's text is its clauses joined; a line with a lone `|` is a
line break in the text.

A clause's code:

    item       S H M    a fact for in_school_report, home_situation, agreed_measures
               s h m    the item is only named (an empty phrase, an uncheckable wish)
               F        a measure that is already finished
               o        none of these; several letters where one clause serves several items
    judgement  + praise, - criticism of the student, ~ a bare concession that is no praise,
               x a judgement that the note itself rejects
    about      /p a parent, /b a sibling or classmate, /t a teacher: the judgement is about them

A clause bank (`read_bank`) has no headers: small groups of clauses that stand together, a blank line
between groups, comments after `#`.

The labels of a note follow from its clauses by the contract (see `labels`), so the two never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.contracts import TONES

ITEMS = {"S": "in_school_report", "H": "home_situation", "M": "agreed_measures"}
CODE = re.compile(r"(?P<items>[SHMshmF]+|o)(?P<judgement>[+\-~x]?)(?:/(?P<about>[pbt]))?\Z")
KINDS = ("ordinary", "hard")
BANK = "bank"
FLAGS = ("mismatch", "private", "boilerplate")


class CorpusError(ValueError):
    """A corpus file cannot be read; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One labelled clause: `[start, end)` in the note's text, in characters."""

    start: int
    end: int
    items: str
    judgement: str
    about: str


@dataclass(frozen=True, slots=True)
class LabelledNote:
    """A note of the corpus with its clauses; the note's labels follow from them."""

    id: str
    author: str
    student: str
    kind: str
    text: str
    clauses: tuple[Clause, ...]
    name_mismatch: bool = False
    private_data: bool = False
    boilerplate: bool = False
    near_duplicates: tuple[str, ...] = ()

    def labels(self) -> dict[str, object]:
        """The note's labels in the exchange format."""
        judgements = [c.judgement for c in self.clauses if c.judgement in ("+", "-") and not c.about]
        praised, criticised = "+" in judgements, "-" in judgements
        return {
            "id": self.id,
            "content": {name: self._state(letter) for letter, name in ITEMS.items()},
            "tone": TONES[praised, criticised],
            "praise_first": judgements[0] == "+" if judgements else None,
            "name_mismatch": self.name_mismatch,
            "private_data": self.private_data,
            "boilerplate": self.boilerplate,
            "near_duplicates": sorted(self.near_duplicates),
        }

    def _state(self, letter: str) -> str:
        items = "".join(c.items for c in self.clauses)
        if letter in items:
            return "present"
        return "mentioned" if letter.lower() in items else "absent"


@dataclass(slots=True)
class _Draft:
    header: tuple[str, str, str, tuple[str, ...]]
    place: str
    text: str = ""
    clauses: list[Clause] = field(default_factory=list)


def read(path: Path) -> list[LabelledNote]:
    """All notes of one author's file. Raises CorpusError."""
    return [_finished(draft, path.stem) for draft in _drafts(path)]


def read_bank(path: Path) -> list[LabelledNote]:
    """The groups of a clause bank, each like a note of kind `bank` without a student. Raises CorpusError."""
    groups: list[LabelledNote] = []
    draft = _Draft(("", "", BANK, ()), path.name)

    def close() -> None:
        if draft.clauses:
            name = f"{path.stem}-{len(groups) + 1}"
            groups.append(LabelledNote(name, path.stem, "", BANK, draft.text, tuple(draft.clauses)))
        draft.text, draft.clauses = "", []

    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            close()
        else:
            _add_clause(draft, line, f"{path.name}:{number}")
    close()
    return groups


def _drafts(path: Path) -> Iterator[_Draft]:
    draft: _Draft | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        place = f"{path.name}:{number}"
        if not line.strip():
            continue
        if line.startswith("#"):
            if draft is not None:
                yield draft
            draft = _Draft(_header(line, place), place)
        elif draft is None:
            raise CorpusError(f"{place}: a clause before the first header")
        elif line.strip() == "|":
            draft.text += "\n"
        else:
            _add_clause(draft, line, place)
    if draft is not None:
        yield draft


def _header(line: str, place: str) -> tuple[str, str, str, tuple[str, ...]]:
    parts = [part.strip() for part in line.lstrip("#").split("|")]
    if len(parts) < 3 or not all(parts[:3]) or parts[2] not in KINDS:
        raise CorpusError(f"{place}: a header is '# id | student | ordinary or hard [| flag …]'")
    flags = tuple(part for part in parts[3:] if part)
    for flag in flags:
        if flag not in FLAGS and not flag.startswith("copies="):
            raise CorpusError(f"{place}: unknown flag {flag!r}")
    return parts[0], parts[1], parts[2], flags


def _add_clause(draft: _Draft, line: str, place: str) -> None:
    code, _, words = line.partition(" ")
    found = CODE.match(code)
    if found is None or not words.strip():
        raise CorpusError(f"{place}: {code!r} is no clause code, or the clause is empty")
    start = len(draft.text)
    draft.text += words.rstrip()
    items = "" if found["items"] == "o" else found["items"]
    draft.clauses.append(
        Clause(start, len(draft.text), items, found["judgement"] or "", found["about"] or "")
    )


def _finished(draft: _Draft, author: str) -> LabelledNote:
    name, student, kind, flags = draft.header
    if not draft.clauses:
        raise CorpusError(f"{draft.place}: note {name} has no clause")
    copies = tuple(
        other.strip() for flag in flags if flag.startswith("copies=") for other in flag[7:].split(",")
    )
    return LabelledNote(
        id=name,
        author=author,
        student=student,
        kind=kind,
        text=draft.text,
        clauses=tuple(draft.clauses),
        name_mismatch="mismatch" in flags,
        private_data="private" in flags,
        boilerplate="boilerplate" in flags,
        near_duplicates=copies,
    )
