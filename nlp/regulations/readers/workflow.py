"""Workflow: steps before, at and after a visit; who grants leave in school hours is a leader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source, pieces
from nlp.regulations.words import exclusions

_BODY = (
    r"(?:(?:学校|中心校|校|园|本校|我校)?(?:分管|主管|值班|值日|当日值班|带班|蹲点|包级|包年级|学校|学生|年级|德育|教学|政教|教务|教导|保教|总务|安全|主要|相关|各级|行政|级部|系|专业|学部|中层|园|校|所在)*"
    r"(?:副?校长|副?园长|校领导|园领导|领导(?:班子)?|(?<!班)主任|组长|级长|部长|书记|干部|辅导员|行政)(?:室|办公室)?"
    r"|(?:学校|本校|我校)?(?:教务|教导|政教|德育|学生|保教|总务|教科|科研|安全|学工|招生|实训|就业|体卫艺|保卫|后勤|校长)(?:工作)?(?:处|科|室|部|办公室|办|中心)(?:主任|长|副主任)?"
    r"|年级组长?|级部(?:主任)?|年级部|学部(?:主任)?|大队部|少先队(?:大队部)?|团委|档案室|家校(?:共育)?(?:中心|办)|家访(?:工作)?领导小组|领导小组|工作小组|考核小组|督导组|督查组|检查组|学校|幼儿园|园方|校方|系部|党支部|工会|校办|园部)"
)
_GRANT = re.compile(
    rf"(?:经|报请?|向|跟|由|征得|请示|报经|报备|告知|须经|获|取得|和|与|征求|找|给)(?:本|所在|其|学校)?({_BODY})(?:[^，。；]{{0,6}})?(?:批准|同意|许可|准许|请示|请假|审批|报备|审核|说明|登记|签字|核准|批|点头|准假|报告|汇报)"
)
_TO = re.compile(
    rf"(?:向|报告给?|上报(?:给|至|到)?|报(?:请|送|至|给)?|汇报给|汇报|报知|告知|通知|提交(?:给)?|反馈给|反映给|通报|转告|告诉|知会|呈报|呈送|交)(?:本|所在|其)?({_BODY})"
)
_PLAN = re.compile(
    r"(?:制[定订]|拿出|交出|报出|定出|拟[定订]|拟好?|订(?:好|出|立)?|定(?:好|出)|做好|提交|上交|交|上报|报送?|列出|编制|编写|写好|填报|排出|制作|形成|安排)[^，。；]{0,14}?(?:计划|方案|安排表|日程表)|(?:家访|走访|联系|回访|访问|班级)(?:工作)?计划(?:表|书)?[^，。；]{0,10}?(?:交|报|备案|上报|公示|审核|提交)|(?:要|应|须|必须)?有(?:明确的?|周密的?)?计划(?!外)(?:地|、|，|$|进行|家访|有|和)|有计划(?:地)?(?:、有[^，。；]{1,6}地?)?(?:家访|走访|进行|开展|联系|安排)|家访(?:前|之前)有(?:方案|计划)|(?:家访|走访)(?:应当?|要|须|必须)有(?:方案|计划)|(?:家访|走访|联系|回访)(?:的)?(?:方案|计划)[^，。；]{0,16}?(?:排好|定好|订好|做好|排出|制[定订]|编制|拟[定订]|备好)|各班交[^，。；]{0,4}计划|计划先行|按计划(?:进行|开展)"
)
_NO_PLAN = re.compile(
    r"学校工作计划|学习(?:提高)?(?:计划|方案)|提高方案|帮扶(?:计划|方案)|教育方案|帮扶措施|本方案|本计划|特制[定订]|制[定订]本|如下|以下方案|工作计划内|教学计划|假期计划|家长学校工作计划|(?:应急|干预|活动|培训|考核)(?:方案|计划)|转化方案|教研计划|原计划|对策"
)
_APPOINT = re.compile(
    r"预约|(?:约|商|议)(?:定|好|妥|请|一?下)?(?:好)?(?:具体|家访|走访|见面|上门|登门|访问|来访|面谈|拜访|谈话)?(?:的)?(?:时间|日子|时段|日期)|约个?(?:时间|钟点|日子|钟头)|约(?:好|定|妥)(?!几|如下|条|内容|俗成|，|。|：|$)|打(?:个|声|一声)?招呼(?!的)|捎个?(?:话|信)|带个?(?:话|信)|(?:提前|事先|事前|预先|先)[^，。；]{0,12}?(?:通知|告知|联系|打招呼|打电话|告诉|联络|知会|沟通)[^，。；]{0,8}?(?:家长|家庭|时间|来意|家访)|(?:提前|事先|事前|预先|先)(?:与|和|同|跟|给|向)(?:学生)?家长[^，。；]{0,10}(?:联系|沟通|约|打|通|说|讲|招呼)|与(?:学生)?家长[^，。；]{0,8}(?:确定|敲定|定好|定下)[^，。；]{0,4}时间|不(?:搞|做|得|要)[^，。；]{0,4}(?:突然袭击|突击家访|突击式|不速之客)"
)
_SCHOOL_HOURS = re.compile(
    r"(?:上班|工作|上课|班内|在校|教学|坐班|在岗|授课|课间|办公|正课|上学)(?:的)?(?:时间|期间|时段|时|日)|离校|出校|离园|出园|外出家访|占用[^，。；]{0,6}时间|离岗"
)
_GRANTED = re.compile(r"批准|同意|请示|请假|报批|审批|许可|准许|准假|报备|报请|核准|点头|登记后")
_ORAL = re.compile(
    r"(?:回校|返校|回来|归来|家访后|归校|返园|回园|家访归来|走访后|结束后|返回|回到学校|家访结束|走访结束|事后|之后)[^。；]{0,24}?(?:口头|当面|汇报|报告|说明|反馈|回复|销假)|(?:口头|当面)(?:向)?[^，。；]{0,12}(?:汇报|报告|说明|反馈|回复)|(?:向|跟)[^，。；]{1,12}(?:作|做|进行)?(?:口头|当面)(?:作|做)?(?:汇报|报告|说明|反馈)"
)
_CO = re.compile(
    r"(?:两|二|2|双)(?:人|名|位)(?:及?以上)?(?:[^，。；]{0,6})?(?:同行|结伴|一组|共同|一起|同去|同往|陪同|搭伴|前往|参加|一同)|(?:不少于|至少|须有|由|有)(?:两|二|2)(?:名|人|位)[^，。；]{0,8}(?:教师|老师|人员)?[^，。；]{0,6}(?:同行|结伴|前往|一同|共同|一起|参加|同去|家访|走访|进行)|两(?:人|名|位)[^，。；]{0,10}(?:同行|结伴|一起|一路|一道|相伴|作伴|做伴|同去|同往)|(?:教师|老师|班主任|同事|领导|科任|任课|副班|人员|干部|中层)[^，。；]{0,12}?(?:(?:陪同|随同|结伴|同行|搭伴|同去|同往|陪着)[^，。；]{0,12}?(?:家访|走访|前往|上门|入户|进行|去|班主任|$|，|。)|(?:一同|一道|一起|共同|协同)(?:参与|参加|进行|开展|前往|上门|入户|去|到)*(?:家访|走访|前往|上门|入户))|(?:由|请)[^，。；]{2,10}(?:一并|一同|陪同|随同|一道)(?:前往|去|上门|家访|走访)|(?:有|由|请)(?:另外?)?(?:一|1|两|二)(?:名|位)(?:教师|老师|同事)[^，。；]{0,4}(?:陪同|同往|同行|同去|一同)|(?:教师|老师)(?:家访|走访|上门)(?:不得少于|不少于|至少|应有|须有)(?:两|二|2)人|结伴(?:家访|走访|而行|前往|同行|进行)|(?:邀请|安排|可请|请|约)[^，。；]{0,12}(?:教师|老师|同事)[^，。；]{0,6}(?:陪同|同行|一同|一起|共同)|及时家访，(?:科任|任课|授课)(?:教师|老师)[^，。；]{0,4}配合|单独一人(?:家访|走访|前往)|独自(?:一人)?(?:家访|走访|前往|上门)|不得(?:一个人|单人|只身)"
)
_BOTH = re.compile(
    r"(?:学生|孩子|幼儿)(?!的?(?:家长|父母|监护人))[^，。；]{0,10}?(?:家长|父母|监护人)[^，。；]{0,8}?(?:都|均|同时|一并|一起|皆)?(?:应|要|须|应当|必须)?(?:都|均|同时)?(?:在场|到场|在家(?!里|访)|在座|参加|(?<!不)在跟前|在旁)|(?:家长|父母|监护人)[^，。；]{0,8}?(?:学生|孩子|幼儿)[^，。；]{0,8}?(?:都|均|同时)?(?:应|要|须)?(?:在场|到场|在座|(?<!不)在跟前|在旁)"
)
_STUDENT = re.compile(
    r"(?:把|请|让)(?:学生|孩子|娃)[^，。；]{0,4}(?:叫|请|喊)(?:到|在)(?:跟前|身边|一起|场)|(?:学生本人|学生|孩子|幼儿)(?!的?(?:监护人|家长|父母|大人))[^，。；]{0,8}?(?:应|要|须|应当|必须|也)?(?:在场|到场|在座|(?<!不)在跟前)|(?:家访|走访|上门)时(?:，)?(?:学生|孩子|幼儿)(?:本人)?[^，。；]{0,4}(?:应|要|须)(?:该|当)?在家|学生本人(?:应当?|要|须|必须)在家|(?:请|让|要求)(?:学生|孩子)(?!的?(?:监护人|家长|父母))(?:本人)?[^，。；]{0,6}(?:在场|到场|参加|一起坐)"
)
_GUARDIAN = re.compile(
    r"大人也?(?:要|须|得)(?:都)?在(?=[，。；]|$)|(?:家长|父母|监护人)[^，。；]{0,8}?(?:应|要|须|应当|必须|也|至少有?一方)?(?:在场|到场|在座|(?<!不)在跟前)|(?:请|有)(?:家长|监护人|父母一方)[^，。；]{0,6}(?:在场|到场)"
)
_GRAVE = re.compile(
    r"重大|特殊|紧急|严重|异常|突发|危机|家暴|问题|困扰|意外|隐患|安全|重要|苗头|险情|大事|辍学|失联|走失|疑难|突出"
)
_REPORT = re.compile(
    r"报告|上报|汇报|报请|报知|告知|呈报|反映|请示|通报|知会|转报|反馈|报(?=学校|中心[小校]|校长|德育|政教|分管|园长|年级)"
)
_NOTICE = re.compile(
    r"书面(?:的)?(?:形式|方式|材料)?(?:的)?(?:及时|提前|先|告知书|通知书)?[^，。；]{0,10}?(?:通知|告知|告诉|通报)|(?:发放?|印发|下发|送达|发送|寄)[^，。；]{0,12}?(?:通知书|通知单|告知书|告家长书|致家长(?:的一封)?信|书面通知|通知和邀请函|邀请函|书面告知)|书面通知|(?:告家长书|一封信》?)[^，。；]{0,8}(?:告知|通知)"
)
_UNREACHABLE = re.compile(
    r"(?:偏远|路途|路远|路程|外地|在外|外省|外县|省外|县外|市外|境外|国外|外乡|无法(?:到达|上门|入户|见面|家访)|不便|去不了|到不了|距离|较远|太远|遥远|跨省|异地|不在(?:本地|家(?!访))|联系不上|交通|山高|常年|长期|过不去|路[^，。；]{0,4}不通|走不到|进不去|去不成|河对岸|对岸|汛期|大雪|封山|隔着|外面)[^。；]{0,40}?(?:代替|替代|改用|代之|变通|换成|改为|改成|(?:可|可以|允许|采取|采用|通过|打|开|用|改)[^，。；]{0,10}(?:视频|电话|线上|微信|连线|其他方式|网络)|(?:视频|电话|微信)[^，。；]{0,6}(?:也|亦|即|就)(?:可|行|成|认|算)|可不|可以不|免(?:于|去)?)|(?:视频|电话|线上)[^，。；]{0,10}(?:代替|替代)[^。；]{0,16}(?:远|外地|外省)|条件允许的(?:区域|范围|地方)|可达(?:区域|范围)"
)
_CHECK = re.compile(
    r"抽[几若一二两三\d][^，。；]{0,8}(?:本|份|张|次)[^，。；]{0,8}看|抽(?:查|检|看|验|样|阅|访|核|调)|随机(?:检查|翻看|查看|调阅|核查|翻阅|查阅|抽)|不定期(?:检查|查看|翻阅|查阅|督查|调阅|抽|核查|翻看)|(?:以备|备)(?:检查|学校检查|查阅|抽查)|(?:随时|突击)(?:检查|查看|翻阅|查阅|调阅)|(?:学校|定期)[^，。；]{0,20}?(?:执行情况|工作)(?:进行)?(?:检查|监督检查|督查)|(?:监督检查|检查监督)|(?:不定期|随机|抽样|随时)[^，。；]{0,12}(?:电话)?回访|回访核实|电话核实(?=记录|家访|走访|是否|真伪)|暗访"
)


def read(source: Source) -> Iterator[Found]:
    """The steps a sentence switches on."""
    text = source.text
    if source.sentence.heading or source.elsewhere:
        return
    yield from _before(source, text)
    yield from _at(source, text)
    yield from _after(source, text)


def _before(source: Source, text: str) -> Iterator[Found]:
    match = _PLAN.search(text)
    if match and not _NO_PLAN.search(text) and not exclusions.OWN_MEETING.search(text):
        yield source.found("workflow", match.start(), match.end(), 0.8, step="plan", by=None)
    meeting = re.search(r"家长会|接访|接待|来访|开放日|座谈会|到校|来校", text + "｜" + source.over)
    match = _APPOINT.search(text)
    if (
        match
        and not (meeting and not re.search(r"家访|走访|上门|登门", text))
        and not re.search(
            r"(?:这份|本|以上|以下|这个|几条)约定|约定(?:几|如下)|不必(?:预约|提前)|无需预约|约谈|我们约定|不适|伤害|发病|约束|大约|契约|履约|制约|节约",
            text[max(0, match.start() - 12) : match.end() + 12],
        )
    ):
        yield source.found("workflow", match.start(), match.end(), 0.85, step="appointment", by=None)
    match = _SCHOOL_HOURS.search(text)
    granted = _GRANTED.search(text)
    if (
        match
        and granted
        and not re.search(r"学生(?:请假|离校)|请(?:病|事)假|擅自离校|自行离校|学生[^，。；]{0,10}离校", text)
    ):
        by = "leader" if _GRANT.search(text) else None
        yield source.found(
            "workflow", match.start(), granted.end(), 0.85, step="approval_in_school_hours", by=by
        )
    match = _ORAL.search(text)
    if (
        match
        and re.search(r"口头|当面|汇报|报告|说明|销假|回复", match[0])
        and _returned(text, match)
        and not re.search(r"家长(?:口头|当面)|向家长|当着学生", text[match.start() : match.end()])
    ):
        yield source.found("workflow", match.start(), match.end(), 0.8, step="oral_report", by=None)


def _returned(text: str, match: re.Match[str]) -> bool:
    """A report to the school after a visit, not something said to parents."""
    if re.search(r"回校|返校|返园|回园|归校|回来|返回|回到学校|归来", match[0]):
        return True
    return bool(
        re.search(r"口头|当面", match[0]) and _TO.search(text) and not re.search(r"家里|登门|上门说明", text)
    )


def _at(source: Source, text: str) -> Iterator[Found]:
    match = _CO.search(text)
    if match and not re.search(
        r"家长陪同|共同(?:教育|研究|商|探讨|关注|促进|协商|进行教育)|与家长一起|和家长一起|同家长|一起学习",
        match[0],
    ):
        yield source.found("workflow", match.start(), match.end(), 0.8, step="co_visitor", by=None)
    match = _BOTH.search(text)
    if match:
        yield source.found("workflow", match.start(), match.end(), 0.9, step="student_present", by=None)
        yield source.found("workflow", match.start(), match.end(), 0.9, step="guardian_present", by=None)
    else:
        match = _STUDENT.search(text)
        if match and "不在场" not in text:
            yield source.found("workflow", match.start(), match.end(), 0.85, step="student_present", by=None)
        match = _GUARDIAN.search(text)
        if match and "不在场" not in text and not re.search(r"家长会|家长学校|座谈|讲座|开放", text):
            yield source.found("workflow", match.start(), match.end(), 0.85, step="guardian_present", by=None)
    match = _UNREACHABLE.search(text)
    if match and not re.search(r"不(?:得|能|可|允许|准)[^，。；]{0,6}(?:代替|替代)", match[0]):
        yield source.found("workflow", match.start(), match.end(), 0.85, step="excuse_unreachable", by=None)


def _after(source: Source, text: str) -> Iterator[Found]:
    for start, end in _spans(text):
        stretch = text[start:end]
        report = _REPORT.search(stretch)
        to = _TO.search(stretch)
        if to and not report and re.search(r"报告[，、]?$", text[:start]):
            report = _REPORT.search(text)
        grave = _GRAVE.search(text[:end])
        if (
            report
            and to
            and grave
            and not re.search(r"口头|家长会|家长(?:报告|汇报)", stretch)
            and not re.search(r"成绩|总结|工作汇报|汇总", stretch)
        ):
            yield source.found("workflow", start, end, 0.85, step="escalation", by=None)
            break
    match = _NOTICE.search(text)
    if match:
        yield source.found("workflow", match.start(), match.end(), 0.85, step="written_notice", by=None)
    match = _CHECK.search(text)
    if match and not re.search(r"抽查[^，。；]{0,8}(?:作业|教案|卫生|背诵|成绩)", text):
        yield source.found("workflow", match.start(), match.end(), 0.85, step="spot_check", by=None)


def _spans(text: str) -> list[tuple[int, int]]:
    return pieces(text)
