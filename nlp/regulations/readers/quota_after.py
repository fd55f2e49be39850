"""What is said around figures: sentences without one, deadlines and modes behind them, contradictions."""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.regulations import context
from nlp.regulations.context import Frame
from nlp.regulations.drafts import Draft
from nlp.regulations.readers.quota_naming import BONUS, State, window_of
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import contact, exclusions, people, pupils, times
from nlp.regulations.words.contact import ORDER

_LIKEWISE = re.compile(
    r"照此(?:办理|执行|走访|家访|要求)?|(?:比照|参照|同样按|按同样|按此|依此|照前)[^，。；]{0,8}(?:执行|办理|走访|联系|要求|标准|家访)?|同样(?:办理|要求|对待|如此|走访|家访)|亦同|也(?:是)?(?:一样|如此|同样)|同上|要求相同|次数相同|标准相同"
)
_BACK = re.compile(
    r"(?:上述|(?<![天周次户名人日月年%成数半岁级\d一二三四五六七八九十])以上|前述|前款|上列|这些|此类|该项?|各项|上面|前面|此项|这项|本条|所有|各类|全部)[^，。；]{0,10}(?:家访|走访|联系|任务|要求|次数|指标|工作|规定|活动|数量|次|项|人次|户数)|^(?:均|都|一律|全部|皆)"
)
# What a sentence holds beside modes that only says how.
_HOW = re.compile(
    r"[，。、；：（）]|可以?|[均都也皆]?可|行|或者?|和|与|采[用取]|用|以|通过|方式|形式|一律|[应须要]|尽量|为主|主要|教师|班主任|自定|自行|选择?|即可|任选|的|等|不限|联系|家访|沟通|走访|[均都也既又]|优先|首选|进行|完成|家长|学生|按|由|决定|灵活|确定|原则上|上述|以上|这些|各项"
)
_DEADLINE = re.compile(
    r"(?:^|条|[、.）])(?:第[^，。；]{1,3}条(?:至|、|和)第[^，。；]{1,3}条|前[^，。；]{1,2}[条款项](?:规定)?|全部|各项|所有|本学期)?的?(?:家访|走访|联系|任务|工作)(?:任务|工作)?(?:均|都|一律)?(?:应|须|要|必须)?(?:于|在)[^，。；]{0,8}第[^，。；]{1,4}周[^，。；]{0,6}(?:全部|全面)?完成"
)
_REGULAR = re.compile(
    r"(?:有计划地?|按计划|定期|经常|积极|主动|密切|跟踪|不定期)(?:地)?(?:运用多种方式|与(?:学生)?家长|和(?:学生)?家长|进行|开展|对[^，。；]{0,12}|要|跟踪|保持)*(?:家访|走访|回访|联系|上门)(?!计划|记录|记载|制度|工作|方式)"
    r"|(?:学生|家庭|儿童)[^，。；]{0,4}(?:及时|要跟踪|跟踪|积极|主动)回访(?!计划)"
)
_INSTEAD = re.compile(r"偏远|路远|路途|太远|外地|外省|无法|确有困难|代替|替代|改用|代之")


def regular(frame: Frame, document: Document, drafts: list[Draft]) -> list[Draft]:
    """定期家访 with no number anywhere: at least once a term. 有计划地家访 of a group likewise."""
    made: list[Draft] = []
    counted = bool(drafts)
    busy = {draft.sentence.number for draft in drafts}
    for sentence in document.sentences:
        text = frame.marks(sentence).text
        match = _REGULAR.search(text)
        if (
            not match
            or sentence.heading
            or exclusions.PREAMBLE.search(text)
            or exclusions.quota_reason(text, text, text)
        ):
            continue
        if sentence.number in busy and not re.match(r"有计划|按计划", match[0]):
            continue
        before = [
            m
            for m in frame.marks(sentence).groups
            if m.start < match.end() + 24 and (m.start > match.start() - 40)
        ]
        groups = tuple(dict.fromkeys(m.code for m in before))
        if counted and not (groups and re.match(r"有计划|按计划|定期", match[0])):
            continue
        who = frame.marks(sentence).who or context.who(frame, sentence, document)[0]
        if re.search(r"对家访(?:情况|工作)", text) or re.search(
            r"家长(?:可以|可)?通过|召开|家长会|家长学校|学校(?:设立|定期举办)", text[: match.end()]
        ):
            continue
        measure = context.measure_of(match[0]) or frame.bare
        made.append(
            Draft(
                who=who or ("teacher",), measure=measure, low=1.0, high=None, per="term",
                scope=None, groups=groups, grades=(), window=None, modes=[], sentence=sentence,
                start=match.start(), end=match.end(), confidence=0.5, who_named=bool(who), regular=True,
            )
        )  # fmt: skip
    _owner(frame, document, made)
    return made


