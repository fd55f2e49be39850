"""Made examples for training the check of names: notes with a wrong name, notes with other people.

Notes about the right child hold few wrong names, so each also serves with the child's name replaced by
another one: everywhere, once, by another family name only, by one that is nearly the same, or put in place
of a pronoun.  Other people come from `others.txt`, put into notes as further sentences.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from nlp import text as texts
from nlp.corpus.reading import LabelledNote
from nlp.names.candidates import family_of
from nlp.names.forms import NameForms, forms, own_spans
from nlp.names.pool import LETTERS, Pool, nearly, people

MODES = ("all", "one", "family", "near")
_SUBJECT = re.compile("(?:他|她|该生|孩子|娃|这孩子|这娃)(?!们)")


def swapped(
    note: LabelledNote, pool: Sequence[str], mode: str, dice: random.Random
) -> tuple[str, set[str]] | None:
    """The note's text with another child's name, and the names that are new; None where that cannot be."""
    text = texts.normalise(note.text)
    own = forms(texts.normalise(note.student).strip())
    spans = own_spans(text, own)
    if "·" in own.full or not own.family or not 1 <= len(own.given) <= 2 or not spans:
        return None
    other = nearly(own, dice) if mode == "near" else _other(own, pool, dice)
    if other is None or other.fits(own.full) or own.fits(other.full):
        return None
    one = mode == "one" or (mode == "near" and dice.random() < 0.5)
    picked = {dice.randrange(len(spans))} if one else set(range(len(spans)))
    parts: list[str] = []
    new: set[str] = set()
    at = 0
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        swap = _swap(word, own, other, mode, dice) if number in picked else word
        if swap != word:
            new.add(swap)
        parts += (text[at:start], swap)
        at = end
    parts.append(text[at:])
    return ("".join(parts), new) if new else None


def _other(own: NameForms, pool: Sequence[str], dice: random.Random) -> NameForms | None:
    for _ in range(50):
        other = forms(dice.choice(pool))
        if (
            len(other.given) == len(own.given)
            and not other.fits(own.full)
            and other.given != own.given
            and other.family != own.family
        ):
            return other
    return None


def _swap(word: str, own: NameForms, other: NameForms, mode: str, dice: random.Random) -> str:
    if mode == "family":
        if word == own.full or (word == own.given and dice.random() < 0.5):
            return other.family + own.given
        return word
    if word == own.given and mode == "one" and dice.random() < 0.5:
        return other.full
    pairs = {
        own.full: other.full,
        own.given: other.given,
        own.given[-1] * 2: other.given[-1] * 2,
        own.given[0] * 2: other.given[0] * 2,
        "小" + own.given[-1]: "小" + other.given[-1],
    }
    if word not in pairs and word.startswith(own.full):
        return other.full + word[len(own.full) :]
    return pairs.get(word, word)


def beside(
    note: LabelledNote, stretches: Sequence[str], pool: Pool, dice: random.Random, most: int = 2
) -> tuple[str, set[str]] | None:
    """The note with stretches of a bank put in, and the names of the people in them."""
    text = texts.normalise(note.text)
    own = forms(texts.normalise(note.student).strip())
    stops = [match.end() for match in re.finditer("[。！？；\n]", text)]
    if not stops or not own.family:
        return None
    names: set[str] = set()
    pronoun = "她" if text.count("她") > text.count("他") else "他"
    spans = own_spans(text, own)
    short = text[slice(*dice.choice(spans))] if spans else "该生"
    parts: list[str] = []
    at = 0
    for stop in sorted(dice.sample(stops, min(most, len(stops)))):
        stretch = dice.choice(stretches)
        new = people(stretch, own, pool, dice)
        names |= {new[letter] for letter in set(stretch) & set(LETTERS)}
        new["P"] = pronoun if dice.random() < 0.7 else short
        parts += (text[at:stop], "".join(new.get(c, c) for c in stretch), "\n" * (text[stop - 1] == "\n"))
        at = stop
    parts.append(text[at:])
    return "".join(parts), names


def instead(note: LabelledNote, pool: Pool, dice: random.Random) -> tuple[str, set[str]] | None:
    """The note with a wrong name in place of a pronoun that begins a clause about the student."""
    text = texts.normalise(note.text)
    found = [
        match
        for clause in note.clauses
        if not clause.about and clause.items and (match := _SUBJECT.match(text, clause.start, clause.end))
    ]
    own = forms(texts.normalise(note.student).strip())
    if not found or not own_spans(text, own):
        return None
    match = dice.choice(found)
    name = pool.plain()
    family = family_of(name)
    given = name[len(family) :]
    way = dice.random()
    if way < 0.35 and len(given) == 2:
        name = given
    elif way < 0.6 and own.family:
        name = own.family + given
    if own.fits(name):
        return None
    return text[: match.start()] + name + text[match.end() :], {name}
