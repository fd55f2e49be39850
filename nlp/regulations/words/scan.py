"""Vocabularies compiled to one pattern each: `Vocabulary.find` gives (code, start, end) from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A code found at `start:end` of a sentence."""

    code: str
    start: int
    end: int


class Vocabulary:
    """Codes with patterns; at one place the pattern that was listed first wins."""

    def __init__(self, entries: Sequence[tuple[str, str]]) -> None:
        self._codes = [code for code, _ in entries]
        self._pattern = re.compile("|".join(f"(?P<x{n}>{pattern})" for n, (_, pattern) in enumerate(entries)))

    def find(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """Mentions that do not overlap, in order; an entry with the code `-` only hides what it covers."""
        for match in self._pattern.finditer(text, start, len(text) if end is None else end):
            code = self._codes[int((match.lastgroup or "x0")[1:])]
            if code != "-":
                yield Mention(code, match.start(), match.end())

    def without(self, text: str) -> str:
        """The text without any mention."""
        return self._pattern.sub("", text)

    def codes(self, text: str, start: int = 0, end: int | None = None) -> list[str]:
        """The codes in order of first mention."""
        return list(dict.fromkeys(mention.code for mention in self.find(text, start, end)))
