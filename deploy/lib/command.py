"""Run one command to its end, its output shown line by line, and take it down when we are told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.lib import say

HEAD_LINES = 15
TAIL_LINES = 30


@dataclass(frozen=True)
class Finished:
    """How a command ended: exit status (negative: the signal that killed it), first and last lines."""

    status: int
    tail: str


def run(
    argv: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path,
    prefix: str = "   ",
    shown: tuple[str, ...] = ("",),
) -> Finished:
    """Run to the end; lines that start with one of `shown` go to the terminal after `prefix`.

    The first and last lines are kept whether shown or not. The command gets a session of its own, so that
    Ctrl-C reaches only us and nothing is left half stopped.
    """
    head: list[str] = []
    tail: deque[str] = deque(maxlen=TAIL_LINES)
    with subprocess.Popen(
        [str(part) for part in argv],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None  # noqa: S101  (PIPE was asked for)
            for text in process.stdout:
                (head if len(head) < HEAD_LINES else tail).append(text.rstrip("\n"))
                if text.startswith(shown):
                    say.line(prefix + text.rstrip("\n"))
            status = process.wait()
        except BaseException:
            end_group(process.pid)
            raise
    return Finished(status, "\n".join([*head, *tail]))


def end_group(leader: int) -> None:
    """Kill the process group of `leader`, if there still is one."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
