"""Keep processes alive: one that ends is started again, after a pause that grows while it keeps ending."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable

from deploy.lib.process import Process, rotate

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# Alive for so long, a process counts as recovered and the pause starts small again.
RECOVERED_SECONDS = 60.0
ROTATE_SECONDS = 60.0


def describe(status: int | None) -> str:
    """How a process ended, in words."""
    if status is None:
        return "仍在运行"
    if status >= 0:
        return f"退出码 {status}"
    try:
        return f"被信号 {signal.Signals(-status).name} 结束"
    except ValueError:
        return f"被信号 {-status} 结束"


class Watched:
    """One process with its history of ends. `tell` gets a sentence for every event."""

    def __init__(self, process: Process, title: str, tell: Callable[[str], None]) -> None:
        self.process = process
        self.title = title
        self.ends = 0
        self._tell = tell
        self._since = time.monotonic()
        self._again_at: float | None = None

    def look(self, now: float) -> None:
        """Notice an end, or start again when the pause is over. `now`: monotonic seconds."""
        if self._again_at is not None:
            if now >= self._again_at:
                self._restart(now)
            return
        if self.process.running():
            if self.ends and now - self._since > RECOVERED_SECONDS:
                self.ends = 0
            return
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**self.ends)
        self.ends += 1
        self._again_at = now + pause
        how = describe(self.process.status())
        self._tell(f"{self.title}意外停止（{how}），{pause:g} 秒后重新启动；日志 {self.process.log}")
        # Children of a killed process would go on working beside the new one.
        self.process.kill()

    def _restart(self, now: float) -> None:
        self._again_at = None
        self._since = now
        try:
            self.process.start()
        except OSError as error:
            self._tell(f"{self.title}不能启动：{error.strerror}")
            return
        self._tell(f"{self.title}已重新启动（进程 {self.process.pid}）")


class Watch:
    """All watched processes, looked at together."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._watched: list[Watched] = []
        self._rotated = time.monotonic()

    def add(self, process: Process, title: str) -> None:
        """Watch a process that has been started."""
        self._watched.append(Watched(process, title, self._tell))

    def look(self) -> None:
        """One round over all of them; also keeps the logs small."""
        now = time.monotonic()
        for watched in self._watched:
            watched.look(now)
        if now - self._rotated > ROTATE_SECONDS:
            self._rotated = now
            for watched in self._watched:
                rotate(watched.process.log)

    def worst(self) -> Watched | None:
        """The process that ended most often since it last recovered, if any did."""
        ended = [watched for watched in self._watched if watched.ends]
        return max(ended, key=lambda watched: watched.ends, default=None)

    def processes(self) -> list[Process]:
        """All of them, in the order they were added."""
        return [watched.process for watched in self._watched]
