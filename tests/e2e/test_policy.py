"""A school brings its own 制度: pasted, confirmed by keyboard, published; the teacher's list follows. Then a
second version in the middle of the term, from its own day on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Position, expect

from tests.e2e.conftest import DESK, PHONE, County

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SignedIn = Callable[..., Page]
TEXT = """云岭初级中学走访补充办法
一、班主任每周家访本班学生不少于3人次。
二、家访记录表要请家长签字。
三、班主任每学期家访本班学生不少于一半。
四、班主任每学期对全班学生普访一遍。
五、园丁浇水，静待花开。"""
WITHIN: Position = {"x": 60, "y": 12}
"""A mark begins with words for those who listen; what is seen of it lies here."""
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
WEEKLY = "班主任每周走访本班学生至少 3 次"
SIGNATURE = "记录表要填：家长签字"
GLANCE = "出门前看一眼孩子最近的作业"


def _in_words(days: int) -> str:
    day = TODAY + timedelta(days=days)
    return f"{day.year}年{day.month}月{day.day}日"


def _due(signed_in: SignedIn) -> str:
    """The words of a homeroom teacher's list on the phone."""
    page = signed_in(PHONE, "yunling", "关山")
    expect(page.get_by_role("heading", name="今天")).to_be_visible()
    expect(page.get_by_text(re.compile(r"还差 \d+ 人")).first).to_be_visible()
    return page.locator("main").inner_text()


