"""The whole platform, started once by its own command, and a browser that looks at it.

Nothing here imports the platform's code, only its launcher: these tests know what a person knows, an
address and a password.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from deploy.lib.started import platform

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class County:
    """A running platform with the demo county."""

    port: int
    accounts: dict[str, Any]

    def school(self, slug: str) -> dict[str, Any]:
        """The demo school whose address begins with `slug`."""
        return next(s for s in self.accounts["schools"] if s["url"].startswith(f"http://{slug}."))

    def teacher(self, slug: str, name: str) -> dict[str, str]:
        """A teacher's account."""
        return next(t for t in self.school(slug)["teachers"] if t["name"] == name)

    def url(self, slug: str, path: str = "/") -> str:
        """An address on the host of a school or of the bureau."""
        return f"http://{slug}.localhost:{self.port}{path}"


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """The platform on a free port with fresh data. `JIAFANG_E2E_DATA` names the data folder of one that
    runs already, for writing tests."""
    running = os.environ.get("JIAFANG_E2E_DATA")
    if running:
        accounts = json.loads((Path(running) / "accounts.json").read_text(encoding="utf-8"))
        yield County(int(accounts["bureau"]["url"].rsplit(":", 1)[1]), accounts)
        return
    with platform(tmp_path_factory.mktemp("county")) as started:
        yield County(started.port, started.accounts)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that CHROMIUM names."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "no Chromium: install the system's package `chromium`, or name one in CHROMIUM"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        expect.set_options(timeout=30_000)
        yield chromium
        chromium.close()


Open = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """`opened(PHONE)` gives a page of its own person. A page whose scripts fail, fails the test."""
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def make(size: dict[str, int]) -> Page:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=size == PHONE,
            is_mobile=size == PHONE,
            accept_downloads=True,
        )
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def signed_in(county: County, opened: Open) -> Callable[..., Page]:
    """`signed_in(PHONE, "qingshi", "周敏")`: a page on which that person is signed in. Without a name, the
    school's principal or the bureau's staff."""

    def make(size: dict[str, int], slug: str, name: str = "") -> Page:
        if slug == "bureau":
            account = county.accounts["bureau"]
        elif name:
            account = county.teacher(slug, name)
        else:
            account = county.school(slug)["principal"]
        page = opened(size)
        sign_in(page, county.url(slug), account["login"], account["password"])
        return page

    return make


def sign_in(page: Page, url: str, login: str, password: str) -> None:
    """Through the sign-in page, as a person does."""
    page.goto(f"{url.rstrip('/')}/signin")
    page.get_by_label("手机号或登录名").fill(login)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda address: "/signin" not in address)
