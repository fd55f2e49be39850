"""What stands beside one student's visits: events with their tasks, excusals. Pure."""

from dataclasses import replace
from datetime import date

from tenants.policy.contracts import PolicyInForce
from tenants.policy.rules import sentence
from tenants.targets.contracts import ClauseChoice
from tenants.targets.engine.scenario import Scenario
from tenants.targets.rules import Engine, Task
from tenants.targets.school.scenarios import Excused, Judged, tasks_today, with_rules
from tenants.targets.school.words import clause_of, counts


def student_tasks(
    policies: list[PolicyInForce], base: Scenario, excused: list[Excused], student: str
) -> list[tuple[Judged, Task]]:
    """The tasks of one student's events, each with the policy that asks for it."""
    own = replace(base, events=tuple(event for event in base.events if event.student == student))
    found = []
    for policy in policies:
        engine = Engine(with_rules(own, policy.rules, policy.series, excused))
        tasks = tasks_today(engine, policy)
        judged = Judged(policy=policy, engine=engine, targets=(), tasks=tuple(tasks))
        found += [(judged, task) for task in tasks]
    return found


def clause_choices(policies: list[PolicyInForce], today: date) -> list[ClauseChoice]:
    """The counted clauses of the school's policies in force, each once."""
    found = {
        (policy.series, rule.source): ClauseChoice(
            series=policy.series,
            policy_title=policy.title,
            source=rule.source,
            clause=clause_of(rule),
            sentence=sentence(rule),
        )
        for policy in policies
        if policy.series is not None and policy.holds(today)
        for rule in policy.rules
        if counts(rule) and rule.source
    }
    return list(found.values())
