"""Keyed hashes of a note's sentences, by which a database finds the notes that may share text.

Each substantive sentence has one *exact* print, a hash of its tokens, and some *soft* ones: MinHash
bands over the pairs of tokens of this one sentence, three minima to a band, of which some survive when
a word or two of the sentence were changed.  The key decides both the order and the hash, so nothing can
be learnt from prints without it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import numpy as np

from nlp.contracts import SentencePrint
from nlp.copies.batch import LEAST, PART, SENTENCE, SHARED_LENGTH, Batch, Source, read
from nlp.copies.hashing import keyed
from nlp.hashing import Hashes

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
    schools share: what is short may be guessed, so it never gets there.  After the sentences follow the long
    parts of them before and after colons, with an exact print only.
    """
    return prints_many([source], key=key, wide_key=wide_key, headings=headings)[0]


def prints_many(
    sources: Sequence[Source], *, key: bytes = b"", wide_key: bytes = b"", headings: Collection[str] = ()
) -> list[list[SentencePrint]]:
    """`prints` of several notes at once, in their order."""
    batch = read(sources, headings)
    batch.settle(np.ones(len(batch), dtype=np.bool_))
    found: list[list[SentencePrint]] = [[] for _ in sources]
    soft = _soft(batch, key)
    pieces = batch.sentences
    every = np.arange(len(pieces.first))
    batch.locate(SENTENCE, every)
    letters, weights = batch.letters(SENTENCE, every).tolist(), pieces.weight.tolist()
    wide: dict[int, int] = {}
    if wide_key:
        fit = np.flatnonzero((batch.letters(SENTENCE, every) >= SHARED_LENGTH) & (pieces.weight >= WIDE_FROM))
        wide = dict(zip(fit.tolist(), batch.piece_hashes(SENTENCE, fit, wide_key), strict=True))
    exact = batch.piece_hashes(SENTENCE, every, key)
    for piece, note in enumerate(pieces.note.tolist()):
        start, end = batch.span(piece, SENTENCE)
        parts = tuple(dict.fromkeys(soft[piece]))
        substantive = weights[piece] >= LEAST[SENTENCE]
        found[note].append(
            SentencePrint(start, end, exact[piece], letters[piece], substantive, parts, wide.get(piece))
        )
    long = batch.long_parts
    for piece, length, fp in zip(
        long.tolist(), batch.letters(PART, long).tolist(), batch.piece_hashes(PART, long, key), strict=True
    ):
        start, end = batch.span(piece, PART)
        found[int(batch.parts.note[piece])].append(SentencePrint(start, end, fp, length, substantive=True))
    return found


def _soft(batch: Batch, key: bytes) -> list[list[int]]:
    """For each sentence the hashes of its bands: three smallest pairs of tokens, each under an order of its
    own that the key decides."""
    found: list[list[int]] = [[] for _ in batch.sentences.first]
    seed = hashlib.blake2b(b"order", digest_size=8, key=key).digest()
    counts = batch.counts
    begins = np.flatnonzero(counts[:-1] & counts[1:])
    owner = batch.sentences.of_token[begins]
    begins = begins[owner == batch.sentences.of_token[begins + 1]]
    pairs = batch.runs(2) * np.uint64(int.from_bytes(seed, "big") | 1)
    owner, pair = batch.sentences.of_token[begins], pairs[begins]
    size = np.bincount(owner, minlength=len(found))
    wanted = np.clip(np.rint(size / SOFT_TOKENS), SOFT_LEAST, SOFT_MOST)
    wanted[size < SOFT_FROM] = 0
    for band in range(SOFT_MOST):
        kept = wanted[owner] > band
        if not kept.any():
            break
        owner, pair = owner[kept], pair[kept]
        starts = np.flatnonzero(np.concatenate(([True], owner[1:] != owner[:-1])))
        minima = np.stack(
            [np.minimum.reduceat(_shuffled(pair, BAND * band + one), starts) for one in range(BAND)], axis=1
        )
        name = b"soft%d" % band
        for sentence, smallest in zip(owner[starts].tolist(), minima, strict=True):
            found[sentence].append(keyed(name + smallest.tobytes(), key))
    return found


def _shuffled(pair: Hashes, number: int) -> Hashes:
    """The numbers in another order."""
    mixed = (pair ^ (pair >> np.uint64(29))) * np.uint64((0x9E3779B97F4A7C15 * (2 * number + 1)) % 2**64)
    return mixed ^ (mixed >> np.uint64(32))
