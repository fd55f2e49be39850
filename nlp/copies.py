"""Copied text: sentence fingerprints, the 70 % rule, boilerplate, shared sentences.

A sentence is compared in a *masked* form: names, numbers, dates and pronouns stand for nothing,
synonyms of single words stand for one another, set phrases and salutations are no evidence.  The
fingerprint is a keyed hash of that form, so that a database can hold it without holding the words.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import ahocorasick_rs
from rapidfuzz import fuzz

from nlp import lexicon, text
from nlp.contracts import PairMatch, SentencePrint, Span

SHARED_LENGTH = 20
_FUZZY = 82.0
_SHORTEST = 5
_FEW = 4

_MARKS = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9\ue000]+")
_DATES = re.compile(
    r"(?:\d{2,4}|[一二三四五六七八九〇零]{4}|[Xx]{4})年|\d{1,2}月(?:\d{1,2}[日号])?|\d{1,2}[日号]|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}[日号]"
    r"|(?:上|下|这|本)?(?:个)?(?:周|星期|礼拜)[一二三四五六日天末]?|今天|昨天|前天|今晚|昨晚|上午|下午|傍晚|早上|晚上|中午|\d{1,2}[点:：时]\d{0,2}分?半?"
)
_NUMBERS = re.compile(
    r"\d{1,20}(?:\.\d{1,6})?%?|[零一二三四五六七八九十百千万两几半]{1,8}(?=[个次天周年月分元块点岁名人口遍小页题道课节本门位只张里公米平])"
)
_PRONOUNS = re.compile(
    r"该生|该同学|该学生|这个孩子|这个学生|这位同学|这孩子|这娃|这学生|孩子|娃娃|娃儿|娃|同学|学生|小朋友|他们|她们|他|她|它|其|我们|咱们|我|你们|你|您"
)
_EMPTY_WORDS = re.compile(
    r"[的了着呢吗啊呀吧地得很也都就还又把被]|非常|十分|特别|比较|有点|有些|一些|一直|经常|总是|老是|常常|往往|目前|现在|平时|最近"
)


@cache
def _synonyms() -> tuple[ahocorasick_rs.AhoCorasick, tuple[str, ...]]:
    table = lexicon.synonyms()
    words = tuple(table)
    return (
        ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        tuple(table[word] for word in words),
    )


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence (or clause) as it is compared: span, masked form, own length, substantive or not."""

    start: int
    end: int
    form: str
    length: int
    substantive: bool


def masked(sentence: str) -> str:
    """A sentence's words as they are compared; names must already stand as ``\\ue000``."""
    form = _DATES.sub("", sentence)
    form = _NUMBERS.sub("", form)
    automaton, targets = _synonyms()
    parts: list[str] = []
    at = 0
    for number, start, end in automaton.find_matches_as_indexes(form):
        parts += (form[at:start], targets[number])
        at = end
    form = "".join(parts) + form[at:]
    form = _PRONOUNS.sub("", form)
    form = _EMPTY_WORDS.sub("", form)
    return _MARKS.sub("", form).replace("\ue000", "")


def _substantive(raw: str, form: str, headings: frozenset[str]) -> bool:
    if len(form) < _SHORTEST or form in headings:
        return False
    return not lexicon.set_phrase(raw)


def units(
    masked_text: str, pieces: Iterable[text.Piece], headings: frozenset[str] = frozenset()
) -> list[Unit]:
    """The given pieces as units of comparison; ``masked_text`` has names as ``\\ue000``."""
    found = []
    for piece in pieces:
        raw = masked_text[piece.start : piece.end]
        form = masked(raw)
        length = sum(1 for c in raw if c.isalnum() or c == "\ue000")
        found.append(Unit(piece.start, piece.end, form, length, _substantive(raw, form, headings)))
    return found


_COLON = re.compile(r"[：:](?!\d)")


def _sentences(masked_text: str) -> list[text.Piece]:
    """Sentences, cut at a colon too: what introduces a list is copied apart from the list."""
    found: list[text.Piece] = []
    for piece in text.sentences(masked_text):
        at = piece.start
        for colon in _COLON.finditer(masked_text, piece.start, piece.end):
            if colon.start() > at:
                found.append(text.Piece(at, colon.start(), piece.sentence))
            at = colon.end()
        if at < piece.end:
            found.append(text.Piece(at, piece.end, piece.sentence))
    return found


def fingerprint(form: str, key: bytes = b"") -> int:
    """A signed 64-bit keyed hash of a masked form."""
    digest = hashlib.blake2b(form.encode("utf-8"), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "big", signed=True)


class CopyText:
    """One note made ready for comparison; sentences at once, clauses only when they are needed."""

    __slots__ = ("_clauses", "_headings", "_sentences", "masked_text")

    def __init__(self, masked_text: str, headings: frozenset[str] = frozenset()) -> None:
        self.masked_text = masked_text
        self._headings = headings
        self._sentences: list[Unit] | None = None
        self._clauses: list[Unit] | None = None

    @property
    def sentences(self) -> list[Unit]:
        """The note's sentences as units; made when first asked for, so that the live check pays nothing."""
        if self._sentences is None:
            self._sentences = units(self.masked_text, _sentences(self.masked_text), self._headings)
        return self._sentences

    @property
    def clauses(self) -> list[Unit]:
        """The note's clauses as units."""
        if self._clauses is None:
            self._clauses = units(self.masked_text, text.clauses(self.masked_text), self._headings)
        return self._clauses

    def substantive(self, fine: bool = False) -> list[Unit]:
        """The units that count as evidence: sentences, or clauses when ``fine``."""
        return [unit for unit in (self.clauses if fine else self.sentences) if unit.substantive]

    def prints(self, key: bytes = b"") -> list[SentencePrint]:
        """Fingerprints of the sentences, for a database."""
        return [
            SentencePrint(u.start, u.end, fingerprint(u.form, key), u.length, u.substantive)
            for u in self.sentences
        ]


