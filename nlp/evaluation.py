"""Figures of the labels against a gold file: F1 for each label, as the annotation contract names them.

`intervals` draws the notes again and again (bootstrap, a fixed seed) and gives the middle 95 % of each
figure; copied pairs are drawn with their notes.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.contracts import CORE_ITEMS
from nlp.corpus.reading import LabelledNote

Labels = dict[str, Any]
ITEM_LETTERS = {"in_school_report": "Ss", "home_situation": "Hh", "agreed_measures": "Mm"}
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
            (g["content"][item], p["content"][item])
            for g, p in zip(gold, got, strict=True)
            if "content" in g and "content" in p
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
    tones = [(g["tone"], p["tone"]) for g, p in zip(gold, got, strict=True) if "tone" in g and "tone" in p]
    truth, found = [a for a, _ in tones], [b for _, b in tones]
    each = [f1(truth, found, tone) for tone in _TONES]
    figures.update({f"tone {tone} F1": value for tone, value in zip(_TONES, each, strict=True)})
    figures["tone, macro-F1"] = _macro(each)
    first = [
        (g["praise_first"], p["praise_first"])
        for g, p in zip(gold, got, strict=True)
        if "praise_first" in g and "praise_first" in p
    ]
    figures["praise_first accuracy"] = sum(a == b for a, b in first) / len(first) if first else None
    for name in ("name_mismatch", "private_data", "boilerplate"):
        flags = [(g[name], p[name]) for g, p in zip(gold, got, strict=True) if name in g and name in p]
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


def intervals(
    gold: Sequence[Labels], got: Sequence[Labels], draws: int = 200
) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each figure over samples of the notes drawn with replacement."""
    draw = random.Random(20260901)  # noqa: S311 - a sample, no secret
    found: dict[str, list[float]] = {}
    for _ in range(draws):
        chosen = [draw.randrange(len(gold)) for _ in gold]
        for name, value in table([gold[i] for i in chosen], [got[i] for i in chosen]).items():
            if value is not None:
                found.setdefault(name, []).append(value)
    return {
        name: (values[len(values) // 40], values[-1 - len(values) // 40])
        for name, values in ((name, sorted(values)) for name, values in found.items())
    }


def agreement(first: Sequence[Labels], second: Sequence[Labels]) -> dict[str, tuple[float, float]]:
    """For each label of notes labelled twice the share alike and Cohen's kappa."""
    pairs: dict[str, list[tuple[object, object]]] = {}
    for a, b in zip(first, second, strict=True):
        for item in CORE_ITEMS:
            pairs.setdefault(item, []).append((a["content"][item], b["content"][item]))
        for name in ("tone", "praise_first", "name_mismatch", "private_data"):
            pairs.setdefault(name, []).append((a[name], b[name]))
    return {name: _alike(values) for name, values in pairs.items()}


def _alike(pairs: Sequence[tuple[object, object]]) -> tuple[float, float]:
    share = sum(a == b for a, b in pairs) / len(pairs)
    left, right = [a for a, _ in pairs], [b for _, b in pairs]
    chance = sum(left.count(value) * right.count(value) for value in {*left, *right}) / len(pairs) ** 2
    return share, (share - chance) / (1 - chance) if chance < 1 else 1.0


def render(
    figures: Mapping[str, float | None],
    spread: Mapping[str, tuple[float, float]] | None = None,
    beside: Mapping[str, Mapping[str, float | None]] | None = None,
) -> str:
    """The figures as aligned lines, with their intervals and other systems' figures beside them; a dash
    where a label does not occur."""
    width = max(map(len, figures), default=0)
    others = beside or {}
    head = f"{'':<{width}}  {'F1':>5}  {'95 %':>11}" + "".join(f"  {name:>14}" for name in others) + "\n"
    lines = []
    for name, value in figures.items():
        low, high = (spread or {}).get(name, (None, None))
        around = "" if low is None or high is None else f"{low:.3f}–{high:.3f}"
        cells = "".join(f"  {_cell(figures_.get(name)):>14}" for figures_ in others.values())
        lines.append(f"{name:<{width}}  {_cell(value):>5}  {around:>11}{cells}\n")
    return (head if spread or others else "") + "".join(lines)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def errors(
    gold: Sequence[Labels], got: Sequence[Labels], notes: Mapping[str, LabelledNote] | None = None
) -> str:
    """One line for every label that differs; for notes of the corpus, with the clauses that decide it."""
    lines = []
    for truth, found in zip(gold, got, strict=True):
        note = (notes or {}).get(str(truth["id"]))
        for item in CORE_ITEMS if "content" in truth else ():
            if truth["content"][item] != found["content"][item]:
                clauses = _clauses(note, ITEM_LETTERS[item])
                lines.append(
                    f"{truth['id']}  {item}: {truth['content'][item]} -> {found['content'][item]}{clauses}"
                )
        for name in ("tone", "praise_first", "name_mismatch", "private_data", "boilerplate"):
            if name in truth and truth[name] != found[name]:
                clauses = _clauses(note, "+-") if name in ("tone", "praise_first") else ""
                lines.append(f"{truth['id']}  {name}: {truth[name]} -> {found[name]}{clauses}")
        if sorted(truth.get("near_duplicates", [])) != sorted(found["near_duplicates"]):
            lines.append(
                f"{truth['id']}  near_duplicates: "
                f"{truth.get('near_duplicates')} -> {found['near_duplicates']}"
            )
    return "\n".join(lines) + "\n" if lines else ""


def _clauses(note: LabelledNote | None, codes: str) -> str:
    """The clauses of a labelled note that carry one of the codes."""
    if note is None:
        return ""
    shown = [
        note.text[c.start : c.end].strip()
        for c in note.clauses
        if any(code in c.items for code in codes) or (c.judgement in codes and c.judgement and not c.about)
    ]
    return "  | " + " / ".join(shown)
