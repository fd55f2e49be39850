"""The tone of a note towards the student, from the judgements of its clauses."""

from __future__ import annotations

from collections.abc import Iterable

from nlp.contracts import Span, Tone
from nlp.readings import ClauseReading, Judgement


def read(readings: Iterable[ClauseReading]) -> tuple[Tone, bool | None, list[Judgement]]:
    """Tone, whether praise came first (None without any judgement), and the judgements in order."""
    judgements = sorted((j for r in readings for j in r.judgements), key=lambda j: j.span)
    praise = any(j.polarity > 0 for j in judgements)
    blame = any(j.polarity < 0 for j in judgements)
    tone: Tone
    if praise and blame:
        tone = "balanced"
    elif praise:
        tone = "praise_only"
    elif blame:
        tone = "complaint_only"
    else:
        tone = "neutral"
    first = judgements[0].polarity > 0 if judgements else None
    return tone, first, judgements


def spans(judgements: Iterable[Judgement], polarity: int) -> list[Span]:
    """Where the praise (+1) or the criticism (-1) stands."""
    return [j.span for j in judgements if j.polarity == polarity]
