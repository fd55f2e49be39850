"""From a school's rows to targets, due list, progress and coverage, with P01 in force."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bureaus.selectors import calendar_for_school
from bureaus.services import floor_set
from kernel import audit, clock, tenancy
from tenants.policy import services as policy
from tenants.policy.contracts import FLOOR
from tenants.roster import services as roster
from tenants.roster.errors import StudentNotFound
from tenants.targets.contracts import CellView, CoverageFacts, DueItem, GradeView, Ring
from tenants.targets.errors import EventConflict, EventInvalid, ProgressForbidden
from tenants.targets.models import StudentEvent
from tenants.targets.selectors import coverage_facts, due_list_for, progress_for, targets_for
from tenants.targets.services import event_record
from tests.support.schools import TestSchool
from tests.support.visits import EVENING, NOW, YEAR, World, submitted, world

TODAY = NOW.date()


@pytest.fixture
def here(in_alpha: TestSchool) -> Iterator[World]:
    with clock.frozen(NOW):
        yield world(in_alpha)


def own(here: World, person: str, policy_id: str | None = None) -> list[tuple[Any, ...]]:
    """(sentence, need, done, names left) of a person's targets, of the school's first policy or of one."""
    found = targets_for(actor=here.actor(person))
    part = next(one for one in found if policy_id in (None, one.id))
    return [
        (target.sentence, target.need, target.done, [student.name for student in target.left])
        for target in part.targets
    ]


def brief(items: tuple[DueItem, ...]) -> list[tuple[str, str, int | None, str]]:
    return [(item.student.name, item.reason, item.days_left, item.kind) for item in items]


def record(here: World, student: UUID, event: str, day: date, by: str = "homeroom", **more: Any) -> UUID:
    event_id = uuid4()
    event_record(actor=here.actor(by), event_id=event_id, student_id=student, event=event, day=day, **more)
    return event_id


def test_a_teachers_own_targets_name_who_is_left(here: World) -> None:
    submitted(here, here.xiaohe)
    assert own(here, "homeroom") == [
        ("班主任每学期走访或联系本班每一名学生（方式不限）", 2, 1, ["刘子墨"]),
        ("班主任每学期上门走访本班至少一半学生", 1, 1, []),
    ]
    assert own(here, "homeroom2") == [
        ("班主任每学期走访或联系本班每一名学生（方式不限）", 1, 0, ["陈一诺"]),
        ("班主任每学期上门走访本班至少一半学生", 1, 0, ["陈一诺"]),
    ]
    assert own(here, "subject") == []


def test_the_floor_stands_beside_the_schools_own(here: World) -> None:
    submitted(here, here.xiaohe)
    assert [one.id for one in targets_for(actor=here.actor("homeroom"))][-1] == "floor"
    assert own(here, "homeroom", "floor") == [("班主任每学年走访本班每一名学生", 2, 1, ["刘子墨"])]


def test_principal_leader_and_office_see_all_teachers_only_their_own(here: World) -> None:
    seen = {
        person: {target.who.name for one in targets_for(actor=here.actor(person)) for target in one.targets}
        for person in ("principal", "leader", "office", "homeroom", "subject")
    }
    both = {here.actor("homeroom").name, here.actor("homeroom2").name}
    assert seen == {
        "principal": both, "leader": both, "office": both,
        "homeroom": {here.actor("homeroom").name}, "subject": set(),
    }  # fmt: skip


def test_a_phone_call_counts_for_all_not_for_the_half(here: World) -> None:
    submitted(here, here.xiaohe, mode="phone")
    assert [(done, left) for _, _, done, left in own(here, "homeroom")] == [
        (1, ["刘子墨"]),
        (0, ["王小禾", "刘子墨"]) if here.xiaohe < here.zimo else (0, ["刘子墨", "王小禾"]),
    ]


@pytest.mark.parametrize("outcome", ["not_home", "postponed", "refused", "away"])
def test_a_try_is_no_visit(here: World, outcome: str) -> None:
    submitted(here, here.xiaohe, text="", outcome=outcome)
    assert [done for _, _, done, _ in own(here, "homeroom")] == [0, 0]
    assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 0, 3)


def test_a_companion_has_it_too_and_a_subject_teachers_quota_counts(here: World) -> None:
    policy.policy_adopt(actor=here.actor("principal"), template="P05", effective=TODAY)
    submitted(here, here.xiaohe, co_visitors=(here.actor("subject").staff_id,))
    (p05,) = [one for one in targets_for(actor=here.actor("subject")) if one.targets]
    (target,) = p05.targets
    assert (target.need, target.done, target.period.label) == (3, 1, f"{YEAR}-{YEAR + 1}学年第一学期")
    assert (target.clause, target.sentence) == ("第五条第6项（1）", "科任教师每学期走访所教学生 3—5 次")


def test_a_principal_counts_as_a_leader(here: World) -> None:
    policy.policy_adopt(actor=here.actor("principal"), template="P05", effective=TODAY)
    found = [
        target.who.name
        for one in targets_for(actor=here.actor("principal"))
        for target in one.targets
        if target.sentence.startswith("学校领导")
    ]
    assert sorted(found) == sorted([here.actor("leader").name, here.actor("principal").name])


def test_the_version_of_the_day_judges(here: World) -> None:
    principal = here.actor("principal")
    rule = {
        "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "visits", "min": 1,
        "per": "month", "scope": {"of": "class"},
    }  # fmt: skip
    with clock.frozen(datetime(YEAR, 9, 1, 8, tzinfo=NOW.tzinfo)):
        first = policy.policy_draft_create(actor=principal, title="月访制度", rules=[rule])
        policy.policy_publish(actor=principal, policy_id=first.id, effective=date(YEAR, 9, 1))
        second = policy.policy_draft_create(
            actor=principal, title="月访制度", rules=[{**rule, "min": 5}], series=first.series
        )
        policy.policy_publish(actor=principal, policy_id=second.id, effective=date(YEAR, 10, 15))
    found = [
        (target.period.label, target.need)
        for one in targets_for(actor=here.actor("homeroom"))
        if one.title == "月访制度"
        for target in one.targets
    ]
    assert found == [(f"{YEAR}年9月", 1), (f"{YEAR}年10月", 5), (f"{YEAR}年11月", 5)]


def test_a_floor_of_several_visits_binds_for_each_student(here: World) -> None:
    floor_set(actor=here.school.bureau_actor, per_year=2)
    for day in (1, 2, 3):
        submitted(here, here.xiaohe, visited_at=EVENING - timedelta(days=day))
    (target,) = [
        target
        for one in targets_for(actor=here.actor("homeroom"))
        if one.id == "floor"
        for target in one.targets
        if target.period.start <= TODAY <= target.period.end
    ]
    assert (target.need, target.done) == (4, 2)
    assert [student.name for student in target.left] == ["刘子墨"]


def test_never_visited_then_visited(here: World) -> None:
    found = due_list_for(actor=here.actor("homeroom"))
    assert (found.overdue, found.soon) == ((), ())
    assert [(name, reason, kind) for name, reason, _, kind in brief(found.never)] == [
        ("刘子墨", "本学期还没去过", "never"),
        ("王小禾", "本学期还没去过", "never"),
    ]
    term = calendar_for_school(here.school.schema_name).term_on(TODAY)
    assert term is not None
    assert found.never[0].due == term.end
    assert found.never[0].student.class_name == "三年级1班"
    # Every clause that asks is told once, the bureau's among them.
    bureau = [one for one in targets_for(actor=here.actor("homeroom")) if one.id == FLOOR]
    assert [[one.clause for one in item.also] for item in found.never] == [[bureau[0].targets[0].clause]] * 2
    assert found.ring == Ring(0, 2, "本学期已走访学生")
    submitted(here, here.zimo)
    after = due_list_for(actor=here.actor("homeroom"))
    assert [name for name, *_ in brief(after.never)] == ["王小禾"]
    assert after.ring == Ring(1, 2, "本学期已走访学生")


def test_the_last_week_of_the_term_is_soon(here: World) -> None:
    term = calendar_for_school(here.school.schema_name).term_on(TODAY)
    assert term is not None
    submitted(here, here.xiaohe)
    for days, group in ((8, "never"), (7, "soon"), (0, "soon")):
        with clock.frozen(datetime.combine(term.end - timedelta(days=days), EVENING.timetz())):
            found = due_list_for(actor=here.actor("homeroom"))
        (item,) = getattr(found, group)
        assert (item.student.name, item.days_left) == ("刘子墨", days)
    assert item.reason == "班主任每学期走访或联系本班每一名学生（方式不限），还差 1 人"
    assert (item.clause, item.kind) == ("第二条第1项", "quota")


def test_an_event_is_due_then_overdue_and_one_visit_clears_all(here: World) -> None:
    record(here, here.zimo, "family_misfortune", TODAY - timedelta(days=5))
    record(here, here.zimo, "progress", TODAY - timedelta(days=1))
    record(here, here.xiaohe, "illness_absence", TODAY, absence_days=3)
    found = due_list_for(actor=here.actor("homeroom"))
    (overdue,) = found.overdue
    day = TODAY - timedelta(days=5)
    assert brief(found.overdue) == [
        ("刘子墨", f"学生家中遭遇变故（{day.month}月{day.day}日）", -2, "trigger")
    ]
    assert overdue.clause == "第三条情形2"
    assert [one.clause for one in overdue.also] == ["第三条情形6"]
    assert [(name, left) for name, _, left, _ in brief(found.soon)] == [("王小禾", 3)]
    assert found.never == ()  # each student once, in the most urgent group
    submitted(here, here.zimo, visited_at=NOW)
    after = due_list_for(actor=here.actor("homeroom"))
    assert after.overdue == ()
    states = {
        (task.student.name, task.state, task.late)
        for one in targets_for(actor=here.actor("homeroom"))
        for task in one.tasks
    }
    assert states == {("刘子墨", "done", True), ("刘子墨", "done", False), ("王小禾", "due", False)}


def test_the_teacher_of_the_events_day_owes_the_visit(here: World) -> None:
    record(here, here.zimo, "special", TODAY)
    assert [one.tasks for one in targets_for(actor=here.actor("homeroom")) if one.tasks] == []
    record(here, here.zimo, "progress", TODAY)
    assert len(due_list_for(actor=here.actor("homeroom")).soon) == 1
    assert due_list_for(actor=here.actor("homeroom2")).soon == ()


def test_a_principal_without_own_duties_sees_the_schools_list(here: World) -> None:
    names = {item.student.name for item in due_list_for(actor=here.actor("principal")).never}
    assert names == {"王小禾", "刘子墨", "陈一诺"}
    assert due_list_for(actor=here.actor("subject"), whole=True).never == ()


def test_a_student_who_left_is_no_longer_asked_for(here: World) -> None:
    roster.student_leave(actor=here.actor("principal"), student_id=here.zimo, on=TODAY)
    with clock.frozen(NOW + timedelta(days=1)):
        assert [item.student.name for item in due_list_for(actor=here.actor("homeroom")).never] == ["王小禾"]
        assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 0, 2)


def test_progress_counts_where_the_visits_were(here: World) -> None:
    submitted(here, here.xiaohe)
    submitted(here, here.yinuo, by="homeroom2")
    found = progress_for(actor=here.actor("principal"))
    assert [one.name for one in found.classes] == ["三年级1班", "三年级2班"]
    assert (found.weeks[0].number, found.weeks[0].start.weekday()) == (1, 0)
    week = next(one.number for one in reversed(found.weeks) if one.start <= EVENING.date())
    assert found.cells == tuple(CellView(one.id, week, 1) for one in found.classes)
    assert found.grades == (GradeView(3, "三年级", 2, 3),)
    assert [(one.name, one.need, one.done) for one in found.teachers] == [(here.actor("homeroom").name, 2, 1)]


@pytest.mark.parametrize("person", ["homeroom", "subject"])
def test_progress_is_not_for_teachers(here: World, person: str) -> None:
    with pytest.raises(ProgressForbidden):
        progress_for(actor=here.actor(person))


def test_coverage_is_a_census_of_the_term(here: World) -> None:
    assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 0, 3)
    submitted(here, here.xiaohe)
    submitted(here, here.xiaohe, text="又去了一次，孩子的作业按时完成了。")
    assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 1, 3)


def test_an_event_is_recorded_once(here: World) -> None:
    event_id = record(here, here.zimo, "progress", TODAY)
    again = {"event_id": event_id, "student_id": here.zimo, "event": "progress", "day": TODAY}
    event_record(actor=here.actor("homeroom"), **again)  # type: ignore[arg-type]
    with pytest.raises(EventConflict):
        event_record(actor=here.actor("homeroom"), **{**again, "event": "special"})  # type: ignore[arg-type]
    assert [row.event for row in StudentEvent.objects.all()] == ["progress"]
    assert audit.actions(subject=f"student:{here.zimo}").count("event.record") == 1


def test_an_event_that_cannot_be_is_refused(here: World) -> None:
    for event, day, days in (
        ("party", TODAY, None), ("progress", TODAY + timedelta(days=1), None), ("progress", TODAY, -1),
    ):  # fmt: skip
        with pytest.raises(EventInvalid):
            record(here, here.zimo, event, day, absence_days=days)
    with pytest.raises(StudentNotFound):
        record(here, here.yinuo, "progress", TODAY)  # another teacher's student
    assert StudentEvent.objects.count() == 0


def test_events_go_with_an_erased_student(here: World) -> None:
    record(here, here.zimo, "progress", TODAY)
    record(here, here.xiaohe, "progress", TODAY)
    roster.student_erase(actor=here.actor("principal"), student_id=here.zimo)
    assert [row.student_id for row in StudentEvent.objects.all()] == [here.xiaohe]


def test_the_other_school_counts_for_itself(here: World, beta: TestSchool) -> None:
    submitted(here, here.xiaohe)
    with tenancy.school(beta.schema_name):
        other = world(beta)
        assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 0, 3)
        assert [done for _, _, done, _ in own(other, "homeroom")] == [0, 0]


def test_in_the_winter_holiday(here: World) -> None:
    submitted(here, here.xiaohe)
    calendar = calendar_for_school(here.school.schema_name)
    winter = next(one for one in calendar.holidays if one.key == f"winter-{YEAR}")
    with clock.frozen(datetime.combine(winter.start + timedelta(days=2), EVENING.timetz())):
        found = {sentence: (need, done) for sentence, need, done, _ in own(here, "homeroom")}
        assert found["班主任每个假期走访本班学生至少 1 次"] == (1, 0)
        assert found["班主任每学期上门走访本班至少一半学生"] == (1, 1)
        due = due_list_for(actor=here.actor("homeroom"))
        assert due.overdue == ()  # the term is over: nothing can be caught up with
        assert progress_for(actor=here.actor("office")).term == f"{YEAR}-{YEAR + 1}学年第一学期"
        assert coverage_facts() == CoverageFacts(f"{YEAR}-1", 1, 3)


def test_in_august_the_coming_year_is_judged_beside_the_running_one(here: World) -> None:
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=due_list_for(actor=here.actor("homeroom")).never[0].student.class_id or 0,
        staff_id=here.actor("homeroom2").staff_id or 0,
        on=date(YEAR + 1, 8, 10),
    )
    with clock.frozen(datetime(YEAR + 1, 8, 15, 9, tzinfo=NOW.tzinfo)):
        found = [
            (target.sentence, target.period.label, target.need, target.done)
            for one in targets_for(actor=here.actor("homeroom2"))
            for target in one.targets
            if target.sentence.startswith("班主任开学前")
        ]
    assert found == [("班主任开学前一个月内走访新接班级至少一半学生", "8月1日—8月31日", 1, 0)]
