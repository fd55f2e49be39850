"""The trained numbers behind the reading of names, and the decision made with them.

Three linear models, kept as plain numbers in ``weights.tsv``: one says which pieces are names, one weighs the
place of a name (is this where a note speaks of its student?), one weighs all that is seen of a person.  They
are made by `training`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nlp.contracts import Span
from nlp.names import evidence, persons, slots
from nlp.names.forms import NameForms
from nlp.names.persons import Person
from nlp.names.spotting import Spotter

WEIGHTS = Path(__file__).parent / "weights.tsv"
BOUND = 4.0
# What is so by the meaning of the words, however few examples of it there are: added to what was learnt.
KNOWN = {
    "clear": 4.0,
    "company": -4.0,
    "goods-beside": -2.0,
    "explained": -10.0,
    "titled": -4.0,
    "helps": -3.0,
    "listed": 2.0,
}
THRESHOLD = 2.0
# A name that shares nothing with the record's and stands nowhere like it is not weighed further.
ELSEWHERE = -0.5


@dataclass(frozen=True, slots=True)
class Model:
    """``spotter``: which pieces are names; ``slot``: feature to weight of a place; ``person``: weights in
    order of `evidence.FEATURES`.
    """

    spotter: Spotter
    slot: dict[str, float]
    slot_bias: float
    person: tuple[float, ...]

    def place(self, text: str, span: Span) -> float:
        """How much the place looks like the student's own, in log-odds within bounds."""
        weigh = self.slot.get
        total = self.slot_bias
        for feature in slots.features(text, *span):
            total += weigh(feature, 0.0)
        return max(-BOUND, min(BOUND, total))

    def wrong(self, text: str, person: Person, record: NameForms, own: int, many: int) -> float:
        """How much the person stands where the note's student should: a mismatch above `THRESHOLD`."""
        scores = [self.place(text, span) for span in person.spans[: persons.ENOUGH]]
        if max(scores) < ELSEWHERE and set(person.name).isdisjoint(record.full):
            return -BOUND
        seen = evidence.describe(text, person, scores, record, own, many)
        return sum(weight * value for weight, value in zip(self.person, seen, strict=True))


@cache
def load() -> Model:
    """The model as shipped, read once, with what is known beside it."""
    made = parsed(WEIGHTS.read_text(encoding="utf-8"))
    known = (w + KNOWN.get(name, 0.0) for name, w in zip(evidence.FEATURES, made.person, strict=True))
    return Model(made.spotter, made.slot, made.slot_bias, tuple(known))


def written(model: Model) -> str:
    """The file's text: part, feature, weight; a line break in a feature stands as ``\\n``."""
    lines = [
        "# Made by nlp.names.training from the corpus. Part, feature, weight.",
        f"slot\tbias\t{model.slot_bias}",
    ]
    lines.append(f"spot\tbias\t{model.spotter.bias}")
    lines += [
        f"spot\t{_escaped(name)}\t{weight}"
        for name, weight in sorted(model.spotter.weights.items())
        if abs(weight) >= 0.02
    ]
    lines += [
        f"slot\t{_escaped(name)}\t{weight}"
        for name, weight in sorted(model.slot.items())
        if abs(weight) >= 0.02
    ]
    lines += [f"person\t{name}\t{w}" for name, w in zip(evidence.FEATURES, model.person, strict=True)]
    return "\n".join(lines) + "\n"


def parsed(text: str) -> Model:
    """The model in a file's text. Raises KeyError where a feature is missing."""
    parts: dict[str, dict[str, float]] = {"spot": {}, "slot": {}, "person": {}}
    for line in text.split("\n"):
        if line and not line.startswith("#"):
            part, name, weight = line.split("\t")
            parts[part][name.replace("\\n", "\n")] = float(weight)
    bias = parts["slot"].pop("bias")
    spotter = Spotter(parts["spot"], parts["spot"].pop("bias"))
    return Model(spotter, parts["slot"], bias, tuple(parts["person"][name] for name in evidence.FEATURES))


def _escaped(name: str) -> str:
    return name.replace("\n", "\\n")
