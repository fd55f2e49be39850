"""Rules read against rules written by hand, by exact keys: micro-F1 over all kinds and for each.

A key is a rule's fields as the exchange format names them, without `source`, `span`, `confidence` and a
conduct's text, and without what is at its default (null, false, an empty list); equal rules count once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.regulations.contracts import KINDS

Key = str
_FIELDS = frozenset(
    [
        "kind",
        "who",
        "measure",
        "min",
        "max",
        "per",
        "scope",
        "window",
        "modes",
        "event",
        "within_days",
        "min_absence_days",
        "group",
        "follow_up",
        "item",
        "field",
        "forbid",
        "praise_first",
        "step",
        "by",
        "to",
        "when",
        "effect",
        "cause",
        "by_week",
        "rrule",
        "from_time",
        "to_time",
    ]
)


def key(rule: dict[str, Any]) -> Key:
    """A rule's key; two rules are the same exactly when their keys are."""
    kept = {name: _bare(value) for name, value in rule.items() if name in _FIELDS}
    kept = {
        name: value
        for name, value in kept.items()
        if value is not None and value is not False and value != [] and value != {}
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _bare(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_bare(each) for each in value), key=str)
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items() if each is not None}
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@dataclass
class Score:
    """Counts of keys: found and right, missed, wrong."""

    right: int = 0
    missed: list[tuple[str, Key, str]] = field(default_factory=list)
    wrong: list[tuple[str, Key, str]] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """2·right / (2·right + missed + wrong); 1.0 where there was nothing to find and nothing found."""
        total = 2 * self.right + len(self.missed) + len(self.wrong)
        return 2 * self.right / total if total else 1.0


def compare(
    gold: Iterable[dict[str, Any]],
    found: Iterable[dict[str, Any]],
    scores: dict[str, Score] | None = None,
    name: str = "",
) -> dict[str, Score]:
    """Scores by kind, and over all under `all`; added to `scores` where given."""
    scores = {kind: Score() for kind in ("all", *KINDS)} if scores is None else scores
    wanted = {key(rule): rule for rule in gold}
    mine = {key(rule): rule for rule in found}
    for each in wanted.keys() | mine.keys():
        rule = wanted.get(each) or mine[each]
        for score in (scores["all"], scores[rule["kind"]]):
            if each in wanted and each in mine:
                score.right += 1
            elif each in wanted:
                score.missed.append((name, each, str(rule["source"])))
            else:
                score.wrong.append((name, each, str(rule["source"])))
    return scores


def folder(path: Path) -> dict[str, Score]:
    """Every `NAME.txt` with its `NAME.json` in a folder."""
    from nlp.regulations import load_file, read

    scores: dict[str, Score] = {kind: Score() for kind in ("all", *KINDS)}
    for file in sorted(path.glob("*.json")):
        gold = json.loads(file.read_text(encoding="utf-8"))["rules"]
        reading = read(load_file(file.with_suffix(".txt")))
        compare(gold, reading.to_dict()["rules"], scores, file.stem)
    return scores


def render(scores: dict[str, Score]) -> str:
    """A table: kind, right, missed, wrong, F1."""
    lines = [f"{'kind':<12} {'right':>6} {'missed':>6} {'wrong':>6} {'F1':>6}"]
    lines += [
        f"{kind:<12} {score.right:>6} {len(score.missed):>6} {len(score.wrong):>6} {score.f1:>6.3f}"
        for kind, score in scores.items()
    ]
    return "\n".join(lines) + "\n"


def errors(scores: dict[str, Score]) -> str:
    """Every missed (-) and wrong (+) rule with the words it came from, text by text."""
    rows = [(name, each, "-", source) for name, each, source in scores["all"].missed]
    rows += [(name, each, "+", source) for name, each, source in scores["all"].wrong]
    return "".join(f"{name} {sign} {each}   〔{source[:60]}〕\n" for name, each, sign, source in sorted(rows))
