"""Reviews that run at the same moment, on two connections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Event, Thread
from typing import Any
from uuid import UUID

import pytest

from kernel import clock
from tenants.review.checking import notes
from tenants.review.models import Flag, Review
from tenants.review.services import review_run
from tenants.visits.services import visit_submit
from tests.support.connections import apart, clear
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, draft, world

COPY = GOOD.replace("小禾", "子墨")


@pytest.fixture
def here(alpha: TestSchool) -> Iterator[World]:
    """A roster that other connections see; taken away again afterwards."""

    def make() -> World:
        with clock.frozen(NOW):
            return world(alpha)

    made = apart(alpha, make)
    assert isinstance(made, World)
    yield made
    assert apart(alpha, clear) is None


def saved(here: World, student: UUID, text: str, *, hours: int) -> UUID:
    note = draft(student, text)

    def act() -> None:
        with clock.frozen(NOW + timedelta(hours=hours)):
            visit_submit(actor=here.actor("homeroom"), draft=note)

    assert apart(here.school, act) is None
    return note.visit_id


def reviewed(here: World, visit_id: UUID) -> Any:
    return apart(here.school, lambda: review_run(visit_id=visit_id, version=1))


def test_of_two_copies_reviewed_at_once_the_later_one_sees_the_earlier(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = saved(here, here.xiaohe, GOOD, hours=0)
    second = saved(here, here.zimo, COPY, hours=1)
    begun, may_go_on = Event(), Event()
    real = notes.check

    def check(visit: Any) -> notes.Checked:
        if visit.id == first:
            begun.set()
            assert may_go_on.wait(30)
        return real(visit)

    monkeypatch.setattr(notes, "check", check)
    slow = Thread(target=reviewed, args=(here, first))
    slow.start()
    assert begun.wait(30)
    # The first review hangs before its result is stored; its sentences can be found already.
    assert reviewed(here, second) is None
    may_go_on.set()
    slow.join(timeout=60)

    def codes() -> list[tuple[UUID, str]]:
        return list(Flag.objects.filter(code__startswith="copies.").values_list("visit_id", "code"))

    assert apart(here.school, codes) == [(second, "copies.near_duplicate")]
    states = apart(here.school, lambda: sorted(Review.objects.values_list("state", flat=True)))
    assert states == ["done", "done"]


def test_one_message_delivered_twice_at_once_is_one_review(
    here: World,
) -> None:
    visit_id = saved(here, here.zimo, COMPLAINT, hours=0)
    together = Barrier(2, timeout=30)
    results: list[Any] = []

    def deliver() -> None:
        together.wait()
        results.append(reviewed(here, visit_id))

    threads = [Thread(target=deliver) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert results == [None, None]

    def found() -> tuple[int, int]:
        return Review.objects.count(), Flag.objects.filter(code="tone.complaint_only").count()

    assert apart(here.school, found) == (1, 1)
