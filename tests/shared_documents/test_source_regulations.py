"""Each rule set's own section of the two source documents gives its template's rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import tenants.policy.templates
from nlp.regulations import evaluation, read

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "policies"
TEMPLATES = Path(tenants.policy.templates.__file__).parent

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the source documents are not beside the checkout"),
]

# Rule set, document, the title its section starts with, the title of what follows (None: to the end).
# A title that stands twice is found by its own line: the section's is the last such line before the next.
SECTIONS = [
    ("P01", "000", "赤水镇中心小学家访制度\n", "第二篇"),
    ("P02", "000", "金钟镇沙坝小学\n", "第三篇"),
    ("P03", "000", "第三篇：家访制度\n", "第四篇"),
    ("P04", "000", "2024年9月\n齐庄小学家访制度\n", "第五篇"),
    ("P05", "000", "第五篇：家访制度\n", "花宝小学\n教师家访考核制度"),
    ("P06", "000", "教师家访考核制度\n", "花宝小学\n花宝小学教师"),
    ("P07", "000", "花宝小学教师家访回访制度", None),
    ("P08", "001", "浅谈家校联系制度\n", "家校联系制度\n\n"),
    ("P09", "001", "家校联系制度\n为了", "家校联系共管制度"),
    ("P10", "001", "家校联系共管制度【精选文档】\n", "中学家长会制度"),
    ("P11", "001", "中学家长会制度\n中学", "家长学校联系家长制度"),
    ("P12", "001", "家长学校联系家长制度\n", "小学学校与家长联系制度"),
    ("P13", "001", "小学学校与家长联系制度", "学校定期接访制度"),
    ("P14", "001", "学校定期接访制度", "家校联系制度\n家校联系制度家校联系制度为"),
    ("P15", "001", "家校联系制度家校联系制度为", "曹城办"),
    ("P17", "001", "家校联系制度家校联系制度1", "教师家访工作制度(三篇)"),
    ("P18", "001", "教师家访工作制度(三篇)", "- 1、"),
    ("P19", "001", "家访、家长会议、家长接待日制度\n家庭", None),
]


def section(document: str, title: str, following: str | None) -> str:
    text = next(FOLDER.glob(f"{document}_*.txt")).read_text(encoding="utf-8")
    start = text.index(title)
    return text[start : text.index(following, start + len(title)) if following else len(text)]


@pytest.mark.parametrize(("code", "document", "title", "following"), SECTIONS, ids=lambda v: str(v)[:4])
def test_section_gives_its_template(code: str, document: str, title: str, following: str | None) -> None:
    gold = json.loads((TEMPLATES / f"{code}.json").read_text(encoding="utf-8"))["rules"]
    found = read(section(document, title, following)).to_dict()["rules"]
    scores = evaluation.compare(gold, found, name=code)
    assert scores["all"].f1 >= 0.95, evaluation.errors(scores)
