"""Reads of targets: what each person still owes, the school's progress, the bureau's coverage figure.

Everything is reckoned from roster, calendar, visits, events and the policies in force; nothing is kept.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bureaus.contracts import Calendar, TermSpan
from bureaus.selectors import calendar_for_school
from kernel import clock, tenancy
from kernel.actor import Actor, Role
from tenants.policy import selectors as policy
from tenants.policy.rules import EVENT_LABELS, Quota, Trigger, sentence
from tenants.roster import rules as roster_rules
from tenants.roster import selectors as roster
from tenants.roster.contracts import RosterSnapshot, SnapshotClass
from tenants.targets.contracts import (
    ClassView,
    CoverageFacts,
    DueList,
    DueStudent,
    PeriodView,
    Person,
    PolicyTargets,
    Progress,
    Pupil,
    TargetView,
    TaskView,
)
from tenants.targets.engine.scenario import Event, Scenario
from tenants.targets.errors import ProgressForbidden
from tenants.targets.models import StudentEvent
from tenants.targets.rules import Target, Task
from tenants.targets.school.duelist import due_list
from tenants.targets.school.overview import counting, overview, reached
from tenants.targets.school.scenarios import LOOK_AHEAD, Judged, judge, scenario_of, years_to_judge
from tenants.targets.school.words import clause_of, period_label
from tenants.visits.selectors import term_for_figures, visits_for_targets

LEADERS = (Role.PRINCIPAL, Role.LEADER, Role.OFFICE)


def targets_for(*, actor: Actor) -> list[PolicyTargets]:
    """What the policies in force ask: a teacher's own targets and tasks, the whole school's for
    principal, leaders and office. Policies without any for these people are listed too, empty."""
    school = _School(clock.today())
    people = None if actor.has(*LEADERS) else _own(actor)
    found: dict[str, PolicyTargets] = {}
    for one in school.judged(people):
        before = found.get(one.policy.id)
        targets = tuple(school.target_view(one, target) for target in one.targets)
        tasks = tuple(school.task_view(one, task) for task in one.tasks)
        found[one.policy.id] = PolicyTargets(
            id=one.policy.id,
            title=one.policy.title,
            targets=(*(before.targets if before else ()), *targets),
            tasks=(*(before.tasks if before else ()), *tasks),
        )
    return list(found.values())


def due_list_for(*, actor: Actor, whole: bool = False) -> DueList:
    """还差谁: the actor's own list; for principal, leaders and office with nothing of their own, or with
    `whole`, that of all teachers."""
    school = _School(clock.today())
    people = _own(actor)
    if actor.has(*LEADERS):
        everybody = frozenset(str(person.id) for person in school.snapshot.staff)
        judged = school.judged(None)
        asked = {target.who for one in judged for target in one.targets}
        asked |= {task.who for one in judged for task in one.tasks}
        people = everybody if whole or people.isdisjoint(asked) else people
    else:
        judged = school.judged(people)
    return due_list(judged, people, school.today, school.due_student)


def progress_for(*, actor: Actor) -> Progress:
    """The term so far, for principal, leaders and office. ProgressForbidden for others."""
    if not actor.has(*LEADERS):
        raise ProgressForbidden
    school = _School(clock.today())
    term = school.term
    if term is None:
        return Progress("", (), (), (), (), ())
    stage = roster.school_stage()
    grades = {one.grade: roster_rules.grade_label(one.grade, stage) for one in school.snapshot.classes}
    return overview(
        school.base,
        school.judged(None),
        school.calendar,
        term,
        policy.counting_modes(school.today),
        [ClassView(one.id, one.name) for one in sorted(school.snapshot.classes, key=_grade_first)],
        grades,
        school.staff_names,
    )


def coverage_facts(*, on: date | None = None) -> CoverageFacts | None:
    """Students reached in the term by at least one counting visit, of those enrolled: a census. In the
    holidays the term before; None while the calendar knows no term."""
    today = on or clock.today()
    term = term_for_figures(on=today)
    if term is None:
        return None
    school = _School(today)
    visits = counting(school.base, term, policy.counting_modes(today))
    hit, enrolled = reached(school.base, visits, min(term.end, today))
    return CoverageFacts(period=term.key, numerator=len(hit), denominator=len(enrolled))


def _grade_first(one: SnapshotClass) -> tuple[int, str]:
    return one.grade, one.name


def _own(actor: Actor) -> frozenset[str]:
    return frozenset() if actor.staff_id is None else frozenset({str(actor.staff_id)})


@dataclass
class _School:
    """The facts of one request, each read once."""

    today: date

    @cached_property
    def calendar(self) -> Calendar:
        return calendar_for_school(tenancy.require_school())

    @cached_property
    def snapshot(self) -> RosterSnapshot:
        return roster.roster_snapshot(on=self.today)

    @cached_property
    def term(self) -> TermSpan | None:
        return term_for_figures(on=self.today)

    @cached_property
    def staff_names(self) -> dict[str, str]:
        return {str(person.id): person.name for person in self.snapshot.staff}

    @cached_property
    def students(self) -> dict[str, DueStudent]:
        classes = {str(one.id): one for one in self.snapshot.classes}
        found = {}
        for student in self.snapshot.students:
            held = [
                classes[spell.of]
                for spell in student.classes
                if spell.of in classes
                and spell.start <= self.today
                and (spell.end is None or self.today <= spell.end)
            ]
            school_class = held[-1] if held else None
            found[str(student.id)] = DueStudent(
                id=str(student.id),
                name=student.name,
                class_id=school_class.id if school_class else None,
                class_name=school_class.name if school_class else "",
            )
        return found

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """One a school year: the running one first."""
        years = years_to_judge(self.calendar, self.today)
        if not years:
            return []
        visits = visits_for_targets(start=years[0].start - LOOK_AHEAD, end=self.today)
        events = [
            Event(str(row.pk), str(row.student_id), row.event, row.date, row.absence_days)
            for row in StudentEvent.objects.filter(date__gte=years[0].start).order_by("date", "id")
        ]
        return [
            scenario_of(
                self.snapshot if at == 0 else roster.roster_snapshot(on=year.start),
                self.calendar,
                year,
                self.today,
                visits,
                events if at == 0 else [],
            )
            for at, year in enumerate(years)
        ]

    @cached_property
    def base(self) -> Scenario:
        return self.scenarios[0] if self.scenarios else Scenario(rules=(), today=self.today)

    def judged(self, people: frozenset[str] | None) -> list[Judged]:
        """Every policy that held at some time of the year, by date; the bureau's floor last."""
        floor = policy.floor_policy()
        policies = [*policy.policy_timeline(), *([floor] if floor else [])]
        since = self.base.years[0].start - LOOK_AHEAD if self.base.years else self.today
        return [
            judge(one, scenario, people)
            for one in policies
            if one.effective_date <= self.today and (one.until is None or one.until >= since)
            for scenario in self.scenarios
        ]

    def due_student(self, student: str) -> DueStudent:
        return self.students[student]

    def target_view(self, judged: Judged, target: Target) -> TargetView:
        rule = judged.scenario.rules[target.rule]
        assert isinstance(rule, Quota)  # noqa: S101 (the engine makes targets of quotas only)
        return TargetView(
            rule=target.rule,
            who=self._person(target.who),
            period=PeriodView(target.start, target.end, period_label(rule, target, self.calendar)),
            need=target.need,
            done=target.done,
            met=target.met,
            left=tuple(self._pupil(student) for student in target.left),
            measure=rule.measure,
            clause=clause_of(rule),
            sentence=sentence(rule),
        )

    def task_view(self, judged: Judged, task: Task) -> TaskView:
        rule = judged.scenario.rules[task.rule]
        assert isinstance(rule, Trigger)  # noqa: S101 (the engine makes tasks of triggers only)
        return TaskView(
            rule=task.rule,
            event=task.event,
            event_label=EVENT_LABELS[rule.event],
            who=self._person(task.who),
            student=self._pupil(task.student),
            due=task.due,
            state=task.state,
            late=task.late,
            clause=clause_of(rule),
            sentence=sentence(rule),
        )

    def _person(self, staff_id: str) -> Person:
        return Person(int(staff_id), self.staff_names[staff_id])

    def _pupil(self, student: str) -> Pupil:
        return Pupil(student, self.students[student].name)
