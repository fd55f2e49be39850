"""The engine against a naive loop, and one visit against all: `python tests/benchmarks/targets.py`.

Prints seconds and ratios for a school of 3,000 students, 200 teachers, 30 rules and 20,000 visits.
"""

import random
import time
from datetime import date, timedelta
from typing import Any

from tenants.policy.rules import ModesRule, rules_read
from tenants.targets.engine.scenario import Event, Scenario, Spell, Staff, Stretch, Student, Visit
from tenants.targets.rules import Engine, Evaluation, Ledger, evaluate

FIRST = date(2026, 8, 31)
NOWHERE: tuple[Spell, ...] = ()


def policy() -> list[dict[str, Any]]:
    def quota(who: str, measure: str, least: float, per: str, of: str, **more: Any) -> dict[str, Any]:
        scope = {"of": of, "group": "poor"} if of == "group" else {"of": of}
        return {
            "kind": "quota", "source": "", "who": who, "measure": measure,
            "min": least, "per": per, "scope": scope, **more,
        }  # fmt: skip

    base = [
        quota("homeroom", "share", 50, "term", "class"),
        quota("homeroom", "share", 100, "year", "class"),
        quota("subject", "visits", 5, "term", "taught"),
        quota("leader", "students", 30, "term", "school"),
        quota("teacher", "visits", 1, "week", "taught"),
        quota("teacher", "visits", 4, "month", "taught"),
        quota("homeroom", "visits", 2, "term", "group"),
        quota("subject", "share", 60, "term", "taught"),
        quota("homeroom", "share", 50, "term", "class", window={"by_week": 9}),
        quota("teacher", "contacts", 2, "month", "taught"),
    ]
    rules = base * 2 + [quota("homeroom", "students", 3, "month", "class")] * 4
    events = ("illness_absence", "special", "progress", "dropout")
    rules += [{"kind": "trigger", "source": "", "event": event} for event in events]
    rules += [
        {"kind": "modes", "source": "", "modes": ["home", "phone"]},
        {"kind": "content", "source": "", "item": "purpose"},
    ]
    return rules


def big_school() -> Scenario:
    chance = random.Random(7)
    classes = [f"c{number}" for number in range(70)]
    staff = []
    for number in range(200):
        roles, own = {"subject"}, NOWHERE
        if number < 70:
            roles, own = {"homeroom", "subject"}, (Spell(classes[number]),)
        if number >= 190:
            roles = {"leader"}
        teaches = tuple(Spell(name) for name in chance.sample(classes, 3))
        staff.append(Staff(f"t{number}", frozenset(roles), own, teaches))
    students = [
        Student(
            f"s{number}",
            (Spell(classes[number % 70]),),
            FIRST + timedelta(days=chance.randrange(30)) if chance.random() < 0.1 else None,
            groups=(Spell("poor"),) if chance.random() < 0.1 else (),
        )
        for number in range(3000)
    ]
    visits = [
        Visit(
            f"v{number}",
            f"s{chance.randrange(3000)}",
            tuple({f"t{chance.randrange(200)}" for _ in range(chance.choice((1, 1, 2)))}),
            FIRST + timedelta(days=chance.randrange(300)),
            chance.choice(("home", "home", "phone", "online")),
            chance.choice(("done", "done", "done", "not_home")),
        )
        for number in range(20_000)
    ]
    events = [
        Event(f"e{number}", f"s{chance.randrange(3000)}", "special", FIRST + timedelta(days=number % 300))
        for number in range(300)
    ]
    return Scenario(
        rules=rules_read(policy()),
        today=date(2027, 7, 1),
        years=(Stretch("2026", date(2026, 9, 1), date(2027, 8, 31)),),
        terms=(
            Stretch("2026-1", FIRST, date(2027, 1, 22), "2026"),
            Stretch("2026-2", date(2027, 2, 22), date(2027, 7, 2), "2026"),
        ),
        grades=tuple((name, 1 + number % 6) for number, name in enumerate(classes)),
        staff=tuple(staff),
        students=tuple(students),
        visits=tuple(visits),
        events=tuple(events),
    )


def naive(scenario: Scenario, share_of_targets: int) -> float:
    """Seconds that a loop over all visits takes for each target, reckoned from every n-th target."""
    engine = Engine(scenario)
    targets = evaluate(scenario).targets[::share_of_targets]
    modes = frozenset(mode for rule in scenario.rules if isinstance(rule, ModesRule) for mode in rule.modes)
    started = time.perf_counter()
    for target in targets:
        rule = engine.quotas[target.rule]
        period = next(
            one for one in engine.periods[target.rule] if (one.start, one.end) == (target.start, target.end)
        )
        scope = engine.roster.in_scope(target.rule, rule, engine.roster.staff[target.who], period)
        counted = [
            visit
            for visit in scenario.visits
            if visit.outcome == "done"
            and target.start <= visit.date <= min(target.end, scenario.today)
            and visit.mode in modes
            and target.who in visit.by
            and visit.student in scope.students
        ]
        assert (
            rule.measure not in ("visits", "contacts")
            or rule.scope.of == "group"
            or (len(counted) == target.done)
        )
    return (time.perf_counter() - started) * share_of_targets


def seconds(run: Any, times: int) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - started)
    return best


def main() -> None:
    scenario = big_school()
    result: Evaluation = evaluate(scenario)
    whole = seconds(lambda: evaluate(scenario), 3)
    slow = naive(scenario, 50)
    ledger = Ledger(scenario)
    new = [Visit(f"n{number}", f"s{number}", ("t5",), date(2027, 5, 1), "home") for number in range(50)]
    started = time.perf_counter()
    for visit in new:
        ledger.record(visit)
    one = (time.perf_counter() - started) / len(new)
    print(f"{len(result.targets)} targets, {len(result.tasks)} tasks")  # noqa: T201
    print(f"all at once {whole:.3f} s; naive loop {slow:.1f} s: ratio {slow / whole:.0f}")  # noqa: T201
    print(f"one visit {one * 1000:.2f} ms: 1/{whole / one:.0f} of all")  # noqa: T201


if __name__ == "__main__":
    main()
