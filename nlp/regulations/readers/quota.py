"""Quotas: every figure of a text with its role, period, students, window and modes.

A sentence is read piece by piece (，：｜).  What a piece names holds until something new of its sort is
named; what the sentence leaves out comes from those before and around it (`nlp.regulations.context`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from nlp.regulations import context, quantities
from nlp.regulations.context import Frame
from nlp.regulations.drafts import Draft, part
from nlp.regulations.quantities import Quantity
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import contact, exclusions, people, pupils, times

_PIECE = re.compile(r"[，｜：。；！？]")
_AMONG = re.compile(r"其中|当中|里面")
_LIKEWISE = re.compile(
    r"照此(?:办理|执行|走访|家访|要求)?|(?:比照|参照|同样按|按同样|按此|依此|照前)[^，。；]{0,8}(?:执行|办理|走访|联系|要求|标准|家访)?|同样(?:办理|要求|对待|如此|走访|家访)|亦同|也(?:是)?(?:一样|如此|同样)|同上|要求相同|次数相同|标准相同"
)
_ROWS = re.compile(r"第?\d{1,2}(?:[、和及至]\d{1,2})*(?:[两三四几])?(?:项|行|条|类)")
_BACK = re.compile(
    r"(?:上述|以上|前述|前款|上列|这些|此类|该项?|各项|上面|前面|此项|这项|本条|所有|各类|全部)[^，。；]{0,10}(?:家访|走访|联系|任务|要求|次数|指标|工作|规定|活动|数量|次|项|人次|户数)|^(?:均|都|一律|全部|皆)"
)
_BONUS = re.compile(r"奖|加分|优先|评优|评先|称号|津贴|绩效|扣|考核")
_REGULAR = re.compile(
    r"(?:有计划地?|按计划|定期|经常|积极|主动|密切|跟踪|不定期)(?:地)?(?:运用多种方式|与(?:学生)?家长|和(?:学生)?家长|进行|开展|对[^，。；]{0,12}|要|跟踪|保持)*(?:家访|走访|回访|联系|上门)(?!计划|记录|记载|制度|工作|方式)"
    r"|(?:学生|家庭|儿童)[^，。；]{0,4}(?:及时|要跟踪|跟踪|积极|主动)回访(?!计划)"
)
_INSTEAD = re.compile(r"偏远|路远|路途|太远|外地|外省|无法|确有困难|代替|替代|改用|代之")
_EVENT = re.compile(
    r"家长会|座谈会|恳谈会|开放日|接待日|家委会|家长委员会|家长学校|讲座|例会|培训|教研|接访|问卷|公开课|亲子活动|运动会|家长课堂|校园开放|开放周|沙龙|报告会|班会"
)
_ABSENCE = re.compile(r"(?:缺课|请假|病假|缺席|缺勤|旷课|未到|不到校|不来|没来|没有来|离校)")


@dataclass(slots=True)
class _State:
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
    fallback_per: str | None = None
    used: bool = False


class QuotaReader:
    """Reads a whole document; `drafts` in order, `reasons` for sentences whose figures are no quotas."""

    def __init__(self, document: Document, frame: Frame) -> None:
        self.document = document
        self.frame = frame
        self.drafts: list[Draft] = []
        self.reasons: dict[int, str] = {}
        self.shared: dict[int, str] = {}
        self.meant: list[Draft] = []
        self.of_rows = False
        self.rows: dict[int, list[Draft]] = {}

    def read(self) -> list[Draft]:
        """All quotas of the document."""
        for sentence in self.document.sentences:
            self._sentence(sentence)
        self.drafts.extend(self._regular())
        self.drafts.sort(key=lambda draft: (draft.sentence.number, draft.start))
        return self.drafts

    def _regular(self) -> list[Draft]:
        """定期家访 with no number anywhere: at least once a term. 有计划地家访 of a group likewise."""
        made: list[Draft] = []
        counted = bool(self.drafts)
        for sentence in self.document.sentences:
            text = self.frame.marks(sentence).text
            match = _REGULAR.search(text)
            if (
                not match
                or sentence.heading
                or exclusions.PREAMBLE.search(text)
                or exclusions.quota_reason(text, text, text)
            ):
                continue
            if any(d.sentence is sentence for d in self.drafts) and not re.match(r"有计划|按计划", match[0]):
                continue
            before = [
                m
                for m in self.frame.marks(sentence).groups
                if m.start < match.end() + 24 and (m.start > match.start() - 40)
            ]
            groups = tuple(dict.fromkeys(m.code for m in before))
            if counted and not (groups and re.match(r"有计划|按计划|定期", match[0])):
                continue
            who = self.frame.marks(sentence).who or context.who(self.frame, sentence, self.document)[0]
            if re.search(
                r"家长(?:可以|可)?通过|召开|家长会|家长学校|学校(?:设立|定期举办)", text[: match.end()]
            ):
                continue
            measure = context.measure_of(match[0]) or self.frame.bare
            made.append(
                Draft(
                    who=who or ("teacher",), measure=measure, low=1.0, high=None, per="term",
                    scope=None, groups=groups, grades=(), window=None, modes=[], sentence=sentence,
                    start=match.start(), end=match.end(), confidence=0.5, who_named=bool(who), regular=True,
                )
            )  # fmt: skip
        self._owner(made)
        return made

    def _owner(self, made: list[Draft]) -> None:
        """各班主任要针对以上学生制订回访计划 names who goes for all that stood before."""
        for sentence in self.document.sentences:
            who = self.frame.marks(sentence).who
            if who and re.search(r"(?:以上|上述)(?:各类)?学生[^。]{0,20}计划", sentence.text):
                for draft in made:
                    if draft.sentence.number < sentence.number and not draft.who_named:
                        draft.who = who[:1]

    def _sentence(self, sentence: Sentence) -> None:
        marks = self.frame.marks(sentence)
        text = marks.text
        state = _State()
        made: list[Draft] = []
        pieces = _pieces(text)
        self.meant = []
        self.of_rows = False
        self.shared = _respectively(text, marks.who)
        if sentence.row:
            self._row(sentence, pieces, state)
        for start, end in pieces:
            found = [q for q in quantities.find(text, start, end)]
            found = [q for q in found if self._is_quota(sentence, text, start, end, q)]
            if any(q.unit == "share" and not q.everybody for q in found):
                # 对一半学生家访一次: the once belongs to the half
                found = [q for q in found if q.unit == "share" or q.amount.low > 1 or not _belongs(q, found)]
            if sentence.row and not found:
                self._after(text[start:end], made)
                continue
            for low, high, quantity in _shares(text, start, end, found):
                self._name(sentence, text, low, high, state)
                if quantity is None:
                    self._after(text[low:high], made)
                    continue
                if quantity.unit != "share" and re.match(r"中|里|之中|当中|的?其中", text[quantity.end :]):
                    self.meant = self._same(quantity, state)
                    if self.meant:
                        continue
                new = [
                    draft
                    for base in self._bases(sentence, text, low, high, quantity, made)
                    if (draft := self._draft(sentence, text, low, high, quantity, state, base))
                ]
                made.extend(new)
                self.drafts.extend(new)
                state.used = True
        if sentence.row and made:
            number = re.match(r"(?:[^：｜]{1,4}：)?(\d{1,2})｜", text)
            if number:
                self.rows[int(number[1])] = made[:1]
        _settle(made, self.drafts)
        if not made:
            made = self._without_figure(sentence, text, state)
            self.drafts.extend(made)
        if not made:
            self._patch(sentence, text)

    def _row(self, sentence: Sentence, pieces: list[tuple[int, int]], state: _State) -> None:
        text = self.frame.marks(sentence).text
        cut = re.search(r"(?:备注|说明|其他)：", text)
        until = cut.start() if cut else len(text)
        for start, end in pieces:
            if start < until and not _AMONG.search(text[start:end]):
                self._name(sentence, text, start, end, state)
                state.used = False
        state.measure = None

    # ---- what a piece names

    def _name(self, sentence: Sentence, text: str, start: int, end: int, state: _State) -> None:
        piece = text[start:end]
        marks = self.frame.marks(sentence)
        who = tuple(
            dict.fromkeys(m.code for m in marks.actors if start <= m.start < end and m.code != "weak")
        )
        periods = [m for m in marks.periods if start <= m.start < end]
        groups = tuple(dict.fromkeys(m.code for m in marks.groups if start <= m.start < end))
        if groups and _only_named(piece):
            groups = ()
        if groups == ("special",):
            groups = context.defined(self.frame, sentence, self.document, who or state.who) or groups
        pointed: tuple[str, ...] = ()
        if not groups and (pupils.SOME.search(piece)):
            pointed = context.some(self.frame, sentence, self.document, text, start)
        elif not groups and (
            pupils.ANAPHORA.search(piece)
            or (pupils.ITEM.search(piece) and re.search(r"学生|孩子|对象|家庭|幼儿", piece))
        ):
            here = tuple(dict.fromkeys(m.code for m in marks.groups if m.start < start))
            pointed = here or context.pointed(self.frame, sentence, self.document)
        if (
            not groups
            and not pointed
            and re.search(
                r"(?:以下|下列|下面|如下)[^，。；]{0,10}(?:学生|对象|孩子|家庭|群体|幼儿|人员)", piece
            )
        ):
            pointed = context.announced(self.frame, sentence)
        grades = tuple(dict.fromkeys(g for g, a, _ in pupils.grades(text) if start <= a < end))
        entry = bool(pupils.ENTRY.search(piece))
        scope = _scope(piece)
        entering = state.entry or (state.window is not None and "before_entry" in state.window)
        if scope == "class" and (state.scope == "new_class" or entering) and not who:
            scope = None
        if state.used:
            if who:
                state.groups, state.scope, state.grades, state.window = (), None, (), None
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
            state.per = _period(piece, periods, start)
        if groups or pointed:
            state.groups = groups or pointed
        if scope and not (state.groups and scope in ("class", "school", "taught")):
            state.scope = scope
        elif scope and not (groups or pointed):
            state.groups, state.scope = (), scope
        if grades:
            state.grades = grades
        if entry:
            state.entry = True
        window = _window(piece)
        if window and not (_BONUS.search(piece) and "by_week" in window):
            state.window = window
        measure = context.measure_of(piece)
        if measure:
            state.measure = measure
        modes = contact.modes(text, start, end)
        if modes and not contact.ANY_MODE.search(piece):
            state.modes = [m for m in contact_order() if m in {*state.modes, *modes}]

    # ---- figures

    def _is_quota(self, sentence: Sentence, text: str, start: int, end: int, q: Quantity) -> bool:
        piece = text[start:end]
        reason = exclusions.quota_reason(text, piece, text[:end])
        if reason is None and re.match(r"(?:就)?是(?:我校的)?(?:底线|下限|最低|起码)", text[q.end :]):
            reason = "重复前面的数字"
        if reason is None and q.everybody and re.fullmatch(r"[一二三四五六七八九]是.{2,10}?[。：]?", text):
            reason = "标题"
        if reason is None and text.endswith(("？", "吗")):
            reason = "问句"
        if reason is None and sentence.heading and q.unit == "share" and "%" not in q.words:
            reason = "标题"
        if (
            reason is None
            and q.amount.low == 1
            and q.unit != "share"
            and (times.DAYS.search(piece) or times.AT_ONCE.search(piece) and not re.search(r"每", piece))
        ):
            reason = "遇事的时限"
        if (
            reason is None
            and _BONUS.search(piece)
            and not re.search(r"至少|不少于|不低于", piece)
            and not sentence.row
        ):
            if re.search(r"扣|奖|加\d|加分|取消|得分|记\d|津贴", piece):
                reason = "考核的说法"
        if (
            reason is None
            and exclusions.OWN_MEETING.search(piece)
            and not contact.VISIT.search(piece[: q.start - start])
        ):
            reason = "教师自己的会议或培训"
        if reason is None and _EVENT.search(piece) and not re.search(r"家访|走访|上门|入户|联系", piece):
            reason = "会议一类的次数"
        if (
            reason is None
            and _EVENT.search(text[:end])
            and not context.measure_of(piece)
            and not re.search(r"家访|走访|上门|入户|联系", text[:end])
        ):
            reason = "会议一类的次数"
        if reason is None and q.unit != "share":
            near = exclusions.ABOUT.sub(
                lambda match: match[0][2:].rjust(len(match[0]), "＊"),
                text[max(start, q.start - 8) : min(end, q.end + 8)],
            )
            if exclusions.OTHER_COUNT.search(near) and not (
                contact.VISIT.search(near) or re.search(r"联系|沟通|回访|电话", near)
            ):
                reason = "不是家访的次数"
        if reason is None and not self._about_contact(sentence, text):
            reason = "不是家访的数字"
        if reason is not None:
            self.reasons.setdefault(sentence.number, reason)
            return False
        return True

    def _about_contact(self, sentence: Sentence, text: str) -> bool:
        if context.measure_of(text):
            return True
        if exclusions.OTHER_COUNT.search(text) and not sentence.row:
            return False
        titles = [self.frame.title, *context.headings(sentence)]
        titles += [other.text for _, other in zip(range(4), context.around(sentence), strict=False)]
        return any(context.measure_of(title) for title in titles)

    def _draft(
        self,
        sentence: Sentence,
        text: str,
        start: int,
        end: int,
        q: Quantity,
        state: _State,
        base: Draft | None,
    ) -> Draft | None:
        piece = text[start:end]
        confidence = 0.95
        who = state.who
        if base is not None and not any(
            m.code != "weak" and start <= m.start < end for m in self.frame.marks(sentence).actors
        ):
            who = base.who
        if not who:
            who, confidence = context.who(self.frame, sentence, self.document)
        groups, scope, grades, entry = state.groups, state.scope, state.grades, state.entry
        if q.start in self.shared:
            who = (self.shared[q.start],)
        if not groups and not scope and not grades and base is not None:
            groups, scope, grades = base.groups, base.scope, base.grades
        elif not groups and not scope and not grades and not entry:
            groups, scope, grades, entry = self._students(sentence, state)
        window = dict(state.window) if state.window else None
        window, scope = _entry_window(piece, text, q, window, scope, entry, grades, state, sentence)
        if not grades and not groups and not entry and scope in (None, "class", "taught"):
            grades = _heading_grades(sentence)
        if grades and not groups and scope not in ("entry_grade", "new_class"):
            if not (
                len(grades) == 1
                and entry
                and window
                and set(window) & {"before_entry", "first_term", "first_year"}
            ):
                scope = "grade"
        if window and set(window) & {"before_entry", "first_term", "first_year"}:
            scope, groups = "entry_grade", ()
        if not who:
            who = (
                ("homeroom",)
                if scope in ("class", "new_class") or pupils.CLASS.search(text)
                else ("teacher",)
            )
            confidence = min(confidence, 0.6)
        per = state.per
        if per is None and base is not None:
            per = base.per
        if per is None and window is None or per is None and window is not None and "by_week" in window:
            inherited, sure = context.period(self.frame, sentence)
            per = inherited or "term"
            confidence = min(confidence, sure + 0.1)
        if window is not None and "by_week" not in window:
            per = "once"
        if window is not None and "by_week" in window:
            per = "term"
        if times.UNUSUAL.search(piece) or per is None:
            self.reasons.setdefault(sentence.number, "周期写法现有规则装不下")
            return None
        modes = list(state.modes)
        measure, low, high = self._measure(sentence, text, start, q, state, base, groups, scope)
        if measure is None:
            return None
        return Draft(
            who=who, measure=measure, low=low, high=high, per=per, scope=scope, groups=groups, grades=grades,
            window=window, modes=modes, sentence=sentence, start=start, end=end, confidence=confidence,
            who_named=bool(state.who), everybody=q.everybody,
            per_named=state.per is not None or window is not None,
        )  # fmt: skip

    def _measure(
        self,
        sentence: Sentence,
        text: str,
        start: int,
        q: Quantity,
        state: _State,
        base: Draft | None,
        groups: tuple[str, ...],
        scope: str | None,
    ) -> tuple[str | None, float, float | None]:
        low, high = q.amount.low, q.amount.high
        end = next((b for a, b in _pieces(text) if a <= q.start < b), q.end)
        whole = re.search(
            r"(?:全班|本班|班级|班|所教|学生|全体|总)(?:学生)?(?:总)?(?:人?数)?的?$", text[: q.start]
        )
        if q.unit == "share":
            if base is not None and base.measure != "share" and not q.everybody and not whole:
                named = context.measure_of(text[start:end])
                kept = base.measure == "students" or named is None
                return base.measure if kept else named, part(base, low), None
            if q.each and groups:
                named = context.measure_of(text[start:end]) or state.measure
                return named or context.verb(self.frame, sentence), 1.0, None
            return "share", low, high if high != low else None
        if q.unit == "head":
            return "students", low, high
        measure = context.measure_of(text[start:end]) or state.measure
        part_of = base is not None and base.measure in ("visits", "contacts") and not self.of_rows
        if base is not None and (part_of and measure != "visits" or measure is None):
            measure = base.measure if base.measure in ("visits", "contacts") else measure
        measure = measure or context.verb(self.frame, sentence)
        each = re.search(rf"{quantities.EVERY}|逐(?:户|个|一)", text[: q.end])
        everybody = each or re.search(
            r"(?:全班|本班|全体|所有|所带|该班)[^，。；]{0,8}(?:学生|孩子|幼儿|家庭|家长)?", text[: q.end]
        )
        if low == 1 and high is None and "人次" not in q.words and not groups:
            if q.round_ or (
                everybody and (each or scope in ("class", "entry_grade", "new_class", "grade", "taught"))
            ):
                return "share", 100.0, None
            if scope in ("entry_grade",):
                return "share", 100.0, None
        if q.round_ and groups and low == 1 and re.search(r"逐|走访一遍|访一遍|遍", text[start : q.end]):
            return "share", 100.0, None
        return measure, low, high

    def _bases(
        self, sentence: Sentence, text: str, start: int, end: int, q: Quantity, made: list[Draft]
    ) -> list[Draft | None]:
        """The quotas that a figure is a part of, or [None]: 其中…, 二者均…, 表中第7项."""
        if self.meant:
            return list(self.meant)
        rows = [
            draft
            for match in _ROWS.finditer(text[:end])
            for number in re.findall(r"\d{1,2}", match[0])
            for draft in self.rows.get(int(number), [])
        ]
        self.of_rows = bool(rows)
        if rows:
            return list(rows)
        among = _AMONG.search(text[start : q.start]) or (
            made and _AMONG.search(text[start:end]) and q.unit == "share"
        )
        if not among:
            return [None]
        several = re.search(r"均|都|二者|两者|各|皆|上述|以上", text[start:end])
        if made:
            whole = [d for d in made if not _is_part(d)] or made
            return list(whole) if several else [whole[-1]]
        last = self.drafts[-1].sentence if self.drafts else None
        if last is None or sentence.number - last.number > 2:
            return [None]
        whole = [d for d in self.drafts[-12:] if d.sentence is last and not _is_part(d)]
        return (list(whole) if several else [whole[-1]]) if whole else [None]

    def _same(self, q: Quantity, state: _State) -> list[Draft]:
        """The quota that 班主任的三十人次中 speaks of again."""
        found = [
            d for d in self.drafts if d.low == q.amount.low and (not state.who or set(d.who) & set(state.who))
        ]
        return found[-1:]

    def _students(
        self, sentence: Sentence, state: _State
    ) -> tuple[tuple[str, ...], str | None, tuple[int, ...], bool]:
        """Groups, scope or grades from before: an item's title, a heading, or an elliptical sentence."""
        fresh = re.match(
            r"(?:第.{1,4}条)?(?:在此之外|此外|另外|除此|＊|另|再|同时)", sentence.text[sentence.label :]
        )
        for other in context.around(sentence):
            marks = self.frame.marks(other)
            if fresh and not other.heading:
                continue
            if other.node is sentence.node and not other.heading:
                if state.who:
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

    # ---- sentences without a figure

    def _without_figure(self, sentence: Sentence, text: str, state: _State) -> list[Draft]:
        if _LIKEWISE.search(text) and not exclusions.OTHERS.search(text):
            groups = tuple(dict.fromkeys(m.code for m in self.frame.marks(sentence).groups))
            last = next((d for d in reversed(self.drafts) if d.groups), None)
            if groups and last is not None and sentence.number - last.sentence.number <= 3:
                same = [d for d in self.drafts if d.sentence is last.sentence and d.groups]
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
            who = state.who or context.who(self.frame, sentence, self.document)[0] or ("teacher",)
            return [
                Draft(
                    who=who, measure="visits", low=1.0, high=None, per="holiday", scope=None, groups=(),
                    grades=(), window=None, modes=[], sentence=sentence, start=0, end=len(text), confidence=0.6,
                )
            ]  # fmt: skip
        return []

    def _after(self, piece: str, made: list[Draft]) -> None:
        """A piece behind a figure: 第十二周前完成, 均须上门, 由班主任完成."""
        said = re.search(r"由(.{2,12}?)(?:负责|承担|完成|落实|具体|实施|执行)", piece)
        if made and said and not made[-1].who_named:
            who = tuple(dict.fromkeys(m.code for m in people.actors(said[1]) if m.code != "weak"))
            for draft in made:
                if who and not draft.who_named:
                    draft.who = who
        if not made or _BONUS.search(piece) or _INSTEAD.search(piece):
            return
        groups = tuple(dict.fromkeys(m.code for m in pupils.GROUP.find(piece)))
        if (
            groups
            and not made[-1].groups
            and re.search(r"从[^，。；]{1,16}中(?:选|挑|确定|产生)|均为|都是|限于", piece)
        ):
            made[-1].groups, made[-1].scope = groups, None
        window = _window(piece)
        if window and "by_week" in window:
            for draft in made if re.search(r"均|都|各|上述|以上|全部", piece) else made[-1:]:
                if draft.window is None:
                    draft.window, draft.per = window, "term"
        modes = contact.modes(piece)
        if (
            modes
            and re.search(r"均|都|一律|须|应|可|以|方式|采用|采取|通过|形式|^(?:上门|电话|微信|登门)", piece)
            and not made[-1].modes
        ):
            if context.measure_of(re.sub(r"上门|登门|电话|微信", "", piece)) is None or re.search(
                r"方式|形式|均|都|一律", piece
            ):
                made[-1].modes = modes

    def _patch(self, sentence: Sentence, text: str) -> None:
        """A sentence behind quotas that adds a deadline, modes or a role to them."""
        if _INSTEAD.search(text):
            return
        if not self.drafts or sentence.heading or exclusions.OTHERS.search(text):
            return
        last = self.drafts[-1].sentence
        near = sentence.number - last.number
        back = bool(_BACK.search(text))
        if near > (12 if back else 1) or _BONUS.search(text):
            return
        targets = [d for d in self.drafts if d.sentence is last]
        if back and last.node.parent is not None and last.node is not sentence.node:
            targets = [d for d in self.drafts if d.sentence.node.parent is last.node.parent]
        elif back:
            targets = [d for d in self.drafts if d.sentence.node is last.node]
        window = _window(text)
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
        who = self.frame.marks(sentence).who
        if back and who and re.search(r"由.{0,12}(?:负责|承担|完成|落实|实施|执行)|责任人", text):
            for d in targets:
                if not d.who_named:
                    d.who = who
                    d.places.add(sentence.number)