def _owner(frame: Frame, document: Document, made: list[Draft]) -> None:
    """各班主任要针对以上学生制订回访计划 names who goes for all that stood before."""
    for sentence in document.sentences:
        who = frame.marks(sentence).who
        if who and re.search(r"(?:以上|上述)(?:各类)?学生[^。]{0,20}计划", sentence.text):
            for draft in made:
                if draft.sentence.number < sentence.number and not draft.who_named:
                    draft.who = who[:1]


def without_figure(
    frame: Frame, document: Document, drafts: list[Draft], sentence: Sentence, text: str, state: State
) -> list[Draft]:
    """照此办理 repeats the last group quotas for other groups; 每个假期家访 asks for one visit."""
    if _LIKEWISE.search(text) and not exclusions.OTHERS.search(text):
        groups = tuple(dict.fromkeys(m.code for m in frame.marks(sentence).groups))
        last = next((d for d in reversed(drafts) if d.groups), None)
        if groups and last is not None and sentence.number - last.sentence.number <= 3:
            same = [d for d in drafts[-30:] if d.sentence is last.sentence and d.groups]
            return [
                replace(d, groups=groups, sentence=sentence, start=0, end=len(text), confidence=0.8)
                for d in same
            ]
    holiday = re.search(
        r"(?:每学期的?|每个?|各个?|寒暑|利用)?(?:寒暑)?假期?(?:期间|里|中)?[^，。；]{0,4}(?:进行|开展|坚持|做好|安排)?[^，。；]{0,6}(?:家访|走访)",
        text,
    )
    if (
        holiday
        and re.search(r"每|各", holiday[0])
        and not exclusions.quota_reason(text, text, text)
        and not sentence.heading
    ):
        who = (
            state.who
            or frame.marks(sentence).who
            or context.who(frame, sentence, document)[0]
            or ("teacher",)
        )
        return [
            Draft(
                who=who, measure="visits", low=1.0, high=None, per="holiday", scope=None, groups=(),
                grades=(), window=None, modes=[], sentence=sentence, start=0, end=len(text), confidence=0.6,
            )
        ]  # fmt: skip
    return []


def after(piece: str, made: list[Draft]) -> None:
    """A piece behind a figure: 第十二周前完成, 均须上门, 由班主任完成."""
    said = re.search(r"由(.{2,12}?)(?:负责|承担|完成|落实|具体|实施|执行|去|来|上门|包干|办|管)", piece)
    said = said or re.fullmatch(r"(?:均|都|也|一律)?([^，。；]{2,8}?)(?:负责|承担|包干)[。]?", piece)
    if made and said and not made[-1].who_named:
        who = tuple(dict.fromkeys(m.code for m in people.actors(said[1]) if m.code != "weak"))
        for draft in made:
            if who and not draft.who_named:
                draft.who = who
    if not made or BONUS.search(piece) or _INSTEAD.search(piece):
        return
    groups = tuple(dict.fromkeys(m.code for m in pupils.GROUP.find(piece)))
    if (
        groups
        and not made[-1].groups
        and re.search(r"从[^，。；]{1,16}中(?:选|挑|确定|产生)|均为|都是|限于", piece)
    ):
        made[-1].groups, made[-1].scope = groups, None
    period = re.search(r"周期|期限|为期|为单位|均按|都按|一律按|[按以][^，。；]{1,4}(?:计|算|为期)", piece)
    if period:
        said_of = [m.code for m in times.PERIOD.find(piece)]
        for draft in made:
            if said_of and not draft.per_named and draft.window is None:
                draft.per, draft.per_named = said_of[-1], True
    window = window_of(piece)
    if window and "by_week" in window:
        for draft in made if re.search(r"均|都|各|上述|以上|全部", piece) else made[-1:]:
            if draft.window is None:
                draft.window, draft.per = window, "term"
    modes = contact.modes(piece)
    option = re.match(r"(?:可以?|也可以?|还可以?|或者?|亦可)", piece)
    if option and not modes and re.match(r"(?:也|亦)?可以?(?:家访|走访)", piece):
        modes = ["home"]
    if modes and option and made[-1].optional:
        made[-1].modes = [m for m in ORDER if m in {*made[-1].modes, *modes}]
        return
    if modes == ["home"] and option and not made[-1].modes:
        made[-1].modes, made[-1].optional = modes, True
        return
    if (
        modes
        and re.search(r"均|都|一律|须|应|可|以|方式|采用|采取|通过|形式|^(?:上门|电话|微信|登门)", piece)
        and not made[-1].modes
    ) and (
        context.measure_of(re.sub(r"上门|登门|电话|微信", "", piece)) is None
        or re.search(r"方式|形式|均|都|一律", piece)
    ):
        made[-1].modes, made[-1].optional = modes, bool(option)


