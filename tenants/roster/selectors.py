"""Reading the roster. `*_for(actor=…)` is the only door to a record; absent and forbidden look the same."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from accounts import selectors as accounts
from bureaus import selectors as bureaus
from kernel import clock
from kernel.actor import Actor, Role
from tenants.roster import rules
from tenants.roster.contracts import (
    ClassInfo,
    ClassOverview,
    GroupSpellInfo,
    GuardianInfo,
    RosterSnapshot,
    SnapshotClass,
    SnapshotStaff,
    SnapshotStudent,
    Spell,
    StaffInfo,
    StudentInfo,
    StudentName,
)
from tenants.roster.errors import RosterForbidden, StudentNotFound
from tenants.roster.models import (
    ERASED_NAME,
    Duty,
    DutyKind,
    Enrolment,
    Group,
    GroupSpell,
    Guardian,
    SchoolClass,
    StaffMember,
    Student,
)

SEES_ALL = (Role.LEADER, Role.OFFICE, Role.PRINCIPAL)
KEEPS_ROSTER = (Role.OFFICE, Role.PRINCIPAL)


def school_stage() -> str:
    """The stage code of the school in which the caller stands."""
    return bureaus.current_school().stage


def _open_on(day: dt.date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}start__lte": day}) & (Q(**{f"{prefix}end": None}) | Q(**{f"{prefix}end__gte": day}))


# --- students ----------------------------------------------------------------------------------


def student_list_for(
    *,
    actor: Actor,
    search: str = "",
    class_id: int | None = None,
    without: Collection[UUID] | None = None,
) -> QuerySet[Student]:
    """The present students that the actor may see, by name; `without` leaves some of them out.

    Teachers see the students of the classes where they have a duty today; leader, office and principal
    all. Turn the rows of a page into values with `student_infos`.
    """
    today = clock.today()
    spells = Enrolment.objects.filter(_open_on(today))
    if not actor.has(*SEES_ALL):
        spells = spells.filter(school_class_id__in=_own_class_ids(actor, today))
    if class_id is not None:
        spells = spells.filter(school_class_id=class_id)
    found = Student.objects.filter(left_at=None, pk__in=spells.values("student_id"))
    for word in search.split():
        found = found.filter(
            Q(name__icontains=word) | Q(student_no__icontains=word) | Q(national_no__icontains=word)
        )
    if without:
        found = found.exclude(pk__in=list(without))
    return found.order_by("name", "id")


def student_get_for(*, actor: Actor, student_id: UUID) -> Student:
    """Only way for others to obtain a student. A teacher keeps seeing those who have since left the
    class as long as the class is the teacher's; StudentNotFound."""
    today = clock.today()
    found = Student.objects.filter(pk=student_id)
    if not actor.has(*SEES_ALL):
        spells = Enrolment.objects.filter(
            student_id=student_id, school_class_id__in=_own_class_ids(actor, today)
        )
        latest = Enrolment.objects.filter(student_id=student_id).order_by("-start", "-id").values("pk")[:1]
        found = found.filter(pk__in=spells.filter(pk__in=latest).values("student_id"))
    student = found.first()
    if student is None:
        raise StudentNotFound
    return student


def _own_class_ids(actor: Actor, on: dt.date) -> QuerySet[Duty, int]:
    return Duty.objects.filter(_open_on(on), staff_id=actor.staff_id or 0, staff__active=True).values_list(
        "school_class_id", flat=True
    )


def student_infos(students: Iterable[Student]) -> list[StudentInfo]:
    """The rows of a page as values, in their order, with three queries for all of them."""
    rows = list(students)
    ids = [row.pk for row in rows]
    today = clock.today()
    classes: dict[UUID, ClassInfo] = {}
    for spell in (
        Enrolment.objects.filter(student_id__in=ids).select_related("school_class").order_by("start", "id")
    ):
        classes[spell.student_id] = class_info(spell.school_class)
    groups: dict[UUID, list[str]] = defaultdict(list)
    for student_id, group in (
        GroupSpell.objects.filter(_open_on(today), student_id__in=ids)
        .order_by("group")
        .values_list("student_id", "group")
    ):
        groups[student_id].append(group)
    guardians: dict[UUID, list[GuardianInfo]] = defaultdict(list)
    for one in Guardian.objects.filter(student_id__in=ids):
        guardians[one.student_id].append(
            GuardianInfo(name=one.name, relation=one.relation, phone=rules.masked_phone(one.phone))
        )
    return [
        StudentInfo(
            id=row.pk,
            name=row.name,
            sex=row.sex,
            student_no=row.student_no,
            school_class=classes.get(row.pk),
            groups=tuple(groups[row.pk]),
            guardians=tuple(guardians[row.pk]),
        )
        for row in rows
    ]


