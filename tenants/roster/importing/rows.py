"""From a sheet with a header to its rows of data."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from tenants.roster.importing import people, words
from tenants.roster.importing.cells import Row, Sheet, Value
from tenants.roster.importing.classnames import ClassReader, class_list
from tenants.roster.importing.columns import NAME_WORDS, SERIAL, STUDENTS, Header, find_header, header_words
from tenants.roster.importing.people import UnreadableError, text_of
from tenants.roster.importing.records import GuardianRecord, ParsedRow, StaffRecord, StudentRecord
from tenants.roster.importing.text import compact

T = TypeVar("T")

_SUM = re.compile(
    r"(?:(?:本页|本班|全班|全校|全年级|.{1,8}[班级])?(?:合计|总计|小计|共计|共有?|总数|总人数|人数)|人数合计|学生总数|合计人数)"
    r"(?:[(（]?人数?[)）]?)?(?:[:：=]|\d|$|[一二三四五六七八九十百]+[人名])"
    r"|男生?[:：]?\d+[人名]?.{0,2}女生?[:：]?\d+|[(（\-—]*以下(?:空白|无内容|无正文)"
)
_SIGNED = re.compile(
    r"(?:制表人?|填表人?|填报人?|审核人?|审核意见|负责人|经办人|校长|园长|班主任|单位|学校|签名|签字|盖章|"
    r"(?:填表|填报|制表|上报|打印|导出)?(?:日期|时间)|说明|注|备注|填表说明|联系人|(?:校长|班主任|教师|家长|负责人)(?:签字|签名|签章|盖章))"
    r"(?:[(（][^)）]{0,8}[)）])?[:：]|附[:：]|(?:制表|填表|填报|审核|经办|复核)人|"
    r"(?:填表|填报|制表|上报|打印|导出)(?:日期|时间)"
)
_STAMP = re.compile(
    r"(?:学校|单位)?[(（]?(?:学校)?(?:盖章|公章)[)）]?\Z|"
    r"(?:校长|班主任|负责人)?[(（]?(?:签字|签名|签章)[)）]?[:：]?\Z|\d*年\d*月\d*日?\Z"
)
_GROUP_FIELDS = ("left_behind", "single_parent", "disabled", "migrant", "poor")
_GROUP_WORDS = {
    "left_behind": ("留守",),
    "single_parent": ("单亲", "离异"),
    "disabled": ("残疾",),
    "migrant": ("随迁",),
    "poor": ("低保", "建档立卡", "脱贫", "困难", "贫困", "特困"),
}
_MERGED_DOWN = ("class", "grade", "homeroom", "teaches")


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading a roster needs to know of its school and day."""

    stage: str
    school_year: int
    today: dt.date


def roster_sheets(sheets: list[Sheet]) -> list[tuple[Sheet, Header]]:
    """The sheets with a roster header, students' before staff's (whose classes they may bring)."""
    found = [(sheet, header) for sheet in sheets if (header := find_header(sheet)) is not None]
    return sorted(found, key=lambda pair: pair[1].kind != STUDENTS)


def data_rows(sheet: Sheet, header: Header, setting: Setting) -> Iterator[ParsedRow]:
    """The rows of data below the header, each read as far as it can be."""
    reader = ClassReader(setting.stage, setting.school_year)
    parse: type[_RowReader] = _StudentReader if header.kind == STUDENTS else _StaffReader
    merged = _merged_down(sheet, header)
    titles = {row1 for row1, c1, row2, c2 in sheet.merges if row1 == row2 and c2 - c1 >= 2}
    known = {
        column
        for name, columns in header.columns.items()
        if name not in (SERIAL, "error")
        for column in columns
    }
    for number in sorted(sheet.rows):
        if number <= header.row:
            continue
        row = sheet.rows[number]
        if not _is_data(row, header, known, number in titles):
            continue
        for column, value in merged.get(number, {}).items():
            row = row if column in row else {**row, column: value}
        named = number - header.row + 1 if sheet.is_csv else number
        yield parse(row, header, sheet, setting, reader, named).read()


def _merged_down(sheet: Sheet, header: Header) -> dict[int, Row]:
    """Values of class columns that are merged over the rows of a class."""
    columns = {column for name in _MERGED_DOWN for column in header.columns.get(name, [])}
    filled: dict[int, Row] = {}
    last = max(sheet.rows, default=0)
    for row1, column1, row2, column2 in sheet.merges:
        if row2 > row1 > header.row and column1 == column2 and column1 in columns:
            value = sheet.rows.get(row1, {}).get(column1)
            if value is not None:
                for number in range(row1 + 1, min(row2, last) + 1):
                    filled.setdefault(number, {})[column1] = value
    return filled


def _filled(value: Value) -> bool:
    """Whether a cell shows anything. Nearly all do with their first character, which is quick to see."""
    return not isinstance(value, str) or value[:1].isalnum() or bool(compact(value[:300]))


