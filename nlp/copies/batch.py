"""A batch of notes made ready for comparison, with array operations over all of them at once.

A note is cut three ways: into sentences, clauses, and *parts*, which are what stands before and after the
colons of a sentence. Sentences and clauses decide whether a note is copied; a long part is only told.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp import names
from nlp import tokens as segmenter
from nlp.contracts import Span
from nlp.copies import masking, plain
from nlp.copies.hashing import keyed, run_hashes, stretch_hashes
from nlp.copies.masking import Flags
from nlp.hashing import Hashes, Ints

GRAM = 3
"""Two notes are laid side by side in runs of this many tokens."""
SENTENCE, CLAUSE, PART = 0, 1, 2
LEAST = (4, 3, 6)
"""Tokens that a piece of each kind must have to be evidence."""
FEW = 4
"""Notes with fewer substantive sentences are counted by clauses."""
SHARED_LENGTH = 20
"""A shared sentence or part of so many letters is told, copied note or not."""
_LEAD_IN = 8
"""What ends with a colon and has no more tokens leads in what follows."""


@dataclass(frozen=True, slots=True)
class Source:
    """A note to compare: its normalised text, the student on the record, the teacher if known."""

    text: str
    student: str = ""
    teacher: str | None = None


@lru_cache(maxsize=8192)
def _own_forms(student: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The forms of the record's name and what blots them out, by one of their characters; pet forms that are
    words (小学) are left alone."""
    record = names.forms(student.strip())
    found: dict[str, list[tuple[str, str]]] = {}
    rarest = record.full[-1:] + record.full[:-1]
    for form in record.forms:
        if len(form) > 2 or form in (record.full, record.given) or not segmenter.known(form):
            by = next((character for character in rarest if character in form), form[0])
            found.setdefault(by, []).append((form, masking.NAME * len(form)))
    return tuple((by, tuple(forms)) for by, forms in found.items())


def without_name(text: str, student: str) -> str:
    """The text with the student's name blotted out, character for character."""
    for form, blot in [pair for by, forms in _own_forms(student) if by in text for pair in forms]:
        if form in text:
            text = text.replace(form, blot)
    return text.replace(masking.SEPARATOR, " ")


class Pieces:
    """All pieces of one kind in a batch that hold tokens: tokens `first` to `last`, note, weight.

    `number` counts empty ones too: `ends[number]` is the character that ends a piece.
    """

    def __init__(self, bounds: Ints, ends: Ints, notes: Ints) -> None:
        self.ends = ends
        self.number: Ints = np.flatnonzero(bounds[1:] > bounds[:-1])
        self.first: Ints = bounds[self.number]
        self.last: Ints = bounds[self.number + 1]
        self.note: Ints = np.searchsorted(notes[1:], self.first, side="right")
        self.weight: Ints = self.last - self.first

    @cached_property
    def of_token(self) -> Ints:
        """The piece of each token."""
        return np.repeat(np.arange(len(self.first)), self.last - self.first)

    def begins(self, wanted: Ints) -> Ints:
        """The characters at which these begin."""
        number = self.number[wanted]
        return np.where(number > 0, self.ends[number - 1] + 1, 0)

    def weigh(self, total: Ints) -> None:
        """Count only the tokens that `total`, the sums over all of them, counts."""
        self.weight = total[self.last] - total[self.first]