def student_briefs(*, student_ids: Collection[UUID]) -> dict[UUID, StudentName]:
    """Names and present (or last) classes of students that the caller has already been allowed to see."""
    names = dict(Student.objects.filter(pk__in=student_ids).values_list("pk", "name"))
    classes: dict[UUID, SchoolClass] = {}
    spells = Enrolment.objects.filter(student_id__in=student_ids).select_related("school_class")
    for spell in spells.order_by("start", "id"):
        classes[spell.student_id] = spell.school_class
    return {
        pk: StudentName(
            id=pk,
            name=name,
            class_id=classes[pk].pk if pk in classes else None,
            class_name=classes[pk].name if pk in classes else "",
        )
        for pk, name in names.items()
    }


def student_names() -> list[str]:
    """Names of all students of the school, those who left included: what the name check looks for."""
    return sorted(set(Student.objects.exclude(name=ERASED_NAME).values_list("name", flat=True)))


def known_names() -> set[str]:
    """Names of everybody the school's rosters have: students, their guardians, staff."""
    guardians = Guardian.objects.order_by().values_list("name", flat=True).distinct()
    staff = StaffMember.objects.order_by().values_list("name", flat=True)
    return {name for name in (*student_names(), *guardians, *staff) if name and name != ERASED_NAME}


def guardian_names(*, student_id: UUID) -> list[str]:
    """Names that belong in a note about this student: no name check stumbles over them."""
    rows = Guardian.objects.filter(student_id=student_id)
    return [name for name in rows.values_list("name", flat=True) if name]


def student_was_taught_by(*, student_id: UUID, staff_id: int, on: dt.date) -> bool:
    """Whether the person had a duty in the student's class on that day, for what is entered late."""
    classes = Duty.objects.filter(_open_on(on), staff_id=staff_id).values("school_class_id")
    spells = Enrolment.objects.filter(_open_on(on), student_id=student_id)
    return spells.filter(school_class_id__in=classes).exists()


def may_mark(*, actor: Actor, student_id: UUID) -> bool:
    """Whether the actor says which groups the student is in: principal, office, and the homeroom teacher
    of the class of today."""
    if actor.has(*KEEPS_ROSTER):
        return True
    today = clock.today()
    classes = homeroom_class_ids(staff_id=actor.staff_id or 0, on=today)
    spells = Enrolment.objects.filter(_open_on(today), student_id=student_id, school_class_id__in=classes)
    return spells.exists()


def group_spells_for(*, actor: Actor, student_id: UUID) -> list[GroupSpellInfo]:
    """The groups a student is or was in, the latest first. Reasons are for those who see all and for the
    homeroom teacher; StudentNotFound."""
    student_get_for(actor=actor, student_id=student_id)
    spells = GroupSpell.objects.filter(student_id=student_id).order_by("-start", "-id")
    open_to = actor.has(*SEES_ALL) or may_mark(actor=actor, student_id=student_id)
    return [spell_info(spell, with_reason=open_to) for spell in spells]


def spell_info(spell: GroupSpell, *, with_reason: bool = True) -> GroupSpellInfo:
    """A row as a value."""
    return GroupSpellInfo(
        id=spell.pk,
        group=spell.group,
        label=Group(spell.group).label,
        reason=spell.reason if with_reason else "",
        start=spell.start,
        end=spell.end,
    )


def group_choices() -> list[tuple[str, str]]:
    """Code and label of every group."""
    return [(group.value, group.label) for group in Group]


# --- classes -----------------------------------------------------------------------------------


def class_info(school_class: SchoolClass) -> ClassInfo:
    return ClassInfo(
        id=school_class.pk, name=school_class.name, grade=school_class.grade, number=school_class.number
    )


def class_list_for(*, actor: Actor) -> list[ClassOverview]:
    """The classes at the school now, by grade and number; a teacher's own only."""
    today = clock.today()
    found = SchoolClass.objects.filter(active=True)
    if not actor.has(*SEES_ALL):
        found = found.filter(pk__in=_own_class_ids(actor, today))
    homeroom = Duty.objects.filter(_open_on(today), kind=DutyKind.HOMEROOM, staff__active=True)
    found = found.annotate(
        heads=Count(
            "enrolments", filter=_open_on(today, "enrolments__") & Q(enrolments__student__left_at=None)
        )
    ).prefetch_related(
        Prefetch(
            "duties", queryset=homeroom.select_related("staff").order_by("start", "id"), to_attr="heads_of"
        )
    )
    rows = [
        ClassOverview(
            id=one.pk,
            name=one.name,
            grade=one.grade,
            number=one.number,
            student_count=one.heads,
            homeroom_teachers=tuple(duty.staff.name for duty in one.heads_of),
        )
        for one in found
        if rules.is_studying(stage=one.stage, grade=one.grade)
    ]
    return sorted(rows, key=lambda row: (row.grade, row.number, row.name))


# --- staff -------------------------------------------------------------------------------------


def staff_id_of_user(user_id: int) -> int | None:
    """For sign-in: the staff record behind an account."""
    return StaffMember.objects.filter(user_id=user_id).values_list("pk", flat=True).first()


def staff_list_for(*, actor: Actor, search: str = "") -> QuerySet[StaffMember]:
    """Active staff by name, for leader, office and principal; RosterForbidden for others. Turn the rows
    of a page into values with `staff_infos`."""
    if not actor.has(*SEES_ALL):
        raise RosterForbidden
    found = StaffMember.objects.filter(active=True)
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(staff_no__icontains=word) | Q(phone__icontains=word))
    return found.order_by("name", "id")


