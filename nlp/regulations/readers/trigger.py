"""Triggers: an event, and that somebody goes or calls soon after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations import context
from nlp.regulations.numerals import value
from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import contact, times
from nlp.regulations.words.scan import Mention, Vocabulary

_CHANGE = r"(?:突然|忽然|明显|大幅度?|急剧|持续|严重|显著|较大|骤然|短期内|出现|发生|突|忽然|有|大|连续|异常|反常|大起大落|一下子)*"
_FALL = r"(?:下滑|下降|退步|滑坡|波动|变差|反常|异常|骤降|陡降|不端|恶化|低落|突变|变坏|变糟|急转直下|直线下降|倒退|失控|一落千丈|下跌|跌落|走低|掉队|不良倾向|后退|变化|偏差|恍惚|反复|起伏|大跌|滑落|变糟|消沉)"
EVENT = Vocabulary(
    [
        ("-", r"(?:减少|防止|避免|杜绝|预防|控制|降低)[^，。；]{0,10}(?:事故|伤害|辍学|流失|旷课|危机)|进步(?:奖|率)|(?:共同|促进|帮助|鼓励|取得更大|争取|推动|以期|力求|不断|学习上的)[^，。；、]{0,8}进步(?!的)|(?:心理危机|突发事件|应急|安全)(?:干预|处置|处理|预案|教育|应对)(?:机制|小组|领导小组|预案|方案|培训|演练|工作)?"),
        ("illness_absence", r"(?:学生|孩子|幼儿|娃儿?)?病了[、，]?(?:[^，。；、]{0,10}?(?:没来|未来|缺|在家|不来)|(?=[、，]))|因病(?:没|未)(?:有)?(?:来|到|去)|没来[，、]?说是(?:生)?病了?|(?:突然|身体)(?:感到|出现)?不适|突发(?:疾病|急病)|突然发病|(?:因病|患病|生病)[^，。；]{0,6}(?:没有?|未|不)(?:上学|到校|来校|来园|入园)|(?:因|生|患|得)?(?:重)?病(?:假|休|了)?[^，。；、]{0,12}?(?:缺课|缺席|请假|未到|未来|没来|没有来|不到校|未上学|在家休|休息|在家|住院|三天|两天|二天|以上|\d天|连续)|(?:生病|患(?:重|大|急)?病|因病|病假|病休|住院|卧病|抱病|身患疾病|发病)(?!率)|(?:请|休)病假|(?<![无未没])(?:连续|累计)?请假[^，。；]{0,3}?[一二三四五六七八九十两\d]+(?:天|日)|(?:身体)?不适[^，。；]{0,8}(?:缺课|请假|缺席|在家)"),
        ("family_misfortune", r"(?:家庭|家里|家中|其家|家人|家长|亲人|父母|家属|直系亲属)(?:突然|突发|突遭|遭遇|遭到|遭受|发生|出现|遇到|遇有|遇|有|遭|突)*(?:了)?(?:重大|不幸|意外|严重|突发|较大|急难|突然)*(?:的)?(?:或)?(?:重大|不幸|意外)?(?:变故|事故|不幸|事件|灾祸|灾害|灾难|困难事件|意外|丧事|亡故|去世|离世|病故|过世|病重|重病|患重病|突发疾病|火灾|变化|难事|大事|风波|急事|灾)|(?:家遭|遭遇|遇到|发生|突遭)(?:家庭)?(?:重大)?(?:变故|不幸)|(?:家里|家中|家庭|其家)(?:有人)?[^，。；]{0,12}?(?:变故|去世|失火|着火|车祸|病故|重病|亡故|病危|遭遇不幸|不幸)|(?:谁)?家(?:里|中)?出(?:了|现)?(?:大|什么大)?(?:事|变故)|家(?:里|中)?遭(?:了|遇|受)?(?:大的|重大的?|大)?(?:变故|难|灾|不幸)|家(?:里|中)?(?:突然|突)?遭(?:了|受|遇)?(?:火|灾|水|难|祸)|(?:突遭|遭遇|遭逢)不测|家庭变故|亲人(?:去世|离世|亡故)"),
        ("school_injury", r"(?:在|于)?(?:学)?(?:校|园|实训|课间|体育课|课堂|操场|校内|园内|实习|上学|教学|宿舍|食堂|课上|训练|车间)(?:里|内|中|时|期间|活动|生活|学习|上|场所|过程|基地|室|车间)*(?:[^，。；]{0,8}?)(?:发生|出现|遭遇|造成|受到|受)?[^，。；]{0,8}?(?:伤害|受伤|意外伤|意外|磕碰|碰伤|摔伤|擦伤|烫伤|扭伤|跌伤|摔倒|咬伤|挂彩|磕伤|负伤|碰破|磕破|抓伤|骨折|伤)(?:事故|事件|情况|的)?|(?:意外|人身)?伤害(?:事故|事件)|(?:受|摔|碰|磕|跌|扭|擦|烫|负|咬|抓)伤|(?:磕|摔|伤|撞|跌)(?:了|着|到|倒|破)[^，。；]{0,4}|碰(?:了|着|破|伤)[^，。；]{0,4}"),
        ("unexplained_absence", r"(?:缺课|缺席|未到校|没来|不到校)[^，。；]{0,8}(?:联系不上|原因不明|去向不明)|(?:没|未|不)(?:有)?来?(?:上学|到校|上课|来校|到园|来园|入园)[^。；]{0,6}(?:没|未)(?:有)?请假|(?:无(?:故|缘无故|正当理由|理由)|不明(?:原因|缘由)?|没有?(?:请假|个?说法|音信|缘由|理由|说明?原因|说明|说一声)|未(?:经|按规定)?(?:请假|说明原因)|擅自|私自|无端|未打招呼|不打招呼|不请假|没打招呼|原因不明|不声不响|未经批准)(?:地|就|而|的)*(?:[^，。；]{0,4}?)(?:迟到|缺席|缺课|不到校|未到校|不到|未到|没到|没来|不来|不上学|旷课|旷学|不返校|离校|缺勤|逃课|早退|不入园|未入园|未返校)|(?:没有?|未)(?:经)?请假[^，。；]{0,4}(?:没有?|未|不)(?:到|在|来)(?:校|园)?|(?:不明|无故|无缘无故)[^，。；]{0,3}(?:不|未|没有?)来?(?:上学|上课|到校|入园|来园|来校)|旷课|旷学|逃学|逃课|夜不归宿|失联|联系不上(?!家长)|未按时到(?:校|园)|没有?来(?:上课|上学|到校)|迟到[、，]?(?:早退|缺席|旷课)"),
        ("dropout_risk", r"(?:有|存在|出现|流露|表露|产生|发现)(?:过|出|了|有)?(?:[^，。；、]{0,4})(?:辍学|退学|失学|弃学|流失|厌学|不想(?:上|读|念)[学书])(?:的)?(?:倾向|意向|风险|隐患|苗头|动向|念头|危险|想法|可能|迹象|意愿|打算|情绪|征兆)?|(?:辍学|退学|失学|弃学|流失|厌学)(?:倾向|意向|风险|隐患|苗头|动向|念头|危险|想法|迹象|征兆|预警)|厌学|(?:想|要|打算|提出|闹着|递交)(?:休学|退学|辍学|不念|不读)|不想(?:再)?(?:上|读|念)(?:[学书了]|下去)"),
        ("dropout", r"(?:已经?|业已|办理)(?:退学|休学|辍学|失学|流失|离校)(?!.{0,2}(?:意|念|倾|风))|(?:已经?|发生|出现|确认|确已|自行|擅自)*(?:辍学|失学|流失|弃学|中途退学|离校出走)(?!率|倾|意|风|隐|苗|动|念|危|想|可)|(?:不再|停止|放弃|中断|终止)(?:就读|上学|学业|到校|读书|来校)|自行离校|离校不归|不返校就读|长期不到校"),
        ("sudden_decline", rf"(?:向)?(?:消极|不良|不好|坏)(?:的)?方向(?:的)?(?:变化|发展)|(?:学习|学业|考试|各科)?(?:成绩|情绪|行为|表现|学习|品行|思想|品德|学业|状态|精神|纪律|举止|言行|性格|习惯|作业质量|名次|学习态度|心理状态|心态)(?:[、和或与及](?:学习)?(?:成绩|情绪|行为|表现|学习|品行|思想|品德|状态|精神|言行|学习状态|性格)){{0,3}}(?:上|方面|状况|状态|情况)?{_CHANGE}{_FALL}|{_CHANGE}(?:成绩|情绪|行为|学习)(?:成绩)?{_FALL}|(?:突然|明显)(?:退步|滑坡|变得|反常)|(?:成绩|情绪|行为)(?:出现)?异常|品行不端|退步(?:明显|较大|很快|较快|幅度)?|沉默寡言|精神萎靡|一落千丈"),
        ("progress", r"(?:学生|孩子|幼儿)?(?:有了?|取得)长进|进步(?:很|较|特别)?大|(?:向)?积极(?:的)?方向(?:的)?(?:变化|发展)|(?:可喜|明显|较大|好的|显著|积极)(?:的)?(?:变化|改变|转变|好转)|(?:取得|有|有了|获得|表现出)?(?:明显|显著|较大|突出|长足|很大|大的|可喜|点滴|一点|了)*(?:的)?进步(?:明显|显著|较大|很大|突出)?(?=$|[的者时，。；、｜时后或（）]|及时|应|要|，)|(?:取得|有|获得)(?:了)?(?:明显|显著|较大|突出|长足|优异|好)*(?:成绩|成果|荣誉|奖项|突破|改观|好转|转变|提高|起色|成效)(?=$|[的者时，。；、]|后)|获(?:得)?[^，。；]{0,8}(?:奖励?|荣誉|表彰)(?=的|时|后|，)|(?:获|受到)(?:得)?(?:奖|表彰|表扬)(?:励|的|时|后|，)|有(?:突出|良好|出色)表现|表现(?:突出|优异|特别好)|(?:成绩|学习|表现|行为|纪律)[^，。；、]{0,6}(?:明显)?(?:提高|提升|好转|改进|改善|转好|上升|跃升|转变)(?=$|[的者时，。；、])"),
        ("special", r"(?:发生|出现|遇|遇到|遇有|有|产生|突发|存在|遭遇|发现)?(?:严重|重大|特殊|紧急|突发|其他|较大|疑似)*(?:心理|情绪|精神)(?:健康)?(?:危机|崩溃)(?:事件|情况|倾向|苗头)?|(?:突发|偶发|紧急|应急|重大|特殊|意外|典型)(?:性)?(?:事件|事故|情形|情况|状况|事情|变故)|(?:自[伤残杀害]|轻生|走失|交通事故|离家出走|出走|严重冲突|严重纠纷|欺凌|霸凌|校园暴力|打架斗殴|打架|斗殴|早恋|违法|犯罪|受到(?:伤害|侵害)|遭受?(?:侵害|欺凌|家暴)|家暴)(?:行为|倾向|苗头|念头|事件|情况)?|(?:严重|重大)违纪|重大安全"),
    ]
)  # fmt: skip
_RESPONSE = re.compile(
    r"必访|家访|走访|上门|登门|入户|联系|联络|沟通|告知|告诉|通知|看望|探望|慰问|探视|送回|送到|护送|报(?:个|一声)?喜|报个信|看看|说说|去(?:他|她|学生|孩子)?家|通话|电话|了解(?:原因|情况)|回访|约谈|面谈|劝返|安抚|问候|向家长|到家|面访|跟进|跟踪|关心|约见|交流|问(?:清|明|一问|个)|核实|来校|请家长|到校|见面|回家|家里|打个?电话|劝返|护送|接回"
)
_NOW = re.compile(
    r"必访|及时|立即|立刻|马上|即刻|当[天日晚]|第一时间|尽快|尽早|随时|必须|须|应|要|内|次日|第二天|务必|迅速|随即|一律|得"
)
_LEAD = re.compile(
    r"(?:下列|以下|如下|之一|情形|情况|出现|发生|遇到|遇有|遇)[^。]{0,30}(?:家访|走访|上门|登门|入户|联系|沟通|告知|看望|联络|到家|通知)|(?:家访|走访|上门|登门|入户|联系|沟通|联络)[^。]{0,20}(?:下列|以下|如下|情形|情况)|(?:随时|即时|及时|必访|应急|临时|突发|特殊情况|紧急|重大事项|随访|特别|应访|触发|马上)(?:的)?(?:家访|走访|联系|沟通|上门|情形|回访|访|要求)|行政人员家访主要处理|(?:必须|应当|须|要)(?:及时|立即|当天|随时|马上)(?:家访|走访|上门|联系|登门)"
)
_NOUN = re.compile(
    r"家访(?:中|教师|当晚|时|过程|后|记录|工作|人员|结束)|走访(?:中|教师|当晚|时|过程|后|记录|工作|人员|结束)"
)
_BESIDE = re.compile(r"(?:由|请)[^，。；]{2,10}(?:一并|一同|陪同|随同|一道|协助)[^，。；]*")
_NOT = re.compile(
    r"不(?:要|得|能|应|可|许)?(?:只|仅|等|光)|不可等|等学生出|才(?:会|去|家访|想|联系|走访|上门|想起)|目的|为了|意义|改变|以便|了解[^，。；]{0,4}(?:有无|是否)"
)
_DONE_BY_SCHOOL = re.compile(r"书面(?:形式)?(?:及时)?通知|(?:停课|放假|收费|外出活动)")


def read(source: Source) -> Iterator[Found]:
    """One rule for each event named."""
    sentence = source.sentence
    text = _BESIDE.sub(lambda match: "＊" * len(match[0]), source.text)
    text = _NOUN.sub(lambda match: "＊" * len(match[0]), text)
    if sentence.row and not re.search(r"(?:情形|事件|情况|事项|触发)：", text):
        return
    if re.search(
        r"每(?:两)?(?:周|月|学期|学年)[^，。；]{0,14}[一二两三四五\d]次", text
    ) and not times.DAYS.search(text):
        return
    if (
        sentence.heading
        or source.elsewhere
        or re.search(r"(?:导致|造成|致使)[^。；]{0,16}(?:取消|扣|处分|追究)", text)
    ):
        return
    lead = _lead(source)
    if not lead and not _RESPONSE.search(text) and not re.search(r"处理", text):
        return
    events = [m for m in EVENT.find(text) if not _nested(text, m)]
    if not events:
        return
    own = _response(text, events) or bool(
        re.search(r"(?:主要|负责)处理", text) and source.frame.marks(sentence).who
    )
    if not own and (
        not lead or re.search(r"(?:报告|上报|汇报|报)[^，。；]{0,6}(?:校长|学校|领导|处|室)", text)
    ):
        return
    if _NOT.search(text) and not lead:
        return
    who, sure = _who(source, text, lead)
    reply = text if own else ""
    parts = _parts(text, events)
    for events_here, start, end in parts:
        stretch = text[start:end]
        here = stretch if _RESPONSE.search(stretch) else ""
        timed = stretch if times.days(_without_absence(stretch)) is not None else ""
        words = here or timed or (reply if len(parts) == 1 else text[start:]) or ""
        within = times.days(_without_absence(words)) if words else None
        modes = _modes(words) if words else []
        if within is None and lead and not (here and times.SOON.search(here)):
            within = times.days(lead)
        if not modes and lead:
            modes = _modes(lead)
        beside = [m.span() for m in _BESIDE.finditer(source.text)]
        acting = [
            m
            for m in source.frame.marks(sentence).actors
            if not any(a <= m.start < b for a, b in beside) and start <= m.start < end and m.code != "weak"
        ]
        # Who goes stands behind the event; where nobody does, the one just before it.
        behind = [m.code for m in acting if m.start >= events_here[0].end]
        named = behind or [m.code for m in acting[-1:]]
        if acting and _several(stretch):
            named = [m.code for m in acting]
        roles = tuple(dict.fromkeys(named)) or who
        done: set[str] = set()
        for event in events_here:
            if event.code in done:
                continue
            done.add(event.code)
            fields: dict[str, object] = {"event": event.code}
            absent = _absent(stretch) if event.code == "illness_absence" else None
            limit = (
                0
                if event.code == "school_injury" and within is None and re.search(r"送(?:回|到|至)", words)
                else within
            )
            for role in roles[:1] if len(roles) > 1 and not _several(text) else roles:
                yield source.found(
                    "trigger", start, end, 0.9 if own else sure,
                    **fields, who=role, within_days=limit, min_absence_days=absent, modes=list(modes),
                )  # fmt: skip


def _nested(text: str, event: Mention) -> bool:
    """A group of students (有辍学倾向的学生) or a topic (成绩、进步情况) is no event."""
    after = text[event.end : event.end + 8]
    if re.search(r"(?:碰到|遇到|遇有|遇|发现|得知|获知|听说|知道)(?:有)?$", text[: event.start]) or re.search(
        r"(?:碰到|遇到|发现|得知|知道)", text[event.start : event.end]
    ):
        return False
    if event.code in ("dropout", "dropout_risk") and re.match(
        r"(?:的)?(?:学生|儿童|孩子|生)(?:等|、|作为|家访|每|，由|列)", after
    ):
        return True
    if event.code == "sudden_decline" and re.match(
        r"正?等?的?(?:后进|困难)?(?:学生|孩子|儿童)(?:，|等|、|，教师)", after
    ):
        return True
    return bool(
        re.match(r"(?:情况|记录|档案|原因分析|表|台账|名单)(?:[，。；、]|$)", after)
        and event.code not in ("special", "sudden_decline")
    )


# 对下列学生每月走访一次：… lists students, not events.
_COUNTED = re.compile(r"每[周月学][^，。；]{0,10}[一二两三四五\d]次")


def _lead(source: Source) -> str:
    """The lead or heading that makes events of the items under it."""
    sentence = source.sentence
    while sentence.joined:
        sentence = source.document.sentences[sentence.number - 1]
        before = sentence.text.partition("：")[0]
        if "：" in sentence.text and _LEAD.search(before):
            return "" if _COUNTED.search(before) else before
    for node in source.sentence.node.up():
        lead = node.lead.text if node.lead is not None and node.lead is not source.sentence else ""
        if lead and _LEAD.search(lead):
            return "" if _COUNTED.search(lead) else lead
        title = node.title if node.head is not source.sentence else ""
        if title and _LEAD.search(title):
            return title
    return ""


def _response(text: str, events: list[Mention]) -> bool:
    last = min(event.end for event in events)
    after = text[last:]
    if (
        re.match(r"[^，。；]{0,6}?(?:的|时|后|了)?[，：]", after)
        and re.search(r"天|日|小时|班主任|教师|老师|登门|上门|家里|打电话", after)
        and _RESPONSE.search(after)
    ):
        return True
    return bool(_RESPONSE.search(after) and _NOW.search(text)) or bool(
        _RESPONSE.search(text[: events[0].start]) and re.search(r"及时|立即|随时|当[天日]", text)
    )


def _who(source: Source, text: str, lead: str) -> tuple[tuple[str, ...], float]:
    beside = [m.span() for m in _BESIDE.finditer(source.text)]
    acting = source.frame.marks(source.sentence).actors
    named = tuple(
        dict.fromkeys(
            m.code for m in acting if m.code != "weak" and not any(a <= m.start < b for a, b in beside)
        )
    )
    if named:
        return named, 0.9
    if lead:
        from nlp.regulations.words import people

        said = tuple(dict.fromkeys(m.code for m in people.actors(lead) if m.code != "weak"))
        if said:
            return said[:1] if not _several(lead) else said, 0.9
    found, sure = context.who(source.frame, source.sentence, source.document)
    if found:
        return found[:1], sure
    return ("homeroom",) if re.search(r"本班|全班", text) else ("teacher",), 0.6


def _several(text: str) -> bool:
    return bool(
        re.search(
            r"班主任(?:老师)?(?:和|与|、|及|以及)(?:任课|科任|授课|学科)|(?:任课|科任)教师(?:和|与|、|及)班主任",
            text,
        )
    ) and not re.search(r"配合|协助|主要", text)


def _parts(text: str, events: list[Mention]) -> list[tuple[list[Mention], int, int]]:
    """Events with their own answer: cut behind an answer where the next event has one too."""
    groups: list[tuple[list[Mention], int, int]] = []
    start = 0
    current: list[Mention] = []
    for number, event in enumerate(events):
        current.append(event)
        following = events[number + 1].start if number + 1 < len(events) else len(text)
        between = text[event.end : following]
        if (
            number + 1 < len(events)
            and _RESPONSE.search(between)
            and re.search(r"[，；｜]", between)
            and _RESPONSE.search(text[events[number + 1].end :])
        ):
            cut = event.end + max(between.rfind("，"), between.rfind("；"), between.rfind("｜"))
            groups.append((current, start, cut))
            current, start = [], cut + 1
    if current:
        groups.append((current, start, len(text)))
    return groups


def _without_absence(text: str) -> str:
    return re.sub(
        r"(?:缺课|请假|病假|缺席|缺勤|连续|累计|超过|未到[校园]|不到[校园]|旷课)[^，。；]{0,4}(?:天|日|周)[^，。；]{0,3}",
        "",
        text,
    )


def _modes(text: str) -> list[str]:
    found = contact.modes(text)
    if (
        re.search(
            r"(?:医院|家中|家里|到家|居家|病房)[^，。；]{0,6}(?:探望|看望|慰问|探视)|(?:探望|看望|探视)", text
        )
        and "home" not in found
    ):
        found = ["home", *found] if re.search(r"到家|家中|家里|家庭|登门|上门|入户", text) else found
    return found


def _absent(text: str) -> int | None:
    match = times.ABSENT_DAYS.search(text)
    number = value(match[1]) if match else None
    return int(number) if number else None
