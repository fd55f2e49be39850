"""A whole platform started by deploy/run for a test, and stopped with it: for browser and fault tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.lib.command import end_group
from deploy.lib.paths import ROOT
from deploy.lib.ports import free_port
from deploy.lib.process import read_pid_file, wait_until

READY_SECONDS = 300.0
STOP_SECONDS = 40.0


@dataclass(frozen=True)
class Started:
    """A running platform: its port, its data folder, its launcher, and the lines it has printed so far."""

    port: int
    data: Path
    launcher: subprocess.Popen[str]
    printed: list[str]
    reader: threading.Thread

    @property
    def accounts(self) -> dict[str, Any]:
        """The content of accounts.json."""
        content: dict[str, Any] = json.loads((self.data / "accounts.json").read_text(encoding="utf-8"))
        return content

    @property
    def addresses(self) -> dict[str, Any]:
        """The content of running.json: addresses of database and broker."""
        content: dict[str, Any] = json.loads((self.data / "running.json").read_text(encoding="utf-8"))
        return content

    def pid(self, part: str) -> int | None:
        """The process number of database, broker, worker, beat or web; None while it is down."""
        return read_pid_file(self.data / "pids" / f"{part}.pid")

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the launcher to stop and wait for it; its exit status."""
        if self.launcher.poll() is None:
            self.launcher.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait for the launcher, which has been told to end, and for its last lines; its exit status."""
        status = self.launcher.wait(STOP_SECONDS)
        self.reader.join(5)
        return status


def launch(data: Path, arguments: Sequence[str] = (), *, port: int | None = None) -> Started:
    """Start deploy/run on `data` with servers of its own; returns at once."""
    port = free_port() if port is None else port
    env = {name: value for name, value in os.environ.items() if name not in _OWN_VARIABLES}
    env["JIAFANG_INSTALLED"] = "1"  # the tests run in what setup made
    launcher = subprocess.Popen(
        [sys.executable, str(ROOT / "deploy"), "run", "--port", str(port), "--data", str(data), *arguments],
        cwd=ROOT, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, encoding="utf-8", start_new_session=True,
    )  # fmt: skip
    printed: list[str] = []
    reader = threading.Thread(target=_collect, args=(launcher, printed), daemon=True)
    reader.start()
    return Started(port, data, launcher, printed, reader)


@contextmanager
def platform(data: Path, arguments: Sequence[str] = ()) -> Iterator[Started]:
    """A platform that is ready, for the length of the block."""
    started = launch(data, arguments)
    try:
        wait_ready(started)
        yield started
    finally:
        try:
            started.stop()
        except subprocess.TimeoutExpired:
            end_group(started.launcher.pid)


def wait_ready(started: Started) -> None:
    """Until the launcher has printed its ready line; AssertionError with all it printed when it does not."""
    ready = f"ready http://localhost:{started.port}/"
    wait_until(lambda: ready in started.printed or started.launcher.poll() is not None, READY_SECONDS)
    if ready not in started.printed:
        time.sleep(0.2)  # the last lines are still on their way
        raise AssertionError("the platform did not become ready:\n" + "\n".join(started.printed))


_OWN_VARIABLES = frozenset(
    {
        "DATABASE_URL", "APP_DATABASE_URL", "BROKER_URL", "JIAFANG_DEPLOYMENT", "JIAFANG_DATA",
        "JIAFANG_DOMAIN", "JIAFANG_PORT", "JIAFANG_SECRET_KEY", "JIAFANG_FIELD_KEY",
        "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST",
    }
)  # fmt: skip


def _collect(launcher: subprocess.Popen[str], printed: list[str]) -> None:
    if launcher.stdout is not None:
        with launcher.stdout as lines:
            for line in lines:
                printed.append(line.rstrip("\n"))
