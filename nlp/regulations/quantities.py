"""The figures of a piece of a sentence: counts with their unit, fractions, and words for everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.regulations.numerals import FRACTION, SPAN, Amount, amount

_NOUN_NOT_PUPILS = r"(?!以上(?:教师|老师)|(?:[^，。；、学]{0,6}(?:教师|老师|领导|干部|同事|党员|校长|班主任|工作人员|志愿者|专家|代表|评委|成员|委员|主任|教职工|导师)))"
_COUNT = re.compile(
    rf"(?<![第\d./·每逐])(?P<number>{SPAN})(?P<vague>余|多|来|几)?(?:个)?(?P<unit>"
    r"人次|户次|家次|生次|次(?![日要序数品年于第等元算结性]|家(?!访))|趟|回(?![访家校来头复答事])|遍|轮(?![流岗换])"
    rf"|(?:学生|孩子)家庭|家庭|学生|孩子|幼儿|名(?![单称册义额校誉]){_NOUN_NOT_PUPILS}|位(?!置|一体){_NOUN_NOT_PUPILS}"
    rf"|(?<!个)人(?![员数以均民际生大才一家以同]|[以]?[上下]?(?:一组|同行|结伴|小组|陪同|共同|一起|为一组)){_NOUN_NOT_PUPILS}"
    r"|户(?![口籍外])|家(?![长校访园委教里中乡人属])|生(?![活日病产涯])"
    r")(?P<more>以上|及以上|左右|以内|以下)?"
)
_FRACTION = re.compile(rf"(?<![第\d./这那该])(?P<fraction>{FRACTION})(?P<more>以上|及以上|左右)?")
_VERB = r"(?:家访|走访|上门|入户|登门|联系|联络|沟通|访问|访|覆盖|电话|谈话|交谈|谈心|面谈|回访|见面|看望|慰问|走|到)"
EVERY = r"(?:每一?(?![周月学期天日次半季年星教]|个(?:月|学期|学年|星|教|假|周))(?:名|个|位|户|家)?(?:[^，。；每]{0,6}?)(?:学生|孩子|幼儿|新生|家庭|生(?!活|病)|户|人|小朋友|儿童|家长|家(?![长访校庭])))"
ALL = re.compile(
    rf"(?P<all>普访|普遍(?:地)?(?:{_VERB}|进行)|(?:全面|全部)(?:地)?(?:进行)?(?:{_VERB}|走到)|全覆盖|应访尽访|{_VERB}(?:全部|到位)?(?:学生)?(?:全覆盖|到全体|全体学生|全部学生|全班(?:学生)?(?=$|[，。；一]))"
    rf"|(?:逐(?:一|户|个|人|家|生|名)|挨(?:家|个|户)(?:挨户)?|一一|一户不漏)(?:地)?(?:进行|都|要|应|电话|上门|入户)*{_VERB}|必(?:访|须访)|人人(?:访到|走到|{_VERB})|户户|家家|(?:一个|一人|一户|一名|一生|一家)(?:都|也)?(?:不能?|不可|不得)(?:落|漏|少|缺)|不(?:漏|落|少)一(?:人|户|生|个|家|名)|无一(?:遗漏|例外)|无遗漏|(?:全班|全体|所有|每一?[个名位])[^，。；]{{0,8}}都(?:要|应|须|得)?{_VERB}到|(?:全部|所有|全体)(?:新生|幼儿|学生|孩子|家庭)(?:都|均)?{_VERB}(?:到位|到|一遍|完毕|完)|完成(?:对)?(?:全班|全体|所有|本班|新生)[^，。；]{{0,6}}?的?(?:家访|走访|普访)|(?:走访|家访|上门|入户)(?:完毕|全部)(?=[，,。；]|$)|新生[^，。；]{{0,8}}一律(?:要|须|应)?{_VERB}|(?:须|应|要)达到全部|访遍|走遍|遍访|跑遍|到边到底"
    rf"|(?:对|给|与|和|同|为|向)?{EVERY}(?:的?(?:家长|家庭|监护人))?[^，。；]{{0,12}}?(?:至少|不少于|不低于|最少|均|都|要|应|须|需)?[^，。；]{{0,6}}?(?:一|1)(?:次|遍|回|趟|轮)|{EVERY}(?:都|均|要|应|须|必须|至少)*[^，。；]{{0,4}}?(?:{_VERB}到|{_VERB}一)"
    rf"|(?:全部|全都|都要|均要|均须|都须|全数)(?:要|应|须)?(?:走到|访到|走访到位|家访到位|走访|家访|联系到|联系上)|{EVERY}(?:都|均|全)(?:要|应|须|得)?(?:去|走|到|访)|对(?:全班|全体|所有|本班|班级|每一?[个名位])(?:的)?(?:学生|幼儿|孩子|家庭)(?:家长|家庭)?(?:都|均|要|应|进行|开展|实施|做好|一次)*的?(?:家访|走访|普访)(?!的|记录|情况|不)|覆盖(?:全体|全部|所有|全班|到?每)|{_VERB}到?(?:全班|本班|班上|班里)的?每一?[个名位户家]|{_VERB}到每一?(?:户|家|个|名|位)|{_VERB}(?:到)?(?:本班|全班|所带班级)?的?(?:全体|全部|所有)(?:新生|学生|幼儿|家庭))"
)


_STAFF = re.compile(r"(?:教师|老师|教职工|干部|领导|人员|主任|校长|职工|党员)(?:：|，)?$")
_EVERY = re.compile(EVERY)
# Without one of these there is no figure.
_HINT = re.compile(r"[次趟回遍轮名位人户家生孩庭童%成半分逐普必访全覆一挨不无遍]")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `start:end` of the sentence. `unit` is count, head or share."""

    amount: Amount
    unit: str
    start: int
    end: int
    words: str
    everybody: bool = False
    round_: bool = False
    each: bool = False


