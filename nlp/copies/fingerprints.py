"""Keyed hashes of a note's sentences, by which a database finds the notes that may share text.

Each substantive sentence has one *exact* print, a hash of its tokens, and some *soft* ones: hashes of
the three smallest of its pairs of tokens under different orders (MinHash bands over one sentence), of
which some survive when a word or two of the sentence were changed.  The key decides both the order and
the hash, so nothing can be learnt from prints without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np

from nlp.contracts import SentencePrint
from nlp.copies.batch import LEAST_SENTENCE, Source, read
from nlp.copies.hashing import keyed
from nlp.copies.verdicts import SHARED_LENGTH

BAND = 3
SOFT_TOKENS = 10
SOFT_LEAST, SOFT_MOST = 2, 16
"""One soft print for so many tokens of a sentence, within these bounds."""
SOFT_FROM = 6
WIDE_FROM = 12


def prints(
    source: Source, *, key: bytes = b"", wide_key: bytes = b"", headings: Collection[str] = ()
) -> list[SentencePrint]:
    """The note's sentences with their prints, signed 64-bit; what is not substantive has none to go by.

    With a `wide_key`, long substantive sentences have a second print under it, for a store that several
    schools share: what is short may be guessed, so it never gets there.
    """
    return prints_many([source], key=key, wide_key=wide_key, headings=headings)[0]


def prints_many(
    sources: Sequence[Source], *, key: bytes = b"", wide_key: bytes = b"", headings: Collection[str] = ()
) -> list[list[SentencePrint]]:
    """`prints` of several notes at once, in their order."""
    batch = read(sources, headings)
    batch.settle(np.ones(len(batch), dtype=np.bool_))
    seed = int.from_bytes(hashlib.blake2b(b"order", digest_size=8, key=key).digest(), "big") | 1
    pairs = batch.runs(2) * np.uint64(seed)
    found: list[list[SentencePrint]] = [[] for _ in sources]
    pieces = batch.sentences
    for piece, weight in enumerate(pieces.weight.tolist()):
        counted = np.flatnonzero(batch.counts[pieces.first[piece] : pieces.last[piece]]) + pieces.first[piece]
        start, end = batch.span(piece, fine=False)
        note = int(pieces.note[piece])
        length = sum(map(str.isalnum, sources[note].text[start:end]))
        substantive = weight >= LEAST_SENTENCE
        soft: tuple[int, ...] = ()
        if substantive and weight >= SOFT_FROM:
            soft = _soft(pairs[counted[:-1][np.diff(counted) == 1]], key)
        wide = None
        if wide_key and substantive and length >= SHARED_LENGTH and weight >= WIDE_FROM:
            wide = batch.sentence_hash(piece, wide_key)
        found[note].append(
            SentencePrint(start, end, batch.sentence_hash(piece, key), length, substantive, soft, wide)
        )
    return found


def _soft(pairs: np.ndarray[tuple[int], np.dtype[np.uint64]], key: bytes) -> tuple[int, ...]:
    distinct = np.unique(pairs)
    if len(distinct) < BAND + 1:
        return ()
    count = min(SOFT_MOST, max(SOFT_LEAST, round(len(distinct) / SOFT_TOKENS)))
    bands = []
    for number in range(count):
        order = (distinct ^ (distinct >> np.uint64(29))) * np.uint64(
            (0x9E3779B97F4A7C15 * (2 * number + 1)) % 2**64
        )
        smallest = np.sort(distinct[np.argpartition(order ^ (order >> np.uint64(32)), BAND)[:BAND]])
        bands.append(keyed(b"soft%d" % number + smallest.tobytes(), key))
    return tuple(dict.fromkeys(bands))
