"""A small roster and notes for the tests of visits and review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from uuid import UUID, uuid4

from bureaus.rules import school_year_key
from kernel import clock
from kernel.actor import Actor
from tenants.review import services as review
from tenants.review.services import review_run
from tenants.roster import services as roster
from tenants.roster.contracts import GuardianDraft
from tenants.visits.contracts import SubmitResult, VisitDraft
from tenants.visits.services import visit_submit
from tests.support.schools import TestSchool

CHINA = timezone(timedelta(hours=8))
# The schools' calendar is made around the day of the run; this November lies in its first term.
YEAR = school_year_key(clock.today())
NOW = datetime(YEAR, 11, 20, 18, 0, tzinfo=CHINA)
EVENING = NOW.replace(day=19, hour=19, minute=30)
SINCE = date(YEAR, 9, 1)

GOOD = (
    "小禾这学期数学从六十分考到七十八分，上课能主动举手，就是作业写得潦草。"
    "爸爸在外地打工，平时由奶奶照看，放学后先看一个小时电视才写作业。"
    "和奶奶说好，以后每天六点半先写作业，由奶奶签字，我每周五检查一次。"
)
COMPLAINT = (
    "子墨上课总是睡觉，作业连着两周没有交，还和同桌打架。"
    "家里由爷爷照看，晚上玩手机到十二点。"
    "和爷爷说好，每晚九点由爷爷收走手机，我每天早上问一次。"
)


@dataclass(frozen=True)
class World:
    """Class 1 (homeroom, and subject teaches there): 王小禾, 刘子墨. Class 2 (homeroom2): 陈一诺."""

    school: TestSchool
    xiaohe: UUID
    zimo: UUID
    yinuo: UUID

    def actor(self, person: str) -> Actor:
        return self.school.people[person]


def world(school: TestSchool) -> World:
    """Make the roster in the school in which the caller stands."""
    system = Actor.system(school.schema_name)
    first = roster.class_ensure(actor=system, grade=3, number=1).id
    second = roster.class_ensure(actor=system, grade=3, number=2).id
    for person, class_id, kind in (
        ("homeroom", first, "homeroom"),
        ("homeroom2", second, "homeroom"),
        ("subject", first, "subject"),
    ):
        staff_id = school.people[person].staff_id
        assert staff_id is not None
        roster.duty_assign(
            actor=system, staff_id=staff_id, class_id=class_id, kind=kind, subject="数学", start=SINCE
        )

    def student(name: str, class_id: int, guardian: str) -> UUID:
        made = roster.student_create(
            actor=system,
            name=name,
            class_id=class_id,
            start=SINCE,
            guardians=[GuardianDraft(name=guardian, relation="父亲")],
        )
        return UUID(str(made.pk))

    return World(
        school=school,
        xiaohe=student("王小禾", first, "王大山"),
        zimo=student("刘子墨", first, "刘水生"),
        yinuo=student("陈一诺", second, "陈金花"),
    )


def draft(student: UUID, text: str = GOOD, **change: object) -> VisitDraft:
    """A home visit on the evening before `NOW`, under a fresh UUID."""
    values: dict[str, object] = {
        "visit_id": uuid4(),
        "student_id": student,
        "mode": "home",
        "outcome": "done",
        "visited_at": EVENING,
        "text": text,
    }
    return VisitDraft(**{**values, **change})  # type: ignore[arg-type]


def submitted(
    world: World, student: UUID, text: str = GOOD, *, by: str = "homeroom", **change: object
) -> UUID:
    """Submit a note and review it; its id."""
    note = draft(student, text, **change)
    result = visit_submit(actor=world.actor(by), draft=note)
    review_run(visit_id=note.visit_id, version=result.version)
    return note.visit_id


def resubmitted(
    world: World, visit_id: UUID, student: UUID, text: str, *, version: int, by: str = "homeroom"
) -> SubmitResult:
    """Save another text over version `version` and review it."""
    result = visit_submit(
        actor=world.actor(by), draft=draft(student, text, visit_id=visit_id), if_match=version
    )
    review_run(visit_id=visit_id, version=result.version)
    return result


def recheck_all() -> int:
    """Run the rechecks that wait in the outbox, as the worker would; returns how many."""
    from kernel.models import OutboxMessage

    waiting = OutboxMessage.objects.filter(task=review.RECHECK_TASK, settled_at=None).order_by("pk")
    messages = list(waiting)
    for message in messages:
        payload = message.payload
        review.review_recheck(
            visit_id=UUID(payload["visit_id"]), version=payload["version"], because=payload["because"]
        )
    return len(messages)
