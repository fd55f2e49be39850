"""The only source of now and today, so that a test can stop time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

CHINA = ZoneInfo("Asia/Shanghai")
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC (or the frozen one)."""
    return _frozen.get() or timezone.now()


def today() -> date:
    """The present day in China."""
    return now().astimezone(CHINA).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Stop the clock at `at` (aware)."""
    if at.tzinfo is None:
        raise ValueError("frozen() needs an aware moment")
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)
