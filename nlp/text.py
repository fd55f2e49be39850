"""Normalising a note without moving a single character, and cutting it into sentences and clauses.

`normalise` replaces characters one for one (full-width by half-width digits and letters, traditional by
simplified, control characters, lone surrogates and mark-up by blanks), so every offset found in the
normalised text is an offset in what the teacher wrote.  All of it is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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

SENTENCE_END = "。！？!?\n\r；;…"
_SENTENCE = re.compile(r"[^。！？!?\n\r；;…]+")
# A colon ends what introduces a list, so copied stock phrases before it are found as such.
_CLAUSE = re.compile(r"[^。！？!?\n\r；;…，,：:]+")
# "但是", "不过" turn a clause even where the writer left the comma out.
_TURN = re.compile(
    r"(?<=[^，,。\s]{2})(?:但是|可是|不过(?![关夜来去十问分是目几半二三四五六七八九\d])|然而|只不过|就是(?=[^说这那不]))|(?<=[^，,。\s不非]{3})但(?!愿|凡|求)"
)
_NUMBERING = re.compile(
    r"(?:^|(?<=[\s。；;，,：:、]))(?:[（(]\d{1,2}[)）]|\d{1,2}[、．.)）](?!\d)|[①-⑳]|[一二三四五六七八九十]{1,2}、|第[一二三四五六]、?|[-•·●◆*](?=\s?[\u4e00-\u9fff]))"
)


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


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; ``sentence`` numbers the sentence it belongs to."""

    start: int
    end: int
    sentence: int


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t、\"'“”‘’()（）【】《》[]":
        start += 1
    while end > start and text[end - 1] in " \t、\"'“”‘’()（）【】《》[]":
        end -= 1
    return start, end


def sentences(text: str) -> list[Piece]:
    """The sentences of a normalised text, without their end marks; empty ones are left out."""
    found: list[Piece] = []
    for match in _SENTENCE.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        if start < end:
            found.append(Piece(start, end, len(found)))
    return found


def clauses(text: str, of: list[Piece] | None = None) -> list[Piece]:
    """The clauses of a normalised text: cut at commas and colons, and before a turn such as 但是."""
    found: list[Piece] = []
    for sentence in sentences(text) if of is None else of:
        for match in _CLAUSE.finditer(text, sentence.start, sentence.end):
            start, last = match.span()
            for turn in _TURN.finditer(text, start, last):
                # “不是睡觉就是讲话” is one statement.
                if turn.start() - start >= 2 and not (
                    turn.group() == "就是" and "不是" in text[start : turn.start()]
                ):
                    _add(found, text, start, turn.start(), sentence.sentence)
                    start = turn.start()
            _add(found, text, start, last, sentence.sentence)
    return found


def _add(found: list[Piece], text: str, start: int, end: int, sentence: int) -> None:
    numbering = _NUMBERING.match(text, start, end)
    if numbering:
        start = numbering.end()
    start, end = _trimmed(text, start, end)
    if start < end:
        found.append(Piece(start, end, sentence))