class Batch:
    """Notes side by side: their tokens and pieces, and which tokens count.

    `counts` are the tokens that count in sentences and clauses, `wider` those in parts, lead-ins included.
    """

    def __init__(self, sources: Sequence[Source], headings: Collection[str] = ()) -> None:
        self.sources = sources
        blotted = [without_name(source.text, source.student) for source in sources]
        lengths = np.fromiter(map(len, blotted), dtype=np.int64, count=len(blotted)) + 1
        self.offsets: Ints = np.concatenate(([0], np.cumsum(lengths)))
        self.text = masking.SEPARATOR.join(blotted) + masking.SEPARATOR
        self.tokens = masking.tokens(self.text)
        self.bounds = self.tokens.bounds
        self.sentences = Pieces(self.tokens.sentence_bounds, self.tokens.sentence_ends, self.bounds)
        self.clauses = Pieces(self.tokens.clause_bounds, self.tokens.clause_ends, self.bounds)
        self.wider: Flags = np.ones(len(self.tokens.code), dtype=np.bool_)
        self.counts = self.wider
        self._printed = frozenset(headings)
        self._spans: tuple[dict[int, Span], ...] = ({}, {}, {})
        self._long: tuple[set[int], ...] = (set(), set(), set())
        self._views: dict[int, View] = {}
        self.few: Flags = np.zeros(len(sources), dtype=np.bool_)
        self._settled = self.few

    def __len__(self) -> int:
        return len(self.sources)

    def runs(self, length: int) -> Hashes:
        """A hash of the `length` tokens that begin at each token (those at the end are cut short)."""
        return run_hashes(self.tokens.code, length)

    @cached_property
    def note_of_token(self) -> Ints:
        """The note of each token."""
        return np.repeat(np.arange(len(self)), np.diff(self.bounds))

    @cached_property
    def parts(self) -> Pieces:
        """Sentences cut at their colons (not at those of a time of day)."""
        cut = self._inner | ((self.tokens.marks[self.tokens.clause_ends] & masking.SENTENCE_END) > 0)
        bounds = np.append(0, self.tokens.clause_bounds[1:][cut])
        return Pieces(bounds, self.tokens.clause_ends[cut], self.bounds)

    @cached_property
    def kinds(self) -> tuple[Pieces, Pieces, Pieces]:
        """The pieces by their kind."""
        return self.sentences, self.clauses, self.parts

    @cached_property
    def _colons(self) -> Flags:
        """Which clauses of the text end with a colon."""
        ends = self.tokens.raw[self.tokens.clause_ends]
        found: Flags = (ends == ord(":")) | (ends == ord("："))
        return found

    @cached_property
    def _inner(self) -> Flags:
        """Which end with a colon that is not one between digits."""
        colon = self._colons.copy()
        at = self.tokens.clause_ends[colon]
        colon[colon] = ~(_digits(self.tokens.raw[at - 1]) & _digits(self.tokens.raw[at + 1]))
        return colon

    def settle(self, notes: Flags, common: Flags | None = None) -> None:
        """Decide what counts in the notes marked: no headings, no lead-ins, nothing that any note may have,
        and no token marked in `common`. Nothing is decided for the other notes. Call it once, first."""
        self._settled = notes
        clauses = self.clauses
        wanted = np.flatnonzero(notes[clauses.note])
        size = clauses.last - clauses.first
        nothing = np.zeros(len(size), dtype=np.bool_)
        nothing[wanted] = plain.listed(self._clause_hashes(notes, wanted), self._printed)
        short = wanted[(size[wanted] <= plain.LONGEST) & ~nothing[wanted]]
        short = short[plain.cued(self.tokens)[clauses.number[short]]]
        known: dict[str, bool] = {}
        for piece, (start, end) in zip(short.tolist(), self._places(clauses, short), strict=True):
            raw = self.text[start:end]
            found = known.get(raw)
            if found is None:
                found = known[raw] = plain.spoken(raw)
            nothing[piece] = found
        self.wider = ~np.repeat(nothing, size)
        if common is not None:
            self.wider &= ~common
        lead = self._colons[clauses.number] & (size <= _LEAD_IN)
        self.counts = self.wider & ~np.repeat(lead, size)
        self._weigh()

    def _clause_hashes(self, notes: Flags, wanted: Ints) -> Hashes:
        """Hashes of the clauses wanted, all of which are in the notes marked."""
        clauses, code = self.clauses, self.tokens.code
        first, last = clauses.first[wanted], clauses.last[wanted]
        if not notes.all():
            size = np.diff(self.bounds)
            code = code[np.repeat(notes, size)]
            gone = np.cumsum(np.where(notes, 0, size))[clauses.note[wanted]]
            first, last = first - gone, last - gone
        return stretch_hashes(code, first, last)

    def _weigh(self) -> None:
        total = sums(self.counts)
        self.clauses.weigh(total)
        self.sentences.weigh(total)
        real = self.sentences.weight >= LEAST[SENTENCE]
        self.few = np.bincount(self.sentences.note[real], minlength=len(self)) < FEW

    @cached_property
    def long_parts(self) -> Ints:
        """The parts worth telling that are less than a sentence, in settled notes. Call it after `settle`."""
        if not self._inner.any():
            return np.zeros(0, dtype=np.int64)
        parts = self.parts
        parts.weigh(sums(self.wider))
        # A part has a colon at its end, or one before it.
        colon = (self.tokens.marks[parts.ends] & masking.SENTENCE_END) == 0
        less = colon[parts.number] | ((parts.number > 0) & colon[parts.number - 1])
        fit = np.flatnonzero(less & self._settled[parts.note] & (parts.weight >= LEAST[PART]))
        return fit[self.letters(PART, fit) >= SHARED_LENGTH]

    def letters(self, kind: int, wanted: Ints) -> Ints:
        """The letters and digits of pieces, names included."""
        pieces = self.kinds[kind]
        return self._letters[pieces.ends[pieces.number[wanted]]] - self._letters[pieces.begins(wanted)]

    @cached_property
    def _letters(self) -> Ints:
        return sums((self.tokens.marks & masking.LETTER) > 0)

    def substantive(self, number: int, kind: int) -> Ints:
        """The pieces of a settled note that are evidence."""
        pieces = self.kinds[kind]
        if kind == PART:
            own: Ints = self.long_parts[pieces.note[self.long_parts] == number]
            return own
        first, last = np.searchsorted(pieces.note, (number, number + 1))
        found: Ints = np.flatnonzero(pieces.weight[first:last] >= LEAST[kind]) + first
        return found

    def forget(self, learnt: frozenset[int], key: bytes) -> None:
        """Let sentences and parts count for nothing whose keyed hash is among the school's set phrases."""
        sentences = self.sentences
        real = np.flatnonzero((sentences.weight >= LEAST[SENTENCE]) & self._settled[sentences.note])
        gone = []
        for kind, wanted in ((SENTENCE, real), (PART, self.long_parts)):
            hashes = self.piece_hashes(kind, wanted, key)
            pieces = self.kinds[kind]
            gone += [
                (pieces.first[piece], pieces.last[piece])
                for piece, one in zip(wanted.tolist(), hashes, strict=True)
                if one in learnt
            ]
        for first, last in gone:
            self.counts[first:last] = self.wider[first:last] = False
        if gone:
            self.__dict__.pop("long_parts", None)
            self._weigh()

    def piece_hashes(self, kind: int, wanted: Ints, key: bytes) -> list[int]:
        """The keyed hashes of what counts in these pieces."""
        counts = self.wider if kind == PART else self.counts
        total = 2 * sums(counts)
        data = self.tokens.code[counts].tobytes()
        pieces = self.kinds[kind]
        first, last = total[pieces.first[wanted]].tolist(), total[pieces.last[wanted]].tolist()
        return [keyed(data[start:end], key) for start, end in zip(first, last, strict=True)]

    def _places(self, pieces: Pieces, wanted: Ints) -> list[Span]:
        """Their places in the joined text, without blanks and quotation marks around them."""
        start, end, text = pieces.begins(wanted), pieces.ends[pieces.number[wanted]], self.text
        marks = self.tokens.marks
        places = list(zip(start.tolist(), end.tolist(), strict=True))
        for index in np.flatnonzero((marks[start] | marks[end - 1]) & masking.TRIMMED).tolist():
            first, last = places[index]
            while text[first] in masking.TRIM:
                first += 1
            while text[last - 1] in masking.TRIM:
                last -= 1
            places[index] = first, last
        return places

    def locate(self, kind: int, wanted: Ints) -> None:
        """Work out many spans and lengths at once; `span` and `long` then have them."""
        pieces = self.kinds[kind]
        shift = self.offsets[pieces.note[wanted]].tolist()
        for piece, (start, end), by in zip(wanted.tolist(), self._places(pieces, wanted), shift, strict=True):
            self._spans[kind][piece] = start - by, end - by
        self._long[kind].update(wanted[self.letters(kind, wanted) >= SHARED_LENGTH].tolist())

    def span(self, piece: int, kind: int) -> Span:
        """The place of a piece in its note's own text."""
        if piece not in self._spans[kind]:
            self.locate(kind, np.array([piece]))
        return self._spans[kind][piece]

    def long(self, piece: int, kind: int) -> bool:
        """Whether a piece has the letters that a shared sentence must have to be told."""
        if piece not in self._spans[kind]:
            self.locate(kind, np.array([piece]))
        return piece in self._long[kind]

    def view(self, number: int) -> View:
        """One note, to be laid beside another. Only after `settle`."""
        known = self._views.get(number)
        if known is None:
            known = self._views[number] = View(self, number)
        return known

    @cached_property
    def grams(self) -> Hashes:
        """The hash of `GRAM` tokens from each token on."""
        return self.runs(GRAM)

    @cached_property
    def words(self) -> str:
        """All tokens as one string."""
        return self.tokens.code.tobytes().decode("utf-16-le", "surrogatepass")


