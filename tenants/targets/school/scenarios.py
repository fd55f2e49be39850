"""A school as the engine's scenario, and its policies judged each for itself."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from bureaus.contracts import Calendar, YearSpan
from kernel.actor import Role
from tenants.policy.contracts import PolicyInForce
from tenants.policy.rules import Rule
from tenants.roster.contracts import RosterSnapshot, SnapshotStaff
from tenants.roster.contracts import Spell as RosterSpell
from tenants.targets.engine.scenario import (
    DONE,
    Event,
    Excuse,
    Scenario,
    Spell,
    Staff,
    Stretch,
    Student,
    Visit,
)
from tenants.targets.rules import Engine, Target, Task
from tenants.visits.contracts import CountedVisit

LONG_HOLIDAY = timedelta(days=14)
"""假期 in a 制度 means the winter and summer holidays, not a week of public holidays."""
LOOK_AHEAD = timedelta(days=124)
"""How long before a school year its windows (before entry, before term) may open."""


@dataclass(frozen=True, slots=True)
class Excused:
    """A student excused from one clause (the words of a rule's source, in a 制度 by its series) or, without
    a series, from all the school's clauses."""

    student: str
    series: UUID | None
    source: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Judged:
    """One policy, in one school year, with what it asks and what is done. `scenario.rules` are its rules."""

    policy: PolicyInForce
    engine: Engine
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]

    @property
    def scenario(self) -> Scenario:
        return self.engine.scenario


def years_to_judge(calendar: Calendar, today: date) -> list[YearSpan]:
    """The running school year (between two: the one before), and the next once its windows may open."""
    begun = [year for year in calendar.years if year.start <= today]
    coming = [year for year in calendar.years if today < year.start <= today + LOOK_AHEAD]
    return begun[-1:] + coming[:1]


def scenario_of(
    snapshot: RosterSnapshot,
    calendar: Calendar,
    year: YearSpan,
    today: date,
    visits: list[CountedVisit],
    events: list[Event],
    entry_grades: frozenset[int],
) -> Scenario:
    """Everything but the rules."""
    terms = tuple(
        Stretch(term.key, term.start, term.end, term.year) for term in calendar.terms if term.year == year.key
    )
    return Scenario(
        rules=(),
        today=today,
        years=(Stretch(year.key, year.start, year.end),),
        terms=terms,
        holidays=tuple(
            Stretch(holiday.key, holiday.start, holiday.end)
            for holiday in calendar.holidays
            if year.start <= holiday.start <= year.end and holiday.end - holiday.start >= LONG_HOLIDAY
        ),
        entry_grades=entry_grades,
        grades=tuple((str(one.id), one.grade) for one in snapshot.classes),
        staff=tuple(_staff(person, snapshot, terms) for person in snapshot.staff),
        students=tuple(
            Student(
                id=str(student.id),
                classes=_spells(student.classes),
                start=min(spell.start for spell in student.classes),
                end=_last_day(student.classes),
                groups=_spells(student.groups),
            )
            for student in snapshot.students
            if student.classes
        ),
        visits=tuple(
            Visit(
                id=str(visit.id),
                student=str(visit.student_id),
                by=tuple(str(person) for person in visit.by),
                date=visit.date,
                mode=visit.mode,
                outcome=visit.outcome,
            )
            for visit in visits
        ),
        events=tuple(events),
    )


def judge(
    policy: PolicyInForce, base: Scenario, people: frozenset[str] | None, excused: list[Excused]
) -> Judged:
    """What this version of this policy asks: a period goes by the version in force on its last day, or
    today if that is earlier, an event by the version of its day. A task that is still open goes to those
    who have the student now."""
    engine = Engine(with_rules(base, policy.rules, policy.series, excused))
    return Judged(
        policy=policy,
        engine=engine,
        targets=tuple(
            one for one in sorted(engine.targets(people)) if policy.holds(min(one.end, base.today))
        ),
        tasks=tuple(one for one in tasks_today(engine, policy) if people is None or one.who in people),
    )


