"""The persons named in a text: where each stands, and what is seen of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import ahocorasick_rs

from nlp import tokens
from nlp.contracts import Span
from nlp.names import candidates, slots
from nlp.names.spotting import Found
from nlp.names.tables import no_names, surnames

_TAKEN = "\ue002"
_FEW = 24
# More places than these say nothing new about a person.
ENOUGH = 16


@dataclass(slots=True)
class Person:
    """Somebody named in the text: the longest form of the name, its kind, every place."""

    name: str
    kind: int
    spans: list[Span] = field(default_factory=list)
    sure: float = 0.0
    looks: float = 0.0
    listed: bool = False
    titled: bool = False


def persons(text: str, found: Mapping[str, Found], listed: frozenset[str] = frozenset()) -> list[Person]:
    """One person for each name; a given name alone belongs to the full name that ends with it."""
    names = sorted(found, key=lambda name: (-len(name), name))
    places = _places(text, names)
    result: list[Person] = []
    endings: dict[str, Person] = {}
    for name in names:
        spans = places.get(name)
        if not spans:
            continue
        seen = found[name]
        if seen.kind in (candidates.GIVEN, candidates.PET, candidates.WORD) and len(name) == 2:
            name, spans = _with_family(text, name, spans)
        whole = endings.get(name)
        if whole is not None:
            whole.spans += spans
            continue
        kind = seen.kind if name in found else candidates.FULL
        titled = any(text.startswith(slots.TITLES, end) for _, end in spans[:ENOUGH])
        person = Person(name, kind, spans, seen.sure, seen.looks, name in listed, titled)
        result.append(person)
        if kind == candidates.FULL and len(name) > 2:
            endings.setdefault(name[-2:], person)
    return result


def _with_family(text: str, name: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The name with the family name that the segmenter left to the word before it, where there is one."""
    for at, (start, end) in enumerate(spans):
        before = text[start - 1] if start else ""
        if (
            before in surnames().common
            and (start < 2 or not tokens.known(text[start - 2 : start]))
            and before + name not in no_names()
        ):
            return before + name, [*spans[:at], (start - 1, end), *spans[at + 1 :]]
    return name, spans


def _places(text: str, names: list[str]) -> dict[str, list[Span]]:
    places: dict[str, list[Span]] = {}
    if len(names) > _FEW:
        automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        for number, start, end in automaton.find_matches_as_indexes(text):
            places.setdefault(names[number], []).append((start, end))
        return places
    for name in names:
        at = text.find(name)
        if at < 0:
            continue
        spans = places[name] = []
        while at >= 0:
            spans.append((at, at + len(name)))
            at = text.find(name, at + len(name))
        text = text.replace(name, _TAKEN * len(name))
    return places


def is_likely(person: Person) -> bool:
    """Whether the piece is a name more likely than not."""
    return person.sure > 0
