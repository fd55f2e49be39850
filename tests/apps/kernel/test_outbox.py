"""The outbox: nothing is lost between a commit and its task, nothing is sent for what rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from kernel import clock, outbox, tenancy
from kernel.celery import app
from kernel.models import OutboxMessage
from kernel.shared.models import PendingMark
from tests.support.schools import TestSchool

T0 = datetime(2026, 10, 12, 8, tzinfo=UTC)
Captured = Callable[..., Any]


class Broker:
    """Writes down what was handed over; may be down."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any], dict[str, str]]] = []
        self.down = False

    def send_task(self, name: str, kwargs: Any, headers: Any, **_options: Any) -> None:
        if self.down:
            raise ConnectionError("down")
        self.sent.append((name, kwargs, headers))


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """Instead of the real one, with the clock at T0 and no mark left from making the schools."""
    found = Broker()
    monkeypatch.setattr(app, "send_task", found.send_task)
    with clock.frozen(T0):
        yield found


@contextmanager
def later(**delta: float) -> Iterator[None]:
    with clock.frozen(T0 + timedelta(**delta)):
        yield


def marks() -> list[str]:
    with tenancy.public():
        return list(PendingMark.objects.order_by("pk").values_list("schema_name", flat=True))


@pytest.fixture(autouse=True)
def _no_marks(db: None) -> None:
    with tenancy.public():
        PendingMark.objects.all().delete()


def order(school: TestSchool, key: str = "k") -> None:
    with tenancy.school(school.schema_name):
        outbox.send(task="t.run", payload={"n": 1}, key=key)


