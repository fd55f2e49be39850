"""What the exchange format allows and the engine still cannot count: each with the place of the fault.

Asked before a policy is published and before a scenario is evaluated, so that both refuse the same.
"""

from collections.abc import Iterator

from tenants.policy.document.kinds import (
    Assessment,
    CalendarRule,
    Content,
    FocusGroup,
    Quota,
    Rule,
    Tone,
    Trigger,
    Window,
)
from tenants.policy.document.recurrence import recurrence_fault

SEVERITIES = ("hint", "minor", "major", "critical")
"""How serious it is when a topic is missing: our own field of `content` and `tone` rules."""
ENTRY_WINDOWS = ("before_entry", "first_term", "first_year")
LONGEST_WAIT = 366
"""Days: nobody is given longer after an event."""


def rule_faults(rule: Rule) -> Iterator[tuple[str, str]]:
    """Pairs of (field within the rule, Chinese message); nothing when the rule can be counted."""
    if isinstance(rule, Quota | FocusGroup | CalendarRule) and rule.min is not None and rule.min < 0:
        yield "min", "不能是负数"
    if isinstance(rule, Quota | CalendarRule) and rule.max is not None and rule.max < (rule.min or 0):
        yield "max", "上限小于下限：请改正其中一个，没有上限就不写"
    if isinstance(rule, CalendarRule) and rule.rrule is not None:
        fault = recurrence_fault(rule.rrule)
        if fault is not None:
            yield "rrule", fault
    if isinstance(rule, Content | Tone):
        severity = (rule.model_extra or {}).get("severity", "hint")
        if severity not in SEVERITIES:
            yield "severity", f"只能是 {'、'.join(SEVERITIES)}"
    if isinstance(rule, Assessment) and rule.by_week is not None and rule.by_week < 1:
        yield "by_week", "周次从 1 算起"
    if isinstance(rule, Trigger):
        yield from _trigger_faults(rule)
    if isinstance(rule, Quota):
        yield from _quota_faults(rule)


def _trigger_faults(rule: Trigger) -> Iterator[tuple[str, str]]:
    if rule.within_days is not None and not 0 <= rule.within_days <= LONGEST_WAIT:
        yield "within_days", f"应在 0 到 {LONGEST_WAIT} 之间：当天写 0，没有写明天数就不写"
    if rule.min_absence_days is not None and rule.min_absence_days < 0:
        yield "min_absence_days", "不能是负数：不论几天就不写"


def _quota_faults(rule: Quota) -> Iterator[tuple[str, str]]:
    if rule.measure == "share" and rule.min > 100:
        yield "min", "比例是百分数，不能超过 100"
    named = window_names(rule.window)
    if len(named) > 1:
        yield "window", f"一条规则只能有一个时间窗，这里有 {'、'.join(named)}"
        return
    name = named[0] if named else None
    if rule.per == "once" and name in (None, "by_week"):
        yield "window", "per 为 once 时要写明开学前、入学前、第一学期或第一学年"
    if rule.per != "once" and name not in (None, "by_week"):
        yield "per", f"有 {name} 时 per 要写 once"
    if name == "by_week" and rule.per not in ("term", "once"):
        yield "per", "by_week 只和 per 为 term 一起用"
    if name in ENTRY_WINDOWS and rule.scope.of != "entry_grade":
        yield "scope.of", f"{name} 只用于 entry_grade"
    if rule.scope.of == "new_class" and name != "before_term_months" and rule.per != "term":
        yield "scope.of", "new_class 要么有 before_term_months，要么 per 为 term"
    if rule.scope.of == "grade" and not rule.scope.grades:
        yield "scope.grades", "scope 为 grade 时要写明年级"
    if rule.scope.of == "group" and rule.scope.group is None:
        yield "scope.group", "scope 为 group 时要写明是哪一类学生"
    months = rule.window.before_term_months if rule.window else None
    if months is not None and (months <= 0 or months > 120 or (months * 2) % 1):
        yield "window.before_term_months", "应是大于 0 的整月或半月，如 0.5、1、1.5"


def window_names(window: Window | None) -> list[str]:
    """Which windows are named, in the order of the format."""
    return list(window.model_dump(exclude_none=True)) if window else []
