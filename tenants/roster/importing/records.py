"""Rows of a roster as values, and what is thought of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tenants.roster.importing.classnames import ClassKey

NEW, UPDATE, SAME, FAULT = "new", "update", "same", "fault"


@dataclass(slots=True)
class GuardianRecord:
    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(slots=True)
class StudentRecord:
    """One student as a row tells; empty values say nothing (they never clear what is stored)."""

    name: str = ""
    school_class: ClassKey | None = None
    sex: str = ""
    id_kind: str = ""
    id_number: str = ""
    national_no: str | None = None
    student_no: str = ""
    birth_date: dt.date | None = None
    ethnicity: str = ""
    entry_month: dt.date | None = None
    boarding: bool | None = None
    household: str = ""
    address: str = ""
    remark: str = ""
    groups: dict[str, bool] = field(default_factory=dict)
    guardians: list[GuardianRecord] = field(default_factory=list)
    homeroom: str = ""


# Compared one by one with what is stored. The identity number is compared by its blind index.
SCALARS = (
    "name", "sex", "id_kind", "national_no", "student_no", "birth_date", "ethnicity", "entry_month",
    "boarding", "household", "address", "remark",
)  # fmt: skip


@dataclass(slots=True)
class StaffRecord:
    name: str = ""
    phone: str = ""
    roles: list[str] = field(default_factory=list)
    staff_no: str | None = None
    homeroom: list[ClassKey] = field(default_factory=list)
    teaches: list[tuple[ClassKey, str]] = field(default_factory=list)


@dataclass(slots=True)
class Fault:
    field: str
    message: str


@dataclass(slots=True)
class ParsedRow:
    """One row of data: `number` is its row in Excel (in a csv its record, the header being 1)."""

    sheet: str
    number: int
    record: StudentRecord | StaffRecord
    faults: list[Fault] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    filled_ids: bool = False  # an identity or 学籍号 cell holds something, readable or not
    verdict: str = ""
    target: UUID | int | None = None  # whom the row is about, where that person is known already
    changes: dict[str, Any] = field(default_factory=dict)

    def fault(self, name: str, message: str) -> None:
        if not any(one.field == name and one.message == message for one in self.faults):
            self.faults.append(Fault(name, message))

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.number,
            "sheet": self.sheet,
            "name": self.record.name,
            "verdict": self.verdict,
            "faults": [{"field": one.field, "message": one.message} for one in self.faults],
            "hints": list(self.hints),
            "changes": sorted(self.changes) if self.verdict == UPDATE else [],
        }
