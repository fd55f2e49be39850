"""Finds a sheet's header and tells which column holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tenants.roster.importing.cells import Sheet, Value
from tenants.roster.importing.synonyms import (
    COMMON_WORDS,
    PHONE_WORDS,
    RELATION_WORDS,
    STAFF_WORDS,
    STUDENT_WORDS,
)
from tenants.roster.importing.text import clean

STUDENTS: Final = "students"
STAFF: Final = "staff"
HEADER_WITHIN: Final = 4  # rows
ERROR_COLUMN: Final = "错误原因"
SERIAL: Final = "serial"


def _turned(words: dict[str, list[str]]) -> dict[str, str]:
    return {label: name for name, labels in (words | COMMON_WORDS).items() for label in labels}


_LABELS: Final = {STUDENTS: _turned(STUDENT_WORDS), STAFF: _turned(STAFF_WORDS)}
# Lists of staff have these columns as well.
_PERSONS = {"guardian1", "guardian2", "father", "mother"}
_PERSONAL = {"sex", "id_kind", "id_number", "birth_date", "ethnicity"}
NAME_WORDS: Final = {STUDENTS: frozenset(STUDENT_WORDS["name"]), STAFF: frozenset(STAFF_WORDS["name"])}
_STUDENT_ONLY = frozenset(STUDENT_WORDS) - _PERSONAL - {
    "name", "remark", "class", "homeroom", "grade", "address", "registered_address", "household", "disabled",
}  # fmt: skip
_STAFF_ONLY = frozenset({"role", "teaches", "subject", "staff_no", "homeroom_class", "is_homeroom"})

# What stands alone under or after a person's column belongs to that person.
_FOLLOWERS: Final[dict[str, str]] = {
    **dict.fromkeys(PHONE_WORDS, "phone"),
    **dict.fromkeys(RELATION_WORDS, "relation"),
}
_NEUTRAL_GROUP = re.compile(
    r"学生|基本|个人|学籍|信息|情况|幼儿|住址|教师|职工|户|任教|本人|身份|证件|必填|选填"
)
_OTHER_PERSON = re.compile(r"监护|家长|联系人|父|母|爸|妈|成员")


@dataclass(slots=True)
class Header:
    """Where a sheet's header is and which columns hold which field."""

    kind: str
    row: int
    columns: dict[str, list[int]] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)

    def first(self, name: str) -> int | None:
        found = self.columns.get(name)
        return found[0] if found else None


def find_header(sheet: Sheet) -> Header | None:
    """The header that explains most columns, looked for in rows 1 to 4; None for a cover sheet."""
    best: Header | None = None
    for number in range(1, HEADER_WITHIN + 1):
        if number not in sheet.rows:
            continue
        for grouped in (False, True):
            if grouped and number - 1 not in sheet.rows:
                continue
            labels = _grouped_labels(sheet, number) if grouped else _plain_labels(sheet, number)
            found = _header(number, labels)
            if found is not None and (best is None or len(found.columns) > len(best.columns)):
                best = found
    return best


def header_words(value: Value) -> str:
    """A label without the marks that forms put around it: *姓名：, 姓 名（必填）."""
    if not isinstance(value, str) or len(value) > 200:
        return ""
    text = clean(value).replace(" ", "").lower()
    text = re.sub(
        r"[*★☆※#]|[(（\[【][^()（）\[\]【】]*(?:填|可选|格式|例如|如[:：])[^()（）\[\]【】]*[)）\]】]",
        "",
        text,
    )
    text = re.sub(r"(?:必填|选填|可不填|可选)项?", "", text)
    return text.strip(":：.。、")


def _plain_labels(sheet: Sheet, number: int) -> dict[int, tuple[str, str]]:
    return {c: ("", words) for c, v in sheet.rows[number].items() if (words := header_words(v))}