def contact_order() -> tuple[str, ...]:
    """Modes in the exchange format's order."""
    return ("home", "phone", "online", "school", "letter")


def _pieces(text: str) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    start = 0
    for match in _PIECE.finditer(text):
        if match.start() > start:
            found.append((start, match.start()))
        start = match.end()
    if start < len(text):
        found.append((start, len(text)))
    return found


def _shares(text: str, start: int, end: int, found: list[Quantity]) -> list[tuple[int, int, Quantity | None]]:
    """A piece cut so that each figure has its own words."""
    if not found:
        return [(start, end, None)]
    cuts: list[tuple[int, int, Quantity | None]] = []
    low = start
    for number, quantity in enumerate(found):
        high = end
        if number + 1 < len(found):
            between = text[quantity.end : found[number + 1].start]
            mark = re.search(r"[、和及并且]|其中|(?=每|一学|一周|一月|班主任|任课|科任)", between)
            high = quantity.end + (mark.start() if mark else 0)
        cuts.append((low, high, quantity))
        low = high
    return cuts


def _belongs(q: Quantity, found: list[Quantity]) -> bool:
    return any(other.unit == "share" and 0 <= q.start - other.end <= 10 for other in found)


def _settle(made: list[Draft], drafts: list[Draft]) -> None:
    """Two shares of one sentence that say one thing, or contradict each other.

    全面家访，一学年达到100%: the words without a period go with the figure.  必须普访一次，至少家访50%: the
    school must settle it; until then everybody by any mode, and the lower share at home.
    """
    for first in list(made):
        for second in made:
            if first is second or first.measure != "share" or second.measure != "share":
                continue
            if first.who != second.who or first.groups != second.groups or first.modes or second.modes:
                continue
            if first.everybody and not first.per_named and second.low == 100 and not second.everybody:
                if first in made and first in drafts:
                    made.remove(first)
                    drafts.remove(first)
                break
            same = first.per == second.per and first.window == second.window and first.scope == second.scope
            if first.everybody and same and first.start < second.start and second.low < 100:
                first.modes, second.modes = list(contact_order()), ["home"]
                first.confidence = second.confidence = 0.5


