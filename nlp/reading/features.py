"""What a clause is made of, as hashed features: characters, words, and the word lists' kinds.

Three families, each feature a bucket of one table:

- runs of one to four characters, with the clause's edges as characters of their own;
- words and pairs of words;
- entries of the word lists: the entry's sense (kind, polarity, place) and runs of two and three senses,
  which is how negation, degree, turns and time before a judgement reach the model.

Numbers count as one character, the student's and other people's names as one mark each, so that nothing
is learnt about a person.  Everything is computed for a whole batch at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from nlp import hashing, lexicon
from nlp.hashing import Hashes, Ints
from nlp.reading.pieces import Batch

Short = npt.NDArray[np.uint32]
# A family's number, its hashes and their clauses.
Family = tuple[int, Hashes, Ints]

# Buckets of the two tables: short runs of characters matter in their own clause only, the others in the
# clauses around it too.
OWN_BITS, NEAR_BITS = 19, 18
# How much a neighbour's features weigh beside the clause's own.
NEIGHBOUR = 0.7
# Clauses whose features count: this one, the one before, the one after, the one before that.
SHIFTS = (0, -1, 1, -2)
_WORD, _PAIR, _SENSE, _ENTRY, _SENSES, _THREE, _FIRST, _LAST = 11, 12, 21, 22, 23, 24, 25, 26
_SEEN_BY_NEIGHBOURS = (_WORD, _SENSE, _ENTRY)

_P = 0x9E3779B97F4A7C15 | 1
_SALT = 0x632BE59BD9B4E019
_MIX = np.uint64(0xD6E8FEB86659FD93)
_DIGIT, _STUDENT, _OTHER, _EDGE, _BREAK = 0x30, 0xE000, 0xE001, 0xFFF0, 0x0A
_SKIPPED = " \t、\"'“”‘’()（）【】《》[]「」·\ufffe"
# One byte for every character below 0x10000: 1 skipped, 2 a mark of which a run counts once.
_CLASS = np.zeros(0x10000, dtype=np.uint8)
_CLASS[[ord(c) for c in _SKIPPED]] = 1
_CLASS[[_DIGIT, _STUDENT, _OTHER]] = 2


@dataclass(frozen=True, slots=True)
class Features:
    """Hashed features of a batch's clauses, clause by clause.

    ``own`` and ``near``: buckets; ``own_count`` and ``near_count``: how many each clause has.
    """

    own: Ints
    own_count: Ints
    near: Ints
    near_count: Ints


def _bucket(families: list[Family], bits: int) -> Ints:
    """Buckets of several families one after the other; the family's number goes into the hash."""
    mixed = np.concatenate([hashes ^ np.uint64(salt * _SALT & (1 << 64) - 1) for salt, hashes, _ in families])
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIX
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)


def _short_bucket(hashes: Short, bits: int) -> Ints:
    mixed = (hashes ^ (hashes >> np.uint32(15))) * np.uint32(0x2C1B3C6D)
    mixed ^= mixed >> np.uint32(12)
    mixed *= np.uint32(0x297A2D39)
    return (mixed >> np.uint32(32 - bits)).astype(np.int64)


def extract(batch: Batch) -> Features:
    """The features of every clause of the batch."""
    with np.errstate(over="ignore"):
        clause_of = _clause_of(batch)
        chars, kinds = _classed(batch)
        one, two, three, four = _characters(chars, kinds, clause_of[:-1], batch.clauses)
        entries = [*_words(batch, chars, kinds, clause_of), *_senses(batch, clause_of)]
        far = [entry for entry in entries if entry[0] in _SEEN_BY_NEIGHBOURS]
        close = [entry for entry in entries if entry[0] not in _SEEN_BY_NEIGHBOURS] + _surroundings(batch)
        return Features(
            *_sorted(
                [
                    _short_bucket(np.concatenate([one[0], three[0], four[0]]), OWN_BITS),
                    _bucket(close, OWN_BITS),
                ],
                [one[1], three[1], four[1], *(clause for _, _, clause in close)],
                batch.clauses,
            ),
            *_sorted(
                [_short_bucket(two[0], NEAR_BITS), _bucket(far, NEAR_BITS)],
                [two[1], *(clause for _, _, clause in far)],
                batch.clauses,
            ),
        )


def _sorted(buckets: list[Ints], clauses: list[Ints], count: int) -> tuple[Ints, Ints]:
    """Buckets clause by clause, and how many each clause has."""
    clause = np.concatenate(clauses)
    order = clause.argsort(kind="stable")
    return np.concatenate(buckets)[order], np.bincount(clause, minlength=count)


def _clause_of(batch: Batch) -> Ints:
    """For every character its clause, -1 between clauses."""
    found = np.full(len(batch.chars) + 1, -1, dtype=np.int64)
    length = batch.end - batch.start
    where = (
        np.repeat(batch.start - np.concatenate([[0], np.cumsum(length)[:-1]]), length)
        + np.arange(length.sum())
        if len(length)
        else np.zeros(0, dtype=np.int64)
    )
    found[where] = np.repeat(np.arange(batch.clauses), length)
    return found