def tasks_today(engine: Engine, policy: PolicyInForce) -> list[Task]:
    """The tasks of the events on whose day this version held, with those who owe them today."""
    happened = {event.id: event.date for event in engine.scenario.events}
    tasks = [task for task in sorted(engine.tasks()) if policy.holds(happened[task.event])]
    return handed_over(engine, tasks)


def with_rules(
    base: Scenario, rules: tuple[Rule, ...], series: UUID | None, excused: list[Excused]
) -> Scenario:
    """The scenario under these rules. Who is excused from all of the school's clauses is so from each;
    from one clause, from every rule read from its words in any version of the 制度. The bureau's floor
    (without a series) excuses nobody."""
    found: dict[str, list[Excuse]] = {}
    for one in excused if series is not None else ():
        for index, rule in enumerate(rules):
            if one.series is None or (one.series == series and one.source == rule.source):
                found.setdefault(one.student, []).append(Excuse(index, one.start, one.end))
    if not found:
        return replace(base, rules=rules)
    students = tuple(
        replace(student, excused=tuple(found[student.id])) if student.id in found else student
        for student in base.students
    )
    return replace(base, rules=rules, students=students)


def handed_over(engine: Engine, tasks: list[Task]) -> list[Task]:
    """The tasks as they stand today. The engine asks those who had the student on the day of the event;
    whoever has the student now takes an open task over, and a student who has left asks nobody. With
    nobody to take it over it stays where it was."""
    scenario = engine.scenario
    happened = {event.id: event for event in scenario.events}
    found: dict[tuple[int, str, str], Task] = {}
    for task in tasks:
        heirs = [] if task.state == DONE else engine.roster.answer_for(
            engine.triggers[task.rule].who or "homeroom", task.student, scenario.today
        )  # fmt: skip
        if task.state == DONE or task.who in heirs:
            found[task.key] = task
        elif engine.roster.students[task.student].enrolled(scenario.today):
            for heir in heirs:
                taken = engine.task(task.rule, happened[task.event], heir)
                found.setdefault(taken.key, taken)
            if not heirs:
                found[task.key] = task
    return sorted(found.values())


def _spells(spells: tuple[RosterSpell, ...]) -> tuple[Spell, ...]:
    return tuple(Spell(spell.of, spell.start, spell.end) for spell in spells)


def _last_day(spells: tuple[RosterSpell, ...]) -> date | None:
    ends = [spell.end for spell in spells if spell.end is not None]
    return max(ends) if len(ends) == len(spells) else None


def _staff(person: SnapshotStaff, snapshot: RosterSnapshot, terms: tuple[Stretch, ...]) -> Staff:
    """A principal counts as a leader."""
    roles = {role for role in person.roles if role in (Role.HOMEROOM, Role.SUBJECT, Role.LEADER)}
    if Role.PRINCIPAL in person.roles:
        roles.add(Role.LEADER)
    return Staff(
        id=str(person.id),
        roles=frozenset(roles),
        homeroom_of=_spells(person.homeroom),
        teaches=_spells(person.teaches),
        newly_taken=tuple(
            (spell.of, term.id)
            for spell in person.homeroom
            for term in terms
            if _taken_over(person, spell, snapshot) and _taken_for(spell, term, terms)
        ),
    )


def _taken_over(person: SnapshotStaff, spell: RosterSpell, snapshot: RosterSnapshot) -> bool:
    """Whether somebody else had the class before. A first import gives every class its teacher from one
    day on, which makes nobody's class newly taken."""
    return any(
        earlier.of == spell.of and earlier.start < spell.start
        for other in snapshot.staff
        if other.id != person.id
        for earlier in other.homeroom
    )


def _taken_for(spell: RosterSpell, term: Stretch, terms: tuple[Stretch, ...]) -> bool:
    """The term in which, or in the holiday before which, the class was taken."""
    before = [other.end for other in terms if other.end < term.start]
    since = max(before) if before else term.start - LOOK_AHEAD
    return since < spell.start <= term.end