def test_from_a_pasted_text_to_the_teachers_list(signed_in: SignedIn, county: County) -> None:
    assert WEEKLY not in _due(signed_in)
    page = signed_in(DESK, "yunling")
    page.goto(county.url("yunling", "/policy/new"))
    page.get_by_label("粘贴制度的文字").fill(TEXT)
    page.get_by_role("button", name="读出条款").click()
    expect(page).to_have_url(re.compile(r"/policy/drafts/\d+$"))
    expect(page.get_by_role("heading", name="云岭初级中学走访补充办法")).to_be_visible()
    publish = page.get_by_role("button", name="发布…")
    expect(publish).to_be_disabled()

    # Words and rules lead to each other.
    page.locator("mark", has_text="每周家访本班学生不少于3人次").click(position=WITHIN)
    expect(page.locator("[aria-current=true]")).to_contain_text(WEEKLY)

    # What is not wanted is left out.
    page.locator("mark", has_text="家长签字").click(position=WITHIN)
    expect(page.locator("[aria-current=true]")).to_contain_text(SIGNATURE)
    page.keyboard.press("x")
    progress = page.get_by_role("progressbar", name="已确认的条款")
    expect(progress).to_have_attribute("aria-valuenow", "1")

    # What the text contradicts itself in is settled before anything else of it.
    page.get_by_role("button", name=re.compile("按这一条：班主任每学期走访本班每一名学生")).click()
    expect(page.get_by_text(re.compile("处说法不一样，请先选定"))).to_have_count(0)
    expect(progress).to_have_attribute("aria-valuenow", "3")
    total = int(progress.get_attribute("aria-valuemax") or "0")

    # The rest by keyboard: the next one that waits is chosen after each.
    for _ in range(total):
        page.keyboard.press("Enter")
    expect(page.get_by_text(f"已确认 {total}/{total}").first).to_be_visible()

    publish.click()
    expect(page.get_by_role("dialog").get_by_text(WEEKLY)).to_be_visible()
    expect(page.get_by_role("dialog").get_by_text(SIGNATURE)).to_have_count(0)
    expect(page.get_by_label("从哪一天起执行")).to_have_value(TODAY.isoformat())
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page).to_have_url(re.compile("/policy$"))
    expect(page.get_by_text(WEEKLY).first).to_be_visible()

    assert WEEKLY in _due(signed_in)

    # The next version holds from tomorrow; until then the list is the old one's.
    page.get_by_role("article").filter(has_text="走访补充办法").get_by_role("button", name="出新一版").click()
    expect(page).to_have_url(re.compile(r"/policy/drafts/\d+$"))
    page.locator("mark", has_text="每周家访本班学生不少于3人次").click(position=WITHIN)
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.get_by_label("至少", exact=True).fill("2")
    expect(page.get_by_text("班主任每周走访本班学生至少 2 次").first).to_be_visible()
    page.get_by_role("button", name="改好并确认").click()
    expect(page.get_by_text("已修改").first).to_be_visible()
    page.get_by_role("button", name="发布…").click()
    prose = "班主任每周走访本班学生从不少于 3 次改为不少于 2 次"
    expect(page.get_by_text(prose)).to_be_visible()
    page.get_by_label("从哪一天起执行").fill((TODAY + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page).to_have_url(re.compile("/policy$"))
    history = page.get_by_role("region", name="各版制度")
    expect(history).to_contain_text(f"{_in_words(0)}至{_in_words(0)}")
    expect(history).to_contain_text(f"{_in_words(1)}起")
    assert WEEKLY in _due(signed_in)
    history.get_by_role("link", name="第 2 版").click()
    expect(page.get_by_text(prose)).to_be_visible()


def test_a_second_version_in_the_middle_of_the_term(signed_in: SignedIn, county: County) -> None:
    page = signed_in(PHONE, "liuhe")
    page.goto(county.url("liuhe", "/policy"))
    article = page.get_by_role("article").first
    before = article.get_by_text(re.compile("^依据：")).first.inner_text()
    article.get_by_role("button", name="出新一版").click()
    expect(page).to_have_url(re.compile(r"/policy/drafts/\d+$"))

    # On the phone text and rules are tabs; a rule by hand goes to the others.
    expect(page.get_by_role("tab", name=re.compile("条款"))).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="加一条").click()
    page.get_by_label("这一条说的是").select_option("conduct")
    page.get_by_label("家访前要看到的一句话").fill(GLANCE)
    page.get_by_role("button", name="加上并确认").click()
    expect(page.get_by_text("自己加的").first).to_be_visible()
    # What the template leaves for the school to settle is settled now.
    for _ in range(page.get_by_role("button", name=re.compile("都保留|就按这一条")).count()):
        page.get_by_role("button", name=re.compile("都保留|就按这一条")).first.click()
        expect(page.get_by_text("正在保存…")).to_have_count(0)
    page.get_by_role("button", name="发布…").click()
    expect(page.get_by_text(f"新增：{GLANCE}")).to_be_visible()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page).to_have_url(re.compile("/policy$"))

    # From today on the new one; what was before stays under the old one, which nobody can change.
    history = page.get_by_role("region", name="各版制度")
    expect(history).to_contain_text(re.compile(f"至{_in_words(-1)}.*已经停用", re.DOTALL))
    history.get_by_role("link", name="第 1 版").last.click()
    expect(page.get_by_text(before, exact=True).first).to_be_visible()
    expect(page.get_by_text(GLANCE)).to_have_count(0)

    # A visit is written down by the version of its own day.
    teacher = signed_in(DESK, "liuhe", "莫兰")
    teacher.goto(county.url("liuhe", "/write"))
    expect(teacher.get_by_text(GLANCE)).to_be_visible()
    teacher.get_by_role("button", name="昨天").click()
    expect(teacher.get_by_text(GLANCE)).to_have_count(0)


def test_the_bureau_sets_its_floor(signed_in: SignedIn, county: County) -> None:
    clerk = signed_in(DESK, "bureau")
    clerk.goto(county.url("bureau", "/floor"))
    field = clerk.get_by_label("每学年每名学生至少家访几次")
    expect(field).to_have_value("1")
    field.fill("2")
    clerk.get_by_role("button", name="保存").click()
    expect(clerk.get_by_text("已保存")).to_be_visible()
    page = signed_in(DESK, "qingshi")
    page.goto(county.url("qingshi", "/policy"))
    expect(page.get_by_text("班主任每学年对本班每一名学生走访至少 2 次")).to_be_visible()
    field.fill("1")
    clerk.get_by_role("button", name="保存").click()
    expect(clerk.get_by_text("已保存")).to_be_visible()
