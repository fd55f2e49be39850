"""Normalising a note without moving a single character.

`normalise` replaces characters one for one (full-width by half-width digits and letters, traditional by
simplified, control characters, lone surrogates and mark-up by blanks), so every offset found in the
normalised text is an offset in what the teacher wrote.  All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicon"

# Tags are bounded in length: an unclosed '<' must not make the search look at the whole rest each time.
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<!--[^<>]{0,200}-->|&(?:[a-zA-Z]{2,8}|#\d{1,6});")
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|li|tr|h\d)\b", re.IGNORECASE)
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe]"
)

_STOP = re.compile(r"(?<=[\u4e00-\u9fff”）)])\.(?=[\s\u4e00-\u9fff“（(]|$)")


@cache
def _table() -> dict[int, str]:
    table: dict[int, str] = {}
    for code in range(0xFF10, 0xFF1A):
        table[code] = chr(code - 0xFEE0)
    for first, last in ((0xFF21, 0xFF3B), (0xFF41, 0xFF5B)):
        for code in range(first, last):
            table[code] = chr(code - 0xFEE0)
    table.update(
        {0x3000: " ", 0xA0: " ", 0xFF0E: ".", 0xFF0D: "-", 0x2014: "，", 0x2015: "，", 0xFF5E: "~",
         0xFF0B: "+", 0xFF05: "%", 0x30FB: "·", 0x2022: "·", 0xFF65: "·", 0x2027: "·", 0x9: " "}
    )  # fmt: skip
    for line in (_FOLDER / "traditional.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            old, new = line.split("\t")
            table[ord(old)] = new
    # A lone surrogate cannot be encoded anywhere; a blank keeps every other offset in place.
    table.update(dict.fromkeys(range(0xD800, 0xE000), " "))
    return table


@cache
def _replaced() -> re.Pattern[str]:
    """Any character of the table: most notes have none, and looking is far quicker than translating."""
    return re.compile(f"[{''.join(re.escape(chr(code)) for code in _table())}]")


def normalise(text: str) -> str:
    """The same text, character for character, in one spelling. ``len(normalise(t)) == len(t)``."""
    if "<" in text or "&" in text:
        text = _TAG.sub(_blank, text)
    if _replaced().search(text):
        text = text.translate(_table())
    text = _CONTROL.sub(" ", text)
    # A Western full stop after a Chinese word ends a sentence; in 3.5 or 1. it does not.
    return _STOP.sub("。", text) if "." in text else text


def _blank(match: re.Match[str]) -> str:
    tag = match.group()
    if _BREAKING_TAG.match(tag):
        return "\n" + " " * (len(tag) - 1)
    return " " * len(tag)
