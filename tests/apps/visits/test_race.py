"""Two requests for one UUID at the same moment, on two connections."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Barrier, Thread, get_ident
from typing import Any

import pytest

from kernel.models import OutboxMessage
from tenants.review.models import Review
from tenants.visits import services
from tenants.visits.contracts import VisitDraft
from tenants.visits.errors import VisitConflict
from tenants.visits.models import Visit, VisitText
from tests.support.connections import apart, clear
from tests.support.schools import TestSchool
from tests.support.visits import GOOD, World, draft, world


@pytest.fixture
def here(alpha: TestSchool) -> Iterator[World]:
    """A roster that other connections see; taken away again afterwards."""
    made = apart(alpha, lambda: world(alpha))
    assert isinstance(made, World)
    yield made
    assert apart(alpha, clear) is None


def race(here: World, drafts: list[VisitDraft], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Submit all of them at once; each has seen that there is no such visit before any is stored."""
    together = Barrier(len(drafts), timeout=30)
    real = services._locked
    first_look: set[int] = set()

    def locked(visit_id: Any) -> Visit | None:
        found = real(visit_id)
        if get_ident() not in first_look:
            first_look.add(get_ident())
            together.wait()
        return found

    monkeypatch.setattr(services, "_locked", locked)
    results: list[Any] = [None] * len(drafts)

    def submit(place: int) -> None:
        def act() -> Any:
            return services.visit_submit(actor=here.actor("homeroom"), draft=drafts[place])

        results[place] = apart(here.school, act)

    threads = [Thread(target=submit, args=(place,)) for place in range(len(drafts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def stored(here: World) -> tuple[int, int, int, int]:
    def count() -> tuple[int, int, int, int]:
        return (
            Visit.objects.count(),
            VisitText.objects.count(),
            Review.objects.count(),
            OutboxMessage.objects.filter(key__startswith="review:").count(),
        )

    found = apart(here.school, count)
    assert isinstance(found, tuple)
    return found


def test_the_same_note_sent_twice_at_once_is_one_visit(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    note = draft(here.xiaohe)
    results = race(here, [note, note, note], monkeypatch)
    assert sorted(result.outcome for result in results) == ["created", "unchanged", "unchanged"]
    assert stored(here) == (1, 1, 1, 1)


def test_two_different_notes_at_once_are_one_visit_and_one_conflict(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = draft(here.xiaohe)
    results = race(here, [note, replace(note, text="另一台手机上写的。")], monkeypatch)
    refused = [result for result in results if isinstance(result, VisitConflict)]
    created = [result for result in results if not isinstance(result, Exception)]
    assert ([error.version for error in refused], [result.outcome for result in created]) == (
        [1],
        ["created"],
    )
    assert stored(here) == (1, 1, 1, 1)
    winner = results.index(created[0])
    text = apart(here.school, lambda: Visit.objects.get().text)
    assert text == [GOOD, "另一台手机上写的。"][winner]
