"""Reads of targets: what each person still owes, the school's progress, the bureau's coverage figure.

Everything is reckoned from roster, calendar, visits, events and the policies in force; nothing is kept.
"""

from collections.abc import Iterator
from datetime import date
from typing import cast
from uuid import UUID

from accounts.selectors import accounts_by_id
from bureaus.contracts import TermSpan
from kernel import clock
from kernel.actor import Actor, Role
from tenants.policy import selectors as policy
from tenants.policy.contracts import Choice, PolicyDraft, PolicyInForce
from tenants.policy.rules import EVENT_LABELS, Quota, Trigger, TriggerEvent, sentence
from tenants.roster import rules as roster_rules
from tenants.roster import selectors as roster
from tenants.roster.contracts import SnapshotClass
from tenants.roster.errors import StaffNotFound
from tenants.targets.contracts import (
    Board,
    Circumstances,
    ClassView,
    CoverageFacts,
    DueList,
    EventView,
    ExcusalView,
    NewlyTaken,
    PeriodView,
    Person,
    PolicyTargets,
    Progress,
    Pupil,
    SchoolTerm,
    SchoolTimes,
    TargetView,
    TaskView,
    TermChoice,
    WhatIf,
)
from tenants.targets.errors import ProgressForbidden, TermNotFound
from tenants.targets.models import Excusal, StudentEvent
from tenants.targets.rules import Target, Task
from tenants.targets.school.circumstances import clause_choices, student_tasks
from tenants.targets.school.duelist import due_board, due_list
from tenants.targets.school.facts import SchoolFacts
from tenants.targets.school.overview import counting, overview, reached, weeks_of
from tenants.targets.school.scenarios import Judged, with_rules
from tenants.targets.school.whatif import span_end, terms_to_try, try_out
from tenants.targets.school.words import clause_of, counts, period_label, week_number
from tenants.visits.selectors import term_for_figures

LEADERS = (Role.PRINCIPAL, Role.LEADER, Role.OFFICE)
KEEPERS = (Role.PRINCIPAL, Role.OFFICE)


def targets_for(*, actor: Actor) -> list[PolicyTargets]:
    """What the policies in force ask: a teacher's own targets and tasks, the whole school's for
    principal, leaders and office. Policies without any for these people are listed too, empty."""
    school = SchoolFacts(clock.today())
    people = None if actor.has(*LEADERS) else _own(actor)
    found: dict[str, PolicyTargets] = {}
    for one in school.judged(people):
        before = found.get(one.policy.id)
        targets = tuple(_target_view(school, one, target) for target in one.targets)
        tasks = tuple(_task_view(school, one, task) for task in one.tasks)
        found[one.policy.id] = PolicyTargets(
            id=one.policy.id,
            title=one.policy.title,
            targets=(*(before.targets if before else ()), *targets),
            tasks=(*(before.tasks if before else ()), *tasks),
        )
    return list(found.values())


def due_list_for(
    *, actor: Actor, whole: bool = False, staff_id: int | None = None, class_id: int | None = None
) -> DueList:
    """还差谁: the actor's own list; for principal, leaders and office with nothing of their own, or with
    `whole`, that of all teachers, of one of them (`staff_id`) or of one class. StaffNotFound."""
    school = SchoolFacts(clock.today())
    people = _own(actor)
    if actor.has(*LEADERS):
        judged = school.judged(None)
        asked = {target.who for one in judged for target in one.targets}
        asked |= {task.who for one in judged for task in one.tasks}
        if staff_id is not None:
            people = frozenset({str(staff_id)})
            if str(staff_id) not in school.staff_names:
                raise StaffNotFound
        elif whole or class_id is not None or people.isdisjoint(asked):
            people = frozenset(school.staff_names)
    else:
        judged = school.judged(people)
    names = {who: school.staff_names[who] for who in people if who in school.staff_names}
    return due_list(judged, names, school.today, school.students.__getitem__, class_id)


def due_board_for(*, actor: Actor) -> Board:
    """How many students wait, by teacher and by class; for principal, leaders and office.
    ProgressForbidden for others."""
    if not actor.has(*LEADERS):
        raise ProgressForbidden
    school = SchoolFacts(clock.today())
    classes = [ClassView(one.id, one.name) for one in sorted(school.snapshot.classes, key=_grade_first)]
    return due_board(
        school.judged(None), school.staff_names, school.today, school.students.__getitem__, classes
    )


