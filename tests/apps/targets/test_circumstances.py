"""Groups, excusals, events and entry grades: who may enter them, and what they change in the counting."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from kernel import audit, clock, tenancy
from tenants.policy import services as policy
from tenants.policy.models import PolicyVersion
from tenants.roster import services as roster
from tenants.roster.errors import (
    GroupForbidden,
    GroupOverlaps,
    GroupSpellInvalid,
    GroupSpellNotFound,
    StudentNotFound,
)
from tenants.roster.models import GroupSpell
from tenants.targets.errors import (
    EventForbidden,
    EventNotFound,
    ExcusalConflict,
    ExcusalForbidden,
    ExcusalInvalid,
    ExcusalNotFound,
    SettingForbidden,
    SettingInvalid,
)
from tenants.targets.models import CountingSetting, Excusal, StudentEvent
from tenants.targets.selectors import circumstances_for, due_list_for, school_times_for, targets_for
from tenants.targets.services import (
    entry_grades_set,
    event_record,
    event_remove,
    excusal_put,
    excusal_remove,
)
from tests.support.schools import TestSchool
from tests.support.visits import NOW, SINCE, YEAR, World, submitted, world

TODAY = NOW.date()


@pytest.fixture
def here(in_alpha: TestSchool) -> Iterator[World]:
    with clock.frozen(NOW):
        yield world(in_alpha)


def rule(**change: Any) -> dict[str, Any]:
    return {
        "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 100, "per": "term",
        "scope": {"of": "class"}, **change,
    }  # fmt: skip


def in_force(here: World, *rules: dict[str, Any], title: str = "走访制度") -> UUID:
    """Publish a 制度 of these rules; its series."""
    principal = here.actor("principal")
    draft = policy.policy_draft_create(actor=principal, title=title, rules=list(rules))
    policy.policy_publish(actor=principal, policy_id=draft.id, effective=TODAY)
    return draft.series


def need(here: World, title: str, person: str = "homeroom") -> list[tuple[float, float]]:
    return [
        (target.need, target.done)
        for one in targets_for(actor=here.actor(person))
        if one.title == title
        for target in one.targets
    ]


def put_group(here: World, by: str = "homeroom", **change: Any) -> int:
    values = {"student_id": here.xiaohe, "group": "left_behind", "start": SINCE, "reason": "父母外出务工"}
    return roster.group_spell_put(actor=here.actor(by), **{**values, **change}).id


def excuse(here: World, by: str = "principal", **change: Any) -> UUID:
    values = {"excusal_id": uuid4(), "student_id": here.xiaohe, "reason": "随父母在外地", "start": SINCE}
    values |= change
    excusal_put(actor=here.actor(by), **values)  # type: ignore[arg-type]
    return values["excusal_id"]  # type: ignore[return-value]


# --- groups -------------------------------------------------------------------------------------


def test_a_homeroom_teacher_says_who_is_in_a_group_and_the_quota_follows(here: World) -> None:
    in_force(
        here, rule(measure="visits", min=2, scope={"of": "group", "group": "left_behind"}), title="重点学生"
    )
    assert need(here, "重点学生") == []
    put_group(here)
    assert need(here, "重点学生") == [(2, 0)]
    put_group(here, end=TODAY)
    assert need(here, "重点学生") == [(2, 0)]  # the last day belongs to it
    put_group(here, end=TODAY - timedelta(days=1))
    assert need(here, "重点学生") == []
    (spell,) = GroupSpell.objects.all()
    assert (spell.start, spell.end, spell.reason) == (SINCE, TODAY - timedelta(days=1), "父母外出务工")
    assert audit.actions(subject=f"student:{here.xiaohe}").count("student.group_put") == 3


def test_the_same_group_again_changes_nothing(here: World) -> None:
    first = put_group(here)
    assert put_group(here) == first
    assert audit.actions(subject=f"student:{here.xiaohe}").count("student.group_put") == 1


@pytest.mark.parametrize(
    ("person", "refused"),
    [
        ("homeroom2", StudentNotFound),
        ("subject", GroupForbidden),
        ("leader", GroupForbidden),
        ("homeroom", None),
        ("office", None),
        ("principal", None),
    ],
)
def test_who_may_say_it(here: World, person: str, refused: type[Exception] | None) -> None:
    if refused is None:
        put_group(here, by=person)
    else:
        with pytest.raises(refused):
            put_group(here, by=person)
    assert GroupSpell.objects.count() == (refused is None)


def test_a_teacher_of_last_year_no_longer_says_it(here: World) -> None:
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=due_list_for(actor=here.actor("homeroom")).never[0].student.class_id or 0,
        staff_id=here.actor("homeroom2").staff_id or 0,
        on=TODAY,
    )
    put_group(here, by="homeroom2")
    with pytest.raises(StudentNotFound):
        put_group(here)


def test_times_in_one_group_do_not_overlap(here: World) -> None:
    put_group(here, start=SINCE, end=TODAY)
    for start, end in ((TODAY, None), (SINCE - timedelta(days=9), SINCE), (SINCE - timedelta(days=9), None)):
        with pytest.raises(GroupOverlaps):
            put_group(here, start=start, end=end)
    put_group(here, start=TODAY + timedelta(days=1))
    put_group(here, group="poor")
    assert GroupSpell.objects.count() == 3


@pytest.mark.parametrize(
    "change",
    [
        {"group": "tall"},
        {"end": SINCE - timedelta(days=1)},
        {"start": date(1026, 9, 1)},
        {"start": TODAY + timedelta(days=400)},
        {"reason": "长" * 201},
    ],
)
def test_a_group_that_cannot_be_is_refused(here: World, change: dict[str, Any]) -> None:
    with pytest.raises(GroupSpellInvalid):
        put_group(here, **change)
    assert GroupSpell.objects.count() == 0


def test_a_mistake_is_taken_back(here: World) -> None:
    spell = put_group(here)
    for student, person in ((here.zimo, "homeroom"), (here.yinuo, "principal")):
        with pytest.raises(GroupSpellNotFound):
            roster.group_spell_remove(actor=here.actor(person), student_id=student, spell_id=spell)
    roster.group_spell_remove(actor=here.actor("homeroom"), student_id=here.xiaohe, spell_id=spell)
    assert GroupSpell.objects.count() == 0


def test_reasons_are_for_those_whom_they_concern(here: World) -> None:
    put_group(here)
    excuse(here)
    seen = {
        person: (
            circumstances_for(actor=here.actor(person), student_id=here.xiaohe).groups[0].reason,
            circumstances_for(actor=here.actor(person), student_id=here.xiaohe).excusals[0].reason,
        )
        for person in ("homeroom", "subject", "leader", "office", "principal")
    }
    told = ("父母外出务工", "随父母在外地")
    assert seen == {
        "homeroom": told, "subject": ("", ""), "leader": told, "office": told, "principal": told,
    }  # fmt: skip


# --- excusals -----------------------------------------------------------------------------------


def test_who_is_excused_from_all_is_asked_by_no_clause_of_the_school_but_by_the_floor(here: World) -> None:
    in_force(here, rule(), rule(source="第二条", measure="students", min=2))
    assert need(here, "走访制度") == [(2, 0), (2, 0)]
    excusal = excuse(here)
    assert need(here, "走访制度") == [(1, 0), (2, 0)]
    assert need(here, "教育局底线要求") == [(2, 0)]
    excusal_remove(actor=here.actor("office"), excusal_id=excusal)
    assert need(here, "走访制度") == [(2, 0), (2, 0)]


def test_one_clause_is_excused_in_every_version_that_keeps_it(here: World) -> None:
    series = in_force(here, rule(), rule(source="第二条", per="year"))
    excuse(here, series=series, source="第一条")
    assert need(here, "走访制度") == [(1, 0), (2, 0)]
    principal = here.actor("principal")
    draft = policy.policy_draft_create(
        actor=principal,
        title="走访制度",
        rules=[rule(source="第二条", per="year"), rule(), rule(source="第三条")],
        series=series,
    )
    policy.policy_publish(actor=principal, policy_id=draft.id, effective=TODAY)
    assert need(here, "走访制度") == [(2, 0), (1, 0), (2, 0)]


def test_an_excusal_holds_from_day_to_day(here: World) -> None:
    in_force(here, rule(per="month"), rule(source="第二条"))
    excusal = excuse(here, start=date(YEAR, 10, 1), end=date(YEAR, 10, 31))
    with clock.frozen(NOW):
        months = need(here, "走访制度")
        assert months[-1] == (2, 0)
    excuse(here, excusal_id=excusal, start=date(YEAR, 11, 1), end=TODAY)
    assert need(here, "走访制度") == [(1, 0), (1, 0)]
    excuse(here, excusal_id=excusal, start=date(YEAR, 11, 1), end=TODAY - timedelta(days=1))
    assert need(here, "走访制度") == [(2, 0), (2, 0)]


def test_who_is_excused_on_the_day_of_an_event_makes_no_task(here: World) -> None:
    record(here, here.zimo, TODAY - timedelta(days=1))
    assert len(due_list_for(actor=here.actor("homeroom")).soon) == 1
    excuse(here, student_id=here.zimo, start=TODAY - timedelta(days=1), end=TODAY - timedelta(days=1))
    assert due_list_for(actor=here.actor("homeroom")).soon == ()


@pytest.mark.parametrize("person", ["homeroom", "subject", "leader"])
def test_excusing_is_the_schools_decision(here: World, person: str) -> None:
    with pytest.raises(ExcusalForbidden):
        excuse(here, by=person)
    excusal = excuse(here, by="office")
    with pytest.raises(ExcusalNotFound):
        excusal_remove(actor=here.actor(person), excusal_id=excusal)
    assert Excusal.objects.count() == 1


def test_an_excusal_that_cannot_be_is_refused(here: World) -> None:
    series = in_force(here, rule(), {"kind": "conduct", "source": "第九条", "text": "不收礼"})
    for change in (
        {"reason": "  "}, {"reason": "长" * 201}, {"end": SINCE - timedelta(days=1)},
        {"series": series}, {"source": "第一条"}, {"series": series, "source": "第九条"},
        {"series": uuid4(), "source": "第一条"},
    ):  # fmt: skip
        with pytest.raises(ExcusalInvalid):
            excuse(here, **change)
    assert Excusal.objects.count() == 0


def test_the_same_excusal_again_changes_nothing_another_student_is_refused(here: World) -> None:
    excusal = excuse(here)
    excuse(here, excusal_id=excusal)
    assert audit.actions(subject=f"student:{here.xiaohe}").count("excusal.put") == 1
    with pytest.raises(ExcusalConflict):
        excuse(here, excusal_id=excusal, student_id=here.zimo)
    assert Excusal.objects.get().student_id == here.xiaohe


def test_an_erased_student_takes_excusals_along(here: World) -> None:
    excuse(here)
    excuse(here, student_id=here.zimo)
    roster.student_erase(actor=here.actor("principal"), student_id=here.xiaohe)
    assert [row.student_id for row in Excusal.objects.all()] == [here.zimo]


def test_clauses_to_choose_from_are_those_that_count(here: World) -> None:
    in_force(here, rule(), {"kind": "conduct", "source": "第九条", "text": "不收礼"})
    found = circumstances_for(actor=here.actor("office"), student_id=here.xiaohe)
    assert [one.clause for one in found.clauses if one.policy_title == "走访制度"] == ["第一条"]
    teacher = circumstances_for(actor=here.actor("homeroom"), student_id=here.xiaohe)
    assert (teacher.clauses, teacher.may_excuse, teacher.may_mark) == ((), False, True)


# --- events -------------------------------------------------------------------------------------


def record(here: World, student: UUID, day: date, by: str = "homeroom") -> UUID:
    event = uuid4()
    event_record(actor=here.actor(by), event_id=event, student_id=student, event="progress", day=day)
    return event


def test_an_event_shows_the_visits_that_it_asks_for(here: World) -> None:
    record(here, here.zimo, TODAY - timedelta(days=5))
    record(here, here.xiaohe, TODAY)
    (event,) = circumstances_for(actor=here.actor("subject"), student_id=here.zimo).events
    assert (event.event, event.recorded_by, event.may_remove) == (
        "progress", here.actor("homeroom").name, False,
    )  # fmt: skip
    assert [(task.who.name, task.state, task.due) for task in event.tasks] == [
        (here.actor("homeroom").name, "overdue", TODAY - timedelta(days=2))
    ]
    submitted(here, here.zimo, visited_at=NOW)
    (event,) = circumstances_for(actor=here.actor("homeroom"), student_id=here.zimo).events
    assert [(task.state, task.late) for task in event.tasks] == [("done", True)]
    assert event.may_remove


def test_an_event_is_taken_back_by_whoever_entered_it_or_the_office(here: World) -> None:
    event = record(here, here.zimo, TODAY)
    with pytest.raises(EventForbidden):
        event_remove(actor=here.actor("subject"), event_id=event)
    with pytest.raises(EventNotFound):
        event_remove(actor=here.actor("homeroom2"), event_id=event)
    assert StudentEvent.objects.count() == 1
    event_remove(actor=here.actor("homeroom"), event_id=event)
    with pytest.raises(EventNotFound):
        event_remove(actor=here.actor("homeroom"), event_id=event)
    event_remove(actor=here.actor("office"), event_id=record(here, here.zimo, TODAY))
    assert StudentEvent.objects.count() == 0
    assert audit.actions(subject=f"student:{here.zimo}").count("event.remove") == 2


def test_circumstances_of_another_teachers_student_are_none(here: World) -> None:
    with pytest.raises(StudentNotFound):
        circumstances_for(actor=here.actor("homeroom2"), student_id=here.xiaohe)


# --- what the school counts by ------------------------------------------------------------------


def test_entry_grades_are_the_schools_own(here: World) -> None:
    in_force(here, rule(per="once", scope={"of": "entry_grade"}, window={"first_year": True}))
    assert need(here, "走访制度") == []  # grade 3 of a primary school
    assert school_times_for(actor=here.actor("subject")).entry_grades == (1,)
    entry_grades_set(actor=here.actor("office"), grades=[3, 1, 3])
    assert need(here, "走访制度") == [(2, 0)]
    entry_grades_set(actor=here.actor("office"), grades=[1, 3])
    assert audit.actions(subject="school").count("setting.entry_grades") == 1
    assert school_times_for(actor=here.actor("subject")).entry_grades == (1, 3)
    entry_grades_set(actor=here.actor("principal"), grades=[])
    assert need(here, "走访制度") == []


def test_entry_grades_that_cannot_be_are_refused(here: World) -> None:
    with pytest.raises(SettingForbidden):
        entry_grades_set(actor=here.actor("leader"), grades=[1])
    with pytest.raises(SettingInvalid):
        entry_grades_set(actor=here.actor("principal"), grades=[1, 7])
    assert CountingSetting.objects.count() == 0


def test_the_school_sees_its_terms_weeks_and_newly_taken_classes(here: World) -> None:
    found = school_times_for(actor=here.actor("homeroom"))
    assert [(term.key, term.running) for term in found.terms] == [(f"{YEAR}-1", True), (f"{YEAR}-2", False)]
    assert found.terms[0].weeks[0].number == 1
    assert found.week == max(week.number for week in found.terms[0].weeks if week.start <= TODAY)
    assert (found.newly_taken, found.may_change) == ((), False)
    class_id = due_list_for(actor=here.actor("homeroom")).never[0].student.class_id or 0
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=class_id,
        staff_id=here.actor("subject").staff_id or 0,
        on=date(YEAR, 10, 8),
    )
    (taken,) = school_times_for(actor=here.actor("homeroom")).newly_taken
    assert (taken.school_class.name, taken.teacher.name) == ("三年级1班", here.actor("subject").name)
    assert (taken.since, taken.term) == (date(YEAR, 10, 8), f"{YEAR}-{YEAR + 1}学年第一学期")


def test_a_new_homeroom_teacher_gets_the_role_and_is_asked(here: World) -> None:
    in_force(here, rule())
    class_id = due_list_for(actor=here.actor("homeroom")).never[0].student.class_id or 0
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=class_id,
        staff_id=here.actor("subject").staff_id or 0,
        on=TODAY,
    )
    assert need(here, "走访制度", "subject") == [(2, 0)]
    assert need(here, "走访制度", "homeroom") == []


def test_what_one_school_enters_changes_nothing_in_the_other(here: World, beta: TestSchool) -> None:
    with tenancy.school(beta.schema_name):
        other = world(beta)
        put_group(other)
        excuse(other)
        entry_grades_set(actor=other.actor("principal"), grades=[3])
    assert (GroupSpell.objects.count(), Excusal.objects.count(), CountingSetting.objects.count()) == (0, 0, 0)
    assert PolicyVersion.objects.count() == 1
