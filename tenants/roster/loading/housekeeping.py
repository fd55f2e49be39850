"""The roster's part in the nightly housekeeping."""

from __future__ import annotations

from kernel import tenancy
from kernel.actor import Actor
from tenants.roster.loading.imports import imports_purge


def uploads_clear() -> int:
    """Erase this school's uploads whose time is over; how many."""
    return imports_purge(actor=Actor.system(tenancy.require_school()))
