"""Identity numbers, phones and dates: what a cell must look like to be believed."""

from __future__ import annotations

import datetime as dt
import re

from tenants.roster.importing.cells import Broken, Value
from tenants.roster.importing.text import clean, compact
from tenants.roster.importing.xlsx import serial_to_datetime

EARLIEST = dt.date(1900, 1, 1)
AS_TEXT = "请把这一列设为“文本”后重新填写"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SCIENTIFIC = re.compile(r"([0-9](?:\.([0-9]+))?)[eE]\+?([0-9]{1,2})\Z")
_RESIDENT = re.compile(r"居民身份证|身份证|居民身份证件|1|01")


class UnreadableError(ValueError):
    """A filled cell that cannot be understood; the text is Chinese and says what to do."""


def text_of(value: Value) -> str:
    """The cell as cleaned text. Raises UnreadableError for formulas without a result and for other types."""
    if isinstance(value, str):
        if len(value) > 2_000:
            raise UnreadableError("这一格的文字太长，请核对是否粘贴错了")
        return clean(value)
    if value is Broken.NO_CACHE:
        raise UnreadableError(
            "这一格是公式，但文件里没有算好的结果：请用 Excel 打开后保存一次，或改成直接填写"
        )
    if isinstance(value, Broken):
        raise UnreadableError("这一格的公式出错了：请改成直接填写")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        raise UnreadableError(f"这一格被 Excel 变成了日期：{AS_TEXT}")
    return format(value, "d") if isinstance(value, int) else repr(value)


def is_resident_card(kind: str) -> bool:
    """Whether a named kind of paper is the resident identity card (also when none is named)."""
    return not kind or _RESIDENT.fullmatch(kind) is not None


def check_digit(first17: str) -> str:
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def identity_number(value: Value, kind: str, today: dt.date) -> str:
    """A resident number (18 characters, check letter upper case), or another paper's number as it is."""
    resident = is_resident_card(kind)
    if resident and isinstance(value, int) and not isinstance(value, bool) and 10**14 <= value < 10**15:
        raise UnreadableError("这是 15 位的旧号码，已经停用：请填 18 位身份证号")
    if isinstance(value, float) or (
        isinstance(value, int) and not isinstance(value, bool) and (resident or abs(value) >= 10**15)
    ):
        raise UnreadableError(f"身份证号被存成了数字，最后几位变成了 0：{AS_TEXT}")
    text = compact(text_of(value)).upper()
    shown = (
        r"[0-9.]+E\+?[0-9]+" if resident else r"[0-9]\.[0-9]+E\+?[0-9]+|[0-9]+E\+[0-9]+"
    )  # 12E34567 is a passport
    if re.fullmatch(shown, text):
        raise UnreadableError(f"身份证号变成了 {text[:12]} 这样的形式，后几位已经丢失：{AS_TEXT}")
    if not resident:
        if len(text) > 40:
            raise UnreadableError("证件号太长，请核对")
        return text
    text = re.sub(r"[-‐-―_]", "", text)
    if len(text) == 15 and text.isdigit():
        raise UnreadableError("这是 15 位的旧号码，已经停用：请填 18 位身份证号")
    if len(text) != 18:
        raise UnreadableError(f"身份证号应为 18 位，这里是 {len(text)} 位：请对照户口簿核对")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", text):
        raise UnreadableError("身份证号只能有数字，最后一位可以是 X：请对照户口簿核对")
    born = birth_of(text)
    if born is None or not EARLIEST <= born <= today:
        raise UnreadableError("身份证号里的出生日期不存在：请核对第 7 至 14 位")
    if check_digit(text[:17]) != text[17]:
        if text.endswith("000"):
            raise UnreadableError(f"身份证号最后几位变成了 0：{AS_TEXT}")
        raise UnreadableError("身份证号的最后一位对不上，多半有一位写错了：请对照户口簿核对")
    return text


def birth_of(identity: str) -> dt.date | None:
    try:
        return dt.date(int(identity[6:10]), int(identity[10:12]), int(identity[12:14]))
    except ValueError:
        return None


def sex_of(identity: str) -> str:
    return "M" if int(identity[16]) % 2 else "F"


def code(value: Value, what: str, longest: int = 40) -> str:
    """A 学籍号, 学号 or 工号: letters, digits and a few marks, upper case."""
    if isinstance(value, float):
        raise UnreadableError(f"{what}被存成了数字，后几位可能已经丢失：{AS_TEXT}")
    text = compact(text_of(value)).upper()
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?E\+?[0-9]+", text) and ("." in text or "+" in text):
        raise UnreadableError(f"{what}变成了 {text[:12]} 这样的形式，后几位已经丢失：{AS_TEXT}")
    if text.endswith(".0") and text[:-2].isdigit():
        text = text[:-2]
    if len(text) > longest or not re.fullmatch(r"[0-9A-Z][0-9A-Z\-_/.#]*", text):
        raise UnreadableError(f"{what}里有认不出的字符：请只填字母和数字")
    return text


