"""Which pieces of a text are names: a trained linear model over a piece's characters and its surroundings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nlp import tokens
from nlp.names import candidates
from nlp.names.candidates import FOREIGN, FULL, WORD, Piece, family_of, family_score, score
from nlp.names.tables import characters, sounds, surnames

# Below this a piece is no name (log-odds), whatever stands around it.
LEAST = -0.75
_HOPELESS = -5.3
_MOST = 50_000
_UNLISTED = -30
_MARK = "#"


class Found(NamedTuple):
    """What a piece was taken for, how surely, and how surely by its characters alone (log-odds)."""

    kind: int
    sure: float
    looks: float = 0.0


def _step(value: int) -> str:
    return str(max(-3, min(5, value // 10)))


def static_features(name: str, kind: int) -> list[str]:
    """What the characters of a piece say."""
    head = f"{kind}{min(len(name), 3)}"
    chars = characters()
    found = ["k" + head]
    if kind in (FULL, WORD):
        family = family_of(name)
        rest = name[len(family) :]
        found += [
            f"{head}f{_step(family_score(family))}",
            f"{head}c{int(family in surnames().common)}",
            f"{head}l{_step(chars.last.get(rest[-1], _UNLISTED))}",
        ]
        if len(rest) == 2:
            found.append(f"{head}m{_step(chars.first.get(rest[0], _UNLISTED))}")
            if tokens.known(rest):
                found.append(f"{head}r{int(tokens.is_person(rest))}{_step(score(rest))}")
    elif kind == FOREIGN:
        found += ["x" + c for c in dict.fromkeys(name)]
        found.append(f"{head}p{int(name in sounds().parts)}")
    else:
        found += [
            f"{head}m{_step(chars.first.get(name[0], _UNLISTED))}",
            f"{head}l{_step(chars.last.get(name[-1], _UNLISTED))}",
        ]
    if len(name) == 3 and tokens.known(name[:2]):
        found.append(f"{head}b{int(tokens.is_person(name[:2]))}")
    if tokens.known(name):
        found.append(f"{head}known{int(tokens.is_person(name))}")
    return found


def around(piece: Piece) -> tuple[str, ...]:
    """What the surroundings of a piece say."""
    left, right = piece.left, piece.right
    head = f"{piece.kind}{'3' if len(piece.name) > 2 else '2'}"
    before = left[-1] if left and "\u4e00" <= left[-1] <= "\u9fff" else _MARK
    after = right[0] if right and ("\u4e00" <= right[0] <= "\u9fff" or right[0] == "\ue005") else _MARK
    return (
        f"{head}s{piece.shape}",
        "L" + (left[-4:] if before != _MARK else left[-1:] if left[-1:] < "\ue000" else _MARK),
        "R" + (right[:4] if after != _MARK else right[:1] if right[:1] < "\ue000" else _MARK),
        "l" + before, "r" + after,
        head + ("L#" if before == _MARK else "L"), head + ("R#" if after == _MARK else "R"),
    )  # fmt: skip


class _Looks(dict[str, float]):
    """Piece to what its characters say, the model's bias included."""

    def __init__(self, weights: Mapping[str, float], bias: float) -> None:
        super().__init__()
        self.weights, self.bias = weights, bias

    def __missing__(self, name: str) -> float:
        return self.of(name, candidates.kind_of(name))

    def of(self, name: str, kind: int) -> float:
        """What the characters of a piece of this kind say."""
        if len(self) > _MOST:
            self.clear()
        weigh = self.weights.get
        found = sum([weigh(f, 0.0) for f in static_features(name, kind)]) if kind else -99.0
        total = self[name] = self.bias + found
        return total


class _Hopeful(dict[str, int]):
    """Piece to kind, 0 also where nothing around it can make it a name."""

    def __init__(self, looks: _Looks) -> None:
        super().__init__()
        self._looks = looks

    def __missing__(self, name: str) -> int:
        if len(self) > _MOST:
            self.clear()
        kind = candidates.kind_of(name)
        if kind and self._looks.of(name, kind) <= _HOPELESS:
            kind = 0
        self[name] = kind
        return kind


class Spotter:
    """The model at work; what it knows of a piece's characters is found out once a piece."""

    def __init__(self, weights: Mapping[str, float], bias: float) -> None:
        self.weights, self.bias = weights, bias
        self._looks = _Looks(weights, bias)
        self._kinds = _Hopeful(self._looks)

    def sure(self, piece: Piece) -> float:
        """How surely the piece is a name, in log-odds."""
        weigh = self.weights.get
        shape, word, next_word, before, after, left, right = around(piece)
        return (
            self._looks[piece.name] + weigh(shape, 0.0) + weigh(word, 0.0) + weigh(next_word, 0.0)
            + weigh(before, 0.0) + weigh(after, 0.0) + weigh(left, 0.0) + weigh(right, 0.0)
        )  # fmt: skip

    def found(self, text: str, words: Sequence[str]) -> dict[str, Found]:
        """The names in a text.  Of pieces that overlap, the surer one."""
        seen = []
        for piece in candidates.pieces(words, self._kinds):
            sure = self.sure(piece)
            if sure > LEAST:
                seen.append((sure, piece))
        seen.sort(key=lambda one: -one[0])
        taken: set[int] = set()
        result: dict[str, Found] = {}
        for sure, piece in seen:
            if taken.isdisjoint(range(piece.start, piece.end)):
                taken.update(range(piece.start, piece.end))
                result.setdefault(piece.name, Found(piece.kind, sure, self._looks[piece.name] - self.bias))
        for name in candidates.dotted(text):
            result[name] = Found(FULL, 4.0, 3.0)
        return result
