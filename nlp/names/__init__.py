"""Whom a note is about: the names in its text against the name on the record.

`read` masks the record's own name, has the text cut into words once, finds pieces that may be names
(`candidates`) and those that are (`spotting`), gathers them to persons (`persons`), weighs each place
(`slots`) and each person (`evidence`, `model`).
A person who stands in the student's place and is no form of the record's name is a mismatch.
"""

from nlp.names.forms import OTHER, STUDENT, NameForms, forms, mask, own_masked, own_spans
from nlp.names.reading import Named, NameReading, find, read
from nlp.names.tables import alike, surnames

__all__ = [
    "OTHER", "STUDENT", "NameForms", "NameReading", "Named", "alike", "find", "forms", "mask", "own_masked",
    "own_spans", "read", "surnames",
]  # fmt: skip
