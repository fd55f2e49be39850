"""Normalising a regulation without moving a single character.

One kind of each mark (，；：（）-~%), half-width digits and letters, simplified characters; so every later
pattern knows one way of writing, and every offset is an offset in what the school wrote.  Linear.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")
_TRADITIONAL = Path(__file__).parents[1] / "lexicon" / "traditional.tsv"

_MARKS = {
    ",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？", "％": "%", "﹪": "%",
    "．": ".", "｡": "。", "﹒": ".", "︰": "：", "∶": "：", "〔": "（", "〕": "）", "［": "（", "］": "）",
    "[": "（", "]": "）", "﹙": "（", "﹚": "）",
    "—": "-", "–": "-", "－": "-", "―": "-", "─": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "一": "一",
    "～": "~", "〜": "~", "∼": "~", "˜": "~", "＋": "+", "／": "/", "＝": "=", "｜": "|", "│": "|", "┃": "|",
    "\u3000": " ", "\xa0": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ", "\u200b": " ", "\ufeff": " ",
    "\f": "\n", "\v": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n", "\r": "\n",
    "“": "“", "”": "”", "「": "“", "」": "”", "『": "“", "』": "”", "＂": "“", "〞": "”", "‧": "·", "•": "·",
}  # fmt: skip


@cache
def _table() -> dict[int, str]:
    table = {ord(old): new for old, new in _MARKS.items()}
    for first, last in ((0xFF10, 0xFF1A), (0xFF21, 0xFF3B), (0xFF41, 0xFF5B)):
        table.update({code: chr(code - 0xFEE0) for code in range(first, last)})
    for code in range(0x20):
        if chr(code) not in "\n\t\r\f\v":
            table[code] = " "
    table.update(dict.fromkeys(range(0xD800, 0xE000), " "))
    for line in _TRADITIONAL.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            old, new = line.split("\t")
            table[ord(old)] = new
    return table


def normalise(text: str) -> str:
    """The same length as `text`."""
    return _THOUSANDS.sub("·", text.translate(_table()))
