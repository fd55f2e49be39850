"""Which students a person's quota is about, and who answers for an event (rules 4 to 6, 11 and 13).

Membership changes on few days. Between two such days everything is the same, so each answer is kept per
stretch of equal days, never per day: a term of weekly quotas asks the roster only a handful of times.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tenants.policy.rules import Quota, Scope
from tenants.targets.engine.periods import Period
from tenants.targets.engine.scenario import Excuse, Scenario, Spell, Staff


@dataclass(frozen=True, slots=True)
class InScope:
    """Students of one quota: as a set to ask, and sorted to list."""

    students: frozenset[str]
    ordered: tuple[str, ...]


NOBODY = InScope(frozenset(), ())


class Roster:
    """Answers about a scenario's people, each computed once."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self.staff = {person.id: person for person in scenario.staff}
        self.students = {student.id: student for student in scenario.students}
        self._grades = dict(scenario.grades)
        self._classes = frozenset(self._grades)
        self._turns = sorted(_turning_days(scenario))
        self._enrolled: dict[int, frozenset[str]] = {}
        self._by_class: dict[int, dict[str, frozenset[str]]] = {}
        self._groups: dict[tuple[int, str], frozenset[str]] = {}
        self._unions: dict[tuple[int, frozenset[str]], frozenset[str]] = {}
        self._asked: dict[tuple[int, str, int, str | None], InScope] = {}
        self._scopes: dict[tuple[int, frozenset[str] | None, str | None, int | None], InScope] = {}
        self._of_person: dict[tuple[str, str, int], frozenset[str]] = {}
        self._answers: dict[tuple[str, frozenset[str], int], list[str]] = {}
        self._excused: dict[int, list[tuple[str, Excuse]]] = {}
        for student in scenario.students:
            for excuse in student.excused:
                self._excused.setdefault(excuse.rule, []).append((student.id, excuse))

    def bound(self, who: str) -> list[Staff]:
        """The people a rule speaks to; `teacher` is everyone who is homeroom or subject, once."""
        roles = {"homeroom", "subject"} if who == "teacher" else {who}
        return [person for person in self._scenario.staff if person.roles & roles]

    def segment(self, day: date) -> int:
        """The stretch of equal days that `day` lies in."""
        return bisect_right(self._turns, day.toordinal())

    def in_scope(self, index: int, rule: Quota, person: Staff, period: Period) -> InScope:
        """Students of rule number `index` for this person in this period."""
        day = period.day(self._scenario.today)
        at = self.segment(day)
        asked = (index, person.id, at, period.term if rule.scope.of == "new_class" else None)
        found = self._asked.get(asked)
        if found is None:
            found = self._asked[asked] = self._reckon(index, rule, person, period, day, at)
        return found

    def _reckon(self, index: int, rule: Quota, person: Staff, period: Period, day: date, at: int) -> InScope:
        scope = rule.scope
        classes = None if _whole_school(rule) else self._scope_classes(rule, person, period, day, at)
        if classes is not None and not classes:
            return NOBODY
        group = scope.group if scope.of == "group" else None
        key = (at, classes, group, index if index in self._excused else None)
        found = self._scopes.get(key)
        if found is None:
            students = self._students(classes, day, at)
            if group is not None:
                students &= self._in_group(group, day, at)
            students -= {name for name, excuse in self._excused.get(index, ()) if excuse.holds(day)}
            found = self._scopes[key] = InScope(students, tuple(sorted(students)))
        return found

    def present(self, classes: frozenset[str] | None, day: date) -> frozenset[str]:
        """Students enrolled on a day in these classes; None: in the school."""
        return self._students(classes, day, self.segment(day))

    def answer_for(self, who: str, student: str, day: date) -> list[str]:
        """The people who answer for an event of `student` on `day`, sorted."""
        if who == "leader":
            return sorted(person.id for person in self.bound("leader"))
        classes = frozenset(spell.of for spell in self.students[student].classes if spell.holds(day))
        key = (who, classes, self.segment(day))
        if key not in self._answers:
            self._answers[key] = self._with_classes(who, classes, day)
        return self._answers[key]

    def _with_classes(self, who: str, classes: frozenset[str], day: date) -> list[str]:
        found: set[str] = set()
        for person in self._scenario.staff:
            spells = person.teaches if who == "subject" else person.homeroom_of
            if who == "teacher":
                spells = person.homeroom_of + person.teaches
            if any(spell.of in classes and spell.holds(day) for spell in spells):
                found.add(person.id)
        return sorted(found)

    def _scope_classes(
        self, rule: Quota, person: Staff, period: Period, day: date, at: int
    ) -> frozenset[str]:
        scope = rule.scope
        if scope.of == "class":
            return self._classes_of(person, "homeroom", day, at)
        if scope.of == "taught":
            return self._classes_of(person, "subject", day, at)
        if scope.of == "new_class":
            return frozenset(name for name, term in person.newly_taken if term == period.term)
        if scope.of == "group":
            return self._classes_of(person, rule.who, day, at)
        grades = self._wanted_grades(scope)
        whole = rule.who in ("leader", "teacher")
        classes = self._classes if whole else self._classes_of(person, rule.who, day, at)
        return frozenset(name for name in classes if self._grades[name] in grades)

    def _wanted_grades(self, scope: Scope) -> frozenset[int]:
        return self._scenario.entry_grades if scope.of == "entry_grade" else frozenset(scope.grades or ())

    def _classes_of(self, person: Staff, who: str, day: date, at: int) -> frozenset[str]:
        """Homeroom classes for homeroom, taught ones for subject, both for anyone else, on that day."""
        key = (person.id, who, at)
        found = self._of_person.get(key)
        if found is None:
            spells: Iterable[Spell] = person.homeroom_of + person.teaches
            if who == "homeroom":
                spells = person.homeroom_of
            elif who == "subject":
                spells = person.teaches
            found = frozenset(spell.of for spell in spells if spell.holds(day))
            self._of_person[key] = found
        return found

    def _students(self, classes: frozenset[str] | None, day: date, at: int) -> frozenset[str]:
        if at not in self._enrolled:
            self._look_up(day, at)
        if classes is None:
            return self._enrolled[at]
        by_class = self._by_class[at]
        key = (at, classes)
        if key not in self._unions:
            self._unions[key] = frozenset().union(*(by_class.get(name, ()) for name in classes))
        return self._unions[key]

    def _look_up(self, day: date, at: int) -> None:
        enrolled = set()
        by_class: dict[str, set[str]] = {}
        for student in self._scenario.students:
            if not student.enrolled(day):
                continue
            enrolled.add(student.id)
            for spell in student.classes:
                if spell.holds(day):
                    by_class.setdefault(spell.of, set()).add(student.id)
        self._enrolled[at] = frozenset(enrolled)
        self._by_class[at] = {name: frozenset(students) for name, students in by_class.items()}

    def _in_group(self, group: str, day: date, at: int) -> frozenset[str]:
        key = (at, group)
        if key not in self._groups:
            self._groups[key] = frozenset(
                student.id
                for student in self._scenario.students
                if any(spell.of == group and spell.holds(day) for spell in student.groups)
            )
        return self._groups[key]


def _whole_school(rule: Quota) -> bool:
    return rule.scope.of == "school" or (rule.scope.of == "group" and rule.who == "leader")


def _turning_days(scenario: Scenario) -> set[int]:
    """Days (as ordinals) on which somebody's membership begins, or has just ended."""
    turns: set[int] = set()
    for person in scenario.staff:
        _add_turns(turns, person.homeroom_of)
        _add_turns(turns, person.teaches)
    for student in scenario.students:
        _add_turns(turns, student.classes)
        _add_turns(turns, student.groups)
        _add_turns(turns, student.excused)
        if student.start is not None:
            turns.add(student.start.toordinal())
        if student.end is not None:
            turns.add(student.end.toordinal() + 1)
    return turns


def _add_turns(turns: set[int], spells: Iterable[Spell | Excuse]) -> None:
    for spell in spells:
        if spell.start is not None:
            turns.add(spell.start.toordinal())
        if spell.end is not None:
            turns.add(spell.end.toordinal() + 1)
