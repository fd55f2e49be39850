"""SIGINT, SIGTERM and SIGHUP while the platform runs: remembered, and acted on where it is safe.

An exception out of a signal handler could fall between starting a process and remembering it. So the handler
only notes the signal, and whatever waits looks at the note.
"""

from __future__ import annotations

import signal
from types import FrameType

from deploy.lib.failure import Interrupted

_asked = 0
_heeded = True


def install() -> None:
    """From now on the three signals are noted."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _note)


def _note(_number: int, _frame: FrameType | None) -> None:
    global _asked
    _asked += 1


def check() -> None:
    """Raise Interrupted if we were told to stop, except while stopping."""
    if _heeded and _asked:
        raise Interrupted


def stopping() -> None:
    """We stop now: further signals are only counted."""
    global _heeded
    _heeded = False


def impatient() -> bool:
    """Whether somebody asked at least three times."""
    return _asked >= 3
