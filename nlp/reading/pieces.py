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
_ENDS_SENTENCE, _ENDS_CLAUSE = "。！？!?\n\r；;…", "，,"
_EDGES = " \t、\"'“”‘’()（）【】《》[]「」.:：·-"
# One byte for every character below 0x10000: what it ends, or that it alone is nothing.
_SENTENCE, _CLAUSE, _EDGE = 1, 2, 3
_CLASS = np.zeros(0x10000, dtype=np.uint8)
for _characters, _class in ((_ENDS_SENTENCE, _SENTENCE), (_ENDS_CLAUSE, _CLAUSE), (_EDGES, _EDGE)):
    _CLASS[[ord(character) for character in _characters]] = _class
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
    ``shown``: (clauses, 2), the clauses without blanks and quotes at their edges, in their own text's
    characters.
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
    shown: Ints

    @property
    def clauses(self) -> int:
        """How many clauses there are in all texts."""
        return len(self.start)

    @property
    def per_note(self) -> Ints:
        """How many clauses each text has."""
        return self.first[1:] - self.first[:-1]


def _clauses(text: str, classes: npt.NDArray[np.uint8]) -> tuple[Ints, Ints]:
    """Where clauses begin and end; a long stretch without marks is cut where a statement opens."""
    within = np.concatenate([[False], (classes == 0) | (classes == _EDGE), [False]])
    change = (within[1:] != within[:-1]).nonzero()[0]
    start, end = change[::2], change[1::2]
    cuts = [
        cut for index in (end - start > _LONG).nonzero()[0] for cut in _cuts(text, start[index], end[index])
    ]
    if cuts:
        start, end = np.sort(np.concatenate([start, cuts])), np.sort(np.concatenate([end, cuts]))
    return start, end


def _cuts(text: str, start: int, end: int) -> list[int]:
    found = []
    for opening in _OPENS.finditer(text, start + _APART, end - _APART):
        at = opening.start()
        if at - start >= _APART and end - start > _LONG:
            found.append(at)
            start = at
    return found


def batch(texts: Sequence[str], words: Sequence[Sequence[str]]) -> Batch:
    """The arrays of a batch of normalised, masked texts and their words."""
    joined = "\n".join(texts)
    every: list[str] = []
    for own in words:
        every += own
        every.append("\n")
    chars = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    classes = _CLASS[np.minimum(chars, np.uint32(0xFFFF))]
    start, end = _clauses(joined, classes)
    # Where anything is said: a clause begins and ends there for a reader.
    said = np.append((classes == 0).nonzero()[0], len(classes))
    begins = said.searchsorted(start)
    ceases = said.searchsorted(end)
    kept = ceases > begins
    start, end = start[kept], end[kept]
    shown = np.stack([said[begins[kept]], said[ceases[kept] - 1] + 1], axis=1)
    base = np.cumsum([0, *(len(text) + 1 for text in texts)])
    note = base.searchsorted(start, side="right") - 1
    ends = np.append(classes, _SENTENCE)[end] == _SENTENCE
    return Batch(
        joined,
        every[:-1],
        np.array(lexicon.load().find(joined), dtype=np.int64).reshape(-1, 3),
        chars,
        start,
        end,
        note,
        ends,
        start.searchsorted(base),
        base,
        shown - base[note][:, None],
    )
