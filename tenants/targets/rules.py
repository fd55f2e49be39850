"""The engine: what a 制度 demands and what is done. Pure: no database, no clock, no names.

`evaluate(scenario)` gives everything; `Ledger` keeps the answer up to date, one visit at a time, and
touches only what that visit touches. The meaning of every number is fixed by the exchange format
(tenants/targets/README.md lists its rules and the module that keeps each).
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

from tenants.policy.rules import ModesRule, Quota, Trigger, per_student
from tenants.targets.engine.periods import Period, periods
from tenants.targets.engine.reading import ScenarioError, scenario_read
from tenants.targets.engine.scenario import DONE, Event, Scenario, Staff, Visit
from tenants.targets.engine.scopes import InScope, Roster

__all__ = [
    "Engine", "Evaluation", "Ledger", "Scenario", "ScenarioError", "Target", "Task",
    "evaluate", "evaluation_data", "scenario_read",
]  # fmt: skip

ANY_MODE = frozenset({"home", "phone", "online", "school", "letter"})
SOON = timedelta(days=3)  # 及时, where the 制度 names no number
THIRDS = {Fraction("33.33"): Fraction(1, 3), Fraction("66.67"): Fraction(2, 3)}

TargetKey = tuple[int, str, date, date]
TaskKey = tuple[int, str, str]


class Target(NamedTuple):
    """One quota of one person in one period; `left` names the students still to reach, none once met."""

    rule: int
    who: str
    start: date
    end: date
    need: int | float
    done: int | float
    met: bool
    left: tuple[str, ...]

    @property
    def key(self) -> TargetKey:
        return (self.rule, self.who, self.start, self.end)


class Task(NamedTuple):
    """One visit owed by one person after one event; `state` is done, due or overdue."""

    rule: int
    event: str
    who: str
    student: str
    due: date
    state: str
    late: bool

    @property
    def key(self) -> TaskKey:
        return (self.rule, self.event, self.who)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Targets sorted by rule, person, period; tasks by rule, event, person."""

    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]


def evaluate(scenario: Scenario, people: Collection[str] | None = None) -> Evaluation:
    """Everything demanded so far; with `people`, of them only."""
    engine = Engine(scenario)
    # A target's and a task's first fields are its key, and keys differ: the values sort as they should.
    return Evaluation(tuple(sorted(engine.targets(people))), tuple(sorted(engine.tasks(people))))


def evaluation_data(evaluation: Evaluation) -> dict[str, Any]:
    """The exchange format's output as plain JSON values."""
    return {
        "targets": [
            {
                "rule": target.rule, "who": target.who,
                "start": target.start.isoformat(), "end": target.end.isoformat(),
                "need": target.need, "done": target.done, "met": target.met, "left": list(target.left),
            }
            for target in evaluation.targets
        ],
        "tasks": [
            {
                "rule": task.rule, "event": task.event, "who": task.who, "student": task.student,
                "due": task.due.isoformat(), "state": task.state, "late": task.late,
            }
            for task in evaluation.tasks
        ],
    }  # fmt: skip


