"""Turns of phrase that no single word carries: “一节课能去三趟厕所”, “叫三遍才起”.

``lexicon/patterns.tsv``: ``kind, polarity, place, anchors, expression``.  An expression is only tried
when one of its anchors stands in the note, and reaches no further than the end of a clause.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from nlp.lexicon import Entry, Hit

_FILE = Path(__file__).parent / "lexicon" / "patterns.tsv"
# In the file "~" stands for a few characters of the same clause.
_GAP = "[^，。！？；,;!?\\n：:]"


@cache
def _load() -> tuple[tuple[Entry, tuple[str, ...], re.Pattern[str]], ...]:
    rows = []
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 5:
            raise ValueError(f"{_FILE.name}:{number}: {line!r}")
        kind, sign, place, anchors, expression = cells
        entry = Entry(expression, kind, int(sign), place, "pattern" if int(sign) else "strong")
        rows.append((entry, tuple(anchors.split("|")), re.compile(expression.replace("~", _GAP))))
    return tuple(rows)


def scan(text: str) -> list[Hit]:
    """Every turn of phrase in the text."""
    found = []
    for entry, anchors, expression in _load():
        if any(anchor in text for anchor in anchors):
            found += [Hit(m.start(), m.end(), entry) for m in expression.finditer(text)]
    return found
