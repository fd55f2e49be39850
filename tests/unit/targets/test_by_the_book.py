"""The engine against a second reading of the exchange format: slow, literal, one rule after the other.

Nothing of the engine is used but its input and its answer.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from math import ceil
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.targets.worked import AUTUMN, SPRING, WINTER, YEAR, quota, targets, tasks, trigger

Raw = dict[str, Any]
DAY = timedelta(days=1)
BEFORE = {"id": "2025", "start": "2025-09-01", "end": "2026-08-31"}
PUPILS = ["s1", "s2", "s3", "s4", "s5", "s6"]
PEOPLE = ["t1", "t2", "t3", "b1", "b2"]
CLASSES = ["c1", "c2", "c3"]
WHO = ["homeroom", "subject", "leader", "teacher"]
MODES = ["home", "phone", "online", "school", "letter"]
GROUPS = ["left_behind", "poor"]


def day(text: str) -> date:
    return date.fromisoformat(text)


def within(spell: Raw, on: date) -> bool:
    start, end = spell.get("from"), spell.get("to")
    return (start is None or day(start) <= on) and (end is None or on <= day(end))


class Book:
    """The rules of counting, read out loud."""

    def __init__(self, data: Raw) -> None:
        self.data = data
        self.today = day(data["today"])
        self.rules = data["policy"]["rules"]
        self.grades = {one["id"]: one["grade"] for one in data["classes"]}

    def classes(self, person: Raw, key: str, on: date) -> set[str]:
        found = set()
        for one in person.get(key, []):
            spell = {"class": one} if isinstance(one, str) else one
            if within(spell, on):
                found.add(spell["class"])
        return found

    def of_student(self, student: Raw, on: date) -> set[str]:
        spells = student["classes"] if "classes" in student else [{"class": student["class"]}]
        return {spell["class"] for spell in spells if within(spell, on)}

    def modes(self, rule: Raw) -> set[str]:
        general = {mode for one in self.rules if one["kind"] == "modes" for mode in one["modes"]}
        if rule.get("modes"):
            return set(rule["modes"])
        if general:
            return general
        return {"home"} if rule.get("measure") in ("visits", "students", "share") else set(MODES)

    def bound(self, who: str) -> list[Raw]:
        wanted = {"homeroom", "subject"} if who == "teacher" else {who}
        return [person for person in self.data["staff"] if wanted & set(person["roles"])]

    def periods(self, rule: Raw) -> Iterator[tuple[date, date, date | None, str | None]]:
        """Start, end, the day that decides on scope where it is not the end, the term."""
        window = rule.get("window") or {}
        for term in self.data["terms"]:
            start, end = day(term["start"]), day(term["end"])
            monday = start - start.weekday() * DAY
            if "before_term_months" in window:
                yield (
                    self.months(start, window["before_term_months"]),
                    start - DAY,
                    start + 6 * DAY,
                    term["id"],
                )
            elif "by_week" in window:
                yield start, min(monday + (7 * window["by_week"] - 1) * DAY, end), None, term["id"]
            elif rule["per"] == "term":
                yield start, end, None, term["id"]
            elif rule["per"] == "week":
                days = [start + n * DAY for n in range((end - start).days + 1)]
                yield from (
                    (on, on + 6 * DAY, None, term["id"])
                    for on in days
                    if not on.weekday() and on + 6 * DAY <= end
                )
            elif rule["per"] == "month":
                for on in (start + n * DAY for n in range((end - start).days + 1)):
                    last = on.replace(day=calendar.monthrange(on.year, on.month)[1])
                    if on.day == 1 and last <= end:
                        yield on, last, None, term["id"]
        for year in self.data["years"]:
            start, end = day(year["start"]), day(year["end"])
            own = sorted(
                (one["start"], one["end"]) for one in self.data["terms"] if one["year"] == year["id"]
            )
            if "before_entry" in window:
                yield self.months(start, 3), start - DAY, start + 6 * DAY, None
            elif "first_term" in window and own:
                yield day(own[0][0]), day(own[0][1]), None, None
            elif "first_year" in window or (not window and rule["per"] == "year"):
                yield start, end, None, None
        if not window and rule["per"] == "holiday":
            for one in self.data["holidays"]:
                yield day(one["start"]), day(one["end"]), None, None

    def months(self, on: date, months: float) -> date:
        """The same day so many months before, or the last day of a month that is shorter."""
        number = on.year * 12 + on.month - 1 - int(months)
        year, month = number // 12, number % 12 + 1
        back = date(year, month, min(on.day, calendar.monthrange(year, month)[1]))
        return back - 14 * DAY if months % 1 else back

    def scope(self, index: int, person: Raw, on: date, term: str | None) -> list[str]:
        rule = self.rules[index]
        kind, who = rule["scope"]["of"], rule["who"]
        homeroom, teaches = self.classes(person, "homeroom_of", on), self.classes(person, "teaches", on)
        mine: set[str] | None = {"homeroom": homeroom, "subject": teaches}.get(who, set(self.grades))
        if kind == "class":
            mine = homeroom
        elif kind == "taught":
            mine = teaches
        elif kind == "school":
            mine = None
        elif kind in ("grade", "entry_grade"):
            wanted = rule["scope"].get("grades") if kind == "grade" else self.data["entry_grades"]
            mine = {one for one in mine or () if self.grades[one] in wanted}
        elif kind == "new_class":
            mine = {one["class"] for one in person.get("newly_taken", []) if one["term"] == term}
        elif kind == "group":
            mine = {"homeroom": homeroom, "subject": teaches, "teacher": homeroom | teaches}.get(who)
        found = []
        for student in self.data["students"]:
            fits = within(student, on) and (mine is None or bool(mine & self.of_student(student, on)))
            if kind == "group":
                spells = [one for one in student.get("groups", []) if one["group"] == rule["scope"]["group"]]
                fits = fits and any(within(one, on) for one in spells)
            if fits and all(one["rule"] != index for one in student.get("excused", [])):
                found.append(student["id"])
        return sorted(found)

    def targets(self) -> list[tuple[Any, ...]]:
        found = set()
        for index, rule in enumerate(self.rules):
            if rule["kind"] != "quota":
                continue
            for person in self.bound(rule["who"]):
                for start, end, decides, term in self.periods(rule):
                    if start <= self.today:
                        scope = self.scope(index, person, decides or min(end, self.today), term)
                        if scope:
                            found.add(
                                (
                                    index,
                                    person["id"],
                                    start,
                                    end,
                                    *self.count(rule, person, start, end, scope),
                                )
                            )
        rows = sorted(found)
        return [(a, b, c.isoformat(), d.isoformat(), *e[:-1], list(e[-1])) for a, b, c, d, *e in rows]

    def count(self, rule: Raw, person: Raw, start: date, end: date, scope: list[str]) -> tuple[Any, ...]:
        hits = [
            one["student"]
            for one in self.data["visits"]
            if one["outcome"] == "done" and start <= day(one["date"]) <= min(end, self.today)
            and one["mode"] in self.modes(rule) and person["id"] in one["by"] and one["student"] in scope
        ]  # fmt: skip
        least = rule["min"]
        if rule["measure"] in ("students", "share"):
            thirds = {33.33: Fraction(1, 3), 66.67: Fraction(2, 3)}
            share = thirds.get(least, Fraction(str(least)) / 100)
            need = ceil(share * len(scope)) if rule["measure"] == "share" else least
            done, left = len(set(hits)), [one for one in scope if one not in hits]
        elif rule["scope"]["of"] == "group":
            need = least * len(scope)
            done = sum(min(hits.count(one), least) for one in scope)
            left = [one for one in scope if hits.count(one) < least]
        else:
            need, done, left = least, len(hits), []
        return need, done, done >= need, tuple([] if done >= need else left)

    def tasks(self) -> list[tuple[Any, ...]]:
        found = []
        for index, rule in enumerate(self.rules):
            for event in self.data["events"]:
                on = day(event["date"])
                student = next(one for one in self.data["students"] if one["id"] == event["student"])
                short = rule.get("min_absence_days")
                if (
                    rule["kind"] != "trigger" or rule["event"] != event["event"] or on > self.today
                    or not within(student, on)
                    or any(one["rule"] == index for one in student.get("excused", []))
                    or (event["event"] == "illness_absence" and event["absence_days"] < (short or 0))
                ):  # fmt: skip
                    continue
                for who in self.answering(rule.get("who") or "homeroom", student, on):
                    found.append(self.task(index, rule, event, who))
        return sorted(found)

    def answering(self, who: str, student: Raw, on: date) -> list[str]:
        if who == "leader":
            return [person["id"] for person in self.bound("leader")]
        own = self.of_student(student, on)
        keys = {"homeroom": ["homeroom_of"], "subject": ["teaches"], "teacher": ["homeroom_of", "teaches"]}[
            who
        ]
        people = self.data["staff"]
        return [one["id"] for one in people if any(own & self.classes(one, key, on) for key in keys)]

    def task(self, index: int, rule: Raw, event: Raw, who: str) -> tuple[Any, ...]:
        within_days = rule.get("within_days")
        due = day(event["date"]) + (3 if within_days is None else within_days) * DAY
        days = sorted(
            day(one["date"])
            for one in self.data["visits"]
            if one["outcome"] == "done" and event["date"] <= one["date"] <= self.data["today"]
            and one["student"] == event["student"] and who in one["by"] and one["mode"] in self.modes(rule)
        )  # fmt: skip
        state = "done" if days else "overdue" if self.today > due else "due"
        late = bool(days) and days[0] > due
        return index, event["id"], who, event["student"], due.isoformat(), state, late


days = st.integers(0, 420).map(lambda number: (date(2026, 6, 20) + number * DAY).isoformat())
opened = st.none() | days


@st.composite
def spells(draw: st.DrawFn, key: str, values: list[str]) -> list[Raw]:
    found = []
    for value in draw(st.lists(st.sampled_from(values), max_size=2, unique=True)):
        start, end = draw(opened), draw(opened)
        if start and end and end < start:
            start, end = end, start
        found.append({key: value, "from": start, "to": end})
    return found


def apart(found: list[Raw]) -> bool:
    """Nobody is in two classes but on the day of a move."""
    starts, ends = [one["from"] or "" for one in found], [one["to"] or "~" for one in found]
    return len(found) < 2 or max(starts) >= min(ends)


regular = st.builds(
    quota,
    st.sampled_from(WHO),
    st.sampled_from(["visits", "contacts", "students", "share"]),
    st.sampled_from([0, 1, 2, 33.33, 50, 66.67, 100]),
    st.sampled_from(["week", "month", "term", "year", "holiday"]),
    st.sampled_from(["class", "taught", "school", "entry_grade"]),
    modes=st.none() | st.lists(st.sampled_from(MODES), min_size=1, max_size=2, unique=True),
)
windows = st.builds(
    lambda who, measure, least, window: quota(
        who, measure, least, *(("term", "class") if "by_week" in window else ("once", "new_class"))
        if "before_term_months" in window or "by_week" in window else ("once", "entry_grade"), window=window,
    ),
    st.sampled_from(WHO),
    st.sampled_from(["visits", "students", "share"]),
    st.sampled_from([1, 2, 50, 100]),
    st.sampled_from([
        {"before_term_months": 0.5}, {"before_term_months": 1}, {"before_term_months": 1.5},
        {"before_term_months": 6}, {"before_entry": True}, {"first_term": True}, {"first_year": True},
        {"by_week": 1}, {"by_week": 9}, {"by_week": 26},
    ]),
)  # fmt: skip
grouped = st.builds(
    quota, st.sampled_from(WHO), st.sampled_from(["visits", "contacts", "students", "share"]),
    st.sampled_from([1, 2, 50]), st.sampled_from(["month", "term", "year"]), st.just("group"),
    group=st.sampled_from(GROUPS),
)  # fmt: skip
graded = st.builds(
    quota, st.sampled_from(WHO), st.just("share"), st.sampled_from([50, 100]), st.just("term"),
    st.just("grade"),
    grades=st.lists(st.sampled_from([1, 2, 7]), min_size=1, max_size=2, unique=True),
)  # fmt: skip
newly = st.just(quota("homeroom", "share", 100, "term", "new_class"))
triggers = st.builds(
    trigger,
    st.sampled_from(["special", "illness_absence"]),
    who=st.none() | st.sampled_from(WHO),
    within_days=st.none() | st.sampled_from([0, 7]),
    min_absence_days=st.none() | st.just(3),
    modes=st.none() | st.just(["home"]),
)
general = st.just({"kind": "modes", "source": "", "modes": ["home", "phone"]})


@st.composite
def scenarios(draw: st.DrawFn) -> Raw:
    kinds = regular | windows | grouped | graded | newly | triggers | general
    rules = [
        {key: value for key, value in rule.items() if value is not None}
        for rule in draw(st.lists(kinds, min_size=1, max_size=6))
    ]
    students = []
    for name in PUPILS:
        start, end = draw(opened), draw(opened)
        if start and end and end < start:
            start, end = end, start
        student: Raw = {"id": name, "from": start, "to": end, "groups": draw(spells("group", GROUPS))}
        if draw(st.booleans()):
            student["class"] = draw(st.sampled_from(CLASSES))
        else:
            student["classes"] = draw(spells("class", CLASSES).filter(apart))
        if draw(st.integers(0, 4)) == 0:
            student["excused"] = [{"rule": draw(st.integers(0, len(rules) - 1)), "reason": "路远"}]
        students.append(student)
    staff = [
        {
            "id": name,
            "roles": draw(st.lists(st.sampled_from(WHO[:3]), max_size=2, unique=True)),
            "homeroom_of": draw(st.lists(st.sampled_from(CLASSES), max_size=1)) if draw(st.booleans())
            else draw(spells("class", CLASSES)),
            "teaches": draw(st.lists(st.sampled_from(CLASSES), max_size=2, unique=True)),
            "newly_taken": [
                {"class": one, "term": draw(st.sampled_from(["2026-1", "2026-2"]))}
                for one in draw(st.lists(st.sampled_from(CLASSES), max_size=2, unique=True))
            ],
        }
        for name in PEOPLE
    ]  # fmt: skip
    return {
        "policy": {"title": "制度", "rules": rules}, "today": draw(days), "years": [BEFORE, dict(YEAR)],
        "terms": [dict(AUTUMN), dict(SPRING)], "holidays": [dict(WINTER)],
        "entry_grades": draw(st.sampled_from([[], [1], [1, 7]])),
        "classes": [{"id": one, "grade": grade} for one, grade in zip(CLASSES, (1, 2, 7), strict=True)],
        "staff": staff, "students": students,
        "visits": [
            {"id": f"v{number}", "student": draw(st.sampled_from(PUPILS)), "date": draw(days),
             "by": draw(st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)),
             "mode": draw(st.sampled_from(MODES)), "outcome": draw(st.sampled_from(["done", "done", "away"]))}
            for number in range(draw(st.integers(0, 14)))
        ],
        "events": [
            {"id": f"e{number}", "student": draw(st.sampled_from(PUPILS)), "date": draw(days),
             "event": draw(st.sampled_from(["special", "illness_absence"])),
             "absence_days": draw(st.sampled_from([1, 3, 4]))}
            for number in range(draw(st.integers(0, 4)))
        ],
    }  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(scenarios())
def test_the_engine_counts_by_the_book(data: Raw) -> None:
    book = Book(data)
    assert targets(data) == book.targets()
    assert tasks(data) == book.tasks()