def same(a: str, b: str) -> bool:
    """Two masked forms that say the same words, but for single words and their order."""
    if a == b:
        return True
    shorter, longer = sorted((len(a), len(b)))
    if shorter < _SHORTEST or shorter < 0.6 * longer:
        return False
    if fuzz.ratio(a, b, score_cutoff=_FUZZY) > 0:
        return True
    return shorter >= 12 and _shared_pairs(a, b) >= 0.85


def _shared_pairs(a: str, b: str) -> float:
    """The share of neighbouring character pairs in common: blind to the order of clauses."""
    first = {x + y for x, y in pairwise(a)}
    second = {x + y for x, y in pairwise(b)}
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def match(a: Sequence[Unit], b: Sequence[Unit]) -> list[tuple[Unit, Unit]]:
    """Pairs of units, each used once, exact ones first."""
    pairs: list[tuple[Unit, Unit]] = []
    left: list[Unit] = []
    by_form: dict[str, list[int]] = defaultdict(list)
    for index, unit in enumerate(b):
        by_form[unit.form].append(index)
    used: set[int] = set()
    for unit in a:
        here = by_form.get(unit.form)
        if here:
            index = here.pop(0)
            used.add(index)
            pairs.append((unit, b[index]))
        else:
            left.append(unit)
    for unit in left:
        for index, other in enumerate(b):
            if index not in used and same(unit.form, other.form):
                used.add(index)
                pairs.append((unit, other))
                break
    return sorted(pairs, key=lambda pair: pair[0].start)


def compare(a: CopyText, b: CopyText) -> PairMatch:
    """The 70 % rule on two notes; clauses are counted when one of them has under four sentences."""
    fine = min(len(a.sentences), len(b.sentences)) < _FEW
    best = _compare(a, b, fine)
    if not fine and not best.near_duplicate and best.ratio >= 0.3:
        # Sentences joined or cut apart by other punctuation are the same sentences still.
        finer = _compare(a, b, True)
        if finer.ratio > best.ratio:
            best = finer
    return best


def _compare(a: CopyText, b: CopyText, fine: bool) -> PairMatch:
    first, second = a.substantive(fine), b.substantive(fine)
    shorter = min(len(first), len(second))
    if not shorter:
        return PairMatch(0.0, ())
    pairs = match(first, second)
    if shorter < 2 and sum(unit.length for unit, _ in pairs) < SHARED_LENGTH:
        return PairMatch(0.0, ())
    return PairMatch(
        len(pairs) / shorter,
        tuple(((here.start, here.end), (there.start, there.end)) for here, there in pairs),
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """A sentence of this note (span) that stands in other notes, with its place there."""

    span: Span
    length: int
    places: tuple[tuple[str, Span], ...]


def shared_sentences(own: CopyText, others: Mapping[str, CopyText]) -> list[Shared]:
    """Every substantive sentence of ``own`` that stands in some of ``others``."""
    found = []
    for unit in own.substantive():
        places = [
            (name, (other.start, other.end))
            for name, there in others.items()
            for other in [next((o for o in there.substantive() if same(unit.form, o.form)), None)]
            if other is not None
        ]
        if places:
            found.append(Shared((unit.start, unit.end), unit.length, tuple(places)))
    return found


def boilerplate(own: CopyText, others: Mapping[str, CopyText]) -> bool:
    """More than half of the substantive sentences stand elsewhere, in at least two other notes."""
    fine = len(own.sentences) < _FEW
    mine = own.substantive(fine)
    if len(mine) < 2:
        return False
    hit, sources = 0, set()
    for unit in mine:
        where = {
            name
            for name, there in others.items()
            if any(same(unit.form, o.form) for o in (there.substantive(fine) or ()))
        }
        hit += bool(where)
        sources |= where
    return hit > len(mine) / 2 and len(sources) >= 2


def candidates(texts: Sequence[CopyText], limit: int = 25) -> list[list[int]]:
    """For each note the notes that share a sentence, or enough word shingles, with it; best first.

    Linear in the notes: hot sentences and shingles are capped, so a phrase that everybody uses does
    not pair everybody with everybody.
    """
    postings: dict[str, list[int]] = defaultdict(list)
    keys: list[list[str]] = []
    for number, note in enumerate(texts):
        own = {unit.form for unit in note.substantive()}
        own |= {unit.form for unit in note.substantive(True)}
        for form in list(own):
            own |= {form[i : i + 6] for i in range(max(0, len(form) - 5))}
        keys.append(sorted(own))
        for form in own:
            postings[form].append(number)
    found: list[list[int]] = []
    cap = max(50, 4 * limit)
    for number, forms in enumerate(keys):
        votes: dict[int, float] = defaultdict(float)
        for form in forms:
            here = postings[form]
            if 1 < len(here) <= cap:
                for other in here:
                    votes[other] += len(form) / len(here)
        votes.pop(number, None)
        ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
        found.append([other for other, weight in ranked[:limit] if weight > 1])
    return found
