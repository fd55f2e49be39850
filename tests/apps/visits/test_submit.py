"""Saving a note: once, again, changed, at cross purposes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kernel import audit, clock, tenancy
from kernel.models import OutboxMessage
from tenants.review.models import Review
from tenants.roster import services as roster
from tenants.roster.errors import StudentNotFound
from tenants.visits.contracts import Measure, SubmitOutcome
from tenants.visits.errors import (
    VisitConflict,
    VisitInvalid,
    VisitNotFound,
    VisitNotYours,
    VisitWriterNeeded,
)
from tenants.visits.models import Visit, VisitText
from tenants.visits.selectors import visit_get_for
from tenants.visits.services import visit_submit
from tests.support.schools import TestSchool
from tests.support.visits import EVENING, GOOD, NOW, World, draft, submitted, world


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> object:
    with clock.frozen(NOW):
        yield


def counts() -> tuple[int, int, int, int]:
    return (
        Visit.objects.count(),
        VisitText.objects.count(),
        Review.objects.count(),
        OutboxMessage.objects.filter(task="review.run").count(),
    )


def test_the_first_submit_stores_note_text_audit_and_the_order_for_a_review(here: World) -> None:
    note = draft(
        here.xiaohe,
        present=("student", "grandparent"),
        co_visitors=(here.actor("subject").staff_id,),
        measures=(Measure("奶奶", "每天签字", "六点半"),),
    )
    result = visit_submit(actor=here.actor("homeroom"), draft=note)

    assert (result.outcome, result.visit_id, result.version) == (SubmitOutcome.CREATED, note.visit_id, 1)
    stored = visit_get_for(actor=here.actor("homeroom"), visit_id=note.visit_id)
    assert stored.text == GOOD
    assert stored.student_name == "王小禾"
    assert stored.author_id == here.actor("homeroom").staff_id
    assert stored.co_visitors == (here.actor("subject").staff_id,)
    assert stored.present == ("grandparent", "student")
    assert stored.measures == (Measure("奶奶", "每天签字", "六点半"),)
    assert (stored.state, stored.version, stored.visited_at, stored.entered_at) == (
        "submitted",
        1,
        EVENING,
        NOW,
    )
    text = VisitText.objects.get(visit_id=note.visit_id)
    assert (text.version, text.text, text.by_id, text.at) == (1, GOOD, stored.author_id, NOW)
    assert "text" not in text.body
    assert audit.actions(subject=f"visit:{note.visit_id}") == ["visit.submit"]
    order = OutboxMessage.objects.get(key=f"review:{note.visit_id}:1")
    assert (order.task, order.payload) == ("review.run", {"visit_id": str(note.visit_id), "version": 1})
    assert Review.objects.get(visit_id=note.visit_id).state == "pending"


def test_the_same_body_again_changes_nothing_even_after_the_review(here: World) -> None:
    note = draft(here.xiaohe, present=("mother", "student"))
    visit_submit(actor=here.actor("homeroom"), draft=note)
    before = counts()
    with clock.frozen(NOW + timedelta(days=1)):
        again = visit_submit(
            actor=here.actor("homeroom"), draft=replace(note, present=("student", "mother")), if_match=7
        )
    assert (again.outcome, again.version) == (SubmitOutcome.UNCHANGED, 1)
    assert counts() == before == (1, 1, 1, 1)
    assert Visit.objects.get().updated_at == NOW

    other = submitted(here, here.zimo, "子墨今天按时到校。")
    same = draft(here.zimo, "子墨今天按时到校。", visit_id=other)
    assert visit_submit(actor=here.actor("homeroom"), draft=same).outcome is SubmitOutcome.UNCHANGED
    assert Review.objects.get(visit_id=other).state == "done"


@pytest.mark.parametrize("if_match", [None, 2, 0])
def test_another_body_without_the_stored_version_is_refused(here: World, if_match: int | None) -> None:
    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    before = counts()
    with pytest.raises(VisitConflict) as refused:
        visit_submit(actor=here.actor("homeroom"), draft=replace(note, text="改过了。"), if_match=if_match)
    assert (refused.value.code, refused.value.status, refused.value.version) == ("visit.conflict", 409, 1)
    assert counts() == before
    assert Visit.objects.get().text == GOOD
    assert audit.actions(subject=f"visit:{note.visit_id}") == ["visit.submit"]


def test_another_body_with_the_stored_version_is_the_next_version(here: World) -> None:
    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    changed = replace(note, text="改过了。", student_id=here.zimo, mode="phone")
    result = visit_submit(actor=here.actor("homeroom"), draft=changed, if_match=1)

    assert (result.outcome, result.version) == (SubmitOutcome.UPDATED, 2)
    stored = visit_get_for(actor=here.actor("homeroom"), visit_id=note.visit_id)
    assert (stored.text, stored.student_name, stored.mode, stored.version) == (
        "改过了。",
        "刘子墨",
        "phone",
        2,
    )
    texts = VisitText.objects.order_by("version").values_list("version", "text")
    assert list(texts) == [(1, GOOD), (2, "改过了。")]
    assert audit.actions(subject=f"visit:{note.visit_id}") == ["visit.submit", "visit.update"]
    assert counts() == (1, 2, 2, 2)


def test_the_first_body_sent_late_does_not_undo_the_second(here: World) -> None:
    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    visit_submit(actor=here.actor("homeroom"), draft=replace(note, text="改过了。"), if_match=1)
    with pytest.raises(VisitConflict):
        visit_submit(actor=here.actor("homeroom"), draft=note)
    with pytest.raises(VisitConflict):
        visit_submit(actor=here.actor("homeroom"), draft=note, if_match=1)
    assert Visit.objects.get().text == "改过了。"


def test_the_uuid_of_another_teacher_is_as_good_as_absent(here: World) -> None:
    theirs = draft(here.yinuo)
    visit_submit(actor=here.actor("homeroom2"), draft=theirs)
    before = counts()
    with pytest.raises(VisitNotFound):
        visit_submit(
            actor=here.actor("homeroom"), draft=draft(here.xiaohe, visit_id=theirs.visit_id), if_match=1
        )
    with pytest.raises(StudentNotFound):
        visit_submit(actor=here.actor("homeroom"), draft=theirs, if_match=1)
    with pytest.raises(StudentNotFound):
        visit_submit(actor=here.actor("homeroom"), draft=draft(here.yinuo))
    assert counts() == before
    assert Visit.objects.get().student_id == here.yinuo


def test_a_foreign_an_absent_and_another_schools_student_look_the_same(here: World, beta: TestSchool) -> None:
    with tenancy.school(beta.schema_name):
        elsewhere = world(beta).xiaohe
    found = []
    for student in (here.yinuo, uuid4(), elsewhere):
        with pytest.raises(StudentNotFound) as refused:
            visit_submit(actor=here.actor("homeroom"), draft=draft(student))
        found.append((refused.value.code, refused.value.status, refused.value.message))
    assert len(set(found)) == 1
    assert counts() == (0, 0, 0, 0)


def test_the_same_uuid_in_two_schools_is_two_visits(here: World, beta: TestSchool) -> None:
    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    with tenancy.school(beta.schema_name):
        there = world(beta)
        other = draft(there.zimo, "另一所学校的记录。", visit_id=note.visit_id)
        assert visit_submit(actor=there.actor("homeroom"), draft=other).outcome is SubmitOutcome.CREATED
        assert Visit.objects.get().text == "另一所学校的记录。"
    assert Visit.objects.get().text == GOOD


def test_a_companion_may_read_but_not_change(here: World) -> None:
    note = draft(here.xiaohe, co_visitors=(here.actor("subject").staff_id,))
    visit_submit(actor=here.actor("homeroom"), draft=note)
    assert visit_get_for(actor=here.actor("subject"), visit_id=note.visit_id).text == GOOD
    for person in ("subject", "principal"):
        with pytest.raises(VisitNotYours):
            visit_submit(
                actor=here.actor(person), draft=replace(note, text="改。", co_visitors=()), if_match=1
            )
    assert Visit.objects.get().text == GOOD


def test_a_leader_writes_about_any_student_and_the_office_about_none(here: World) -> None:
    for person in ("leader", "principal"):
        assert visit_submit(actor=here.actor(person), draft=draft(here.yinuo)).version == 1
    with pytest.raises(VisitWriterNeeded):
        visit_submit(actor=here.actor("office"), draft=draft(here.yinuo))
    with pytest.raises(VisitWriterNeeded):
        visit_submit(actor=replace(here.actor("homeroom"), staff_id=None), draft=draft(here.xiaohe))
    assert Visit.objects.count() == 2


def test_a_note_on_a_child_that_has_moved_since_is_not_lost(here: World) -> None:
    first = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=first)
    system = replace(here.actor("office"), user_id=0)
    second_class = roster.class_ensure(actor=system, grade=3, number=2).id
    roster.student_move(actor=system, student_id=here.xiaohe, class_id=second_class, on=NOW.date())

    late = visit_submit(actor=here.actor("homeroom"), draft=draft(here.xiaohe, "昨天去的，今天补记。"))
    assert late.outcome is SubmitOutcome.CREATED
    with pytest.raises(StudentNotFound):
        visit_submit(actor=here.actor("homeroom"), draft=draft(here.xiaohe, visited_at=NOW))
    edited = visit_submit(actor=here.actor("homeroom"), draft=replace(first, text="补充。"), if_match=1)
    assert edited.version == 2


def test_a_companion_must_be_of_this_school(here: World) -> None:
    with pytest.raises(VisitInvalid) as refused:
        visit_submit(actor=here.actor("homeroom"), draft=draft(here.xiaohe, co_visitors=(999_999,)))
    assert refused.value.code == "visit.co_visitors_unknown"
    assert list(refused.value.fields) == ["co_visitors"]
    assert counts() == (0, 0, 0, 0)


def test_a_refused_draft_leaves_nothing_and_names_every_field(here: World) -> None:
    with pytest.raises(VisitInvalid) as refused:
        visit_submit(
            actor=here.actor("homeroom"),
            draft=draft(here.xiaohe, "好\x00", mode="x", visited_at=NOW + timedelta(days=1)),
        )
    assert refused.value.code == "visit.mode_unknown"
    assert sorted(refused.value.fields) == ["mode", "text", "visited_at"]
    assert counts() == (0, 0, 0, 0)


def test_a_visit_entered_months_late_is_welcome(here: World) -> None:
    late = draft(here.xiaohe, visited_at=NOW - timedelta(days=60))
    assert visit_submit(actor=here.actor("homeroom"), draft=late).outcome is SubmitOutcome.CREATED


def test_reading_another_teachers_visit_is_reading_an_absent_one(here: World) -> None:
    theirs = draft(here.yinuo)
    visit_submit(actor=here.actor("homeroom2"), draft=theirs)
    for visit_id in (theirs.visit_id, UUID(int=5)):
        with pytest.raises(VisitNotFound):
            visit_get_for(actor=here.actor("homeroom"), visit_id=visit_id)
    assert visit_get_for(actor=here.actor("principal"), visit_id=theirs.visit_id).text == GOOD
