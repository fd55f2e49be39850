"""What the words of a sentence name for its figures: role, period, students, window, modes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from nlp.regulations import context
from nlp.regulations.context import Frame, Marks
from nlp.regulations.drafts import Draft
from nlp.regulations.quantities import Quantity
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import contact, pupils, times
from nlp.regulations.words.contact import ORDER
from nlp.regulations.words.scan import Mention

_FORMER = re.compile(r"前者|后者")
_PIECE = re.compile(r"[，｜：。；！？]")
AMONG = re.compile(r"其中|当中|里面|里头|(?:在这|这)(?:中间|之中)|这里边")
BONUS = re.compile(r"奖|加分|优先|评优|评先|称号|津贴|绩效|扣|考核")


@dataclass(slots=True)
class State:
    """What the sentence has named so far; `used` once a figure took it."""

    who: tuple[str, ...] = ()
    per: str | None = None
    groups: tuple[str, ...] = ()
    scope: str | None = None
    grades: tuple[int, ...] = ()
    window: dict[str, Any] | None = None
    modes: list[str] = field(default_factory=list)
    measure: str | None = None
    entry: bool = False
    used: bool = False
    topic: bool = False
    fresh: bool = False


def name(
    frame: Frame, document: Document, sentence: Sentence, text: str, start: int, end: int, state: State
) -> None:
    """Take into `state` what `text[start:end]` names; a new subject drops what the last figure used."""
    piece = text[start:end]
    marks = frame.marks(sentence)
    who = tuple(dict.fromkeys(m.code for m in marks.actors if start <= m.start < end and m.code != "weak"))
    if not who and (pair := _FORMER.search(piece)):
        who = context.roles_before(frame, sentence, document, start)[pair[0] == "后者" :][:1]
    periods = [m for m in marks.periods if start <= m.start < end]
    groups = tuple(dict.fromkeys(m.code for m in marks.groups if start <= m.start < end))
    if groups and _only_named(piece):
        groups = ()
    if groups == ("special",):
        groups = context.defined(frame, sentence, document, who or state.who) or groups
    pointed: tuple[str, ...] = ()
    if not groups and (pupils.SOME.search(piece)):
        pointed = context.some(frame, sentence, document, text, start)
    elif not groups and (
        pupils.ANAPHORA.search(piece)
        or (
            pupils.ITEM.search(piece)
            and re.search(
                r"学生|孩子|对象|家庭|幼儿|类|[项款](?:所列|的|中|，|$)|[①-⑳]|[a-hA-H](?:每|由|联系|走访|家访|要|再)",
                piece,
            )
        )
    ):
        here = tuple(dict.fromkeys(m.code for m in marks.groups if m.start < start))
        pointed = here or context.pointed(frame, sentence, document, at=start)
    if (
        not groups
        and not pointed
        and re.search(r"(?:以下|下列|下面|如下)[^，。；]{0,10}(?:学生|对象|孩子|家庭|群体|幼儿|人员)", piece)
    ):
        pointed = context.announced(frame, sentence)
    grades = tuple(dict.fromkeys(g for g, a, _ in pupils.grades(text) if start <= a < end))
    entry = bool(pupils.ENTRY.search(piece))
    scope = _scope(piece)
    entering = state.entry or (state.window is not None and "before_entry" in state.window)
    if scope == "class" and (state.scope == "new_class" or entering) and not who:
        scope = None
    if state.used:
        if who:
            kept = state.groups if state.topic and not re.search(r"人次|[户名]|所教|本班|全班", piece) else ()
            state.groups, state.scope, state.grades, state.window = kept, None, (), None
            state.modes, state.entry = [], False
        elif groups or pointed or scope or grades:
            state.groups, state.scope, state.grades, state.window = (), None, (), None
            state.modes = []
        elif periods or contact.VISIT.search(piece) or contact.CONTACT.search(piece):
            state.modes = []
        if who or groups or pointed or scope or grades or periods:
            state.used = False
    if who:
        state.who = who
    if periods:
        state.per = _period(periods)
    if groups or pointed:
        state.groups = groups or pointed
        first = min([m.start for m in marks.groups if m.start >= start] or [start]) if groups else start
        state.topic = not any(m.code != "weak" and m.start < first for m in marks.actors)
    if scope and not (state.groups and scope in ("class", "school", "taught")):
        state.scope = scope
    elif scope and not (groups or pointed or _each_of_them(piece)):
        state.groups, state.scope = (), scope
    if grades:
        state.grades = grades
    if entry:
        state.entry = True
    window = window_of(piece)
    if window and not (BONUS.search(piece) and "by_week" in window):
        state.window = window
    measure = context.measure_of(piece)
    if measure:
        state.measure = measure
    modes = contact.modes(text, start, end)
    if re.match(r"(?:其余|其他|剩下|余下)的?(?:学生|孩子|幼儿|家庭)?", piece):
        modes = []
    if modes and not contact.ANY_MODE.search(piece):
        state.modes, state.fresh = [m for m in ORDER if m in {*state.modes, *modes}], True


def row(
    frame: Frame, document: Document, sentence: Sentence, cells: list[tuple[int, int]], state: State
) -> None:
    """A table row names everything before its figure is read, whatever the order of its columns."""
    text = frame.marks(sentence).text
    cut = re.search(r"(?:备注|说明|其他)：", text)
    until = cut.start() if cut else len(text)
    for start, end in cells:
        if start < until and not AMONG.search(text[start:end]):
            name(frame, document, sentence, text, start, end, state)
            state.used = False
        elif start >= until and state.per is None:
            periods = [m for m in frame.marks(sentence).periods if start <= m.start < end]
            state.per = periods[0].code if periods else None
    metric = re.search(
        r"(?:^|｜|：)([^｜：]*(?:家访|走访|联系|沟通|回访)[^｜：]*(?:次数|人次|户数|频次))(?=｜|$)", text
    )
    state.measure = context.measure_of(metric[1]) if metric else None


def students(
    frame: Frame, sentence: Sentence, state: State, drafts: list[Draft]
) -> tuple[tuple[str, ...], str | None, tuple[int, ...], bool]:
    """Groups, scope or grades from before: an item's title, a heading, or an elliptical sentence."""
    fresh = re.match(
        r"(?:第.{1,4}条)?(?:在此之外|此外|另外|除此|＊|另|再|同时|往后|此后|其后|平时|平日|日常)",
        sentence.text[sentence.label :],
    )
    if _OTHERS.search(sentence.text):
        return (), None, (), False
    last = drafts[-1] if drafts else None
    if (
        last is not None and last.sentence.number == sentence.number - 1 and last.sentence.node is sentence.node
        and last.groups and not sentence.first and (sentence.joined or not fresh)
        and (not state.who or (sentence.joined and (state.who == last.who or last.topic)))
    ):  # fmt: skip
        return last.groups, None, (), False
    for other in context.around(sentence):
        marks = frame.marks(other)
        if fresh and not other.heading:
            continue
        if other.node is sentence.node and not other.heading:
            if (
                state.who
                and not (sentence.joined and _topic(marks))
                and not _bare_list(sentence, other, marks)
            ):
                continue
            if marks.groups and not _only_named(other.text):
                return tuple(dict.fromkeys(m.code for m in marks.groups)), None, (), False
            if pupils.ENTRY.search(other.text) or pupils.NEW_CLASS.search(other.text):
                return (), _scope(other.text), (), bool(pupils.ENTRY.search(other.text))
            continue
        if other.heading and _title_like(other):
            groups = tuple(dict.fromkeys(m.code for m in marks.groups))
            found = tuple(dict.fromkeys(g for g, _, _ in pupils.grades(marks.text)))
            if groups and not (state.scope or pupils.CLASS.search(sentence.text)):
                return groups, None, (), False
            if found:
                return (), None, found, bool(pupils.ENTRY.search(other.text))
            if pupils.NEW_CLASS.search(other.text):
                return (), "new_class", (), False
            if pupils.ENTRY.search(other.text):
                return (), "entry_grade", (), True
        elif other is sentence.node.lead and marks.groups and not state.who:
            return tuple(dict.fromkeys(m.code for m in marks.groups)), None, (), False
    return (), None, (), False


