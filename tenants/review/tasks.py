"""Background work of review; both tasks may run any number of times."""

from __future__ import annotations

from uuid import UUID

from kernel.tasks import school_task

from . import services


@school_task(name=services.RUN_TASK, ignore_result=True)
def review_run_task(*, school: str, visit_id: str, version: int) -> None:
    """Review one version of one visit."""
    services.review_run(visit_id=UUID(visit_id), version=version)


@school_task(name=services.RECHECK_TASK, ignore_result=True)
def review_recheck_task(*, school: str, visit_id: str, version: int, because: str) -> None:
    """Look again at a reviewed note that a later arrival shares text with."""
    services.review_recheck(visit_id=UUID(visit_id), version=version, because=because)
