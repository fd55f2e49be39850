"""What pages see of targets: frozen values with names. Staff ids are numbers, student ids UUIDs as text."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bureaus.contracts import HolidaySpan, MakeUpDay
from tenants.policy.contracts import Choice
from tenants.roster.contracts import GroupSpellInfo

Number = int | float


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Pupil:
    """A student."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class PeriodView:
    """Both days belong to it; `label` is Chinese, e.g. 第 3 周（9月14日—9月20日）."""

    start: date
    end: date
    label: str


@dataclass(frozen=True, slots=True)
class TargetView:
    """One quota of one person in one period. `sentence` is the rule in words, `clause` where it stands."""

    rule: int
    who: Person
    period: PeriodView
    need: Number
    done: Number
    met: bool
    left: tuple[Pupil, ...]
    measure: str
    clause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """One visit owed after one event; `state` is done, due or overdue."""

    rule: int
    event: str
    event_label: str
    who: Person
    student: Pupil
    due: date
    state: str
    late: bool
    clause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PolicyTargets:
    """What one 制度 in force asks; `id` is `floor` for the bureau's."""

    id: str
    title: str
    targets: tuple[TargetView, ...]
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class DueStudent:
    """A student with the class of today; None and "" without one."""

    id: str
    name: str
    class_id: int | None
    class_name: str


@dataclass(frozen=True, slots=True)
class DueReason:
    """Another clause that the same visit would serve."""

    clause: str
    reason: str
    due: date


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a visit did not come about, by outcome (not_home, postponed, …), and when last."""

    outcome: str
    count: int
    last: date


@dataclass(frozen=True, slots=True)
class DueItem:
    """One student still to visit: why, where it says so, until when. `kind` is trigger, quota or never;
    `days_left` is negative once overdue. `also` holds what the same visit clears besides, `tries` what was
    tried in vain since the last visit; `who` owes the most urgent one."""

    student: DueStudent
    clause: str
    reason: str
    due: date | None
    days_left: int | None
    kind: str
    also: tuple[DueReason, ...] = ()
    who: Person | None = None
    tries: tuple[Tries, ...] = ()


@dataclass(frozen=True, slots=True)
class Ring:
    """The one target shown as a ring; 0 of 0 when nothing is asked."""

    done: Number
    need: Number
    label: str


@dataclass(frozen=True, slots=True)
class DueList:
    """还差谁. A student stands in one group only, the most urgent; all lists by urgency, then name."""

    ring: Ring
    overdue: tuple[DueItem, ...]
    soon: tuple[DueItem, ...]
    never: tuple[DueItem, ...]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A person or a class: students overdue, due within seven days, not visited yet, each student once; of
    all of them those where somebody tried in vain."""

    id: int
    name: str
    overdue: int
    soon: int
    never: int
    tries: int


