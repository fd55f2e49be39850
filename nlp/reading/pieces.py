"""A batch of masked texts as arrays: characters, clauses, sentences.

All texts of a batch lie in one array with a line feed between two, so that every later step is one
array operation over the whole batch instead of one loop a note.  Offsets are in that array; `Batch.note`
and `Batch.base` lead back to the note and its own offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp import lexicon

Ints = npt.NDArray[np.int64]

# A clause ends where the corpus' clauses end; a heading stays with what it heads.
_CLAUSE = re.compile(r"[^。！？!?\n\r；;…，,]+")
# The empty string: at the end of the text.
_ENDS_SENTENCE = frozenset("。！？!?\n\r；;…") | {""}
_EDGES = " \t、\"'“”‘’()（）【】《》[]「」.:：·-"
# A writer who sets no marks still begins a new statement with one of these.
_LONG, _APART = 26, 7
_OPENS = re.compile(
    r"(?<=\s)(?=\S)|(?=(?:但是|可是|不过|就是|后来|现在|还有|然后|因为|所以|而且|虽然|平时|回家|在家|上课|作业|晚上|"
    r"周末|妈妈|爸爸|奶奶|爷爷|外婆|家长|老师|我说|我跟|我让|我们|他妈|他爸|她妈|她爸|他也|他说|她说|他又|她又|他在|她在|"
    r"希望|约定|说好|以后|每天|这学期|上学期|数学|语文|英语))"
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Masked texts as one array of code points, and their clauses.

    ``words``: the segmenter's, without gaps.  ``hits``: entries of the word lists, (number, start, end).
    ``chars``: uint32 of the joined text.  ``start``, ``end``: clauses, half open.  ``note``: the text a
    clause belongs to.  ``ends``: 1 where the clause ends its sentence.  ``first``, ``base``: for each
    text its first clause and its first character; both have one entry more than there are texts.
    """

    text: str
    words: Sequence[str]
    hits: Ints
    chars: npt.NDArray[np.uint32]
    start: Ints
    end: Ints
    note: Ints
    ends: npt.NDArray[np.bool_]
    first: Ints
    base: Ints

    @property
    def clauses(self) -> int:
        """How many clauses there are in all texts."""
        return len(self.start)


def spans(text: str) -> list[tuple[int, int]]:
    """The clauses of a masked text; a long stretch without marks is cut where a statement opens."""
    found: list[tuple[int, int]] = []
    for match in _CLAUSE.finditer(text):
        start, end = match.span()
        if end - start > _LONG:
            for cut in _OPENS.finditer(text, start + _APART, end - _APART):
                if cut.start() - start >= _APART and end - start > _LONG:
                    found.append((start, cut.start()))
                    start = cut.start()
        found.append((start, end))
    return [(s, e) for s, e in found if text[s:e].strip(_EDGES)]


def batch(texts: Sequence[str], words: Sequence[Sequence[str]]) -> Batch:
    """The arrays of a batch of normalised, masked texts and their words."""
    joined = "\n".join(texts)
    every: list[str] = []
    for own in words:
        every += own
        every.append("\n")
    start: list[int] = []
    end: list[int] = []
    note: list[int] = []
    first, base = [0], [0]
    for number, text in enumerate(texts):
        at = base[-1]
        for s, e in spans(text):
            start.append(at + s)
            end.append(at + e)
            note.append(number)
        first.append(len(start))
        base.append(at + len(text) + 1)
    ends = [joined[e : e + 1] in _ENDS_SENTENCE for e in end]
    return Batch(
        joined,
        every[:-1],
        np.array(lexicon.load().find(joined), dtype=np.int64).reshape(-1, 3),
        np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32),
        np.array(start, dtype=np.int64),
        np.array(end, dtype=np.int64),
        np.array(note, dtype=np.int64),
        np.array(ends, dtype=np.bool_),
        np.array(first, dtype=np.int64),
        np.array(base, dtype=np.int64),
    )
