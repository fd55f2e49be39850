"""Reading a teacher's visit note: what it reports, how it judges, whom it is about, what was copied.

Pure Python: no framework, no database, no clock.  ``Reviewer.load().review(Note(...))``.
"""

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from nlp.reviewer import Reviewer

__all__ = [
    "CORE_ITEMS", "EXTRA_ITEMS", "SEVERITIES", "Finding", "Labels", "Note", "NoteError", "PairMatch",
    "Review", "ReviewContext", "ReviewRules", "Reviewer", "SentenceMatch", "SentencePrint",
]  # fmt: skip


def __getattr__(name: str) -> object:
    """The reviewer and its numerical libraries are loaded when first asked for, not by `nlp.regulations`."""
    if name == "Reviewer":
        from nlp.reviewer import Reviewer

        return Reviewer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
