"""What the reading of a clause gives to the checks: plain values, no words looked at again."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.contracts import Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict about the student: polarity +1 or -1.

    ``weak``: ability or a general word that a complaint may only be led in with.  ``past``: told of an
    earlier time.  ``conceded``: stands after 虽然, 倒是 and the like.
    """

    polarity: int
    span: Span
    weak: bool = False
    past: bool = False
    conceded: bool = False


@dataclass(slots=True)
class ClauseReading:
    """What one clause says. ``item`` is the place of its fact; ``strength`` fact | phrase | none;
    ``measure`` act | vague | none; ``extras`` further items that it is evidence for."""

    start: int
    end: int
    sentence: int
    subject: str = "student"
    place: str | None = None
    strength: str = "none"
    items: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    measure: str = "none"
    scope: str | None = None
    turn: bool = False
    now: bool = False
    past: bool = False
    done: bool = False
    continues: bool = False
    past_measure: bool = False
    judgements: list[Judgement] = field(default_factory=list)
    extras: set[str] = field(default_factory=set)

    @property
    def span(self) -> Span:
        """Where the clause stands."""
        return (self.start, self.end)