def progress_for(*, actor: Actor) -> Progress:
    """The term so far, for principal, leaders and office. ProgressForbidden for others."""
    if not actor.has(*LEADERS):
        raise ProgressForbidden
    school = SchoolFacts(clock.today())
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
    school = SchoolFacts(today)
    visits = counting(school.base, term, policy.counting_modes(today))
    hit, enrolled = reached(school.base, visits, min(term.end, today))
    return CoverageFacts(period=term.key, numerator=len(hit), denominator=len(enrolled))


def what_if_for(*, actor: Actor, policy_id: int, term: str | None = None) -> WhatIf:
    """A draft (for those who prepare it) or a published version (for leaders too) run against the
    visits of a term: by default the last one that is over and had students, else the running one.
    ProgressForbidden, PolicyNotFound, TermNotFound."""
    if not actor.has(*LEADERS):
        raise ProgressForbidden
    candidate = _candidate(actor, policy_id)
    school = SchoolFacts(clock.today())
    terms = terms_to_try(school.calendar, school.snapshot, school.today)
    chosen = next((one for one in terms if one.key == term), None)
    if term is None:
        over = [one for one in terms if one.end < school.today]
        chosen = max(over or terms, key=lambda one: one.start, default=None)
    year = None if chosen is None else next(one for one in school.calendar.years if one.key == chosen.year)
    if chosen is None or year is None:
        raise TermNotFound
    last = span_end(school.calendar, chosen, year)
    scenario = school.scenario_of_year(year, chosen.start, last)
    tried = try_out(
        with_rules(scenario, candidate.rules, candidate.series, school.excusals),
        chosen,
        last,
        school.today,
        school.staff_names,
    )
    return WhatIf(
        policy_id=str(policy_id),
        title=candidate.title,
        number=candidate.number,
        draft=isinstance(candidate, PolicyDraft),
        term=_term_choice(chosen, school.today),
        terms=tuple(_term_choice(one, school.today) for one in terms),
        rules=tried.rules,
        other_rules=len(candidate.rules) - len(tried.rules),
        teachers=tried.teachers,
        weeks=weeks_of(chosen),
        cells=tried.cells,
    )


def circumstances_for(*, actor: Actor, student_id: UUID) -> Circumstances:
    """A student's groups, events with the visits they asked for, and excusals; StudentNotFound."""
    groups = roster.group_spells_for(actor=actor, student_id=student_id)
    may_mark = roster.may_mark(actor=actor, student_id=student_id)
    keeper = actor.has(*KEEPERS)
    school = SchoolFacts(clock.today())
    clauses = clause_choices(school.policies(), school.today)
    return Circumstances(
        today=school.today,
        groups=tuple(groups),
        events=tuple(_events(school, actor, student_id)),
        excusals=tuple(_excusals(school, student_id, with_reason=may_mark or actor.has(*LEADERS))),
        clauses=tuple(clauses) if keeper else (),
        group_choices=tuple(Choice(*one) for one in roster.group_choices()),
        event_choices=tuple(Choice(*one) for one in EVENT_LABELS.items()),
        may_mark=may_mark,
        may_excuse=keeper,
    )


def _events(school: SchoolFacts, actor: Actor, student_id: UUID) -> Iterator[EventView]:
    found = student_tasks(school.policies(), school.base, school.excusals, str(student_id))
    rows = list(StudentEvent.objects.filter(student_id=student_id).order_by("-date", "-recorded_at"))
    names = accounts_by_id({row.recorded_by_id for row in rows})
    for row in rows:
        by = names.get(row.recorded_by_id)
        yield EventView(
            id=row.pk,
            event=row.event,
            label=EVENT_LABELS[cast(TriggerEvent, row.event)],
            date=row.date,
            absence_days=row.absence_days,
            recorded_by=by.name if by else "",
            may_remove=row.recorded_by_id == actor.user_id or actor.has(*KEEPERS),
            tasks=tuple(_task_view(school, one, task) for one, task in found if task.event == str(row.pk)),
        )


