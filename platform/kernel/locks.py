"""A lock across processes, held by the database session."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def lock_number(name: str) -> int:
    """A lock's number: the database's locks have numbers, and several deployments share a server."""
    digest = hashlib.sha256(f"{settings.JIAFANG_DEPLOYMENT}:{name}".encode()).digest()
    return int.from_bytes(digest[:7], "big")


@contextmanager
def try_lock(name: str) -> Iterator[bool]:
    """Yields True when this process got the lock; False at once when another one holds it."""
    number = lock_number(name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        mine = bool((cursor.fetchone() or (False,))[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [number])
