"""Archive: where records go, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import exclusions

WHEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("year_end", re.compile(r"(?:每|本)?(?:一)?(?:个)?(?:学年度?|年度|年)(?:的)?(?:末|底|终|结束|终了|最后一(?:周|月|个月)|完结)|一学年一(?:交|报|收)|每学年(?:交|收|归档|整理|装订|上交)|年终|年底|毕业(?:时|前)|六月底|七月初")),
    ("month_end", re.compile(r"(?:每|当|本|次)?(?:个)?月(?:的)?(?:末|底|终|最后一(?:周|天|日)|结束)|按月(?:上交|交|报|汇总|归档)|每月(?:交|上交|报|收|汇总|归档|整理|报送|一(?:交|报|收))|月月(?:交|清)|次月\d{1,2}日前|每月(?:\d{1,2}|二十[一二三四五六七八九]|三十)[日号](?:前|以前|之前)?(?:[^，。；]{0,4})(?:交|报|送)")),
    ("term_end", re.compile(r"(?:每|本|一)?(?:个)?学期(?:的)?(?:末|底|终|结束|终了|最后一(?:周|月|个月|天)|完结|放假前|结束前|结束后|结束时)|期(?:末|终)|放(?:寒暑)?假前|每学期(?:交|上交|收|归档|整理|装订|汇总|报|一(?:交|收))|学期(?:交|归档)")),
)  # fmt: skip
_RECORD = re.compile(
    r"记录|手册|手记|登记|表|单|册|本子?|簿|卡|日记|材料|资料|台账|档案|总结|纪实|汇总|它|一并|统一"
)
_KEEP = re.compile(
    r"交|收到|收至|存档|归档|保存|保管|留存|上报|报送|送|汇总|备案|装订|存(?:入|放|在|于)?|报|收齐|收集|收回|归入|入档|集中管理"
)
_BODY = (
    r"(?:(?:学校|中心校|集团|总校|总园|校|园|本校|年级|各年级|系部)?(?:教务|教导|政教|德育|学生|保教|总务|教科|科研|安全|学工|资料|档案|办公|校长|少先队大队|少先队|大队|团委|招生|实训|图书|心理|家校|家长学校|心理健康|班主任工作|行政|校史|校务)(?:工作|教育|共育|辅导)?(?:处|科|室|部|组|队|办公室|办|中心|委|会)(?:主任|副主任|长|干事|档案室|资料室)?"
    r"|少先队(?:总辅导员|辅导员|大队部)?(?:、团委)?|大队(?:部|辅导员)|总辅导员|团委(?:、少先队)?|保教主任|教导主任|政教主任|德育主任|年级组长?|年级主任|年级部|级部(?:主任|办公室)?|学部|档案室|资料室|办公室|家访(?:工作)?(?:办公室|领导小组|小组)|分管(?:副)?(?:校|园)长|分管领导|学校管理处|学校(?!的|统一|每|将|要)|园部|园长室|校长室|教研组长?|家委会|系部?|幼儿园|专人|学校办公室)"
)
_TO = re.compile(
    rf"(?:上交|收到|收至|收齐到|移交|转交|提交|报送|交|送|报|呈|存|寄|汇总|归)(?:由|到|至|给|往|于|入|回|予)?(?:所在)?((?:学校)?{_BODY}(?:、(?:{_BODY}))?)"
)
_BY = re.compile(
    rf"(?:由|经|交由)?({_BODY})(?:统一|负责|集中|分类|专人|收齐|汇总|装订|整理|进行|予以|统一收)*(?:后)?(?:存档|归档|保存|保管|留存|收存|备案|汇总|收齐|装订|收集|收回|存)"
)

# Any other place or person, by what stands around it.
_ANYWHERE = re.compile(
    r"(?:上交|移交|转交|提交|报送|递交|交|送|报|呈|归)(?:由|到|至|给|往|于|入|回|予)?(?:所在)?(?P<to>(?!由|到|至|给|一份|一次|齐|清|完|上来|上去|叉|流|通|谈)[\u4e00-\u9fff]{2,10}?)(?:统一|集中|专人|分类|汇总|负责|负责人)*(?:存|归|保管|保存|留|收|备|管|装订|那里|处存|，|。|；|$)"
)


def read(source: Source) -> Iterator[Found]:
    """One rule for a sentence that says when records are handed in or kept."""
    text = source.text
    if source.sentence.heading or exclusions.OTHERS.search(source.text):
        return
    if not _KEEP.search(text) or not (
        _RECORD.search(text) or _TO.search(text) or re.search(r"存档|归档", text)
    ):
        return
    when = next(((name, m) for name, p in WHEN if (m := p.search(text))), None)
    if when is None or (
        re.search(r"计划|问卷|考核(?!.{0,6}依据)|例会|座谈", text)
        and not re.search(r"记录|手册|登记|家访[表单册本]", text)
    ):
        return
    name, match = when
    others = list(_TO.finditer(text))
    kept = _BY.search(text, match.start() if match.start() < len(text) // 2 else 0) or _BY.search(text)
    to = None
    end = match.end()
    if others:
        to, end = others[-1][1], others[-1].end()
    elif kept:
        to, end = kept[1], kept.end()
    if to is None:
        anywhere = _ANYWHERE.search(text)
        to = anywhere["to"] if anywhere else None
    if to is None and not re.search(r"归档|存档|上交|收齐|装订|保存|交", text):
        return
    if to is not None:
        to = re.sub(r"^学校(?=(?:教务|教导|政教|德育|学生|保教|总务)(?:处|科|室))", "", to)
        following = text[end : end + 4]
        if re.match(r"档案室|资料室", following) and not to.endswith("室"):
            to += following[:3]
    start = min(match.start(), others[-1].start() if others else match.start())
    yield source.found("archive", start, max(end, match.end()), 0.85, to=to, when=name)


def bare_dropped(found: list[Found]) -> list[Found]:
    """Records handed in without a place are no rule beside the same with one."""
    placed = {f.fields["when"] for f in found if f.kind == "archive" and f.fields["to"]}
    return [f for f in found if f.kind != "archive" or f.fields["to"] or f.fields["when"] not in placed]
