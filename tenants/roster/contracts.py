"""What other parts get to see of the roster: frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClassInfo:
    """A class with its name in the present school year."""

    id: int
    name: str
    grade: int
    number: int


@dataclass(frozen=True, slots=True)
class StudentName:
    """Just enough to name a student on a page."""

    id: UUID
    name: str
    class_id: int | None
    class_name: str


@dataclass(frozen=True, slots=True)
class StudentErased:
    """Event: a student's data is being erased, in the transaction that is still open."""

    student_id: UUID


@dataclass(frozen=True, slots=True)
class GuardianInfo:
    """A guardian as lists may show one: the phone is masked."""

    name: str
    relation: str
    phone: str


@dataclass(frozen=True, slots=True)
class GroupSpellInfo:
    """A student's time in a group; an open end is None."""

    id: int
    group: str
    label: str
    reason: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class StudentInfo:
    """A student as lists show one. Never holds an identity number."""

    id: UUID
    name: str
    sex: str
    student_no: str
    school_class: ClassInfo | None
    groups: tuple[str, ...]
    guardians: tuple[GuardianInfo, ...]


@dataclass(frozen=True, slots=True)
class ClassOverview:
    """A class as the list of classes shows it, today."""

    id: int
    name: str
    grade: int
    number: int
    student_count: int
    homeroom_teachers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffInfo:
    """A member of staff as the list of staff shows one; the phone is masked."""

    id: int
    name: str
    phone: str
    roles: tuple[str, ...]
    classes: tuple[str, ...]
    must_change_password: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """Days from `start` to `end`, both included; an open end is None. `of` is a class id or a group code."""

    of: str
    start: dt.date
    end: dt.date | None


@dataclass(frozen=True, slots=True)
class SnapshotClass:
    id: int
    name: str
    grade: int


@dataclass(frozen=True, slots=True)
class SnapshotStaff:
    """Spells are named by class id (as text)."""

    id: int
    name: str
    roles: tuple[str, ...]
    homeroom: tuple[Spell, ...]
    teaches: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class SnapshotStudent:
    """`classes` by class id (as text), `groups` by group code."""

    id: UUID
    name: str
    classes: tuple[Spell, ...]
    groups: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class RosterSnapshot:
    """The whole school's roster with its history: what targets are reckoned from. Grades are those of
    the school year of `on`."""

    on: dt.date
    classes: tuple[SnapshotClass, ...] = ()
    staff: tuple[SnapshotStaff, ...] = ()
    students: tuple[SnapshotStudent, ...] = ()


@dataclass(frozen=True, slots=True)
class NewStaff:
    """A freshly made account; the password is told once and never stored in the clear."""

    id: int
    user_id: int
    name: str
    login: str
    first_password: str | None


@dataclass(frozen=True, slots=True)
class GuardianDraft:
    name: str
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import as pages see it. `rows` holds {"row", "sheet", "verdict", "faults", "hints", "name"}."""

    id: UUID
    file_name: str
    kind: str | None
    state: str
    counts: dict[str, int]
    file_error: dict[str, str] | None
    progress: int
    truncated: bool
    has_passwords: bool
    keep_days: int
    file_erased: bool
    rows: tuple[dict[str, Any], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file to download."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class RosterChanged:
    """Event: students, classes or duties are no longer what they were."""
