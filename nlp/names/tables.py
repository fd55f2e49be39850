"""What is known about names: family names, characters of given names, sounds and shapes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

LEXICON = Path(__file__).parent.parent / "lexicon"
HAN = "\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Surnames:
    """Family names: certain ones, ones that are everyday characters too, compound ones; characters of
    names written by sound (``strange`` ones are seldom seen elsewhere).
    """

    common: frozenset[str]
    careful: frozenset[str]
    compound: frozenset[str]
    foreign: frozenset[str]
    strange: frozenset[str]


def rows(name: str) -> list[str]:
    """The lines of a word list without its comments."""
    lines = (LEXICON / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def surnames() -> Surnames:
    """The family names, read once."""
    table = dict(line.split("\t") for line in rows("surnames.tsv"))
    return Surnames(
        frozenset(table["common"]), frozenset(table["careful"]) - frozenset(table["common"]),
        frozenset(table["compound"].split()), frozenset(table["foreign"]), frozenset(table["strange"]),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Characters:
    """Log-odds (tenths) of a character at a place in a name against a note's other text."""

    family: dict[str, int]
    first: dict[str, int]
    last: dict[str, int]


@cache
def characters() -> Characters:
    """The characters of names, read once."""
    table = Characters({}, {}, {})
    places = {"family": table.family, "first": table.first, "last": table.last}
    for line in rows("namechars.tsv"):
        place, score, found = line.split("\t")
        places[place].update(dict.fromkeys(found, int(score)))
    return table


@cache
def no_names() -> frozenset[str]:
    """Words that look like names and are none."""
    return frozenset(word for line in rows("nonames.tsv") for word in line.split())


@cache
def neighbours(side: str) -> tuple[str, ...]:
    """Words that stand ``before`` or ``after`` names of people who are not the note's student."""
    found = (line.split("\t") for line in rows("namewords.tsv"))
    return tuple(word for place, words in found if place == side for word in words.split())


@cache
def _syllables() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in rows("pinyin.tsv"):
        syllable, characters = line.split("\t")
        for character in characters:
            table.setdefault(character, set()).add(syllable)
    return {character: frozenset(syllables) for character, syllables in table.items()}


@cache
def _shapes() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in rows("lookalikes.tsv"):
        for character in line:
            table[character] = table.get(character, frozenset()) | frozenset(line)
    return table


@lru_cache(maxsize=8192)
def alike(a: str, b: str) -> bool:
    """Two characters that sound or look the same (tones and n/ng, z/zh aside, as dictation mixes them)."""
    if a == b or b in _shapes().get(a, ()):
        return True
    first, second = _syllables().get(a, frozenset()), _syllables().get(b, frozenset())
    return bool(first & second) or bool({_dialect(s) for s in first} & {_dialect(s) for s in second})


def _dialect(syllable: str) -> str:
    return re.sub(r"^([zcs])h", r"\1", re.sub(r"([aei])ng$", r"\1n", syllable))


class Sounds(NamedTuple):
    """Names written by sound and their ``parts``, and every ``single`` character of one."""

    parts: frozenset[str]
    single: frozenset[str]


@cache
def sounds() -> Sounds:
    """The names written by sound, read once."""
    parts = frozenset(name for line in rows("soundnames.tsv") for name in line.split("\t")[1].split())
    return Sounds(parts, surnames().foreign.union(*parts))
