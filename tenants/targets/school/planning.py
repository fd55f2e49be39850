"""How many more visits would do: the fewest that a careful planner finds, laid into the weeks. Pure.

Narrow periods are filled first, with the students whom wider periods still miss, so that one planned visit
serves several clauses. What is planned is enough (a property test holds that); no plan is smaller than the
largest single gap.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from tenants.policy.rules import per_student
from tenants.targets.engine.periods import Period, monday
from tenants.targets.engine.scenario import DONE, Staff, Stretch, Visit
from tenants.targets.rules import Engine, Target, Task

WEEK = timedelta(days=7)
FRIDAY = timedelta(days=4)
MODES = ("home", "school", "online", "phone", "letter")
"""What a planned visit is, the first of these that the rule counts."""


@dataclass
class Plan:
    """The visits planned, and the targets that no number of visits could meet: more students are asked
    for than there are."""

    visits: list[Visit] = field(default_factory=list)
    impossible: set[tuple[int, str, date, date]] = field(default_factory=set)


def plan(engine: Engine, targets: list[Target], tasks: list[Task], today: date) -> Plan:
    """What is lacking for these targets and tasks, planned into days: into the whole period where it is
    over, else from today on. The engine takes the planned visits in."""
    made = Plan()
    lacking: dict[str, list[Target]] = {}
    for target in targets:
        if not target.met:
            lacking.setdefault(target.who, []).append(target)
    owed: dict[str, list[Task]] = {}
    for task in tasks:
        if task.state != DONE:
            owed.setdefault(task.who, []).append(task)
    for who in sorted({*lacking, *owed}):
        _Diary(engine, engine.roster.staff[who], today, made).fill(lacking.get(who, []), owed.get(who, []))
    return made


class _Diary:
    """One person's planned visits."""

    def __init__(self, engine: Engine, person: Staff, today: date, made: Plan) -> None:
        self._engine = engine
        self._person = person
        self._today = today
        self._made = made
        self._load: Counter[date] = Counter()
        self._wanted: Counter[str] = Counter()

    def fill(self, targets: list[Target], tasks: list[Task]) -> None:
        for target in targets:
            self._wanted.update(target.left)
        happened = {event.id: event for event in self._engine.scenario.events}
        for task in sorted(tasks, key=lambda task: task.due):
            now = self._engine.task(task.rule, happened[task.event], self._person.id)
            if now.state != DONE:
                self._put(task.student, max(task.due, happened[task.event].date), self._mode(task.rule))
        for target in sorted(targets, key=lambda one: (one.end - one.start, one.end, one.rule)):
            self._meet(target)

    def _meet(self, target: Target) -> None:
        period = self._period(target)
        now = self._engine.target(target.rule, self._person, period)
        while now is not None and not now.met:
            lacking = ceil(now.need - now.done)
            students = self._students(now, period)[:lacking]
            if not students:
                self._made.impossible.add(target.key)
                return
            mode = self._mode(target.rule)
            for place, student in enumerate(students):
                self._put(student, self._freest(target, (place + 0.5) / len(students)), mode)
            now = self._engine.target(target.rule, self._person, period)

    def _students(self, target: Target, period: Period) -> list[str]:
        """Those to go to, the most wanted first: those left, or anybody in scope where records count. For
        a range of so many visits to a student each, one more each time round."""
        rule = self._engine.quotas[target.rule]
        anybody = rule.measure in ("visits", "contacts") and not per_student(rule)
        scope = self._engine.roster.in_scope(target.rule, rule, self._person, period).ordered
        candidates = scope if anybody else target.left
        return sorted(candidates, key=lambda student: (-self._wanted[student], student))

    def _period(self, target: Target) -> Period:
        return next(
            one
            for one in self._engine.periods[target.rule]
            if (one.start, one.end) == (target.start, target.end)
        )

    def _freest(self, target: Target, at: float) -> date:
        """A day in the week with the fewest planned visits, of several the nearest to the share `at` (0 to 1)
        of the teaching weeks of the period; without any, of its weeks."""
        first = max(target.start, self._today) if target.end >= self._today else target.start
        days = list(_days(first, target.end))
        terms = self._engine.scenario.terms
        days = [day for day in days if _in(terms, day)] or days
        ideal = at * len(days) - 0.5
        places = range(len(days))
        return days[min(places, key=lambda place: (self._load[monday(days[place])], abs(place - ideal)))]

    def _put(self, student: str, day: date, mode: str) -> None:
        number = len(self._made.visits)
        visit = Visit(f"planned-{number:06d}", student, (self._person.id,), day, mode)
        self._made.visits.append(visit)
        self._load[monday(day)] += 1
        self._wanted[student] = 0
        self._engine.put(visit)

    def _mode(self, rule: int) -> str:
        counting = self._engine.modes_of(rule)
        return next(mode for mode in MODES if mode in counting)


def _days(first: date, last: date) -> Iterator[date]:
    """One day of each week between two days, both included: Friday, or the nearest to it."""
    week = monday(first)
    while week <= last:
        yield min(max(week + FRIDAY, first), last)
        week += WEEK


def _in(terms: tuple[Stretch, ...], day: date) -> bool:
    return any(term.start <= day <= term.end for term in terms)
