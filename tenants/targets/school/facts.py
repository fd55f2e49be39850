"""A school's facts as the engine wants them, each read once. The only module of `school` that reads."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bureaus.contracts import Calendar, TermSpan, YearSpan
from bureaus.selectors import calendar_for_school
from kernel import tenancy
from tenants.policy import selectors as policy
from tenants.policy.contracts import PolicyInForce
from tenants.roster import rules as roster_rules
from tenants.roster import selectors as roster
from tenants.roster.contracts import RosterSnapshot
from tenants.targets.contracts import DueStudent
from tenants.targets.engine.scenario import Event, Scenario
from tenants.targets.models import CountingSetting, Excusal, StudentEvent
from tenants.targets.school.scenarios import (
    LOOK_AHEAD,
    Excused,
    Judged,
    judge,
    scenario_of,
    years_to_judge,
)
from tenants.visits.selectors import term_for_figures, visits_for_targets


def entry_grades() -> frozenset[int]:
    """The school's entry grades: its own, or the usual ones of its stage."""
    own = CountingSetting.objects.filter(pk=1).values_list("entry_grades", flat=True).first()
    return frozenset(roster_rules.entry_grades(roster.school_stage()) if own is None else own)


def excusals() -> list[Excused]:
    """Everybody who is, was or will be excused."""
    rows = Excusal.objects.order_by("start", "id")
    return [Excused(str(row.student_id), row.series, row.source, row.start, row.end) for row in rows]


@dataclass
class SchoolFacts:
    """The facts of one request, as of `today`."""

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
        """Every student ever enrolled, with the class of today."""
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
    def entry_grades(self) -> frozenset[int]:
        return entry_grades()

    @cached_property
    def excusals(self) -> list[Excused]:
        return excusals()

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """One a school year: the running one first."""
        years = years_to_judge(self.calendar, self.today)
        if not years:
            return []
        visits = visits_for_targets(start=years[0].start - LOOK_AHEAD, end=self.today)
        events = _events(years[0].start, self.today)
        return [
            scenario_of(
                self.snapshot if at == 0 else roster.roster_snapshot(on=year.start),
                self.calendar,
                year,
                self.today,
                visits,
                events if at == 0 else [],
                self.entry_grades,
            )
            for at, year in enumerate(years)
        ]

    @cached_property
    def base(self) -> Scenario:
        return self.scenarios[0] if self.scenarios else Scenario(rules=(), today=self.today)

    def scenario_of_year(self, year: YearSpan, first: date, last: date) -> Scenario:
        """A whole school year as if it were over, with what was done until today, and the events from
        `first` to `last`; without rules."""
        return scenario_of(
            roster.roster_snapshot(on=year.start),
            self.calendar,
            year,
            year.end,
            visits_for_targets(start=year.start - LOOK_AHEAD, end=min(year.end, self.today)),
            _events(first, min(last, self.today)),
            self.entry_grades,
        )

    def policies(self) -> list[PolicyInForce]:
        """Every published version, then the bureau's floor."""
        floor = policy.floor_policy()
        return [*policy.policy_timeline(), *([floor] if floor else [])]

    def judged(self, people: frozenset[str] | None) -> list[Judged]:
        """Every policy that held at some time of the year, by date; the bureau's floor last."""
        since = self.base.years[0].start - LOOK_AHEAD if self.base.years else self.today
        return [
            judge(one, scenario, people, self.excusals)
            for one in self.policies()
            if one.effective_date <= self.today and (one.until is None or one.until >= since)
            for scenario in self.scenarios
        ]


def _events(first: date, last: date) -> list[Event]:
    rows = StudentEvent.objects.filter(date__gte=first, date__lte=last).order_by("date", "id")
    return [Event(str(row.pk), str(row.student_id), row.event, row.date, row.absence_days) for row in rows]
