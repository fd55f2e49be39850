"""A school full of data, made through the services, and the ids under which it is reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from accounts.services import user_create
from benchmarking.contracts import FactValue
from benchmarking.services import facts_push
from kernel import clock, tenancy
from kernel.actor import Actor, Role
from tenants.policy import services as policy
from tenants.review import services as review
from tenants.review.models import Draw, Flag, Softening
from tenants.roster import services as roster
from tenants.roster.models import Enrolment
from tenants.targets.services import event_record, excusal_put
from tests.support.rosters import xlsx
from tests.support.schools import TEST_PASSWORD, TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, recheck_all, submitted, world

STUDENTS = [["姓名", "班级", "监护人姓名", "关系", "联系电话"]]
STAFF = [["姓名", "手机号", "角色", "任教班级"]]
CLAUSE = {
    "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 50, "per": "term",
    "scope": {"of": "class"},
}  # fmt: skip
REGULATION = """家访制度
一、班主任每学期对全班学生普访一次。
二、班主任每学期家访本班学生不少于50%。"""
"""Two clauses that contradict each other."""
# Numbers are per school: without this, both schools' first flag would be number 1.
APART = {
    "review_flag": 7_000_000,
    "review_draw": 6_000_000,
    "roster_staffmember": 8_000_000,
    "roster_schoolclass": 9_000_000,
    "policy_policyversion": 5_000_000,
    "roster_groupspell": 4_000_000,
}


@dataclass(frozen=True)
class Ids:
    """What addresses and bodies name. `login` signs in nowhere but in its own school."""

    student: UUID
    visit: UUID
    own_visit: UUID
    flag: int
    decided_flag: int
    draw: int
    school_class: int
    staff: int
    checked_import: UUID
    applied_import: UUID
    event: UUID
    excusal: UUID
    group_spell: int
    school: UUID
    failed_school: UUID
    policy: int
    policy_series: UUID
    policy_draft: int
    ready_draft: int
    draft_rule: UUID
    login: str


@dataclass(frozen=True)
class Belongings:
    """A school, its ids, and the words that must be met nowhere else."""

    world: World
    ids: Ids
    words: frozenset[str]

    @property
    def school(self) -> TestSchool:
        return self.world.school


def random_ids() -> Ids:
    """Ids that name nothing anywhere."""
    return Ids(
        student=uuid4(), visit=uuid4(), own_visit=uuid4(), flag=7_999_901, decided_flag=7_999_902,
        draw=6_999_905,
        school_class=9_999_903, staff=8_999_904, checked_import=uuid4(), applied_import=uuid4(),
        event=uuid4(), excusal=uuid4(), group_spell=4_999_909,
        school=uuid4(), failed_school=uuid4(), policy=5_999_906, policy_series=uuid4(),
        policy_draft=5_999_907, ready_draft=5_999_908, draft_rule=uuid4(), login="nobody-at-all",
    )  # fmt: skip


def furnish(school: TestSchool, failed_school: UUID, *, mark: str, apart: bool = False) -> Belongings:
    """Fill the school: roster, notes and flags, a decision, a draw, a softened finding, two imports, an
    event, pushed facts.

    `mark` is a character in the names that are made, so that they can be told from another school's;
    `apart` gives its numbers a range of their own. In the frozen time `NOW`.
    """
    if apart:
        _number_apart(school.schema_name)
    system = Actor.system(school.schema_name)
    with tenancy.school(school.schema_name):
        made = world(school)
        extra = roster.staff_create(
            actor=system, name=f"{mark}老师", phone=f"139{ord(mark) % 10**8:08d}", roles=[Role.SUBJECT]
        )
        login = f"only-{school.schema_name}"[:60]
        user_create(
            actor=system, login=login, name=f"{mark}账号", roles=[Role.OFFICE], password=TEST_PASSWORD,
            must_change_password=False,
        )  # fmt: skip
        with clock.frozen(NOW - timedelta(days=2)):
            submitted(made, made.zimo, COMPLAINT + mark * 3, visited_at=NOW - timedelta(days=3))
            visit = submitted(made, made.xiaohe, GOOD + mark * 3, visited_at=NOW - timedelta(days=3))
        own_visit = submitted(made, made.zimo, GOOD.replace("小禾", "王小禾") + mark * 3)
        recheck_all()
        principal = school.people["principal"]
        decided, *rest = Flag.objects.filter(state="open", visit_id=own_visit).order_by("pk")
        review.flag_decide(actor=principal, flag_id=decided.pk, decision="dismissed", reason=f"{mark}看过了")
        flag = rest[0].pk if rest else Flag.objects.filter(state="open").latest("pk").pk
        # What chance and thirty decisions would bring.
        draw, _ = Draw.objects.update_or_create(
            visit_id=visit,
            defaults={"version": 1, "kind": "random", "codes": ["name.mismatch"], "drawn_at": NOW},
        )
        Softening.objects.create(code="tone.complaint_only", since=NOW, right=1, wrong=29, upper=0.14)
        checked = roster.import_create(
            actor=principal,
            file_name=f"{mark}.xlsx",
            data=xlsx([*STUDENTS, [f"{mark}小明", "三年级1班", f"{mark}大", "父亲", "13812345678"]]),
        )
        applied = roster.import_create(
            actor=principal,
            file_name=f"{mark}教师.xlsx",
            data=xlsx([*STAFF, [f"{mark}新老师", f"137{ord(mark) % 10**8:08d}", "班主任", "三年级1班"]]),
        )
        roster.import_apply(actor=principal, import_id=applied.id)
        event = uuid4()
        event_record(
            actor=principal, event_id=event, student_id=made.xiaohe, event="progress", day=NOW.date()
        )
        published = policy.policy_draft_create(actor=principal, title=f"{mark}一版", rules=[CLAUSE])
        policy.policy_publish(actor=principal, policy_id=published.id, effective=NOW.date())
        draft = policy.policy_draft_read(actor=principal, key=uuid4(), text=REGULATION, title=f"{mark}草稿")
        ready = policy.policy_draft_create(actor=principal, title=f"{mark}待发布", rules=[CLAUSE])
        excusal = uuid4()
        excusal_put(
            actor=principal,
            excusal_id=excusal,
            student_id=made.xiaohe,
            reason=f"{mark}住院",
            start=NOW.date(),
        )
        spell = roster.group_spell_put(
            actor=principal, student_id=made.xiaohe, group="poor", reason=f"{mark}登记", start=NOW.date()
        )
        school_class = Enrolment.objects.get(student_id=made.xiaohe).school_class_id
    facts_push(school=school.schema_name, facts=[FactValue("coverage", "2026-1", 31, 60)])
    ids = Ids(
        student=made.xiaohe, visit=visit, own_visit=own_visit, flag=flag, decided_flag=decided.pk,
        draw=draw.pk,
        school_class=school_class, staff=extra.id, checked_import=checked.id, applied_import=applied.id,
        event=event, excusal=excusal, group_spell=spell.id,
        school=UUID(school.public_id), failed_school=failed_school,
        policy=published.id, policy_series=published.series, policy_draft=draft.id,
        ready_draft=ready.id, draft_rule=draft.rules[0].id, login=login,
    )  # fmt: skip
    secret = (
        made.xiaohe, made.zimo, made.yinuo, visit, own_visit, checked.id, applied.id, event,
        excusal, published.series, draft.series, draft.rules[0].id,
    )  # fmt: skip
    words = {mark, school.schema_name, *(str(one) for one in secret)}
    if apart:
        words |= {str(one) for one in (flag, decided.pk, draw.pk, school_class, extra.id, draft.id, spell.id)}
    return Belongings(world=made, ids=ids, words=frozenset(words))


def _number_apart(schema: str) -> None:
    with tenancy.as_owner(schema), connection.cursor() as cursor:
        for table, first in APART.items():
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone() or ("",)
            cursor.execute("SELECT setval(%s, %s + nextval(%s))", [sequence, first, sequence])


def contents(*schemas: str) -> dict[str, tuple[Any, ...]]:
    """Number and digest of the rows of every table of these schemas (as owner)."""
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY(%s) ORDER BY 1, 2",
            [list(schemas)],
        )
        tables = cursor.fetchall()
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{schema}.{table}', count(*),"
                " md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                f' FROM "{schema}"."{table}" t'
                for schema, table in tables
            )
        )
        return {name: tuple(rest) for name, *rest in cursor.fetchall()}
