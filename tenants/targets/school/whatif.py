"""What if: a candidate's rules against one term of a school year. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from bureaus.contracts import Calendar, TermSpan, YearSpan
from tenants.policy.rules import Quota, Trigger, sentence
from tenants.roster.contracts import RosterSnapshot
from tenants.targets.contracts import TriedCell, TriedRule, TriedTeacher
from tenants.targets.engine.periods import monday
from tenants.targets.engine.scenario import DONE, Scenario
from tenants.targets.rules import Engine, Target, Task
from tenants.targets.school.planning import Plan, plan
from tenants.targets.school.words import clause_of

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: rules by number, people by name, their weeks."""

    rules: tuple[TriedRule, ...]
    teachers: tuple[TriedTeacher, ...]
    cells: tuple[TriedCell, ...]


def terms_to_try(calendar: Calendar, snapshot: RosterSnapshot, today: date) -> list[TermSpan]:
    """Terms that have begun and in which somebody was enrolled, the latest first."""
    spells = [spell for student in snapshot.students for spell in student.classes]
    found = [
        term
        for term in calendar.terms
        if term.start <= today
        and any(
            spell.start <= term.end and (spell.end is None or spell.end >= term.start) for spell in spells
        )
    ]
    return sorted(found, key=lambda term: term.start, reverse=True)


def span_end(calendar: Calendar, term: TermSpan, year: YearSpan) -> date:
    """The last day before the year's next term: a term's holiday belongs to it."""
    later = [one.start for one in calendar.terms if one.year == year.key and one.start > term.start]
    return min(later) - DAY if later else max(year.end, term.end)


def try_out(scenario: Scenario, term: TermSpan, last: date, today: date, people: dict[str, str]) -> Tried:
    """`scenario` is the whole school year under the candidate's rules, as if it were over; `last` the end
    of the term with its holiday; `people` names the staff by id."""
    engine = Engine(scenario)
    year = scenario.years[0].start
    targets = [
        one for one in sorted(engine.targets()) if _belongs(engine.quotas[one.rule], one, term, last, year)
    ]
    tasks = [_as_of(one, today) for one in sorted(engine.tasks())]
    made = _made(engine, term)
    planned = plan(engine, targets, tasks, today)
    more, outside = _weeks_of(planned, term)
    demands: list[Target | Task] = [*targets, *tasks]
    asked = sorted({one.who for one in demands}, key=lambda who: (people[who], int(who)))
    return Tried(
        rules=tuple(_rules(scenario, targets, tasks, planned, today)),
        teachers=tuple(_teachers(asked, people, demands, today, made, more, outside)),
        cells=tuple(
            TriedCell(int(who), week, made[who, week], more[who, week])
            for who, week in sorted({*made, *more}, key=lambda key: (int(key[0]), key[1]))
            if who in set(asked)
        ),
    )


def _belongs(rule: Quota, target: Target, term: TermSpan, last: date, year: date) -> bool:
    """Whether the target is one of this term: its period touches the term or its holiday, or is the window
    that ends where the term (or, with its first term, the year) begins."""
    if rule.window is not None and rule.window.before_term_months is not None:
        return target.end == term.start - DAY
    if rule.window is not None and rule.window.before_entry:
        return target.end == year - DAY and abs(term.start - year) < WEEK * 4
    return target.start <= last and target.end >= term.start


def _as_of(task: Task, today: date) -> Task:
    """The scenario's year is over; a task that is not due yet by today is still open."""
    return task if task.state == DONE else task._replace(state="overdue" if task.due < today else "due")


def _made(engine: Engine, term: TermSpan) -> Counter[tuple[str, int]]:
    """Visits that came about, by person and week, in a mode that some clause counts."""
    modes = frozenset[str]().union(*(engine.modes_of(one) for one in (*engine.quotas, *engine.triggers)))
    found: Counter[tuple[str, int]] = Counter()
    for visit in engine.scenario.visits:
        if visit.outcome == DONE and visit.mode in modes and term.start <= visit.date <= term.end:
            for person in visit.by:
                found[person, _week(visit.date, term)] += 1
    return found


def _week(day: date, term: TermSpan) -> int:
    return (monday(day) - monday(term.start)).days // 7 + 1


def _state(target: Target | Task, today: date) -> str:
    if isinstance(target, Task):
        return {DONE: "met", "overdue": "missed"}.get(target.state, "open")
    return "met" if target.met else "missed" if target.end < today else "open"


def _rules(
    scenario: Scenario, targets: list[Target], tasks: list[Task], planned: Plan, today: date
) -> list[TriedRule]:
    found = []
    for index, rule in enumerate(scenario.rules):
        if not isinstance(rule, Quota | Trigger):
            continue
        own = [one for one in targets if one.rule == index]
        owed = [one for one in tasks if one.rule == index]
        demands: list[Target | Task] = [*own, *owed]
        states = Counter(_state(one, today) for one in demands)
        found.append(
            TriedRule(
                rule=index,
                kind=rule.kind,
                sentence=sentence(rule),
                clause=clause_of(rule),
                met=states["met"],
                missed=states["missed"],
                open=states["open"],
                need=sum(one.need for one in own) + len(owed),
                done=sum(min(one.done, one.need) for one in own) + _done(owed),
                more=sum(ceil(one.need - one.done) for one in own if not one.met) + len(owed) - _done(owed),
                impossible=sum(key[0] == index for key in planned.impossible),
            )
        )
    return found


def _done(tasks: list[Task]) -> int:
    return sum(task.state == DONE for task in tasks)


def _weeks_of(planned: Plan, term: TermSpan) -> tuple[Counter[tuple[str, int]], Counter[str]]:
    """Planned visits by person and week of the term, and those before or after it by person."""
    more: Counter[tuple[str, int]] = Counter()
    outside: Counter[str] = Counter()
    for visit in planned.visits:
        (who,) = visit.by
        if term.start <= visit.date <= term.end:
            more[who, _week(visit.date, term)] += 1
        else:
            outside[who] += 1
    return more, outside


def _teachers(
    asked: list[str],
    people: dict[str, str],
    demands: list[Target | Task],
    today: date,
    made: Counter[tuple[str, int]],
    more: Counter[tuple[str, int]],
    outside: Counter[str],
) -> Iterator[TriedTeacher]:
    visits, lacking = _per_person(made), _per_person(more)
    states: dict[str, set[str]] = {who: set() for who in asked}
    rules: dict[str, set[int]] = {who: set() for who in asked}
    for one in demands:
        state = _state(one, today)
        states[one.who].add(state)
        if state != "met":
            rules[one.who].add(one.rule)
    for who in asked:
        yield TriedTeacher(
            id=int(who),
            name=people[who],
            state=next(state for state in ("missed", "open", "met") if state in states[who]),
            visits=visits[who],
            more=lacking[who],
            outside=outside[who],
            rules=tuple(sorted(rules[who])),
        )


def _per_person(cells: Counter[tuple[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for (who, _), count in cells.items():
        found[who] += count
    return found