@dataclass(frozen=True, slots=True)
class Board:
    """还差谁 for leaders: people by name (those with nobody left are not listed), classes by grade."""

    teachers: tuple[BoardLine, ...]
    classes: tuple[BoardLine, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    """A teaching week: its number in the term and its Monday."""

    number: int
    start: date


@dataclass(frozen=True, slots=True)
class CellView:
    """Counting visits to students of a class in a week; weeks without any are left out."""

    class_id: int
    week: int
    visits: int


@dataclass(frozen=True, slots=True)
class ClassView:
    """A class of today."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class GradeView:
    """Students of a grade reached in this term, of those enrolled."""

    grade: int
    label: str
    reached: int
    in_scope: int


@dataclass(frozen=True, slots=True)
class TeacherView:
    """A running target that is not met yet. Listed by name, never ranked."""

    id: int
    name: str
    need: Number
    done: Number
    clause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReachedView:
    """Students reached by the end of a week, of those enrolled then."""

    week: int
    reached: int
    in_scope: int


@dataclass(frozen=True, slots=True)
class Progress:
    """The term so far, for leaders. `reached` has the weeks that have begun."""

    term: str
    classes: tuple[ClassView, ...]
    weeks: tuple[WeekView, ...]
    cells: tuple[CellView, ...]
    grades: tuple[GradeView, ...]
    teachers: tuple[TeacherView, ...]
    reached: tuple[ReachedView, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageFacts:
    """Students reached by at least one counting visit in a term, of those enrolled."""

    period: str
    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class TermChoice:
    """A term that a 制度 may be tried on; `running` while it is not over."""

    key: str
    name: str
    start: date
    end: date
    running: bool


@dataclass(frozen=True, slots=True)
class TriedRule:
    """One counted clause of the candidate: how many targets (or tasks after events) would have been met,
    missed, or are still open; `more` visits lacking if it stood alone; `impossible` targets ask for more
    students than there are."""

    rule: int
    kind: str
    sentence: str
    clause: str
    met: int
    missed: int
    open: int
    need: Number
    done: Number
    more: int
    impossible: int


@dataclass(frozen=True, slots=True)
class TriedTeacher:
    """One person under the candidate. `state`: met, missed (something that is over was not met), open (the
    rest is still to come). `visits` were made in the term, `more` are planned in its weeks, `outside` before
    or after them; `rules` are the clauses not met yet."""

    id: int
    name: str
    state: str
    visits: int
    more: int
    outside: int
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TriedCell:
    """One person's week: visits made and visits still lacking."""

    teacher: int
    week: int
    visits: int
    more: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A candidate 制度 run against one term's visits; nothing is stored. `other_rules` count nothing."""

    policy_id: str
    title: str
    number: int
    draft: bool
    term: TermChoice
    terms: tuple[TermChoice, ...]
    rules: tuple[TriedRule, ...]
    other_rules: int
    teachers: tuple[TriedTeacher, ...]
    weeks: tuple[WeekView, ...]
    cells: tuple[TriedCell, ...]


@dataclass(frozen=True, slots=True)
class EventView:
    """What happened to a student, with the visits that it asked for; `may_remove` for whoever looks."""

    id: UUID
    event: str
    label: str
    date: date
    absence_days: int | None
    recorded_by: str
    may_remove: bool
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True)
class ExcusalView:
    """A student excused from a clause, or (without `series`) from all of the school's. The reason is empty
    for those it does not concern."""

    id: UUID
    series: UUID | None
    source: str
    policy_title: str
    sentence: str
    reason: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ClauseChoice:
    """A counted clause in force that a student may be excused from."""

    series: UUID
    policy_title: str
    source: str
    clause: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What stands beside a student's visits: groups, events and excusals, the latest first, and what the
    actor may enter; choices are codes with labels. `today` is the school's day."""

    today: date
    groups: tuple[GroupSpellInfo, ...]
    events: tuple[EventView, ...]
    excusals: tuple[ExcusalView, ...]
    clauses: tuple[ClauseChoice, ...]
    group_choices: tuple[Choice, ...]
    event_choices: tuple[Choice, ...]
    may_mark: bool
    may_excuse: bool


@dataclass(frozen=True, slots=True)
class NewlyTaken:
    """A class that somebody took over from somebody else, and the term it counts for."""

    school_class: ClassView
    teacher: Person
    since: date
    term: str


@dataclass(frozen=True, slots=True)
class SchoolTerm:
    """A term with its teaching weeks."""

    key: str
    name: str
    start: date
    end: date
    running: bool
    weeks: tuple[WeekView, ...]


@dataclass(frozen=True, slots=True)
class SchoolTimes:
    """What the school counts by in the running school year: terms, holidays, make-up days, entry grades, and
    the classes newly taken. `week` is today's teaching week, 0 outside of terms."""

    today: date
    week: int
    terms: tuple[SchoolTerm, ...]
    holidays: tuple[HolidaySpan, ...]
    make_up_days: tuple[MakeUpDay, ...]
    entry_grades: tuple[int, ...]
    grades: tuple[tuple[int, str], ...]
    newly_taken: tuple[NewlyTaken, ...]
    may_change: bool
