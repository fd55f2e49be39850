"""`python -m nlp train`: corpus and shared decisions in, weights out, only if they are better."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from nlp import reading
from nlp.contracts import Note
from nlp.corpus import parts
from nlp.corpus.reading import LabelledNote
from nlp.evaluation import table
from nlp.reading import model
from nlp.reviewer import Reviewer
from nlp.training import dataset, fit
from nlp.training.fit import Shared

# What a new model has to be better at, on the development part.
MEASURES = ("content three states, macro-F1", "tone, macro-F1")


# Counts up whenever features or steps change: the same notes then give other weights.
RECIPE = 2


class DecisionsError(ValueError):
    """A file of decisions cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a training run gave: the scores of the old (None without one) and new model, what was kept."""

    old: float | None
    new: float
    kept: bool
    version: str


def train(target: Path, *, decisions: Path | None = None, force: bool = False, jobs: int = 1) -> Outcome:
    """Fit on the training part; write ``target`` if the development part says that it is better.

    ``decisions``: JSONL of ``{"id", "student", "text", "labels"}`` as schools shared them; they only
    move the last step, note by note.  Raises DecisionsError and CorpusError.
    """
    shared = read_decisions(decisions) if decisions else []
    notes = parts.notes("training")
    data = dataset.build([*notes, *dataset.fragments(notes), *parts.banks()])
    weights = fit.fit(data, shared=shared, jobs=jobs, version=version(decisions))
    judges = parts.notes("development")
    new = score(judges, weights)
    old: float | None = None
    if target.exists() and not force:
        try:
            old = score(judges, model.load(target))
        except model.ModelError:
            old = None  # made for other features: nothing to compare with
    kept = old is None or new > old
    if kept:
        model.save(weights, target)
    return Outcome(old, new, kept, weights.version)


def version(decisions: Path | None = None) -> str:
    """A name for a model: a hash of all that it is made of."""
    digest = blake2b(RECIPE.to_bytes(2, "big"), digest_size=4)
    for file in [*parts.sources(), *([decisions] if decisions else [])]:
        digest.update(file.read_bytes())
    return f"clauses-{digest.hexdigest()}"


def score(notes: Sequence[LabelledNote], weights: reading.Weights) -> float:
    """The mean of MEASURES on labelled notes."""
    reviewer = Reviewer(weights)
    found = [reviewer.review(Note(note.id, note.student, note.text)).labels.to_dict() for note in notes]
    figures = table([note.labels() for note in notes], found)
    values = [figures[name] for name in MEASURES]
    return float(np.mean([value for value in values if value is not None]))


def read_decisions(file: Path) -> list[Shared]:
    """Decided notes; a label that no decision supports is left out. Raises DecisionsError."""
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            note = LabelledNote(str(row["id"]), "shared", row["student"], "shared", row["text"], ())
            wanted = dataset.wanted(row["labels"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise DecisionsError(f"{file.name}：第 {number} 行不是约定的格式（{error}）。") from error
        text, words = dataset.masked(note)
        found.append(Shared(text, tuple(words), tuple(wanted)))
    return found
