"""What a new version changes, said as a person would say it. Pure.

Rules are compared by what they ask, never by their words: another wording of the same rule is no change.
What is left over on both sides is paired by what it is about (the same post, students and time; the same
event, group, step, meeting) and told as a change; the rest was added or dropped.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tenants.policy.document import labels
from tenants.policy.document.kinds import (
    Archive,
    Assessment,
    CalendarRule,
    Conduct,
    FocusGroup,
    ModesRule,
    Quota,
    Rule,
    Trigger,
    Workflow,
    rule_data,
)
from tenants.policy.document.sentences import (
    modes_words,
    number_words,
    quota_amount,
    quota_pupils,
    quota_when,
    sentence,
)

ALIKE = 0.6
"""Two lines of the checklist this alike (0 to 1) are the same line, reworded."""
SOURCES = ("source", "span", "confidence")
Key = Callable[[Any], object]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; `text` is a sentence without full stop and says 新增 or 取消 itself."""

    kind: Literal["changed", "added", "dropped"]
    text: str


def changes(old: Sequence[Rule], new: Sequence[Rule]) -> tuple[Change, ...]:
    """What is changed, then what is added, then what is dropped, each in the order of the versions."""
    before, after = list(old), list(new)
    for rule in new:
        same = next((one for one in before if said(one) == said(rule)), None)
        if same is not None:
            before.remove(same)
            after.remove(rule)
    pairs = list(_pairs(before, after))
    changed = sorted(pairs, key=lambda pair: _place(new, pair[1]))
    dropped = [rule for rule in before if not any(rule is one for one, _ in pairs)]
    added = [rule for rule in after if not any(rule is one for _, one in pairs)]
    return (
        *(Change("changed", _told(one, other)) for one, other in changed),
        *(Change("added", f"新增：{sentence(rule)}") for rule in added),
        *(Change("dropped", f"取消：{sentence(rule)}") for rule in dropped),
    )


def said(rule: Rule) -> dict[str, Any]:
    """What a rule asks, without where it was read and without fields that say nothing."""
    data = rule_data(rule)
    return {
        name: sorted(value) if name == "modes" else value
        for name, value in data.items()
        if name not in SOURCES and value is not None and value is not False and value != []
    }


KEYS: tuple[tuple[type, tuple[Key, ...]], ...] = (
    (
        Quota,
        (
            lambda rule: (rule.who, rule.scope, rule.per, rule.window, rule.measure, rule.modes),
            lambda rule: (rule.who, rule.scope, rule.per, rule.window, rule.measure),
            lambda rule: (rule.who, rule.scope, rule.per, rule.window),
            lambda rule: (rule.who, rule.scope, rule.measure),
            lambda rule: (rule.who, rule.scope),
        ),
    ),
    (Trigger, (lambda rule: (rule.event, rule.who), lambda rule: rule.event)),
    (FocusGroup, (lambda rule: rule.group,)),
    (ModesRule, (lambda _rule: True,)),
    (Workflow, (lambda rule: rule.step,)),
    (Archive, (lambda rule: rule.when, lambda _rule: True)),
    (Assessment, (lambda rule: (rule.effect, rule.cause),)),
    (CalendarRule, (lambda rule: rule.event,)),
)
"""What makes two rules of a kind the same one changed: the closest likeness is tried first. Kinds that are
nothing but one code (a topic, a field, a tone) are there or not."""


def _pairs(before: list[Rule], after: list[Rule]) -> Iterator[tuple[Rule, Rule]]:
    """Takes each rule of both sides into one pair at most."""
    free_before, free_after = list(before), list(after)

    def matched(alike: Callable[[Rule, Rule], bool]) -> Iterator[tuple[Rule, Rule]]:
        for rule in list(free_after):
            other = next((one for one in free_before if alike(one, rule)), None)
            if other is not None:
                free_before.remove(other)
                free_after.remove(rule)
                yield other, rule

    for kind, keys in KEYS:
        for key in keys:
            yield from matched(
                lambda one, rule, kind=kind, key=key: (  # type: ignore[misc]
                    isinstance(one, kind) and isinstance(rule, kind) and key(one) == key(rule)
                )
            )
    yield from matched(
        lambda one, rule: (
            isinstance(one, Conduct)
            and isinstance(rule, Conduct)
            and SequenceMatcher(None, one.text, rule.text, autojunk=False).ratio() >= ALIKE
        )
    )
    yield from matched(lambda one, rule: sentence(one) == sentence(rule))


