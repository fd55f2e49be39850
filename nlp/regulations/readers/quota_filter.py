"""Which figures are no quotas: past, others', rates, points, meetings, what is said again."""

from __future__ import annotations

import re

from nlp.regulations import context
from nlp.regulations.context import Frame
from nlp.regulations.quantities import Quantity
from nlp.regulations.readers.quota_naming import AMONG, BONUS, window_of
from nlp.regulations.structure import Sentence
from nlp.regulations.words import contact, exclusions, people, pupils, times

_EVENT = re.compile(
    r"家长会|座谈会|恳谈会|开放日|接待日|家委会|家长委员会|家长学校|讲座|例会|培训|教研|接访|问卷|公开课|亲子活动|运动会|家长课堂|校园开放|开放周|沙龙|报告会|班会"
)


_NORM = re.compile(
    r"不(?:得|能|可|应|宜)?(?:少|低|下)于|至少|最少|起码|最低|须|必|应|得|要|保证|确保|达到|达(?=\d|[一二三四五六七八九百])|完成|每人|每位|每[周月年学期个]|各|任务|定额|指标|标准|打底|为限|底线|以上|占|就行|即可|比例|覆盖|(?:提高|增加|上调|提升|扩大|降低|减少|放宽|调整)[到至为]"
)
_ABOUT = re.compile(
    r"(?:约|大约|大概|近|将近|逾|多达|高达|现有|共有|约有|在册|拢共|仅有|只有|一共|总共)$|(?<![须应要得证没少])有$|(?<![应须要])(?:人均|平均)[^，。；]{0,8}$"
)
_RATE_OF = re.compile(
    r"(?<!走访)(?<!家访)(?<!覆盖)(?<!入户)(?<!到访)(?<!联系)(?<!普访)(?<!见面)(?<!沟通)(?<!上门)(?<!完成)率[^，。；]{0,12}$|(?:降幅|增幅|涨幅|占比)[^，。；]{0,4}$"
)
_OF_PEOPLE = re.compile(
    r"(?:以上|左右)?的?(?:学生|孩子|家长|爸妈|父母|幼儿|老师|教师|家庭)?[^，。；]{0,8}?(?:不在|来自|属于|住在|外出|无人|没人|没有人|从未|反映|表示|认为|不知道|[里中]，|[里中]有|缺乏|是(?:留守|单亲|寄宿|随迁|外))"
)
_DONE = re.compile(r"(?<![除为到先达超])[了过]$")
_OBLIGES = re.compile(r"须|必须|应[当该]?|至少|不少于|不低于|不得|起码")
_EVENTS = re.compile(r"生病|患病|住院|变故|异常|旷课|受伤|退步|下滑|下降|不幸|事故|请假")
_HEADS = re.compile(r"(?:学生|教师|老师|幼儿|孩子|娃娃?)$")
_STAFF = re.compile(r"(?:班主任|党员|职工|干部|领导)$")
_COUNTED = re.compile(
    r"(?:劝|催|试|问|讲|说)(?:了)?[一二两三\d]次|同一(?:个|名|位|户)?(?:学生|孩子|幼儿|家)|(?:算|计|记|折)(?:作|为|成)?[一二两三\d]|作一次计算|(?:缺|漏)[一二两三\d]户|同访[一二两三\d]户|[一\d]户用"
)
_AFTER = re.compile(r"有[一两二三]|(?:都|均)?是因为|(?:的)?(?:比例|标准)?(?:抽|扣|奖|折|发放|权重|报销)")


