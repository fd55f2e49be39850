"""Figures said by way of another: 多四户, 上条的一半, 减半, 同期, 周期缩短为每月."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.regulations.context import Frame
from nlp.regulations.drafts import Draft, part
from nlp.regulations.numerals import NUMBER, Amount, value
from nlp.regulations.quantities import Quantity
from nlp.regulations.readers.quota_naming import State, window_of
from nlp.regulations.structure import Sentence
from nlp.regulations.words import people, pupils, times

_MORE = re.compile(r"(?P<way>多|少|增加|减少|增|减|加|高出?|低)(?:走访?|家访|访|联系|跑|去|上门)?(?:出)?$")
_THAN = re.compile(r"(?:比|较)(?P<whom>[^，。；]{2,12}?)(?:再|还|各|每人|要|应|须|可|得)*$")
_OF = re.compile(
    r"(?:^|[是为按达于，])(?P<whom>上条|前条|上款|前款|上述|前述|上项|前项|前者|此数|该数|[^，。；是为按达于]{1,8}?(?:教师|老师|主任|干部|领导|人员|校长))(?:的|所定|规定的?|要求的?|任务|总|数量|数|户数|人次|次数|标准|指标|定额|工作|量)*(?:的|减|折|之)?$"
)
_BASED = re.compile(
    r"在(?:此|这|这个|上述|以上|原有?|[^，。；]{2,10}?)(?:的)?基础上(?:再|还|须|要|应|需|各|另)*$"
)
_TIMES = re.compile(
    rf"(?P<half>减半|折半|对折|打对折)|(?P<double>加倍|翻倍|翻番|翻一番|加一倍|多一倍)|(?P<times>{NUMBER})倍"
)
_RAISED = re.compile(
    r"(?:提高|增加|上调|提升|扩大|加大|升|加|降低?|减少?|放宽|下调|缩减?|调整?|改|变)(?:到|至|为|成)$"
)
_SAME_TIME = re.compile(
    r"同期(?!数据|相比|的?[^，。；]{0,4}为\d)|(?:在)?(?:同一|同样的?|相同的?)(?:时段|时间|时限|期限|周期|期间)(?!内?不)|(?:时限|时间|周期|期限|频次)(?:要求)?(?:均|都|也)?(?:与|同|和|跟)[^，。；]{1,10}(?:相同|一样|一致)|(?:时限|时间|周期|期限)(?:相同|同上|同前|不变|照旧|一样|同此)|也是(?:这个|同样)(?:时间|周期|期限)|(?:时间|期限|周期)同样"
)
_LIKEWISE = re.compile(
    r"(?:参照|比照|照此|按此|依此|同样)(?:标准|要求|数量)?(?:执行|办理|要求|落实)|亦同|同此|也(?:一样|如此|相同)"
)
_ALIKE = re.compile(
    r"(?:与|同|和)(?P<whom>[^，。；：]{1,10}?)(?:相同|一样|一致|持平)|(?:要求|标准|数量|任务|次数|做法)(?:均|都)?(?:同|参照|比照)(?P<other>上|前|[^，。；：]{2,8})"
)
_OTHER_PERIOD = re.compile(
    r"(?:缩短|改|变|调整|加密|增加|提高|放宽|延长|换)(?:为|到|成|至)(?:每|一)(?:个)?(?:周|月|学期|学年)(?![^，。；]{0,6}[\d一二两三四五六七八九十][次户名人])"
)


def same_time(sentence: Sentence, text: str, end: int, drafts: list[Draft]) -> Draft | None:
    """The quota whose period and deadline 同期 or 提高到 take over."""
    if not drafts or sentence.number - drafts[-1].sentence.number > 4:
        return None
    said = sentence.text[: end + 12]
    if _SAME_TIME.search(said) or _RAISED.search(text[:end].rstrip()):
        return drafts[-1]
    return None


def compared(
    text: str, start: int, q: Quantity, who: tuple[str, ...], drafts: list[Draft]
) -> tuple[Draft, Amount] | None:
    """The quota that a figure is told by, and what it comes to: 比班主任多四户, 为上条的一半."""
    before = text[start : q.start]
    more = _MORE.search(before)
    if more and q.unit != "share":
        than = _THAN.search(before[: more.start()])
        if not than and _BASED.search(before[: more.start()]):
            base = _base("", [d for d in drafts if not set(d.who) & set(who)] or drafts)
            return (
                (base, Amount(base.low + q.amount.low))
                if base is not None and more["way"] in ("增加", "多", "加", "增")
                else None
            )
        if not than and more["way"] not in ("多", "少", "高出", "低"):
            return None  # 再加两人次 is a figure beside the other
        if not than and not (
            who and drafts and drafts[-1].who and text[q.end : q.end + 1] in ("", "，", "。", "；")
        ):
            return None
        if not than and not re.search(
            r"(?:再|主任|教师|老师|领导|干部|长|者|各|每人|人)$", before[: more.start()]
        ):
            return None
        base = _base(than["whom"] if than else "", drafts)
        if base is None:
            return None
        sign = -1 if more["way"] in ("少", "减少", "减", "低") else 1
        high = None if base.high is None else base.high + sign * q.amount.low
        low = base.low + sign * q.amount.low
        return (base, Amount(low, high)) if low > 0 else None
    if q.unit == "share" and not q.everybody:
        of = _OF.search(before)
        base = _base(of["whom"], drafts) if of else None
        if base is not None and base.measure != "share":
            return base, Amount(part(base, q.amount.low))
    return None


def _base(whom: str, drafts: list[Draft]) -> Draft | None:
    roles = {m.code for m in people.actors(whom) if m.code != "weak"}
    found = [
        d for d in drafts[-12:] if d.measure != "share" and (not roles or roles & set(d.who)) and not d.groups
    ]
    whole = [d for d in found if "其中" not in d.sentence.text[d.start : d.end]]
    return (whole or found)[-1] if found else None


def factored(
    frame: Frame, drafts: list[Draft], sentence: Sentence, text: str, start: int, end: int
) -> list[Draft]:
    """A piece without a figure beside others that have one: 中层干部减半."""
    factor = _TIMES.search(text, start, end)
    if factor is None or not drafts or drafts[-1].sentence is not sentence:
        return []
    who = [m.code for m in frame.marks(sentence).actors if start <= m.start < end and m.code != "weak"]
    return _multiplied(drafts, sentence, text, tuple(who[:1]), (), factor) if who else []


def without_figure(
    frame: Frame, drafts: list[Draft], sentence: Sentence, text: str, state: State
) -> list[Draft]:
    """任务减半, 是班主任的两倍, 到了高三，周期缩短为每月: the last quota, changed."""
    if not drafts or sentence.heading or sentence.number - drafts[-1].sentence.number > 4:
        return []
    marks = frame.marks(sentence)
    alike = _ALIKE.search(sentence.text)
    if alike and not marks.groups:
        return _alike(frame, drafts, sentence, text, alike)
    if marks.who and not marks.groups and _LIKEWISE.search(text):
        last = [d for d in drafts[-8:] if d.sentence is drafts[-1].sentence and not d.groups]
        period = next((m.code for m in marks.periods), None)
        return [_like(d, sentence, text, marks.who, (), (), per=period) for d in last[:1]]
    grades = tuple(dict.fromkeys(g for g, _, _ in pupils.grades(text)))
    changed = _OTHER_PERIOD.search(text)
    if changed:
        period = next((m.code for m in times.PERIOD.find(text, changed.start())), None)
        base = next((d for d in reversed(drafts) if not marks.who or set(d.who) & set(marks.who)), drafts[-1])
        if period and (grades or marks.groups):
            return [
                _like(
                    base,
                    sentence,
                    text,
                    marks.who or base.who,
                    grades,
                    tuple(m.code for m in marks.groups),
                    per=period,
                )
            ]
        return []
    factor = _TIMES.search(text)
    if factor is None or not re.search(
        r"任务|数量|次数|户数|人次|要求|标准|指标|主任|人员|校长|教师|干部|领导|年级|走访|家访|联系", text
    ):
        return []
    who = tuple(m.code for m in marks.actors if m.code != "weak" and m.start < factor.start())
    return _multiplied(drafts, sentence, text, who, grades, factor)


def _alike(
    frame: Frame, drafts: list[Draft], sentence: Sentence, text: str, alike: re.Match[str]
) -> list[Draft]:
    """行政领导与责任人相同, 九年级要求同八年级: the other's quota, for this role or grade."""
    whom = alike["whom"] or alike["other"] or ""
    said = text[: alike.start()] + "｜" + sentence.node.title
    grades = tuple(dict.fromkeys(g for g, _, _ in pupils.grades(said)))
    who = tuple(m.code for m in people.actors(text[: alike.start()]) if m.code != "weak")
    roles = {m.code for m in people.actors(whom) if m.code != "weak"}
    whole = [d for d in drafts[-12:] if "其中" not in d.sentence.text[d.start : d.end]]
    if (
        not whole
        or not (grades or who)
        or not re.search(r"要求|标准|任务|数量|次数|比例|教师|主任|领导|干部|人员", said + sentence.text)
    ):
        return []
    if grades:
        own = [d for d in whole if d.grades and d.grades != grades]
        found = own[-1:] or whole[-1:]
        window = window_of(text)
        made = [_like(d, sentence, text, who or d.who, grades, ()) for d in found]
        for draft in made:
            draft.window = window or draft.window
        return made
    found = [d for d in whole if not d.groups and (set(d.who) & roles if roles else set(d.who) != set(who))]
    return [_like(d, sentence, text, who, (), ()) for d in found[-1:]]


