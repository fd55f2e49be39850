"""The roster as the dry run compares with it, in a handful of queries for the whole school."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from accounts import selectors as accounts
from kernel import clock, crypto
from tenants.roster import rules
from tenants.roster.importing.classnames import ClassKey
from tenants.roster.importing.records import SCALARS, GuardianRecord
from tenants.roster.importing.rows import Setting
from tenants.roster.importing.verdicts import Known, KnownStaff, KnownStudent
from tenants.roster.models import (
    Duty,
    DutyKind,
    Enrolment,
    GroupSpell,
    Guardian,
    SchoolClass,
    StaffMember,
    Student,
)


def identity_index(number: str) -> str:
    """The blind index by which an identity number is found again."""
    return crypto.blind_index(number, "student.id_number")


def setting_now(stage: str) -> Setting:
    today = clock.today()
    return Setting(stage=stage, school_year=rules.school_year_of(today), today=today)


def class_keys(school_year: int) -> dict[int, ClassKey]:
    """Every class by id as it is called in that school year."""
    return {
        one.pk: ClassKey(one.grade_on(school_year), one.number, one.label)
        for one in SchoolClass.objects.all()
    }


def known_roster(school_year: int) -> Known:
    """Students (those who left too: they may come back), classes and staff."""
    keys = class_keys(school_year)
    return Known(students=_students(keys), staff=_staff(keys), classes=set(keys.values()))


def guardian_lists() -> dict[UUID, list[Guardian]]:
    """Guardians by student in the order in which the dry run counts them."""
    found: dict[UUID, list[Guardian]] = defaultdict(list)
    for one in Guardian.objects.order_by("student_id", "position", "id"):
        found[one.student_id].append(one)
    return found


def _students(keys: dict[int, ClassKey]) -> list[KnownStudent]:
    classes = dict(Enrolment.objects.filter(end=None).values_list("student_id", "school_class_id"))
    groups: dict[UUID, set[str]] = defaultdict(set)
    for student_id, group in GroupSpell.objects.filter(end=None).values_list("student_id", "group"):
        groups[student_id].add(group)
    guardians = guardian_lists()
    return [
        KnownStudent(
            key=one.pk,
            name=one.name,
            id_index=one.id_index,
            national_no=one.national_no,
            student_no=one.student_no,
            school_class=keys[classes[one.pk]] if one.pk in classes else None,
            scalars={name: getattr(one, name) for name in SCALARS},
            groups=frozenset(groups[one.pk]),
            guardians=[GuardianRecord(g.name, g.relation, g.phone) for g in guardians[one.pk]],
        )
        for one in Student.objects.defer("id_number")
    ]


def _staff(keys: dict[int, ClassKey]) -> list[KnownStaff]:
    homeroom: dict[int, set[ClassKey]] = defaultdict(set)
    teaches: dict[int, set[tuple[ClassKey, str]]] = defaultdict(set)
    for duty in Duty.objects.filter(end=None):
        key = keys[duty.school_class_id]
        if duty.kind == DutyKind.HOMEROOM:
            homeroom[duty.staff_id].add(key)
        else:
            teaches[duty.staff_id].add((key, duty.subject))
    people = list(StaffMember.objects.filter(active=True))
    roles = accounts.accounts_by_id(one.user_id for one in people)
    return [
        KnownStaff(
            key=one.pk,
            name=one.name,
            phone=one.phone,
            staff_no=one.staff_no,
            roles=roles[one.user_id].roles,
            homeroom=frozenset(homeroom[one.pk]),
            teaches=frozenset(teaches[one.pk]),
        )
        for one in people
    ]
