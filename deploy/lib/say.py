"""Lines for the person at the terminal: flushed one by one, never a crash over the terminal's encoding."""

from __future__ import annotations

import io
import sys
import threading
import time

from deploy.lib.failure import Failure

_lock = threading.Lock()


def prepare_terminal() -> None:
    """Make standard output and error take Chinese whatever the locale is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)


def line(text: str = "") -> None:
    """One line on standard output. A closed terminal is no reason to stop serving."""
    with _lock:
        try:
            print(text, flush=True)
        except (BrokenPipeError, OSError, ValueError):
            return


def event(text: str) -> None:
    """One line with the time before it: something happened while running."""
    line(f"[{time.strftime('%H:%M:%S')}] {text}")


def failure(problem: Failure) -> None:
    """The failure's lines on standard error."""
    with _lock:
        try:
            print("\n".join(problem.lines()), file=sys.stderr, flush=True)
        except (BrokenPipeError, OSError, ValueError):
            return


class Step:
    """`→ headline` before and `✓ headline (3.2 s)` after a piece of work, as a context manager."""

    def __init__(self, headline: str) -> None:
        self._headline = headline
        self._since = 0.0

    def __enter__(self) -> Step:
        self._since = time.monotonic()
        line(f"→ {self._headline} …")
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        taken = time.monotonic() - self._since
        line(f"{'✓' if kind is None else '✗'} {self._headline}（{taken:.1f} 秒）")
