"""A Chromium for the browser tests, and a font that has Chinese characters."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from deploy.lib import command, say
from deploy.lib.failure import Exit, Failure
from deploy.lib.paths import ROOT

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGES = ("chromium", "fonts-noto-cjk")


def find() -> str:
    """The path: `CHROMIUM`, else the system's, else one installed now; Failure when there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        if shutil.which(named) is None:
            raise Failure(
                Exit.CHROMIUM,
                f"CHROMIUM 指定的 {named} 不能运行",
                "改正 CHROMIUM，或去掉它，使用系统的 Chromium。",
                english=f"CHROMIUM names {named}, which cannot be run.",
            )
        return named
    there = (system() is not None, _has_font())
    missing = [package for package, is_there in zip(PACKAGES, there, strict=True) if not is_there]
    if missing:
        _install(missing)
    found = system()
    if found is None or not _has_font():
        raise _missing(missing)
    return found


def system() -> str | None:
    """The path of a Chromium that the system has."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _has_font() -> bool:
    """Whether Chinese text would be drawn as characters instead of boxes."""
    if shutil.which("fc-list"):
        answer = subprocess.run(
            ["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False
        )
        return bool(answer.stdout.strip())
    return any(Path("/usr/share/fonts").rglob("*CJK*")) if Path("/usr/share/fonts").is_dir() else False


def _install(packages: list[str]) -> None:
    """Through the system's package manager, where we may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise _missing(packages)
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    with say.Step(f"用系统的软件包管理器安装 {' '.join(packages)} · apt-get install"):
        for argv in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
            finished = command.run(["apt-get", "-qq", *argv], env=env, cwd=ROOT, shown=("E:", "W:"))
        if finished.status != 0:
            problem = _missing(packages)
            problem.log = finished.tail
            raise problem


def _missing(packages: list[str]) -> Failure:
    names = " ".join(packages or PACKAGES)
    return Failure(
        Exit.CHROMIUM,
        f"浏览器测试缺少 {names}",
        f"用管理员身份运行 apt-get install {names}；已有浏览器的，用 CHROMIUM=/路径/chromium 指定。",
        english=f"browser tests need {names}: install them, or name a browser with CHROMIUM=/path.",
    )