def _classed(batch: Batch) -> tuple[Short, npt.NDArray[np.uint8]]:
    """The characters, every digit the same, and the class of each."""
    chars = np.minimum(batch.chars, np.uint32(0xFFFF))
    chars[(chars >= 0x30) & (chars <= 0x39)] = _DIGIT
    return chars, _CLASS[chars]


def _characters(
    chars: Short, kinds: npt.NDArray[np.uint8], clause: Ints, clauses: int
) -> list[tuple[Short, Ints]]:
    """Hashes of runs of 1 to 4 characters with their clauses, the clause's edges included."""
    keep = clause >= 0
    keep &= kinds != 1
    keep[1:] &= ~((kinds[1:] == 2) & (chars[1:] == chars[:-1]))
    clause = clause[keep]
    place = np.arange(1, len(clause) + 1) + 2 * clause
    row = np.full(len(clause) + 2 * clauses, _EDGE, dtype=np.uint32)
    row[place] = chars[keep]
    owner = np.repeat(np.arange(clauses), np.bincount(clause, minlength=clauses) + 2)
    row *= np.uint32(0x9E3779B1)
    found: list[tuple[Short, Ints]] = [(row[place], clause)]
    current = row
    for n in (2, 3, 4):
        current = current[:-1] * np.uint32(0x85EBCA6B) + row[n - 1 :]
        inside = (owner[n - 1 :] == owner[: len(owner) - n + 1]).nonzero()[0]
        found.append((current[inside] + np.uint32(n), owner[inside]))
    return found


def _words(batch: Batch, chars: Short, kinds: npt.NDArray[np.uint8], clause_of: Ints) -> list[Family]:
    length = np.fromiter(map(len, batch.words), dtype=np.int64, count=len(batch.words))
    end = np.cumsum(length)
    start = end - length
    clause = clause_of[start]
    keep = ((clause >= 0) & (kinds[start] != 1)).nonzero()[0]
    start, end, clause = start[keep], end[keep], clause[keep]
    hashes = hashing.stretches(chars.astype(np.uint64), start, end, _P)
    marks = (kinds[start] == 2).nonzero()[0]
    hashes[marks] = chars[start[marks]]
    pairs = hashes[:-1] * np.uint64(_P) + hashes[1:]
    inside = (clause[1:] == clause[:-1]).nonzero()[0]
    return [(_WORD, hashes, clause), (_PAIR, pairs[inside], clause[inside])]


def _surroundings(batch: Batch) -> list[Family]:
    """The marks around a clause, and how near it stands to the beginning and the end of its note."""
    number = np.arange(batch.clauses)
    edged = np.concatenate([[_BREAK], batch.chars, [_BREAK]])
    before, after = edged[batch.start], edged[batch.end + 1]
    from_start = np.minimum(number - batch.first[batch.note], 5)
    to_end = np.minimum(batch.first[batch.note + 1] - 1 - number, 4)
    length = np.minimum((batch.end - batch.start) // 4, 6)
    return [
        (salt, values.astype(np.uint64) + np.uint64(1), number)
        for salt, values in ((31, before), (32, after), (33, from_start), (34, to_end), (35, length))
    ]


@cache
def _sense_codes() -> Hashes:
    """For each entry number its sense (kinds, polarity, place) as a hash."""
    found = lexicon.load()
    names = [
        "|".join(sorted(f"{e.kind}{e.polarity:+d}{e.place}{e.extra}" for e in entries))
        for entries in found.entries
    ]
    return np.array([int.from_bytes(blake2b(n.encode(), digest_size=8).digest()) for n in names], np.uint64)


def _senses(batch: Batch, clause_of: Ints) -> list[Family]:
    hits = batch.hits
    clause = clause_of[hits[:, 1]]
    keep = ((clause >= 0) & (clause_of[hits[:, 2] - 1] == clause)).nonzero()[0]
    entry, clause = hits[keep, 0], clause[keep]
    sense = _sense_codes()[entry]
    two = sense[:-1] * np.uint64(_P) + sense[1:]
    three = two[:-1] * np.uint64(_P) + sense[2:] if len(two) > 1 else two[:0]
    inside = (clause[1:] == clause[:-1]).nonzero()[0]
    threefold = (clause[2:] == clause[:-2]).nonzero()[0]
    return [
        (_SENSE, sense, clause),
        (_ENTRY, _entry_hashes()[entry], clause),
        (_SENSES, two[inside], clause[inside]),
        (_THREE, three[threefold], clause[threefold]),
        *_edges(sense, clause),
    ]


def _edges(sense: Hashes, clause: Ints) -> list[Family]:
    """The first and the last sense of each clause."""
    if not len(clause):
        return []
    change = (clause[1:] != clause[:-1]).nonzero()[0] + 1
    first = np.concatenate([[0], change])
    last = np.concatenate([change - 1, [len(clause) - 1]])
    return [(_FIRST, sense[first], clause[first]), (_LAST, sense[last], clause[last])]


@cache
def _entry_hashes() -> Hashes:
    """A hash of each entry's own letters, so that a table does not depend on the order of the lists."""
    terms = [entries[0].term for entries in lexicon.load().entries]
    joined = "".join(terms)
    chars = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    end = np.cumsum([len(term) for term in terms])
    with np.errstate(over="ignore"):
        return hashing.stretches(chars, end - [len(term) for term in terms], end, _P)
