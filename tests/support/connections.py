"""Work on connections of their own, outside of a test's transaction: for races."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

from django.db import connections

from benchmarking.models import SharedSentence
from kernel import tenancy
from kernel.models import OutboxMessage
from kernel.shared.models import PendingMark
from tenants.review.models import Decision, Draw, Fingerprint, Flag, Review, SetPhrase, WidePrint
from tenants.roster.models import Duty, Enrolment, Guardian, SchoolClass, Student
from tenants.visits.models import Visit, VisitText
from tests.support.schools import TestSchool


def apart(school: TestSchool, work: Callable[[], Any]) -> Any:
    """Do something on a connection of its own, outside of the test's transaction."""
    found: list[Any] = []

    def run() -> None:
        try:
            with tenancy.school(school.schema_name):
                found.append(work())
        except Exception as error:  # noqa: BLE001 (handed back to the test)
            found.append(error)
        finally:
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=60)
    return found[0]


def clear() -> None:
    # Row by row and table by table: nothing is left to a cascade through other apps.
    for model in (
        *(
            SetPhrase,
            WidePrint,
            Decision,
            Flag,
            Draw,
            Fingerprint,
            Review,
            VisitText,
            Visit.co_visitors.through,
            Visit,
            OutboxMessage,
        ),
        *(Guardian, Enrolment, Duty, Student, SchoolClass),
    ):
        rows = model.objects.all()
        rows._raw_delete(rows.db)
    with tenancy.public():
        PendingMark.objects.all().delete()
        SharedSentence.objects.all().delete()
