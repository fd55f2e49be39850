"""The dry run: what each row would do to the roster. Pure; `Known` is what the roster holds now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tenants.roster.importing.classnames import ClassKey
from tenants.roster.importing.records import (
    FAULT,
    NEW,
    SAME,
    SCALARS,
    UPDATE,
    GuardianRecord,
    ParsedRow,
    StaffRecord,
    StudentRecord,
)


@dataclass(slots=True)
class KnownStudent:
    key: UUID
    name: str
    id_index: str | None
    national_no: str | None
    student_no: str
    school_class: ClassKey | None  # None for one who has left
    scalars: dict[str, Any]
    groups: frozenset[str] = frozenset()
    guardians: list[GuardianRecord] = field(default_factory=list)


@dataclass(slots=True)
class KnownStaff:
    key: int
    name: str
    phone: str | None
    staff_no: str | None
    roles: frozenset[str]
    homeroom: frozenset[ClassKey] = frozenset()
    teaches: frozenset[tuple[ClassKey, str]] = frozenset()


@dataclass(slots=True)
class Known:
    students: list[KnownStudent] = field(default_factory=list)
    staff: list[KnownStaff] = field(default_factory=list)
    classes: set[ClassKey] = field(default_factory=set)


def judge(
    rows: list[ParsedRow],
    known: Known,
    *,
    index: Callable[[str], str],
    class_name: Callable[[ClassKey], str],
    may_grant: bool,
) -> None:
    """Gives every row its verdict, its target and its changes.

    `index` is the blind index of an identity number; `may_grant` says whether the person importing may
    make principals and office accounts.
    """
    students = [row for row in rows if isinstance(row.record, StudentRecord)]
    staff = [row for row in rows if isinstance(row.record, StaffRecord)]
    _Students(known, index).judge(students)
    coming = {
        row.record.school_class
        for row in students
        if isinstance(row.record, StudentRecord) and row.record.school_class and row.verdict != FAULT
    }
    _Staff(known, known.classes | coming, class_name, may_grant).judge(staff)
    _homerooms(students, known)


def _repeated(
    rows: list[ParsedRow], name: str, what: str, value_of: Callable[[ParsedRow], str | None]
) -> None:
    first: dict[str, ParsedRow] = {}
    for row in rows:
        value = value_of(row)
        if not value:
            continue
        if value in first:
            other = first[value]
            where = (
                f"“{other.sheet}”第 {other.number} 行"
                if other.sheet != row.sheet
                else f"第 {other.number} 行"
            )
            row.fault(name, f"{what}和{where}的重复：请核对后改正或删去一行")
        else:
            first[value] = row


class _Students:
    def __init__(self, known: Known, index: Callable[[str], str]) -> None:
        self.index = index
        self.by_id = {s.id_index: s for s in known.students if s.id_index}
        self.by_national = {s.national_no: s for s in known.students if s.national_no}
        self.by_name: dict[tuple[str, ClassKey], list[KnownStudent]] = defaultdict(list)
        self.by_number: dict[tuple[str, str], list[KnownStudent]] = defaultdict(list)
        for one in known.students:
            if one.school_class is not None:
                self.by_name[one.name, one.school_class].append(one)
                if one.student_no:
                    self.by_number[one.name, one.student_no].append(one)
        self.claimed: dict[UUID, ParsedRow] = {}

    def judge(self, rows: list[ParsedRow]) -> None:
        records = {id(row): row.record for row in rows if isinstance(row.record, StudentRecord)}
        indexes = {key: self.index(r.id_number) if r.id_number else "" for key, r in records.items()}
        _repeated(rows, "id_number", "身份证号", lambda row: indexes[id(row)])
        _repeated(rows, "national_no", "学籍号", lambda row: records[id(row)].national_no)
        self._nameless_twins(rows, records)
        # Those who can be told apart by a number claim their record before those who have a name only.
        matches: dict[int, KnownStudent | None] = {}
        for row in rows:
            if row.filled_ids:
                matches[id(row)] = self._by_numbers(row, records[id(row)], indexes[id(row)])
        for row in rows:
            if matches.get(id(row)) is None and not row.faults:
                matches[id(row)] = self._by_name(row, records[id(row)])
        for row in rows:
            if row.faults:
                row.verdict = FAULT
                continue
            match = matches.get(id(row))
            if match is None:
                row.verdict = NEW
                continue
            row.target = match.key
            row.changes = student_changes(records[id(row)], indexes[id(row)], match)
            row.verdict = UPDATE if row.changes else SAME

    def _nameless_twins(self, rows: list[ParsedRow], records: dict[int, StudentRecord]) -> None:
        def key(row: ParsedRow) -> tuple[str, ClassKey | None]:
            return records[id(row)].name, records[id(row)].school_class

        bare = [row for row in rows if not row.filled_ids and all(key(row))]
        twins = Counter(map(key, bare))
        for row in bare:
            if twins[key(row)] > 1:
                row.fault(
                    "name", "同班有同名的学生，又都没有身份证号和学籍号：请补上其中一个号码，好把他们分开"
                )

    def _by_numbers(self, row: ParsedRow, record: StudentRecord, index: str) -> KnownStudent | None:
        by_id = self.by_id.get(index) if index else None
        by_national = self.by_national.get(record.national_no) if record.national_no else None
        if by_id and by_national and by_id.key != by_national.key:
            row.fault("national_no", "身份证号和学籍号在系统里属于两名不同的学生：请核对")
            return None
        if by_national and not by_id and index and by_national.id_index:
            row.fault("id_number", "这个学籍号在系统里对应另一个身份证号：请核对")
            return None
        return self._claim(row, by_id or by_national)

    def _claim(self, row: ParsedRow, match: KnownStudent | None) -> KnownStudent | None:
        if match is not None and not row.faults:
            other = self.claimed.setdefault(match.key, row)
            if other is not row:
                row.fault("name", f"这一行和第 {other.number} 行说的是系统里的同一名学生：请删去一行")
                return None
        return match

    def _by_name(self, row: ParsedRow, record: StudentRecord) -> KnownStudent | None:
        """Someone of the same name in the class (or with the same 学号) whom nothing contradicts."""
        if record.school_class is None:
            return None
        found = self.by_name[record.name, record.school_class] or (
            self.by_number[record.name, record.student_no] if record.student_no else []
        )
        found = [
            one
            for one in found
            if one.key not in self.claimed
            and not (record.birth_date and one.scalars["birth_date"] not in (None, record.birth_date))
        ]
        bare = [one for one in found if not one.id_index and not one.national_no]
        if row.filled_ids:
            # Who has numbers of another kind may or may not be the same child.
            unclear = [
                one
                for one in found
                if (one.id_index or one.national_no)
                and not (one.id_index and record.id_number)
                and not (one.national_no and record.national_no)
            ]
            if unclear:
                row.fault("name", "系统里同班有同名学生，分不清是不是同一人：请把身份证号和学籍号都填上")
                return None
            found = bare
        elif bare:
            found = bare
        if len(found) > 1:
            row.fault("name", "系统里同班有几名同名学生，分不清是哪一名：请补上身份证号或学籍号")
            return None
        return self._claim(row, found[0] if found else None)


def student_changes(record: StudentRecord, index: str, stored: KnownStudent) -> dict[str, Any]:
    """What the row would change, by field: new values; guardians and groups as they are to be applied."""
    changes: dict[str, Any] = {}
    for name in SCALARS:
        value = getattr(record, name)
        if value not in ("", None) and value != stored.scalars[name]:
            changes[name] = value
    if index and index != stored.id_index:
        changes["id_number"] = record.id_number
    if record.school_class != stored.school_class:
        changes["class"] = record.school_class
    groups = {name: wanted for name, wanted in record.groups.items() if wanted != (name in stored.groups)}
    if groups:
        changes["groups"] = groups
    guardians = guardian_changes(record.guardians, stored.guardians)
    if guardians:
        changes["guardians"] = guardians
    return changes


def guardian_changes(
    wanted: list[GuardianRecord], stored: list[GuardianRecord]
) -> list[tuple[int | None, GuardianRecord]]:
    """Per guardian to write: position in `stored` (None for a new one) and the whole record to be."""
    changes: list[tuple[int | None, GuardianRecord]] = []
    taken: set[int] = set()
    for one in wanted:
        place = next((i for i, g in enumerate(stored) if i not in taken and _is_same(one, g)), None)
        if place is None:
            changes.append((None, one))
            continue
        taken.add(place)
        old = stored[place]
        merged = GuardianRecord(one.name or old.name, one.relation or old.relation, one.phone or old.phone)
        if merged != old:
            changes.append((place, merged))
    return changes


def _is_same(one: GuardianRecord, stored: GuardianRecord) -> bool:
    if one.name and stored.name:
        return one.name == stored.name
    if one.phone and stored.phone:
        return one.phone == stored.phone
    return not stored.name or not one.name


class _Staff:
    def __init__(
        self, known: Known, classes: set[ClassKey], class_name: Callable[[ClassKey], str], may_grant: bool
    ) -> None:
        self.by_phone = {s.phone: s for s in known.staff if s.phone}
        self.by_no = {s.staff_no: s for s in known.staff if s.staff_no}
        self.classes = classes
        self.class_name = class_name
        self.may_grant = may_grant
        self.claimed: dict[int, ParsedRow] = {}

    def judge(self, rows: list[ParsedRow]) -> None:
        records = {id(row): row.record for row in rows if isinstance(row.record, StaffRecord)}
        _repeated(rows, "phone", "手机号", lambda row: records[id(row)].phone)
        _repeated(rows, "staff_no", "工号", lambda row: records[id(row)].staff_no)
        for row in rows:
            record = records[id(row)]
            self._check_classes(row, record)
            match = self._match(row, record)
            held = match.roles if match else frozenset()
            if not self.may_grant and set(record.roles) & {"principal", "office"} - held:
                row.fault("role", "校长和办公室的账号只能由校长来设置：请让校长导入这一行")
            if row.faults:
                row.verdict = FAULT
            elif match is None:
                row.verdict = NEW
            else:
                row.target = match.key
                row.changes = staff_changes(record, match)
                row.verdict = UPDATE if row.changes else SAME

    def _check_classes(self, row: ParsedRow, record: StaffRecord) -> None:
        for name, keys in (
            ("homeroom_class", record.homeroom),
            ("teaches", [key for key, _ in record.teaches]),
        ):
            for key in keys:
                if key not in self.classes and not any(one.field == "teaches" for one in row.faults):
                    row.fault(name, f"系统里还没有{self.class_name(key)}：请先导入学生名册，或核对班级")

    def _match(self, row: ParsedRow, record: StaffRecord) -> KnownStaff | None:
        by_phone = self.by_phone.get(record.phone) if record.phone else None
        by_no = self.by_no.get(record.staff_no) if record.staff_no else None
        if by_phone and by_no and by_phone.key != by_no.key:
            row.fault("staff_no", "手机号和工号在系统里属于两位不同的老师：请核对")
            return None
        match = by_phone or by_no
        if match is not None and not row.faults:
            other = self.claimed.setdefault(match.key, row)
            if other is not row:
                row.fault("name", f"这一行和第 {other.number} 行说的是系统里的同一位老师：请删去一行")
        return match


def staff_changes(record: StaffRecord, stored: KnownStaff) -> dict[str, Any]:
    """What the row would change. Roles that keep the roster are never taken away by a file."""
    changes: dict[str, Any] = {}
    if record.name != stored.name:
        changes["name"] = record.name
    if record.phone != stored.phone:
        changes["phone"] = record.phone
    if record.staff_no and record.staff_no != stored.staff_no:
        changes["staff_no"] = record.staff_no
    roles = frozenset(record.roles) | (stored.roles & {"principal", "office"})
    if roles != stored.roles:
        changes["role"] = sorted(roles)
    if record.homeroom and frozenset(record.homeroom) != stored.homeroom:
        changes["homeroom_class"] = record.homeroom
    if record.teaches and frozenset(record.teaches) != stored.teaches:
        changes["teaches"] = record.teaches
    return changes


def _homerooms(rows: list[ParsedRow], known: Known) -> None:
    """班主任 in a students' file: links a teacher whom the staff list has to a class that has none."""
    named: dict[ClassKey, dict[str, list[ParsedRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        record = row.record
        if (
            isinstance(record, StudentRecord)
            and record.homeroom
            and record.school_class
            and row.verdict != FAULT
        ):
            named[record.school_class][record.homeroom].append(row)
    holders: dict[ClassKey, set[str]] = defaultdict(set)
    by_name: dict[str, list[KnownStaff]] = defaultdict(list)
    for one in known.staff:
        by_name[one.name].append(one)
        for key in one.homeroom:
            holders[key].add(one.name)
    for key, names in named.items():
        for name, affected in names.items():
            hint = _homeroom_hint(name, len(names), holders[key], len(by_name[name]))
            for row in affected:
                if hint:
                    row.hints.append(hint)
                elif name not in holders[key]:
                    row.changes["homeroom"] = by_name[name][0].key
                    row.verdict = UPDATE if row.verdict == SAME else row.verdict


def _homeroom_hint(name: str, names: int, holders: set[str], matches: int) -> str:
    if name in holders:
        return ""
    if names > 1:
        return "同一个班写了不同的班主任，没有设置；请在名册里指定"
    if holders:
        return f"系统里这个班的班主任是{'、'.join(sorted(holders))}，没有更换；要更换请在名册里操作"
    if matches == 0:
        return f"教职工名册里还没有{name}，导入教职工后再导入一次即可关联"
    return f"教职工名册里有几位{name}，没有设置班主任；请在名册里指定" if matches > 1 else ""
