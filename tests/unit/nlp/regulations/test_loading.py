"""A file's bytes as text: encodings, docx, and a clear message for what cannot be read."""

from __future__ import annotations

import io
import zipfile

import pytest

from nlp.regulations import RegulationError, load

TEXT = "家访制度\n一、班主任每学期家访不少于十人次。\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(body: str, **parts: bytes) -> bytes:
    """A small .docx; `parts` by file name with `__` for the slash."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return made.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(encoding: str) -> None:
    assert load(TEXT.encode(encoding)).lstrip("\ufeff") == TEXT


def test_line_ends() -> None:
    assert load("甲\r\n乙\r丙".encode()) == "甲\n乙\n丙"


def test_docx_paragraphs_and_tables() -> None:
    table = (
        "<w:tbl><w:tr><w:tc>" + paragraph("对象") + "</w:tc><w:tc>" + paragraph("次数") + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + paragraph("本班学生") + "</w:tc><w:tc>" + paragraph("2次") + "</w:tc></w:tr></w:tbl>"
    )
    assert load(docx(paragraph("家访制度") + table)) == "家访制度\n对象\t次数\n本班学生\t2次"


def test_docx_merged_cell_says_the_same_below() -> None:
    def cell(text: str, merge: str) -> str:
        return f'<w:tc><w:tcPr><w:vMerge w:val="{merge}"/></w:tcPr>{paragraph(text)}</w:tc>'

    rows = "".join(
        f"<w:tr>{cell(text, merge)}<w:tc>{paragraph(other)}</w:tc></w:tr>"
        for text, merge, other in (("班主任", "restart", "甲"), ("", "continue", "乙"))
    )
    assert load(docx(f"<w:tbl>{rows}</w:tbl>")) == "班主任\t甲\n班主任\t乙"


def test_docx_automatic_numbers() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    ).encode()

    def numbered(text: str, level: int) -> str:
        mark = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="5"/></w:numPr></w:pPr>'
        return paragraph(text, mark)

    body = numbered("甲", 0) + numbered("乙", 1) + numbered("丙", 1) + numbered("丁", 0) + numbered("戊", 1)
    assert load(docx(body, word__numbering_xml=numbering)) == "一、甲\n（1）乙\n（2）丙\n二、丁\n（1）戊"


def test_docx_leaves_out_what_was_deleted() -> None:
    body = "<w:p><w:r><w:t>留下</w:t></w:r><w:del><w:r><w:t>删去</w:t></w:r></w:del></w:p>"
    assert load(docx(body)) == "留下"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "regulation.empty"),
        (b" \r\n\t ", "regulation.empty"),
        (b"\xef\xbb\xbf", "regulation.empty"),
        (docx(""), "regulation.empty"),
        (docx("<w:p/>", word__media__image1_png=b"\x89PNG"), "regulation.no_text"),
        (docx(paragraph("家访制度"))[:-40], "regulation.broken"),
        (b"PK\x03\x04 not a zip", "regulation.broken"),
        (docx("<w:p><w:r>"), "regulation.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "regulation.old_word"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600,
            "regulation.protected",
        ),
        (b"%PDF-1.7 ...", "regulation.type"),
        ("家".encode() * 200_001, "regulation.too_large"),
        (b"x" * 10_000_001, "regulation.too_large"),
        (bytes(range(128, 256)) * 3, "regulation.encoding"),
    ],
)
def test_what_cannot_be_read(data: bytes, code: str) -> None:
    with pytest.raises(RegulationError) as caught:
        load(data)
    assert caught.value.code == code
    assert caught.value.message.endswith("。")


def test_entities_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY a "b">]><w:document xmlns:w="{W}"><w:body>&a;</w:body></w:document>',
        )
    with pytest.raises(RegulationError) as caught:
        load(made.getvalue())
    assert caught.value.code == "regulation.broken"
