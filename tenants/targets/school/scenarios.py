"""A school as the engine's scenario, and its policies judged each for itself."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bureaus.contracts import Calendar, YearSpan
from kernel.actor import Role
from tenants.policy.contracts import PolicyInForce
from tenants.roster.contracts import RosterSnapshot, SnapshotStaff
from tenants.roster.contracts import Spell as RosterSpell
from tenants.targets.engine.scenario import Event, Scenario, Spell, Staff, Stretch, Student, Visit
from tenants.targets.rules import Target, Task, evaluate
from tenants.visits.contracts import CountedVisit

ENTRY_GRADES = frozenset({1, 7, 10})
LONG_HOLIDAY = timedelta(days=14)
"""假期 in a 制度 means the winter and summer holidays, not a week of public holidays."""
LOOK_AHEAD = timedelta(days=124)
"""How long before a school year its windows (before entry, before term) may open."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One policy, in one school year, with what it asks and what is done. `scenario.rules` are its rules."""

    policy: PolicyInForce
    scenario: Scenario
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]


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
        entry_grades=ENTRY_GRADES,
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


def judge(policy: PolicyInForce, base: Scenario, people: frozenset[str] | None) -> Judged:
    """What this version of this policy asks: a period goes by the version in force on its last day, or
    today if that is earlier, an event by the version of its day."""
    scenario = replace(base, rules=policy.rules)
    made = evaluate(scenario, people)
    happened = {event.id: event.date for event in base.events}
    return Judged(
        policy=policy,
        scenario=scenario,
        targets=tuple(one for one in made.targets if policy.holds(min(one.end, base.today))),
        tasks=tuple(one for one in made.tasks if policy.holds(happened[one.event])),
    )


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
