"""What lists, targets and erasing see of visits."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kernel import audit, clock, tenancy
from kernel.actor import Actor
from tenants.review.models import Decision, Fingerprint, Flag, Review
from tenants.roster import services as roster
from tenants.visits import selectors, services
from tenants.visits.contracts import CountedVisit
from tenants.visits.errors import VisitActForbidden, VisitNotFound
from tenants.visits.models import Visit, VisitText
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, EVENING, GOOD, NOW, World, draft, submitted, world

BEFORE = EVENING.date() - timedelta(days=1)


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def save(here: World, student: UUID, *, by: str = "homeroom", **change: Any) -> UUID:
    note = draft(student, **change)
    services.visit_submit(actor=here.actor(by), draft=note)
    return note.visit_id


def test_each_reads_own_and_accompanied_visits_and_the_principal_all(here: World) -> None:
    own = save(here, here.xiaohe, visited_at=EVENING - timedelta(days=1))
    together = save(here, here.yinuo, by="homeroom2", co_visitors=(here.actor("homeroom").staff_id,))
    theirs = save(here, here.yinuo, by="homeroom2", visited_at=EVENING - timedelta(days=2))

    def seen(person: str, **narrow: Any) -> list[UUID]:
        return [v.pk for v in selectors.visit_list_for(actor=here.actor(person), **narrow)]

    assert seen("homeroom") == [together, own]
    assert seen("homeroom2") == [together, theirs]
    assert seen("subject") == seen("leader") == seen("office") == []
    assert seen("principal") == [together, own, theirs]
    assert seen("principal", mine=True) == []
    assert seen("principal", student_id=here.xiaohe) == [own]
    assert seen("homeroom2", student_id=here.xiaohe) == []
    services.visit_return(actor=here.actor("principal"), visit_id=own, word="请补上措施")
    assert seen("principal", state="returned") == [own]


def test_a_list_row_holds_the_opening_words_only(here: World) -> None:
    save(here, here.xiaohe, text="字" * 200)
    row = selectors.visit_list_for(actor=here.actor("homeroom")).get()
    assert vars(row)["opening"] == "字" * 60


def test_targets_get_who_went_when_and_how_by_the_local_day(here: World) -> None:
    midnight = NOW.replace(day=18, hour=0, minute=30)
    first = save(here, here.xiaohe, visited_at=midnight, co_visitors=(here.actor("subject").staff_id,))
    second = save(here, here.zimo, outcome="not_home", text="", mode="phone")
    me, companion = here.actor("homeroom").staff_id, here.actor("subject").staff_id
    assert me is not None
    assert companion is not None
    one = CountedVisit(first, here.xiaohe, (me, companion), BEFORE, "home", "done")
    two = CountedVisit(second, here.zimo, (me,), EVENING.date(), "phone", "not_home")
    assert selectors.visits_for_targets() == [one, two]
    assert selectors.visits_for_targets(start=EVENING.date()) == [two]
    assert selectors.visits_for_targets(end=BEFORE) == [one]


def test_targets_need_two_queries_however_many_visits(here: World, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        save(here, here.xiaohe, co_visitors=(here.actor("subject").staff_id,))
    with django_assert_num_queries(2):
        assert len(selectors.visits_for_targets()) == 3


def test_only_visits_that_came_about_count_as_visited(here: World) -> None:
    save(here, here.xiaohe, visited_at=EVENING - timedelta(days=3))
    save(here, here.xiaohe)
    save(here, here.zimo, outcome="not_home", text="")
    ids = [here.xiaohe, here.zimo, here.yinuo]
    today = NOW.date()
    assert selectors.last_visit_dates(student_ids=ids) == {here.xiaohe: EVENING.date()}
    assert selectors.visited_student_ids_for_term(on=today) == {here.xiaohe}
    assert selectors.visit_counts_for_term(student_ids=ids, on=today) == {here.xiaohe: 2}


def test_a_visit_of_last_school_year_is_not_of_this_term(here: World) -> None:
    save(here, here.xiaohe, by="principal", visited_at=EVENING - timedelta(days=365))
    assert selectors.visited_student_ids_for_term(on=NOW.date()) == set()


def test_returning_shows_the_word_until_the_next_version(here: World) -> None:
    visit_id = save(here, here.xiaohe)
    principal = here.actor("principal")
    assert services.visit_return(actor=principal, visit_id=visit_id, word="请补上措施") == 1
    services.visit_return(actor=principal, visit_id=visit_id, word="请补上措施")
    shown = selectors.visit_get_for(actor=here.actor("homeroom"), visit_id=visit_id)
    assert (shown.state, shown.return_word, shown.version) == ("returned", "请补上措施", 1)
    assert audit.actions(subject=f"visit:{visit_id}") == ["visit.submit", "visit.return"]

    changed = draft(here.xiaohe, GOOD + "每周五看一次。", visit_id=visit_id)
    services.visit_submit(actor=here.actor("homeroom"), draft=changed, if_match=1)
    shown = selectors.visit_get_for(actor=here.actor("homeroom"), visit_id=visit_id)
    assert (shown.state, shown.return_word, shown.version) == ("submitted", "", 2)


@pytest.mark.parametrize("person", ["homeroom", "subject", "leader", "office"])
def test_only_the_principal_returns_and_erases(here: World, person: str) -> None:
    visit_id = save(here, here.xiaohe)
    for act in (
        lambda: services.visit_return(actor=here.actor(person), visit_id=visit_id, word="x"),
        lambda: services.visit_return_undo(actor=here.actor(person), visit_id=visit_id),
        lambda: services.visit_erase(actor=here.actor(person), visit_id=visit_id),
        lambda: services.student_visits_erase(actor=here.actor(person), student_id=here.xiaohe),
    ):
        with pytest.raises(VisitActForbidden):
            act()
    assert Visit.objects.get().state == "submitted"


def test_erasing_takes_every_trace_of_the_words(here: World) -> None:
    gone = submitted(here, here.zimo, COMPLAINT)
    kept = submitted(here, here.xiaohe)
    assert Flag.objects.filter(visit_id=gone).exists()
    services.visit_erase(actor=here.actor("principal"), visit_id=gone)

    assert [v.pk for v in Visit.objects.all()] == [kept]
    for model in (VisitText, Review, Flag, Fingerprint):
        assert not model.objects.filter(visit_id=gone).exists(), model
    assert not Decision.objects.exclude(flag__visit_id=kept).exists()
    assert audit.actions(subject=f"visit:{gone}") == ["visit.submit", "visit.erase"]
    with pytest.raises(VisitNotFound):
        services.visit_erase(actor=here.actor("principal"), visit_id=gone)


def test_a_student_who_is_erased_takes_the_notes_along(here: World, beta: TestSchool) -> None:
    with tenancy.school(beta.schema_name):
        there = world(beta)
        save(there, there.zimo)
    save(here, here.zimo)
    kept = save(here, here.xiaohe)
    roster.student_erase(actor=here.actor("office"), student_id=here.zimo)
    assert [v.pk for v in Visit.objects.all()] == [kept]
    with tenancy.school(beta.schema_name):
        assert Visit.objects.count() == 1


def test_the_system_may_erase_nothing_by_itself(here: World) -> None:
    visit_id = save(here, here.xiaohe)
    with pytest.raises(VisitActForbidden):
        services.visit_erase(actor=Actor.system(here.school.schema_name), visit_id=visit_id)
    assert Visit.objects.filter(pk=visit_id).exists()
