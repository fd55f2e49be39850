"""Cells with a fixed set of answers: sex, yes or no, ethnic group, roles, boarding."""

from __future__ import annotations

import re

from tenants.roster.importing.cells import Value
from tenants.roster.importing.people import UnreadableError, text_of
from tenants.roster.importing.text import clean_name

_SEX = {
    **dict.fromkeys(("男", "男性", "男生", "男孩", "男童", "1", "01", "m", "male", "boy"), "M"),
    **dict.fromkeys(("女", "女性", "女生", "女孩", "女童", "2", "02", "f", "female", "girl"), "F"),
}
_YES = frozenset(("是", "有", "y", "yes", "1", "true", "t", "√", "✓", "✔", "对", "√是", "☑"))
_NO = frozenset(
    (
        "否",
        "无",
        "不是",
        "没有",
        "n",
        "no",
        "0",
        "2",
        "false",
        "f",
        "×",
        "✗",
        "✘",
        "x",
        "非",
        "/",
        "-",
        "—",
        "☐",
    )
)

_ETHNIC = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 "
    "土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 "
    "乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNIC_GROUPS = tuple(_ETHNIC.split(" "))  # in the order of the national code, 01 to 56
_OTHER_ETHNIC = frozenset(("其他", "其它", "穿青人", "外国血统", "外国血统中国籍人士", "外籍", "未识别民族"))

_ROLE_WORDS: tuple[tuple[str, str], ...] = (
    # Longer words first: 副校长 is a leader, 副班主任 no homeroom teacher.
    ("副班主任", "subject"), ("班主任", "homeroom"),
    ("副校长", "leader"), ("副园长", "leader"), ("校长助理", "leader"), ("校领导", "leader"),
    ("办公室主任", "office"), ("副书记", "leader"), ("书记", "leader"), ("年级主任", "leader"),
    ("年级组长", "leader"), ("教导主任", "leader"), ("德育主任", "leader"), ("政教主任", "leader"),
    ("教务主任", "leader"), ("总务主任", "leader"), ("副主任", "leader"), ("中层", "leader"),
    ("领导", "leader"),
    ("校长", "principal"), ("园长", "principal"),
    ("办公室", "office"), ("教务员", "office"), ("教务", "office"), ("学籍管理员", "office"),
    ("学籍员", "office"), ("文员", "office"), ("行政", "office"), ("管理员", "office"),
    ("主任", "leader"),
    ("科任教师", "subject"), ("任课教师", "subject"), ("学科教师", "subject"), ("专任教师", "subject"),
    ("科任", "subject"), ("任课", "subject"), ("配班教师", "subject"), ("保育员", "subject"),
    ("教师", "subject"), ("老师", "subject"),
    ("homeroom", "homeroom"), ("subject", "subject"), ("leader", "leader"),
    ("office", "office"), ("principal", "principal"),
)  # fmt: skip


def sex(value: Value) -> str:
    text = text_of(value).lower()
    try:
        return _SEX[text.removesuffix(".0")]
    except KeyError:
        raise UnreadableError("看不懂这个性别：请填“男”或“女”") from None


def yes_or_no(value: Value, words: tuple[str, ...]) -> bool:
    """`words` are the column's own names: a cell that repeats one says yes, 非/不/无 before it says no."""
    text = text_of(value).lower().replace(" ", "").removesuffix(".0")
    if text in _YES:
        return True
    if text in _NO:
        return False
    for word in words:
        if word in text:
            return not text.startswith(("非", "不", "无", "未", "没"))
    raise UnreadableError("看不懂这一格：请填“是”或“否”")


def boarding(value: Value) -> bool:
    text = text_of(value).replace(" ", "")
    if text.startswith(("非", "不住", "不寄")) or "走读" in text or text == "通学":
        return False
    if any(word in text for word in ("住校", "寄宿", "住宿", "住读")):
        return True
    try:
        return yes_or_no(value, ())
    except UnreadableError:
        raise UnreadableError("看不懂就读方式：请填“走读”或“住校”") from None


def ethnic_group(value: Value) -> str:
    text = text_of(value).replace(" ", "").removesuffix(".0")
    if text in _OTHER_ETHNIC:
        return text
    if re.fullmatch(r"[0-9]{1,2}", text) and 1 <= int(text) <= len(ETHNIC_GROUPS):
        return ETHNIC_GROUPS[int(text) - 1] + "族"
    stem = text.removesuffix("族") or text
    if stem in ETHNIC_GROUPS:
        return stem + "族"
    raise UnreadableError("看不懂这个民族：请写全称，如“汉族”“土家族”")


def name(value: Value, what: str = "姓名") -> str:
    """A cleaned name; it needs a letter in it, or it is something else in the wrong column."""
    if not isinstance(value, str):
        text = text_of(value)
        raise UnreadableError(f"{what}这一格是“{text[:12]}”，不像名字：请核对是否填错了列")
    text = clean_name(text_of(value))
    if not any(character.isalpha() for character in text):
        raise UnreadableError(f"{what}不像名字：请核对是否填错了列")
    if len(text) > 50:
        raise UnreadableError(f"{what}太长：请核对是否粘贴错了")
    return text


def free_text(value: Value, longest: int = 300) -> str:
    """Any text; a number or a date in such a column is text as well."""
    text = text_of(value)
    if len(text) > longest:
        raise UnreadableError(f"这一格超过 {longest} 个字：请缩短")
    return text


def roles(value: Value) -> tuple[list[str], str]:
    """Role codes in the order named, and what is left of the cell (a class, perhaps)."""
    text = text_of(value).replace(" ", "").lower()
    found: list[str] = []
    rest: list[str] = []
    for piece in filter(None, re.split(r"[、,，;；/+&|和兼及\n]", text)):
        left, before = piece, len(found)
        for word, role in _ROLE_WORDS:
            if word in left:
                found.append(role)
                left = left.replace(word, "", 1)
        if len(found) == before:
            raise UnreadableError(
                f"看不懂角色“{piece[:12]}”：请填 班主任、科任教师、校领导、办公室、校长 中的一个或几个"
            )
        rest.append(left)
    if not found:
        raise UnreadableError("看不懂角色：请填 班主任、科任教师、校领导、办公室、校长 中的一个或几个")
    return list(dict.fromkeys(found)), "".join(rest)
