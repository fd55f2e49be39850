"""What of a text counts when two notes are compared: a stream of tokens with their places.

Names, numbers, dates and pronouns count for nothing; words of one meaning, relatives and subjects of
study stand for one another (`words.tsv`, and the synonyms of the lexicon).  The whole batch is masked at
once: one pass of one automaton, then a handful of array operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import ahocorasick_rs
import numpy as np
from numpy.typing import NDArray

from nlp import lexicon
from nlp.hashing import Ints

Flags = NDArray[np.bool_]

NAME = "\ue000"
SEPARATOR = "\ue0ff"
"""Stands between two notes of a batch; never in a normalised text that counts."""
_SIZE = 0x10000

_DROPPED = (
    "的了着呢吗啊呀吧嘛哦地得很也都就还又把被再才之其他她它我你您们个这那等将已要给对去来在是有到里上下时着过"
)
_NUMERALS = "0123456789零〇一二三四五六七八九十百千万两几半廿"
_DATE_UNITS = "年月日号点时分秒%"
_CLAUSE_ENDS = "，,：: \t（）()"
_SENTENCE_ENDS = "。！？!?\n\r；;…"


@dataclass(frozen=True, slots=True)
class Tables:
    """Per code point (below 0x10000): counts at all, its token, and the boundaries."""

    kept: Flags
    token: NDArray[np.uint16]
    numeral: Flags
    date_unit: Flags
    clause_end: Flags
    sentence_end: Flags


@cache
def tables() -> Tables:
    """Made once a process."""
    kept = np.zeros(_SIZE, dtype=np.bool_)
    kept[0x4E00:0xA000] = True
    kept[0x3400:0x4DC0] = True
    for letter in range(26):
        kept[0x41 + letter] = kept[0x61 + letter] = True
    token = np.arange(_SIZE, dtype=np.uint16)
    token[0x41:0x5B] += 32
    for one in _DROPPED + _NUMERALS:
        kept[ord(one)] = False
    for character, stands in words().single:
        kept[character] = stands > 0
        token[character] = stands or character
    return Tables(
        kept,
        token,
        _flags(_NUMERALS),
        _flags(_DATE_UNITS),
        _flags(_CLAUSE_ENDS + _SENTENCE_ENDS + SEPARATOR),
        _flags(_SENTENCE_ENDS + SEPARATOR),
    )


def _flags(characters: str) -> Flags:
    found = np.zeros(_SIZE, dtype=np.bool_)
    found[[ord(one) for one in characters]] = True
    return found


@dataclass(frozen=True, slots=True)
class Words:
    """The automaton over all words with the token each stands for (0: none); words of one character apart."""

    automaton: ahocorasick_rs.AhoCorasick
    tokens: NDArray[np.uint16]
    kin: int
    single: tuple[tuple[int, int], ...]


@cache
def words() -> Words:
    """The words of `words.tsv`, then the lexicon's synonyms where they add some; read once."""
    table: dict[str, str] = {}
    for line in (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, *listed = line.split("\t")
            for word in listed:
                table.setdefault(word, kind)
    for word, first in lexicon.synonyms().items():
        table.setdefault(word, table.get(first, first))
    # By their first character and not by their place, so that a longer list leaves stored hashes valid.
    kinds = {kind: 0 if kind == "-" else ord(kind[0]) for kind in table.values()}
    longer = {word: kinds[kind] for word, kind in table.items() if len(word) > 1}
    return Words(
        ahocorasick_rs.AhoCorasick(list(longer), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        np.array(list(longer.values()), dtype=np.uint16),
        kinds["亲"],
        tuple((ord(word), kinds[kind]) for word, kind in table.items() if len(word) == 1),
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch, in order; `sentence`, `clause` number them through the whole batch.

    `sentence_ends[k]` is the character that ends sentence k, `clause_ends` likewise; `raw` are the text's
    own characters.
    """

    code: NDArray[np.uint16]
    place: Ints
    clause: Ints
    sentence: Ints
    note: Ints
    clause_ends: Ints
    sentence_ends: Ints
    raw: NDArray[np.uint16]


def tokens(text: str) -> Tokens:
    """The tokens of notes joined by `SEPARATOR`; `place` is the character in `text`."""
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = np.where(raw < _SIZE, raw, 0).astype(np.uint16)
    table = tables()
    kept = table.kept[codes]
    token = table.token[codes]
    numeral = table.numeral[codes]
    after = np.zeros(len(codes), dtype=np.bool_)
    after[1:] = numeral[:-1]
    kept &= ~(after & table.date_unit[codes])

    vocabulary = words()
    found = vocabulary.automaton.find_matches_as_indexes(text)
    if found:
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found))
        word, start, end = flat[0::3], flat[1::3], flat[2::3]
        inside = np.zeros(len(codes) + 1, dtype=np.int8)
        inside[start] += 1
        inside[end] -= 1
        kept &= ~np.cumsum(inside[:-1], dtype=np.int8).astype(np.bool_)
        stands = vocabulary.tokens[word]
        real = stands > 0
        kept[start[real]] = True
        token[start[real]] = stands[real]

    place = np.flatnonzero(kept)
    code = token[place]
    clause_end, sentence_end = table.clause_end[codes], table.sentence_end[codes]
    clause = np.cumsum(clause_end, dtype=np.int64)[place]
    # Relatives side by side (爷爷奶奶, 父母双亲) are one.
    double = (code[1:] == vocabulary.kin) & (code[:-1] == vocabulary.kin) & (clause[1:] == clause[:-1])
    if double.any():
        single = np.ones(len(code), dtype=np.bool_)
        single[1:] = ~double
        place, code, clause = place[single], code[single], clause[single]
    return Tokens(
        code,
        place,
        clause,
        np.cumsum(sentence_end, dtype=np.int64)[place],
        np.cumsum(codes == ord(SEPARATOR), dtype=np.int64)[place],
        np.flatnonzero(clause_end),
        np.flatnonzero(sentence_end),
        codes,
    )
