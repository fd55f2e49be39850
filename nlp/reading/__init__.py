"""Reading clauses: what each says, by a trained model over hashed features.

`read` takes normalised, masked texts with their words and gives for each what it reports, how it judges
and the clauses that show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.reading import decide, model, pieces
from nlp.reading.decide import NoteReading
from nlp.reading.model import ModelError, Weights

__all__ = ["ModelError", "NoteReading", "Weights", "load", "read"]

# Texts read at once: enough to pay for the array operations, few enough to stay in the cache.
TOGETHER = 100


def load() -> Weights:
    """The shipped weights, read once a process. Raises ModelError."""
    return model.load()


def read(
    texts: Sequence[str], words: Sequence[Sequence[str]], weights: Weights | None = None
) -> list[NoteReading]:
    """A reading for each text; ``words`` are each text's words without gaps."""
    weights = weights or model.load()
    found: list[NoteReading] = []
    for at in range(0, len(texts), TOGETHER):
        batch = pieces.batch(texts[at : at + TOGETHER], words[at : at + TOGETHER])
        found += decide.notes(model.read(batch, weights))
    return found