def _is_data(row: Row, header: Header, known: set[int], is_title: bool) -> bool:
    """Not empty, no serial number alone, no repeated header, no sum, no signatures."""
    shown = [column for column, value in sorted(row.items()) if _filled(value)]
    filled = [column for column in shown if column in known]
    if not filled or (is_title and len(shown) == 1):
        return False
    name = header.first("name")
    if _repeats_header(row, shown, header):
        return False
    notes = {*header.columns.get("remark", ()), *header.columns.get("address", ())}
    first = next((column for column in shown if column not in notes), None)
    for column in {first, name} - {None}:
        value = row.get(column or 0)
        said = compact(value[:300]) if isinstance(value, str) else ""
        if _SUM.match(said) or _SIGNED.match(said) or (_STAMP.match(said) and len(filled) <= 2):
            return False
    return True


def _repeats_header(row: Row, shown: list[int], header: Header) -> bool:
    """Whether the row names the columns anew: the header of the next page, or the headings of its groups."""
    name = header.first("name")
    words = {column: header_words(row[column]) for column in shown}
    # A heading of a group may stand before the label.
    again = [bool(word) and _is_part(word, header.labels.get(column, "")) for column, word in words.items()]
    if words.get(name or 0) in NAME_WORDS[header.kind] or (name in words and again[shown.index(name)]):
        return True
    return name not in words and all(again)


def _is_part(word: str, label: str) -> bool:
    return label.startswith(word) or label.endswith(word)


class _RowReader:
    """What reading a students' and a staff row have in common."""

    def __init__(
        self, row: Row, header: Header, sheet: Sheet, setting: Setting, reader: ClassReader, number: int
    ) -> None:
        self.row = row
        self.header = header
        self.sheet = sheet
        self.setting = setting
        self.classes = reader
        record = StudentRecord() if header.kind == STUDENTS else StaffRecord()
        self.result = ParsedRow(sheet=sheet.name, number=number, record=record)

    def read(self) -> ParsedRow:
        raise NotImplementedError

    def cell(self, name: str) -> Value | None:
        """The first filled cell of a field's columns."""
        for column in self.header.columns.get(name, ()):
            value = self.row.get(column)
            if value is not None and _filled(value):
                return value
        return None

    def take(self, name: str, read: Callable[[Value], T], nothing: T) -> T:
        """The field as read; a fault, and nothing, when a filled cell cannot be read."""
        value = self.cell(name)
        if value is None:
            return nothing
        try:
            return read(value)
        except UnreadableError as problem:
            self.result.fault(name, str(problem))
            return nothing

    def day(self, value: Value) -> dt.date:
        return people.date(value, date1904=self.sheet.date1904, today=self.setting.today, what="出生日期")


