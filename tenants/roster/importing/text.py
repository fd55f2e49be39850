"""Cleans what people and programs put into cells without anyone seeing it."""

from __future__ import annotations

import re
import unicodedata

# Full-width forms of ASCII, one by one: Unicode's own normal forms would also replace rare characters.
_MAP: dict[int, int | str | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Radicals that look like whole characters come from copied PDF text.
_MAP.update({code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)})
_MAP.update(dict.fromkeys([0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB]))
_MAP.update(dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)]))
_MAP.update(dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]))
_BLANKS = [
    0x09,
    0x0A,
    0x0D,
    0x85,
    0xA0,
    0x1680,
    *range(0x2000, 0x200B),
    0x2028,
    0x2029,
    0x202F,
    0x205F,
    0x3000,
]
_HANGUL_FILLERS = [0x115F, 0x1160, 0x3164, 0xFFA0]  # letters by their category, blank to the eye
_MAP.update(dict.fromkeys([*_BLANKS, *_HANGUL_FILLERS], " "))

# All that stands for the dot in names: bullets, katakana and half-width dots, Greek ano teleia, full stops.
_DOTS = (
    "\u00b7\u02d9\u0387\u119e\u16eb\u2022\u2024\u2027\u2219\u22c5\u25aa\u25cf\u25e6"
    "\u2981\u2e31\u3002\u30fb\u318d\ua78f\uf0b7\ufe52\uff0e\uff61\uff65\U00010101"
)
_DOT_RUN = re.compile(rf"\s*[{re.escape(_DOTS)}]+\s*")
# A plain full stop counts as the dot of a name only between two Chinese characters.
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_STOP_BETWEEN_HAN = re.compile(rf"(?<={_HAN})\s*(?:\.\s*)+(?={_HAN})")
_BLANK_BESIDE_HAN = re.compile(rf"(?<={_HAN}) +| +(?={_HAN})")
_FORMULA_MARKS = ("=", "+", "-", "@")


def clean(text: str) -> str:
    """Half-width letters and digits, single blanks, nothing invisible, nothing around it."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return _plain(text.strip())
    return _plain(" ".join(text.translate(_MAP).split()))


def _plain(text: str) -> str:
    """Takes back the apostrophe that we (and Excel) put before text that looks like a formula."""
    if len(text) > 1 and text[0] == "'" and (text[1] in _FORMULA_MARKS or text[1].isdigit()):
        return text[1:]
    return text


def compact(text: str) -> str:
    """Cleaned, and without any blank."""
    return clean(text).replace(" ", "")


def clean_name(text: str) -> str:
    """A person's name: no blanks beside Chinese characters, the dot always U+00B7."""
    name = _DOT_RUN.sub("·", clean(text))
    name = _STOP_BETWEEN_HAN.sub("·", name)
    return _BLANK_BESIDE_HAN.sub("", name).strip("·").strip()


def neutralised(text: str) -> str:
    """Text as it may go into a sheet: one that could be run as a formula gets an apostrophe before it."""
    return "'" + text if text.lstrip(" \t\r\n")[:1] in _FORMULA_MARKS and text.strip() else text
