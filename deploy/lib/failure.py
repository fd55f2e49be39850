"""What can go wrong, each with an exit status of its own and a sentence on what to do about it."""

from __future__ import annotations

import errno
from enum import IntEnum


class Exit(IntEnum):
    """Exit statuses of the three commands. A number once used keeps its meaning."""

    OK = 0
    CHECKS_FAILED = 1
    USAGE = 2
    NO_PYTHON = 3  # also used by lib/python.sh
    PORT_TAKEN = 10
    DISK_FULL = 11
    NOT_WRITABLE = 12
    OTHER_VERSION = 13
    ALREADY_RUNNING = 14
    NO_NETWORK = 15
    INSTALL = 16
    FRONT_END = 17
    DATABASE = 20
    BROKER = 21
    PREPARE = 22
    PART = 23
    CHROMIUM = 24
    INTERRUPTED = 130


class Failure(Exception):
    """A failure that has been understood: what happened, what to do, and optionally the log that shows it.

    The texts are for the person at the terminal: Chinese first, English after it on a line of its own.
    """

    def __init__(self, status: Exit, what: str, remedy: str, *, english: str, log: str = "") -> None:
        super().__init__(what)
        self.status = status
        self.what = what
        self.remedy = remedy
        self.english = english
        self.log = log

    def lines(self) -> list[str]:
        """The message, line by line, as it is printed."""
        shown = [f"出错：{self.what}", f"  怎么办：{self.remedy}", f"  Error: {self.english}"]
        if self.log.strip():
            shown += ["  ---- 最后的日志 · last lines of the log ----"]
            shown += [f"  {line}" for line in self.log.rstrip().splitlines()]
        return shown


class Interrupted(Exception):
    """SIGINT or SIGTERM arrived: stop what runs and leave."""


NO_SPACE_MARKS = ("No space left on device", "ENOSPC", "Disk quota exceeded", "os error 28")


def disk_full(where: str, log: str = "") -> Failure:
    """The failure for a full disk, whoever noticed it."""
    return Failure(
        Exit.DISK_FULL,
        f"磁盘满了：{where}",
        "腾出至少 2 GB 空间后再运行一次；已经做好的部分不会重做。",
        english=f"no space left on device: {where}. Free at least 2 GB and run again.",
        log=log,
    )


def from_os_error(error: OSError, where: str) -> Failure:
    """An operating system error on `where` as a failure that says what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(where)
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Failure(
            Exit.NOT_WRITABLE,
            f"没有权限写入 {where}",
            "换一个有写权限的用户运行，或用 --data 指定一个可写的文件夹。",
            english=f"cannot write to {where} ({error.strerror}). Use another user or another --data folder.",
        )
    return Failure(
        Exit.NOT_WRITABLE,
        f"{where}：{error.strerror}",
        "检查这个路径后再运行一次。",
        english=f"{where}: {error.strerror}. Check the path and run again.",
    )