_OTHERS = re.compile(r"住校生|寄宿生|走读生|住宿生|其余学生|其他学生|普通学生|中班|大班|中、大班")
_TOLD_APART = re.compile(r"重点|名单|名册|台账|对象|格外|放在心|多留|[列记]入|关注")


def _bare_list(sentence: Sentence, other: Sentence, marks: Marks) -> bool:
    """Whether the sentence just before only says which students: 甲类：有辍学意向的、心理预警的。"""
    if other.number != sentence.number - 1 or not marks.groups or marks.actors or len(marks.text) > 60:
        return False
    if _TOLD_APART.search(marks.text) and not re.search(r"全班|本班|所教|人次|[户名]", sentence.text):
        return True
    return not context.measure_of(marks.text) and not re.search(r"[要应须]|关[心注爱]|每", marks.text)


def _topic(marks: Marks) -> bool:
    """Whether the groups stand first and the role after them: 对四类学生，班主任…；科任教师…."""
    strong = [m.start for m in marks.actors if m.code != "weak"]
    return bool(marks.groups and strong and marks.groups[0].start < strong[0])


def pieces(text: str) -> list[tuple[int, int]]:
    """The stretches between marks."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _PIECE.finditer(text):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def heading_grades(sentence: Sentence) -> tuple[int, ...]:
    """The grades of the nearest heading that names one, where it is no heading of new pupils."""
    for node in sentence.node.up():
        if (
            node.title
            and node.head is not sentence
            and len(node.title) <= 30
            and not _title_like_name(node.title)
        ):
            found = tuple(dict.fromkeys(g for g, _, _ in pupils.grades(node.title)))
            if found:
                return found
    return ()


def _title_like_name(title: str) -> bool:
    return bool(re.search(r"(?:制度|办法|方案|规定|细则|通知|计划|表)$|九年一贯", title))


def _each_of_them(piece: str) -> bool:
    """Whether 对每名学生 takes up the pupils named before, not the class."""
    each = re.search(r"对(?:其中)?每一?[名个位户](?:学生|孩子|幼儿|家庭)", piece)
    return bool(each) and not re.search(r"[本全所各]班|班[上里级]|其余|其他|普通|一般", piece)


def _scope(piece: str) -> str | None:
    if pupils.NEW_CLASS.search(piece):
        return "new_class"
    if pupils.TAUGHT.search(piece):
        return "taught"
    if pupils.CLASS.search(piece):
        return "class" if not re.search(r"各班班主任|每班班主任|各班$", piece) else None
    if pupils.SCHOOL.search(piece):
        return "school"
    return None


def window_of(piece: str) -> dict[str, Any] | None:
    """开学前一个月, 入学前 or 第十周前 as the exchange format writes it."""
    found = times.BEFORE_TERM.search(piece)
    if found:
        months = times.months(found)
        if months is not None:
            return {"before_term_months": int(months) if months.is_integer() else months}
    if times.BEFORE_ENTRY.search(piece):
        return {"before_entry": True}
    week = times.BY_WEEK.search(piece)
    if week:
        number = times.week(week)
        if number is not None:
            return {"by_week": number}
    return None


def announced_window(document: Document, sentence: Sentence) -> dict[str, Any] | None:
    """The deadline that a lead sets for all of its list: 以下四项，均须在第十四周前完成：一是…；二是…."""
    head = sentence
    while head.joined:
        head = document.sentences[head.number - 1]
    leads = [head.text.partition("：")[0]] if head is not sentence and "：" in head.text else []
    if sentence.node.lead is not None and sentence.node.lead is not sentence:
        leads.append(sentence.node.lead.text)
    for lead in leads:
        found = window_of(lead) if re.search(r"以下|下列|各项|均|都|一律", lead) else None
        if found and "by_week" in found:
            return found
    return None


def first_window(text: str) -> bool:
    """Whether 第一学期 or 第一学年 is named."""
    return bool(times.FIRST_TERM.search(text) or times.FIRST_YEAR.search(text))


def entry_window(
    piece: str,
    text: str,
    q: Quantity,
    window: dict[str, Any] | None,
    scope: str | None,
    entry: bool,
    grades: tuple[int, ...],
    state: State,
    sentence: Sentence,
) -> tuple[dict[str, Any] | None, str | None]:
    """Windows of the entry grade, and 开学前 without a length for new pupils."""
    now = piece[: max(0, q.end - text.find(piece))] if piece in text else piece
    if (
        entry
        and times.FIRST_YEAR.search(now)
        and "before_entry" in (window or {})
        and not times.BEFORE_ENTRY.search(now)
    ):
        return {"first_year": True}, "entry_grade"
    if (
        entry
        and times.FIRST_TERM.search(now)
        and "before_entry" in (window or {})
        and not times.BEFORE_ENTRY.search(now)
    ):
        return {"first_term": True}, "entry_grade"
    if entry and not window and re.search(r"(?:八|8)月|暑假", now):
        return {"before_entry": True}, "entry_grade"
    if scope == "new_class" and not window and times.FIRST_TERM.search(now):
        return {"first_term": True}, scope
    if (
        entry
        and window
        and "before_entry" in window
        and state.per == "year"
        and not times.BEFORE_ENTRY.search(now)
    ):
        return {"first_year": True}, "entry_grade"
    if window and "before_entry" in window:
        if not entry and not pupils.ENTRY.search(text) and "开学" in text:
            return None, scope
        return window, "entry_grade"
    if window and "before_term_months" in window:
        return window, scope or (
            "new_class" if pupils.NEW_CLASS.search(text) else "entry_grade" if entry and grades else None
        )
    if not entry:
        return window, scope
    before = text if sentence.row else text[: q.end]
    year = list(times.FIRST_YEAR.finditer(before))
    term = list(times.FIRST_TERM.finditer(before))
    if year and (not term or year[-1].start() > term[-1].start()):
        return {"first_year": True}, "entry_grade"
    if term:
        return {"first_term": True}, "entry_grade"
    if state.per == "year" and not re.search(r"每(?:一|个)?学?年", before):
        return {"first_year": True}, "entry_grade"
    if state.per == "term" and re.search(r"入(?:学|园|校)(?:之?后|以后)", text) and "每学期" not in before:
        return {"first_term": True}, "entry_grade"
    return window, "entry_grade" if not grades or pupils.ENTRY.search(text) else scope


def _period(periods: list[Mention]) -> str:
    """Of several periods in a piece the last one, unless a holiday is only the time to go."""
    codes = [m.code for m in periods]
    if "holiday" in codes and len(set(codes)) > 1:
        return next(c for c in codes if c != "holiday")
    return codes[-1]


def _only_named(piece: str) -> bool:
    """Groups that are named without being the students of a figure: 重点是…, 尤其是…, in brackets."""
    if re.search(r"(?:特别是|尤其是?)", piece) and piece.endswith("的"):
        return False
    return bool(
        re.search(
            r"(?:重点(?:是|为|放在|关注)|尤其是?|特别是|优先(?:走访|安排|考虑)?|侧重|兼顾|(?<!（)(?:包括|含))",
            piece,
        )
    ) and not re.search(r"[\d一二两三四五六七八九十]+(?:次|人次|户|名|%)", piece)


def _title_like(sentence: Sentence) -> bool:
    return len(sentence.text) <= 40 and not re.search(
        r"(?:制度|办法|方案|规定|细则|通知|计划|一览表|分解表)$", sentence.text
    )
