"""Form fields: what a record sheet must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import exclusions

_SHEET = r"(?:记录|登记|手记|手册|册|表|单|本子|(?:家访|走访|沟通|联系|谈话|回访)[本簿卡]|卡|日记|簿|台账|系统|档案|反馈)"
OPEN = re.compile(
    rf"(?:记|写)(?:一)?(?:页|下|清|明|上|好)[^，。；]{{0,6}}：|{_SHEET}[^。；]{{0,16}}?(?:填写|填|写清|写明|写上|写|注明|载明|包括|包含|含|内容有|内容为|栏目|各?栏|须有|应有|要有|必须有|应当有|应记|须记|要记|设有?|列有?|项目|标明|反映|具备|齐全|完整|：)"
    rf"|(?:填写|写清|写明|注明|载明|写上|记明|记清|填清|填明|记下|记载|标明|登记|填报|填|记录|记入|录入|填全|写)[^。；]{{0,12}}?{_SHEET}?[^。；]{{0,10}}?(?:家访|走访|联系|访问|谈话|沟通|日期|时间|地点|学生|家长|姓名|事由|目的|方式|形式)"
)
FIELDS: tuple[tuple[str, str], ...] = (
    ("signature", r"签名|签字|签章|盖章|盖手印|按手印|按(?:个)?指印|摁手印|签(?:上|了|好)?(?:个)?(?:名|字|意见)|签了字|签(?:下)?姓名|画押|签收|签个"),
    ("photo", r"照片|拍照|合影|合照|影像|图片|拍一张|相片|留影"),
    ("time", r"(?:家访|走访|联系|访问|谈话|沟通|接待|来访|接访|回访|起止|具体|上门|入户)?(?:的)?(?:日期|时间|年月日|时日)(?!的[早晚])|哪(?:一)?天(?:去|联系|谈|访)?|几月几[日号]|何时|什么时候|联系日(?!记)|时间(?=、|，|和|及|；|。|$)"),
    ("place", r"在谁家|哪个(?:寨子?|村|小区|组)|地点|地址|住址|在哪(?:里|儿)?(?:谈|见|访)?|去了哪里|何地|什么地方|场所"),
    ("guardian", r"(?:受访|接待|接访|被访|在场|见到|参加|来访|约谈|受家访|陪同|到场)?(?:的)?(?:家长|监护人)(?:的)?(?:姓名|称呼|名字|是谁|、电话|信息)|(?:见了|见到|接待|接待的是|见的是|和|跟)(?:哪位|谁|哪个)(?:家长)?|(?:受访|被访|接待)(?:的)?(?:家长|监护人|人)(?!的?(?:意见|建议|反馈|签|态度))|家长姓名|来访人|(?:在场|接待)(?:人员?|家长)|访问对象|(?<![\u4e00-\u9fff])家长(?=[、，。；/]|$)|谁(?:在家|接待)|见的是谁"),
    ("student", r"(?:受访|被访|走访|家访|受家访|联系|访问|被家访|到访)?(?:的)?(?:学生|幼儿|孩子|儿童)(?:的)?(?:姓名|名字|班级|基本信息|基本情况)|(?:受访|被访|受家访|走访|家访|联系|被家访)(?:的)?(?:学生|幼儿|孩子|对象)|对象（学生）|对象学生|去了谁家|访了谁|哪(?:个|名|位)(?:学生|孩子|幼儿)|家访对象|谁家|对象(?=[、，；。和及]|$)|(?:受家访|受访|被访)学生|(?<![\u4e00-\u9fff])学生(?=[、，；。]|$)"),
    ("teacher", r"(?:家访|走访|访谈|来访|联系|访问|参加|参与|同行|随行|执行|记录|谈话|入户)(?:的)?(?:教师|老师|人员?|者)(?:的)?(?:姓名|签名)?|教师姓名|老师姓名|谁去的|由谁去|同行教师|记录人"),
    ("purpose", r"事由|缘由|(?:家访|走访|联系|访问|谈话|沟通)?(?:的)?(?:目的|原因|起因|理由|主题)|为(?:的)?(?:是)?(?:什么|何|啥)(?:事|去|联系|而去|家访)?|因(?:什么|何)事"),
    ("mode", r"(?:家访|走访|联系|沟通|访问|谈话|交流|联络|回访)?(?:的)?(?:方式|形式|途径|渠道)|怎么(?:联系|访|去)的|用什么方式"),
    ("feedback", r"(?:大人|人家)(?:说了(?:什么|些什么|啥)|有(?:什么|啥|何)(?:意见|要求|建议))|(?:家长|监护人)(?:的)?(?:反馈|(?:有|提出)?(?:何|什么|哪些|啥)[^，、。；]{0,4}(?:要求|意见|建议)(?:和意见|和建议)?|意见|建议|态度|想法|说了(?:什么|些什么)|反映|评价|期望|诉求|看法|要求|回应|回复|说法|答复|反应)(?:的)?(?:问题|意见|建议|与意见|与建议|和意见|及意见)*|反馈(?:意见|情况|信息)?|意见(?:和|与|及|、)?建议|家长(?:对[^，、。；]{0,8})?的?(?:意见|建议)|(?<![\u4e00-\u9fff])意见(?=[、，；。和及与]|$)"),
    ("measures", r"(?:接下来|往后|后头|下一步)(?:打算)?(?:咋办|怎么办|咋弄|怎么做)|下一步(?:怎么|打算|措施|计划|做法|安排|工作|如何)?|后续(?:的)?(?:跟进|措施|安排|工作|打算|计划|帮扶|处理|举措|做法)?|跟进(?:的)?(?:情况|措施|计划|办法|安排|事项)?|(?:处理|解决|采取(?:的)?|帮扶|改进|整改|应对|教育|拟采取的|拟定的|商定的|干预|约定的?|达成的?)(?:的)?(?:措施|办法|结果|意见|情况|事项|方案|共识)|接下来(?:怎么|打算|要)|(?:今后|以后|之后)(?:怎么|的打算|打算|措施)|(?:拟|将|要)采取[^，、。；]{0,4}措施|(?<![\u4e00-\u9fff])措施(?=[、，；。和及]|$)|(?:家访|走访|接访|访问|谈话)?(?:的)?(?:结果|成效|效果)|打算"),
    ("needs", r"困难|难处|需求|需要(?:帮助|解决|学校)|诉求|实际问题|有什么难|求助|难题|愿望"),
    ("content", r"(?:谈话|家访|走访|交流|联系|沟通|访问|访谈|谈|交谈|主要|简要|具体|接访|回访)?(?:的)?(?:内容|要点|概要|摘要|纪要|概况|过程|经过|主要情况|详情|实录)|谈了(?:些)?(?:什么|哪些|啥)|说了(?:些)?(?:什么|啥)|聊了(?:些)?啥|聊了(?:些)?什么|主要情况|记录内容|家访情况(?=[、，；。]|$)"),
)  # fmt: skip
_FIELDS = tuple((name, re.compile(pattern)) for name, pattern in FIELDS)
_NOT_HERE = re.compile(
    r"家长会|座谈会|开放日|家长学校|考核|加分|扣分|成长档案|预约表|会议记录|培训|通讯录|例会|班会|计划书|作业"
)
_GENERAL = re.compile(
    r"(?:做好|作好|认真|如实|及时|详细|填写|填好|写好|有|真实|据实|完整|认真做好|真实地|概要性的?|详实|准确|并)[^，。；]{0,14}?(?:记录|记载|登记)(?!的(?:考核|检查))|(?:记录|记载)(?:要|应|须|必须)?(?:如实|真实|详细|完整|认真)|家访(?:后|时|结束后?)[^，。；]{0,12}(?:记录|记载)"
)


def read(source: Source) -> Iterator[Found]:
    """Fields that a sheet lists; a bare 做好记录 is left to `general`."""
    text, sentence = source.text, source.sentence
    if source.elsewhere:
        return
    over = source.over
    listed = bool(
        re.search(
            r"(?:记录|登记|手册|(?<!代)表(?![决彰示现明扬达])|册|单|簿|卡|手记|台账)[^｜\d份。]{0,14}(?:内容|项目|栏|填写|包括|下列|以下|如下|要求|格式|应有)|(?:填写|写清|载明|注明|记录)[^｜]{0,10}(?:以下|下列|如下|内容|项目)",
            over,
        )
    )
    listed = listed or _goes_on(source)
    opened = OPEN.search(text)
    if (
        sentence.row
        and not (
            opened
            and re.match(
                r"[^｜]{0,12}(?:表|册|单|簿|本|卡)》?(?:[^｜：]{0,6}(?:包括|须|应|内容|栏)[^｜：]{0,6}：|：)",
                text,
            )
        )
    ) or (sentence.heading and not opened and not listed):
        return
    if re.search(r"家访原因|走访原因|联系原因|家访事由", source.over) and not sentence.heading:
        if sentence.first:
            yield source.found("form", 0, len(text), 0.7, field="purpose")
        return
    signature = re.search(
        r"家长[^，。；]{0,10}(?:签名|签字|盖章|签章|手印|指印)|(?:签名|签字|签了字|签章|盖章|手印|指印)", text
    )
    if signature and not re.search(
        r"检查签名|作业|协议|承诺书|回执|责任书|请假|班主任签|领导签|教师签(?!名)|由.{0,6}签字(?:批准|同意)",
        text,
    ):
        yield source.found("form", signature.start(), signature.end(), 0.9, field="signature")
    photo = _FIELDS[1][1].search(text)
    if photo and not re.search(
        r"看(?:得)?[见到]|不(?:得|要|必|强制|需|准|可|宜)[^，。；]{0,6}(?:拍|照|合影)|严禁|宣传|公众号|不(?:摆拍)|不(?:往外|外|乱|对外)|外发|外传",
        text,
    ):
        yield source.found("form", photo.start(), photo.end(), 0.85, field="photo")
    needs = re.search(
        r"(?:了解|记录|掌握|收集)[^，。；]{0,14}(?:需求|困难|难处)[^。；]{0,24}(?:解决|帮助|办)", text
    )
    if needs and re.search(r"家访|走访|家长", text):
        yield source.found("form", needs.start(), needs.end(), 0.6, field="needs")
    if (not opened and not listed) or (_NOT_HERE.search(text) and not opened):
        return
    if re.search(r"家长会|家长学校|成长档案|预约表|会议记录|作业", text):
        return
    at = opened.start() if opened else 0
    fields = list(_all(text, at))
    if len(fields) < (
        1
        if listed or re.search(r"写清|写明|注明|载明|栏|须有|应有|写上|包括|内容有|填写：|：", text[at:])
        else 2
    ):
        return
    for name, start, end in fields:
        if name in ("signature", "photo"):
            continue
        yield source.found("form", start, end, 0.85, field=name)


_HEAD = re.compile(r"(?:记录|登记|联系|家访|走访|沟通|回访)(?:表|卡|册|单|本|簿|手册)$")


def _goes_on(source: Source) -> bool:
    """Whether a short piece continues a list of fields: 项目：日期；学生；…, or stands under 记录表."""
    sentence, text = source.sentence, source.text
    if _HEAD.search(source.over.split("｜")[0]) and len(re.split(r"[/、]", text)) >= 3:
        return True
    steps = 0
    while sentence.joined and len(sentence.text) <= 14 and steps < 12:
        sentence = source.document.sentences[sentence.number - 1]
        steps += 1
    return bool(steps and re.search(r"(?:项目|栏目|栏|内容|包括|填写?|要有|写明|注明)：", sentence.text))


def _all(text: str, at: int) -> Iterator[tuple[str, int, int]]:
    """Each listed part goes to the first field that knows it."""
    taken: list[tuple[int, int]] = []
    hits: list[tuple[str, int, int]] = []
    body = text
    for name, pattern in _FIELDS:
        for match in pattern.finditer(body, at):
            if any(match.start() < e and match.end() > s for s, e in taken):
                continue
            if (
                name == "content"
                and re.match(
                    r"(?:包括|有|为|：|应|须|要|填|项目|如下|写|完整|真实|齐全|要求)",
                    text[match.end() : match.end() + 4],
                )
                and not re.match(r"有[^：]{0,3}[、，]", text[match.end() : match.end() + 5])
            ):
                continue
            if name == "feedback" and re.search(r"记录(?:和|与|及|、)$", text[: match.start()]):
                continue
            if name == "teacher" and re.match(
                r"填写|签|负责|认真|应|须|要|如实|记|必须", text[match.end() : match.end() + 3]
            ):
                continue
            if name == "mode" and re.match(r"不限|不拘|任选|自定|由", text[match.end() : match.end() + 2]):
                continue
            if name == "mode" and re.match(
                r"(?:上报|填写|记录|保存|提交)", text[match.end() : match.end() + 3]
            ):
                continue
            if name in ("time", "purpose", "mode", "place") and re.search(
                r"(?:约定|约好|商定|预约|确定|统一)[^，。；、：]{0,4}$", text[: match.start()]
            ):
                continue
            taken.append(match.span())
            hits.append((name, match.start(), match.end()))
            break
    yield from sorted(hits, key=lambda hit: hit[1])


def general(sources: list[Source], found: list[Found]) -> Iterator[Found]:
    """做好记录 with no field named anywhere: the record must at least say what was talked over."""
    if any(
        each.kind == "form" and each.fields["field"] not in ("signature", "photo", "needs", "purpose")
        for each in found
    ):
        return
    for source in sources:
        match = _GENERAL.search(source.text)
        if (
            match
            and not source.sentence.heading
            and not _NOT_HERE.search(source.text)
            and not exclusions.OTHERS.search(source.text)
        ):
            yield source.found("form", match.start(), match.end(), 0.6, field="content")
            return
