"""What a killed launcher left behind is found and ended; a stranger with the same number is not."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from deploy.lib.process import (
    Process,
    end_stale,
    is_alive,
    read_pid_file,
    rotate,
    start_ticks,
    tail,
    wait_until,
    write_pid_file,
)  # fmt: skip
from tests.deploy.conftest import StartScript

STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up'); time.sleep(600)"
PARENT = (
    "import subprocess, sys, time\n"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    "open(sys.argv[1] if len(sys.argv) > 1 else {where!r}, 'w').write(str(child.pid))\n"
    "print('up'); time.sleep(600)"
)


def _process(folder: Path, code: str) -> Process:
    return Process(
        "part", [sys.executable, "-u", "-c", code], env=dict(os.environ), cwd=folder,
        log=folder / "logs" / "part.log", pid_file=folder / "pids" / "part.pid", grace=0.3,
    )  # fmt: skip


def test_a_stubborn_process_is_ended_by_force(folder: Path, start_script: StartScript) -> None:
    process = start_script(STUBBORN)
    file = folder / "pids" / "x.pid"
    write_pid_file(file, process.pid)
    assert read_pid_file(file) == process.pid
    assert end_stale(file, signal.SIGTERM, 0.2)
    assert process.wait(5) == -signal.SIGKILL
    assert not file.exists()


def test_children_of_a_dead_leader_are_ended(folder: Path, start_script: StartScript) -> None:
    where = folder / "child"
    process = start_script(PARENT.format(where=str(where)))
    file = folder / "pids" / "x.pid"
    write_pid_file(file, process.pid)
    child = int(where.read_text(encoding="utf-8"))
    process.kill()
    process.wait()
    assert read_pid_file(file) is None
    assert is_alive(file)
    assert end_stale(file, signal.SIGTERM, 0.2)
    assert wait_until(lambda: start_ticks(child) is None, 5)


@pytest.mark.parametrize("changed", [{"started": 1}, {"boot": "another"}])
def test_a_stranger_with_the_same_number_is_left_alone(
    folder: Path, start_script: StartScript, changed: dict[str, object]
) -> None:
    process = start_script("import time; print('up'); time.sleep(600)")
    file = folder / "pids" / "x.pid"
    write_pid_file(file, process.pid)
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | changed), encoding="utf-8")
    assert not end_stale(file, signal.SIGTERM, 0.2)
    assert process.poll() is None
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "12", "[]", '{"pid": "x"}', '{"pid": 1}'])
def test_a_damaged_pid_file_names_nobody(folder: Path, content: str) -> None:
    file = folder / "pids" / "x.pid"
    file.write_text(content, encoding="utf-8")
    assert read_pid_file(file) is None
    assert not end_stale(file, signal.SIGTERM, 0.1)


def test_start_log_and_stop(folder: Path) -> None:
    process = _process(folder, "import time; print('hello'); time.sleep(600)")
    process.start()
    assert wait_until(lambda: tail(process.log) == "hello", 10)
    assert read_pid_file(folder / "pids" / "part.pid") == process.pid
    process.ask_to_stop()
    process.finish(0.0)
    assert not process.running()
    assert not (folder / "pids" / "part.pid").exists()


def test_it_runs_in_a_session_of_its_own(folder: Path) -> None:
    process = _process(folder, "import time; time.sleep(600)")
    process.start()
    assert process.pid is not None
    assert os.getsid(process.pid) == process.pid
    process.kill()
    assert process.status() == -signal.SIGKILL


def test_a_large_log_keeps_one_older_piece(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.lib.process.LOG_LIMIT", 10)
    log = folder / "logs" / "a.log"
    log.write_text("0123456789ab", encoding="utf-8")
    rotate(log)
    assert log.read_text(encoding="utf-8") == ""
    assert (folder / "logs" / "a.log.1").read_text(encoding="utf-8") == "0123456789ab"
