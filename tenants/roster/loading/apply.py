"""Writes the good rows of a checked import, in bulk. Runs inside the caller's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from accounts import services as accounts
from accounts.rules import first_password
from kernel import clock
from kernel.actor import Actor
from tenants.roster import rules
from tenants.roster.importing.classnames import ClassKey
from tenants.roster.importing.records import (
    NEW,
    SCALARS,
    UPDATE,
    GuardianRecord,
    ParsedRow,
    StaffRecord,
    StudentRecord,
)
from tenants.roster.loading.state import guardian_lists, identity_index
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

M = TypeVar("M", bound=Model)
BATCH = 1_000


class Applier:
    """Applies judged rows once. `passwords` holds (name, login, first password) of new accounts."""

    def __init__(self, *, actor: Actor, stage: str, school_year: int, year_start: dt.date) -> None:
        self.actor = actor
        self.stage = stage
        self.school_year = school_year
        self.now = clock.now()
        self.today = clock.today()
        # A class that comes into being with this file was there since the school year began.
        self.since = min(year_start, self.today)
        self.classes: dict[ClassKey, SchoolClass] = {}
        self.fresh: set[ClassKey] = set()
        self.passwords: list[tuple[str, str, str]] = []

    def run(self, rows: list[ParsedRow]) -> None:
        good = [row for row in rows if row.verdict in (NEW, UPDATE)]
        students = [row for row in good if isinstance(row.record, StudentRecord)]
        staff = [row for row in good if isinstance(row.record, StaffRecord)]
        self._prepare_classes(students)
        self._new_students([row for row in students if row.verdict == NEW])
        self._changed_students([row for row in students if row.verdict == UPDATE and row.target is not None])
        self._new_staff([row for row in staff if row.verdict == NEW])
        self._changed_staff([row for row in staff if row.verdict == UPDATE])
        self._link_homerooms(students)

    # --- classes -------------------------------------------------------------------------------

    def _prepare_classes(self, rows: list[ParsedRow]) -> None:
        for one in SchoolClass.objects.all():
            self.classes[ClassKey(one.grade_on(self.school_year), one.number, one.label)] = one
        wanted = {row.record.school_class for row in rows if isinstance(row.record, StudentRecord)}
        for key in sorted(filter(None, wanted)):
            if key not in self.classes:
                cohort = rules.cohort_of(stage=self.stage, grade=key.grade, school_year=self.school_year)
                self.classes[key] = SchoolClass.objects.create(
                    stage=self.stage, cohort_year=cohort, number=key.number, label=key.label
                )
                self.fresh.add(key)
            elif not self.classes[key].active:
                SchoolClass.objects.filter(pk=self.classes[key].pk).update(active=True)

    def _start(self, key: ClassKey) -> dt.date:
        return self.since if key in self.fresh else self.today

    # --- students ------------------------------------------------------------------------------

    def _new_students(self, rows: list[ParsedRow]) -> None:
        students: list[Student] = []
        spells: list[Enrolment] = []
        guardians: list[Guardian] = []
        groups: list[GroupSpell] = []
        for row in rows:
            record = row.record
            assert isinstance(record, StudentRecord)  # noqa: S101  (for the type checker)
            assert record.school_class is not None  # noqa: S101
            student = Student(created_at=self.now, updated_at=self.now)
            for name in SCALARS:
                setattr(student, name, getattr(record, name))
            _set_identity(student, record.id_number)
            students.append(student)
            start = self._start(record.school_class)
            spells.append(
                Enrolment(student=student, school_class=self.classes[record.school_class], start=start)
            )
            guardians += [
                _guardian(student, one, place) for place, one in enumerate(record.guardians, start=1)
            ]
            groups += [
                GroupSpell(student=student, group=name, reason="名册导入", start=start)
                for name, wanted in record.groups.items()
                if wanted
            ]
        _create(students)
        _create(spells)
        _create(guardians)
        _create(groups)

    def _changed_students(self, rows: list[ParsedRow]) -> None:
        changed = [row for row in rows if set(row.changes) - {"homeroom"}]
        students = Student.objects.in_bulk([row.target for row in changed])
        stored = guardian_lists() if any("guardians" in row.changes for row in changed) else {}
        touched: list[Student] = []
        new_guardians: list[Guardian] = []
        old_guardians: list[Guardian] = []
        for row in changed:
            student = students[row.target]
            for name in SCALARS:
                if name in row.changes:
                    setattr(student, name, row.changes[name])
            if "id_number" in row.changes:
                _set_identity(student, row.changes["id_number"])
            student.updated_at = self.now
            if "class" in row.changes:
                self._move(student, row.changes["class"])
            if "groups" in row.changes:
                self._regroup(student, row.changes["groups"])
            known = stored.get(student.pk, [])
            for place, record in row.changes.get("guardians", ()):
                if place is None:
                    new_guardians.append(_guardian(student, record, len(known) + 1))
                else:
                    one = known[place]
                    one.name, one.relation, one.phone = record.name, record.relation, record.phone
                    old_guardians.append(one)
            touched.append(student)
        if touched:
            fields = [*SCALARS, "id_number", "id_index", "left_at", "updated_at"]
            Student.objects.bulk_update(touched, fields, batch_size=BATCH)
        if old_guardians:
            Guardian.objects.bulk_update(old_guardians, ["name", "relation", "phone"], batch_size=BATCH)
        _create(new_guardians)

    def _move(self, student: Student, key: ClassKey) -> None:
        yesterday = self.today - dt.timedelta(days=1)
        for spell in Enrolment.objects.filter(student=student, end=None):
            _end(spell, yesterday)
        Enrolment.objects.create(student=student, school_class=self.classes[key], start=self.today)
        student.left_at = None

    def _regroup(self, student: Student, wanted: dict[str, bool]) -> None:
        for group, is_in in wanted.items():
            if is_in:
                GroupSpell.objects.create(student=student, group=group, reason="名册导入", start=self.today)
            else:
                for spell in GroupSpell.objects.filter(student=student, group=group, end=None):
                    _end(spell, self.today - dt.timedelta(days=1))

    # --- staff ---------------------------------------------------------------------------------

    def _new_staff(self, rows: list[ParsedRow]) -> None:
        """Hashing is the slow part and leaves the interpreter's lock alone: one thread per core does it."""
        clear = [first_password() for _ in rows]
        with ThreadPoolExecutor(max_workers=2) as pool:
            hashes = list(pool.map(make_password, clear))
        for row, password, digest in zip(rows, clear, hashes, strict=True):
            record = row.record
            assert isinstance(record, StaffRecord)  # noqa: S101  (for the type checker)
            account = accounts.user_create(
                actor=self.actor,
                login=record.phone,
                phone=record.phone,
                name=record.name,
                roles=record.roles,
                password_hash=digest,
            )
            staff = StaffMember.objects.create(
                user_id=account.id,
                name=record.name,
                phone=record.phone,
                staff_no=record.staff_no,
                created_at=self.now,
            )
            self.passwords.append((record.name, account.login, password))
            self._set_teaching(staff, record.teaches, self.since)
            self._set_homeroom(staff, record.homeroom, self.since)

    def _changed_staff(self, rows: list[ParsedRow]) -> None:
        for row in rows:
            staff = StaffMember.objects.get(pk=int(str(row.target)))
            changes = row.changes
            staff.name = changes.get("name", staff.name)
            staff.phone = changes.get("phone", staff.phone)
            staff.staff_no = changes.get("staff_no", staff.staff_no)
            staff.save(update_fields=["name", "phone", "staff_no"])
            accounts.user_update(
                actor=self.actor,
                user_id=staff.user_id,
                name=changes.get("name"),
                phone=changes.get("phone"),
                roles=changes.get("role"),
            )
            if "teaches" in changes:
                self._set_teaching(staff, changes["teaches"], self.today)
            if "homeroom_class" in changes:
                self._set_homeroom(staff, changes["homeroom_class"], self.today)

    def _set_teaching(
        self, staff: StaffMember, wanted: Iterable[tuple[ClassKey, str]], start: dt.date
    ) -> None:
        pairs = {(self.classes[key].pk, subject) for key, subject in wanted}
        self._set_duties(staff, DutyKind.SUBJECT, pairs, start)

    def _set_homeroom(self, staff: StaffMember, wanted: Iterable[ClassKey], start: dt.date) -> None:
        pairs = {(self.classes[key].pk, "") for key in wanted}
        self._set_duties(staff, DutyKind.HOMEROOM, pairs, start)

    def _set_duties(
        self, staff: StaffMember, kind: str, wanted: set[tuple[int, str]], start: dt.date
    ) -> None:
        """The filled column is the whole of the person's duties of that kind; an empty one says nothing."""
        if not wanted:
            return
        held = {
            (d.school_class_id, d.subject): d for d in Duty.objects.filter(staff=staff, kind=kind, end=None)
        }
        for pair in held.keys() - wanted:
            _end(held[pair], self.today - dt.timedelta(days=1))
        for class_id, subject in sorted(wanted - held.keys()):
            begun = start
            if (
                kind == DutyKind.HOMEROOM
                and Duty.objects.filter(school_class_id=class_id, kind=kind).exists()
            ):
                begun = self.today  # taken over from someone, not held since the year began
            Duty.objects.create(
                staff=staff, school_class_id=class_id, kind=kind, subject=subject, start=begun
            )

    def _link_homerooms(self, rows: list[ParsedRow]) -> None:
        links = {
            (row.record.school_class, row.changes["homeroom"])
            for row in rows
            if isinstance(row.record, StudentRecord) and row.record.school_class and "homeroom" in row.changes
        }
        for key, staff_id in sorted(links):
            Duty.objects.get_or_create(
                staff_id=staff_id,
                school_class=self.classes[key],
                kind=DutyKind.HOMEROOM,
                subject="",
                end=None,
                defaults={"start": self.since},
            )


def _create(rows: list[M]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)  # noqa: SLF001  (Django's public name)


def _end(spell: Enrolment | GroupSpell | Duty, last: dt.date) -> None:
    """Ends a spell; one that would end before it began is taken back."""
    if spell.start > last:
        spell.delete()
    else:
        spell.end = last
        spell.save(update_fields=["end"])


def _set_identity(student: Student, number: str) -> None:
    student.id_number = number
    student.id_index = identity_index(number) if number else None


def _guardian(student: Student, record: GuardianRecord, position: int) -> Guardian:
    return Guardian(
        student=student, name=record.name, relation=record.relation, phone=record.phone, position=position
    )