def _excusals(school: SchoolFacts, student_id: UUID, *, with_reason: bool) -> Iterator[ExcusalView]:
    said = {
        (one.series, rule.source): (one.title, sentence(rule))
        for one in school.policies()
        for rule in one.rules
        if counts(rule)
    }
    for row in Excusal.objects.filter(student_id=student_id).order_by("-start", "id"):
        title, words = said.get((row.series, row.source), ("", ""))
        yield ExcusalView(
            id=row.pk,
            series=row.series,
            source=row.source,
            policy_title=title,
            sentence=words,
            reason=row.reason if with_reason else "",
            start=row.start,
            end=row.end,
        )


def school_times_for(*, actor: Actor) -> SchoolTimes:
    """What the school counts by in the running school year, between two in the one that comes; everybody
    in the school."""
    school = SchoolFacts(clock.today())
    ahead = (year for year in school.calendar.years if year.end >= school.today)
    year = min(ahead, key=lambda year: year.start, default=None)
    stage = roster.school_stage()
    classes = {str(one.id): ClassView(one.id, one.name) for one in school.snapshot.classes}
    terms = {term.key: term.name for term in school.calendar.terms}
    taken = [
        NewlyTaken(
            school_class=classes[of],
            teacher=_person(school, person.id),
            since=max(spell.start for spell in person.homeroom_of if spell.of == of and spell.start),
            term=terms[term],
        )
        for person in school.base.staff
        for of, term in person.newly_taken
        if of in classes
    ]
    return SchoolTimes(
        today=school.today,
        week=week_number(school.today, school.calendar),
        terms=tuple(
            SchoolTerm(
                key=term.key,
                name=term.name,
                start=term.start,
                end=term.end,
                running=term.start <= school.today <= term.end,
                weeks=weeks_of(term),
            )
            for term in school.calendar.terms
            if year is not None and term.year == year.key
        ),
        holidays=tuple(
            one
            for one in school.calendar.holidays
            if year is not None and one.start <= year.end and one.end >= year.start
        ),
        make_up_days=tuple(
            one
            for one in school.calendar.make_up_days
            if year is not None and year.start <= one.date <= year.end
        ),
        entry_grades=tuple(sorted(school.entry_grades)),
        grades=tuple((grade, roster_rules.grade_label(grade, stage)) for grade in roster_rules.GRADES[stage]),
        newly_taken=tuple(sorted(taken, key=lambda one: (one.since, one.school_class.name))),
        may_change=actor.has(*KEEPERS),
    )


def _candidate(actor: Actor, policy_id: int) -> PolicyDraft | PolicyInForce:
    published = (one for one in policy.policy_timeline() if one.id == str(policy_id))
    return next(published, None) or policy.policy_draft_get_for(actor=actor, policy_id=policy_id)


def _term_choice(term: TermSpan, today: date) -> TermChoice:
    return TermChoice(term.key, term.name, term.start, term.end, term.end >= today)


def _grade_first(one: SnapshotClass) -> tuple[int, str]:
    return one.grade, one.name


def _own(actor: Actor) -> frozenset[str]:
    return frozenset() if actor.staff_id is None else frozenset({str(actor.staff_id)})


def _target_view(school: SchoolFacts, judged: Judged, target: Target) -> TargetView:
    rule = judged.scenario.rules[target.rule]
    assert isinstance(rule, Quota)  # noqa: S101 (the engine makes targets of quotas only)
    return TargetView(
        rule=target.rule,
        who=_person(school, target.who),
        period=PeriodView(target.start, target.end, period_label(rule, target, school.calendar)),
        need=target.need,
        done=target.done,
        met=target.met,
        left=tuple(_pupil(school, student) for student in target.left),
        measure=rule.measure,
        clause=clause_of(rule),
        sentence=sentence(rule),
    )


def _task_view(school: SchoolFacts, judged: Judged, task: Task) -> TaskView:
    rule = judged.scenario.rules[task.rule]
    assert isinstance(rule, Trigger)  # noqa: S101 (the engine makes tasks of triggers only)
    return TaskView(
        rule=task.rule,
        event=task.event,
        event_label=EVENT_LABELS[rule.event],
        who=_person(school, task.who),
        student=_pupil(school, task.student),
        due=task.due,
        state=task.state,
        late=task.late,
        clause=clause_of(rule),
        sentence=sentence(rule),
    )


def _person(school: SchoolFacts, staff_id: str) -> Person:
    return Person(int(staff_id), school.staff_names[staff_id])


def _pupil(school: SchoolFacts, student: str) -> Pupil:
    return Pupil(student, school.students[student].name)