def patch(frame: Frame, drafts: list[Draft], sentence: Sentence, text: str) -> None:
    """A sentence behind quotas that adds a deadline, modes or a role to them."""
    if _INSTEAD.search(text):
        return
    if not drafts or sentence.heading or exclusions.OTHERS.search(text):
        return
    last = drafts[-1].sentence
    near = sentence.number - last.number
    if _DEADLINE.search(text) and (window := window_of(text)) and not BONUS.search(text):
        for d in drafts:
            if d.window is None and d.per == "term" and "by_week" in window:
                d.window = window
                d.places.add(sentence.number)
        return
    back = bool(_BACK.search(text))
    if near > (12 if back else 1) or BONUS.search(text):
        return
    recent = drafts[-60:]
    targets = [d for d in recent if d.sentence is last]
    if back and last.node.parent is not None and last.node is not sentence.node:
        targets = [d for d in recent if d.sentence.node.parent is last.node.parent]
    elif back:
        targets = [d for d in recent if d.sentence.node is last.node]
    window = window_of(text)
    if window and "by_week" in window and (back or re.search(r"完成|到位|结束", text)):
        for d in targets:
            if d.window is None and d.per == "term":
                d.window = window
                d.places.add(sentence.number)
    modes = contact.modes(text)
    if modes and (back or _bare_modes(text)):
        for d in targets:
            if not d.modes:
                d.modes = modes
                d.places.add(sentence.number)
    who = frame.marks(sentence).who
    if back and who and re.search(r"由.{0,12}(?:负责|承担|完成|落实|实施|执行)|责任人", text):
        for d in targets:
            if not d.who_named:
                d.who = who
                d.places.add(sentence.number)


def settle(made: list[Draft], drafts: list[Draft]) -> None:
    """Two shares of one sentence that say one thing, or contradict each other.

    全面家访，一学年达到100%: the words without a period go with the figure.  普访全班一遍，至少走访半数: the
    school must settle it; until then everybody by any mode, and the lower share at home.
    """
    for everyone in [d for d in made if d.everybody and d.measure == "share"]:
        # 每月联系一次，人人到位: the once is everybody's
        for once in list(made):
            same = once.who == everyone.who and once.groups == everyone.groups
            if same and once.per_named and not everyone.per_named and everyone.start < once.start:
                everyone.per = once.per if once.low == 1 else everyone.per
            same = same and once.per == everyone.per
            if same and once.low == 1 and once.measure in ("visits", "contacts") and not once.groups:
                made.remove(once)
                drafts.remove(once)
                everyone.modes = everyone.modes or once.modes
    for first in list(made):
        for second in list(made):
            if first is second or first.measure != "share" or second.measure != "share":
                continue
            if first.who != second.who or first.groups != second.groups:
                continue
            alike = first.per == second.per and first.window == second.window
            if (
                first.everybody
                and alike
                and second.low == 100
                and first.start < second.start
                and not second.modes
            ):
                if second in made and second in drafts:
                    made.remove(second)
                    drafts.remove(second)
                continue
            if first.everybody and not first.per_named and second.low == 100 and not second.everybody:
                if first in made and first in drafts:
                    made.remove(first)
                    drafts.remove(first)
                break
            if second.modes or "其中" in first.sentence.text[first.start : second.end]:
                continue
            same = first.per == second.per and first.window == second.window and first.scope == second.scope
            if first.everybody and same and first.start < second.start and second.low < 100:
                first.modes, second.modes = list(ORDER), ["home"]
                first.confidence = second.confidence = 0.5


def _bare_modes(text: str) -> bool:
    """可电话，也可上门。: nothing but how."""
    return (
        len(text) <= 30
        and bool(re.search(r"可|均|须|应|一律|方式|形式|以", text))
        and not re.search(
            r"包括|有以下|分为|主要有|如下|多种|填写|记录|预约|约|[两二三四五]种|(?:方式|形式)有", text
        )
        and len(_HOW.sub("", contact.MODE.without(text))) <= 3
    )
