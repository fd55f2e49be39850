"""Reads a class however a school writes it: 三（2）班, 三年级2班, 302班, 2024级2班, 大一班."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from tenants.roster.importing.cells import Value
from tenants.roster.importing.people import AS_TEXT, UnreadableError, text_of
from tenants.roster.importing.text import compact
from tenants.roster.rules import CHINESE_DIGITS, ENTRY_GRADE, GRADES, KINDERGARTEN, grade_label


class ClassKey(NamedTuple):
    """A class in the present school year. `label` names a class that has no number (向日葵班)."""

    grade: int
    number: int
    label: str = ""


class Parts(NamedTuple):
    """What one cell says; None where it says nothing."""

    grade: int | None
    number: int | None
    label: str = ""


_ONE = "一二三四五六七八九"
_NUM = rf"(?:[0-9]{{1,2}}|[{_ONE}]?十[{_ONE}]?|[{_ONE}])"
_TAIL = rf"[\s\-.·—–_/]*[(\[（【〔]?(?P<number>{_NUM})[)\]）】〕]?班?(?:级)?"
# 三年级第2班, （三）年级, 三年级（2班）, 贰班: spelt so that the forms below know them
_SPELLINGS = (
    (re.compile(r"第(?=[0-9一二三四五六七八九十]{1,3}(?:年级|班))"), ""),
    (re.compile(rf"^[(【]({_NUM})[)】](?=年级|[0-9{_ONE}])"), r"\1"),
    (re.compile(rf"[(【]({_NUM})班[)】]\Z"), r"\1班"),
    (re.compile(rf"(?<=[0-9{_ONE}])[—–−、/\\](?={_NUM}班?\Z)"), "-"),
)
_EXAMPLE = re.compile(r"(?<=请写成“)三年级(?=[12]班”)")  # in the words of the school's own stage
_CAPITALS = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_YEAR = re.compile(r"20[0-9]{2}\Z")
_SHEET_WORDS = re.compile(
    r"(?:[(（].{0,3}\d+[人名][)）]|(?:学生)?(?:花?名册|名单|信息表?|基本信息表?)|学生)+\Z"
)
_STAGE_WORDS = re.compile(r"^(?:小学部?|初中部?|高中部?|中学部?|中职|职高|幼儿园)(?=.)")
_GRADE_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"(?:高|初|小)?(?P<cohort>20[0-9]{2}|[0-9]{2})级(?P<rest>.*)\Z", "cohort"),
        (r"(?P<word>初中?|高中?|职|小)(?P<g>[一二三四五六1-6])(?:年级|年)?(?P<rest>.*)\Z", "stage"),
        (rf"(?P<g>{_NUM})(?:年级|年)(?P<rest>.*)\Z", "plain"),
        (rf"(?P<g>[{_ONE}])(?P<rest>[\s\-.·(\[（【].*|[0-9]{{1,2}}班?|[{_ONE}十]{{1,3}}班|班?)\Z", "short"),
        (r"(?P<g>[0-9]{1,2})(?P<rest>[\-./(\[（【_][0-9一二三四五六七八九十()（）【】\]]+班?)\Z", "plain"),
    )
)
_DIGITS = re.compile(r"(?P<g>[0-9]{1,2})(?P<n>[0-9]{2})班?\Z")
_KINDER = re.compile(r"(?P<g>大大|大|中|小小|小|托|学前)(?P<rest>.*)\Z")
_KINDER_GRADES = {"托": 0, "小小": 0, "小": 1, "中": 2, "大": 3, "大大": 3, "学前": 3}
_NAMED = re.compile(r"[\u3400-\u9fff]{1,8}班\Z|[A-Za-z]班?\Z")


class ClassReader:
    """Reads grade and class cells of one school in one school year."""

    def __init__(self, stage: str, school_year: int) -> None:
        self.stage = stage
        self.school_year = school_year
        self._cache: dict[tuple[str, str, str], ClassKey | str] = {}

    def read(self, grade: Value | None, name: Value | None, hint: str = "") -> ClassKey:
        """The class of a row from its two columns; `hint` is the sheet's name, used where both are silent.

        Raises UnreadableError.
        """
        key = (self._text(grade), self._text(name), hint)
        if key not in self._cache:
            try:
                self._cache[key] = self._read(*key)
            except UnreadableError as problem:
                self._cache[key] = _EXAMPLE.sub(self._example(), str(problem))
        found = self._cache[key]
        if isinstance(found, str):
            raise UnreadableError(found)
        return found

    def _example(self) -> str:
        return (
            "三年级"
            if 3 in GRADES[self.stage] and self.stage != KINDERGARTEN
            else grade_label(ENTRY_GRADE[self.stage], self.stage)
        )

    def _text(self, value: Value | None) -> str:
        if value is None:
            return ""
        if isinstance(value, float):
            raise UnreadableError(f"班级被存成了小数，分不清是几班：{AS_TEXT}，写成“三年级2班”")
        # ② and ㈡ are one character each until this takes them apart
        return compact(unicodedata.normalize("NFKC", text_of(value))).removesuffix(".0")

    def _read(self, grade_text: str, class_text: str, hint: str) -> ClassKey:
        by_grade = self.parts(grade_text, "年级") if grade_text else Parts(None, None)
        if by_grade.grade is not None and (match := re.fullmatch(_TAIL, class_text)):
            # With the grade beside it, 三十二班 is class 32 and not class 12 of grade three.
            by_class = Parts(None, chinese_number(match["number"]))
        else:
            by_class = self.parts(class_text, "班级") if class_text else Parts(None, None)
        if by_grade.grade is None and by_grade.number is not None and not by_grade.label:
            by_grade = Parts(self._in_stage(by_grade.number), None)  # 年级: 3
        if grade_text and by_grade.grade is None:
            raise UnreadableError(f"看不懂年级“{grade_text[:12]}”：请写成“三年级”")
        grade = by_grade.grade if by_class.grade is None else by_class.grade
        number, label = by_class.number, by_class.label
        if not class_text and by_grade.number is not None:
            number, label = by_grade.number, by_grade.label
        if (grade is None or (number is None and not label)) and hint:
            try:
                spare = self.parts(_SHEET_WORDS.sub("", compact(hint)), "班级")
            except UnreadableError:
                spare = Parts(None, None)
            if spare.grade is not None:
                grade = spare.grade if grade is None else grade
                if number is None and not label and not class_text and grade == spare.grade:
                    number, label = spare.number, spare.label
        if not class_text and not grade_text and grade is None:
            raise UnreadableError("没有填班级：请写成“三年级2班”")
        if grade is None:
            raise UnreadableError("只有班，没有年级：请写成“三年级2班”，或加上“年级”一列")
        if by_grade.grade is not None and by_class.grade not in (None, by_grade.grade):
            raise UnreadableError("“年级”和“班级”两列说的不是同一个年级：请核对")
        if number is None and not label:
            if self.stage == "kindergarten" and class_text:
                number = 1  # 大班 of a kindergarten that has one
            else:
                raise UnreadableError("只有年级，没有班：请写成“三年级1班”")
        if grade not in GRADES[self.stage]:
            raise UnreadableError(f"这所学校没有{grade_label(grade, self.stage)}：请核对年级")
        if number is not None and not 1 <= number <= 99:
            raise UnreadableError("班号应在 1 到 99 之间：请核对")
        return ClassKey(grade, number or 0, label)

    def parts(self, text: str, what: str) -> Parts:
        """What one cell says of grade and class. Raises UnreadableError."""
        text = _STAGE_WORDS.sub("", text.translate(_CAPITALS))
        for pattern, plain in _SPELLINGS:
            text = pattern.sub(plain, text)
        if what == "年级" and _YEAR.match(text):
            text += "级"  # the year of entry, not class 24 of those who came in 2020
        if self.stage == "kindergarten" and (match := _KINDER.match(text)):
            rest = match["rest"]
            if rest in ("", "班", "年级", "班级"):
                return Parts(_KINDER_GRADES[match["g"]], None)
            number, label = self._class(re.sub(r"^(?:班|年级)(?=.)", "", rest), what, text)
            return Parts(_KINDER_GRADES[match["g"]], number, label)
        for pattern, kind in _GRADE_FORMS:
            if match := pattern.match(text):
                if kind == "short" and what == "班级" and match["rest"] in ("", "班"):
                    break  # 三班 is class three, not grade three
                grade = self._grade(match, kind)
                rest = match["rest"].strip(" -.·—–_/")
                if rest in ("", "班", "级"):
                    return Parts(grade, None)
                number, label = self._class(rest, what, text)
                return Parts(grade, number, label)
        if (match := _DIGITS.match(text)) and len(match["g"] + match["n"]) > 2:
            tens = int(match["g"])
            grade = self._in_stage(tens) if tens <= 12 else self._of_cohort(2000 + tens)
            return Parts(grade, int(match["n"]))
        number, label = self._class(text, what, text)
        return Parts(None, number, label)

    def _class(self, rest: str, what: str, whole: str) -> tuple[int | None, str]:
        if match := re.fullmatch(_TAIL, rest):
            return chinese_number(match["number"]), ""
        if _NAMED.match(rest):
            return None, rest if rest.endswith("班") else rest.upper() + "班"
        raise UnreadableError(f"看不懂{what}“{whole[:12]}”：请写成“三年级2班”")

    def _grade(self, match: re.Match[str], kind: str) -> int:
        if kind == "cohort":
            year = int(match["cohort"])
            return self._of_cohort(year if year > 100 else 2000 + year)
        number = chinese_number(match["g"])
        if kind == "stage":
            word = match["word"]
            base = 0 if word == "小" else 6 if word.startswith("初") else 9
            return base + number
        return self._in_stage(number)

    def _of_cohort(self, year: int) -> int:
        grade = ENTRY_GRADE[self.stage] + self.school_year - year
        if grade > max(GRADES[self.stage]):
            raise UnreadableError(f"{year}级应该已经毕业：请核对级别")
        if grade < min(GRADES[self.stage]):
            raise UnreadableError(f"{year}级还没有入学：请核对级别")
        return grade

    def _in_stage(self, number: int) -> int:
        """一年级 in a senior school is grade 10, 二年级 in a junior school grade 8."""
        grades = GRADES[self.stage]
        if number in grades:
            return number
        shifted = number + ENTRY_GRADE[self.stage] - 1
        return shifted if shifted in grades and number <= 4 else number


def chinese_number(text: str) -> int:
    """1 to 99, in either kind of digit."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十") if "十" in text else ("", "", text)
    value = CHINESE_DIGITS.get(tens, 1) * 10 if ten else 0
    return value + (CHINESE_DIGITS[ones] if ones else 0)


def class_list(reader: ClassReader, text: str) -> list[tuple[ClassKey, str]]:
    """任教班级 with the subject that may stand behind each: 三（1）班语文、三（2）班语文."""
    found: list[tuple[ClassKey, str]] = []
    for piece in filter(None, re.split(r"[、,，;；\n|]+|(?<=班)[/ ]+|和", text)):
        whole = compact(piece)
        match = re.match(r"(.*班)[:：\-]?[(（]?([^班)）]*)[)）]?\Z", whole)
        name, subject = (match[1], match[2]) if match else (whole, "")
        if found and (bare := re.fullmatch(rf"[(（]?(?P<number>{_NUM})[)）]?班?", name)):
            name = f"{grade_label(found[-1][0].grade, reader.stage)}{bare['number']}班"
        found.append((reader.read(None, name), subject))
    return found
