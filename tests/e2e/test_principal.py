"""The principal's queue by keyboard alone, copies side by side, and the way back to the teacher."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import DESK, PHONE, County

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SignedIn = Callable[..., Page]
WORD = "请补一句和家长说好的具体做法。"


def _left(page: Page) -> int:
    """The number in “还有 N 条”."""
    found = re.search(r"还有 (\d+) 条", page.get_by_text(re.compile(r"还有 \d+ 条")).first.inner_text())
    assert found is not None
    return int(found.group(1))


def test_copies_stand_side_by_side_most_serious_first(signed_in: SignedIn) -> None:
    page = signed_in(DESK, "qingshi")
    expect(page).to_have_url(re.compile("/queue"))
    queue = page.get_by_label("待处理的提示")
    expect(queue.get_by_role("button").first).to_contain_text("请先看")
    queue.get_by_role("button", name=re.compile("与另一条记录大部分相同")).first.click()
    columns = page.get_by_label("两份记录对照")
    expect(columns).to_be_visible()
    expect(columns).to_contain_text("对照")
    expect(columns.locator("mark").first).to_be_visible()


def _answers(reason: str) -> Callable[[Response], bool]:
    """Whether a response answers the decision that gave this reason."""

    def answers(response: Response) -> bool:
        sent = response.request.post_data_json if response.request.method == "POST" else None
        return response.url.endswith("/decision/") and isinstance(sent, dict) and reason in sent.values()

    return answers


def test_deciding_by_keyboard_and_undoing(signed_in: SignedIn) -> None:
    page = signed_in(DESK, "liuhe")
    expect(page.get_by_text(re.compile(r"还有 \d+ 条")).first).to_be_visible()
    before = _left(page)
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("1")
    expect(page.get_by_text(f"还有 {before - 1} 条").first).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text(f"还有 {before} 条").first).to_be_visible()

    # 不是问题 needs a reason: the key leads to the line, and nothing is decided without words.
    page.keyboard.press("2")
    expect(page.get_by_label("原因", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"还有 {before} 条").first).to_be_visible()
    page.keyboard.type("孩子的情况已经当面核对过。")
    # The page counts at once and saves behind it; whoever leaves earlier is asked by the browser.
    # Answers to the decision before and to its undoing may still be on their way: this one's own is meant.
    with page.expect_response(_answers("孩子的情况已经当面核对过。")) as saved:
        page.keyboard.press("Enter")
    assert saved.value.ok
    expect(page.get_by_text(f"还有 {before - 1} 条").first).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"还有 {before - 1} 条").first).to_be_visible()


def test_a_note_goes_back_to_its_teacher_with_a_word(signed_in: SignedIn, county: County) -> None:
    principal = signed_in(DESK, "yunling")
    item = principal.get_by_label("待处理的提示").get_by_role("button").filter(has_text="商定").first
    item.click()
    teacher_name = next(
        t["name"] for t in county.school("yunling")["teachers"] if t["name"] in item.inner_text()
    )
    principal.keyboard.press("3")
    expect(principal.get_by_label("原因", exact=True)).to_be_focused()
    principal.keyboard.type(WORD)
    before = _left(principal)
    principal.keyboard.press("Enter")
    expect(principal.get_by_text(f"还有 {before - 1} 条").first).to_be_visible()

    teacher = signed_in(PHONE, "yunling", teacher_name)
    teacher.goto(county.url("yunling", "/mine"))
    expect(teacher.get_by_text(WORD).first).to_be_visible()


def test_the_pictures_have_their_numbers(signed_in: SignedIn, county: County) -> None:
    page = signed_in(DESK, "qingshi")
    page.goto(county.url("qingshi", "/progress"))
    expect(page.get_by_role("heading", name="各班每周家访次数")).to_be_visible()
    expect(page.get_by_role("img", name=re.compile("个班")).first).to_be_visible()
    page.keyboard.press("t")
    expect(
        page.get_by_role("cell", name="一年级1班").or_(page.get_by_role("rowheader", name="一年级1班")).first
    ).to_be_visible()
    page.goto(county.url("qingshi", "/policy"))
    expect(page.get_by_text("第二条第1项", exact=False).first).to_be_visible()
