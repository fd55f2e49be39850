"""A teacher writes a note on a phone: the live check, a draft that survives, an idempotent submit."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
SCHOOL = "这学期意可上课举手多了，语文从七十二分到八十一分。"
HOME = "妈妈在超市上班，孩子放学先看一小时电视才写作业。"
MEASURES = "和妈妈商定：每晚七点半关电视，妈妈陪读二十分钟，我每周五看一次阅读卡。"

SignedIn = Callable[..., Page]


def _choose_student(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile("点这里选学生")).click()
    page.get_by_placeholder("姓名、班级或学号").fill(name)
    page.get_by_role("button", name=re.compile(name)).last.click()


def test_today_says_who_is_still_to_be_visited(signed_in: SignedIn) -> None:
    page = signed_in(PHONE, "qingshi", "周敏")
    expect(page).to_have_url(re.compile("/today$"))
    expect(page.get_by_role("heading", name="今天")).to_be_visible()
    expect(page.get_by_text(re.compile(r"还差 \d+ 人"))).to_be_visible()
    # No other test here writes about him, so that the order of the tests does not matter.
    expect(page.get_by_text("刘浩宇").first).to_be_visible()


def test_a_note_from_first_word_to_review(signed_in: SignedIn) -> None:
    page = signed_in(PHONE, "qingshi", "周敏")
    page.get_by_role("link", name="写家访").or_(page.get_by_role("button", name="写家访")).last.click()
    _choose_student(page, "任意可")
    page.get_by_text("母亲", exact=True).click()
    note = page.get_by_role("textbox", name="内容")
    check = page.get_by_label("写了哪些内容")

    note.fill(SCHOOL)
    expect(check.get_by_role("button", name=re.compile("在校情况"))).to_contain_text("✓")
    expect(check.get_by_role("button", name=re.compile("商定措施|商定的措施"))).not_to_contain_text("✓")

    # What was typed is on the device, and back after a reload that nobody prepared for.
    expect(page.get_by_text(re.compile("已存在本机"))).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="内容")).to_have_value(SCHOOL)

    page.get_by_role("textbox", name="内容").fill(SCHOOL + HOME + MEASURES)
    for item in ("在校情况", "家庭情况", "商定"):
        expect(check.get_by_role("button", name=re.compile(item))).to_contain_text("✓")
    page.get_by_role("button", name="提交").click()
    expect(page).to_have_url(re.compile("/(mine|visit|today)"))

    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/mine")
    expect(page.get_by_text("任意可").first).to_be_visible()
    expect(page.get_by_text(re.compile("已送达|没有提示|已看过")).first).to_be_visible()


def test_on_a_desk_the_check_stands_beside_the_text(signed_in: SignedIn) -> None:
    page = signed_in(DESK, "qingshi", "何秋菊")
    page.goto(page.url.replace("/today", "/write"))
    _choose_student(page, "覃小龙")
    page.get_by_role("textbox", name="内容").fill("小龙作业拖拉，上课讲话，字迹潦草。")
    text = page.get_by_role("textbox", name="内容").bounding_box()
    check = page.get_by_label("写了哪些内容").bounding_box()
    assert text is not None
    assert check is not None
    assert check["x"] >= text["x"] + text["width"]
    expect(page.get_by_label("写了哪些内容")).to_contain_text("只说了不足")
