"""Focus groups: groups that have a quota or are named as a focus, one rule a document each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations import context
from nlp.regulations.drafts import Draft, number
from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import pupils
from nlp.regulations.words import times as times_

_FOCUS = re.compile(
    r"^(?:[一二三四五六七八九十\d]+[、.])?对[^，。]{0,30}学生，(?:教师|班主任)|重点(?!工作|内容|环节|任务|突出|了解|通报|检查|抓|说明)|特别(?:是|要|关注|关心|对)|尤其|优先|着重|侧重|倾斜|(?:特殊)?关(?:注|爱|心|照)|帮扶|跟踪|结对|回访|家访(?:的)?对象|走访(?:的)?对象|联系(?:的)?对象|主要对象|加强(?:对)?|多(?:去|走访|关心|联系|家访)|密切|花名册|台账|必访|定期(?:家访|走访|联系|回访)|有计划(?:地)?(?:家访|走访)"
)
_TRIGGER = re.compile(r"时，?(?:要|应|须|必须)?(?:及时|立即)|发生|突发|取得进步|有进步|进步")
_FOLLOW = re.compile(r"回访|跟踪|追踪|复访|再访|后续(?:走访|联系)|持续关注|跟进(?!措施|情况)")
_LEAD = re.compile(r"重点|关注|对象|特殊|帮扶|优先|必访|关爱|回访|以下学生|下列学生|几类|各类")


def read(sources: list[Source], drafts: list[Draft]) -> Iterator[Found]:
    """Groups in order of first mention; `min` and `per` from the first per-student number of times."""
    first: dict[str, tuple[Source, int, int, bool]] = {}
    follow: set[str] = set()
    titled = bool(sources) and "回访" in sources[0].frame.title
    by_number = {source.sentence.number: source for source in sources}
    for source in sources:
        for code, start, end, ahead in _named(source):
            first.setdefault(code, (source, start, end, ahead))
            if ahead:
                follow.add(code)
    drawn: dict[int, list[Draft]] = {}
    for draft in drafts:
        drawn.setdefault(draft.sentence.number, []).append(draft)
    for source in sources:
        number_, node = source.sentence.number, source.sentence.node
        if number_ in drawn or not _FOLLOW.search(source.text) or source.frame.marks(source.sentence).groups:
            continue
        near = next((drawn[n] for n in (number_ - 1, number_ - 2) if n in drawn), [])
        follow.update(g for d in near if d.sentence.node is node for g in d.groups)
    times: dict[str, Draft] = {}
    kept = set(follow) if not titled else set()
    counted: set[str] = set()
    for draft in drafts:
        for group in draft.groups:
            place = by_number[draft.sentence.number]
            first.setdefault(group, (place, draft.start, draft.end, False))
            if draft.measure in ("visits", "contacts"):
                times.setdefault(group, draft)
            if _FOLLOW.search(draft.sentence.text):
                kept.add(group)
            elif not draft.regular:
                counted.add(group)
    follow = (follow - counted if titled else follow) | kept
    for code, (source, start, end, _) in first.items():
        quota = times.get(code)
        yield source.found(
            "focus_group", start, end, 0.9 if quota else 0.8,
            group=code,
            min=number(quota.low) if quota else None,
            per=quota.per if quota and quota.per != "once" else None,
            follow_up=code in follow,
        )  # fmt: skip


def _named(source: Source) -> Iterator[tuple[str, int, int, bool]]:
    text = source.text
    if source.elsewhere:
        return
    node = source.sentence.node
    titled = node.title if node.title and node.head is not source.sentence and node.head is not None else ""
    over = titled or source.lead or source.over.split("｜")[0]
    listed = bool(over and _LEAD.search(over)) and not re.search(r"内容|记录|考核|及时|情形|情况之一", over)
    own = bool(_FOCUS.search(text)) and not (
        source.sentence.heading and not re.search(r"重点|关注|对象", text)
    )
    if not own and not listed:
        return
    groups = source.frame.marks(source.sentence).groups
    if not groups or re.search(r"不受(?:此|上述|前述)[^，。；]{0,4}限", text):
        return
    if re.search(r"了解|掌握|台账|档案|记录|填写|登记", text) and not re.search(
        r"重点|回访|关注|走访|家访|联系", text
    ):
        return
    if (times_.DAYS.search(text) or times_.AT_ONCE.search(text)) and not re.search(r"重点|对象|回访", text):
        return
    if _TRIGGER.search(text) and not re.search(r"重点|关注|对象|回访", text):
        return
    if re.search(r"不(?:是|能|要|可|应|得)?(?:只|仅|单|光)", text) and len(groups) == 1:
        before = text[: groups[0].start]
        if re.search(r"不(?:是|能|要|可|应|得)?(?:只|仅|单|光)[^，。；]{0,12}$", before):
            return
    follows = bool(
        _FOLLOW.search(text) or (listed and _FOLLOW.search(over)) or re.search(r"回访", source.frame.title)
    )
    specific = [m for m in groups if m.code != "special"]
    for mention in specific or groups:
        if mention.code == "special" and (
            context.announced(source.frame, source.sentence) or source.sentence.heading
        ):
            continue
        if mention.code == "special" and context.defined(source.frame, source.sentence, source.document, ()):
            continue
        if mention.code == "special" and pupils.ANAPHORA.search(
            text[max(0, mention.start - 6) : mention.end]
        ):
            continue
        before = text[max(0, mention.start - 14) : mention.start]
        if re.search(r"不(?:是|能|要|可|应|得)?(?:只|仅|单|光)[^，。；]{0,10}$", before):
            continue
        yield mention.code, mention.start, mention.end, follows
