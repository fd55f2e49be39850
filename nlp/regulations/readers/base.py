"""What every reader works on and gives back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlp.regulations import context
from nlp.regulations.context import Frame
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import exclusions


@dataclass(slots=True)
class Found:
    """A rule's fields and where in a sentence it was read: positions in the sentence's own text."""

    kind: str
    fields: dict[str, Any]
    sentence: Sentence
    start: int
    end: int
    confidence: float = 0.85


@dataclass
class Source:
    """A sentence with what stands over it."""

    sentence: Sentence
    frame: Frame
    document: Document

    @cached_property
    def text(self) -> str:
        """The sentence's own words, what tells of the past or of purposes blanked."""
        text = self.sentence.text
        if exclusions.PREAMBLE.search(text) and not exclusions.BINDS.search(text):
            return "＊" * len(text)
        if context.aside(self.frame, self.sentence):
            return "＊" * len(text)
        return exclusions.present(text)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether the sentence tells of other schools, or of what was not adopted."""
        return bool(exclusions.OTHERS.search(self.text) or exclusions.DISMISSED.search(self.text))

    @cached_property
    def over(self) -> str:
        """The titles and leads over the sentence, nearest first, joined by ｜; without the document's title."""
        return "｜".join(t for t in context.headings(self.sentence) if t != self.frame.title)

    @property
    def lead(self) -> str:
        """What introduces the list that this sentence is an item of, or nothing."""
        lead = self.sentence.node.lead
        return lead.text if lead is not None and lead is not self.sentence else ""

    def found(self, kind: str, start: int, end: int, confidence: float = 0.85, **fields: Any) -> Found:
        """A rule read at a place."""
        return Found(kind, fields, self.sentence, start, end, confidence)


_PIECE = re.compile(r"[^，。；：！？｜]+")


def pieces(text: str) -> list[tuple[int, int]]:
    """The stretches between commas and stops."""
    return [match.span() for match in _PIECE.finditer(text)]
