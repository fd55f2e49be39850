"""Housekeeping's task; beat calls it once a night."""

from kernel import housekeeping
from kernel.tasks import public_task


@public_task(name="kernel.housekeeping.run", ignore_result=True, expires=6 * 3600)
def run() -> None:
    """Delete what has expired, in every schema."""
    housekeeping.run()
