"""A batch of notes made ready for comparison; single notes are cut up only when they are looked at."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp import lexicon, names
from nlp import tokens as segmenter
from nlp.contracts import Span
from nlp.copies import masking

Hashes = NDArray[np.uint64]
GRAM = 3
"""Two notes are laid side by side in runs of this many tokens."""

LEAST_CLAUSE, LEAST_SENTENCE = 3, 4
"""Tokens that a clause or a sentence must have to be evidence."""

_HEADING = re.compile(
    r"[\s一二三四五六七八九十\d、.．）（()①-⑳]{0,6}.{0,8}(?:情况|表现|措施|目的|时间|地点|内容|意见|建议|共识|反馈|记录|方式|对象"
    r"|人员|效果|背景|分析|对策|原因|小结|备注|概况|状况|缘由|事由|沟通|结果|姓名|班级|年级|签字|签名|日期|主题|过程|方法|成效)"
)
_TRIM = " \t、\"'“”‘’()（）【】《》[]"


@dataclass(frozen=True, slots=True)
class Source:
    """A note to compare: its normalised text, the student on the record, the teacher if known."""

    text: str
    student: str = ""
    teacher: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence or clause: its span in the note's text, its tokens, how many of them count."""

    span: Span
    first: int
    last: int
    weight: int


@lru_cache(maxsize=8192)
def _own_forms(student: str) -> tuple[str, ...]:
    """The forms of the record's name; pet forms that are words (小学) are left alone."""
    record = names.forms(student.strip())
    return tuple(
        form
        for form in record.forms
        if len(form) > 2 or form in (record.full, record.given) or not segmenter.known(form)
    )


def without_name(text: str, student: str) -> str:
    """The text with the student's name blotted out, character for character."""
    for form in _own_forms(student):
        if form in text:
            text = text.replace(form, masking.NAME * len(form))
    return text.replace(masking.SEPARATOR, " ")


def _forms(lines: Collection[str]) -> frozenset[str]:
    """Phrases as tokens."""
    found = masking.tokens(masking.SEPARATOR.join(lines) + masking.SEPARATOR)
    code = found.code.tobytes().decode("utf-16-le", "surrogatepass")
    at = np.searchsorted(found.note, np.arange(len(lines) + 1)).tolist()
    return frozenset(code[first:last] for first, last in pairwise(at)) - {""}


@cache
def _stock() -> frozenset[str]:
    """Clauses that stand in any school's notes (`stock.txt`), as tokens."""
    lines = (Path(__file__).parent / "stock.txt").read_text(encoding="utf-8").splitlines()
    return _forms([phrase for line in lines if not line.startswith("#") for phrase in line.split()])


def _random() -> Hashes:
    """A fixed random number for every token."""
    x = np.arange(1, 0x10001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


_TOKEN_HASH = _random()
_FACTORS = tuple(
    np.uint64(factor)
    for factor in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)
)


class Batch:
    """Notes side by side. `masking.Tokens` of all of them, and views of single notes."""

    def __init__(self, sources: Sequence[Source], headings: Collection[str] = ()) -> None:
        self.sources = sources
        parts = [without_name(source.text, source.student) for source in sources]
        lengths = np.fromiter((len(part) + 1 for part in parts), dtype=np.int64, count=len(parts))
        self.offsets = np.concatenate(([0], np.cumsum(lengths)))
        self.text = masking.SEPARATOR.join(parts) + masking.SEPARATOR
        self.tokens = masking.tokens(self.text)
        self.bounds = np.searchsorted(self.tokens.note, np.arange(len(parts) + 1))
        self._headings = frozenset(headings)
        self._views: dict[int, View] = {}
        self._plain: dict[str, bool] = {}

    def __len__(self) -> int:
        return len(self.sources)

    def runs(self, length: int) -> Hashes:
        """A hash of the `length` tokens that begin at each token (those at the end are padded)."""
        single = _TOKEN_HASH[self.tokens.code]
        total = single * _FACTORS[0]
        for step in range(1, length):
            total[:-step] += single[step:] * _FACTORS[step]
        return total ^ (total >> np.uint64(32))

    @cached_property
    def _grams(self) -> Hashes:
        return self.runs(GRAM)

    @cached_property
    def _words(self) -> str:
        return self.tokens.code.tobytes().decode("utf-16-le", "surrogatepass")

    @cached_property
    def heading_forms(self) -> frozenset[str]:
        """The school's printed headings, as tokens."""
        return _forms(sorted(self._headings)) if self._headings else frozenset()

    def view(self, number: int) -> View:
        """One note, cut up."""
        found = self._views.get(number)
        if found is None:
            found = self._views[number] = View(self, number)
        return found

    def words(self, first: int, last: int) -> str:
        """The tokens from `first` to `last` as a string."""
        return self._words[first:last]

    def grams(self, first: int, last: int) -> list[int]:
        """Hashes of the runs of `GRAM` tokens that lie within `first` to `last`."""
        grams: list[int] = self._grams[first : max(first, last - GRAM + 1)].tolist()
        return grams

    def plain(self, words: str, raw: str, *, colon: bool) -> bool:
        """Whether a clause is a heading, a lead-in or a phrase that any note may have."""
        if colon and len(words) <= 8:
            return True
        known = self._plain.get(raw)
        if known is None:
            known = words in self.heading_forms or (
                words in _stock()
                or (len(raw) <= 40 and (bool(_HEADING.fullmatch(raw)) or lexicon.set_phrase(raw)))
            )
            self._plain[raw] = known
        return known


