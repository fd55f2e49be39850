"""What the demo's principals have decided and its teachers have answered, so that every state of a flag
can be seen. Most flags stay open: the queue is what a principal is shown first. Only one school's
principal has kept up for weeks, so that its evaluation page has something to show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from kernel import clock
from kernel.actor import Actor
from tenants.review import selectors, services

ANSWERS = {
    "tone.complaint_only": "那天确实着急了，孩子值日一直做得不错，没有写进去。",
    "content.agreed_measures": "约定是口头说的：每晚读二十分钟，忘了写上。",
    "copies.near_duplicate": "两家是同一天去的，我先写了一份，第二份没来得及改完。",
}
DECISIONS = (
    ("content.agreed_measures", "returned", "请补上和家长商定的具体做法，谁来做、什么时候。"),
    ("tone.complaint_only", "upheld", ""),
    ("content.in_school_report", "dismissed", "这次是专程看望，谈的是家里的事。"),
)
DILIGENT = "liuhe"
LEFT = timedelta(days=18)
"""Younger notes still wait there."""
HABITS: Mapping[str, tuple[tuple[str, str, bool], ...]] = {
    # decision, reason, excused; in turn, for one flag of the code after the other
    "content.home_situation": (
        ("dismissed", "家里情况上次家访写过了，这次不用重复。", True),
        ("upheld", "", False),
        ("dismissed", "写了爷爷奶奶照看，是提示没读出来。", False),
    ),
    "content.agreed_measures": (
        ("upheld", "", False),
        ("upheld", "", False),
        ("returned", "请写明谁来做、什么时候看结果。", False),
        ("dismissed", "末尾一句就是约定，提示没读出来。", False),
    ),
    "content.in_school_report": (("upheld", "", False),),
    "tone.complaint_only": (
        ("upheld", "", False),
        ("upheld", "", False),
        ("dismissed", "当面先夸了孩子，家长也认可。", True),
    ),
    "copies.near_duplicate": (("upheld", "", False),),
}


def decide(*, slug: str, principal: Actor, actors: Mapping[str, Actor], today: date) -> None:
    """Answers first, then one decision of each kind, each on the oldest open flag of its code. A school
    in which anything was decided already is left as it is."""
    if selectors.flag_list_for(actor=principal, state="upheld").exists():
        return
    flags = selectors.flag_views(selectors.flag_list_for(actor=principal)[:200])
    answered: set[int] = set()
    for code, words in ANSWERS.items():
        flag = next((f for f in flags if f.code == code), None)
        if flag is not None and not flag.answer:
            services.flag_answer(actor=actors[flag.teacher_name], flag_id=flag.id, answer=words)
            answered.add(flag.id)
    for code, decision, reason in DECISIONS:
        flag = next((f for f in flags if f.code == code and f.id not in answered), None)
        if flag is not None:
            services.flag_decide(actor=principal, flag_id=flag.id, decision=decision, reason=reason)
    if slug == DILIGENT:
        _keep_up(principal, today)


def _keep_up(principal: Actor, today: date) -> None:
    """A decision on every flag of older notes, two days after the visit."""
    turns: Counter[str] = Counter()
    flags = selectors.flag_views(selectors.flag_list_for(actor=principal)[:200])
    for flag in sorted(flags, key=lambda flag: (flag.visited_at, flag.code)):
        habits = HABITS.get(flag.code, ())
        if not habits or flag.visited_at.astimezone(clock.CHINA).date() > today - LEFT:
            continue
        decision, reason, excused = habits[turns[flag.code] % len(habits)]
        turns[flag.code] += 1
        with clock.frozen(flag.visited_at + timedelta(days=2)):
            services.flag_decide(
                actor=principal, flag_id=flag.id, decision=decision, reason=reason, excused=excused
            )
