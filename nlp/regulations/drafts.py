"""A quota while it is being read: sentences after it may still add modes, a deadline or a role."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from nlp.regulations.structure import Sentence

DEFAULT_SCOPE = {"homeroom": "class", "subject": "taught", "leader": "school", "teacher": "school"}


@dataclass(slots=True, eq=False)
class Draft:
    """One figure with what is known of it; several roles or groups make several rules."""

    who: tuple[str, ...]
    measure: str
    low: float
    high: float | None
    per: str
    scope: str | None
    groups: tuple[str, ...]
    grades: tuple[int, ...]
    window: dict[str, Any] | None
    modes: list[str]
    sentence: Sentence
    start: int
    end: int
    confidence: float = 0.9
    round_: bool = False
    who_named: bool = False
    everybody: bool = False
    per_named: bool = False
    regular: bool = False
    topic: bool = False
    optional: bool = False
    partial: bool = False
    places: set[int] = field(default_factory=set)

    def rules(self) -> list[dict[str, Any]]:
        """The fields of each rule, roles first, then groups."""
        made: list[dict[str, Any]] = []
        for who in self.who:
            for group in self.groups or (None,):
                fields: dict[str, Any] = {
                    "who": who,
                    "measure": self.measure,
                    "min": number(self.low),
                    "max": None if self.high is None else number(self.high),
                    "per": self.per,
                    "scope": self._scope(who, group),
                    "window": self.window,
                    "modes": list(self.modes),
                }
                made.append(fields)
        return made

    def _scope(self, who: str, group: str | None) -> dict[str, Any]:
        if group is not None:
            return {"of": "group", "group": group}
        if self.scope in ("taught", "school") and who == "homeroom":
            return {"of": "class"}
        if self.scope == "grade":
            return {"of": "grade", "grades": sorted(self.grades)}
        if self.scope == "class" and who in ("leader", "subject"):
            return {"of": DEFAULT_SCOPE[who]}
        default = DEFAULT_SCOPE[who]
        if who == "teacher" and self.measure == "share":
            default = "taught"
        return {"of": self.scope or default}


def number(value: float) -> float | int:
    """3.0 as 3."""
    return int(value) if float(value).is_integer() else value


def part(base: Draft, percent: float) -> float:
    """A fraction of a count as a count, rounded up; 33.33 and 66.67 are thirds."""
    share = Fraction(percent / 100).limit_denominator(12)
    if abs(float(share) * 100 - percent) > 0.01:
        share = Fraction(percent / 100)
    return float(math.ceil(round(base.low * float(share), 6)))
