"""Names for made examples; how notes name their student (`students.txt`) and other people (`others.txt`)."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

from nlp.corpus.reading import LabelledNote
from nlp.names.candidates import family_of
from nlp.names.forms import NameForms, forms
from nlp.names.tables import characters, sounds, surnames

LETTERS = "FfGgAE"
PLAIN = re.compile("[\u4e00-\u9fff]{2,4}\\Z")
_SIBLING = re.compile("[哥姐弟妹兄老]")


class Pool:
    """Names to put in place of a child's: the corpus' own, and made-up ones of rarer characters."""

    def __init__(self, notes: Sequence[LabelledNote], dice: random.Random) -> None:
        self._own = sorted({note.student for note in notes if PLAIN.match(note.student)})
        chars = characters()
        self._family = sorted(surnames().common)
        self._first = sorted(c for c, value in chars.first.items() if value >= -10)
        self._last = sorted(c for c, value in chars.last.items() if value >= -10)
        self._sounds = sorted(name for name in sounds().parts if len(name) > 1)
        self._dice = dice

    def plain(self) -> str:
        """A name of Chinese making."""
        dice = self._dice
        if dice.random() < 0.65:
            return dice.choice(self._own)
        first = dice.choice(self._first) if dice.random() < 0.75 else ""
        return dice.choice(self._family) + first + dice.choice(self._last)

    def by_sound(self) -> str:
        """A name written by sound."""
        return self._dice.choice(self._sounds)


def bank(name: str) -> list[str]:
    """The stretches of text of `others.txt` or `students.txt`."""
    lines = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def nearly(own: NameForms, dice: random.Random) -> NameForms:
    """A name that shares the family name and, where there are two, one character of the given name."""
    chars = characters()
    last = sorted(c for c, value in chars.last.items() if value >= 15)
    if len(own.given) == 1 or dice.random() < 0.8:
        return forms(own.family + own.given[:-1] + dice.choice(last))
    first = sorted(c for c, value in chars.first.items() if value >= 15)
    return forms(own.family + dice.choice(first) + own.given[-1])


def people(stretch: str, own: NameForms, pool: Pool, dice: random.Random) -> dict[str, str]:
    """Names for the letters of a stretch; a brother's or sister's often resembles the student's."""
    sibling = _SIBLING.search(stretch[:4]) is not None
    new: dict[str, str] = {}
    for letter in LETTERS:
        name = pool.plain()
        family = family_of(name)
        given = name[len(family) :]
        if sibling and letter in "FG" and dice.random() < 0.6:
            name = nearly(own, dice).full
            given = name[len(own.family) :]
        if letter in "Gg":
            name = given if len(given) == 2 else name
        elif letter == "E":
            name = own.family + given
        new[letter] = name
    return new
