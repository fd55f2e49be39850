"""Who asks for a visit to whom, why and how urgently: from judged policies to single reasons. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from tenants.policy.contracts import PolicyInForce
from tenants.policy.rules import EVENT_LABELS, Quota, Rule, Trigger, per_student, sentence
from tenants.targets.contracts import Number, Tries
from tenants.targets.engine.scenario import DONE, Scenario, Visit
from tenants.targets.rules import Target
from tenants.targets.school.scenarios import Judged

SOON = timedelta(days=7)
NEAR_SCOPES = ("class", "taught", "new_class", "entry_grade", "grade", "group")
"""A person's own students. Of a whole school nobody is called never visited."""
OVERDUE, IN_TIME, NEVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Ask:
    """One reason for one person to visit one student."""

    urgency: int
    who: str
    student: str
    policy: PolicyInForce
    rule: Rule
    reason: str
    due: date
    kind: str

    @property
    def order(self) -> tuple[int, date, bool]:
        """The most urgent first, what happened before what is counted."""
        return self.urgency, self.due, self.kind != "trigger"


class Past:
    """What these people did: when each last reached each student by which mode, how often in vain since."""

    def __init__(self, scenario: Scenario, people: frozenset[str]) -> None:
        self.today = scenario.today
        begun = [term.start for term in scenario.terms if term.start <= self.today]
        self.term_start = max(begun) if begun else self.today
        """The first day of the running term; in the holidays that of the one before."""
        self._reached: dict[tuple[str, str, str], date] = {}
        self._made: dict[str, list[Visit]] = {}
        self._last: dict[str, date] = {}
        self._vain: dict[str, list[tuple[date, str]]] = {}
        for visit in sorted(scenario.visits, key=lambda visit: (visit.date, visit.id)):
            if visit.date > self.today or people.isdisjoint(visit.by):
                continue
            if visit.outcome == DONE:
                self._last[visit.student] = visit.date
                for person in visit.by:
                    self._reached[person, visit.student, visit.mode] = visit.date
                    self._made.setdefault(person, []).append(visit)
            elif visit.outcome:
                self._vain.setdefault(visit.student, []).append((visit.date, visit.outcome))

    def reached(self, person: str, student: str, modes: frozenset[str]) -> date:
        """The last day on which the person reached the student in one of these modes; date.min without."""
        return max((self._reached.get((person, student, mode), date.min) for mode in modes), default=date.min)

    def made_after(self, day: date, person: str, students: frozenset[str], modes: frozenset[str]) -> int:
        """How many visits the person made to these students after that day, by one of these modes."""
        return sum(
            visit.date > day and visit.student in students and visit.mode in modes
            for visit in self._made.get(person, ())
        )

    def tries(self, student: str) -> tuple[Tries, ...]:
        """What was tried in vain since the last visit that came about, in this term, by outcome."""
        since = max(self._last.get(student, date.min) + timedelta(days=1), self.term_start)
        found: dict[str, Tries] = {}
        for day, outcome in self._vain.get(student, ()):
            if day >= since:
                before = found.get(outcome)
                found[outcome] = Tries(outcome, before.count + 1 if before else 1, day)
        return tuple(found.values())


def asks(judged: Judged, people: frozenset[str], past: Past) -> Iterator[Ask]:
    """Every reason that one policy gives these people today."""
    rules = judged.scenario.rules
    happened = {event.id: event.date for event in judged.scenario.events}
    for task in judged.tasks:
        if task.who in people and task.state != DONE:
            rule = rules[task.rule]
            assert isinstance(rule, Trigger)  # noqa: S101 (the engine makes tasks of triggers only)
            day = happened[task.event]
            urgency = OVERDUE if task.state == "overdue" else IN_TIME
            reason = f"{EVENT_LABELS[rule.event]}（{day.month}月{day.day}日）"
            yield Ask(urgency, task.who, task.student, judged.policy, rule, reason, task.due, "trigger")
    for target in judged.targets:
        quota = rules[target.rule]
        if target.who in people and not target.met and isinstance(quota, Quota):
            yield from _quota_asks(judged, target, quota, past)


def by_visits(rule: Quota) -> bool:
    """Whether records count, not heads."""
    return rule.measure in ("visits", "contacts")


def _quota_asks(judged: Judged, target: Target, rule: Quota, past: Past) -> Iterator[Ask]:
    over = target.end < past.today
    if over and not _still_matters(judged, target, rule):
        return
    modes = judged.engine.modes_of(target.rule)

    def ask(urgency: int, student: str, reason: str, kind: str = "quota") -> Ask:
        return Ask(urgency, target.who, student, judged.policy, rule, reason, target.end, kind)

    open_count = _students_short(target, rule)
    unit = "次" if by_visits(rule) and not per_student(rule) else "人"

    def lacking(count: Number) -> str:
        return f"{sentence(rule)}，还差 {count:g} {unit}"

    present = _present(judged, target.who, rule)
    students = list(target.left) or sorted(present)
    seen = {one: past.reached(target.who, one, modes) for one in students}
    if over:
        late = {one for one in students if seen[one] <= target.end}
        # Records count each time, heads once.
        made = past.made_after(target.end, target.who, present, modes)
        short = max(0, ceil(open_count) - (len(students) - len(late) if target.left else made))
        for one in sorted(present & late, key=lambda one: (seen[one], one))[:short]:
            yield ask(OVERDUE, one, lacking(short))
        return
    students.sort(key=lambda one: (seen[one], one))
    if target.end - past.today <= SOON:
        for one in students[: ceil(open_count)]:
            yield ask(IN_TIME, one, lacking(open_count))
    if rule.scope.of in NEAR_SCOPES and (target.left or rule.scope.of == "class"):
        for one in students:
            if seen[one] < past.term_start:
                yield ask(NEVER, one, "本学期还没去过", "never")


def _students_short(target: Target, rule: Quota) -> Number:
    """How many are still to come: students, or records for quotas of visits."""
    return len(target.left) if per_student(rule) else target.need - target.done


def _still_matters(judged: Judged, target: Target, rule: Quota) -> bool:
    """A window that is over may still be caught up with, as long as its term or year runs; a week, a
    month or a term that is over is over."""
    if rule.window is None or not rule.window.model_dump(exclude_none=True):
        return False
    today = judged.scenario.today
    if rule.window.by_week is not None:
        return any(
            term.start <= target.end <= term.end and today <= term.end for term in judged.scenario.terms
        )
    return any(year.start <= today <= year.end for year in judged.scenario.years)


def _present(judged: Judged, who: str, rule: Quota) -> frozenset[str]:
    """Students whom the person may go to today: those of the homeroom classes (or the taught ones, or of
    both), of the whole school for rules about it. Who left the school or the class is nobody's any more."""
    person = judged.engine.roster.staff[who]
    if rule.scope.of == "school" or rule.who == "leader":
        spells = None
    elif rule.scope.of == "taught":
        spells = person.teaches
    elif rule.scope.of == "class":
        spells = person.homeroom_of
    else:
        spells = person.homeroom_of + person.teaches
    today = judged.scenario.today
    classes = None if spells is None else frozenset(spell.of for spell in spells if spell.holds(today))
    return judged.engine.roster.present(classes, today)