class View:
    """One note of a batch: the hashes of its runs, and its substantive pieces of each kind (indexes into the
    batch's)."""

    __slots__ = ("_pieces", "_where", "batch", "first", "grams", "known", "last", "number")

    def __init__(self, batch: Batch, number: int) -> None:
        self.batch, self.number = batch, number
        self.first, self.last = int(batch.bounds[number]), int(batch.bounds[number + 1])
        self.grams: list[int] = batch.grams[self.first : max(self.first, self.last - GRAM + 1)].tolist()
        self.known = frozenset(self.grams)
        self._where: dict[int, dict[int, int]] = {}
        self._pieces: dict[int, Ints] = {}

    def counts(self, kind: int) -> NDArray[np.uint8]:
        """Which of the note's tokens count in pieces of this kind."""
        counts = self.batch.wider if kind == PART else self.batch.counts
        return counts[self.first : self.last].view(np.uint8)

    def where(self, kind: int) -> dict[int, int]:
        """For each run the piece of this kind in which it begins."""
        known = self._where.get(kind)
        if known is None:
            of_token = self.batch.kinds[kind].of_token[self.first : self.last].tolist()
            known = self._where[kind] = dict(zip(self.grams, of_token, strict=False))
        return known

    def runs(self, piece: int, kind: int) -> list[int]:
        """The runs that begin in one of its pieces."""
        pieces = self.batch.kinds[kind]
        first = int(pieces.first[piece]) - self.first
        return self.grams[first : max(first + 1, int(pieces.last[piece]) - self.first - GRAM + 1)]

    def pieces(self, kind: int) -> Ints:
        """The substantive pieces of this kind."""
        known = self._pieces.get(kind)
        if known is None:
            known = self._pieces[kind] = self.batch.substantive(self.number, kind)
        return known


def sums(flags: Flags) -> Ints:
    """How many are marked before each."""
    found = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=found[1:])
    return found


def _digits(characters: NDArray[np.uint16]) -> Flags:
    return (characters >= ord("0")) & (characters <= ord("9"))


def read(sources: Sequence[Source], headings: Collection[str] = ()) -> Batch:
    """A batch of notes, ready for comparison."""
    return Batch(sources, headings)
