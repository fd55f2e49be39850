"""Copied text: which notes stand again in which others, sentence by sentence.

`between` judges the notes of one file against each other, `against` one note against candidates from a
database, `prints` gives the hashes by which a database finds such candidates, `told` the labels and
findings of a verdict. README.md tells how and how well.
"""

from __future__ import annotations

from nlp.copies.batch import SHARED_LENGTH, Source
from nlp.copies.fingerprints import prints, prints_many
from nlp.copies.telling import NOTHING, Told, told
from nlp.copies.verdicts import Shared, Verdict, against, between, compare

__all__ = [
    "NOTHING",
    "SHARED_LENGTH",
    "Shared",
    "Source",
    "Told",
    "Verdict",
    "against",
    "between",
    "compare",
    "prints",
    "prints_many",
    "told",
]
