"""Calendar: parents' meetings, symposia, open days, receptions, committees, parents' training."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.numerals import NUMBER, SPAN, Amount, amount, value
from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import times
from nlp.regulations.words.scan import Mention, Vocabulary

EVENT = Vocabulary(
    [
        ("-", r"家长学校(?:和|、|与|及)?家长委员会[^，。；]{0,4}是|家长学校(?:工作|的)?(?:计划|制度|联系家长|校长|建设|活动)|(?:班主任|教师|教职工|行政|师德|教研)[^，。；]{0,6}(?:例会|会议|座谈会|培训)|家长会(?:内容|时间一般|的(?:制度|时间|内容|作用|记录|签到))|参加培训情况"),
        ("committee", r"(?:学校|班级|年级|膳食|伙食|三级|校级)?(?:家长|家庭教育|家校)(?:理事会|委员会?)(?:例会|会议|全体会议|成员会议|会|大会)?|家委会(?:例会|会议|全体会议)?|(?:家校|家园)(?:共育)?委员会(?:会议)?|校务委员会"),
        ("symposium", r"(?:家长|家庭|监护人|家校|膳食|亲子|新生家长|毕业班家长)?(?:代表|学生|教师)?(?:座谈会?|恳谈会?|茶话会|圆桌会|沙龙|见面会|交流会|议事会)"),
        ("open_day", r"(?:家长|校园|学校|教学|课堂|幼儿园|家校|半日|园所)?(?:半日)?(?:开放)(?:日|周|月|活动|课)?(?:活动)?|开放(?:日|周)|公开课日|进校(?:观摩|听课)日|校园观摩日"),
        ("reception", r"(?:校长|园长|家长|领导|来访|班主任|年级|书记|学校|校领导|值班|行政|家长来访|教师|学生科|德育)*(?:接待|接访|见面(?=日)|会客|来访接待)(?:日|时间|周|制度|活动|工作)?(?:为|定)?|(?:接待|接访)(?:学生)?(?:家长|来访)[^，。；]{0,4}|家长来访"),
        ("training", r"家长(?:学校|课堂|讲堂|大讲堂|培训班?|讲座|夜校|沙龙课|辅导课|学堂|课程)(?:授课|讲座|上课|开课|培训|活动|课程)?|(?:家庭教育|育儿|亲子教育|家教|心理健康)(?:专题)?(?:讲座|培训|课|报告|指导课|讲堂|报告会|指导活动|知识讲座)|(?:家长)[^，。；]{0,6}(?:培训|讲座|授课|专题报告)|父母课堂|(?:邀请|请)[^，。；]{0,10}(?:专家|学者)[^，。；]{0,12}(?:讲座|授课|讲解|培训|报告)"),
        ("parent_meeting", r"(?:全体|全校|年级|班级|学生|毕业班|新生|线上|期中|期末|全园|家园|各班|分班|大型)*家长(?:大)?会(?!议事|员|长)(?:议)?|家园会"),
    ]
)  # fmt: skip
_HINT = re.compile(r"会|日|访|开放|周|家长|培训|讲座|课|时间")
_DAYS = {
    "一": "MO",
    "二": "TU",
    "三": "WE",
    "四": "TH",
    "五": "FR",
    "六": "SA",
    "日": "SU",
    "天": "SU",
    "末": "SA,SU",
}
_WEEKDAY = r"(?:周|星期|礼拜)([一二三四五六日天])"
_MORE = r"((?:[、和及,](?:周|星期|礼拜)?[一二三四五六日天](?![个次年月]))*)"
_NTH = r"(?:第([一二三四五1-5])|(最后|末|最末|倒数第一))(?:个|一个|一)?(?:周的|周|个周)?"
_MONTH_ = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])月(?:份)?(?:的)?"
_YEARLY_NTH = re.compile(
    rf"(?:(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月?(?:份)?[、和及]的?)?{_MONTH_}{_NTH}{_WEEKDAY}"
)
_YEARLY_DAY = re.compile(rf"(?:每年|每学年)?(?:的)?{_MONTH_}({NUMBER})(?:日|号)")
_MONTHLY_NTH = re.compile(rf"(?:每|各|当|逢)(?:个)?月(?:的)?{_NTH}{_WEEKDAY}")
_MONTHLY_DAY = re.compile(rf"(?:每|各|逢)(?:个)?月(?:的)?({NUMBER})(?:日|号)((?:[、和及]{NUMBER}(?:日|号))*)")
_FORTNIGHT = re.compile(rf"(?:隔|每两|每二|双|逢双|单|逢单)(?:个)?周(?:的)?{_WEEKDAY}")
_WEEKLY = re.compile(
    rf"(?:每|逢|各)(?:个|一)?(?:教学)?(?:周|星期|礼拜)(?:的)?(?:周|星期)?([一二三四五六日天]){_MORE}(?!次|回|个|节|场|人)"
)
_CLOCK = re.compile(
    r"(上午|下午|晚上|晚|中午|早上|早|傍晚|午后)?(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[：:点时](半|一刻|\d{2}|[一二三四五]十)?(?:分)?)(?:整)?(?:-{1,3}|~{1,2}|至|到)(上午|下午|晚上|晚|中午)?(\d{1,2}|[一二两三四五六七八九十]{1,3})(?:[：:点时](半|一刻|\d{2}|[一二三四五]十)?(?:分)?)"
)
_COUNT = re.compile(
    rf"(?P<n>{SPAN})(?:多)?(?:次|场|期|回|个(?=(?:家长|校园|接待|开放))|讲|节|课时|周(?=为|的开放))(?P<more>以上)?"
)
_BARE = re.compile(
    r"成立|设立|建立|组建|定期|不定期|组织|举办|开设|发挥|健全|完善|召开|开展|办好|做好|设|接待|制度|举行|邀请"
)
_ASIDE = re.compile(
    r"参加所[^，。；]{0,8}家长会[^，。；]*|[^，。；]*(?:参会|到会|出席|签到|到课|参加|参与)率[^，。；]*|，(?:教师|教研)[^，。；]*(?:另行|不对外|自行)[^，。；]*"
)
_NOT = re.compile(
    r"可根据|可视|视(?:情况|需要)|必要时|根据(?:实际|需要)|适时|教师培训|培训教师|参会率|到会率|出席率|对参与[^，。；]{0,8}教师|不对家长(?:开放)?|不(?:再)?(?:召开|设|举行|单独|统一)|取消"
)


def read(source: Source) -> Iterator[Found]:
    """One rule for each event with its count or recurrence; a bare mention only where it is set up."""
    text = _ASIDE.sub(lambda match: "＊" * len(match[0]), source.text)
    if source.sentence.heading or source.elsewhere:
        return
    events = _events(text)
    if not events:
        yield from _further(source, text)
        return
    carried = _carried(source)
    done: list[str] = []
    for number, event in enumerate(events):
        start = _begin(text, events, number)
        end = _end(text, events, number)
        if number + 1 < len(events) and re.match(r"，?或者?", text[event.end :]):
            end = _end(text, events, number + 1)
        if _NOT.search(text[start:end]):
            continue
        made = _rule(source, text, event, start, end, carried)
        if made is None:
            continue
        fields, sure = made
        if fields.get("per"):
            carried = str(fields["per"])
        if (
            number
            and re.search(
                r"或(?:者)?(?:进行|举行|召开)?(?:一次|1次)?[^，。；]{0,4}$",
                text[events[number - 1].end : event.start],
            )
            and done
        ):
            continue
        done.append(event.code)
        yield source.found("calendar", start, end, sure, event=event.code, **fields)
        for extra in fields_extra(text, start, end, fields):
            yield source.found("calendar", start, end, sure, event=event.code, **extra)


def _further(source: Source, text: str) -> Iterator[Found]:
    """A date for the event of the sentence before: 开放日一年两回：4月…；11月…."""
    sentence = source.sentence
    rrule = recurrence(text)
    if not rrule or not sentence.joined or len(text) > 30:
        return
    before = source.document.sentences[sentence.number - 1].text
    events = _events(before)
    if events and recurrence(before):
        first, last = clock(text)
        yield source.found(
            "calendar", 0, len(text), 0.8, event=events[-1].code, min=None, max=None, per=None, rrule=rrule,
            from_time=first, to_time=last,
        )  # fmt: skip


def fields_extra(text: str, start: int, end: int, fields: dict[str, object]) -> Iterator[dict[str, object]]:
    """Further dates of the year for the same event: 4月…、12月…."""
    if not str(fields.get("rrule") or "").startswith("FREQ=YEARLY"):
        return
    found = list(_YEARLY_NTH.finditer(text, start, end))
    for match in found[1:]:
        yield {**fields, "rrule": _yearly(match)}


def _events(text: str) -> list[Mention]:
    found: list[Mention] = []
    if not _HINT.search(text):
        return found
    for mention in EVENT.find(text):
        words = text[mention.start : mention.end]
        if mention.code == "symposium" and not re.search(r"家长|家庭|监护人|亲子|家校", text):
            continue
        if (
            mention.code == "symposium"
            and re.search(
                r"学生(?:代表)?座谈|受访|了解|抽查|座谈、|问卷",
                text[max(0, mention.start - 8) : mention.end + 6],
            )
            and "家长" not in words
        ):
            continue
        if mention.code == "symposium" and re.search(r"看法|家访(?:的)?(?:情况|工作|效果)|走访情况", text):
            continue
        if mention.code == "open_day" and not re.search(
            r"日|周|家长|校园|课|活动", words + text[mention.end : mention.end + 4]
        ):
            continue
        if mention.code == "reception" and not re.search(
            r"家长|校长|园长|来访|接待日|接访|领导|日$|时间", words + text
        ):
            continue
        if mention.code == "training" and re.search(
            r"教师(?:自己)?|班主任(?:培训)|(?:参加|接受)$", text[max(0, mention.start - 6) : mention.start]
        ):
            continue
        if found and found[-1].code == mention.code:
            between = text[found[-1].end : mention.start]
            if not re.search(
                r"[\d一二三四五六七八九十两](?:至[一二三四五六七八九十\d])?(?:次|场|期|回|个)|每[周月年学]",
                between,
            ):
                found[-1] = Mention(mention.code, found[-1].start, mention.end)
                continue
        found.append(mention)
    return found


def _begin(text: str, events: list[Mention], number: int) -> int:
    if number == 0:
        return 0
    between = text[events[number - 1].end : events[number].start]
    cuts = [m.end() for m in re.finditer(r"[，；、。｜]|：(?!\d)", between)]
    return events[number - 1].end + (cuts[-1] if cuts else 0)


def _end(text: str, events: list[Mention], number: int) -> int:
    if number + 1 == len(events):
        return len(text)
    return max(_begin(text, events, number + 1), events[number].end)


def _carried(source: Source) -> str | None:
    marks = source.frame.marks(source.sentence)
    if marks.periods:
        return marks.periods[0].code
    titles = source.over
    found = list(times.PERIOD.find(titles))
    if found:
        return found[0].code
    if source.sentence.joined:
        before = source.document.sentences[source.sentence.number - 1]
        periods = source.frame.marks(before).periods
        return periods[0].code if periods else None
    return None


def _rule(
    source: Source, text: str, event: Mention, start: int, end: int, carried: str | None
) -> tuple[dict[str, object], float] | None:
    stretch = text[start:end]
    rrule = recurrence(stretch)
    if rrule is None and start == 0 and event.start > 0:
        rrule = recurrence(text[:end])
    if rrule:
        first, last = clock(stretch)
        return {
            "min": None,
            "max": None,
            "per": None,
            "rrule": rrule,
            "from_time": first,
            "to_time": last,
        }, 0.9
    periods = [m for m in times.PERIOD.find(stretch) if m.code != "holiday"]
    per = periods[0].code if periods else None
    if per is None:
        relative = re.search(r"每(?:个|一)?(学期|学年|年|月)", stretch)
        per = {"学期": "term", "学年": "year", "年": "year", "月": "month"}[relative[1]] if relative else None
    if per is None and re.search(
        r"第[一二三四五六七八九十\d]{1,3}(?:个)?(?:教学)?周|期[中初末](?:考试)?(?:之?[前后]|结束)?|开学(?:初|第|后|前)|学期(?:初|中|末|开始|结束)",
        stretch,
    ):
        per = "term"
    count = _COUNT.search(re.sub(r"第[一二三四五六七八九十\d]+[周次个]", lambda m: "＊" * len(m[0]), stretch))
    if count:
        found = amount(count["n"])
        twice = re.search(
            r"(?:期初|期中|期末|上、?下学期|开学|学期初)(?:、|和|与|及)?(?:期中|期末|学期末|结束)?[^，。；]{0,4}各",
            stretch,
        )
        months = re.search(r"\d{1,2}月?(?:[、和及]\d{1,2}月)+[^，。；]{0,4}各", stretch)
        weeks = re.search(r"第[^，。；、]{1,3}周(?:[、和及]第[^，。；、]{1,3}周)+[^，。；]{0,4}各", stretch)
        if found is not None and weeks and found.high is None:
            found = Amount(found.low * weeks[0].count("周"))
        if found is not None and months and found.high is None:
            found = Amount(found.low * len(re.findall(r"\d{1,2}", months[0])))
        if re.search(r"上、?下(?:两)?(?:个)?学期[^，。；]{0,2}各", stretch):
            per = "term"
        elif (
            found is not None
            and twice
            and twice.end() <= count.start()
            and re.search(r"[、和与及]", twice[0])
        ):
            found = Amount(found.low * 2) if found.high is None else found
        if found is not None and (per or carried):
            return {
                "min": _whole(found.low), "max": None if found.high is None else _whole(found.high),
                "per": per or carried, "rrule": None, "from_time": None, "to_time": None,
            }, 0.9  # fmt: skip
    if (
        per
        and re.search(r"召开|举行|举办|开|组织|设立|设|安排|接待|进行|开放|开展", stretch)
        and not re.search(r"记录|通报|考核|汇报(?!学生)|名册", stretch[: event.end - start])
    ):
        return {"min": 1, "max": None, "per": per, "rrule": None, "from_time": None, "to_time": None}, 0.75
    if event.code in ("committee", "training", "parent_meeting", "open_day") and _BARE.search(
        text[: event.end] if re.search(r"定期|组织", text[: event.end]) else stretch
    ):
        if event.code == "parent_meeting" and not re.search(r"定期|组织|召开", text):
            return None
        if event.code == "open_day" and not re.search(r"定期|组织|举办|设", text):
            return None
        if re.search(r"方式|形式|途径|问卷|考核|扣|奖|记录|报告|联系的常设|校务|通过", stretch):
            return None
        return {"min": None, "max": None, "per": None, "rrule": None, "from_time": None, "to_time": None}, 0.6
    return None


def _whole(number: float) -> float | int:
    return int(number) if number.is_integer() else number


def recurrence(text: str) -> str | None:
    """RFC 5545 for a fixed recurrence, or None."""
    match = _YEARLY_NTH.search(text)
    if match:
        return _yearly(match)
    match = _MONTHLY_NTH.search(text)
    if match:
        return f"FREQ=MONTHLY;BYDAY={_nth(match[1], match[2])}{_DAYS[match[3]]}"
    match = _YEARLY_DAY.search(text)
    if (
        match
        and not re.search(r"20\d\d年$", text[: match.start()])
        and re.search(r"每年|每学年|定于|为|定在", text)
    ):
        month, day = value(match[1]), value(match[2])
        if month and day and month <= 12 and day <= 31:
            return f"FREQ=YEARLY;BYMONTH={int(month)};BYMONTHDAY={int(day)}"
    match = _MONTHLY_DAY.search(text)
    if match:
        day = value(match[1])
        if day and day <= 31:
            more = [value(said) for said in re.findall(rf"({NUMBER})(?:日|号)", match[2])]
            days = [str(int(each)) for each in (day, *more) if each]
            return f"FREQ=MONTHLY;BYMONTHDAY={','.join(days)}"
    match = _FORTNIGHT.search(text)
    if match:
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={_DAYS[match[1]]}"
    match = _WEEKLY.search(text)
    if match:
        days = [match[1], *re.findall(r"[一二三四五六日天]", match[2] or "")]
        return "FREQ=WEEKLY;BYDAY=" + ",".join(dict.fromkeys(_DAYS[day] for day in days))
    return None


def _yearly(match: re.Match[str]) -> str:
    months = [int(value(said) or 1) for said in (match[1], match[2]) if said]
    named = ",".join(map(str, sorted(months)))
    return f"FREQ=YEARLY;BYMONTH={named};BYDAY={_nth(match[3], match[4])}{_DAYS[match[5]]}"


def _nth(number: str | None, last: str | None) -> int:
    return -1 if last else int(value(number or "1") or 1)


def clock(text: str) -> tuple[str | None, str | None]:
    """Clock times of a reception: 下午3:00-5:00 → 15:00, 17:00; 下午 alone gives none."""
    match = _CLOCK.search(text)
    if not match:
        return None, None
    first = _time(match[1], match[2], match[3])
    last = _time(match[4] or match[1], match[5], match[6])
    if first is None or last is None:
        return None, None
    if last < first and match[4] is None:
        last = _time("下午", match[5], match[6]) or last
    return first, last


def _time(part: str | None, hour: str, minute: str | None) -> str | None:
    hours = value(hour)
    if hours is None or hours > 24:
        return None
    if part in ("下午", "晚上", "晚", "傍晚", "午后") and hours < 12:
        hours += 12
    if part == "中午" and hours < 6:
        hours += 12
    minutes = 30 if minute == "半" else 15 if minute == "一刻" else int(value(minute) or 0) if minute else 0
    return f"{int(hours):02}:{minutes:02}"


def bare_dropped(found: list[Found]) -> list[Found]:
    """A bare event is no rule beside one with a count or recurrence."""
    counted = {
        f.fields["event"]
        for f in found
        if f.kind == "calendar" and (f.fields.get("per") or f.fields.get("rrule"))
    }
    return [
        f
        for f in found
        if f.kind != "calendar"
        or f.fields.get("per")
        or f.fields.get("rrule")
        or f.fields["event"] not in counted
    ]
