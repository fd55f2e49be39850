"""Who is still waiting: tries in vain, open tasks that change hands, counts for leaders."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from bureaus.selectors import calendar_for_school
from kernel import clock
from tenants.policy import services as policy
from tenants.roster import services as roster
from tenants.roster.errors import StaffNotFound
from tenants.targets.contracts import BoardLine, DueStudent, ReachedView, Tries
from tenants.targets.errors import ProgressForbidden
from tenants.targets.selectors import due_board_for, due_list_for, progress_for, targets_for
from tenants.targets.services import event_record
from tests.support.schools import TestSchool
from tests.support.visits import EVENING, NOW, YEAR, World, submitted, world

TODAY = NOW.date()


@pytest.fixture
def here(in_alpha: TestSchool) -> Iterator[World]:
    with clock.frozen(NOW):
        yield world(in_alpha)


def tried(here: World, student: UUID, outcome: str, days_ago: int, by: str = "homeroom") -> None:
    submitted(here, student, text="", outcome=outcome, visited_at=EVENING - timedelta(days=days_ago), by=by)


def happened(here: World, student: UUID, days_ago: int) -> None:
    event_record(
        actor=here.actor("principal"),
        event_id=uuid4(),
        student_id=student,
        event="progress",
        day=TODAY - timedelta(days=days_ago),
    )


def by_week(who: str, scope: str) -> dict[str, Any]:
    return {
        "kind": "quota", "source": "限期第一条", "who": who, "measure": "share", "min": 100, "per": "term",
        "scope": {"of": scope}, "window": {"by_week": 2},
    }  # fmt: skip


def place(here: World, person: str = "homeroom") -> DueStudent:
    return due_list_for(actor=here.actor(person)).never[0].student


def test_tries_are_shown_and_are_no_visit(here: World) -> None:
    tried(here, here.xiaohe, "not_home", 9)
    tried(here, here.xiaohe, "not_home", 2)
    tried(here, here.xiaohe, "refused", 1)
    found = {item.student.name: item.tries for item in due_list_for(actor=here.actor("homeroom")).never}
    day = EVENING.date()
    assert found == {
        "王小禾": (
            Tries("not_home", 2, day - timedelta(days=2)), Tries("refused", 1, day - timedelta(days=1)),
        ),
        "刘子墨": (),
    }  # fmt: skip


def test_tries_before_the_last_visit_are_over(here: World) -> None:
    tried(here, here.zimo, "away", 3)
    submitted(here, here.zimo, visited_at=EVENING - timedelta(days=2))
    tried(here, here.zimo, "postponed", 1)
    happened(here, here.zimo, 0)
    (item,) = due_list_for(actor=here.actor("homeroom")).soon
    assert item.tries == (Tries("postponed", 1, EVENING.date() - timedelta(days=1)),)


def test_an_open_task_goes_to_the_new_homeroom_teacher(here: World) -> None:
    happened(here, here.zimo, 5)
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=place(here).class_id or 0,
        staff_id=here.actor("homeroom2").staff_id or 0,
        on=TODAY,
    )
    assert due_list_for(actor=here.actor("homeroom")).overdue == ()
    (item,) = due_list_for(actor=here.actor("homeroom2")).overdue
    assert (item.student.name, item.days_left) == ("刘子墨", -2)
    submitted(here, here.zimo, by="homeroom2", visited_at=NOW)
    assert due_list_for(actor=here.actor("homeroom2")).overdue == ()


def test_a_done_task_stays_with_whoever_did_it(here: World) -> None:
    happened(here, here.zimo, 5)
    submitted(here, here.zimo)
    roster.homeroom_change(
        actor=here.actor("principal"),
        class_id=place(here).class_id or 0,
        staff_id=here.actor("homeroom2").staff_id or 0,
        on=TODAY,
    )
    tasks = [task for one in targets_for(actor=here.actor("principal")) for task in one.tasks]
    assert [(task.who.name, task.state) for task in tasks] == [(here.actor("homeroom").name, "done")]


def test_a_task_of_a_student_who_changed_class_goes_along(here: World) -> None:
    happened(here, here.zimo, 1)
    other = place(here, "homeroom2").class_id or 0
    roster.student_move(actor=here.actor("principal"), student_id=here.zimo, class_id=other, on=TODAY)
    assert due_list_for(actor=here.actor("homeroom")).soon == ()
    assert [item.student.name for item in due_list_for(actor=here.actor("homeroom2")).soon] == ["刘子墨"]
    assert "刘子墨" in {item.student.name for item in due_list_for(actor=here.actor("homeroom2")).soon}


def test_a_task_of_a_teacher_who_left_is_taken_over_and_of_a_student_who_left_dropped(here: World) -> None:
    happened(here, here.zimo, 1)
    happened(here, here.yinuo, 1)
    principal = here.actor("principal")
    class_id = place(here).class_id or 0
    roster.staff_leave(
        actor=principal, staff_id=here.actor("homeroom").staff_id or 0, on=TODAY - timedelta(days=1)
    )
    waiting = due_list_for(actor=principal, whole=True).soon
    assert sorted((item.student.name, item.who.name if item.who else "") for item in waiting) == [
        ("刘子墨", here.actor("homeroom").name),  # nobody has the class: it is not lost
        ("陈一诺", here.actor("homeroom2").name),
    ]
    roster.homeroom_change(
        actor=principal, class_id=class_id, staff_id=here.actor("subject").staff_id or 0, on=TODAY
    )
    assert [item.student.name for item in due_list_for(actor=here.actor("subject")).soon] == ["刘子墨"]
    roster.student_leave(actor=principal, student_id=here.zimo, on=TODAY - timedelta(days=1))
    assert due_list_for(actor=here.actor("subject")).soon == ()


def test_the_board_counts_by_teacher_and_class(here: World) -> None:
    happened(here, here.zimo, 5)
    tried(here, here.zimo, "not_home", 2)
    found = due_board_for(actor=here.actor("leader"))
    first, second = here.actor("homeroom"), here.actor("homeroom2")
    assert found.teachers == (
        BoardLine(first.staff_id or 0, first.name, 1, 0, 1, 1),
        BoardLine(second.staff_id or 0, second.name, 0, 0, 1, 0),
    ) or found.teachers == (
        BoardLine(second.staff_id or 0, second.name, 0, 0, 1, 0),
        BoardLine(first.staff_id or 0, first.name, 1, 0, 1, 1),
    )
    assert [(one.name, one.overdue, one.soon, one.never, one.tries) for one in found.classes] == [
        ("三年级1班", 1, 0, 1, 1),
        ("三年级2班", 0, 0, 1, 0),
    ]
    for person in ("homeroom", "subject"):
        with pytest.raises(ProgressForbidden):
            due_board_for(actor=here.actor(person))


def test_the_list_behind_a_line_of_the_board(here: World) -> None:
    happened(here, here.zimo, 5)
    leader = here.actor("leader")
    teacher = here.actor("homeroom").staff_id
    by_teacher = due_list_for(actor=leader, staff_id=teacher)
    by_class = due_list_for(actor=leader, class_id=place(here).class_id)
    for found in (by_teacher, by_class):
        assert [item.student.name for item in found.overdue] == ["刘子墨"]
        assert [item.student.name for item in found.never] == ["王小禾"]
        assert {item.who.id for item in (*found.overdue, *found.never) if item.who} == {teacher}
    with pytest.raises(StaffNotFound):
        due_list_for(actor=leader, staff_id=10**9)
    own = due_list_for(actor=here.actor("homeroom2"), staff_id=teacher)
    assert [item.student.name for item in own.never] == ["陈一诺"]  # a teacher asks for the own list only


def test_the_term_grows_week_by_week(here: World) -> None:
    submitted(here, here.xiaohe, visited_at=EVENING - timedelta(days=21))
    submitted(here, here.xiaohe, visited_at=EVENING - timedelta(days=7))
    submitted(here, here.yinuo, by="homeroom2")
    found = progress_for(actor=here.actor("principal"))
    last = found.reached[-1].week
    assert found.reached[-4:] == (
        ReachedView(last - 3, 1, 3), ReachedView(last - 2, 1, 3), ReachedView(last - 1, 1, 3),
        ReachedView(last, 2, 3),
    )  # fmt: skip
    assert found.reached[0].reached == 0
    assert max(week.number for week in found.weeks if week.start <= TODAY) == last


def in_force(here: World, rule: dict[str, Any]) -> None:
    """Since the first of September: a version judges the periods that end while it holds."""
    principal, first = here.actor("principal"), datetime(YEAR, 9, 1, 8, tzinfo=NOW.tzinfo)
    with clock.frozen(first):
        made = policy.policy_draft_create(actor=principal, title="限期办法", rules=[rule])
        policy.policy_publish(actor=principal, policy_id=made.id, effective=first.date())


def overdue(here: World, person: str) -> list[tuple[str, str]]:
    found = due_list_for(actor=here.actor(person)).overdue
    return [(item.student.name, item.reason) for item in found if item.clause == "《限期办法》限期第一条"]


def test_what_was_due_by_a_week_is_overdue_until_the_term_ends(here: World) -> None:
    in_force(here, by_week("homeroom", "class"))
    submitted(here, here.xiaohe, visited_at=EVENING)
    reason = "班主任每学期第 2 周以前走访本班每一名学生，还差 1 人"
    assert overdue(here, "homeroom") == [("刘子墨", reason)]  # 王小禾 came late, but was visited
    submitted(here, here.zimo, visited_at=EVENING)
    assert overdue(here, "homeroom") == []
    term = calendar_for_school(here.school.schema_name).term_on(TODAY)
    assert term is not None
    with clock.frozen(datetime.combine(term.end + timedelta(days=1), EVENING.timetz())):
        assert overdue(here, "homeroom2") == []


def test_visits_that_were_due_by_a_week_are_caught_up_one_by_one(here: World) -> None:
    in_force(here, {**by_week("homeroom", "class"), "measure": "visits", "min": 3})
    reason = "班主任每学期第 2 周以前走访本班学生至少 3 次，还差 {} 次".format
    assert overdue(here, "homeroom") == [("刘子墨", reason(3)), ("王小禾", reason(3))]
    for days, left in ((2, [("王小禾", reason(2))]), (1, [("王小禾", reason(1))]), (0, [])):
        submitted(here, here.zimo, visited_at=EVENING - timedelta(days=days))
        assert overdue(here, "homeroom") == left


@pytest.mark.parametrize(
    ("person", "scope", "names"),
    [("subject", "taught", {"王小禾", "刘子墨"}), ("leader", "school", {"王小禾", "刘子墨", "陈一诺"})],
)
def test_whom_a_late_duty_names(here: World, person: str, scope: str, names: set[str]) -> None:
    in_force(here, by_week(person, scope))
    assert {name for name, _ in overdue(here, person)} == names
