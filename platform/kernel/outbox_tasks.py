"""The sweeper's task; beat calls it every few seconds."""

from kernel import outbox
from kernel.tasks import public_task


@public_task(name="kernel.outbox.sweep", ignore_result=True, expires=30)
def sweep() -> None:
    """Send unsettled messages again."""
    outbox.sweep()