def every(text: str) -> bool:
    """Whether each pupil or family is spoken of; 教师每人 is not."""
    if re.search(r"逐(?:户|个|一)", text):
        return True
    return any(
        not (re.match(r"每人(?!家)", match[0]) and _STAFF.search(text[: match.start()]))
        for match in _EVERY.finditer(text)
    )


def find(text: str, start: int, end: int) -> list[Quantity]:
    """The figures of `text[start:end]`, in order, without overlaps."""
    found: list[Quantity] = []
    if not _HINT.search(text, start, end):
        return found
    taken: list[tuple[int, int]] = []

    def free(a: int, b: int) -> bool:
        return all(b <= x or a >= y for x, y in taken)

    for match in _FRACTION.finditer(text, start, end):
        if re.search(
            r"(?:(?:不|别|勿|莫)(?:得|能|可|应|宜|要)?超过?|不(?:得|能)?多于|至多|最多|上限为?)$",
            text[: match.start()],
        ):
            continue
        value = amount(match["fraction"])
        if value is not None and not re.match(r"(?:的)?(?:分|成绩)", text[match.end() : match.end() + 2]):
            found.append(Quantity(value, "share", match.start(), match.end(), match[0]))
            taken.append(match.span())
    for match in _COUNT.finditer(text, start, end):
        value = amount(match["number"])
        if re.fullmatch(r"[百千万]+", match["number"]):
            continue  # 进百家门
        if value is None or match["vague"] or not free(*match.span()) or value.low <= 0:
            continue
        if (
            match["more"] in ("以内", "以下")
            or value.low >= 1000
            or (
                match["unit"] in ("学生", "孩子", "家庭", "家", "人", "幼儿")
                and value.low < 2
                and value.high is None
                and not re.search(
                    r"不少于|至少|不低于|每[周月年学]", text[max(0, match.start() - 12) : match.start()]
                )
            )
        ):
            continue
        if value.low == 1 and re.search(r"[这那此本头上下该同]$", text[: match.start()]):
            continue
        if match["unit"] == "学生" and re.search(r"[高初大]$", text[: match.start()]):
            continue
        if re.search(
            r"(?:(?:不|别|勿|莫)(?:得|能|可|应|宜|要|排|安排)?超过?|不(?:得|能)?多于|至多|最多|上限为?|以不超过)$",
            text[: match.start()],
        ):
            continue
        if value.low == 1 and re.search(
            r"(?:不|勿|别|莫)(?:能|要|得|许)?(?:漏|落|少|缺)(?:掉|下)?$", text[: match.start()]
        ):
            continue
        if re.search(r"样的$", text[: match.start()]):
            continue
        if re.search(r"(?:算|记|计|折算?|折合|抵|相当于)(?:作|为|成)?$", text[: match.start()]):
            continue
        if re.match(r"(?:都|也)?不(?:能|可|得)?(?:漏|落|少|缺)", text[match.end() : match.end() + 5]):
            continue
        if re.match(
            r"(?:一档|一策|一案|一册|一表|一卡|一岗|一本|一人|一袋|性|一组|为一组|同行|结伴)",
            text[match.end() : match.end() + 3],
        ):
            continue
        unit = "count" if match["unit"][-1] in "次趟回遍轮" else "head"
        found.append(
            Quantity(
                value,
                unit,
                match.start(),
                match.end(),
                match[0],
                round_=match["unit"] in ("遍", "轮"),
            )
        )
        taken.append(match.span())
    for match in ALL.finditer(text, start, end):
        inside = [q for q in found if q.start < match.end() + 8 and q.end > match.start()]
        if any(
            (q.unit == "share") or q.unit == "head" or q.amount.low > 1 or "人次" in q.words for q in inside
        ):
            continue
        if re.match(r"每人(?!家)", match[0]) and _STAFF.search(text[: match.start()]):
            continue  # 全校教师每人参加一次: everybody of the staff
        for q in inside:
            found.remove(q)
        last = max([match.end(), *(q.end for q in inside)])
        first = min([match.start(), *(q.start for q in inside)])
        found.append(
            Quantity(
                Amount(100.0, share=True),
                "share",
                first,
                last,
                text[first:last],
                everybody=True,
                each=any(not q.round_ for q in inside) and not re.search(r"逐|普|必|挨|遍|全", match[0]),
                round_=not inside
                or any(q.round_ for q in inside)
                or bool(re.search(r"逐|必访|挨|普访|遍|全", match[0])),
            )
        )
    return sorted(found, key=lambda q: q.start)