def statistic(frame: Frame, sentence: Sentence, text: str, start: int, end: int, q: Quantity) -> bool:
    """Whether a figure only describes: how many there are, what share they are, what was done."""
    before, piece = text[start : q.start], text[start:end]
    if _ABOUT.search(before) or _RATE_OF.search(before) or _AFTER.match(text[q.end :]):
        return True
    if re.search(r"(?<![不得能可应])(?:少于|低于)$|(?:无|没有|未有|不到|不足|未满|达不到|未达到?)$", before):
        return True
    if q.everybody and (
        text[q.end : q.end + 1] in ("了", "过") or re.search(r"[了过](?:全|所有|每)", q.words)
    ):
        return True
    if re.match(r"(?:以上)?(?:的|者)，[^，。；]{0,6}(?:奖|加|评|发|给予|扣|取消|不得)", text[q.end :]):
        return True
    if _DONE.search(before) and not re.search(r"[应须要]", before):
        return True
    if q.everybody and "必访" in q.words and _EVENTS.search(piece):
        return True
    two = re.search(r"人", q.words) and q.unit == "head" and q.amount.low <= 3
    if (
        two
        and re.search(r"(?:教师|老师)[^，。；]{0,4}(?:家访|走访|上门)", before)
        and not frame.marks(sentence).periods
    ):
        return True  # 教师家访不得少于两人
    if re.search(r"(?:减去|减少|核减|减|上浮|下浮|上调|下调|增加)$", before) and q.unit == "share":
        return True
    if re.search(r"(?:评选|评出|选出|表彰|推荐|奖励)[^，。；]{0,16}$", before):
        return True
    of_class = q.unit == "head" and re.search(r"每(?:个)?班(?:[^，。；]{0,4})?$", before)
    if (
        of_class
        or re.search(r"每次(?:活动|集中|家访)?[^，。；]{0,8}$", before)
        or re.match(r"合计|累计|共计", text[q.end :])
    ):
        return True
    if re.search(r"参加[^，。；]{0,14}(?:家长会|培训|会议)", before):
        return True
    if re.search(r"(?:却|竟|已|仅|只)(?:达|有|占)$", before):
        return True
    if (
        (_HEADS.search(before) or (_STAFF.search(before) and re.search(r"[人名]", q.words)))
        and q.unit == "head"
        and not context.measure_of(piece)
        and not _NORM.search(before)
    ):
        return True
    if q.unit != "share" and _COUNTED.search(piece):
        return True
    if re.search(r"容易|扯皮|行不通|不现实|不公平|不合适|不妥", text[q.end : end]):
        return True
    counted = re.search(r"统计|摸底|排查|目前|登记在册|现有|在册", text[:start] + before)
    if counted and q.unit == "head" and not _NORM.search(before) and not context.measure_of(piece):
        return True
    if q.unit != "count" and not q.everybody and _OF_PEOPLE.match(text[q.end :]):
        return True
    if sentence.row or q.everybody or _OBLIGES.search(text) or _NORM.search(piece) or AMONG.search(piece):
        return False
    marks = frame.marks(sentence)
    named = any(m.start < end for m in (*marks.actors, *marks.periods, *marks.groups) if m.code != "weak")
    if named or window_of(text) is not None or pupils.CLASS.search(piece) or pupils.ENTRY.search(text):
        return False
    if pupils.grades(text):
        return False
    if q.unit == "count" or re.search(r"[户家]", q.words):
        # 走访十二户, with who and when said before it; a story has neither.
        return sentence.node.lead is None and not _before(frame, sentence) and not _over(frame, sentence)
    return True


def _before(frame: Frame, sentence: Sentence) -> bool:
    """Whether the sentence just before says who goes or when."""
    if sentence.first:
        return False
    marks = frame.marks(sentence.node.sentences[sentence.place - 1])
    return bool(marks.who or marks.periods or marks.groups) or sentence.joined


def _over(frame: Frame, sentence: Sentence) -> bool:
    """Whether a heading over a sentence says who goes, when, or how often."""
    over = "｜".join(title for title in context.headings(sentence) if title != frame.title)
    return bool(
        people.actors(over)
        or next(times.PERIOD.find(over), None)
        or re.search(r"任务|数量|要求|次数|指标", over)
    )


def reason(frame: Frame, sentence: Sentence, text: str, start: int, end: int, q: Quantity) -> str | None:
    """Why the figure is none, in Chinese, or None where it is a quota."""
    piece = text[start:end]
    found = exclusions.quota_reason(text, piece, text[:end])
    if found is None and context.aside(frame, sentence):
        found = "别的学校的数字"
    if found is None and exclusions.PREAMBLE.search(text) and not exclusions.BINDS.search(text):
        found = "说明目的和意义"
    if found is None and statistic(frame, sentence, text, start, end, q):
        found = "说明情况的数字"
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
    if (
        found is None
        and exclusions.OWN_MEETING.search(text[:start])
        and not context.measure_of(piece)
        and not any(m.start >= start and m.start < end for m in frame.marks(sentence).actors)
        and not contact.VISIT.search(text)
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
