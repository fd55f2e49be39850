"""Looks at the outside of an upload before anything in it is unpacked or parsed."""

from __future__ import annotations

import io
import struct
import zipfile
from enum import Enum

from tenants.roster.importing.cells import (
    FileRefusedError,
    broken_file,
    not_a_workbook,
    password_needed,
    unfolds_too_far,
)

MAX_ENTRIES = 5_000
MAX_UNPACKED = 300 * 1024 * 1024  # all parts together, by the sizes the container declares
MAX_XML_PART = 64 * 1024 * 1024  # any one part that we parse; 12,000 full rows take about 16 MB

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_STREAMS = ("Workbook", "Book")
_MARKUP = (
    b"<html", b"<!doctype", b"<!--", b"<table", b"<?xml", b"<meta", b"<style", b"<body", b"<div",
    b"mime-version:",
)  # fmt: skip
_TABLES = (".xlsx", ".xls", ".csv", ".et")


class Container(Enum):
    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def container_of(data: bytes) -> Container:
    """Which reader the bytes need. Goes by the content only: names of files lie.

    Raises FileRefusedError for what no reader should touch.
    """
    if not data.strip(b"\0\r\n\t "):
        raise FileRefusedError("roster.empty", "这个文件是空的。请填好名册后再上传。")
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return Container.XLSX
    if data.startswith(_OLE):
        if _names_stream(data, "EncryptedPackage") or _names_stream(data, "EncryptionInfo"):
            raise password_needed()
        if any(_names_stream(data, name) for name in _BIFF_STREAMS):
            return Container.XLS
        # A truncated container has lost its directory; a Word file has kept it.
        raise not_a_workbook() if _names_stream(data, "WordDocument") else broken_file()
    if data[:2] == b"\x09\x08" or data[:4] in (b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"):
        return Container.XLS  # BIFF without a container, as very old programs write it
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(_MARKUP):
        raise FileRefusedError(
            "roster.web_page",
            "这个文件其实是网页格式，只是名字像表格。请用 Excel 或 WPS 打开它，另存为 .xlsx 后再上传。",
        )
    if head.startswith((b"%pdf", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!", b"7z\xbc\xaf", b"{\\rtf")):
        raise not_a_workbook()
    return Container.TEXT


def _names_stream(data: bytes, name: str) -> bool:
    """Whether the OLE directory has an entry of this name (UTF-16, closed by a null character)."""
    needle = (name + "\0").encode("utf-16-le")
    start = data.find(needle)
    while start != -1:
        if start % 128 == 0:  # directory entries are 128 bytes and sectors a multiple of that
            return True
        start = data.find(needle, start + 2)
    return False


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The container of an xlsx, its declared sizes within bounds. Nothing is unpacked here."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error):
        raise broken_file() from None
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise unfolds_too_far()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise password_needed()
    names = {_part_name(entry) for entry in entries}
    if "xl/workbook.bin" in names:
        raise FileRefusedError(
            "roster.binary_workbook", "这是 .xlsb 格式，系统读不了。请在 Excel 里另存为 .xlsx 后再上传。"
        )
    if "mimetype" in names or "content.xml" in names:
        raise FileRefusedError(
            "roster.open_document", "这是 .ods 格式，系统读不了。请另存为 .xlsx 后再上传。"
        )
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        if any(name.endswith(_TABLES) for name in names):
            raise FileRefusedError("roster.archive", "这是压缩包。请先解压，再逐个上传里面的表格文件。")
        raise not_a_workbook()
    return archive


def _part_name(entry: zipfile.ZipInfo) -> str:
    return entry.filename.replace("\\", "/").lstrip("/").lower()


def parts_of(archive: zipfile.ZipFile) -> dict[str, str]:
    """Names of the entries by part. Parts are named without regard to case, and some programs rely on it."""
    return {_part_name(entry): entry.filename for entry in archive.infolist()}


def read_part(archive: zipfile.ZipFile, name: str) -> zipfile.ZipExtFile:
    """One part for streaming. zipfile itself stops at the declared size, which is bounded here."""
    try:
        entry = archive.getinfo(parts_of(archive)[name.lower()])
    except KeyError:
        raise broken_file() from None
    if entry.file_size > MAX_XML_PART:
        raise unfolds_too_far()
    try:
        part = archive.open(entry)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError, struct.error):
        raise broken_file() from None
    assert isinstance(part, zipfile.ZipExtFile)  # noqa: S101  (for the type checker)
    return part