def _grouped_labels(sheet: Sheet, number: int) -> dict[int, tuple[str, str]]:
    """Labels of a row under group headings; a column merged downwards takes its label from above."""
    above: dict[int, str] = {c: header_words(v) for c, v in sheet.rows[number - 1].items()}
    tall = set()
    for row1, column1, row2, column2 in sheet.merges:
        if row1 <= number - 1 <= row2 and column2 - column1 < 200:
            word = header_words(sheet.rows.get(row1, {}).get(column1, ""))
            for column in range(column1, column2 + 1):
                above[column] = word
                if row2 >= number:
                    tall.add(column)
    labels: dict[int, tuple[str, str]] = {}
    group = ""
    merged = any(row1 == number - 1 and column2 > column1 for row1, column1, _, column2 in sheet.merges)
    here = {c: header_words(v) for c, v in sheet.rows[number].items()}
    for column in range(1, max([*above, *here], default=0) + 1):
        top, bottom = above.get(column, ""), here.get(column, "")
        if top:
            group = top
        elif merged:
            group = ""
        if bottom and column not in tall:
            labels[column] = (top or group, bottom)
        elif top:
            labels[column] = ("", top)
    return labels


def _header(number: int, labels: dict[int, tuple[str, str]]) -> Header | None:
    maps = {kind: _columns(labels, kind) for kind in (STUDENTS, STAFF)}
    students, staff = maps[STUDENTS], maps[STAFF]
    for_students = len(_STUDENT_ONLY & students.keys()) - ("guardian1_phone" in students)
    for_staff = len(_STAFF_ONLY & staff.keys()) - ("class" in students)
    kind = STAFF if for_staff > for_students or (for_staff == for_students and "role" in staff) else STUDENTS
    columns = maps[kind]
    if "name" not in columns:
        return None
    telling = columns.keys() - {"name", SERIAL, "error", "remark", "sex", "phone", "guardian1_phone"}
    if not telling:
        return None
    if kind == STUDENTS and not telling & {"class", "grade"} and len(telling) < 2:
        return None
    return Header(
        kind=kind,
        row=number,
        columns=columns,
        labels={c: group + label for c, (group, label) in labels.items()},
    )


def _columns(labels: dict[int, tuple[str, str]], kind: str) -> dict[str, list[int]]:
    known = _LABELS[kind]
    columns: dict[str, list[int]] = {}
    person = "guardian1"
    named: list[str] = []  # whose names were seen so far
    loose: set[str] = set()  # given to the person named last, for want of a better
    for column in sorted(labels):
        group, label = labels[column]
        name = _field(known, group, label)
        if kind == STUDENTS:
            if name is None and (not group or _NEUTRAL_GROUP.search(group)) and label in _FOLLOWERS:
                name = f"{person}_{_FOLLOWERS[label]}"
                if name in loose and len(named) > 1:  # 父亲 母亲 电话 电话: the first was the father's
                    columns.setdefault(f"{named[-2]}_{_FOLLOWERS[label]}", columns.pop(name))
                loose.add(name)
            if name and "_" in name and name.partition("_")[0] in _PERSONS:
                name = _of_person(name, label, columns, named)
            elif named and name in columns and name in _PERSONAL | {"name", "national_no"}:
                name = None  # the guardian's own, or we should take it for the child's where that is empty
            if name and name.endswith("_name"):
                person = name.removesuffix("_name")
                named.append(person)
        if name is not None:
            columns.setdefault(name, []).append(column)
    return columns


def _of_person(name: str, label: str, columns: dict[str, list[int]], named: list[str]) -> str:
    """Columns of 家长 that come a second time are those of the second guardian."""
    person, _, what = name.partition("_")
    if person == "guardian1" and name in columns and f"guardian2_{what}" not in columns:
        return f"guardian2_{what}"
    return name


def _field(known: dict[str, str], group: str, label: str) -> str | None:
    forms = [label, re.sub(r"[(（\[【].*?[)）\]】]", "", label), re.sub(r"[()（）\[\]【】]", "", label)]
    if group:
        bare_group = re.sub(r"[(（\[【].*?[)）\]】]", "", group).removesuffix("信息").removesuffix("情况")
        for form in forms:
            if (name := known.get(bare_group + form)) is not None:
                return name
        if _OTHER_PERSON.search(group) or not _NEUTRAL_GROUP.search(group):
            return None
    return next((name for form in forms if (name := known.get(form)) is not None), None)
