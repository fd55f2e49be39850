"""Assessment: what meeting, missing or faking the task brings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.regulations.readers.base import Found, Source
from nlp.regulations.words import exclusions, times

_FALSE = re.compile(
    r"假|虚[构报增]|编造|伪造|捏造|杜撰|代签|弄虚|不实|瞒报|失实|凭空|无中生有|冒充|谎报|编写的|抄袭|走过场"
)
_MISSED = re.compile(
    r"(?:未|没有?|不|无法|没能|未能)(?:按(?:要求|规定|时|期|计划|量)*)?(?:全部|如期|如数|足额)?(?:完成|达到|达标|履行|落实|开展|进行|家访|走访|做到|完满|做完|去|够)|没有?(?:走|访|做|跑|去)(?:完|到|够|满)|完不成|不达标|未达标|达不到|欠(?:缺|账)|缺次|少访|不足(?:次|数)|未(?:完成|达)|不能(?:按[^，。；]{0,3})?完成|差的班|(?:次数|数目|数量|户数|人次|任务)不(?:足|够|满|达)|无故不(?:家访|参加|走访)|拒不|不(?:按规定|认真)?(?:家访|走访)(?:的|者)"
)
_LATE = re.compile(
    r"迟交|交(?:得)?(?:迟|晚)|上?交[^，。；]{0,4}(?:迟|晚)了|逾期|拖延|未按时|不按时|超期|延误|过期|迟报|未在(?:规定|限定)(?:的)?(?:时间|期限)|未按规定(?:的)?(?:时间|期限)|超过(?:规定)?(?:时间|期限)|拖拉|晚交|滞后|不及时|延期|补交|漏交|未及时"
)
_BAD = re.compile(
    r"师德|不力|不到位|财物|谋取|谋私|牟利|粗暴|冷淡|态度(?:恶劣|生硬|蛮横)|索要|收(?:受|取)?[^，。；]{0,6}(?:礼|财|钱|红包)|吃请|违(?:反|规|纪)|泄露|旷职|旷工|借家访|推诿|不负责|不认真|敷衍|不良影响|恶劣|告状|投诉|争吵|体罚|严重后果|造成[^，。；]{0,6}(?:影响|后果)|玩忽|失职|私事|推销"
)
_MET = re.compile(
    r"(?:按(?:要求|规定|时|期|质|量|表|计划)*|如期|如数|足额|圆满|全部|超额|提前|全面|较好|出色)*(?:地)?(?:完成|达到|做满|做完|达标|完满)(?!情况|率|的?质量|程度)[^，。；]{0,16}?(?:的|者|任务|数量|次数|工作量|教师|班主任|指标|要求|人次|加分|给予|，|$)|达到[^，。；]{0,8}(?:数量|要求|标准|次数)|(?:提前|全部|任务)[^，。；]{0,4}(?:做|走|访)完(?:了)?的"
)
_SUBJECT = re.compile(
    r"家访|走访|联系|回访|任务|工作|记录|手册|考核|沟通|接访|次数|登记|教师|班主任|积分|量|造假|弄虚|编造|上门|入户|接待"
)
_ASSESS = r"(?:考核|绩效|考评|评价|评估|业绩|量化|评定|测评|考查|工作量|评职|职称|晋级|晋升|聘任|竞聘|年终|档案|积分|岗位|班主任费|津贴|计分|评分|记分|月考|评先|评优|评聘|履职|述职|工资|评级)"
_CREDIT = re.compile(
    rf"(?:算进|算入|记进|写进|折进|纳入|计入|记入|列入|归入|并入|进入|载入|体现在|体现于|反映在|折算|写入|转入)(?:到|为|了)?[^，。；]{{0,24}}?{_ASSESS}|(?:作为|成为|当作|列为|视为|是)[^，。；]{{0,30}}?(?:依据|参考|内容|指标|条件|一项|组成部分|标准|凭据|重要方面)(?:之一)?|(?:与|和|同|跟)[^，。；]{{0,24}}?(?:挂钩|挂勾|挂起钩|相联系|联系起来|直接挂钩)|(?:加|计|记|得|给予)(?:一定)?(?:的)?(?:[\d一二两三四五六七八九十]+)?分|加分|记分|计分|优先(?:评|考虑|晋)?[^，。；]{{0,4}}(?:职称|晋级|聘)"
)
_DEDUCT = re.compile(
    r"扣(?:除|减|发|分|去|\d)|扣[^，。；]{0,10}分|减分|(?:相应|酌情|同样|适当|视情|按规定)扣|扣(?:当|相应|考核|绩效|津贴|班主任)|按[^，。；]{0,6}(?:师德失范|教学事故|失职)[^，。；]{0,4}处理|按?(?:旷职|旷工|旷岗)(?:处理|论处)?|问责|诫勉|追究[^，。；]{0,8}责任|通报批评|批评教育|降(?:级|档|等)|责任追究|给予(?:批评|处分)|纪律处分|责令"
)
_STUDENTS_OWN = re.compile(r"受(?:过|到)?[^，。；]{0,6}处分|处分(?:的|期)[^，。；]{0,4}学生|违纪处分")
_FORFEIT = re.compile(
    r"取消[^，。；]{0,20}?(?:资格|奖|津贴|补贴|补助|评优|评先|评选|绩效|奖励|先进|晋级|称号|待遇|全部)|(?:全部|一律|全额)(?:取消|扣除|扣发)|扣(?:除|发|罚)?(?:全部|全额|整)|一票否决|(?:不得|不能|不予|不准|不可|不|无缘)(?:参加|参与|被|再)?(?:[^，。；]{0,6}(?:职称|评审|评聘)|评[为选优先]|授予|推荐|享受|发放|晋级)[^，。；]{0,12}|否决[^，。；]{0,8}(?:评|资格)|(?:奖|津贴|补贴|奖金|绩效|补助|资格|评优|评先|称号)[^，。；]{0,10}(?:就|即|全部|一律|全额|当场)?取消|(?:收回|追回|撤销)[^，。；]{0,10}(?:奖|称号|荣誉)|不(?:享受|发)[^，。；]{0,8}(?:奖|津贴)"
)
_BONUS = re.compile(
    r"奖金|(?:给予|予以|另发|另行|发给|发放|颁发|适当|物质|精神|一定的?|专项|给|有|得|再|另|进行|加大|享受)[^，。；]{0,12}?(?:奖励|奖金|奖品|补贴|补助|津贴|嘉奖|奖)(?!项|状|惩)|奖励|加奖|发奖|嘉奖"
)
_RANK = re.compile(
    r"评[^，。；]{0,6}?(?:先进|优秀|标兵|优|先(?!进?行)|能手|模范|最美|十佳|明星|之星|选)|(?:授予|颁发|冠以|命名|获)[^，。；]{0,16}?(?:称号|荣誉|证书|奖状)|称号|排名|排序|名次|评(?:先|优)|优先(?:推荐|评|授予|考虑|推选|推荐为)|(?:推荐|推选|表彰)[^，。；]{0,10}(?:先进|优秀|标兵|能手|模范)|先进(?:个人|教师|班主任|集体)|排在前|标兵|表彰"
)
_SURVEY = re.compile(
    r"问卷(?!显示|表明|反映|结果|调查显示)|(?:家长|学生)[^，。；]{0,10}(?:座谈|访谈)[^。；]{0,30}?(?:了解(?:有关|教师|家访|走访|联系|工作)|看法|评价|听听|家访|核实|考核)|(?:通过|召开|组织)[^，。；]{0,8}(?:座谈|测评|访谈)[^。；]{0,24}(?:了解(?:有关|教师|家访|走访|联系|工作)|考核|评价|家访)|(?:座谈|访谈)[、和与]?(?:抽查|问卷|回访)|(?:家长|学生)(?:满意度)?(?:测评|评议|调查(?!学生))(?:表)?"
)


def read(source: Source) -> Iterator[Found]:
    """Effects with their cause; figures of a points scale give none."""
    text = source.text
    if source.sentence.heading or source.elsewhere:
        return
    if re.search(
        r"家长参加|对家长(?:的|进行|予以|给予)|家长考核|优秀家长|学生(?:的)?(?:考核|综合素质|评优)|家长(?:的)?评(?:优|选)",
        text,
    ) and not re.search(r"教师|班主任", text):
        return
    negated = re.search(
        r"不(?:搞|作|做|设|排|论|公布|得?以|再|进行|评比|参与|纳入|计入|列入|与|对|按|把|将|算)[^，。；]{0,16}(?:评比|排名|攀比|名次|考核|挂钩|奖|排队|评选|评优|绩效|依据|评先)|不(?:得)?计入[^，。；]{0,6}|不评比|不排名|不打分",
        text,
    )
    about = text + "｜" + source.over + "｜" + source.frame.title
    if not _SUBJECT.search(about):
        return
    clean = _blank(text, negated)
    yield from _effects(source, clean)


def _blank(text: str, match: re.Match[str] | None) -> str:
    return (
        text
        if match is None
        else text[: match.start()] + "＊" * (match.end() - match.start()) + text[match.end() :]
    )


def _effects(source: Source, text: str) -> Iterator[Found]:
    scale = exclusions.POINTS.search(re.sub(r"[\d一二三四五六七八九十百]+元", "", text))
    survey = _SURVEY.search(text)
    if (
        survey
        and not re.search(r"满意率|得满分|分值", text[max(0, survey.start() - 10) : survey.end() + 10])
        and not re.search(r"作答|家庭教育(?:状况|情况)问卷|摸底", text)
    ):
        yield source.found("assessment", survey.start(), survey.end(), 0.85, effect="survey", cause="overall")
    bits = _bits(text)
    causes = ""
    for start, end in bits:
        piece = text[start:end]
        cause_text = causes + piece if not _own_cause(piece) else piece
        forfeit = _FORFEIT.search(piece)
        deduct = _DEDUCT.search(_STUDENTS_OWN.sub("", piece))
        missed = _own_cause(cause_text)
        taken = bool(forfeit)
        if forfeit:
            yield _found(source, start, forfeit, "forfeit", _cause(cause_text, text))
        if deduct and not forfeit and (not scale or missed):
            taken = True
            yield _found(source, start, deduct, "deduction", _cause(cause_text, text))
        if taken:
            said = forfeit or deduct
            rest = piece[said.end() :] if said else ""
            if not re.search(r"纳入|计入|并|同时", rest):
                causes = _next(causes, piece)
                continue
        bonus = _BONUS.search(piece)
        if (
            bonus
            and not forfeit
            and not scale
            and not re.search(
                r"学生[^，。；]{0,6}(?:获|受)|不(?:再|另|予|给)?(?:另)?[发给][^，。；]{0,4}(?:奖|补贴|津贴|补助)",
                piece,
            )
            and not re.search(r"奖惩|绩效(?:奖励)?考核|奖励(?:办法|机制|制度|依据|条件|性绩效)", piece)
        ):
            fields = {"effect": "bonus", "cause": _cause(cause_text, text)}
            week = times.BY_WEEK.search(piece if _MET.search(piece) else cause_text)
            number = times.week(week) if week else None
            if number and fields["cause"] == "quota_met":
                yield source.found("assessment", start, end, 0.85, **fields, by_week=number)
            else:
                yield _found(source, start, bonus, "bonus", fields["cause"])
            causes = _next(causes, piece)
            continue
        rank = _RANK.search(piece)
        if (
            rank
            and not forfeit
            and not re.search(
                r"(?:作为|列为|成为)[^，。；]{0,16}(?:评优|评先|晋级|晋升)[^，。；]{0,10}(?:依据|条件|参考)",
                piece,
            )
            and not re.search(r"资格|不评|考评|评价|评选(?:办法|条件)(?:另)|家长|学生(?:中)?评", piece)
        ):
            yield _found(source, start, rank, "ranking", "overall")
        credit = _CREDIT.search(piece)
        if (
            (
                credit
                and (not scale or _MET.search(cause_text))
                and not (
                    survey
                    and survey.start() < start
                    and re.search(r"参考|依据", credit[0])
                    and _survey_only(text)
                )
            )
            and not (
                rank
                and not re.search(
                    r"考核|绩效|考评|评价|业绩|量化|加分|评估|职称|工资|津贴|积分|测评|依据", piece
                )
            )
            and (
                re.search(_ASSESS + r"|加[\d一二两三四五六七八九十]*分|记分|计分|德育|依据|挂", piece)
                and not re.search(r"(?:每|各)(?:少|多)", piece)
                and _about_teachers(piece, text, source)
            )
        ):
            cause = _credit_cause(cause_text, piece)
            week = times.BY_WEEK.search(cause_text)
            number = times.week(week) if week and cause == "quota_met" else None
            late = {"by_week": number} if number else {}
            yield source.found("assessment", start, end, 0.85, effect="credit", cause=cause, **late)
        causes = _next(causes, piece)


def _about_teachers(piece: str, text: str, source: Source) -> bool:
    if re.search(r"(?:作为|成为|是)[^，。；]{0,16}(?:桥梁|纽带|重点|对象|任务|途径|日常工作)", piece):
        return False
    if re.search(r"作为|成为|列为|视为|是", piece) and re.search(
        r"依据|参考|内容|指标|条件|一项|组成部分|标准", piece
    ):
        return bool(
            re.search(r"考核|绩效|考评|评价|业绩|量化|评优|评先|职称|晋|工资|津贴|奖励|聘|测评|评估", piece)
        )
    return True


def _survey_only(text: str) -> bool:
    """作为评价的参考 right after a survey says what the survey is for."""
    return not re.search(r"纳入|计入|挂钩|挂勾", text)


def _found(source: Source, start: int, match: re.Match[str], effect: str, cause: str) -> Found:
    return source.found(
        "assessment", start + match.start(), start + match.end(), 0.85, effect=effect, cause=cause
    )


def _bits(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^，。；！？]+", text)]


def _own_cause(piece: str) -> bool:
    return bool(_FALSE.search(piece) or _MISSED.search(piece) or _LATE.search(piece) or _BAD.search(piece))


def _next(causes: str, piece: str) -> str:
    return piece if _own_cause(piece) or _MET.search(piece) else causes + piece


def _cause(words: str, text: str) -> str:
    if _FALSE.search(words):
        return "falsified"
    if _LATE.search(words) and not re.search(r"完不成|未完成(?!.{0,4}的?(?:上交|交))", words):
        return "late"
    if _MISSED.search(words):
        return "quota_missed"
    if _BAD.search(words):
        return "misconduct"
    if _MET.search(words) or re.search(r"完成(?!情况)", words):
        return "quota_met"
    return "overall"


def _credit_cause(words: str, piece: str) -> str:
    if re.search(r"(?:完成|达标|落实)(?:的)?(?:情况|率|质量|程度)", words):
        return "overall"
    if _MISSED.search(words):
        return "overall"
    return "quota_met" if _MET.search(words) else "overall"
