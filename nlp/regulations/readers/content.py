"""Content items: what is to be talked over at a visit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source

_CHILD = r"(?:学生|孩子|幼儿|小朋友|其|子女|儿童)"
_ASK = r"(?:听取|听一听|听听|征求|征询|倾听|收集|征集|询问|问问|问一问|听|吸纳|采纳|虚心接受|接受)"
ITEMS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("in_school_report", re.compile(
        rf"在(?:学)?(?:校|园)(?:里|内|期间|时|的|学习|生活|实际|各方面|日常|近期|现实|阶段|这段时间|、在家|与在家|和在家|在家|中)*(?:的)?(?:学习|生活|思想|行为|纪律|品行|进步|成长|游戏|活动|实际|综合|日常|全面|具体|真实|、|和|与|及|以及|，)*(?:的)?(?:表现|情况|情形|饮食|睡眠|学习|生活|状况|学得怎么?样|怎么样|怎样|如何|实际|进步|游戏|成长|动态|行为|点滴|得失|优缺点|样子|言行)|(?:介绍|汇报|通报|反馈|报告|告知|说明|讲讲|说说|反映)[^，。；]{{0,8}}{_CHILD}[^，。；]{{0,6}}(?:表现|学习情况|成绩|学业|进步)|(?:学校|校内|园内|班级)(?:里|中)?的?(?:表现|学习情况)|了解学生的?学习情况")),
    ("home_situation", re.compile(
        rf"(?:在家|居家|在家里|在家中|在家庭中?|放学后|回家后|回了?家(?:以后|之后)?|校外|假期里?|平时在家)(?:里|中|时|的|期间|平时|庭|、在校|日常)*(?:的)?(?:学习|生活|思想|行为|实际|、|和|与|及|日常|各方面|课余)*(?:的)?(?:表现|情况|情形|学习|生活|作息|做什么|干什么|吃饭|怎么样|怎样|如何|状况|习惯|自理|劳动|睡|起居|玩|言行|实际|活动|动态|作业|干些什么|做些什么)|(?:家里|家中)[^，。；]{{0,4}}(?:表现|作息|学习习惯|做家务)|{_CHILD}(?:的)?(?:作息|居家|家务|课余生活)")),
    ("family_background", re.compile(
        r"(?:学生|孩子|幼儿)?(?:的)?家庭(?:的)?(?:成员|结构|环境|背景|经济|教育环境|教养|状况|情况|条件|氛围|概况|生活|教育(?!的?(?:指导|知识|方法|水平|理念|观念|讲座|培训|工作))|住址|人口|收入|居住)(?!困难)|居住(?:条件|环境|状况)|家里(?:有)?(?:几口人|哪些人|什么人|谁带)|谁带孩子|家里的?(?:收入|住处|光景|经济)|靠什么(?:过日子|过活|营生)|经济上?紧不紧|(?:靠什么|以何|生活|经济)(?:生活|为生|来源)|成长(?:环境|经历|背景)|家境|教养(?:方式|环境)|养育(?:方式|环境)|监护(?:情况|状况|人情况)|父母(?:的)?(?:职业|工作|文化程度)")),
    ("agreed_measures", re.compile(
        r"(?:商量|商定|协商|商讨|探讨|研究|共商|约定|商议|讨论|谋划|合计|想出|想想|制定|拟定|议定|定下|研讨|敲定|商|一起想|琢磨)[^，。；]{0,14}?(?:办法|措施|方法|对策|做法|方案|怎么|教育|配合|策略|打算|计划|路子|目标|手段|途径|下一步|主意)|(?:今后|以后|下一步|接下来|双方|家校|如何|怎样|怎么)(?:[^，。；]{0,4})(?:怎么|如何|怎样|共同|配合)(?:配合|教育|培养|帮助|做)?|(?:教育|培养)(?:孩子|学生)?(?:的)?(?:措施|办法|方法)(?:、(?:方法|手段|办法))|(?:达成|形成|取得)[^，。；]{0,6}(?:教育)?(?:共识|一致)")),
    ("relationship", re.compile(
        rf"(?:亲子|{_CHILD}(?:与|和|跟|同)(?:其)?(?:父母|家长|家人)|(?:父母|家长)(?:与|和|跟|同){_CHILD})(?:之间)?(?:的)?(?:关系|处得|相处|沟通|交流|矛盾|隔阂|感情)|(?:协调|改善|理顺|疏导|调和|缓和|化解|融洽|关注)[^，。；]{{0,8}}(?:亲子)?(?:关系|矛盾)")),
    ("rapport", re.compile(
        r"(?:增进|加深|拉近|融洽|密切|联络|培养|沟通|建立|增强)[^，。；]{0,16}?(?:感情|情感|距离|信任|情谊|友谊|亲近|情义)|(?:情感|感情)(?:交流|沟通|联络)")),
    ("parent_feedback", re.compile(
        rf"{_ASK}[^，。；]{{0,14}}?(?:意见|建议|想法|心声|诉求|期望|要求|看法|反映|批评|呼声|困惑|需要|要求)|(?:了解|征集|收集|记下|听|问|弄清)[^，。；]{{0,6}}(?:家长)[^，。；]{{0,10}}?(?:意见|建议|想法|心声|诉求|期望|期待|看法|呼声|困惑)|家长(?:对|有|的)[^，。；]{{0,12}}(?:意见|建议|想法|看法|期望|诉求|心声)(?!表)")),
    ("purpose", re.compile(
        r"(?:明确|确定|定下|定好|定准|想好|想清|清楚|弄清|带着|有|想清楚|具有|确立|理清|定好|事先定)[^，。；]{0,12}(?:目的|目标和?任务|要解决(?:的|什么|哪些)?(?:的)?问题|意图|主题)|(?:目的|目标|主题)(?:要|应|须|必须)?(?:明确|清楚|清晰|具体)|(?:要|想|打算)解决(?:的|什么|哪些|哪个)[^，。；]{0,4}问题|为什么(?:而)?去[^，。；]{0,4}(?:想|清)|(?:想|弄|搞|问)(?:明白|清楚|清|好)[^，。；]{0,4}(?:为(?:啥|什么|何)|干(?:啥|什么)|去(?:做|干)(?:什么|啥))|无目的")),
    ("countermeasures", re.compile(
        r"(?:教育|改进|整改|帮扶|转化|干预|应对|解决|帮教|教育的?|相应的?|针对性的?|具体)(?:的)?(?:对策|策略)|(?:整改|改进)(?:的)?(?:措施|办法|意见)|(?:制[定订]|提出|拿出|写出|形成|另?拟(?:定|订|出)?|研究|想出|找出)[^，。；]{0,10}(?:对策|帮扶措施|帮扶方案|提高方案|转化方案|转化措施|教育方案|教育措施|应对办法|个别化方案|一生一策)")),
    ("cause", re.compile(
        r"(?:分析|找出|查找|弄清|找准|探究|查明|找到|探寻|摸清|剖析|查清|弄明白|搞清|了解|挖掘|寻找|问清)[^，。；]{0,16}?(?:原因|成因|根源|症结|缘由)(?!，?(?:通报|共同进行))|(?:问题|困难|变化|现象)(?:的|[^，。；]{0,3}生的|背后的|形成的|出现的)(?:成因|原因|根源)")),
)  # fmt: skip
_VISIT = re.compile(r"家访|走访|上门|联系|沟通|谈话|交谈|谈|访问|回访|交流|入户|联络|面谈|家长|记录|家庭")
_SECTION = re.compile(
    r"内容|谈什么|话题|谈话|交流什么|说什么|聊什么|交谈|沟通要点|了解什么|流程|步骤|程序|要求|注意|准备|方法|实施|做法|怎么谈|规范|任务"
)
_ITEM_ONLY = re.compile(
    r"内容|谈什么|谈话|话题|聊什么|说什么|交谈|交流要点|沟通要点|目标|任务|围绕|方面|三件事|几件事|几个问题|哪些"
)
_NOT_HERE = re.compile(
    r"家长会|座谈会|开放日|接待日|接访|家长学校|家委会|委员会|培训|讲座|微信群|档案|成长册|问卷|教研|例会|会议|座谈|联系本|目的是|指导思想"
)
_PREAMBLE = re.compile(
    r"^(?:为|为了|根据|依据|按照|为进一步|为切实)[^。]*(?:制定|制订|特|结合|现就|现将|拟定|出台|本制度|本办法|如下)|旨在|的重要(?:途径|组成|环节|渠道|形式|手段)|是[^，。；]{0,14}(?:途径|桥梁|纽带|组成部分|环节|渠道|手段|方法之一|基本功|法宝)|意义|目标$"
)
_DATA = re.compile(r"(?:填写|写清|注明|载明|写明|填好|栏目|各栏|内容有|须有|应有|包括)[：、]?")


def read(source: Source) -> Iterator[Found]:
    """Items of a list of topics, or named with what the teacher does."""
    text, sentence = source.text, source.sentence
    over = source.over
    if re.search(r"家长会|接访|接待", source.frame.title) and not re.search(r"家访|联系", source.frame.title):
        return
    if re.search(r"目的|亲子活动|志愿者", over) or re.search(r"亲子活动|志愿者", text[:12]):
        return
    if sentence.heading or _PREAMBLE.search(text) or source.elsewhere:
        return
    if _NOT_HERE.search(text) or re.search(
        r"家长会|座谈会|开放日|接待|接访|指导思想|意义|原则$|目的$|目标$|原因|考核|奖|家长学校|培训|档案",
        over.split("｜")[0],
    ):
        return
    if re.search(r"原因|理由", over) and "家访原因" in over:
        return
    listed = bool(_ITEM_ONLY.search(over)) or _goes_on(source)
    if not listed and not _VISIT.search(text + over + source.frame.title):
        return
    recording = re.search(
        r"(?:记录|登记|手册|表|册|单|日记|簿|卡|台账|手记)[^。]{0,14}?(?:填写|写清|注明|载明|写明|填好|栏目|各栏|内容|须有|应有|包括|有：|设|写)|(?:填写|写清|注明|载明|写明|填好|填清|记清|记明)",
        text,
    )
    for item, pattern in ITEMS:
        match = pattern.search(text)
        if not match:
            continue
        if recording and match.start() > recording.start() and item not in ("countermeasures", "cause"):
            continue
        if (
            item == "family_background"
            and not re.search(r"了解|掌握|询问|看看|问|观察|熟悉|摸清|调查|知道|知晓|察看|走进", text)
            and not listed
            and not re.search(r"(?:谈|聊|问|说)(?:(?:什么|啥|些啥)|[^，。；]{0,4}：)", text[: match.start()])
        ):
            continue
        if (
            item == "family_background"
            and re.search(
                r"对|根据|准备|事先|之前|家访前|去之前|充分(?:的)?了解|有所了解", text[: match.start()]
            )
            and re.search(r"准备|家访前|事先|有所了解|充分", text)
        ):
            continue
        if (
            item == "agreed_measures"
            and re.search(r"制[定订]|拟定", match[0])
            and not re.search(r"家长|共同|一起|一道", text)
        ):
            continue
        if item == "agreed_measures" and re.search(r"(?:家访|工作|走访|联系)计划", match[0]):
            continue
        if item == "countermeasures" and re.search(
            r"(?:商讨|商定|协商|商量|商议|共商|研讨)[^，。；]{0,4}$", text[: match.start()]
        ):
            continue
        if item == "countermeasures" and re.search(r"学校制定|为学校", text):
            continue
        if item == "agreed_measures" and re.search(
            r"制[定订](?:本|如下|以下)|本(?:办法|方案|计划)", match[0]
        ):
            continue
        if item == "countermeasures" and re.search(
            r"(?:与|和|同|跟)(?:学生)?家长[^，。；]*$", text[: match.start()]
        ):
            continue
        if item == "purpose" and re.search(r"目的(?:是|在于|就是)|不是目的", text):
            continue
        if (
            item in ("in_school_report", "home_situation")
            and not listed
            and not re.search(
                r"汇报|通报|反馈|介绍|报告|说|讲|告知|告诉|了解|询问|问|看|掌握|交流|听|分析|反映|谈|聊|观察",
                text,
            )
        ):
            continue
        if item == "parent_feedback" and re.search(
            r"问卷|考核|评价|信箱|记录表|做出|作出|答复", text[: match.start()]
        ):
            continue
        if item == "cause" and re.search(r"说明原因|注明|写明|事由|家访原因", match[0]):
            continue
        if item == "cause" and _trigger(text):
            continue
        if item == "agreed_measures" and _trigger(text) and not listed:
            continue
        yield source.found("content", match.start(), match.end(), 0.85 if listed else 0.75, item=item)


def _goes_on(source: Source) -> bool:
    """Whether a piece continues a list of topics: 家访应当谈及：…；…."""
    sentence = source.sentence
    steps = 0
    while sentence.joined and steps < 8:
        sentence = source.document.sentences[sentence.number - 1]
        steps += 1
    before, colon, _ = sentence.text.partition("：")
    return bool(steps and colon and len(before) <= 30 and re.search(r"谈|聊|内容|话题|交流|沟通", before))


def _trigger(text: str) -> bool:
    return bool(re.search(r"无故|旷课|不明原因|受伤|伤害|突然|下降|患病|生病|迟到", text))
