"""The term so far as pictures: classes by weeks, grades, people below a target."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from bureaus.contracts import Calendar, TermSpan
from tenants.policy.contracts import FLOOR
from tenants.policy.rules import Quota, sentence
from tenants.targets.contracts import (
    CellView,
    ClassView,
    GradeView,
    Progress,
    ReachedView,
    TeacherView,
    WeekView,
)
from tenants.targets.engine.periods import monday
from tenants.targets.engine.scenario import DONE, Scenario, Visit
from tenants.targets.school.scenarios import Judged
from tenants.targets.school.words import places, week_number

WEEK = timedelta(days=7)


def weeks_of(term: TermSpan) -> tuple[WeekView, ...]:
    """The teaching weeks that a term touches."""
    first = monday(term.start)
    count = (monday(term.end) - first).days // 7 + 1
    return tuple(WeekView(number + 1, first + number * WEEK) for number in range(count))


def counting(scenario: Scenario, term: TermSpan, modes: frozenset[str]) -> list[Visit]:
    """Visits of the term that came about, so far, in a mode that counts."""
    return [
        visit
        for visit in scenario.visits
        if visit.outcome == DONE
        and visit.mode in modes
        and term.start <= visit.date <= min(term.end, scenario.today)
    ]


def overview(
    scenario: Scenario,
    judged: list[Judged],
    calendar: Calendar,
    term: TermSpan,
    modes: frozenset[str],
    classes: list[ClassView],
    grade_names: dict[int, str],
    people: dict[str, str],
) -> Progress:
    """`scenario` is the running year's; `grade_names` labels each grade, `people` each staff id."""
    visits = counting(scenario, term, modes)
    return Progress(
        term=term.name,
        classes=tuple(classes),
        weeks=weeks_of(term),
        cells=_cells(scenario, calendar, visits, {one.id for one in classes}),
        grades=_grades(scenario, visits, term, grade_names),
        teachers=_below(judged, people),
        reached=tuple(_reached_by_week(scenario, visits, term)),
    )


def reached(scenario: Scenario, visits: list[Visit], day: date) -> tuple[set[str], set[str]]:
    """Students enrolled on `day`, and those of them whom the visits reached."""
    enrolled = {student.id for student in scenario.students if student.enrolled(day)}
    return enrolled & {visit.student for visit in visits}, enrolled


def _reached_by_week(scenario: Scenario, visits: list[Visit], term: TermSpan) -> Iterator[ReachedView]:
    """A student who has left since is in neither number."""
    for week in weeks_of(term):
        if week.start > scenario.today:
            return
        day = min(week.start + WEEK - timedelta(days=1), term.end, scenario.today)
        hit, enrolled = reached(scenario, [visit for visit in visits if visit.date <= day], day)
        yield ReachedView(week.number, len(hit), len(enrolled))


def _cells(
    scenario: Scenario, calendar: Calendar, visits: list[Visit], known: set[int]
) -> tuple[CellView, ...]:
    """A visit belongs to the class that the student was in on its day."""
    spells = {student.id: student.classes for student in scenario.students}
    found: Counter[tuple[int, int]] = Counter()
    for visit in visits:
        for spell in spells.get(visit.student, ()):
            if spell.holds(visit.date) and int(spell.of) in known:
                found[int(spell.of), week_number(visit.date, calendar)] += 1
    return tuple(CellView(name, week, count) for (name, week), count in sorted(found.items()))


def _grades(
    scenario: Scenario, visits: list[Visit], term: TermSpan, names: dict[int, str]
) -> tuple[GradeView, ...]:
    day = min(term.end, scenario.today)
    hit, enrolled = reached(scenario, visits, day)
    grades = dict(scenario.grades)
    of_student: dict[str, int | None] = {}
    for student in scenario.students:
        for spell in student.classes:
            if spell.holds(day):
                of_student[student.id] = grades.get(spell.of)
    found = []
    for grade, label in sorted(names.items()):
        inside = {one for one in enrolled if of_student.get(one) == grade}
        if inside:
            found.append(GradeView(grade, label, len(inside & hit), len(inside)))
    return tuple(found)


def _below(judged: list[Judged], people: dict[str, str]) -> tuple[TeacherView, ...]:
    """Running targets of a month or longer that are not met, of the school's own policies."""
    found = []
    place = places(one.policy for one in judged)
    for one in judged:
        today = one.scenario.today
        for target in one.targets:
            rule = one.scenario.rules[target.rule]
            running = target.start <= today <= target.end and not target.met
            if running and isinstance(rule, Quota) and rule.per != "week" and one.policy.id != FLOOR:
                found.append(
                    TeacherView(
                        id=int(target.who),
                        name=people.get(target.who, ""),
                        need=target.need,
                        done=target.done,
                        clause=place(one.policy, rule),
                        sentence=sentence(rule),
                    )
                )
    return tuple(sorted(found, key=lambda view: (view.name, view.id, view.clause)))
