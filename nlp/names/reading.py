"""One reading of the names in a note: the student's own, wrong ones, other people's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from nlp import tokens
from nlp.contracts import Span
from nlp.names import candidates, model, persons
from nlp.names.forms import OTHER, STUDENT, NameForms, forms, mask, own_masked
from nlp.names.persons import Person
from nlp.names.spotting import Found
from nlp.names.tables import HAN

_OWN = re.compile(STUDENT + "+")
# Words that give the student a further name; not where they follow a relative (弟弟小名叫…).
_TIE = re.compile(
    rf"(?<![哥姐弟妹])(?:小名|乳名|昵称|外号|绰号|曾用名|原名|又名|人称|网名)(?:就|也|都)?(?:叫做?|是|为)?[“\"‘（(:：]?([{HAN}]{{2,3}})"
    rf"|(?:家里人?|大家|都|孩子们|同学们?|班[上里]|[村寨]里?[上里]?|人家|[爷奶爸妈婆公])(?:都|就|也)?[叫喊](?:[他她它]|孩子|娃娃?|作|做|成)?([{HAN}]{{2,3}})"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text; ``role`` is student | wrong | other."""

    span: Span
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class NameReading:
    """``masked``: the text, character for character, with `STUDENT` over the student's names (the wrong
    ones too: what is said there is said of the student) and `OTHER` over other people's; ``words``: the
    words of the text in which only the record's own name was masked; ``named``: every other name found.
    """

    masked: str
    words: list[str]
    named: tuple[Named, ...]


def read(
    normal: str,
    student: str,
    words_of: Callable[[str], list[str]],
    people: frozenset[str] = frozenset(),
    roster: Iterable[str] = (),
) -> NameReading:
    """The names in a normalised text about ``student``.

    ``words_of`` is called once; ``people`` are names known to belong into this note; ``roster`` the
    school's students (a frozenset is indexed once and kept).
    """
    record = forms(student.strip())
    own, strangers = own_masked(normal, record)
    words = words_of(own)
    named = find(own, words, record, people, roster, strangers)
    if not named:
        return NameReading(own, words, ())
    marks = [(n.span, OTHER if n.role == "other" else STUDENT) for n in named]
    return NameReading(mask(own, marks), words, named)


def find(
    own: str,
    words: Sequence[str],
    record: NameForms,
    people: frozenset[str],
    roster: Iterable[str],
    strangers: Iterable[str] = (),
) -> tuple[Named, ...]:
    """Every other person's name in a text in which the record's own name is masked already, in order.

    ``words``: those of the text; ``strangers``: names that are known to be somebody else's.
    """
    trained = model.load()
    found = trained.spotter.found(own, words)
    for name in near(own, record):
        found.setdefault(name, Found(candidates.FULL, 1.0, 0.0))
    for name in strangers:
        found[name] = Found(candidates.FULL, 4.0, 3.0)
    for name in people:
        if len(name) > 1 and name in own:
            found[name] = Found(candidates.FULL, 4.0, 3.0)
    listed = _listed(own, roster, found) if roster else frozenset()
    if not found:
        return ()
    everybody = persons.persons(own, found, listed)
    tied = _tied(own)
    times = sum(1 for _ in _OWN.finditer(own))
    result: list[Named] = []
    for person in everybody:
        role = _role(own, person, record, people, tied, times, len(everybody), trained)
        if role:
            result += [Named(span, own[span[0] : span[1]], role) for span in person.spans]
    return tuple(sorted(result, key=lambda n: n.span))


def near(own: str, record: NameForms) -> set[str]:
    """Names that begin like the record's and end otherwise (黑子宇 for 黑子轩), whatever the words."""
    if len(record.full) != 3 or not record.family or "·" in record.full:
        return set()
    stem = record.full[:2]
    if stem not in own:
        return set()
    ends = {rest[:1] for rest in own.split(stem)[1:]}
    least = 20 if tokens.known(stem) else 5
    return {stem + end for end in ends if end and candidates.score(end) >= least}


def _tied(own: str) -> set[str]:
    """Further names that the text itself gives the student."""
    if not ("名" in own or "号" in own or "叫" in own or "喊" in own or "人称" in own):
        return set()
    return {name for match in _TIE.finditer(own) for name in match.groups() if name}


def _role(
    text: str,
    person: Person,
    record: NameForms,
    people: frozenset[str],
    tied: set[str],
    times: int,
    many: int,
    trained: model.Model,
) -> str | None:
    name = person.name
    if any(name == known or (len(name) > 1 and name in known) for known in people):
        return "other"
    if record.fits(name) or any(one.startswith(name) or name.startswith(one[:2]) for one in tied):
        return "student"
    if trained.wrong(text, person, record, times, many) > model.THRESHOLD:
        return "wrong"
    if person.listed or persons.is_likely(person):
        return "other"
    return None


@lru_cache(maxsize=8)
def _index(roster: frozenset[str]) -> tuple[list[str], ahocorasick_rs.AhoCorasick]:
    names = sorted(name for name in roster if len(name) > 1)
    return names, ahocorasick_rs.AhoCorasick(names or ["\ue003"])


def _listed(own: str, roster: Iterable[str], found: dict[str, Found]) -> frozenset[str]:
    names, automaton = _index(roster if isinstance(roster, frozenset) else frozenset(roster))
    seen = (
        frozenset(names[number] for number, _, _ in automaton.find_matches_as_indexes(own, overlapping=True))
        if names
        else frozenset()
    )
    for name in seen:
        # A child called 高兴 or 向阳 stands in the roster; the word in the text is a name only by its place.
        found.setdefault(name, Found(candidates.FULL if len(name) > 2 else candidates.WORD, 1.0))
    return seen
