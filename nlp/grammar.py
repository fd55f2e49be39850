"""Small grammar that the clause reading leans on: negation, turns, time, measures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nlp.lexicon import Hit

if TYPE_CHECKING:
    from nlp.readings import ClauseReading, Judgement

PREPOSITIONS = frozenset("待和与跟对把被给向让由帮替同像叫请随比陪找为带")
LONG_PREPOSITIONS = frozenset(
    {"对于", "关于", "针对", "跟着", "随着", "帮助", "根据", "陪着", "带着", "照顾", "离开", "见到", "想念"}
)
LINKED = re.compile(r"[、和与跟及]")
FINISHED = re.compile(r"[^除为到]了(?![解得])|过[^程于去来年节]|已经?|曾")
_MERIT_GAP = re.compile(
    r"(?:太|够|很|怎么|大|是|能|会|肯|爱|那么|多|再|算|去|好好|可以|想|愿意|愿|敢|有|过|甚|能够|曾|完全|总是|一直|按时|认真|主动|十分|特别|及时|得|到|养成|做到|喜欢|真正|像以前|像以前那样|以前|那样|这么|见|把|在课堂上|上课|课上|课堂上|在家|太会|懂得|知道|好|形成|什么|任何|良好的|的|做|怎样|咋|得到|大肯)*"
)
_FAULT_GAP_LIMIT = 7
_NO_REACH = re.compile(r"[就也却还才便又老总爱]|的话")
_WISH_BEFORE = frozenset(
    {"今后", "以后", "平时", "一定", "更加", "务必", "家里", "在家", "在校", "必须", "尤其"}
)
_WANTING = re.compile(
    r"(?:家长|父母|妈妈|爸爸|母亲|父亲|爷爷|奶奶|老师|孩子|学生|他|她|你|我们|\ue000)(?:也|都|更|还|平时|以后|一定)?$"
)
_REACTION = re.compile(
    r"听了|听完|听后|点头|高兴|感谢|感激|谢|笑|惊讶|同意|接过|迎|热情|送我|送老师|倒茶|泡茶|眼圈|眼眶|沉默|叹|理解|外出|没在|不在家|没空|表示|很激动|很意外|连连|一再|赞同|重视|支持|配合"
)
_IMPROVED = re.compile(
    r"^.{0,8}?(?:改了|改掉|改过来|少了|少多了|好多了|好了(?:许多|不少|很多)|有所改|减少|好转|改善|克服|改正|没有了|不见了|没了|收敛|不再|改好|明显少)"
)
_NOT_IMPROVED = re.compile(r"(?:没|未|不|仍|难|还没|还是|有待|需要|需|要)[^，。]{0,4}$")
SOON = re.compile(
    r"周[一二三四五六日末天]|星期[一二三四五六日天]|明天|后天|下周|本周内|月底|明早|今晚|国庆|寒假|放假后|第二天"
)
_HOUSE = re.compile(r"家里|家中|屋|房|院子|厨房|里外")
_TIDY = re.compile(r"(?:干净|整洁|整齐|利索|利利索索|亮堂|井井有条)$")
NUMBER = re.compile(r"\d|[一二三四五六七八九十两半]{1,4}(?:天|次|节|周|分|遍|回|门|名)")
UNKNOWN = re.compile(r"不多|不够|不了解|不关心|不清楚|不知道|不太清楚|一无所知|不闻不问|很少过问")
_REJECTED = re.compile(r"(?:并不是|并非|不是说|谈不上|说他|有人说|以为|误以为|不能说|冤枉|不属实|误会)")
_DONE_WISH = re.compile(r"(?:没|没有|未|不)(?:能)?$")
_SPECIFIC = re.compile(
    r"\d|[一二三四五六七八九十两半]{1,3}(?:个?小时|分钟|次|遍|页|题|道|课|个|首|篇|点|天|周|句|本|张|行|元|块|顿|趟|回|圈|米|节)"
    r"|每[天日周晚次个月星]|[早晚]上|放学|睡前|饭后|周[一二三四五六日末天]|下周|明天|月底|期[中末]|之?前[完做写睡回把交]|当天|当晚|隔天|天天|晚饭"
)


def refused(masked: str, hit: Hit, start: int) -> bool:
    """“没有答应”, “不同意”: an opener that is denied opens nothing."""
    if _DONE_WISH.search(masked, max(start, hit.start - 3), hit.start):
        return True
    if hit.entry.term == "要" and hit.start > start:
        # “每天要”, “还要掰手指” are told as they are; “家长要”, “今后要” ask for something.
        before = masked[start : hit.start]
        return not (_WANTING.search(before) or before[-2:] in _WISH_BEFORE)
    if hit.entry.term in ("以后", "之后", "往后"):
        # “病了以后” tells a time; only at the head of a clause does it look ahead.
        return hit.start - start > 2 and masked[hit.start - 1 : hit.start] not in "从说定好"
    return False


def rejected(masked: str, start: int, end: int) -> bool:
    """The clause puts a judgement forward only to deny it."""
    return bool(_REJECTED.search(masked, start, end)) and bool(
        re.search(r"并不是|并非|不是说|冤枉|不属实|误会|误以为|谈不上", masked[start:end])
    )


def polarity(
    masked: str,
    start: int,
    end: int,
    hits: Sequence[Hit],
    index: int,
    previous: Judgement | None,
) -> int:
    """The polarity of hit ``index`` after negation, coordination and what follows it."""
    hit = hits[index]
    base = hit.entry.polarity
    if hit.entry.extra == "pattern":
        return base
    for before in range(index - 1, -1, -1):
        other = hits[before]
        if other.end > hit.start:
            continue
        gap = masked[other.end : hit.start]
        kind = other.entry.kind
        if kind == "overcome" and base < 0 and len(gap) <= 10:
            return 1
        if kind == "neg":
            if base > 0:
                if _MERIT_GAP.fullmatch(gap):
                    return -1
            elif other.entry.term == "不是" or hit.entry.term[0] in "不没无未":
                # “不是不会做，是懒”: neither praise nor blame by itself; “不催也不写” is blame still.
                if other.entry.term == "不是":
                    return 0
            elif len(gap) <= _FAULT_GAP_LIMIT and not _NO_REACH.search(gap):
                return 1
            break
        if kind in ("fault", "mild") and base < 0:
            # “从不迟到、早退”: the negation reaches over the list.
            if (
                previous is not None
                and previous.span == (other.start, other.end)
                and gap in ("、", "和", "或", "或者", "，", "与")
            ):
                return previous.polarity
            break
        if kind in ("merit", "weakmerit") and base > 0:
            if (
                previous is not None
                and previous.span == (other.start, other.end)
                and gap in ("、", "和", "或", "与")
            ):
                return previous.polarity
            break
    if base < 0:
        improved = _IMPROVED.match(masked[hit.end : end])
        if improved and not _NOT_IMPROVED.search(masked[start : hit.end + improved.end() - 2]):
            return 1
    return base


def of_the_house(masked: str, reading: ClauseReading, hit: Hit, named: bool) -> bool:
    """“家里收拾得很干净” praises the household; of the student only where the student does it."""
    return (
        not named
        and bool(_TIDY.search(masked, hit.start, hit.end))
        and bool(_HOUSE.search(masked, max(0, reading.start - 12), hit.start))
    )


def object_of(masked: str, person: Hit, hit: Hit) -> bool:
    """“奶奶说不动他”: the student is only the object when the judged word comes before."""
    return hit.start < person.start


def measure(masked: str, reading: ClauseReading, hits: Sequence[Hit], kinds: dict[str, list[Hit]]) -> str:
    """act where somebody will do something that can be checked, vague where it is only wished for."""
    scope = reading.scope or "commit"
    acts = kinds.get("act", [])
    specific = bool(_SPECIFIC.search(masked, reading.start, reading.end)) or "freq" in kinds
    if acts:
        strong = any(hit.entry.extra == "strong" for hit in acts)
        # 管, 看, 做 alone (“以后好好管”) name nothing that could be looked up later.
        definite = any(len(hit.entry.term) > 2 for hit in acts)
        if strong or specific or (definite and scope in ("commit", "advise")):
            return "act"
        return "vague"
    if scope == "commit" and specific and reading.end - reading.start >= 6:
        return "act"
    doing = [h for h in hits if h.entry.kind in ("merit", "fault", "fact", "cue")]
    if doing and specific and scope in ("commit", "advise", "future"):
        return "act"
    if kinds.get("vague") or scope in ("wish", "advise", "commit"):
        return "result" if kinds.get("result") and not kinds.get("vague") else "vague"
    return "none"


def family_fact(masked: str, reading: ClauseReading, kinds: dict[str, list[Hit]]) -> bool:
    """A relative named in the clause with something said of them, which is no reaction to the visit."""
    if "speak" in kinds or "set" in kinds or "topicverb" in kinds or "topicnoun" in kinds:
        return False
    named = [
        p
        for p in kinds.get("person", ())
        if p.entry.extra in ("parent", "grand", "family", "sibling") and p.entry.term not in _GENERAL
    ]
    if not named or reading.subject not in ("parent", "grand", "family", "sibling"):
        return False
    rest = _FILLER.sub("", masked[named[0].end : reading.end])
    return len(rest) >= 3 and not _REACTION.search(masked, reading.start, reading.end)


_GENERAL = frozenset({"家长", "学生家长", "监护人", "家长们", "家人", "家里人", "亲戚", "亲属"})
_FILLER = re.compile(r"[\s的了着呢吗在和与、“”\"‘’（）()]|\ue000|\ue001")


def substance(masked: str, reading: ClauseReading, hits: Sequence[Hit]) -> bool:
    """Whether a clause says something besides naming a place or a person."""
    covered = sum(
        h.end - h.start for h in hits if h.entry.kind in ("cue", "person", "turn", "now", "topicverb")
    )
    rest = len(_FILLER.sub("", masked[reading.start : reading.end])) - covered
    return rest >= 2


def settle(readings: list[ClauseReading]) -> None:
    """What only the next clause decides: measures finished, concessions, faults overcome, merits lost."""
    for index, reading in enumerate(readings):
        if reading.measure in ("act", "vague") and reading.past:
            after = readings[index : index + 4]
            if any(o.done for o in after) and not any(o.continues for o in after):
                reading.measure = "none"
                reading.past_measure = True
    for index, reading in enumerate(readings):
        if not reading.judgements:
            continue
        following = []
        for other in readings[index + 1 : index + 4]:
            if other.sentence > reading.sentence + 1:
                break
            following.append(other)
        same = [o for o in following if o.sentence == reading.sentence]
        signs = {j.polarity for j in reading.judgements}
        later = [j.polarity for o in same for j in o.judgements]
        if signs == {1} and all(j.weak for j in reading.judgements):
            turned = any(o.turn and any(j.polarity < 0 for j in o.judgements) for o in following[:2])
            turned = turned or (any(j.conceded for j in reading.judgements) and -1 in later)
            if turned:
                reading.judgements = []
                continue
        if all(j.past for j in reading.judgements):
            now = [j.polarity for o in following for j in o.judgements if not j.past]
            if len(signs) == 1 and now and now[0] != next(iter(signs)):
                reading.judgements = []
