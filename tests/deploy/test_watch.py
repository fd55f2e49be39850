"""A process that ends is started again, later and later; one that holds is forgiven."""

import os
import sys
from pathlib import Path

import pytest

from deploy.lib import watch
from deploy.lib.process import Process, wait_until


def _process(folder: Path, code: str) -> Process:
    return Process(
        "part", [sys.executable, "-c", code], env=dict(os.environ), cwd=folder,
        log=folder / "logs" / "part.log", pid_file=folder / "pids" / "part.pid",
    )  # fmt: skip


def _ended(process: Process) -> bool:
    return wait_until(lambda: not process.running(), 10)


def test_the_pause_doubles_while_it_keeps_ending(folder: Path) -> None:
    told: list[str] = []
    process = _process(folder, "import sys; sys.exit(3)")
    process.start()
    watched = watch.Watched(process, "网站", told.append)
    now = 1_000.0
    for pause in ("0.5", "1", "2"):
        assert _ended(process)
        before = process.pid
        watched.look(now)
        assert told[-1].startswith(f"网站意外停止（退出码 3），{pause} 秒后重新启动")
        watched.look(now + float(pause) - 0.01)
        assert process.pid == before
        now += float(pause)
        watched.look(now)
        assert process.pid != before
        assert told[-1] == f"网站已重新启动（进程 {process.pid}）"
    assert watched.ends == 3
    assert _ended(process)
    process.finish(0.0)


def test_a_process_that_holds_is_forgiven(folder: Path) -> None:
    process = _process(folder, "import sys; sys.exit(0)")
    process.start()
    watched = watch.Watched(process, "x", lambda _text: None)
    assert _ended(process)
    watched.look(10.0)
    again = _process(folder, "import time; time.sleep(600)")
    watched.process = again
    watched.look(11.0)
    assert watched.ends == 1
    watched.look(11.0 + watch.RECOVERED_SECONDS + 1)
    assert watched.ends == 0
    again.finish(0.0)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (None, "仍在运行"),
        (0, "退出码 0"),
        (2, "退出码 2"),
        (-9, "被信号 SIGKILL 结束"),
        (-200, "被信号 200 结束"),
    ],
)
def test_how_it_ended_in_words(status: int | None, words: str) -> None:
    assert watch.describe(status) == words