def _told(old: Rule, new: Rule) -> str:
    match old, new:
        case Quota(), Quota():
            return _quota(old, new)
        case Trigger(), Trigger():
            return _trigger(old, new)
        case ModesRule(), ModesRule():
            return _modes(old, new)
        case Workflow(), Workflow() if old.by != new.by:
            return f"{labels.STEPS[new.step]}，经办人{_from_to(_by(old) or '未写明', _by(new) or '不写明')}"
        case FocusGroup(), FocusGroup():
            return _focus(old, new)
    return _whole(old, new)


def _by(rule: Workflow) -> str | None:
    return labels.WHO.get(rule.by, rule.by) if rule.by else None


def _whole(old: Rule, new: Rule) -> str:
    before, after = sentence(old), sentence(new)
    return f"{after}，细节有改动" if before == after else f"“{before}”改为“{after}”"


def _quota(old: Quota, new: Quota) -> str:
    """`班主任每学期走访本班学生从不少于一半改为全部`; with several differences each is named."""
    when, amounts = quota_when(new), _from_to(quota_amount(old), quota_amount(new))
    same_time = quota_when(old) == when
    verb = "联系" if old.measure == new.measure == "contacts" else "走访"
    head = f"{labels.WHO[new.who]}{when if same_time else ''}{verb}{quota_pupils(new)}"
    ways = _from_to(_ways(old), _ways(new))
    parts = [
        f"时间{_from_to(quota_when(old), when)}" if not same_time else "",
        f"数量{amounts}" if amounts else "",
        f"方式{ways}" if ways else "",
    ]
    told = [part for part in parts if part]
    if told == [f"数量{amounts}"]:
        return f"{head}{amounts}"
    return f"{head}：{'，'.join(told)}" if told else _whole(old, new)


def _trigger(old: Trigger, new: Trigger) -> str:
    pairs = [
        ("由谁去", labels.WHO[old.who or "homeroom"], labels.WHO[new.who or "homeroom"]),
        ("期限", _soon(old.within_days), _soon(new.within_days)),
        ("缺课天数", _absence(old.min_absence_days), _absence(new.min_absence_days)),
        ("方式", _ways(old), _ways(new)),
    ]
    told = [f"{name}{_from_to(one, other)}" for name, one, other in pairs if one != other]
    return f"{labels.EVENTS[new.event]}：{'，'.join(told)}" if told else _whole(old, new)


def _modes(old: ModesRule, new: ModesRule) -> str:
    more = tuple(mode for mode in new.modes if mode not in old.modes)
    fewer = tuple(mode for mode in old.modes if mode not in new.modes)
    told = [f"增加{modes_words(more)}"] if more else []
    told += [f"不再算{modes_words(fewer)}"] if fewer else []
    return f"算作家访的方式{'，'.join(told)}" if told else _whole(old, new)


def _focus(old: FocusGroup, new: FocusGroup) -> str:
    told = []
    if (old.min, old.per) != (new.min, new.per):
        told.append(_from_to(_often(old), _often(new)))
    if bool(old.follow_up) != bool(new.follow_up):
        told.append("改为持续跟进" if new.follow_up else "不再要求持续跟进")
    return f"重点关注{labels.GROUPS[new.group]}：{'，'.join(told)}" if told else _whole(old, new)


def _often(rule: FocusGroup) -> str:
    if rule.min is None or rule.per is None:
        return "不定次数"
    return f"{labels.PERIODS[rule.per]}每人至少 {number_words(rule.min)} 次"


def _soon(days: int | None) -> str:
    return "及时" if days is None else "当天" if days == 0 else f" {days} 天内"


def _absence(days: int | None) -> str:
    return f"满 {days} 天" if days else "不限"


def _ways(rule: Quota | Trigger) -> str:
    return (
        modes_words(tuple(sorted(set(rule.modes), key=list(labels.MODES).index)))
        if rule.modes
        else "不另外限定"
    )


def _from_to(before: str, after: str) -> str:
    """Figures stand apart from the words before them."""
    if before == after:
        return ""
    before, after = (f" {one}" if one[:1].isdigit() else one for one in (before, after))
    return f"从{before}改为{after}"


def _place(rules: Sequence[Rule], rule: Rule) -> int:
    return next(place for place, one in enumerate(rules) if one is rule)