def phone(value: Value, *, mobile_only: bool = False) -> str:
    """A mobile's eleven digits, or a fixed line as digits with its area code joined on."""
    if isinstance(value, float):
        raise UnreadableError("电话被存成了小数：请填 11 位手机号")
    whole = value if isinstance(value, int) and not isinstance(value, bool) else None
    text = str(whole) if whole is not None else compact(text_of(value))
    if match := _SCIENTIFIC.match(text):
        decimals, exponent = match[2] or "", int(match[3])
        if len(decimals) < exponent or exponent > 14:
            raise UnreadableError(f"电话变成了 {text[:12]} 这样的形式，后几位已经丢失：{AS_TEXT}")
        text = (match[1][0] + decimals)[: exponent + 1]
    elif text.endswith(".0") and text[:-2].isdigit():
        text = text[:-2]
    digits = re.sub(r"[\s()\[\]【】〔〕（）\-‐-―−_.·'\"]", "", text)
    digits = re.sub(r"^(?:\+|00)86|^86(?=1[0-9]{10}$)", "", digits)
    if not digits.isascii() or not digits.isdigit():
        if re.search(r"[0-9]{7,}\D+[0-9]{7,}", digits) or len(re.findall(r"1[3-9][0-9]{9}", text)) > 1:
            raise UnreadableError("这一格有两个电话：请只填一个，另一个填到第二监护人")
        raise UnreadableError("电话里有认不出的字符：请填 11 位手机号")
    if re.fullmatch(r"1[3-9][0-9]{9}", digits):
        return digits
    if re.fullmatch(r"(?:1[3-9][0-9]{9}){2,}", digits):
        raise UnreadableError("这一格有两个电话：请只填一个，另一个填到第二监护人")
    if digits.startswith("0") and not mobile_only and re.fullmatch(r"0[1-9][0-9]{8,10}", digits):
        return digits
    if not mobile_only and re.fullmatch(r"[2-8][0-9]{6,7}", digits):
        return digits
    if digits.startswith("1") and len(digits) != 11:
        raise UnreadableError(f"手机号应为 11 位，这里是 {len(digits)} 位：请核对")
    raise UnreadableError("手机号不对：请填 1 开头的 11 位手机号")


_YMD = re.compile(
    r"(\d{4})\s*[-/.年_]\s*(\d{1,2})\s*[-/.月_]\s*(\d{1,2})\s*[日号]?(?:[ T]*\d{1,2}:\d{2}.*)?\Z"
)
_YM = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?\Z")
_DASHES = str.maketrans("‐‑‒–—―−", "-------")


def date(value: Value, *, date1904: bool, today: dt.date, what: str = "日期") -> dt.date:
    """A day in any of the forms in use. Days in the future and before 1900 are refused."""
    day = _date(value, date1904)
    if day is None:
        raise UnreadableError(f"看不懂这个{what}：请写成 2015-09-01 这样")
    if not EARLIEST <= day <= today:
        raise UnreadableError(f"{what}是 {day.isoformat()}，不可能是真的：请核对")
    return day


def month(value: Value, *, date1904: bool, today: dt.date) -> dt.date:
    """A year and month (its first day), or a date; up to a year ahead, for those who are to enter."""
    text = text_of(value).translate(_DASHES) if not isinstance(value, (dt.datetime, float)) else ""
    match = _YM.match(text) or re.fullmatch(r"(\d{4})(0[1-9]|1[0-2])", text)
    found: dt.date | None
    try:
        found = dt.date(int(match[1]), int(match[2]), 1) if match else _date(value, date1904)
    except ValueError:
        found = None
    if found is None or not EARLIEST <= found <= today + dt.timedelta(days=366):
        raise UnreadableError("看不懂这个入学年月：请写成 2024-09 这样")
    return found.replace(day=1)


def _date(value: Value, date1904: bool) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, float):
        return _serial(value, date1904)
    text = text_of(value).translate(_DASHES)
    if text.endswith(".0"):
        text = text[:-2]
    if re.fullmatch(r"[0-9]{8}", text):
        parts = (text[:4], text[4:6], text[6:])
    elif match := _YMD.match(text):
        parts = (match[1], match[2], match[3])
    elif re.fullmatch(r"[0-9]{4,5}", text):
        return _serial(int(text), date1904)
    else:
        return None
    try:
        return dt.date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError:
        return None


def _serial(number: float, date1904: bool) -> dt.date | None:
    # Below five digits it is a year or a slip of the pen rather than the count of days.
    if not 10_000 <= number < 100_000:
        return None
    moment = serial_to_datetime(number, date1904)
    return None if isinstance(moment, Broken) else moment.date()
