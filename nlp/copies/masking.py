"""What of a text counts when two notes are compared: a stream of tokens with their places.

Names, numbers, dates and pronouns count for nothing; words of one meaning, relatives and subjects of
study stand for one another (`words.tsv`, and the synonyms of the lexicon).  The whole batch is masked at
once, by a handful of array operations.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

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
TRIM = " \t、\"'“”‘’()（）【】《》[]"


KEPT, NUMERAL, DATE_UNIT, CLAUSE_END, SENTENCE_END, TRIMMED, LETTER = (1 << bit for bit in range(7))
"""What a character is, as bits: counts at all; ...; may stand around a piece; is a letter or digit."""


@dataclass(frozen=True, slots=True)
class Tables:
    """Per code point (below 0x10000): what it is, and its token."""

    marks: NDArray[np.uint8]
    token: NDArray[np.uint16]


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
    marks = kept * np.uint8(KEPT)
    for characters, mark in (
        (_NUMERALS, NUMERAL),
        (_DATE_UNITS, DATE_UNIT),
        (_CLAUSE_ENDS + _SENTENCE_ENDS + SEPARATOR, CLAUSE_END),
        (_SENTENCE_ENDS + SEPARATOR, SENTENCE_END),
        (TRIM, TRIMMED),
    ):
        marks[[ord(one) for one in characters]] |= mark
    letters = [chr(code).isalnum() or chr(code) == NAME for code in range(_SIZE)]
    marks[np.flatnonzero(letters)] |= LETTER
    return Tables(marks, token)


@dataclass(frozen=True, slots=True)
class Words:
    """Words of two and more characters by how they begin, and the token each stands for (0: none).

    `begins` are the sorted first two characters; `token` what these alone stand for (-1: no word);
    `longer` the longer words that begin so, the longest first; `third` their third characters, each with the
    number of its beginning. `sieve` tells quickly what cannot be a beginning. Words of one character are
    apart.
    """

    sieve: Flags
    begins: NDArray[np.uint32]
    token: NDArray[np.int64]
    longer: tuple[tuple[tuple[str, int], ...], ...]
    third: NDArray[np.uint32]
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
    begins = sorted({word[:2] for word in table if len(word) > 1})
    longer = tuple(
        tuple(
            (word, kinds[table[word]])
            for word in sorted(table, key=len, reverse=True)
            if len(word) > 2 and word[:2] == begin
        )
        for begin in begins
    )
    thirds = {number << 16 | ord(word[2]) for number, found in enumerate(longer) for word, _ in found}
    left, right = (np.array([ord(begin[place]) for begin in begins], dtype=np.uint16) for place in (0, 1))
    sieve = np.zeros(_SIZE, dtype=np.bool_)
    sieve[_sifted(left, right)] = True
    return Words(
        sieve,
        _joined(left, right),
        np.array([kinds[table[begin]] if begin in table else -1 for begin in begins], dtype=np.int64),
        longer,
        np.array([*sorted(thirds), 2**32 - 1], dtype=np.uint32),
        kinds["亲"],
        tuple((ord(word), kinds[kind]) for word, kind in table.items() if len(word) == 1),
    )


def _sifted(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint16]:
    return first * np.uint16(0x9E37) ^ second


def _joined(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> NDArray[np.uint32]:
    return first.astype(np.uint32) << np.uint32(16) | second


def _found_words(text: str, codes: NDArray[np.uint16]) -> tuple[Ints, Ints, Ints]:
    """Where words begin and end and what they stand for: from the left, the longest at each place."""
    vocabulary = words()
    start = np.flatnonzero(vocabulary.sieve.take(_sifted(codes[:-1], codes[1:])))
    keys = _joined(codes[start], codes[start + 1])
    begin = np.minimum(np.searchsorted(vocabulary.begins, keys), len(vocabulary.begins) - 1)
    real = vocabulary.begins[begin] == keys
    start, begin = start[real], begin[real]
    end, stands = start + 2, vocabulary.token[begin]
    third = begin.astype(np.uint32) << np.uint32(16) | codes.take(end, mode="clip")
    for index in np.flatnonzero(vocabulary.third[np.searchsorted(vocabulary.third, third)] == third).tolist():
        place = int(start[index])
        for word, token in vocabulary.longer[begin[index]]:
            if text.startswith(word, place):
                end[index], stands[index] = place + len(word), token
                break
    real = stands >= 0
    start, end, stands = start[real], end[real], stands[real]
    kept = np.ones(len(start), dtype=np.bool_)
    for index in (np.flatnonzero(start[1:] < np.maximum.accumulate(end)[:-1]) + 1).tolist():
        before = index - 1
        while not kept[before]:
            before -= 1
        kept[index] = start[index] >= end[before]
    return start[kept], end[kept], stands[kept]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a batch, in order, and where the text is cut.

    `clause_ends[k]` is the character that ends clause k and `clause_bounds[k]` its first token, so
    `clause_bounds` is one longer; likewise sentences, and notes (`bounds`). `raw` are the text's own
    characters, `marks` what they are.
    """

    code: NDArray[np.uint16]
    bounds: Ints
    clause_ends: Ints
    clause_bounds: Ints
    sentence_ends: Ints
    sentence_bounds: Ints
    raw: NDArray[np.uint16]
    marks: NDArray[np.uint8]


