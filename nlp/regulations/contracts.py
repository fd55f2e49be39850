"""What a reading gives: frozen values, offsets in characters of the text as it was handed in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

KINDS = (
    "quota", "trigger", "focus_group", "content", "form", "tone", "modes", "workflow", "archive", "assessment",
    "calendar", "conduct",
)  # fmt: skip

Status = Literal["rule", "not_a_rule", "unread"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One proposed rule: `fields` are the kind's own, as `policy.schema.json` names them."""

    kind: str
    fields: dict[str, Any]
    source: str
    span: tuple[int, int]
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """The rule in the exchange format."""
        return {
            "kind": self.kind,
            "source": self.source,
            "span": list(self.span),
            "confidence": round(self.confidence, 2),
            **self.fields,
        }


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules of one text that do not go together; `rules` are positions in `Reading.rules`."""

    code: str
    rules: tuple[int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of the text and what became of it; `reason` is Chinese, empty for a rule."""

    span: tuple[int, int]
    text: str
    status: Status
    reason: str = ""
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as proposed rules. The clauses cover every character that is not blank, in order."""

    title: str
    school: str | None
    effective: str | None
    rules: tuple[Rule, ...]
    conflicts: tuple[Conflict, ...]
    clauses: tuple[Clause, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        """Exactly what `policy.schema.json` allows; conflicts and clauses stay in Python."""
        return {
            "title": self.title,
            "school": self.school,
            "effective": self.effective,
            "rules": [rule.to_dict() for rule in self.rules],
        }

    def notes(self) -> dict[str, Any]:
        """What the exchange format has no place for: conflicts and what became of every clause."""
        return {
            "conflicts": [
                {"code": each.code, "rules": list(each.rules), "message": each.message}
                for each in self.conflicts
            ],
            "clauses": [
                {
                    "span": list(each.span),
                    "text": each.text,
                    "status": each.status,
                    "reason": each.reason,
                    "rules": list(each.rules),
                }
                for each in self.clauses
            ],
        }
