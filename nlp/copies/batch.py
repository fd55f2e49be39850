"""A batch of notes made ready for comparison, with array operations over all of them at once.

Single notes become Python objects (`View`) only where they are laid beside another.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp import lexicon, names
from nlp import tokens as segmenter
from nlp.contracts import Span
from nlp.copies import masking
from nlp.copies.hashing import keyed, run_hashes, stretch_hashes
from nlp.copies.masking import Flags
from nlp.hashing import Hashes, Ints

GRAM = 3
"""Two notes are laid side by side in runs of this many tokens."""
LEAST_CLAUSE, LEAST_SENTENCE = 3, 4
"""Tokens that a clause or a sentence must have to be evidence."""
FEW = 4
"""Notes with fewer substantive sentences are counted by clauses."""
_LEAD_IN = 8
"""What ends with a colon and has no more tokens leads in what follows."""

_TOPIC = (
    "情况|表现|措施|目的|时间|地点|内容|意见|建议|共识|反馈|记录|方式|对象|人员|效果|背景|分析|对策|原因|小结|备注|概况|状况"
    "|缘由|事由|沟通|结果|姓名|班级|年级|签字|签名|日期|主题|过程|方法|成效"
)
_HEADING = re.compile(rf"[\s一二三四五六七八九十\d、.．）（()①-⑳]{{0,6}}.{{0,8}}(?:{_TOPIC})")
_CUES = (
    "家访 走访 来到 走进 前往 感谢 谢意 感激 热情 来意 交流 交谈 谈话 配合 支持 家校 学校 家庭 老师 共同 一起"
    " 汇报 介绍 通报 了解 希望 相信 期待 健康 面谈 电话 微信 年级"
)
_TRIM = " \t、\"'“”‘’()（）【】《》[]"


@dataclass(frozen=True, slots=True)
class Source:
    """A note to compare: its normalised text, the student on the record, the teacher if known."""

    text: str
    student: str = ""
    teacher: str | None = None


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


@cache
def _cues() -> tuple[Flags, Ints]:
    """Words of two characters of which a heading or set phrase holds one, and how they begin."""
    words = {*_TOPIC.split("|"), *_CUES.split()}
    begins = np.zeros(0x10000, dtype=np.bool_)
    begins[[ord(word[0]) for word in words]] = True
    return begins, np.sort(np.array([ord(word[0]) << 16 | ord(word[1]) for word in words], dtype=np.int64))


def phrase_hashes(lines: Collection[str]) -> Hashes:
    """Sorted hashes of phrases as they are compared."""
    found = masking.tokens(masking.SEPARATOR.join(lines) + masking.SEPARATOR)
    at = np.searchsorted(found.note, np.arange(len(lines) + 1))
    first, last = at[:-1], at[1:]
    real = last > first
    return np.unique(stretch_hashes(found.code, first[real], last[real]))


@cache
def _stock() -> Hashes:
    """Clauses that stand in any school's notes (`stock.txt`)."""
    lines = (Path(__file__).parent / "stock.txt").read_text(encoding="utf-8").splitlines()
    return phrase_hashes([phrase for line in lines if not line.startswith("#") for phrase in line.split()])


@cache
def _headings(lines: frozenset[str]) -> Hashes:
    return phrase_hashes(sorted(lines))


class Pieces:
    """All sentences, or all clauses, of a batch: tokens `first` to `last`, number, note, weight."""

    def __init__(self, numbers: Ints, note: Ints) -> None:
        cuts = np.flatnonzero(numbers[1:] != numbers[:-1]) + 1 if len(numbers) else np.zeros(0, np.int64)
        self.first: Ints = np.concatenate(([0], cuts)) if len(numbers) else cuts
        self.last: Ints = np.concatenate((cuts, [len(numbers)])) if len(numbers) else cuts
        self.number: Ints = numbers[self.first]
        self.note: Ints = note[self.first]
        self.weight: Ints = self.last - self.first
        self.of_token: Ints = np.repeat(np.arange(len(self.first)), self.last - self.first)

    def weigh(self, counts: Flags) -> None:
        """Count only the tokens marked."""
        total = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
        self.weight = total[self.last] - total[self.first]


