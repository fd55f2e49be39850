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

# Digits with single blanks, dashes or dots between them; bounded, so that a page of digits stays linear.
_RUN = re.compile(r"(?<![\d*])\d(?:[ \-.·]{0,2}\d){9,30}(?:[ \-]?[Xx])?(?![\d*])")
_STUDENT_NUMBER = re.compile(
    r"(?:学籍号|学号|考号|考籍号|准考证|编号|学生证|订单|单号|车牌|工号)[是为码:： 号]{0,3}$|[GgLl]$"
)
_CARD_CUE = re.compile(r"卡|账号|帐号|银行|信用社|农商|农信|邮储|工行|建行|农行|存折|账户|打款|汇")
_IDENTITY_CUE = re.compile(r"身份证|身份号|证件号|公民身份|证号")
_SPOKEN = re.compile(
    r"(?<![零〇一二三四五六七八九幺])[一幺][三四五六七八九][零〇一二三四五六七八九幺]{9}(?![零〇一二三四五六七八九幺])"
)
_NUMBER = r"(?:\d{1,5}|[一二三四五六七八九十百零〇]{1,4})"
_STREET = r"[\u4e00-\u9fff]{1,12}?(?:大道|大街|[路街巷弄]|胡同|小区|花园|家园|公寓|新村|新城|名城|社区|苑|府|庄园|广场|城|庭|湾|村|组|社|屯|寨|队|庄|坊|里)"  # noqa: E501
_ADDRESS = re.compile(
    rf"{_STREET}(?:{_NUMBER}(?:村民小组|小组|组|社|队|屯|巷|弄|街|期|区|片))?[ ，,]?"
    rf"(?:(?:门牌)?{_NUMBER}号(?!早|上午|中午|下午|晚|那天|当天|前|后|开|放|去|到|来|线|铺|桌|球|车|选手|学生|床|位|作业)"
    rf"(?:[ ，,]?{_NUMBER}(?:号楼|栋|幢|座|单元|楼|层|室|户|门)){{0,4}}"
    rf"|(?:{_NUMBER}|[A-Za-z])(?:号楼|栋|幢"
    rf"|座)[ ，,]?(?:{_NUMBER}单元)?[ ，,]?{_NUMBER}(?:室|号|户|楼"
    rf"|房)?(?!\d*[年级班分岁人口个]))"
    rf"|{_NUMBER}(?:号楼|栋|幢|座)[ ，,]?(?:{_NUMBER}单元[ ，,]?{_NUMBER}|\d{{3,4}})(?:室|号|户|房)?"
)
_NO_HOME = re.compile(r"学校|教学楼|教室|宿舍|寝室|办公|公交|汽车|火车")


def find_private(text: str) -> list[PrivateData]:
    """Every piece of private data in a normalised text, in order of place."""
    found: list[PrivateData] = []
    for run in _RUN.finditer(text):
        kind = _long_number(text, run)
        if kind:
            found.append(PrivateData(kind, run.span()))
        else:
            found.extend(_mobiles(text, run))
    found.extend(PrivateData("mobile", match.span()) for match in _SPOKEN.finditer(text))
    if "号" in text or "栋" in text or "幢" in text or "座" in text:
        found.extend(
            PrivateData("address", match.span())
            for match in _ADDRESS.finditer(text)
            if not _NO_HOME.search(match.group())
        )
    return sorted(found, key=lambda item: item.span)


def _long_number(text: str, run: re.Match[str]) -> str | None:
    digits = re.sub(r"[ \-.·]", "", run.group()).upper()
    before = text[max(0, run.start() - 14) : run.start()]
    if _STUDENT_NUMBER.search(before):
        return None
    if len(digits) == 18 and _birthday(digits[6:14]) and digits[0] in "12345678":
        return "identity"
    if len(digits) == 15 and digits.isdigit() and _birthday("19" + digits[6:12]):
        return "identity" if _IDENTITY_CUE.search(before) else None
    if len(digits) in (15, 18) and _IDENTITY_CUE.search(before):
        return "identity"
    if 16 <= len(digits) <= 19 and digits.isdigit():
        if digits[:2] == "62" or _CARD_CUE.search(before):
            return "card"
        if digits[0] in "3459" and _luhn(digits):
            return "card"
    return None


def _mobiles(text: str, run: re.Match[str]) -> list[PrivateData]:
    """A mobile number is eleven digits of its own: not a stretch inside a longer number."""
    before = text[max(0, run.start() - 14) : run.start()]
    if _STUDENT_NUMBER.search(before):
        return []
    digits = re.sub(r"[ \-.·]", "", run.group())
    if digits.startswith("86") and len(digits) == 13:
        digits = digits[2:]
    if len(digits) == 11 and re.fullmatch(r"1[3-9]\d{9}", digits):
        return [PrivateData("mobile", run.span())]
    # Two numbers side by side, with a blank between, come as one run.
    parts = list(re.finditer(r"(?<!\d)1[3-9]\d{9}(?!\d)", run.group()))
    return [PrivateData("mobile", (run.start() + p.start(), run.start() + p.end())) for p in parts]


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
