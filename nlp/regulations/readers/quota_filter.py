"""Which figures are no quotas: past, others', rates, points, meetings, what is said again."""

from __future__ import annotations

import re

from nlp.regulations import context
from nlp.regulations.context import Frame
from nlp.regulations.quantities import Quantity
from nlp.regulations.readers.quota_naming import BONUS
from nlp.regulations.structure import Sentence
from nlp.regulations.words import contact, exclusions, times

_EVENT = re.compile(
    r"家长会|座谈会|恳谈会|开放日|接待日|家委会|家长委员会|家长学校|讲座|例会|培训|教研|接访|问卷|公开课|亲子活动|运动会|家长课堂|校园开放|开放周|沙龙|报告会|班会"
)


def reason(frame: Frame, sentence: Sentence, text: str, start: int, end: int, q: Quantity) -> str | None:
    """Why the figure is none, in Chinese, or None where it is a quota."""
    piece = text[start:end]
    found = exclusions.quota_reason(text, piece, text[:end])
    if found is None and re.match(r"(?:就)?是(?:我校的)?(?:底线|下限|最低|起码)", text[q.end :]):
        found = "重复前面的数字"
    if found is None and q.everybody and re.fullmatch(r"[一二三四五六七八九]是.{2,10}?[。：]?", text):
        found = "标题"
    if found is None and text.endswith(("？", "吗")):
        found = "问句"
    if found is None and sentence.heading and q.unit == "share" and "%" not in q.words:
        found = "标题"
    if (
        found is None
        and q.amount.low == 1
        and q.unit != "share"
        and (times.DAYS.search(piece) or (times.AT_ONCE.search(piece) and not re.search(r"每", piece)))
    ):
        found = "遇事的时限"
    if (
        found is None
        and BONUS.search(piece)
        and not re.search(r"至少|不少于|不低于", piece)
        and not sentence.row
    ) and re.search(r"扣|奖|加\d|加分|取消|得分|记\d|津贴", piece):
        found = "考核的说法"
    if (
        found is None
        and exclusions.OWN_MEETING.search(piece)
        and not contact.VISIT.search(piece[: q.start - start])
    ):
        found = "教师自己的会议或培训"
    if found is None and _EVENT.search(piece) and not re.search(r"家访|走访|上门|入户|联系", piece):
        found = "会议一类的次数"
    if (
        found is None
        and _EVENT.search(text[:end])
        and not context.measure_of(piece)
        and not re.search(r"家访|走访|上门|入户|联系", text[:end])
    ):
        found = "会议一类的次数"
    if found is None and q.unit != "share":
        near = exclusions.ABOUT.sub(
            lambda match: match[0][2:].rjust(len(match[0]), "＊"),
            text[max(start, q.start - 8) : min(end, q.end + 8)],
        )
        if exclusions.OTHER_COUNT.search(near) and not (
            contact.VISIT.search(near) or re.search(r"联系|沟通|回访|电话", near)
        ):
            found = "不是家访的次数"
    if found is None and not _about_contact(frame, sentence, text, piece):
        found = "不是家访的数字"
    return found


def _about_contact(frame: Frame, sentence: Sentence, text: str, piece: str) -> bool:
    if context.measure_of(text):
        return True
    if exclusions.OTHER_COUNT.search(piece) and not sentence.row:
        return False
    titles = [frame.title, *context.headings(sentence)]
    titles += [other.text for _, other in zip(range(4), context.around(sentence), strict=False)]
    return any(context.measure_of(title) for title in titles)
