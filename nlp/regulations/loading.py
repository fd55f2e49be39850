"""A file's bytes as text: .txt in the encodings schools use, .docx without macros, images or mark-up.

`load(data)` looks at the bytes, never at the file's name.  Raises `RegulationError`.
"""

from __future__ import annotations

import codecs
from pathlib import Path

from nlp.regulations import docx
from nlp.regulations.errors import RegulationError

LARGEST_FILE = 10_000_000  # bytes
LARGEST_TEXT = 200_000  # characters

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Signs of a guess gone right: what every Chinese regulation is full of.
_COMMON = frozenset("的一是学生家访教师长校班主任每期，。、；：\n ")


def load_file(path: Path) -> str:
    """The text of a file; `OSError` where it cannot be opened."""
    return load(path.read_bytes())


def load(data: bytes) -> str:
    """The text of a file's bytes: paragraphs by line feeds, the cells of a table row by tabs."""
    if len(data) > LARGEST_FILE:
        raise RegulationError("regulation.too_large")
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise RegulationError("regulation.empty")
    if data.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise RegulationError("regulation.protected" if encrypted else "regulation.old_word")
    text = docx.text(data) if data.startswith(b"PK") else _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n\u3000\f\v"):
        raise RegulationError("regulation.empty")
    if len(text) > LARGEST_TEXT:
        raise RegulationError("regulation.too_large")
    return text


def _decoded(data: bytes) -> str:
    if data.startswith((b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf")):
        raise RegulationError("regulation.type")
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name)
            except UnicodeDecodeError:
                raise RegulationError("regulation.encoding") from None
    if b"\x00" not in data:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    best = max(
        (_guess(data, name) for name in ("gb18030", "utf-16-le", "utf-16-be", "big5")), key=lambda g: g[0]
    )
    if best[0] < 0.05:
        raise RegulationError("regulation.encoding")
    return best[1]


def _guess(data: bytes, name: str) -> tuple[float, str]:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return 0.0, ""
    sample = text[:4000]
    return sum(character in _COMMON for character in sample) / max(len(sample), 1), text
