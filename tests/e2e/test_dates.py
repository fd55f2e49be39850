"""What is dated and what is tried: the bureau's calendar in a school's weeks, the term's dates with their
clause, and a draft against the term's visits before anybody publishes it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, PHONE, County

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SignedIn = Callable[..., Page]
TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date()
SATURDAY = TODAY + timedelta(days=5 - TODAY.weekday())
WORDS = f"{TODAY.year}年{TODAY.month}月{TODAY.day}日"
HANDED_IN = "每学期末家访记录交教导处存档"
DEMANDING = "班主任每学期走访本班学生至少 40 次"


def _fits(page: Page) -> bool:
    """Whether nothing runs out of the window sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_a_day_off_and_its_make_up_day_reach_the_school(signed_in: SignedIn, county: County) -> None:
    clerk = signed_in(DESK, "bureau")
    clerk.goto(county.url("bureau", "/calendar"))
    save = clerk.get_by_role("button", name=re.compile("保存校历|已保存"))
    expect(save).to_have_text("已保存")
    clerk.get_by_role("button", name="加一段假期").click()
    clerk.get_by_label("名称", exact=True).last.fill("校运会")
    clerk.get_by_label("第一天").last.fill(TODAY.isoformat())
    clerk.get_by_label("最后一天", exact=True).last.fill((TODAY - timedelta(days=1)).isoformat())
    save.click()
    expect(clerk.get_by_text("改动还在这一页上，没有丢。")).to_be_visible()
    expect(clerk.get_by_text("结束日期早于开始日期。")).to_be_visible()
    clerk.get_by_label("最后一天", exact=True).last.fill(TODAY.isoformat())
    clerk.get_by_role("button", name="加一天").click()
    clerk.get_by_label("日期").last.fill(SATURDAY.isoformat())
    save.click()
    expect(save).to_have_text("已保存")

    page = signed_in(PHONE, "qingshi")
    page.goto(county.url("qingshi", "/times"))
    week = page.get_by_role("listitem").filter(has_text="校运会").filter(has_text="周六补课")
    expect(week).to_have_count(1)
    expect(page.get_by_text(f"校运会：{WORDS}", exact=True)).to_be_visible()
    assert _fits(page)

    clerk.reload()
    expect(save).to_have_text("已保存")
    at = clerk.get_by_label("名称", exact=True).evaluate_all(
        "(fields) => fields.findIndex((field) => field.value === '校运会')"
    )
    assert at >= 0
    clerk.get_by_role("region", name="放假").get_by_role("button", name="去掉").nth(at).click()
    clerk.get_by_role("region", name="周末补课的日子").get_by_role("button", name="去掉").last.click()
    expect(save).to_have_text("保存校历")
    save.click()
    expect(save).to_have_text("已保存")
    page.reload()
    expect(page.get_by_role("heading", name="放假和补课")).to_be_visible()
    expect(page.get_by_text("校运会")).to_have_count(0)


def test_the_dates_of_the_term_stand_with_their_clause(signed_in: SignedIn, county: County) -> None:
    page = signed_in(PHONE, "qingshi")
    page.goto(county.url("qingshi", "/times"))
    running = page.get_by_role("region").filter(has=page.get_by_text("现在", exact=True))
    last = re.search(r"至(\d+年\d+月\d+日)，共", running.inner_text())
    assert last is not None
    page.goto(county.url("qingshi", "/agenda"))
    item = page.get_by_role("listitem").filter(has_text=HANDED_IN)
    expect(item).to_contain_text(f"截至{last.group(1)}")
    expect(item).to_contain_text(
        "依据：班主任普访制度（每学期人人到，一半上门） 第五条第5项：记录在学期结束时交教导处"
    )
    assert _fits(page)


def test_a_draft_is_tried_before_anybody_publishes_it(signed_in: SignedIn, county: County) -> None:
    page = signed_in(DESK, "qingshi")
    page.goto(county.url("qingshi", "/policy/new"))
    page.get_by_label("粘贴制度的文字").fill("多走一走的办法\n班主任每学期家访本班学生不少于40人次。")
    page.get_by_role("button", name="读出条款").click()
    page.get_by_role("link", name="试算上学期").click()
    expect(page.get_by_role("heading", name="试算", exact=True)).to_be_visible()
    expect(page.get_by_text("6 位老师里，0 位全部做到，6 位还有没到期的。")).to_be_visible()
    expect(page.get_by_text("只是试算，什么都不会改，老师也看不到。")).to_be_visible()
    outcome = page.get_by_role("listitem").filter(has_text=DEMANDING)
    expect(outcome).to_contain_text("没到期 6")
    expect(outcome).to_contain_text(re.compile(r"应做 240，已做 \d+；单看这一条还差 \d+"))
    # Each picture has its numbers: the teachers with what the draft asks of them.
    page.keyboard.press("t")
    teacher = page.get_by_role("row").filter(has_text="周敏").filter(has_text="还没到期")
    expect(teacher).to_contain_text(DEMANDING)

    phone = signed_in(PHONE, "qingshi", "周敏")
    expect(phone.get_by_text(re.compile(r"还差 \d+ 人")).first).to_be_visible()
    assert DEMANDING not in phone.locator("main").inner_text()
    page.get_by_role("link", name="回到草稿").click()
    page.get_by_role("button", name="删掉草稿").click()
    page.get_by_role("button", name="删掉", exact=True).click()
    expect(page).to_have_url(re.compile("/policy$"))
    expect(page.get_by_role("heading", name="正在准备")).to_have_count(0)
