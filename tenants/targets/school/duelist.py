"""还差谁: from judged policies to one line a student, the most urgent reason first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tenants.policy.contracts import FLOOR
from tenants.policy.rules import EVENT_LABELS, Quota, Rule, Trigger, per_student, sentence
from tenants.targets.contracts import DueItem, DueList, DueReason, DueStudent, Number, Ring
from tenants.targets.engine.scenario import DONE, Scenario
from tenants.targets.rules import Target
from tenants.targets.school.scenarios import Judged
from tenants.targets.school.words import clause_of

SOON = timedelta(days=7)
NEAR_SCOPES = ("class", "taught", "new_class", "entry_grade", "grade", "group")
"""A person's own students. Of a whole school nobody is called never visited."""
OVERDUE, IN_TIME, NEVER = 0, 1, 2


@dataclass(frozen=True, slots=True)
class _Ask:
    """One reason to visit one student."""

    urgency: int
    student: str
    rule: Rule
    reason: str
    due: date
    kind: str


def due_list(
    judged: list[Judged], people: frozenset[str], today: date, student: Callable[[str], DueStudent]
) -> DueList:
    """The list of these people. `student` names a student and today's class."""
    by_student: dict[str, list[_Ask]] = {}
    for one in judged:
        for ask in _asks(one, people, today):
            by_student.setdefault(ask.student, []).append(ask)
    groups: tuple[list[DueItem], ...] = ([], [], [])
    for name, asks in by_student.items():
        asks.sort(key=lambda ask: (ask.urgency, ask.due, ask.kind != "trigger"))
        first = asks[0]
        said = {(first.reason, first.due)}
        also = []
        for ask in asks[1:]:
            if ask.urgency != NEVER and (ask.reason, ask.due) not in said:
                said.add((ask.reason, ask.due))
                also.append(DueReason(clause_of(ask.rule), ask.reason, ask.due))
        groups[first.urgency].append(
            DueItem(
                student=student(name),
                clause=clause_of(first.rule),
                reason=first.reason,
                due=first.due,
                days_left=(first.due - today).days,
                kind=first.kind,
                also=tuple(also),
            )
        )
    for items in groups:
        items.sort(key=lambda item: (item.due or date.max, item.student.class_name, item.student.name))
    return DueList(_ring(judged, people, today), *(tuple(items) for items in groups))


def _asks(judged: Judged, people: frozenset[str], today: date) -> Iterator[_Ask]:
    rules = judged.scenario.rules
    happened = {event.id: event.date for event in judged.scenario.events}
    for task in judged.tasks:
        if task.who in people and task.state != DONE:
            rule = rules[task.rule]
            assert isinstance(rule, Trigger)  # noqa: S101 (the engine makes tasks of triggers only)
            day = happened[task.event]
            urgency = OVERDUE if task.state == "overdue" else IN_TIME
            reason = f"{EVENT_LABELS[rule.event]}（{day.month}月{day.day}日）"
            yield _Ask(urgency, task.student, rule, reason, task.due, "trigger")
    seen = _last_visits(judged.scenario, people)
    for target in judged.targets:
        quota = rules[target.rule]
        if target.who in people and not target.met and isinstance(quota, Quota):
            yield from _quota_asks(judged, target, quota, today, seen)


def _quota_asks(
    judged: Judged, target: Target, rule: Quota, today: date, seen: dict[tuple[str, str], date]
) -> Iterator[_Ask]:
    def order(student: str) -> tuple[date, str]:
        return seen.get((target.who, student), date.min), student

    open_count = _students_short(target, rule)
    unit = "次" if _by_visits(rule) and not per_student(rule) else "人"
    lacking = f"{sentence(rule)}，还差 {_number(open_count)} {unit}"
    if target.end < today:
        if _still_matters(judged, target, rule):
            late = [one for one in target.left if seen.get((target.who, one), date.min) <= target.end]
            caught_up = len(target.left) - len(late)
            for one in sorted(late, key=order)[: max(0, int(open_count) - caught_up)]:
                yield _Ask(OVERDUE, one, rule, lacking, target.end, "quota")
        return
    students = sorted(target.left or _scope(judged, target, rule), key=order)
    if target.end - today <= SOON:
        for one in students[: int(-(-open_count // 1))]:
            yield _Ask(IN_TIME, one, rule, lacking, target.end, "quota")
    if rule.scope.of in NEAR_SCOPES and (target.left or rule.scope.of == "class"):
        since = _term_start(judged.scenario, today)
        for one in students:
            if seen.get((target.who, one), date.min) < since:
                yield _Ask(NEVER, one, rule, "本学期还没去过", target.end, "never")


def _by_visits(rule: Quota) -> bool:
    return rule.measure in ("visits", "contacts")


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


def _scope(judged: Judged, target: Target, rule: Quota) -> list[str]:
    """Present students of the person's homeroom or taught classes, for quotas that name no students."""
    today = judged.scenario.today
    person = next(one for one in judged.scenario.staff if one.id == target.who)
    spells = person.teaches if rule.scope.of == "taught" else person.homeroom_of
    classes = {spell.of for spell in spells if spell.holds(today)}
    return [
        student.id
        for student in judged.scenario.students
        if any(spell.of in classes and spell.holds(today) for spell in student.classes)
    ]


def _last_visits(scenario: Scenario, people: frozenset[str]) -> dict[tuple[str, str], date]:
    """When each of these people last reached each student."""
    found: dict[tuple[str, str], date] = {}
    for visit in scenario.visits:
        if visit.outcome == DONE and visit.date <= scenario.today:
            for person in visit.by:
                if person in people:
                    key = (person, visit.student)
                    found[key] = max(visit.date, found.get(key, date.min))
    return found


def _term_start(scenario: Scenario, today: date) -> date:
    """The first day of the running term; in the holidays that of the one before."""
    begun = [term.start for term in scenario.terms if term.start <= today]
    return max(begun) if begun else today


def _ring(judged: list[Judged], people: frozenset[str], today: date) -> Ring:
    """The running target that says most: of students rather than visits, the school's own rather than
    the bureau's, of this term rather than the year, the larger one."""
    best: tuple[tuple[bool, bool, bool, Number], Number, Number] | None = None
    for one in judged:
        sums: dict[int, list[Target]] = {}
        for target in one.targets:
            if target.who in people and target.start <= today <= target.end:
                sums.setdefault(target.rule, []).append(target)
        for index, targets in sums.items():
            rule = one.scenario.rules[index]
            if not isinstance(rule, Quota) or rule.per in ("week", "month") or rule.scope.of == "group":
                continue
            need = sum(target.need for target in targets)
            done = sum(target.done for target in targets)
            rank = (not _by_visits(rule), one.policy.id != FLOOR, rule.per == "term", need)
            if best is None or rank > best[0]:
                best = (rank, done, need)
    if best is None:
        return Ring(0, 0, "现在没有家访任务")
    by_students, _, this_term, _ = best[0]
    unit = "已走访学生" if by_students else "已家访次数"
    return Ring(best[1], best[2], f"{'本学期' if this_term else '本学年'}{unit}")


def _number(number: Number) -> str:
    return f"{number:g}"