def _respectively(text: str, who: tuple[str, ...]) -> dict[int, str]:
    """班主任、科任教师分别走访二十人次和八人次: which role each figure belongs to, by its place."""
    at = text.find("分别")
    if at < 0 or len(who) < 2:
        return {}
    counts = [q for q in quantities.find(text, at, len(text)) if q.unit != "share" or "%" in q.words]
    return {q.start: role for q, role in zip(counts, who, strict=True)} if len(counts) == len(who) else {}


def _heading_grades(sentence: Sentence) -> tuple[int, ...]:
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


def _window(piece: str) -> dict[str, Any] | None:
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


def _entry_window(
    piece: str,
    text: str,
    q: Quantity,
    window: dict[str, Any] | None,
    scope: str | None,
    entry: bool,
    grades: tuple[int, ...],
    state: _State,
    sentence: Sentence,
) -> tuple[dict[str, Any] | None, str | None]:
    """Windows of the entry grade, and 开学前 without a length for new pupils."""
    if window and "before_entry" in window:
        if not entry and not pupils.ENTRY.search(text) and "开学" in text:
            return None, scope
        return window, "entry_grade"
    if window and "before_term_months" in window:
        return window, scope or ("new_class" if pupils.NEW_CLASS.search(text) else scope)
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


def _period(piece: str, periods: list[Any], start: int) -> str:
    """Of several periods in a piece the last one, unless a holiday is only the time to go."""
    codes = [m.code for m in periods]
    if "holiday" in codes and len(set(codes)) > 1:
        return next(c for c in codes if c != "holiday")
    return str(codes[-1])


def _is_part(draft: Draft) -> bool:
    return bool(_AMONG.search(draft.sentence.text[draft.start : draft.end]))


def _only_named(piece: str) -> bool:
    """Groups that are named without being the students of a figure: 重点是…, 尤其是…, in brackets."""
    return bool(
        re.search(
            r"(?:重点(?:是|为|放在|关注)|尤其是?|特别是|优先(?:走访|安排|考虑)?|侧重|兼顾|包括|含)", piece
        )
    ) and not re.search(r"[\d一二两三四五六七八九十]+(?:次|人次|户|名|%)", piece)


def _title_like(sentence: Sentence) -> bool:
    return len(sentence.text) <= 40 and not re.search(
        r"(?:制度|办法|方案|规定|细则|通知|计划|一览表|分解表)$", sentence.text
    )


def _bare_modes(text: str) -> bool:
    """可电话，也可上门。: nothing but how."""
    return (
        len(text) <= 30
        and bool(re.search(r"可|均|须|应|一律|方式|形式|以", text))
        and not re.search(r"包括|有以下|分为|主要有|如下|多种|填写|记录|预约|约", text)
    )