class Batch:
    """Notes side by side: their tokens, clauses and sentences, and which tokens count (`counts`)."""

    def __init__(self, sources: Sequence[Source], headings: Collection[str] = ()) -> None:
        self.sources = sources
        parts = [without_name(source.text, source.student) for source in sources]
        lengths = np.fromiter((len(part) + 1 for part in parts), dtype=np.int64, count=len(parts))
        self.offsets: Ints = np.concatenate(([0], np.cumsum(lengths)))
        self.text = masking.SEPARATOR.join(parts) + masking.SEPARATOR
        self.tokens = masking.tokens(self.text)
        self.bounds: Ints = np.searchsorted(self.tokens.note, np.arange(len(parts) + 1))
        self.clauses = Pieces(self.tokens.clause, self.tokens.note)
        self.sentences = Pieces(self.tokens.sentence, self.tokens.note)
        self.counts: Flags = np.ones(len(self.tokens.code), dtype=np.bool_)
        self._printed = frozenset(headings)
        self._views: dict[int, View] = {}
        self._spans: dict[int, Span] = {}

    def __len__(self) -> int:
        return len(self.sources)

    def runs(self, length: int) -> Hashes:
        """A hash of the `length` tokens that begin at each token (those at the end are cut short)."""
        return run_hashes(self.tokens.code, length)

    def settle(self, notes: Flags, common: Flags | None = None) -> None:
        """Decide what counts in the notes marked: no headings, no lead-ins, nothing that any note may have,
        and no token marked in `common`. Call it once, before `view` and `few`."""
        if common is not None:
            self.counts &= ~common
        clauses = self.clauses
        plain = np.zeros(len(clauses.first), dtype=np.bool_)
        ends = np.array(
            [char in ":：" for char in map(self.text.__getitem__, self.tokens.clause_ends.tolist())],
            dtype=np.bool_,
        )
        plain |= ends[clauses.number] & (clauses.last - clauses.first <= _LEAD_IN)
        hashes = stretch_hashes(self.tokens.code, clauses.first, clauses.last)
        for phrases in (_stock(), _headings(self._printed) if self._printed else None):
            if phrases is not None and len(phrases):
                at = np.minimum(np.searchsorted(phrases, hashes), len(phrases) - 1)
                plain |= phrases[at] == hashes
        self._spoken(plain, notes[clauses.note], hashes)
        marks = np.zeros(len(self.counts) + 1, dtype=np.int64)
        marks[clauses.first[plain]] += 1
        marks[clauses.last[plain]] -= 1
        self.counts &= np.cumsum(marks[:-1]) == 0
        self._weigh()

    def forget(self, learnt: frozenset[int], key: bytes) -> None:
        """Let sentences count for nothing whose keyed hash is among the school's set phrases."""
        gone = [
            piece
            for piece, weight in enumerate(self.sentences.weight.tolist())
            if weight >= LEAST_SENTENCE and self.sentence_hash(piece, key) in learnt
        ]
        for piece in gone:
            self.counts[self.sentences.first[piece] : self.sentences.last[piece]] = False
        if gone:
            self._weigh()

    def sentence_hash(self, piece: int, key: bytes) -> int:
        """The keyed hash of what counts in a sentence."""
        stretch = slice(self.sentences.first[piece], self.sentences.last[piece])
        return keyed(self.tokens.code[stretch][self.counts[stretch]].tobytes(), key)

    def _weigh(self) -> None:
        self.clauses.weigh(self.counts)
        self.sentences.weigh(self.counts)
        real = self.sentences.weight >= LEAST_SENTENCE
        self.few: Flags = np.bincount(self.sentences.note[real], minlength=len(self)) < FEW

    def _spoken(self, plain: Flags, wanted: Flags, hashes: Hashes) -> None:
        """Mark clauses that are headings or written set phrases; each wording is looked at once."""
        begins, cues = _cues()
        codes = self.tokens.raw
        at = np.flatnonzero(begins[codes[:-1]])
        pairs = (codes[at].astype(np.int64) << 16) | codes[at + 1]
        near = np.minimum(np.searchsorted(cues, pairs), len(cues) - 1)
        at = at[cues[near] == pairs]
        cued = np.zeros(len(self.tokens.clause_ends) + 1, dtype=np.bool_)
        cued[np.searchsorted(self.tokens.clause_ends, at)] = True
        clauses = self.clauses
        short = clauses.last - clauses.first <= 16
        known: dict[str, bool] = {}
        for index in np.flatnonzero(cued[clauses.number] & wanted & ~plain & short).tolist():
            raw = self.text[slice(*self._place(self.tokens.clause_ends, int(clauses.number[index])))]
            found = known.get(raw)
            if found is None:
                found = known[raw] = bool(_HEADING.fullmatch(raw)) or lexicon.set_phrase(raw)
            plain[index] = found

    def _place(self, ends: Ints, number: int) -> Span:
        """A piece's place in the joined text, without blanks and quotation marks around it."""
        start = int(ends[number - 1]) + 1 if number else 0
        end = int(ends[number])
        text = self.text
        while start < end and text[start] in _TRIM:
            start += 1
        while end > start and text[end - 1] in _TRIM:
            end -= 1
        return start, end

    def span(self, piece: int, *, fine: bool) -> Span:
        """The place of a clause (`fine`) or sentence in its note's own text."""
        key = 2 * piece + fine
        known = self._spans.get(key)
        if known is None:
            pieces = self.clauses if fine else self.sentences
            ends = self.tokens.clause_ends if fine else self.tokens.sentence_ends
            start, end = self._place(ends, int(pieces.number[piece]))
            shift = int(self.offsets[int(pieces.note[piece])])
            known = self._spans[key] = (start - shift, end - shift)
        return known

    def view(self, number: int) -> View:
        """One note, to be laid beside another."""
        found = self._views.get(number)
        if found is None:
            found = self._views[number] = View(self, number)
        return found

    @cached_property
    def grams(self) -> Hashes:
        """The hash of `GRAM` tokens from each token on."""
        return self.runs(GRAM)

    @cached_property
    def words(self) -> str:
        """All tokens as one string."""
        return self.tokens.code.tobytes().decode("utf-16-le", "surrogatepass")