def test_a_message_goes_out_after_the_commit_with_its_school(
    alpha: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(alpha)
        assert broker.sent == [], "not before the commit"

    assert broker.sent == [
        ("t.run", {"n": 1, "school": alpha.schema_name}, {"jiafang_school": alpha.schema_name})
    ]
    assert marks() == [alpha.schema_name]


def test_what_is_rolled_back_leaves_neither_message_nor_mark(
    alpha: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    def broken() -> None:
        with transaction.atomic():
            order(alpha)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        broken()

    assert (broker.sent, marks()) == ([], [])
    with tenancy.school(alpha.schema_name):
        assert not OutboxMessage.objects.filter(key="k").exists()


def test_the_same_key_is_sent_once(
    alpha: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(alpha)
        order(alpha)

    assert len(broker.sent) == 1


def test_the_same_key_in_two_schools_is_two_messages(
    alpha: TestSchool, beta: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order(alpha)
        order(beta)

    assert [kwargs["school"] for _, kwargs, _ in broker.sent] == [alpha.schema_name, beta.schema_name]


def test_the_shared_schema_sends_without_a_school(
    broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True), tenancy.public():
        outbox.send(task="t.run", payload={"n": 1}, key="k")

    assert broker.sent == [("t.run", {"n": 1}, {"jiafang_school": "public"})]


def test_an_unsettled_message_is_sent_again_when_its_time_has_come(alpha: TestSchool, broker: Broker) -> None:
    order(alpha)

    with later(seconds=59):
        assert outbox.sweep() == 0
    with later(seconds=61):
        assert outbox.sweep() == 1
        assert outbox.sweep() == 0, "the next time is further away"
    with later(seconds=61 + 121):
        assert outbox.sweep() == 1
    assert len(broker.sent) == 2
    assert marks() == [alpha.schema_name]


def test_a_delayed_message_waits_for_the_sweeper(
    alpha: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    with django_capture_on_commit_callbacks(execute=True), tenancy.school(alpha.schema_name):
        outbox.send(task="t.run", payload={"n": 1}, key="k", delay=timedelta(minutes=5))
        outbox.send(task="t.run", payload={"n": 2}, key="k", delay=timedelta(minutes=9))
    assert (broker.sent, marks()) == ([], [alpha.schema_name]), "not on the commit"

    with later(minutes=4, seconds=59):
        assert outbox.sweep() == 0
    assert marks() == [alpha.schema_name], "the school is looked at again"
    with later(minutes=5):
        assert outbox.sweep() == 1
        assert outbox.sweep() == 0

    assert broker.sent == [
        ("t.run", {"n": 1, "school": alpha.schema_name}, {"jiafang_school": alpha.schema_name})
    ]


def test_a_settled_message_rests_and_its_mark_goes(alpha: TestSchool, broker: Broker) -> None:
    order(alpha)
    with tenancy.school(alpha.schema_name):
        outbox.settle("k")

    with later(hours=1):
        assert outbox.sweep() == 0

    assert (broker.sent, marks()) == ([], [])


def test_only_marked_schools_are_visited(
    alpha: TestSchool, beta: TestSchool, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(alpha)
    visited: list[str] = []
    original = tenancy.school

    def noted(schema_name: str) -> Any:
        visited.append(schema_name)
        return original(schema_name)

    monkeypatch.setattr("kernel.tenancy.school", noted)
    outbox.sweep()

    assert visited == [alpha.schema_name]


def test_a_mark_set_while_the_sweeper_works_stays(
    alpha: TestSchool, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    order(alpha)
    with tenancy.school(alpha.schema_name):
        outbox.settle("k")
    original = outbox._take_due

    def and_a_new_one() -> list[Any]:
        found = original()
        with tenancy.public():
            PendingMark.objects.create(schema_name=alpha.schema_name)
        return found

    monkeypatch.setattr(outbox, "_take_due", and_a_new_one)
    outbox.sweep()

    assert marks() == [alpha.schema_name]


def test_many_marks_of_one_school_shrink_to_one(alpha: TestSchool, broker: Broker) -> None:
    for key in "abc":
        order(alpha, key)
    assert len(marks()) == 3

    outbox.sweep()

    assert marks() == [alpha.schema_name]


def test_a_broker_that_is_down_delays_and_loses_nothing(
    alpha: TestSchool, broker: Broker, django_capture_on_commit_callbacks: Captured
) -> None:
    broker.down = True
    with django_capture_on_commit_callbacks(execute=True):
        order(alpha)
    assert broker.sent == []

    broker.down = False
    with later(seconds=61):
        assert outbox.sweep() == 1
    assert broker.sent[0][1]["school"] == alpha.schema_name


def test_after_many_tries_a_message_is_kept_as_failed_and_can_be_reopened(
    alpha: TestSchool, broker: Broker, settings: Any, django_capture_on_commit_callbacks: Captured
) -> None:
    settings.JIAFANG_OUTBOX_ATTEMPTS = 3
    order(alpha)
    for hours in (2, 4, 6, 8):
        with later(hours=hours):
            outbox.sweep()

    assert len(broker.sent) == 2, "with the first one these are three"
    assert marks() == []
    with tenancy.school(alpha.schema_name):
        assert OutboxMessage.objects.get(key="k").failed_at == T0 + timedelta(hours=6)
        with django_capture_on_commit_callbacks(execute=True):
            outbox.reopen("k")
    assert len(broker.sent) == 3
    assert marks() == [alpha.schema_name]


def test_a_faulty_school_does_not_stop_the_others(
    alpha: TestSchool, beta: TestSchool, broker: Broker
) -> None:
    with tenancy.public():
        PendingMark.objects.create(schema_name=alpha.schema_name[:-10] + "0" * 10)
    order(beta)

    with later(seconds=61):
        assert outbox.sweep() == 1


def test_a_message_reaches_one_queue_only() -> None:
    """Two queues on one exchange with one key would each get every message, and every task run twice."""
    from kernel.celery import app

    keys = {name: (queue.exchange.name, queue.routing_key) for name, queue in app.amqp.queues.items()}
    assert keys == {"celery": ("celery", "celery"), "later": ("later", "later")}
    assert app.amqp.router.route({}, "review.recheck")["queue"].name == "later"
    assert app.amqp.router.route({}, "review.run")["queue"].name == "celery"
