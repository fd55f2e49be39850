"""Whether database, broker and worker answer. Asked by anyone, so the answer is kept a moment."""

import time
from threading import Lock

from django.db import connection

from kernel.celery import app

KEEP_SECONDS = 2.0
_lock = Lock()
_last: tuple[float, dict[str, str]] = (-KEEP_SECONDS, {})


def parts() -> dict[str, str]:
    """`{"database", "broker", "worker"}`, each "ok" or "down"."""
    global _last
    with _lock:
        if time.monotonic() - _last[0] < KEEP_SECONDS:
            return _last[1]
        broker = _answers(_broker)
        found = {
            "database": "ok" if _answers(_database) else "down",
            "broker": "ok" if broker else "down",
            # Without a broker nobody can be asked.
            "worker": "ok" if broker and _answers(_worker) else "down",
        }
        _last = (time.monotonic(), found)
        return found


def _answers(ask: object) -> bool:
    try:
        ask()  # type: ignore[operator]
    except Exception:  # noqa: BLE001 (whatever is wrong, the answer is "down")
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with app.connection_for_read(connect_timeout=1) as broker:
        broker.ensure_connection(max_retries=1, timeout=1)


def _worker() -> None:
    if not app.control.ping(timeout=1.0, limit=1):
        raise LookupError("no worker answers")
