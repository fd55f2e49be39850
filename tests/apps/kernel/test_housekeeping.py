"""What has expired goes, in every schema; what is still needed stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ApiToken, SignInFailure
from accounts.services import token_issue
from kernel import clock, housekeeping, outbox, tenancy
from kernel.models import OutboxMessage
from tenants.roster import services as roster
from tenants.roster.models import RosterImport
from tests.support.rosters import xlsx
from tests.support.schools import TestSchool

NOW = datetime(2026, 10, 12, 19, 20, tzinfo=UTC)
Captured = Callable[..., Any]


def at(*, days: float = 0, seconds: float = 0) -> Any:
    return clock.frozen(NOW + timedelta(days=days, seconds=seconds))


def messages() -> list[str]:
    return list(OutboxMessage.objects.filter(task="t.run").order_by("key").values_list("key", flat=True))


def remember(school: TestSchool) -> None:
    """In the school: an old and a young settled message, an old open one; sessions, tokens, failures."""
    with tenancy.school(school.schema_name):
        user_id = school.people["principal"].user_id
        for key, age in (("old", 31), ("young", 29), ("open", 400)):
            with at(days=-age):
                outbox.send(task="t.run", payload={}, key=key)
                if key != "open":
                    outbox.settle(key)
        for key, seconds in (("ended", -1), ("goes on", 60)):
            expires = NOW + timedelta(seconds=seconds)
            Session.objects.create(session_key=key, session_data="x", expire_date=expires)
        ApiToken.objects.all().delete()
        with at(days=-1):
            token_issue(user_id=user_id, host=school.host)
        with at():
            token_issue(user_id=school.people["office"].user_id, host=school.host)
        SignInFailure.objects.all().delete()
        for minutes in (16, 14):
            SignInFailure.objects.create(login="x", address="192.0.2.1", at=NOW - timedelta(minutes=minutes))


def left(school: TestSchool) -> tuple[list[str], list[str], list[int], list[datetime]]:
    with tenancy.school(school.schema_name):
        return (
            messages(),
            list(Session.objects.order_by("pk").values_list("session_key", flat=True)),
            list(ApiToken.objects.values_list("user_id", flat=True)),
            list(SignInFailure.objects.values_list("at", flat=True)),
        )


def test_every_school_is_cleared_of_what_has_expired_and_of_nothing_else(
    alpha: TestSchool, beta: TestSchool
) -> None:
    remember(alpha)
    remember(beta)

    with at():
        gone = housekeeping.run()

    assert gone == {"outbox": 2, "sessions": 2, "tokens": 2, "sign-in failures": 2, "roster uploads": 0}
    for school in (alpha, beta):
        office = school.people["office"].user_id
        assert left(school) == (
            ["open", "young"], ["goes on"], [office], [NOW - timedelta(minutes=14)]
        )  # fmt: skip
    with at():
        assert set(housekeeping.run().values()) == {0}


def test_the_shared_schema_is_cleared_too(alpha: TestSchool) -> None:
    with tenancy.public():
        Session.objects.create(session_key="ended", session_data="x", expire_date=NOW - timedelta(seconds=1))
        with at(days=-1):
            token_issue(user_id=alpha.bureau_actor.user_id, host=alpha.bureau_host)

    with at():
        housekeeping.run()

    with tenancy.public():
        assert (Session.objects.count(), ApiToken.objects.count()) == (0, 0)


def test_uploads_go_also_where_nobody_uploads_again(
    alpha: TestSchool, django_capture_on_commit_callbacks: Captured
) -> None:
    with tenancy.school(alpha.schema_name), at(days=-400):
        made = roster.import_create(
            actor=alpha.people["office"], file_name="a.xlsx", data=xlsx([["姓名", "班级"], ["张三", "三1"]])
        )
        path = RosterImport.objects.get(pk=made.id).file
        assert default_storage.exists(path)

    with tenancy.school(alpha.schema_name):
        with at(), django_capture_on_commit_callbacks(execute=True):
            assert housekeeping.run()["roster uploads"] == 1

        assert RosterImport.objects.get(pk=made.id).rows == []
        assert not default_storage.exists(path)


def test_a_faulty_school_does_not_stop_the_others(
    alpha: TestSchool, beta: TestSchool, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(alpha)
    remember(beta)
    first = min(alpha, beta, key=lambda school: school.schema_name)
    own = housekeeping._settled

    def broken() -> int:
        if tenancy.current() == first.schema_name:
            raise ZeroDivisionError
        return own()

    monkeypatch.setitem(housekeeping._kinds, "outbox", housekeeping.Kind(broken, in_public=True))
    with at():
        assert housekeeping.run()["outbox"] == 1


def test_no_statement_deletes_more_than_a_batch(alpha: TestSchool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(housekeeping, "BATCH", 2)
    with tenancy.school(alpha.schema_name):
        for number in range(5):
            Session.objects.create(session_key=f"s{number}", session_data="x", expire_date=NOW)
        with CaptureQueriesContext(connection) as asked:
            assert housekeeping.delete_in_batches(Session.objects.filter(expire_date=NOW)) == 5
        deletes = [q["sql"] for q in asked.captured_queries if q["sql"].startswith("DELETE")]
        assert len(deletes) == 3

        for number in range(5):
            Session.objects.create(session_key=f"s{number}", session_data="x", expire_date=NOW)
        monkeypatch.setattr(housekeeping, "ROUNDS", 2)
        assert housekeeping.delete_in_batches(Session.objects.filter(expire_date=NOW)) == 4


def test_the_clock_calls_it(settings: Any) -> None:
    from kernel.celery import app

    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert names == {"kernel.outbox.sweep", "kernel.housekeeping.run"}
    assert names <= set(app.tasks)
