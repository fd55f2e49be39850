"""Making `weights.tsv` from the corpus: ``python -m nlp.names.training``.

Three linear models: which pieces of a text are names (`spot_training`), which places are the student's own,
which person stands where the student should.  The examples of wrong names are made (`examples`) and real;
whom `spotting` finds in any other note is an example of somebody else.  Fixed seed: the same corpus gives the
same numbers.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlp import text as texts
from nlp import tokens
from nlp.corpus import parts
from nlp.corpus.reading import LabelledNote
from nlp.names import candidates, evidence, examples, model, persons, slots, spot_training
from nlp.names.forms import STUDENT, forms, own_masked
from nlp.names.persons import Person
from nlp.names.pool import PLAIN, Pool, bank
from nlp.names.reading import near
from nlp.names.spotting import Found, Spotter

_SEED, _FEWEST = 7, 4
# How much an example weighs: a real wrong name, a made one, somebody put beside the student.
_REAL, _MADE, _BESIDE = 3.0, 0.15, 0.5


class _Seen:
    """A text with the persons found in it."""

    def __init__(self, text: str, student: str, spotter: Spotter) -> None:
        self.record = forms(texts.normalise(student).strip())
        self.masked, strangers = own_masked(texts.normalise(text), self.record)
        found = spotter.found(self.masked, tokens.words(self.masked))
        for name in near(self.masked, self.record):
            found.setdefault(name, Found(candidates.FULL, 1.0, 0.0))
        found.update(dict.fromkeys(strangers, Found(candidates.FULL, 4.0, 3.0)))
        self.persons = [p for p in persons.persons(self.masked, found) if not self.record.fits(p.name)]
        self.own = len(re.findall(STUDENT + "+", self.masked))

    def places(self, person: Person) -> list[list[str]]:
        return [slots.features(self.masked, *span) for span in person.spans[: persons.ENOUGH]]

    def row(self, person: Person, slot: _Slots) -> list[float]:
        scores = [slot.score(place) for place in self.places(person)]
        return evidence.describe(self.masked, person, scores, self.record, self.own, len(self.persons))


class _Slots:
    """The model of places while it is made."""

    def __init__(self, examples: Sequence[tuple[list[str], bool]]) -> None:
        counts = Counter(feature for found, _ in examples for feature in set(found))
        self.names = sorted(feature for feature, count in counts.items() if count >= _FEWEST)
        index = {feature: number for number, feature in enumerate(self.names)}
        cells = [(row, index[f]) for row, (found, _) in enumerate(examples) for f in set(found) if f in index]
        matrix = csr_matrix(
            (np.ones(len(cells)), ([r for r, _ in cells], [c for _, c in cells])), (len(examples), len(index))
        )
        learner = LogisticRegression(C=0.3, max_iter=1000, class_weight="balanced")
        learner.fit(matrix, np.array([wanted for _, wanted in examples]))
        self.bias = round(float(learner.intercept_[0]), 3)
        self.weights = {
            name: round(float(w), 3) for name, w in zip(self.names, learner.coef_[0], strict=True)
        }

    def score(self, found: Sequence[str]) -> float:
        total = self.bias + sum(self.weights.get(feature, 0.0) for feature in found)
        return max(-model.BOUND, min(model.BOUND, total))


def _made(
    notes: Sequence[LabelledNote], pool: Sequence[str], spotter: Spotter
) -> Iterator[tuple[str, _Seen, set[str], bool]]:
    dice = random.Random(_SEED)  # noqa: S311
    names, stretches, own = Pool(notes, dice), bank("others"), bank("students")
    for note in notes:
        if note.name_mismatch:
            continue
        yield note.author, _Seen(note.text, note.student, spotter), set(), False
        for mode in examples.MODES:
            made = examples.swapped(note, pool, mode, dice)
            if made:
                yield note.author, _Seen(made[0], note.student, spotter), made[1], True
        made = examples.instead(note, names, dice)
        if made:
            yield note.author, _Seen(made[0], note.student, spotter), made[1], True
        made = examples.beside(note, own, names, dice, most=1)
        if made:
            yield note.author, _Seen(made[0], note.student, spotter), made[1], True
        made = examples.beside(note, stretches, names, dice)
        if made:
            yield note.author, _Seen(made[0], note.student, spotter), made[1], False


def train(notes: Sequence[LabelledNote]) -> model.Model:
    """The two models from labelled notes.

    For the second one, places are weighed by models that never read the note's author.
    """
    pool = sorted({note.student for note in notes if PLAIN.match(note.student)})
    spotter = spot_training.train(notes)
    texts_seen = list(_made(notes, pool, spotter))
    places: list[tuple[str, list[str], bool]] = []
    for author, seen, new, wrong in texts_seen:
        for person in seen.persons:
            if not new or person.name in new:
                places += [(author, place, wrong) for place in seen.places(person)]
    authors = sorted({note.author for note in notes})
    by_author: dict[str, _Slots] = {}
    for first in range(5):
        left_out = set(authors[first::5])
        fitted = _Slots([(place, wanted) for author, place, wanted in places if author not in left_out])
        by_author.update(dict.fromkeys(left_out, fitted))
    rows, wanted, weights = [], [], []
    for author, seen, new, wrong in texts_seen:
        for person in seen.persons:
            if not new or person.name in new:
                rows.append(seen.row(person, by_author[author]))
                wanted.append(wrong)
                weights.append(_MADE if wrong else _BESIDE if new else 1.0)
    real = [
        [seen.row(person, by_author[note.author]) for person in seen.persons]
        for note, seen in ((n, _Seen(n.text, n.student, spotter)) for n in notes if n.name_mismatch)
        if seen.persons
    ]
    learner = _second(rows, wanted, weights)
    # Which name is the wrong one is not labelled: the likeliest by the made examples, then by all.
    for _ in range(2):
        likeliest = [
            max(found, key=lambda row: float(learner.decision_function([row[1:]])[0])) for found in real
        ]
        learner = _second(
            rows + likeliest, wanted + [True] * len(likeliest), weights + [_REAL] * len(likeliest)
        )
    slot = _Slots([(place, flag) for _, place, flag in places])
    weighed = [round(float(learner.intercept_[0]), 3), *(round(float(w), 3) for w in learner.coef_[0])]
    return model.Model(spotter, slot.weights, slot.bias, tuple(weighed))


def _second(rows: list[list[float]], wanted: list[bool], weights: list[float]) -> LogisticRegression:
    learner = LogisticRegression(C=3, max_iter=5000)
    return learner.fit(np.array(rows)[:, 1:], np.array(wanted), sample_weight=np.array(weights))


def main() -> None:
    """Train on the corpus' training part and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=[], help="authors that are left out as well")
    parser.add_argument("-o", "--output", type=Path, default=model.WEIGHTS)
    given = parser.parse_args()
    made = train([note for note in parts.notes("training") if note.author not in given.without])
    given.output.write_text(model.written(made), encoding="utf-8")


if __name__ == "__main__":
    main()
