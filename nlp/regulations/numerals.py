"""Numbers as Chinese regulations write them: 十五, 两, 3.5, 三至五, 两三, 百分之六十, 七成半, 三分之二, 半数.

Text is normalised (`nlp.regulations.text`): half-width digits, `-` for every dash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "两": 2, "俩": 2, "仨": 3, "０": 0, "〇": 0,
}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_HANZI = "零〇一二两三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟俩仨廿"

NUMBER = rf"(?:\d{{1,5}}(?:\.\d{{1,2}})?|[{_HANZI}]{{1,7}})"
_RANGE = r"\s{0,2}(?:-{1,4}|~{1,3}|至|到|或|－)\s{0,2}"
SPAN = rf"(?:{NUMBER})(?:{_RANGE}(?:{NUMBER}))?"
FRACTION = (
    rf"(?:百分之(?:百|{NUMBER}{_RANGE}{NUMBER}|{NUMBER})|百分百|{NUMBER}(?:%)?{_RANGE}{NUMBER}%|{NUMBER}%"
    rf"|{NUMBER}分之{NUMBER}|\d/\d{{1,2}}|[一二两三四五六七八九十\d]{{1,2}}成(?:半|[一二三四五六七八九](?![十百人名户家个次天周]))?(?![绩果员长功为立因效熟人])|半数|一半|过半(?![天年晌])|对半)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number or range; `share` tells percent (0 to 100) from a count."""

    low: float
    high: float | None = None
    share: bool = False


def chinese(number: int) -> str:
    """1 to 99 in characters, for automatic numbering."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[ones] if ones else "")


@cache
def value(written: str) -> float | None:
    """`十五` → 15.0; None where the characters make no number."""
    written = written.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", written):
        return float(written)
    if not written or any(c not in _DIGITS and c not in _UNITS and c != "廿" for c in written):
        return None
    written = written.replace("廿", "二十")
    if len(written) > 1 and not any(c in _UNITS for c in written):
        digits = [_DIGITS[c] for c in written]
        # 二〇二四 is a year read digit by digit; 三四 is a range, see `amount`.
        return float("".join(map(str, digits)))
    total = 0
    pending = 0
    for character in written:
        if character in _UNITS:
            total += (pending or 1) * _UNITS[character]
            pending = 0
        else:
            pending = _DIGITS[character]
    return float(total + pending)


def amount(written: str) -> Amount | None:
    """A number, range or fraction as written, or None."""
    written = written.strip()
    if re.fullmatch(FRACTION, written):
        return _fraction(written)
    parts = re.split(_RANGE, written)
    if len(parts) == 2:
        low, high = value(parts[0]), value(parts[1])
        if low is None or high is None:
            return None
        # 十至十五; also 二三十 below
        return Amount(low, high) if high > low else Amount(low)
    if re.fullmatch(r"[一二两三四五六七八九]{2}", written):
        low, high = value(written[0]), value(written[1])
        if low is not None and high is not None and low < high <= low + 2:
            return Amount(low, high)
        return None
    if re.fullmatch(r"[一二三四五六七八九]{2}十", written):
        return Amount(10.0 * _DIGITS[written[0]], 10.0 * _DIGITS[written[1]])
    if re.fullmatch(r"十[一二两三四五六七八九]{2}", written):
        return Amount(10.0 + _DIGITS[written[1]], 10.0 + _DIGITS[written[2]])
    single = value(written)
    return None if single is None else Amount(single)


def _fraction(written: str) -> Amount | None:
    if written in ("半数", "一半", "过半", "对半"):
        return Amount(50.0, share=True)
    if written in ("百分百", "百分之百"):
        return Amount(100.0, share=True)
    if written.startswith("百分之"):
        inner = amount(written[3:])
        return None if inner is None else Amount(inner.low, inner.high, share=True)
    if written.endswith("%"):
        inner = amount(written[:-1].replace("%", ""))
        return None if inner is None else Amount(inner.low, inner.high, share=True)
    if "成" in written:
        before, _, after = written.partition("成")
        tenths = value(before)
        extra = 5.0 if after == "半" else value(after) or 0.0
        return None if tenths is None else Amount(tenths * 10 + extra, share=True)
    if "/" in written:
        top, bottom = (value(part) for part in written.split("/"))
    else:
        bottom, top = (value(part) for part in written.split("分之"))
    if not top or not bottom or top > bottom:
        return None
    return Amount(round(100 * top / bottom, 2), share=True)
