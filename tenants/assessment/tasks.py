"""The task behind the figures that a school pushes."""

from django.db import transaction

from kernel import outbox
from kernel.tasks import school_task
from tenants.assessment import services


@school_task(name="assessment.push_facts", ignore_result=True)
def push_facts(*, school: str, key: str) -> None:
    """Count and push; the message is settled in the same transaction."""
    with transaction.atomic():
        services.facts_push()
        outbox.settle(key)