class View:
    """One note of a batch: its sentences and clauses with what counts in them.

    `mute` takes out what was learnt to be set phrases.
    """

    __slots__ = (
        "_batch",
        "_muted",
        "clauses",
        "counts",
        "first",
        "grams",
        "last",
        "number",
        "sentences",
        "set_of_grams",
    )

    def __init__(self, batch: Batch, number: int) -> None:
        self._batch, self.number = batch, number
        self.first, self.last = int(batch.bounds[number]), int(batch.bounds[number + 1])
        self.grams = batch.grams(self.first, self.last)
        self.set_of_grams = frozenset(self.grams)
        self._muted = False
        self._cut()

    def mute(self, common: masking.Flags) -> None:
        """Let the tokens marked in `common` (one flag for each token of the batch) count for nothing."""
        if not self._muted:
            self._muted = True
            own = common[self.first : self.last]
            if own.any():
                self.counts[own] = 0
                total = np.concatenate(([0], np.cumsum(self.counts)))
                for pieces in (self.clauses, self.sentences):
                    pieces[:] = [
                        Piece(p.span, p.first, p.last, int(total[p.last] - total[p.first])) for p in pieces
                    ]

    def _cut(self) -> None:
        batch, first, last = self._batch, self.first, self.last
        found = batch.tokens
        self.counts = np.ones(last - first, dtype=np.int64)
        self.clauses: list[Piece] = []
        for a, b in _groups(found.clause[first:last]):
            start, end = self._span(found.clause_ends, int(found.clause[first + a]))
            raw, words = self._raw(start, end), batch.words(first + a, first + b)
            colon = batch.text[int(found.clause_ends[int(found.clause[first + a])])] in ":："
            plain = batch.plain(words, raw, colon=colon)
            if plain:
                self.counts[a:b] = 0
            self.clauses.append(Piece((start, end), a, b, 0 if plain else b - a))
        self.sentences: list[Piece] = []
        for a, b in _groups(found.sentence[first:last]):
            start, end = self._span(found.sentence_ends, int(found.sentence[first + a]))
            self.sentences.append(Piece((start, end), a, b, int(self.counts[a:b].sum())))

    def words(self, piece: Piece) -> str:
        """A piece's tokens as a string."""
        return self._batch.words(self.first + piece.first, self.first + piece.last)

    def substantive(self, *, fine: bool) -> list[Piece]:
        """The sentences (or clauses) that are evidence."""
        if fine:
            return [piece for piece in self.clauses if piece.weight >= LEAST_CLAUSE]
        return [piece for piece in self.sentences if piece.weight >= LEAST_SENTENCE]

    def _span(self, ends: NDArray[np.int64], number: int) -> Span:
        """A piece's place in the note's own text, without blanks and quotation marks around it."""
        text, shift = self._batch.text, int(self._batch.offsets[self.number])
        start = int(ends[number - 1]) + 1 if number else 0
        end = int(ends[number])
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        return start - shift, end - shift

    def _raw(self, start: int, end: int) -> str:
        shift = int(self._batch.offsets[self.number])
        return self._batch.text[start + shift : end + shift]


def _groups(numbers: NDArray[np.int64]) -> Iterable[tuple[int, int]]:
    """The stretches of equal numbers."""
    if not len(numbers):
        return
    cuts = [0, *(np.flatnonzero(numbers[1:] != numbers[:-1]) + 1).tolist(), len(numbers)]
    yield from pairwise(cuts)


def read(sources: Sequence[Source], headings: Collection[str] = ()) -> Batch:
    """A batch of notes, ready for comparison."""
    return Batch(sources, headings)
