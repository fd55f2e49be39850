"""What must never lie in the repository, checked over the tracked files without running anything of it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from deploy.lib.paths import PLATFORM, ROOT

# Lock files that write down where packages were downloaded from.
ADDRESS_LOCKS = frozenset(
    {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "yarn.lock", "pnpm-lock.yaml"}
)
LOOSE_IN_PLATFORM = frozenset({"manage.py", "README.md"})
# Written so that this file does not match itself.
REGISTRY = re.compile(
    r"""resolved"?:?\s*"?https?:[/]{2} | ^\s*--(?:extra-)?index-url
        | https?:[/]{2}[^\s"]*/(?:simple|packages)/""",
    re.X,
)
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root)/[A-Za-z.]")
GENERATED = frozenset(
    {".png", ".jpg", ".jpeg", ".gif", ".ico", ".woff2", ".xlsx", ".xls", ".docx", ".skops", ".npz"}
)


def problems() -> list[str]:
    """Every finding as `path:line: what`; an empty list is good."""
    files = _tracked()
    found = [f"{name}: 锁文件会记下下载地址，不要提交" for name in files if Path(name).name in ADDRESS_LOCKS]
    found += _platform_problems()
    for name in files:
        path = ROOT / name
        if path.suffix in GENERATED or not path.is_file():
            continue
        found += _text_problems(name, path)
    return found


def _platform_problems() -> list[str]:
    """`platform/__init__.py` shadows Python's own `platform`; a loose module shadows its namesake."""
    if not PLATFORM.is_dir():
        return []
    files = [entry.name for entry in PLATFORM.iterdir() if entry.is_file()]
    loose = [name for name in files if name not in LOOSE_IN_PLATFORM]
    return [f"platform/{name}: 不能放在这里（会遮住同名的 Python 模块）" for name in sorted(loose)]


def _text_problems(name: str, path: Path) -> list[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []
    found: list[str] = []
    for number, line in enumerate(lines, start=1):
        if REGISTRY.search(line):
            found.append(f"{name}:{number}: 软件源地址")
        if MACHINE_PATH.search(line):
            found.append(f"{name}:{number}: 某台机器上的路径")
    return found


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    return sorted(name for name in listed.stdout.decode("utf-8").split("\0") if name)
