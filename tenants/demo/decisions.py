"""What the demo's principals have decided and its teachers have answered, so that every state of a flag
can be seen. Most flags stay open: the queue is what a principal is shown first."""

from __future__ import annotations

from collections.abc import Mapping

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


def decide(*, principal: Actor, actors: Mapping[str, Actor]) -> None:
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
