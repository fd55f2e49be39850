"""A scenario from JSON: every refusal names the place, e.g. `students[3].class：没有编号为“c9”的班级`."""

import json
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from tenants.policy.rules import Group, Mode, PolicyDocument, Rule, TriggerEvent, rule_faults
from tenants.targets.engine.scenario import (
    ROLES,
    Event,
    Excuse,
    Scenario,
    Spell,
    Staff,
    Stretch,
    Student,
    Visit,
)

MODES = frozenset(get_args(Mode))
EVENTS = frozenset(get_args(TriggerEvent))
GROUPS = frozenset(get_args(Group))
YEARS = range(1900, 2201)

Made = TypeVar("Made")
Raw = dict[str, Any]


class ScenarioError(ValueError):
    """What is refused, where and why, in one line."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(f"{place}：{message}" if place else message)


class _FaultError(Exception):
    """A refusal that still lacks the beginning of its place."""

    def __init__(self, place: str, message: str) -> None:
        self.place = place
        self.message = message
        super().__init__(message)


def scenario_read(text: str | bytes) -> Scenario:
    """A scenario from JSON text. Raises ScenarioError."""
    try:
        data = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_keys_once)
    except ScenarioError:
        raise
    except RecursionError:
        raise ScenarioError("", "这份 JSON 嵌套得太深") from None
    except json.JSONDecodeError as problem:
        place = f"第 {problem.lineno} 行第 {problem.colno} 列"
        raise ScenarioError(place, "这不是正确的 JSON（UTF-8）") from None
    except ValueError:
        raise ScenarioError("", "这不是正确的 JSON（UTF-8）") from None
    return scenario_from(data)


def scenario_from(data: object) -> Scenario:
    """A scenario from plain JSON values. Raises ScenarioError."""
    try:
        return _scenario(_object(data, ""))
    except _FaultError as fault:
        raise ScenarioError(fault.place.lstrip("."), fault.message) from None


def _scenario(data: Raw) -> Scenario:
    rules = _rules(_needed(data, "policy"))
    today = _bounded_day(_needed(data, "today"), ".today")
    years = _each(data, "years", _stretch)
    year_ids = {year.id for year in years}
    terms = _each(data, "terms", lambda raw: _term(raw, year_ids))
    _apart(years, "years", "学年")
    _apart(terms, "terms", "学期")
    holidays = _each(data, "holidays", _stretch)
    grades = _each(data, "classes", _class)
    classes = frozenset(name for name, _ in grades)
    term_ids = {term.id for term in terms}
    staff = _each(data, "staff", lambda raw: _staff(raw, classes, term_ids))
    students = _each(data, "students", lambda raw: _student(raw, classes, len(rules)))
    staff_ids = {person.id for person in staff}
    student_ids = {student.id for student in students}
    return Scenario(
        rules=rules,
        today=today,
        years=years,
        terms=terms,
        holidays=holidays,
        entry_grades=_entry_grades(data),
        grades=grades,
        staff=staff,
        students=students,
        visits=_each(data, "visits", lambda raw: _visit(raw, student_ids, staff_ids)),
        events=_each(data, "events", lambda raw: _event(raw, student_ids)),
    )


def _rules(raw: object) -> tuple[Rule, ...]:
    try:
        document = PolicyDocument.model_validate(_object(raw, ".policy"))
    except ValidationError as problem:
        first = problem.errors(include_url=False, include_context=False)[0]
        raise _FaultError(_path(first["loc"]), _said(first)) from None
    for index, rule in enumerate(document.rules):
        for field, message in rule_faults(rule):
            raise _FaultError(f".policy.rules[{index}].{field}", message)
    return document.rules


def _path(loc: tuple[int | str, ...]) -> str:
    """pydantic's path without the tag that it puts after a rule's number."""
    parts = list(loc)
    if len(parts) > 2 and parts[0] == "rules":
        del parts[2]
    return ".policy" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts)


def _said(problem: Any) -> str:
    kind = problem["type"]
    if kind == "missing":
        return "缺少这一项"
    if kind == "extra_forbidden":
        return "没有这样的项"
    if kind in ("literal_error", "union_tag_invalid"):
        return f"不认识 {_shown(_got(problem))}"
    if kind == "union_tag_not_found":
        return "缺少 kind"
    if kind == "value_error":
        return str(problem["msg"]).removeprefix("Value error, ")
    return f"{_shown(problem['input'])} 不合格式"


def _got(problem: Any) -> object:
    got = problem["input"]
    return got.get("kind") if problem["type"] == "union_tag_invalid" and isinstance(got, dict) else got


def _entry_grades(data: Raw) -> frozenset[int]:
    return frozenset(
        _whole(raw, f".entry_grades[{index}]") for index, raw in enumerate(_list(data, "entry_grades"))
    )


def _stretch(raw: Raw) -> Stretch:
    start, end = _bounded_day(_needed(raw, "start"), ".start"), _bounded_day(_needed(raw, "end"), ".end")
    _in_order(start, end, ".end")
    return Stretch(_id(raw), start, end)


def _term(raw: Raw, years: Collection[str]) -> Stretch:
    made = _stretch(raw)
    year = raw.get("year")
    if year is not None:
        year = _known(year, years, ".year", "学年")
    return Stretch(made.id, made.start, made.end, year)


def _apart(stretches: Collection[Stretch], key: str, what: str) -> None:
    """One day lies in one of them at most: two would count the same visit twice."""
    ordered = sorted(enumerate(stretches), key=lambda item: item[1].start)
    for (_, earlier), (index, later) in pairwise(ordered):
        if later.start <= earlier.end:
            within = f"{what} {_shown(earlier.id)} 之内（到 {earlier.end}）"
            raise _FaultError(f".{key}[{index}].start", f"{later.start} 还在{within}，请改开，不要重叠")


def _class(raw: Raw) -> tuple[str, int | None]:
    grade = raw.get("grade")
    return _id(raw), None if grade is None else _whole(grade, ".grade")


def _staff(raw: Raw, classes: Collection[str], terms: Collection[str]) -> Staff:
    roles = _list(raw, "roles")
    for index, role in enumerate(roles):
        if role not in ROLES:
            raise _FaultError(f".roles[{index}]", f"不认识角色 {_shown(role)}")
    taken = []
    for index, item in enumerate(_list(raw, "newly_taken")):
        with _at(f".newly_taken[{index}]"):
            pair = _object(item, "")
            name = _known(_needed(pair, "class"), classes, ".class", "班级")
            taken.append((name, _known(_needed(pair, "term"), terms, ".term", "学期")))
    _each_once(taken, ".newly_taken")
    return Staff(
        id=_id(raw),
        roles=frozenset(roles),
        homeroom_of=_class_spells(raw, "homeroom_of", classes),
        teaches=_class_spells(raw, "teaches", classes),
        newly_taken=tuple(taken),
    )


def _class_spells(raw: Raw, key: str, classes: Collection[str]) -> tuple[Spell, ...]:
    """Plain ids and dated spells, mixed as they come."""
    spells = []
    plain = []
    for index, item in enumerate(_list(raw, key)):
        with _at(f".{key}[{index}]"):
            if isinstance(item, dict):
                spells.append(_spell(item, "class", classes, "班级"))
            else:
                plain.append(_known(item, classes, "", "班级"))
                spells.append(Spell(plain[-1]))
    _each_once(plain, f".{key}")
    return tuple(spells)


def _spell(raw: Raw, key: str, known: Collection[str], what: str) -> Spell:
    of = _known(_needed(raw, key), known, f".{key}", what)
    start, end = _open_day(raw, "from"), _open_day(raw, "to")
    _in_order(start, end, ".to")
    return Spell(of, start, end)


def _student(raw: Raw, classes: Collection[str], rules: int) -> Student:
    if raw.get("class") is not None and raw.get("classes") is not None:
        raise _FaultError(".classes", "class 和 classes 只写一个")
    spells: list[Spell] = []
    if raw.get("class") is not None:
        spells.append(Spell(_known(raw["class"], classes, ".class", "班级")))
    for index, item in enumerate(_list(raw, "classes")):
        with _at(f".classes[{index}]"):
            spells.append(_spell(_object(item, ""), "class", classes, "班级"))
            _one_class_at_a_time(spells)
    start, end = _open_day(raw, "from"), _open_day(raw, "to")
    _in_order(start, end, ".to")
    groups = []
    for index, item in enumerate(_list(raw, "groups")):
        with _at(f".groups[{index}]"):
            groups.append(_spell(_object(item, ""), "group", GROUPS, "学生类别"))
    excused = []
    for index, item in enumerate(_list(raw, "excused")):
        with _at(f".excused[{index}]"):
            number = _whole(_needed(_object(item, ""), "rule"), ".rule")
            if not 0 <= number < rules:
                raise _FaultError(".rule", f"制度里没有第 {number} 条规则（从 0 数起）")
            excused.append(Excuse(number))
    return Student(_id(raw), tuple(spells), start, end, tuple(groups), tuple(excused))


def _one_class_at_a_time(spells: list[Spell]) -> None:
    """The last spell against those before it; the day of a move may belong to both classes."""
    *before, last = spells
    for other in before:
        begins = max(other.start or date.min, last.start or date.min)
        if other.of != last.of and begins < min(other.end or date.max, last.end or date.max):
            both = f"{_shown(other.of)} 和 {_shown(last.of)}"
            raise _FaultError(".from", f"这一段与前面的重叠，不能同时在 {both} 两个班，请改正起止日期")


def _visit(raw: Raw, students: Collection[str], staff: Collection[str]) -> Visit:
    by = tuple(
        _known(person, staff, f".by[{index}]", "教师") for index, person in enumerate(_list(raw, "by"))
    )
    _each_once(by, ".by")
    mode = _needed(raw, "mode")
    if not isinstance(mode, str) or mode not in MODES:
        raise _FaultError(".mode", f"不认识家访方式 {_shown(mode)}")
    outcome = raw.get("outcome")
    if outcome is not None and not isinstance(outcome, str):
        raise _FaultError(".outcome", "应是一段文字")
    student = _known(_needed(raw, "student"), students, ".student", "学生")
    return Visit(_id(raw), student, by, _day(_needed(raw, "date"), ".date"), mode, outcome)


def _event(raw: Raw, students: Collection[str]) -> Event:
    event = _needed(raw, "event")
    if not isinstance(event, str) or event not in EVENTS:
        raise _FaultError(".event", f"不认识事件 {_shown(event)}")
    days = raw.get("absence_days")
    if days is not None and (isinstance(days, bool) or not isinstance(days, int | float) or days < 0):
        raise _FaultError(".absence_days", "应是不小于 0 的数")
    student = _known(_needed(raw, "student"), students, ".student", "学生")
    return Event(_id(raw), student, event, _bounded_day(_needed(raw, "date"), ".date"), days)


def _each(data: Raw, key: str, make: Callable[[Raw], Made]) -> tuple[Made, ...]:
    made = []
    seen: dict[str, int] = {}
    for index, raw in enumerate(_list(data, key)):
        with _at(f".{key}[{index}]"):
            made.append(make(_object(raw, "")))
            name = raw["id"]
            if name in seen:
                raise _FaultError(".id", f"编号 {_shown(name)} 与 {key}[{seen[name]}] 重复")
            seen[name] = index
    return tuple(made)


@contextmanager
def _at(place: str) -> Iterator[None]:
    try:
        yield
    except _FaultError as fault:
        raise _FaultError(place + fault.place, fault.message) from None


def _object(raw: object, place: str) -> Raw:
    if not isinstance(raw, dict):
        raise _FaultError(place, f"应是一个对象，这里是 {_shown(raw)}")
    return raw


def _list(data: Raw, key: str) -> list[Any]:
    raw = data.get(key)
    if raw is None:
        return []
    if not isinstance(raw, list):
        raise _FaultError(f".{key}", f"应是一个列表，这里是 {_shown(raw)}")
    return raw


def _needed(data: Raw, key: str) -> object:
    if data.get(key) is None:
        raise _FaultError(f".{key}", "缺少这一项")
    return data[key]


def _id(raw: Raw) -> str:
    name = _needed(raw, "id")
    if not isinstance(name, str) or not name:
        raise _FaultError(".id", f"编号应是文字，这里是 {_shown(name)}")
    return name


def _known(raw: object, known: Collection[str], place: str, what: str) -> str:
    if not isinstance(raw, str) or raw not in known:
        raise _FaultError(place, f"没有编号为 {_shown(raw)} 的{what}")
    return raw


def _each_once(items: Collection[object], place: str) -> None:
    seen: set[object] = set()
    for item in items:
        if item in seen:
            raise _FaultError(place, f"{_shown(item)} 写了两次")
        seen.add(item)


def _whole(raw: object, place: str) -> int:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise _FaultError(place, f"应是整数，这里是 {_shown(raw)}")
    return raw


def _day(raw: object, place: str) -> date:
    made = _parsed(raw) if isinstance(raw, str) else None
    if made is None:
        raise _FaultError(place, f"日期要写成 2026-09-01 这样，这里是 {_shown(raw)}")
    return made


@lru_cache(maxsize=4096)
def _parsed(raw: str) -> date | None:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw) is None:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _bounded_day(raw: object, place: str) -> date:
    made = _day(raw, place)
    if made.year not in YEARS:
        raise _FaultError(place, f"年份应在 {YEARS[0]} 到 {YEARS[-1]} 之间")
    return made


def _open_day(raw: Raw, key: str) -> date | None:
    return None if raw.get(key) is None else _day(raw[key], f".{key}")


def _in_order(start: date | None, end: date | None, place: str) -> None:
    if start is not None and end is not None and end < start:
        raise _FaultError(place, f"结束 {end} 早于开始 {start}")


def _refuse_constant(name: str) -> float:
    raise ScenarioError("", f"JSON 里不能有 {name}")


def _keys_once(pairs: list[tuple[str, object]]) -> Raw:
    found: Raw = {}
    for name, value in pairs:
        if name in found:
            raise ScenarioError("", f"同一个对象里“{name[:60]}”写了不止一次，只能留一个")
        found[name] = value
    return found


def _shown(raw: object) -> str:
    """A value in one short line."""
    said = json.dumps(raw, ensure_ascii=False, default=str)
    return said if len(said) <= 60 else f"{said[:57]}…"
