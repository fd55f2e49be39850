"""One long-running process: started in a session of its own, logged to a file, remembered in a pid file.

A session of its own keeps a signal to our whole process group (Ctrl-C) away from it, so that we stop the
parts in order. The pid file lets the next start end what a killed launcher left behind; it names the process
by number, start time and boot, because numbers are used again.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from deploy.lib import interrupts

LOG_LIMIT = 20 * 1024**2
POLL = 0.05


def boot_id() -> str:
    """Differs after every start of the machine; empty where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


def start_ticks(pid: int) -> int | None:
    """When process `pid` was started, in clock ticks since boot; None when no such process lives."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    # The command's name stands in parentheses and may hold anything, so count from the last one.
    fields = text[text.rindex(")") + 2 :].split()
    return None if fields[0] in ("Z", "X") else int(fields[19])


def tail(file: Path, lines: int = 25) -> str:
    """The last lines of a log, or an empty string."""
    try:
        with file.open("rb") as log:
            log.seek(0, os.SEEK_END)
            log.seek(max(0, log.tell() - 16_384))
            return "\n".join(log.read().decode("utf-8", "replace").splitlines()[-lines:])
    except OSError:
        return ""


class Process:
    """A named process with its log and pid file: `stop_signal`, and SIGKILL `grace` seconds later, end it."""

    STOP = signal.SIGTERM

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path,
        log: Path,
        pid_file: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 8.0,
        user: int | None = None,
        group: int | None = None,
    ) -> None:
        self.name = name
        self.log = log
        self.stop_signal = stop_signal
        self.grace = grace
        self._argv = [str(part) for part in argv]
        self._env = dict(env)
        self._cwd = cwd
        self._pid_file = pid_file
        self._user = user
        self._group = group
        self._popen: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The running process's number, or None before the first start."""
        return None if self._popen is None else self._popen.pid

    def start(self) -> None:
        """Start it; its output is appended to the log."""
        rotate(self.log)
        with self.log.open("ab") as log:
            self._popen = subprocess.Popen(
                self._argv,
                env=self._env,
                cwd=self._cwd,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self._user,
                group=self._group,
                extra_groups=None if self._user is None else [],
            )
        write_pid_file(self._pid_file, self._popen.pid)

    def status(self) -> int | None:
        """None while it runs, else its exit status (negative: the signal that ended it)."""
        return None if self._popen is None else self._popen.poll()

    def running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._popen is not None and self._popen.poll() is None

    def ask_to_stop(self) -> None:
        """Send the stop signal and return at once."""
        if self._popen is not None and self._popen.poll() is None:
            self._popen.send_signal(self.stop_signal)

    def finish(self, deadline: float) -> None:
        """Wait until `deadline` (monotonic) for it to end, then kill what is left of its session."""
        if self._popen is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(0.0, deadline - time.monotonic()))
        self.kill()
        self._pid_file.unlink(missing_ok=True)

    def kill(self) -> None:
        """SIGKILL for the process and all of its session, whether it still runs or left children behind."""
        if self._popen is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(5)


def rotate(log: Path) -> None:
    """Keep one older piece of a log that has grown large. Safe while it is open for appending."""
    try:
        if log.stat().st_size < LOG_LIMIT:
            return
        older = log.with_name(log.name + ".1")
        older.write_bytes(log.read_bytes())
        os.truncate(log, 0)
    except OSError:
        return


def write_pid_file(file: Path, pid: int) -> None:
    """Remember a process by number, start time and boot."""
    file.write_text(
        json.dumps({"pid": pid, "started": start_ticks(pid), "boot": boot_id()}), encoding="utf-8"
    )


def read_pid_file(file: Path) -> int | None:
    """The number of the very process that the file remembers, or None when that one is gone."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        pid, started, boot = int(kept["pid"]), kept["started"], kept["boot"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if boot != boot_id() or started is None or start_ticks(pid) != started:
        return None
    return pid


def end_stale(file: Path, stop_signal: signal.Signals, grace: float) -> bool:
    """End the process that `file` remembers, and what it left of its session; True when there was any.

    A leader that is gone may have left children: they still carry its number as their session, and no new
    process can get that number while they live. They are ours only if `file` is of this boot of the machine.
    """
    pid = read_pid_file(file)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, stop_signal)
        wait_until(lambda: read_pid_file(file) is None, grace)
    left = _orphans(file)
    for member in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(member, signal.SIGKILL)
    wait_until(lambda: not _orphans(file), 5.0)
    file.unlink(missing_ok=True)
    return pid is not None or bool(left)


def _orphans(file: Path) -> list[int]:
    """Living processes of the session that `file` remembers, its leader included."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        leader, started, boot = int(kept["pid"]), int(kept["started"]), kept["boot"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    now = start_ticks(leader)
    if boot != boot_id() or (now is not None and now != started):
        return []
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _session(int(entry.name)) == leader:
            since = start_ticks(int(entry.name))
            if since is not None and since >= started:
                found.append(int(entry.name))
    return found


def _session(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except OSError:
        return None


def is_alive(file: Path) -> bool:
    """Whether the process that `file` remembers, or a child it left behind, still lives."""
    return read_pid_file(file) is not None or bool(_orphans(file))


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Poll `condition` until it holds (True) or the time is over (False); Interrupted when told to stop."""
    deadline = time.monotonic() + seconds
    while not condition():
        interrupts.check()
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