class View:
    """One note of a batch: the hashes of its runs, its substantive pieces (indexes into the batch's)."""

    __slots__ = ("_where", "batch", "clauses", "counts", "first", "grams", "known", "last", "sentences")

    def __init__(self, batch: Batch, number: int) -> None:
        self.batch = batch
        self.first, self.last = int(batch.bounds[number]), int(batch.bounds[number + 1])
        self.grams: list[int] = batch.grams[self.first : max(self.first, self.last - GRAM + 1)].tolist()
        self.known = frozenset(self.grams)
        self.counts: NDArray[np.uint8] = batch.counts[self.first : self.last].view(np.uint8)
        self._where: dict[bool, dict[int, int]] = {}
        self.clauses = _substantive(batch.clauses, number, LEAST_CLAUSE)
        self.sentences = _substantive(batch.sentences, number, LEAST_SENTENCE)

    def where(self, *, fine: bool) -> dict[int, int]:
        """For each run the clause or sentence in which it begins."""
        known = self._where.get(fine)
        if known is None:
            stretch = self.batch.clauses if fine else self.batch.sentences
            of_token = stretch.of_token[self.first : self.last].tolist()
            known = self._where[fine] = dict(zip(self.grams, of_token, strict=False))
        return known

    def runs(self, piece: int, *, fine: bool) -> list[int]:
        """The runs that begin in one of its clauses or sentences."""
        stretch = self.batch.clauses if fine else self.batch.sentences
        first = int(stretch.first[piece]) - self.first
        return self.grams[first : max(first + 1, int(stretch.last[piece]) - self.first - GRAM + 1)]

    def pieces(self, *, fine: bool) -> Ints:
        """The substantive clauses or sentences."""
        return self.clauses if fine else self.sentences


def _substantive(pieces: Pieces, number: int, least: int) -> Ints:
    first, last = np.searchsorted(pieces.note, (number, number + 1))
    found: Ints = np.flatnonzero(pieces.weight[first:last] >= least) + first
    return found


def read(sources: Sequence[Source], headings: Collection[str] = ()) -> Batch:
    """A batch of notes, ready for comparison."""
    return Batch(sources, headings)
