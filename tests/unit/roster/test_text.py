"""Cleaning of names and texts: ROSTERS 10 and 12."""

from __future__ import annotations

import pytest

from tenants.roster.importing.text import clean, clean_name, neutralised


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("张三", "张三"),
        (" 张　三\u200b", "张三"),
        ("\ufeff张\u00a0三", "张三"),
        ("欧阳 娜娜", "欧阳娜娜"),
        ("John  Ｓｍｉｔｈ", "John Smith"),
        ("𬭎𠮷宁", "𬭎𠮷宁"),
        ("㐂\U000302d6", "㐂\U000302d6"),
        ("\u2f95口", "谷口"),
    ],
)
def test_names_lose_what_nobody_sees(written: str, read: str) -> None:
    assert clean_name(written) == read


@pytest.mark.parametrize(
    "dot", ["·", "•", "‧", "・", "･", "∙", "⋅", "．", ".", "●", " · ", "。", "\u0387", "﹒"]
)
def test_every_dot_of_a_name_becomes_the_same(dot: str) -> None:
    assert clean_name(f"阿依古丽{dot}买买提") == "阿依古丽\u00b7买买提"


def test_full_width_becomes_half_width_and_rare_characters_stay() -> None:
    assert clean("Ｇ３３０１　２０１５") == "G3301 2015"
    assert clean("𬭎\U0002f800") == "𬭎\U0002f800"


@pytest.mark.parametrize("mark", ["=", "+", "-", "@"])
def test_text_like_a_formula_is_kept_and_neutralised(mark: str) -> None:
    assert clean(f"{mark}1+1") == f"{mark}1+1"
    assert neutralised(f"{mark}1+1") == f"'{mark}1+1"
    assert clean(neutralised(f"{mark}1+1")) == f"{mark}1+1"  # and comes back as it was
    assert neutralised(f" {mark}1") == f"' {mark}1"
    assert neutralised("张三") == "张三"