class Engine:
    """A scenario made ready: visits by person and date, people by role, quotas with their periods."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.roster = Roster(scenario)
        self._visits: dict[str, list[Visit]] = {}
        for visit in scenario.visits:
            if self._can_count(visit):
                for person in visit.by:
                    self._visits.setdefault(person, []).append(visit)
        for visits in self._visits.values():
            visits.sort(key=_place_of)
        # beside each person's visits their dates alone: what is searched most often
        self._dates = {person: [visit.date for visit in visits] for person, visits in self._visits.items()}
        self.quotas = {index: rule for index, rule in enumerate(scenario.rules) if isinstance(rule, Quota)}
        self.triggers = {
            index: rule for index, rule in enumerate(scenario.rules) if isinstance(rule, Trigger)
        }
        self.periods = {index: periods(rule, scenario) for index, rule in self.quotas.items()}
        named = frozenset(
            mode for rule in scenario.rules if isinstance(rule, ModesRule) for mode in rule.modes
        )
        self._modes = {
            index: _counting_modes(rule, named)
            for index, rule in enumerate(scenario.rules)
            if isinstance(rule, Quota | Trigger)
        }

    def targets(self, people: Collection[str] | None = None) -> Iterator[Target]:
        """Every target, in no promised order."""
        for index, rule in self.quotas.items():
            for person in self.roster.bound(rule.who):
                if people is None or person.id in people:
                    for period in self.periods[index]:
                        target = self.target(index, person, period)
                        if target is not None:
                            yield target

    def target(self, index: int, person: Staff, period: Period) -> Target | None:
        """One target; None when nobody is in scope."""
        rule = self.quotas[index]
        scope = self.roster.in_scope(index, rule, person, period)
        if not scope.ordered:
            return None
        counts = self._counts(index, person.id, period, scope)
        need, done, left = _measured(rule, scope, counts)
        met = done >= need
        return Target(
            rule=index, who=person.id, start=period.start, end=period.end,
            need=_plain(need), done=_plain(done), met=met, left=() if met else left,
        )  # fmt: skip

    def tasks(self, people: Collection[str] | None = None) -> Iterator[Task]:
        """Every task, in no promised order."""
        for event in self.scenario.events:
            for index in self.asked_by(event):
                for person in self.roster.answer_for(
                    self.triggers[index].who or "homeroom", event.student, event.date
                ):
                    if people is None or person in people:
                        yield self.task(index, event, person)

    def asked_by(self, event: Event) -> Iterator[int]:
        """The triggers that this event sets off."""
        student = self.roster.students[event.student]
        if event.date > self.scenario.today or not student.enrolled(event.date):
            return
        for index, rule in self.triggers.items():
            if rule.event != event.event or student.excused_from(index, event.date):
                continue
            if not _too_short(rule, event):
                yield index

    def task(self, index: int, event: Event, person: str) -> Task:
        """The task of one person after one event."""
        rule = self.triggers[index]
        due = _due(event.date, rule.within_days)
        visits = self._visits.get(person, [])
        modes = self._modes[index]
        first = next(
            (
                visit.date
                for visit in visits[bisect_left(self._dates.get(person, []), event.date) :]
                if visit.student == event.student and visit.mode in modes
            ),
            None,
        )
        state = DONE if first else "overdue" if self.scenario.today > due else "due"
        return Task(
            rule=index, event=event.id, who=person, student=event.student, due=due, state=state,
            late=first is not None and first > due,
        )  # fmt: skip

    def modes_of(self, index: int) -> frozenset[str]:
        """The modes that count for quota or trigger number `index`."""
        return self._modes[index]

    def put(self, visit: Visit) -> None:
        """Take in one more visit."""
        if self._can_count(visit):
            for person in visit.by:
                insort(self._visits.setdefault(person, []), visit, key=_place_of)
                insort(self._dates.setdefault(person, []), visit.date)

    def drop(self, visit: Visit) -> None:
        """Forget a visit that was taken in."""
        if self._can_count(visit):
            for person in visit.by:
                visits, dates = self._visits[person], self._dates[person]
                del visits[bisect_left(visits, _place_of(visit), key=_place_of)]
                del dates[bisect_left(dates, visit.date)]

    def _can_count(self, visit: Visit) -> bool:
        return visit.outcome == DONE and visit.date <= self.scenario.today

    def _counts(self, index: int, person: str, period: Period, scope: InScope) -> dict[str, int]:
        """How often the person reached each student in scope; those never reached are not in it."""
        counts: dict[str, int] = {}
        dates = self._dates.get(person)
        if not dates:
            return counts
        modes, students = self._modes[index], scope.students
        low = bisect_left(dates, period.start)
        for visit in self._visits[person][low : bisect_right(dates, period.end, low)]:
            student = visit.student
            if visit.mode in modes and student in students:
                counts[student] = counts.get(student, 0) + 1
        return counts


class Ledger:
    """An evaluation kept up to date: `record` takes one visit, new or corrected, and says what it changed."""

    def __init__(self, scenario: Scenario) -> None:
        self._engine = Engine(scenario)
        self._visits = {visit.id: visit for visit in scenario.visits}
        self._targets = {target.key: target for target in self._engine.targets()}
        self._tasks = {task.key: task for task in self._engine.tasks()}
        self._events_of: dict[str, list[Event]] = {}
        for event in scenario.events:
            self._events_of.setdefault(event.student, []).append(event)

    def evaluation(self) -> Evaluation:
        """The whole answer as it stands, equal to `evaluate` of everything recorded."""
        return Evaluation(
            tuple(self._targets[key] for key in sorted(self._targets)),
            tuple(self._tasks[key] for key in sorted(self._tasks)),
        )

    def record(self, visit: Visit) -> Evaluation:
        """Take in a visit (one with a known id replaces it); returns the targets and tasks that changed."""
        before = self._visits.get(visit.id)
        touched = [visit] if before is None else [before, visit]
        if before is not None:
            self._engine.drop(before)
        self._engine.put(visit)
        self._visits[visit.id] = visit
        people = {person for one in touched for person in one.by if person in self._engine.roster.staff}
        targets = [
            target
            for person in sorted(people)
            for target in self._targets_anew(self._engine.roster.staff[person], touched)
        ]
        tasks = [
            task
            for student in sorted({one.student for one in touched})
            for task in self._tasks_anew(student, people)
        ]
        return Evaluation(tuple(sorted(targets)), tuple(sorted(tasks)))

    def _targets_anew(self, person: Staff, touched: list[Visit]) -> Iterator[Target]:
        for index, quota_periods in self._engine.periods.items():
            for period in quota_periods:
                key = (index, person.id, period.start, period.end)
                if key in self._targets and any(period.start <= one.date <= period.end for one in touched):
                    target = self._engine.target(index, person, period)
                    if target is not None and target != self._targets[key]:
                        self._targets[key] = target
                        yield target

    def _tasks_anew(self, student: str, people: set[str]) -> Iterator[Task]:
        for event in self._events_of.get(student, []):
            for index in self._engine.asked_by(event):
                for person in people:
                    before = self._tasks.get((index, event.id, person))
                    if before is not None:
                        task = self._engine.task(index, event, person)
                        if task != before:
                            self._tasks[task.key] = task
                            yield task


def _place_of(visit: Visit) -> tuple[date, str]:
    return visit.date, visit.id


def _counting_modes(rule: Quota | Trigger, named: frozenset[str]) -> frozenset[str]:
    if rule.modes:
        return frozenset(rule.modes)
    if named:
        return named
    if isinstance(rule, Trigger) or rule.measure == "contacts":
        return ANY_MODE
    return frozenset({"home"})


@lru_cache(maxsize=1024)
def _exact(number: float) -> Fraction | int:
    """The number as it was written, not as a binary fraction near it."""
    return int(number) if number == int(number) else Fraction(repr(number))


@lru_cache(maxsize=4096)
def _share_of(percent: float, students: int) -> int:
    """So many per cent of the students, rounded up exactly."""
    share = Fraction(_exact(percent))
    return ceil(THIRDS.get(share, share / 100) * students)


def _plain(number: Fraction | int) -> int | float:
    return number if isinstance(number, int) else float(number) if number.denominator > 1 else int(number)


def _measured(
    rule: Quota, scope: InScope, counts: dict[str, int]
) -> tuple[Fraction | int, Fraction | int, tuple[str, ...]]:
    """Need, done, and the students still to reach."""
    if rule.measure == "share":
        return _share_of(rule.min, len(scope.ordered)), len(counts), _without(scope, counts)
    least = _exact(rule.min)
    if rule.measure == "students":
        return least, len(counts), _without(scope, counts)
    if per_student(rule):
        done = sum(min(count, least) for count in counts.values())
        left = tuple(student for student in scope.ordered if counts.get(student, 0) < least)
        return least * len(scope.ordered), done, left
    return least, sum(counts.values()), ()


def _without(scope: InScope, counts: dict[str, int]) -> tuple[str, ...]:
    """Those in scope who were not reached; few were, as a rule, so they are cut out of the sorted list."""
    left = list(scope.ordered)
    for student in counts:
        del left[bisect_left(left, student)]
    return tuple(left)


def _too_short(rule: Trigger, event: Event) -> bool:
    """Whether an illness kept the student at home for less than the 制度 names."""
    if rule.event != "illness_absence" or rule.min_absence_days is None:
        return False
    return event.absence_days is None or event.absence_days < rule.min_absence_days


def _due(day: date, within_days: int | None) -> date:
    try:
        return day + (SOON if within_days is None else timedelta(days=within_days))
    except OverflowError:
        return date.max
