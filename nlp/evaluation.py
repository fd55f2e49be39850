"""Figures of the labels against a gold file: F1 for each label, as the annotation contract names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlp.contracts import CORE_ITEMS

Labels = dict[str, Any]
_STATES = ("present", "mentioned", "absent")
_TONES = ("complaint_only", "praise_only", "balanced", "neutral")


def f1(gold: Sequence[object], got: Sequence[object], value: object) -> float | None:
    """F1 of one value; None where neither side has it."""
    both = sum(g == value == p for g, p in zip(gold, got, strict=True))
    wrong = sum((g == value) != (p == value) for g, p in zip(gold, got, strict=True))
    return 2 * both / (2 * both + wrong) if both or wrong else None


def _macro(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def table(gold: Sequence[Labels], got: Sequence[Labels]) -> dict[str, float | None]:
    """Every figure by name; gold rows may leave labels out, which are then not counted."""
    figures: dict[str, float | None] = {}
    present: list[float | None] = []
    states: list[float | None] = []
    for item in CORE_ITEMS:
        pairs = [
            (g["content"][item], p["content"][item]) for g, p in zip(gold, got, strict=True) if "content" in g
        ]
        truth, found = [a for a, _ in pairs], [b for _, b in pairs]
        present.append(f1(truth, found, "present"))
        figures[f"content.{item} present F1"] = present[-1]
        own = [f1(truth, found, state) for state in _STATES]
        for state, value in zip(_STATES[1:], own[1:], strict=True):
            figures[f"content.{item} {state} F1"] = value
        states.append(_macro(own))
    figures["content present, macro-F1"] = _macro(present)
    figures["content three states, macro-F1"] = _macro(states)
    tones = [(g["tone"], p["tone"]) for g, p in zip(gold, got, strict=True) if "tone" in g]
    truth, found = [a for a, _ in tones], [b for _, b in tones]
    each = [f1(truth, found, tone) for tone in _TONES]
    figures.update({f"tone {tone} F1": value for tone, value in zip(_TONES, each, strict=True)})
    figures["tone, macro-F1"] = _macro(each)
    first = [
        (g["praise_first"], p["praise_first"]) for g, p in zip(gold, got, strict=True) if "praise_first" in g
    ]
    figures["praise_first accuracy"] = sum(a == b for a, b in first) / len(first) if first else None
    for name in ("name_mismatch", "private_data", "boilerplate"):
        flags = [(g[name], p[name]) for g, p in zip(gold, got, strict=True) if name in g]
        figures[f"{name} F1"] = f1([a for a, _ in flags], [b for _, b in flags], True)
    pairs_gold, pairs_got = _pairs(gold), _pairs(got, [str(g["id"]) for g in gold])
    both = len(pairs_gold & pairs_got)
    total = len(pairs_gold) + len(pairs_got)
    figures["near_duplicates pairs F1"] = 2 * both / total if total else None
    return figures


def _pairs(rows: Sequence[Labels], ids: Sequence[str] | None = None) -> set[frozenset[str]]:
    names = ids or [str(row["id"]) for row in rows]
    return {
        frozenset((name, str(other)))
        for name, row in zip(names, rows, strict=True)
        for other in row.get("near_duplicates", ())
    }


def render(figures: dict[str, float | None]) -> str:
    """The figures as aligned lines; a dash where a label does not occur."""
    width = max(map(len, figures), default=0)
    return "".join(
        f"{name:<{width}}  {'-' if value is None else f'{value:.3f}'}\n" for name, value in figures.items()
    )


def errors(gold: Sequence[Labels], got: Sequence[Labels]) -> str:
    """One line for every label that differs."""
    lines = []
    for truth, found in zip(gold, got, strict=True):
        for item in CORE_ITEMS if "content" in truth else ():
            if truth["content"][item] != found["content"][item]:
                lines.append(f"{truth['id']}  {item}: {truth['content'][item]} -> {found['content'][item]}")
        for name in ("tone", "praise_first", "name_mismatch", "private_data", "boilerplate"):
            if name in truth and truth[name] != found[name]:
                lines.append(f"{truth['id']}  {name}: {truth[name]} -> {found[name]}")
        if sorted(truth.get("near_duplicates", [])) != sorted(found["near_duplicates"]):
            lines.append(
                f"{truth['id']}  near_duplicates: "
                f"{truth.get('near_duplicates')} -> {found['near_duplicates']}"
            )
    return "\n".join(lines) + "\n" if lines else ""
