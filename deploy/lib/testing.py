"""deploy/test: every check in order, or with arguments only pytest with these, on servers of its own."""

from __future__ import annotations

import subprocess

from deploy.lib import environment, say
from deploy.lib.command import end_group
from deploy.lib.paths import ROOT, VENV_PYTHON
from deploy.lib.scratch import Servers, servers


def run(arguments: list[str]) -> int:
    """Exit status: pytest's own with arguments; else 0 when every check held and 1 when one did not."""
    with servers() as running:
        say.line(f"· 测试用的数据库和消息队列已启动 · scratch servers in {running.folder}")
        return pytest(arguments, running)


def pytest(arguments: list[str], running: Servers) -> int:
    """pytest with its output straight to the terminal."""
    env = environment.for_django(running.variables())
    # Browsers and tools write below HOME; a test run must leave nothing there.
    home = running.folder / "home"
    home.mkdir(exist_ok=True)
    env["HOME"] = str(home)
    with subprocess.Popen(
        [str(VENV_PYTHON), "-m", "pytest", *arguments], cwd=ROOT, env=env, start_new_session=True
    ) as process:
        try:
            return process.wait()
        except BaseException:
            end_group(process.pid)
            raise
