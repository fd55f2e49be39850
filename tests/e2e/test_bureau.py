"""A bureau opens a school, the school loads its roster, and the bureau compares."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESK, County, Open, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

SignedIn = Callable[..., Page]
STAFF = [
    ["姓名", "手机号", "角色", "班主任班级", "任教班级", "学科"],
    ["韦兰", "13600010001", "班主任", "一年级1班", "一年级1班", "语文"],
    ["覃勇", "1360001", "科任教师", "", "一年级1班", "数学"],
]
STUDENTS = [
    ["姓名", "性别", "班级", "学籍号", "监护人姓名", "关系", "联系电话"],
    ["韦小苗", "女", "一年级1班", "G529910000001", "韦大山", "父亲", "13600020001"],
    ["覃天", "男", "一（1）班", "G529910000002", "覃秀英", "奶奶", "13600020002"],
    ["莫云", "男", "一年级1班", "G529910000003", "莫老三", "父亲", "1.38E+10"],
]


def _workbook(folder: Path, name: str, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def _import(page: Page, file: Path) -> None:
    page.get_by_role("link", name=re.compile("导入")).or_(
        page.get_by_role("button", name=re.compile("导入"))
    ).first.click()
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_label("按结果看各行")).to_be_visible()


def test_opening_a_school_and_loading_its_roster(
    signed_in: SignedIn, opened: Open, county: County, tmp_path: Path
) -> None:
    clerk = signed_in(DESK, "bureau")
    clerk.goto(county.url("bureau", "/schools/new"))
    clerk.get_by_label("学校名称").fill("石桥镇龙潭小学")
    clerk.get_by_label("网址里的短名").fill("longtan")
    clerk.get_by_label("学段").select_option("primary")
    clerk.get_by_label("制度模板").select_option("P01")
    clerk.get_by_label("姓名").fill("冉校长")
    clerk.get_by_label("手机号（用来登录）").fill("13600000001")
    clerk.get_by_role("button", name=re.compile("新建|开通|建立")).click()
    expect(clerk.get_by_text(re.compile("已开通")).first).to_be_visible(timeout=60_000)
    shown = clerk.locator("main").inner_text()
    password = re.search(r"[a-zA-Z0-9]{4}-[a-zA-Z0-9-]{4,}", shown) or re.search(
        r"密码[^a-zA-Z0-9]*([\w-]{8,})", shown
    )
    assert password is not None, shown

    principal = opened(DESK)
    sign_in(principal, county.url("longtan"), "13600000001", password.group(password.lastindex or 0))
    expect(principal).to_have_url(re.compile("/password"))
    principal.get_by_label(re.compile("原|现在|初始")).first.fill(password.group(password.lastindex or 0))
    principal.get_by_label(re.compile("^新密码")).fill("Longtan-2026-ok")
    principal.get_by_label(re.compile("再")).fill("Longtan-2026-ok")
    principal.get_by_role("button", name=re.compile("保存|修改|确定")).click()
    principal.wait_for_url(lambda address: "/password" not in address)

    principal.goto(county.url("longtan", "/roster"))
    _import(principal, _workbook(tmp_path, "学生.xlsx", STUDENTS))
    counts = principal.get_by_label("按结果看各行")
    expect(counts).to_contain_text(re.compile(r"新增\s*2"))
    expect(counts).to_contain_text(re.compile(r"有问题\s*1"))
    with principal.expect_download() as download:
        principal.get_by_role("button", name=re.compile("错误原因")).click()
    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    sheet = book.active
    assert sheet is not None
    header = [cell.value for cell in sheet[1]]
    assert header[:7] == STUDENTS[0]
    assert "错误原因" in header
    assert sheet.cell(4, header.index("错误原因") + 1).value
    principal.get_by_role("button", name=re.compile("^写入|^导入|写进")).click()
    expect(principal.get_by_text(re.compile("已写入|已导入|写好了|完成")).first).to_be_visible()

    principal.goto(county.url("longtan", "/roster"))
    _import(principal, _workbook(tmp_path, "学生2.xlsx", STUDENTS[:3]))
    expect(principal.get_by_label("按结果看各行")).to_contain_text(
        re.compile(r"没变\s*2|没有变化\s*2|不变\s*2")
    )

    principal.goto(county.url("longtan", "/roster"))
    _import(principal, _workbook(tmp_path, "教师.xlsx", STAFF))
    expect(principal.get_by_label("按结果看各行")).to_contain_text(re.compile(r"新增\s*1"))


def test_the_bureau_compares_without_ranking(signed_in: SignedIn, county: County) -> None:
    page = signed_in(DESK, "bureau")
    page.goto(county.url("bureau", "/compare"))
    expect(page.get_by_text(re.compile(r"还差 \d+ 人")).first).to_be_visible()
    page.get_by_text("记录完整率").first.click()
    expect(page.get_by_text(re.compile("95 % 范围内的差别可能只是偶然")).first).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_role("table").first).to_contain_text("青石镇中心小学")
    text = page.locator("main").inner_text()
    for word in ("第一名", "排名", "最差"):
        assert word not in text