def _multiplied(
    drafts: list[Draft],
    sentence: Sentence,
    text: str,
    who: tuple[str, ...],
    grades: tuple[int, ...],
    factor: re.Match[str],
) -> list[Draft]:
    of = re.search(r"(?:是|为|按|比照?)([^，。；]{2,10}?)的?$", text[: factor.start()])
    other = {m.code for m in people.actors(of[1])} if of else set()
    told = next(
        (d for d in reversed(drafts) if (set(d.who) & other if other else set(d.who) - set(who))), None
    )
    told = told or drafts[-1]
    if told.measure == "share" or re.search(r"奖|扣|分(?!之)|津贴", text):
        return []
    by = 2.0 if factor["double"] else (value(factor["times"]) or 1.0) if factor["times"] else 0.5
    low = part(told, 50.0) if factor["half"] else told.low * by
    return [_like(told, sentence, text, who or told.who, grades, (), low=low)]


def _like(
    base: Draft,
    sentence: Sentence,
    text: str,
    who: tuple[str, ...],
    grades: tuple[int, ...],
    groups: tuple[str, ...],
    *,
    low: float | None = None,
    per: str | None = None,
) -> Draft:
    scope = "grade" if grades else (base.scope if who == base.who else None)
    return replace(
        base, who=tuple(dict.fromkeys(who)), low=base.low if low is None else low, high=base.high if low is None else None,
        per=per or base.per, window=None if per else base.window, scope=scope, grades=grades,
        groups=groups or (() if grades else base.groups), sentence=sentence, start=0, end=len(text),
        confidence=0.7, places=set(),
    )  # fmt: skip