def tokens(text: str) -> Tokens:
    """The tokens of notes, each followed by `SEPARATOR`."""
    codes = _code_points(text)
    table = tables()
    marks = table.marks.take(codes)
    kept = (marks & KEPT).view(np.bool_)
    units = np.flatnonzero((marks & DATE_UNIT) > 0)
    units = units[units > 0]
    kept[units[(marks[units - 1] & NUMERAL) > 0]] = False

    start, end, stands = _found_words(text, codes)
    inside = start
    while len(inside):
        kept[inside] = False
        going = end > inside + 1
        inside, end = inside[going] + 1, end[going]
    real = stands > 0
    kept[start[real]] = True

    place = np.flatnonzero(kept)
    code = table.token.take(codes.take(place))
    before = np.cumsum(kept, dtype=np.int32)
    code[before[start[real]] - 1] = stands[real]
    clause_end = (marks & CLAUSE_END) > 0
    # Relatives side by side (爷爷奶奶, 父母双亲) are one.
    kin = code == words().kin
    double = np.flatnonzero(kin[1:] & kin[:-1]) + 1
    clause_ends = np.flatnonzero(clause_end)
    clause = np.searchsorted(clause_ends, place[double])
    double = double[clause == np.searchsorted(clause_ends, place[double - 1])]
    if len(double):
        kept[place[double]] = False
        before = np.cumsum(kept, dtype=np.int32)
        code = np.delete(code, double)
    bounds: Ints = np.append(0, before[clause_ends]).astype(np.int64)
    sentence = (marks[clause_ends] & SENTENCE_END) > 0
    note = codes[clause_ends] == ord(SEPARATOR)
    return Tokens(
        code,
        _cut(bounds, note),
        clause_ends,
        bounds,
        clause_ends[sentence],
        _cut(bounds, sentence),
        codes,
        marks,
    )


def _code_points(text: str) -> NDArray[np.uint16]:
    """The text's characters; those above 0xFFFF, which never count, as 0."""
    narrow = text.encode("utf-16-le", "surrogatepass")
    if len(narrow) == 2 * len(text):
        return np.frombuffer(narrow, dtype=np.uint16)
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(raw < _SIZE, raw, 0).astype(np.uint16)


def _cut(bounds: Ints, where: Flags) -> Ints:
    """Of the clauses' bounds those after which one of the pieces marked ends."""
    return np.concatenate(([0], bounds[1:][where]))
