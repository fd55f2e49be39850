"""Reading a teacher's visit note: what it reports, how it judges, whom it is about, what was copied.

Pure Python: no framework, no database, no clock.  ``Reviewer.load().review(Note(...))``.
"""

from nlp.contracts import (
    CORE_ITEMS,
    EXTRA_ITEMS,
    SEVERITIES,
    Finding,
    Labels,
    Note,
    NoteError,
    PairMatch,
    Review,
    ReviewContext,
    ReviewRules,
    SentenceMatch,
    SentencePrint,
)
from nlp.reviewer import Reviewer

__all__ = [
    "CORE_ITEMS", "EXTRA_ITEMS", "SEVERITIES", "Finding", "Labels", "Note", "NoteError", "PairMatch",
    "Review", "ReviewContext", "ReviewRules", "Reviewer", "SentenceMatch", "SentencePrint",
]  # fmt: skip
