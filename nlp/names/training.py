"""Making `weights.tsv` from the corpus: ``python -m nlp.names.training``.

Notes about the right child hold few wrong names, so each also serves with the child's name replaced by
another one: everywhere, once, or by another family name only.  All that the generator of candidates takes
for a name elsewhere is an example of someone else.  Fixed seed: the same corpus gives the same numbers.
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
from nlp.corpus.reading import LabelledNote
from nlp.corpus.reading import read as read_notes
from nlp.names import candidates, model, persons, slots
from nlp.names.forms import STUDENT, NameForms, forms, own_masked, own_spans
from nlp.names.persons import Person

NOTES = Path(__file__).parent.parent / "corpus" / "notes"
# Authors whose notes only test.
TEST = ("a14", "a15")
_SEED, _FEWEST = 7, 4
_MODES = ("all", "one", "family", "one")
_REAL, _MADE = 3.0, 0.15
_PLAIN = re.compile("[\u4e00-\u9fff]{2,4}\\Z")


def swapped(
    note: LabelledNote, pool: Sequence[str], mode: str, dice: random.Random
) -> tuple[str, set[str]] | None:
    """The note's text with another child's name, and the names that are new; None where that cannot be."""
    text = texts.normalise(note.text)
    own = forms(texts.normalise(note.student).strip())
    spans = own_spans(text, own)
    if "·" in own.full or not own.family or not 1 <= len(own.given) <= 2 or not spans:
        return None
    other = _other(own, pool, dice)
    if other is None:
        return None
    picked = {dice.randrange(len(spans))} if mode == "one" else set(range(len(spans)))
    parts: list[str] = []
    new: set[str] = set()
    at = 0
    for number, (start, end) in enumerate(spans):
        word = text[start:end]
        swap = _swap(word, own, other, mode, dice) if number in picked else word
        if swap != word:
            new.add(swap)
        parts += (text[at:start], swap)
        at = end
    parts.append(text[at:])
    return ("".join(parts), new) if new else None


def _other(own: NameForms, pool: Sequence[str], dice: random.Random) -> NameForms | None:
    for _ in range(50):
        other = forms(dice.choice(pool))
        if (
            len(other.given) == len(own.given)
            and not other.fits(own.full)
            and other.given != own.given
            and other.family != own.family
        ):
            return other
    return None


def _swap(word: str, own: NameForms, other: NameForms, mode: str, dice: random.Random) -> str:
    if mode == "family":
        if word == own.full or (word == own.given and dice.random() < 0.5):
            return other.family + own.given
        return word
    if word == own.given and mode == "one" and dice.random() < 0.5:
        return other.full
    pairs = {
        own.full: other.full,
        own.given: other.given,
        own.given[-1] * 2: other.given[-1] * 2,
        own.given[0] * 2: other.given[0] * 2,
        "小" + own.given[-1]: "小" + other.given[-1],
    }
    if word not in pairs and word.startswith(own.full):
        return other.full + word[len(own.full) :]
    return pairs.get(word, word)


class _Seen:
    """A text with the persons found in it."""

    def __init__(self, text: str, student: str) -> None:
        self.record = forms(texts.normalise(student).strip())
        self.masked, strangers = own_masked(texts.normalise(text), self.record)
        found = candidates.candidates(self.masked, tokens.words(self.masked))
        found.update(dict.fromkeys(strangers, candidates.FULL))
        self.persons = [p for p in persons.persons(self.masked, found) if not self.record.fits(p.name)]
        self.own = len(re.findall(STUDENT + "+", self.masked))

    def places(self, person: Person) -> list[list[str]]:
        return [slots.features(self.masked, *span) for span in person.spans[: persons.ENOUGH]]

    def row(self, person: Person, slot: _Slots) -> list[float]:
        scores = [slot.score(place) for place in self.places(person)]
        return persons.describe(self.masked, person, scores, self.record, self.own, len(self.persons))


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


def _made(notes: Sequence[LabelledNote], pool: Sequence[str]) -> Iterator[tuple[str, _Seen, set[str]]]:
    dice = random.Random(_SEED)  # noqa: S311
    for note in notes:
        if note.name_mismatch:
            continue
        yield note.author, _Seen(note.text, note.student), set()
        for mode in _MODES:
            made = swapped(note, pool, mode, dice)
            if made:
                yield note.author, _Seen(made[0], note.student), made[1]


def train(notes: Sequence[LabelledNote]) -> model.Model:
    """The two models from labelled notes.

    For the second one, places are weighed by models that never read the note's author.
    """
    pool = sorted({note.student for note in notes if _PLAIN.match(note.student)})
    texts_seen = list(_made(notes, pool))
    examples: list[tuple[str, list[str], bool]] = []
    for author, seen, new in texts_seen:
        for person in seen.persons:
            if not new or person.name in new:
                examples += [(author, place, bool(new)) for place in seen.places(person)]
    authors = sorted({note.author for note in notes})
    by_author: dict[str, _Slots] = {}
    for first in range(5):
        left_out = set(authors[first::5])
        fitted = _Slots([(place, wanted) for author, place, wanted in examples if author not in left_out])
        by_author.update(dict.fromkeys(left_out, fitted))
    rows, wanted, weights = [], [], []
    for author, seen, new in texts_seen:
        for person in seen.persons:
            if not new or person.name in new:
                rows.append(seen.row(person, by_author[author]))
                wanted.append(bool(new))
                weights.append(_MADE if new else 1.0)
    real = [
        [seen.row(person, by_author[note.author]) for person in seen.persons]
        for note, seen in ((n, _Seen(n.text, n.student)) for n in notes if n.name_mismatch)
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
    slot = _Slots([(place, flag) for _, place, flag in examples])
    weighed = [round(float(learner.intercept_[0]), 3), *(round(float(w), 3) for w in learner.coef_[0])]
    return model.Model(slot.weights, slot.bias, tuple(weighed))


def _second(rows: list[list[float]], wanted: list[bool], weights: list[float]) -> LogisticRegression:
    learner = LogisticRegression(C=3, max_iter=5000)
    return learner.fit(np.array(rows)[:, 1:], np.array(wanted), sample_weight=np.array(weights))


def notes_of(left_out: Sequence[str]) -> list[LabelledNote]:
    """The corpus without some authors."""
    return [n for path in sorted(NOTES.glob("*.txt")) if path.stem not in left_out for n in read_notes(path)]


def main() -> None:
    """Train and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--without", nargs="*", default=list(TEST), help="authors that are left out")
    parser.add_argument("-o", "--output", type=Path, default=model.WEIGHTS)
    given = parser.parse_args()
    made = train(notes_of(given.without))
    given.output.write_text(model.written(made), encoding="utf-8")


if __name__ == "__main__":
    main()
