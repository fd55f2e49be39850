"""Quotas: every figure of a text with its role, period, students, window and modes.

A sentence is read piece by piece (，：｜).  What a piece names holds until something new of its sort is
named; what the sentence leaves out comes from those before and around it (`nlp.regulations.context`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from nlp.regulations import context, quantities
from nlp.regulations.context import Frame
from nlp.regulations.drafts import Draft, part
from nlp.regulations.numerals import Amount
from nlp.regulations.quantities import Quantity
from nlp.regulations.readers import quota_after, quota_filter, quota_naming, quota_pieces, quota_relative
from nlp.regulations.readers.quota_naming import AMONG, State
from nlp.regulations.structure import Document, Sentence
from nlp.regulations.words import contact, pupils, times

_ROWS = re.compile(r"第?\d{1,2}(?:[、和及至]\d{1,2})*(?:[两三四几])?(?:项|行|条|类)")


class QuotaReader:
    """Reads a whole document; `drafts` in order, `reasons` for sentences whose figures are no quotas."""

    def __init__(self, document: Document, frame: Frame) -> None:
        self.document = document
        self.frame = frame
        self.drafts: list[Draft] = []
        self.reasons: dict[int, str] = {}
        self.shared: dict[int, tuple[str, str | int]] = {}
        self.meant: list[Draft] = []
        self.of_rows = False
        self.rows: dict[int, list[Draft]] = {}

    def read(self) -> list[Draft]:
        """All quotas of the document."""
        for sentence in self.document.sentences:
            self._sentence(sentence)
        self.drafts.extend(quota_after.regular(self.frame, self.document, self.drafts))
        self.drafts.sort(key=lambda draft: (draft.sentence.number, draft.start))
        return self.drafts

    def _sentence(self, sentence: Sentence) -> None:
        marks = self.frame.marks(sentence)
        text = marks.text
        state = State()
        made: list[Draft] = []
        pieces = quota_naming.pieces(text)
        self.meant = []
        self.of_rows = False
        self.shared = quota_pieces.respectively(text, marks)
        figures = bool(quantities.find(text, 0, len(text)))
        if sentence.row and figures:
            quota_naming.row(self.frame, self.document, sentence, pieces, state)
        for start, end in pieces if figures else ():
            found = quantities.find(text, start, end)
            found = [q for q in found if self._is_quota(sentence, text, start, end, q)]
            # 对一半学生家访一次, 给三位家长打一次电话: the once belongs to the half, to the three
            found = [
                q
                for q in found
                if q.unit != "count" or q.amount.low > 1 or not quota_pieces.belongs(q, found)
            ]
            if sentence.row and not found:
                quota_after.after(text[start:end], made)
                continue
            for low, high, quantity in quota_pieces.cut(text, start, end, found):
                quota_naming.name(self.frame, self.document, sentence, text, low, high, state)
                if quantity is None:
                    more = quota_relative.factored(self.frame, self.drafts, sentence, text, low, high)
                    self.drafts.extend(more)
                    if not more:
                        quota_after.after(text[low:high], made)
                    continue
                named = quantity.unit != "share" or text[quantity.start - 1 : quantity.start] in ("“", '"')
                if named and re.match(
                    r"[”\"]?(?:一?[项栏行])?(?:中|里|之中|当中|的?其中)", text[quantity.end :]
                ):
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
                state.used, state.fresh = True, False
        if sentence.row and made:
            number = re.match(r"(?:[^：｜]{1,4}：)?(\d{1,2})｜", text)
            self.rows[-sentence.number] = made[:1]
            if number:
                self.rows[int(number[1])] = made[:1]
        quota_after.settle(made, self.drafts)
        if not made:
            made = quota_relative.without_figure(self.frame, self.drafts, sentence, text, state)
            self.drafts.extend(made)
        if not made:
            made = quota_after.without_figure(self.frame, self.document, self.drafts, sentence, text, state)
            self.drafts.extend(made)
        if not made:
            quota_after.patch(self.frame, self.drafts, sentence, text)

    def _is_quota(self, sentence: Sentence, text: str, start: int, end: int, q: Quantity) -> bool:
        reason = quota_filter.reason(self.frame, sentence, text, start, end, q)
        if reason is not None:
            self.reasons.setdefault(sentence.number, reason)
        return reason is None

    def _draft(
        self,
        sentence: Sentence,
        text: str,
        start: int,
        end: int,
        q: Quantity,
        state: State,
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
            if state.scope == "class" and who == ("subject",) and pupils.WHOLE_CLASS.search(text):
                who, confidence = ("homeroom",), 0.6
        told = quota_relative.compared(text, start, q, state.who, self.drafts)
        if told is not None:
            return self._told(sentence, start, end, state, who, *told)
        groups, scope, grades, entry = state.groups, state.scope, state.grades, state.entry
        sort, each = self.shared.get(q.start, ("", ""))
        if sort == "who":
            who = (str(each),)
        if (base is not None and self.of_rows and not self.frame.marks(sentence).groups) or (
            not groups and not scope and not grades and base is not None
        ):
            groups, scope, grades = base.groups, base.scope, base.grades
        elif not groups and not scope and not grades and not entry:
            groups, scope, grades, entry = quota_naming.students(self.frame, sentence, state, self.drafts)
        groups = (str(each),) if sort == "group" else groups
        grades = (int(each),) if sort == "grade" else grades
        window = (
            dict(state.window) if state.window else quota_naming.announced_window(self.document, sentence)
        )
        last = self.drafts[-1] if self.drafts and sentence.joined else None
        if last is not None and last.scope == "entry_grade" and quota_naming.first_window(text):
            entry = True
        window, scope = quota_naming.entry_window(
            piece, text, q, window, scope, entry, grades, state, sentence
        )
        if not grades and not groups and not entry and scope in (None, "class", "taught"):
            grades = quota_naming.heading_grades(sentence)
        if (
            grades
            and not groups
            and scope not in ("entry_grade", "new_class")
            and not (
                len(grades) == 1
                and entry
                and window
                and set(window) & {"before_entry", "first_term", "first_year"}
            )
        ):
            scope = "grade"
        if window and scope != "new_class" and set(window) & {"before_entry", "first_term", "first_year"}:
            scope, groups = "entry_grade", ()
        if not who:
            who = (
                ("homeroom",)
                if scope in ("class", "new_class", "grade") or grades or pupils.CLASS.search(text)
                else ("teacher",)
            )
            confidence = min(confidence, 0.6)
        per = state.per
        if per is None and base is not None:
            per = base.per
        same = quota_relative.same_time(sentence, text, q.start, self.drafts)
        if same is not None and per is None:
            per = same.per
        if (
            same is not None
            and window is None
            and per == same.per
            and (not same.window or "by_week" in same.window)
        ):
            window = dict(same.window) if same.window else None
        if (per is None and window is None) or (per is None and window is not None and "by_week" in window):
            inherited, sure = context.period(self.frame, sentence)
            per = inherited or "term"
            confidence = min(confidence, sure + 0.1)
        if window is not None and "by_week" not in window:
            per = "once"
        if window is not None and "by_week" in window:
            per = "term"
        if (times.UNUSUAL.search(piece) and "first_term" not in (window or {})) or per is None:
            self.reasons.setdefault(sentence.number, "周期写法现有规则装不下")
            return None
        modes = contact.modes(text, start, end) or (
            [] if base is not None and q.unit == "share" and not state.fresh else list(state.modes)
        )
        measure, low, high = self._measure(sentence, text, start, end, q, state, base, groups, scope)
        if measure is None:
            return None
        return Draft(
            who=who, measure=measure, low=low, high=high, per=per, scope=scope, groups=groups, grades=grades,
            window=window, modes=modes, sentence=sentence, start=start, end=end, confidence=confidence,
            who_named=bool(state.who), everybody=q.everybody,
            per_named=state.per is not None or window is not None, topic=state.topic,
            partial=base is not None and q.unit == "share",
        )  # fmt: skip

    def _told(
        self,
        sentence: Sentence,
        start: int,
        end: int,
        state: State,
        who: tuple[str, ...],
        base: Draft,
        amount: Amount,
    ) -> Draft:
        """A figure that another was told by: what its own words leave out is the other's."""
        return replace(
            base, who=state.who or who or base.who, low=amount.low, high=amount.high, per=state.per or base.per,
            scope=None, groups=(), grades=(), modes=list(state.modes), sentence=sentence, start=start, end=end,
            confidence=0.8, who_named=bool(state.who), places=set(),
        )  # fmt: skip

    def _measure(
        self,
        sentence: Sentence,
        text: str,
        start: int,
        end: int,
        q: Quantity,
        state: State,
        base: Draft | None,
        groups: tuple[str, ...],
        scope: str | None,
    ) -> tuple[str | None, float, float | None]:
        low, high = q.amount.low, q.amount.high
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
        if base is not None and ((part_of and measure != "visits") or measure is None):
            measure = base.measure if base.measure in ("visits", "contacts") else measure
        measure = measure or self._as_before(sentence) or context.verb(self.frame, sentence)
        each = quantities.every(text[: q.end])
        everybody = each or re.search(
            r"(?:全班|本班|在园|在校|全体|所有|所带|该班|(?:全园|全校)(?!教师|老师|教职|党员))[^，。；]{0,8}(?:学生|孩子|幼儿|家庭|家长)?",
            text[: q.end],
        )
        if low == 1 and high is None and "人次" not in q.words and not groups:
            if q.round_ or (
                everybody
                and (each or scope in ("class", "entry_grade", "new_class", "grade", "taught", "school"))
            ):
                return "share", 100.0, None
            if scope in ("entry_grade",):
                return "share", 100.0, None
        if q.round_ and groups and low == 1 and re.search(r"逐|走访一遍|访一遍|遍", text[start : q.end]):
            return "share", 100.0, None
        return measure, low, high

    def _as_before(self, sentence: Sentence) -> str | None:
        """The measure of the figure that a piece behind a semicolon goes on from."""
        if not sentence.joined:
            return None
        before = [d for d in self.drafts[-8:] if d.sentence.number == sentence.number - 1]
        return next((d.measure for d in before if d.measure in ("visits", "contacts")), None)

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
        if not rows and q.unit == "share" and re.search(r"表[内中格]|上表", text[:end]) and not sentence.row:
            who = self.frame.marks(sentence).who
            rows = [
                d for number in sorted(self.rows) for d in self.rows[number] if number < 0 and d.who == who
            ][-1:]
        self.of_rows = bool(rows)
        if rows:
            return list(rows)
        among = AMONG.search(text[start : q.start]) or (
            q.unit == "share"
            and (
                (made and AMONG.search(text[start:end]))
                or quota_pieces.share_of(text, start, q, made)
                or quota_pieces.ABOVE.search(text[: q.start])
            )
        )
        if not among:
            return [None]
        named = q.unit == "share" and (pupils.grades(text[:start]) or self.frame.marks(sentence).groups)
        if not made and named and not quota_pieces.ABOVE.search(text[:end]):
            return [None]  # 九年级家长…，应联系其中的三分之一
        above = quota_pieces.ABOVE.search(text[:end])
        several = re.search(
            r"均|都|二者|两者|各|皆|上述|以上|前[项款条]", text[:end] if above else text[start:end]
        )
        if made:
            whole = [d for d in made if not quota_pieces.is_part(d)] or made
            return list(whole) if several else [whole[-1]]
        last = self.drafts[-1].sentence if self.drafts else None
        if last is None or sentence.number - last.number > (12 if above else 2):
            return [None]
        counts = [
            d
            for d in self.drafts[-16:]
            if d.measure != "share" and not quota_pieces.is_part(d) and not d.groups
        ]
        roles = {m.code for m in self.frame.marks(sentence).actors if start <= m.start < q.start}
        of_role = [d for d in counts if set(d.who) & roles]
        if above and roles and of_role:
            return [of_role[-1]]
        if above and re.search(r"第.{1,3}章|各条|各项", text[:end]):
            every: list[Draft | None] = [d for d in counts if d.per == "term" and d.window is None]
            return every or [None]
        whole = [d for d in self.drafts[-12:] if d.sentence is last and not quota_pieces.is_part(d)]
        return (list(whole) if several else [whole[-1]]) if whole else [None]

    def _same(self, q: Quantity, state: State) -> list[Draft]:
        """The quota that 班主任的三十人次中 speaks of again."""
        found = [
            d for d in self.drafts if d.low == q.amount.low and (not state.who or set(d.who) & set(state.who))
        ]
        return found[-1:]