def colleagues_for(*, actor: Actor) -> list[tuple[int, str]]:
    """Id and name of all active staff but the actor: whom a teacher may name as a companion."""
    if actor.school is None:
        return []
    found = StaffMember.objects.filter(active=True).exclude(pk=actor.staff_id or 0)
    return list(found.order_by("name", "id").values_list("pk", "name"))


def staff_infos(staff: Iterable[StaffMember]) -> list[StaffInfo]:
    """The rows of a page as values, in their order."""
    rows = list(staff)
    today = clock.today()
    people = accounts.accounts_by_id(row.user_id for row in rows)
    classes: dict[int, dict[int, SchoolClass]] = defaultdict(dict)
    duties = Duty.objects.filter(_open_on(today), staff_id__in=[row.pk for row in rows])
    for duty in duties.select_related("school_class"):
        classes[duty.staff_id][duty.school_class_id] = duty.school_class
    return [
        StaffInfo(
            id=row.pk,
            name=row.name,
            phone=rules.masked_phone(row.phone or ""),
            roles=tuple(sorted(people[row.user_id].roles)) if row.user_id in people else (),
            classes=tuple(
                one.name
                for one in sorted(classes[row.pk].values(), key=lambda c: (c.grade, c.number, c.label))
            ),
            must_change_password=row.user_id in people and people[row.user_id].must_change_password,
        )
        for row in rows
    ]


def staff_names(*, staff_ids: Collection[int]) -> dict[int, str]:
    """Names by id; ids of nobody are missing."""
    return dict(StaffMember.objects.filter(pk__in=list(staff_ids)).values_list("pk", "name"))


def homeroom_class_ids(*, staff_id: int, on: dt.date) -> set[int]:
    """Classes that the person is homeroom teacher of on that day."""
    return _duty_class_ids(staff_id, on, DutyKind.HOMEROOM)


def _duty_class_ids(staff_id: int, on: dt.date, kind: str) -> set[int]:
    found = Duty.objects.filter(_open_on(on), staff_id=staff_id, kind=kind)
    return set(found.values_list("school_class_id", flat=True))


# --- the whole -------------------------------------------------------------------------------------


def roster_snapshot(*, on: dt.date | None = None) -> RosterSnapshot:
    """Everything that targets are reckoned from, with its history, in six queries. Those who left the
    school are in it for what they were asked once: with their spells, without a role."""
    on = on or clock.today()
    year = rules.school_year_of(on)
    homeroom: dict[int, list[Spell]] = defaultdict(list)
    teaches: dict[int, list[Spell]] = defaultdict(list)
    for staff_id, class_id, kind, start, end in Duty.objects.order_by("start", "id").values_list(
        "staff_id", "school_class_id", "kind", "start", "end"
    ):
        (homeroom if kind == DutyKind.HOMEROOM else teaches)[staff_id].append(
            Spell(str(class_id), start, end)
        )
    enrolled: dict[UUID, list[Spell]] = defaultdict(list)
    for student_id, class_id, start, end in Enrolment.objects.order_by("start", "id").values_list(
        "student_id", "school_class_id", "start", "end"
    ):
        enrolled[student_id].append(Spell(str(class_id), start, end))
    groups: dict[UUID, list[Spell]] = defaultdict(list)
    for student_id, group, start, end in GroupSpell.objects.order_by("start", "id").values_list(
        "student_id", "group", "start", "end"
    ):
        groups[student_id].append(Spell(group, start, end))
    people = list(StaffMember.objects.order_by("name", "id").values_list("pk", "name", "user_id", "active"))
    roles = {
        user_id: account.roles
        for user_id, account in accounts.accounts_by_id(user_id for _, _, user_id, _ in people).items()
    }
    return RosterSnapshot(
        on=on,
        classes=tuple(
            SnapshotClass(
                id=one.pk,
                name=rules.class_name(
                    stage=one.stage, grade=one.grade_on(year), number=one.number, label=one.label
                ),
                grade=one.grade_on(year),
            )
            for one in SchoolClass.objects.order_by("-cohort_year", "number", "label")
            if rules.is_studying(stage=one.stage, grade=one.grade_on(year))
        ),
        staff=tuple(
            SnapshotStaff(
                id=pk,
                name=name,
                roles=tuple(sorted(roles.get(user_id, frozenset()))) if active else (),
                homeroom=tuple(homeroom[pk]),
                teaches=tuple(teaches[pk]),
            )
            for pk, name, user_id, active in people
        ),
        students=tuple(
            SnapshotStudent(id=pk, name=name, classes=tuple(enrolled[pk]), groups=tuple(groups[pk]))
            for pk, name in Student.objects.order_by("name", "id").values_list("pk", "name")
        ),
    )


def head_count(*, on: dt.date) -> int:
    """How many students are enrolled on that day."""
    spells = Enrolment.objects.filter(_open_on(on))
    return spells.values("student_id").distinct().count()
