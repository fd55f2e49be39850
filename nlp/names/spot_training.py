"""Training `spotting`: which pieces of a text are names.

The names that are known are the records' own; each note serves with its child's name replaced by others, so
that the model learns what stands around names and not the names.  All other pieces are no names, but for
those that a first model takes for names (classmates and relatives, of whom the corpus has no list).
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp import text as texts
from nlp import tokens
from nlp.corpus import parts
from nlp.corpus.reading import LabelledNote
from nlp.names import candidates
from nlp.names.candidates import Piece
from nlp.names.forms import NameForms, forms, own_masked, own_spans
from nlp.names.pool import LETTERS, PLAIN, Pool, bank, people
from nlp.names.spotting import Spotter, around, static_features

_SEED, _FEWEST, _STRENGTH = 5, 4, 0.5
_COPIES, _COPY, _STRETCHES = 2, 0.5, 6
_SURE = 0.5
_kinds = candidates.Kinds()


def replaced(text: str, own: NameForms, other: NameForms) -> tuple[str, list[tuple[int, int]]]:
    """The text with the child's name replaced wherever it stands, and where the new names stand."""
    pairs = {own.full: other.full}
    if own.family and other.family and own.given and other.given:
        pairs |= {
            "小" + own.given[-1]: "小" + other.given[-1],
            own.given[-1] * 2: other.given[-1] * 2,
            own.given: other.given if len(other.given) > 1 else other.full,
        }
    else:
        pairs |= dict.fromkeys(own.forms, other.full)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    at = length = 0
    for start, end in own_spans(text, own):
        word = pairs.get(text[start:end], "")
        pieces += (text[at:start], word or "\ue000" * (end - start))
        length += start - at
        if word:
            spans.append((length, length + len(word)))
        length += len(pieces[-1])
        at = end
    pieces.append(text[at:])
    return "".join(pieces), spans


def _examples(notes: Sequence[LabelledNote]) -> tuple[list[Piece], list[Piece]]:
    """Pieces that are names and pieces that are none."""
    dice = random.Random(_SEED)  # noqa: S311
    pool = Pool(notes, dice)
    names: list[Piece] = []
    others: list[Piece] = []
    for note in notes:
        if note.name_mismatch:
            continue
        text = texts.normalise(note.text)
        own = forms(texts.normalise(note.student).strip())
        others += candidates.pieces(tokens.words(own_masked(text, own)[0]), _kinds)
        plain = bool(PLAIN.match(own.full)) and 1 <= len(own.given) <= 2
        for _ in range(_COPIES):
            copy, spans = replaced(text, own, forms(pool.plain() if plain else pool.by_sound()))
            wanted = set(spans)
            for piece in candidates.pieces(tokens.words(copy), _kinds) if wanted else ():
                if (piece.start, piece.end) in wanted:
                    names.append(piece)
                elif any(piece.start < end and start < piece.end for start, end in spans):
                    others.append(piece)
    return names, others


def _beside(pool: Pool, dice: random.Random) -> tuple[list[Piece], list[Piece]]:
    """The same of the stretches of text written for the purpose."""
    names: list[Piece] = []
    others: list[Piece] = []
    for stretch in (*bank("others"), *bank("students")):
        for _ in range(_STRETCHES):
            new = people(stretch, forms(pool.plain()), pool, dice) | {"P": dice.choice("他她")}
            text, wanted = "", set()
            for character in stretch:
                word = new.get(character, character)
                if character in LETTERS:
                    wanted.add((len(text), len(text) + len(word)))
                text += word
            for piece in candidates.pieces(tokens.words(text), _kinds):
                (names if (piece.start, piece.end) in wanted else others).append(piece)
    return names, others


def train(notes: Sequence[LabelledNote]) -> Spotter:
    """The model of names from labelled notes, and from clause banks, which hold hardly any name."""
    names, others = _examples(notes)
    dice = random.Random(_SEED)  # noqa: S311
    for made, kept in zip((names, others), _beside(Pool(notes, dice), dice), strict=True):
        made += kept
    for group in parts.banks():
        others += candidates.pieces(tokens.words(texts.normalise(group.text)), _kinds)
    spotter = _fitted(names, others)
    kept = []
    for piece in others:
        if spotter.sure(piece) < _SURE:
            kept.append(piece)
    return _fitted(names, kept)


def _features(piece: Piece) -> set[str]:
    return {*static_features(piece.name, piece.kind), *around(piece)}


def _fitted(names: Sequence[Piece], others: Sequence[Piece]) -> Spotter:
    rows = [_features(piece) for piece in (*names, *others)]
    counts = Counter(feature for row in rows for feature in row)
    used = sorted(feature for feature, count in counts.items() if count >= _FEWEST)
    index = {feature: number for number, feature in enumerate(used)}
    cells = [(row, index[f]) for row, found in enumerate(rows) for f in sorted(found) if f in index]
    matrix = csr_matrix(
        (np.ones(len(cells)), ([r for r, _ in cells], [c for _, c in cells])), (len(rows), len(index))
    )
    wanted = np.array([True] * len(names) + [False] * len(others))
    weights = np.where(wanted, _COPY, 1.0)
    learner = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(matrix, wanted, sample_weight=weights)
    found = {name: round(float(w), 3) for name, w in zip(used, learner.coef_[0], strict=True)}
    return Spotter(found, round(float(learner.intercept_[0]), 3))