class _StudentReader(_RowReader):
    def read(self) -> ParsedRow:
        record = self.result.record
        assert isinstance(record, StudentRecord)  # noqa: S101  (for the type checker)
        record.name = self.take("name", words.name, "")
        if not record.name and self.cell("name") is None:
            self.result.fault("name", "没有填姓名")
        self._class(record)
        record.sex = self.take("sex", words.sex, "")
        self._identity(record)
        record.student_no = self.take("student_no", lambda v: people.code(v, "学号"), "")
        record.ethnicity = self.take("ethnicity", words.ethnic_group, "")
        record.entry_month = self.take("entry_month", self._month, None)
        record.boarding = self.take("boarding", words.boarding, None)
        record.household = self.take("household", lambda v: words.free_text(v, 40), "")
        registered = self.take("registered_address", words.free_text, "")
        record.address = self.take("address", words.free_text, "") or registered
        record.remark = self.take("remark", words.free_text, "")
        record.homeroom = self.take("homeroom", lambda v: words.name(v, "班主任"), "")
        self._groups(record)
        self._guardians(record)
        return self.result

    def _month(self, value: Value) -> dt.date | None:
        return people.month(value, date1904=self.sheet.date1904, today=self.setting.today)

    def _class(self, record: StudentRecord) -> None:
        try:
            record.school_class = self.classes.read(self.cell("grade"), self.cell("class"), self.sheet.name)
        except UnreadableError as problem:
            self.result.fault("class", str(problem))

    def _identity(self, record: StudentRecord) -> None:
        today = self.setting.today
        self.result.filled_ids = self.cell("id_number") is not None or self.cell("national_no") is not None
        kind = self.take("id_kind", lambda v: words.free_text(v, 40), "").replace(" ", "")
        record.id_kind = "" if people.is_resident_card(kind) else kind
        record.id_number = self.take("id_number", lambda v: people.identity_number(v, kind, today), "")
        record.national_no = self.take("national_no", lambda v: people.code(v, "学籍号"), None)
        record.birth_date = self.take("birth_date", self.day, None)
        if record.id_number and not record.id_kind:
            born = people.birth_of(record.id_number)
            if record.birth_date is not None and record.birth_date != born:
                self.result.fault("birth_date", "出生日期和身份证号里的不一样：请核对哪一个写错了")
            elif self.cell("birth_date") is None:
                record.birth_date = born
            if not record.sex and self.cell("sex") is None:
                record.sex = people.sex_of(record.id_number)
            elif record.sex and record.sex != people.sex_of(record.id_number):
                self.result.hints.append("性别和身份证号里的不一样，请核对；导入时按“性别”这一列")

    def _groups(self, record: StudentRecord) -> None:
        for name in _GROUP_FIELDS:
            answers: list[bool] = []
            for column in self.header.columns.get(name, ()):
                value = self.row.get(column)
                if value is None or (isinstance(value, str) and not compact(value)):
                    continue
                try:
                    answers.append(words.yes_or_no(value, _GROUP_WORDS[name]))
                except UnreadableError as problem:
                    self.result.fault(name, str(problem))
            if answers:
                record.groups[name] = any(answers)

    def _guardians(self, record: StudentRecord) -> None:
        for person, relation in (
            ("guardian1", ""),
            ("guardian2", ""),
            ("father", "父亲"),
            ("mother", "母亲"),
        ):
            one = GuardianRecord(
                name=self.take(f"{person}_name", lambda v: words.name(v, "监护人姓名"), ""),
                relation=self.take(f"{person}_relation", lambda v: words.free_text(v, 20), ""),
                phone=self.take(f"{person}_phone", people.phone, ""),
            )
            if not one.name and any(g.phone == one.phone for g in record.guardians):
                continue  # the same number in a second column
            if one.name or one.phone:
                one.relation = one.relation or relation
                same = next((g for g in record.guardians if g.name == one.name and one.name), None)
                if same is None:
                    record.guardians.append(one)
                else:  # named both as guardian and as father or mother
                    same.relation, same.phone = same.relation or one.relation, same.phone or one.phone


class _StaffReader(_RowReader):
    def read(self) -> ParsedRow:
        record = self.result.record
        assert isinstance(record, StaffRecord)  # noqa: S101  (for the type checker)
        record.name = self.take("name", words.name, "")
        if not record.name and self.cell("name") is None:
            self.result.fault("name", "没有填姓名")
        record.phone = self.take("phone", lambda v: people.phone(v, mobile_only=True), "")
        if not record.phone and self.cell("phone") is None:
            self.result.fault("phone", "没有填手机号：老师要用它登录")
        record.staff_no = self.take("staff_no", lambda v: people.code(v, "工号"), None)
        nothing: tuple[list[str], str] = ([], "")
        record.roles, beside = self.take("role", words.roles, nothing)
        if self.cell("role") is None:
            self.result.fault(
                "role", "没有填角色：请填 班主任、科任教师、校领导、办公室、校长 中的一个或几个"
            )
        subject = self.take("subject", lambda v: words.free_text(v, 40), "")
        subject = "、".join(filter(None, re.split(r"[、,，;；/\s]+", subject)))
        none: list[Any] = []
        taught = self.take("teaches", lambda v: class_list(self.classes, text_of(v)), none)
        record.teaches = list(dict.fromkeys((key, own or subject) for key, own in taught))
        self._homeroom(record, beside)
        return self.result

    def _homeroom(self, record: StaffRecord, beside: str) -> None:
        """班主任班级; else the class beside the word 班主任; else the only class that is taught."""
        none: list[Any] = []
        if compact(str(self.cell("homeroom_class") or "")) not in ("否", "无", "不是", "-", "/", "—"):
            named = self.take("homeroom_class", lambda v: class_list(self.classes, text_of(v)), none)
            record.homeroom = list(dict.fromkeys(key for key, _ in named))
        if self.take("is_homeroom", lambda v: words.yes_or_no(v, ("班主任",)), False) and record.roles:
            record.roles = list(dict.fromkeys([*record.roles, "homeroom"]))
        if record.homeroom and record.roles and "homeroom" not in record.roles:
            record.roles.append("homeroom")
        if record.homeroom or "homeroom" not in record.roles or self.cell("homeroom_class") is not None:
            return
        if beside:
            try:
                record.homeroom = [self.classes.read(None, beside)]
            except UnreadableError:
                self.result.fault(
                    "role", f"看不懂角色里的“{beside[:12]}”：请把班级写到“任教班级”或“班主任班级”一列"
                )
            return
        taught = list(dict.fromkeys(key for key, _ in record.teaches))
        if len(taught) == 1:
            record.homeroom = taught
        else:
            self.result.hints.append("没有写清是哪个班的班主任，导入后请在名册里指定，或加上“班主任班级”一列")
