"""What the engine is given: a policy's rules, a calendar, a roster, visits and events. Plain frozen values.

Every `start`/`end` pair is inclusive; None is an open side.
"""

from dataclasses import dataclass
from datetime import date

from tenants.policy.rules import Rule

ROLES = ("homeroom", "subject", "leader", "teacher")
DONE = "done"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A school year, a term (with its `year`) or a holiday."""

    id: str
    start: date
    end: date
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Belonging to `of` (a class or a group) for a while."""

    of: str
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Staff:
    """`newly_taken` pairs a class with the term in which it was taken."""

    id: str
    roles: frozenset[str]
    homeroom_of: tuple[Spell, ...] = ()
    teaches: tuple[Spell, ...] = ()
    newly_taken: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Excuse:
    """Being excused from rule number `rule` of the policy, for good or for a while."""

    rule: int
    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Student:
    """`start`/`end` bound the enrolment."""

    id: str
    classes: tuple[Spell, ...] = ()
    start: date | None = None
    end: date | None = None
    groups: tuple[Spell, ...] = ()
    excused: tuple[Excuse, ...] = ()

    def excused_from(self, rule: int, day: date) -> bool:
        return any(excuse.rule == rule and excuse.holds(day) for excuse in self.excused)

    def enrolled(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Visit:
    """One record of a contact; only the outcome `done` counts."""

    id: str
    student: str
    by: tuple[str, ...]
    date: date
    mode: str
    outcome: str | None = DONE


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a student; `absence_days` where it was an absence."""

    id: str
    student: str
    event: str
    date: date
    absence_days: float | None = None


@dataclass(frozen=True, slots=True)
class Scenario:
    """`grades` maps each class to its grade (None where it has none)."""

    rules: tuple[Rule, ...]
    today: date
    years: tuple[Stretch, ...] = ()
    terms: tuple[Stretch, ...] = ()
    holidays: tuple[Stretch, ...] = ()
    entry_grades: frozenset[int] = frozenset()
    grades: tuple[tuple[str, int | None], ...] = ()
    staff: tuple[Staff, ...] = ()
    students: tuple[Student, ...] = ()
    visits: tuple[Visit, ...] = ()
    events: tuple[Event, ...] = ()
