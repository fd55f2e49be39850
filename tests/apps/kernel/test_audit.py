import pytest
from django.db import ProgrammingError, transaction

from kernel import audit
from kernel.models import AuditEntry
from tests.support.schools import TestSchool


def test_an_entry_is_written_into_the_school(in_alpha: TestSchool) -> None:
    audit.record(actor=in_alpha.people["principal"], action="x.done", subject="x:1", detail={"a": 1})

    entry = AuditEntry.objects.get(subject="x:1")
    assert (entry.action, entry.actor_id, entry.detail) == (
        "x.done",
        in_alpha.people["principal"].user_id,
        {"a": 1},
    )


@pytest.mark.parametrize("act", [lambda q: q.update(action="other"), lambda q: q.delete()])
def test_an_entry_cannot_be_changed_or_deleted(in_alpha: TestSchool, act: object) -> None:
    audit.record(actor=in_alpha.people["principal"], action="x.done", subject="x:1")

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        act(AuditEntry.objects.filter(subject="x:1"))  # type: ignore[operator]

    assert audit.actions(subject="x:1") == ["x.done"]
