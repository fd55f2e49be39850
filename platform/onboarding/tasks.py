"""The worker's side of opening a school."""

from kernel.tasks import public_task
from onboarding.services import school_run


@public_task(name="onboarding.open")
def open_school(*, school_id: int) -> None:
    """Carry out the opening; safe to run again."""
    school_run(school_id)
