"""Finds a sheet's header and tells which column holds what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from tenants.roster.importing.cells import Sheet, Value
from tenants.roster.importing.text import clean

STUDENTS: Final = "students"
STAFF: Final = "staff"
HEADER_WITHIN: Final = 4  # rows
ERROR_COLUMN: Final = "错误原因"
SERIAL: Final = "serial"

_PHONE_WORDS = (
    "联系电话",
    "电话",
    "手机",
    "手机号",
    "手机号码",
    "电话号码",
    "联系方式",
    "联系手机",
    "移动电话",
)
_RELATION_WORDS = ("关系", "与学生关系", "与本人关系", "与孩子关系", "与幼儿关系", "称谓")


def _spread(prefixes: str, suffixes: tuple[str, ...]) -> list[str]:
    return [prefix + suffix for prefix in prefixes.split() for suffix in suffixes]


_FIRST = "监护人 家长 第一监护人 监护人1 监护人一 监护人① 家长1 第一家长 家长一 成员1 家庭成员1 父母或监护人 家长或监护人"
_SECOND = "第二监护人 监护人2 监护人二 监护人② 家长2 第二家长 家长二 成员2 家庭成员2 其他监护人"
_NAMES = ("", "姓名", "名字")

# Words of one group name one field. A label belongs to one group only within a kind.
_STUDENT_WORDS: Final[dict[str, list[str]]] = {
    "name": ["姓名", "学生姓名", "学生名字", "名字", "幼儿姓名", "孩子姓名", "儿童姓名", "真实姓名", "学生", "被监护人姓名"],
    "sex": ["性别", "学生性别", "幼儿性别"],
    "id_kind": ["身份证件类型", "证件类型", "身份证类型", "有效证件类型", "身份证件种类", "证件种类"],
    "id_number": ["身份证件号", "身份证件号码", "身份证号", "身份证号码", "身份证", "证件号", "证件号码", "公民身份号码", "公民身份证号", "居民身份证号", "居民身份证号码", "有效证件号", "有效证件号码", "学生身份证号", "学生身份证号码", "学生身份证", "学生身份证件号", "幼儿身份证号"],
    "national_no": ["学籍号", "全国学籍号", "国网学籍号", "学籍号码", "全国学籍号码", "学籍编号", "国家学籍号", "学生学籍号", "全国统一学籍号"],
    "student_no": ["校内学号", "学号", "校学号", "学生学号", "学生编号", "校内编号", "本校学号"],
    "birth_date": ["出生日期", "出生年月日", "生日", "出生年月", "出生时间", "出生"],
    "ethnicity": ["民族", "学生民族"],
    "grade": ["年级", "所在年级", "年级名称", "就读年级", "现读年级", "所属年级", "级别", "年段"],
    "class": ["班级", "班级名称", "所在班级", "班", "就读班级", "现读班级", "所属班级", "年级班级", "班别", "行政班", "班号", "班级全称", "年级班", "学生班级"],
    "entry_month": ["入学年月", "入学时间", "入学日期", "入校时间", "入园时间", "入园日期", "入校日期"],
    "boarding": ["就读方式", "是否住校", "是否寄宿", "住校", "寄宿", "走读住校", "走读/住校", "是否住宿", "是否寄宿生", "是否住校生", "就读形式", "住宿情况"],
    "household": ["户口性质", "户籍性质", "户口类型", "户口类别", "户籍类型", "户籍类别", "户口"],
    "address": ["家庭住址", "家庭地址", "现住址", "现住地址", "住址", "居住地址", "联系地址", "通信地址", "通讯地址", "家庭详细住址", "家庭现住址", "地址", "户籍/家庭住址"],
    "registered_address": ["户籍地址", "户籍住址", "户口所在地", "户籍所在地", "户口地址", "户籍", "户籍详细地址"],
    "left_behind": ["是否留守", "留守", "留守儿童", "是否留守儿童", "是否农村留守儿童", "农村留守儿童", "是否为留守儿童"],
    "single_parent": ["是否单亲", "单亲", "单亲家庭", "是否单亲家庭", "是否单亲家庭子女", "单亲家庭子女"],
    "disabled": ["是否残疾", "残疾", "是否残疾人", "残疾人", "是否残疾儿童", "是否残疾学生", "残疾儿童", "残疾学生"],
    "migrant": ["是否随迁", "随迁", "随迁子女", "是否随迁子女", "进城务工人员随迁子女", "是否进城务工人员随迁子女", "是否进城务工随迁子女"],
    "poor": ["是否低保", "低保", "低保户", "是否低保户", "建档立卡", "是否建档立卡", "建档立卡户", "是否建档立卡户", "脱贫户", "是否脱贫户", "低保/建档立卡", "是否低保/建档立卡", "低保建档立卡", "是否低保建档立卡", "是否建档立卡贫困户", "是否脱贫家庭", "家庭经济困难", "是否家庭经济困难", "是否困难", "是否贫困", "贫困户", "是否享受低保", "是否脱贫户子女", "建档立卡脱贫户", "低保/建档立卡脱贫户", "是否低保/建档立卡脱贫户"],
    "guardian1_name": [*_spread(_FIRST, _NAMES), "监护人/家长姓名", "家长/监护人姓名", "监护人家长姓名", "家长监护人姓名",
                       "监护人/家长", "家长/监护人"],
    "guardian1_relation": _spread(_FIRST, _RELATION_WORDS),
    "guardian1_phone": [*_spread(_FIRST, _PHONE_WORDS), "家庭电话"],
    "guardian2_name": _spread(_SECOND, _NAMES),
    "guardian2_relation": _spread(_SECOND, _RELATION_WORDS),
    "guardian2_phone": _spread(_SECOND, _PHONE_WORDS),
    "father_name": _spread("父亲 爸爸 父", _NAMES),
    "father_phone": _spread("父亲 爸爸 父", _PHONE_WORDS),
    "mother_name": _spread("母亲 妈妈 母", _NAMES),
    "mother_phone": _spread("母亲 妈妈 母", _PHONE_WORDS),
    "homeroom": ["班主任", "班主任姓名", "班主任老师", "班主任名字", "班主任教师"],
    "remark": ["备注", "说明", "其他说明"],
}  # fmt: skip
_STAFF_WORDS: Final[dict[str, list[str]]] = {
    "name": [
        "姓名",
        "教师姓名",
        "教职工姓名",
        "老师姓名",
        "职工姓名",
        "员工姓名",
        "教师",
        "教师名字",
        "名字",
    ],
    "phone": list(_PHONE_WORDS) + ["教师手机号", "教师电话", "本人手机号", "手机电话"],
    "role": [
        "角色",
        "职务",
        "岗位",
        "身份",
        "职位",
        "担任职务",
        "任职",
        "行政职务",
        "角色/职务",
        "岗位/职务",
        "系统角色",
    ],
    "teaches": [
        "任教班级",
        "任课班级",
        "所教班级",
        "授课班级",
        "班级",
        "任教班级/学科",
        "任教班级学科",
        "任教班级及学科",
        "任教年级班级",
        "任教",
        "教授班级",
        "任课班级/学科",
        "任教班级和学科",
    ],
    "subject": [
        "任教学科",
        "学科",
        "科目",
        "任课学科",
        "任教科目",
        "所教学科",
        "任课科目",
        "授课学科",
        "教授学科",
        "所教科目",
    ],
    "staff_no": [
        "工号",
        "教师编号",
        "职工号",
        "教工号",
        "员工编号",
        "教职工号",
        "职工编号",
        "教师工号",
        "员工号",
    ],
    "homeroom_class": [
        "班主任班级",
        "所带班级",
        "担任班主任班级",
        "带班班级",
        "班主任所带班级",
        "任班主任班级",
    ],
    "is_homeroom": ["是否班主任", "是否担任班主任"],
    "remark": ["备注", "说明"],
}
_COMMON = {
    SERIAL: ["序号", "序", "编号", "no", "no.", "行号", "顺序号", "次序", "序列"],
    "error": [ERROR_COLUMN],
}


def _turned(words: dict[str, list[str]]) -> dict[str, str]:
    return {label: name for name, labels in (words | _COMMON).items() for label in labels}


_LABELS: Final = {STUDENTS: _turned(_STUDENT_WORDS), STAFF: _turned(_STAFF_WORDS)}
_STUDENT_ONLY = frozenset(_STUDENT_WORDS) - {"name", "sex", "remark", "class", "homeroom", "grade"}
_STAFF_ONLY = frozenset({"role", "teaches", "subject", "staff_no", "homeroom_class", "is_homeroom"})

# What stands alone under or after a person's column belongs to that person.
_FOLLOWERS: Final[dict[str, str]] = {
    **dict.fromkeys(_PHONE_WORDS, "phone"),
    **dict.fromkeys(_RELATION_WORDS, "relation"),
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
    text = re.sub(r"[*★☆※#]|[(（\[【]?(?:必填|选填|可不填|可选)项?[)）\]】]?", "", text)
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
    for column in sorted(labels):
        group, label = labels[column]
        name = _field(known, group, label)
        if kind == STUDENTS:
            if name is None and (not group or _NEUTRAL_GROUP.search(group)) and label in _FOLLOWERS:
                name = f"{person}_{_FOLLOWERS[label]}"
            if name and name.endswith("_name"):
                person = name.removesuffix("_name")
        if name is not None:
            columns.setdefault(name, []).append(column)
    return columns


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
