"""Which author's notes are for training, development or test: `parts.tsv` names those not for training."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from nlp.corpus.reading import LabelledNote, read, read_bank

Part = Literal["training", "development", "test"]
PARTS: tuple[Part, ...] = ("training", "development", "test")
_FOLDER = Path(__file__).parent


@cache
def _assigned() -> dict[str, str]:
    lines = (_FOLDER / "parts.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def files(part: Part) -> list[Path]:
    """The authors' files of a part, in order."""
    return [
        file
        for file in sorted((_FOLDER / "notes").glob("*.txt"))
        if _assigned().get(file.stem, "training") == part
    ]


def notes(part: Part) -> list[LabelledNote]:
    """All notes of a part. Raises CorpusError."""
    return [note for file in files(part) for note in read(file)]


def banks() -> list[LabelledNote]:
    """The clause banks' groups, for training only. Raises CorpusError."""
    return [group for file in sorted((_FOLDER / "clauses").glob("*.txt")) for group in read_bank(file)]


def second_labels() -> list[dict[str, Any]]:
    """What another hand said of a tenth of the notes, in the exchange format."""
    return [
        json.loads(line)
        for file in sorted((_FOLDER / "second").glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]


def sources() -> list[Path]:
    """Every file that training reads, in order: what a model's version is made of."""
    return [*files("training"), *sorted((_FOLDER / "clauses").glob("*.txt"))]
