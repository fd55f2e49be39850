"""Targets in words: the clause in short, the period by name."""

from collections.abc import Callable, Iterable
from datetime import date

from bureaus.contracts import Calendar, HolidaySpan, TermSpan
from tenants.policy.contracts import FLOOR, PolicyInForce
from tenants.policy.rules import Quota, RuleBase, Trigger
from tenants.targets.engine.periods import monday
from tenants.targets.rules import Target

SHORT = 24


def clause_of(rule: RuleBase) -> str:
    """Where the rule stands: what its source says before the colon, else its first words."""
    place, colon, _ = rule.source.partition("：")
    if colon and len(place) <= SHORT:
        return place
    return rule.source if len(rule.source) <= SHORT else f"{rule.source[:SHORT]}…"


def places(policies: Iterable[PolicyInForce]) -> Callable[[PolicyInForce, RuleBase], str]:
    """`clause_of`, with the title of its 制度 before it where the school goes by several of its own."""
    own = {policy.series for policy in policies if policy.id != FLOOR}

    def place(policy: PolicyInForce, rule: RuleBase) -> str:
        clause = clause_of(rule)
        return f"《{policy.title}》{clause}" if len(own) > 1 and policy.id != FLOOR else clause

    return place


def counts(rule: RuleBase) -> bool:
    """Whether the rule makes targets or tasks: a student may be excused from it."""
    return isinstance(rule, Quota | Trigger)


def period_label(rule: Quota, target: Target, calendar: Calendar) -> str:
    """The period's own name, or its days."""
    days = f"{_day(target.start)}—{_day(target.end)}"
    if rule.window is not None and rule.window.model_dump(exclude_none=True):
        return days
    if rule.per == "week":
        return f"第 {week_number(target.start, calendar)} 周（{days}）"
    if rule.per == "month":
        return f"{target.start.year}年{target.start.month}月"
    if rule.per == "year":
        return f"{target.start.year}—{target.end.year}学年"
    named: list[TermSpan | HolidaySpan] = [*calendar.terms, *calendar.holidays]
    return next((one.name for one in named if (one.start, one.end) == (target.start, target.end)), days)


def week_number(day: date, calendar: Calendar) -> int:
    """The teaching week of a day: week 1 holds the term's first day. 0 outside of terms."""
    term = calendar.term_on(day)
    return (monday(day) - monday(term.start)).days // 7 + 1 if term else 0


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
