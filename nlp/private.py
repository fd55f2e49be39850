"""Private data in free text: identity numbers, mobiles, bank cards, full addresses.

Works on the normalised text, so full-width digits are already half-width.  A checksum only helps to
tell a card from another long number; an identity number with a typing slip is still one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nlp.contracts import Span


class PrivateData(NamedTuple):
    """What was found and where; ``kind`` is identity | mobile | card | address."""

    kind: str
    span: Span


WORDS = {"identity": "身份证号", "mobile": "手机号", "card": "银行卡号", "address": "详细住址"}

# Digits with blanks, dashes, dots or brackets between them; bounded, so that a page of digits stays linear.
_RUN = re.compile(r"\d(?:[ \-.·()（）]{0,2}\d){9,30}(?:[ \-]?[Xx])?(?![\d*])")
# The same over a line's end; tried only where no number was found within the lines.
_BROKEN = re.compile(r"\d(?:[ \-.·()（）]{0,2}\n?[ ]?\d){9,30}(?:[ \-]?[Xx])?(?![\d*])")
_BREAK = re.compile(r"\d[ ]?\n[ ]?\d")
_BETWEEN = re.compile(r"[ \-.·()（）\n]")
_STUDENT_NUMBER = re.compile(
    r"(?:学籍号|学号|考号|考籍号|准考证|编号|学生证|订单|单号|车牌|工号|编码|流水号|发票号|学生号)"
    r"[是为码:： 号]{0,3}$|[GgLl]$"
)
_MOBILE = re.compile(r"1[3-9]\d{9}\Z")
_MOBILE_PART = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_MOBILE_CUE = re.compile(r"手机|电话|号码|联系")
_CARD_CUE = re.compile(r"卡|账号|帐号|银行|信用社|农商|农信|邮储|工行|建行|农行|存折|账户|打款|汇")
_IDENTITY_CUE = re.compile(r"身份证|身份号|证件号|公民身份|证号")
# Digits written out; read by `_DIGITS` they are judged as the others are.
_SPOKEN = re.compile("[零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]{11,19}[xX]?")
_DIGITS = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,4})"
_STREET = r"[\u4e00-\u9fff]{1,12}?(?:大道|大街|[路街巷弄]|胡同|小区|花园|家园|公寓|新村|新城|名城|社区|苑|府|庄园|广场|城|庭|湾|村|组|社|屯|寨|队|庄|坊|里)"  # noqa: E501
_ADDRESS = re.compile(
    rf"{_STREET}(?:{_NUMBER}(?:村民小组|小组|组|社|队|屯|巷|弄|街|期|区|片))?[ ，,]?"
    rf"(?:(?:门牌)?{_NUMBER}号(?!早|上午|中午|下午|晚|那天|当天|前|后|开|放|去|到|来|线|铺|桌|球|车|选手|学生|床|位|作业|楼|栋)"
    rf"(?:[ ，,]?{_NUMBER}(?:号楼|栋|幢|座|单元|楼|层|室|户|门|房)){{0,4}}"
    rf"|(?:{_NUMBER}|[A-Za-z])(?:号楼|栋|幢"
    rf"|座)[ ，,]?(?:{_NUMBER}单元)?[ ，,]?{_NUMBER}(?:室|号|户|楼"
    rf"|房)?(?!\d*[年级班分岁人口个单])"
    rf"|(?<=[区园苑府庭湾城寓村])\d{{1,3}}-(?:\d{{1,2}}-)?\d{{3,4}}(?![\d-]))"
    rf"|{_NUMBER}(?:号楼|栋|幢|座)[ ，,]?(?:{_NUMBER}单元[ ，,]?{_NUMBER}|\d{{3,4}})(?:室|号|户|房)?"
)
_HOUSE = re.compile(r"[号栋幢座]|-\d{3,4}(?!\d)")
_COUNTS = frozenset(
    "0123456789一二三四五六七八九十百零〇ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)
_NO_HOME = re.compile(r"学校|教学楼|教室|宿舍|寝室|办公|公交|汽车|火车")


def find_private(text: str) -> list[PrivateData]:
    """Every piece of private data in a normalised text, in order of place."""
    found = _numbers(text, _RUN)
    if not found and "\n" in text and _BREAK.search(text):
        found = _numbers(text, _BROKEN)
    for spoken in _SPOKEN.finditer(text):
        kind = _kind(spoken.group().translate(_DIGITS).upper(), _before(text, spoken.start()))
        if kind:
            found.append(PrivateData(kind, spoken.span()))
    done = 0
    for house in _HOUSE.finditer(text):
        if text[house.start() - 1 : house.start()] not in _COUNTS:
            continue
        # A street stands close before its number: the rest of the text need not be tried for one.
        for match in _ADDRESS.finditer(text, max(done, house.start() - 30), house.end() + 40):
            done = match.end()
            if not _NO_HOME.search(match.group()):
                found.append(PrivateData("address", match.span()))
    return sorted(found, key=lambda item: item.span)


_PART = tuple("0123456789*")


def _numbers(text: str, pattern: re.Pattern[str]) -> list[PrivateData]:
    found: list[PrivateData] = []
    for run in pattern.finditer(text):
        if text[run.start() - 1 : run.start()] in _PART:
            continue
        before = _before(text, run.start())
        kind = _kind(_BETWEEN.sub("", run.group()).upper(), before)
        if kind:
            found.append(PrivateData(kind, run.span()))
        elif not _STUDENT_NUMBER.search(before):
            # Two numbers side by side, with a blank between, come as one run.
            found += [
                PrivateData("mobile", (run.start() + part.start(), run.start() + part.end()))
                for part in _MOBILE_PART.finditer(run.group())
            ]
    return found


def _before(text: str, start: int) -> str:
    return text[max(0, start - 14) : start]


def _kind(digits: str, before: str) -> str | None:
    """What a number of its own is; a mobile number is no stretch inside a longer one."""
    if _STUDENT_NUMBER.search(before):
        return None
    size = len(digits)
    if size == 18 and _birthday(digits[6:14]) and digits[0] in "12345678":
        return "identity"
    if size in (15, 18) and _IDENTITY_CUE.search(before):
        return "identity"
    if not digits.isdigit():
        return None
    if 16 <= size <= 19:
        known = digits[:2] == "62" or _CARD_CUE.search(before) or (digits[0] in "3459" and _luhn(digits))
        return "card" if known else None
    if size == 13 and digits.startswith("86"):
        digits = digits[2:]
    # A number that is called a telephone's is one with a digit too many as well.
    slip = size == 12 and _MOBILE_CUE.search(before) and _MOBILE.match(digits[:11])
    return "mobile" if slip or _MOBILE.match(digits) else None


def _birthday(digits: str) -> bool:
    if not digits.isdigit():
        return False
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1900 <= year <= 2099 and 1 <= month <= 12 and 1 <= day <= 31


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
