"""How much the place of a name looks like the student's own place in a note, or like someone else's."""

from __future__ import annotations

import re

from nlp.names.forms import STUDENT
from nlp.names.tables import neighbours

# What follows the name of whom a note reports on: times, family, work, doing.
_FOLLOWS = re.compile(
    "(?:同学)?(?:(?P<time>(?:每|本|这|上|近|最近|平时|从前|以前|现在|今年|去年|期中|期末|开学|入学|目前|已经?|一直|经常|常|总是?|放学|课间|早上|晚上|中午|周[一二三四五六日末]|[一二三四五六七八九十]+月))"
    "|(?P<family>的?(?:爸|妈|父|母|爷|奶|外公|外婆|姥|家里|家长|家住|家有|家庭|监护|家(?=[，。！？；]|$)))"
    "|(?P<work>的?(?:作业|成绩|语文|数学|英语|科学|作文|学习|表现|情况|进步|字|书写|卷子|试卷|优点|缺点|问题|课本|桌|座位|性格|身体))"
    "|(?P<does>(?:在|能|会|不|没|爱|喜欢|很|比较|上课|听课|背|写|读|担任|学|把|对|自己|主动|是个?|有|还|也|就|却|则|因|被|从|能够|性格|热爱|尊敬|团结|回家|在校|在家)))"
)
_TOGETHER = re.compile(
    "(?:同学)?(?:同桌|结对|一起|两个|俩|等|一道|同坐|为伴|做伴|玩|打架|吵|闹|互相|之间|、|和|与|跟)"
)
_NUMBER = re.compile("(?:\\A|(?<=[\n。；！？ ]))[ （(]*(?:[一二三四五六七八九十]{1,2}|\\d{1,2})[、.．]\\Z")
_BREAKS = frozenset('，。！？；：、,!?;:\n（）()“”"')
_STOPS = "。！？；!?;\n"
# Whoever is named after these is somebody else; what is named before these is no student.
_BEFORE = frozenset(neighbours("before"))
TITLES = neighbours("after")
_LINKS = ("名叫", "叫做", "叫", "是", "为", "：", ":", "（", "(", "“", "同学")


_INTRODUCING = frozenset(word + link for word in _BEFORE for link in ("", *_LINKS))
_SIZES = (2, 3, 4, 1, 5, 6, 7)


def introduced(left: str) -> bool:
    """Whether the words before a name say that it is a relative's, a classmate's, a teacher's."""
    for size in _SIZES:
        if left[-size:] in _INTRODUCING:
            return True
    # “宿舍里有个新来的娃叫孟克”: whoever is brought in by a name is not the student.
    return left[-1:] == "叫" and any(
        word in left[-12:] for word in ("有个", "有一个", "有位", "新来的", "另一个")
    )


def unnumbered(left: str) -> str:
    """The text before a name; the number of a list's item (四、) is only a new line."""
    if left[-1:] in "、.．" and left:
        number = _NUMBER.search(left)
        if number:
            return left[: number.start()] + "\n"
    return left


def clause_before(left: str) -> str:
    """What stands before a name in its own clause."""
    at = len(left)
    while at and left[at - 1] not in _BREAKS:
        at -= 1
    return left[at:]


def until_break(right: str) -> str:
    """What stands behind a name in its own clause."""
    for at, character in enumerate(right):
        if character in _BREAKS:
            return right[:at]
    return right


def until_stop(right: str) -> str:
    """What stands behind a name in its own sentence."""
    for at, character in enumerate(right):
        if character in _STOPS:
            return right[:at]
    return right


def features(text: str, start: int, end: int) -> list[str]:
    """Names of what is seen around ``text[start:end]``: characters at both sides, and the clause."""
    left, right = unnumbered(text[max(0, start - 40) : start]), text[end : end + 24]
    clause = clause_before(left)
    found = [
        "l1" + left[-1:], "l2" + left[-2:], "l3" + left[-3:],
        "r1" + right[:1], "r2" + right[:2], "r3" + right[:3], "r4" + right[:4],
        f"lr{left[-1:]}_{right[:1]}",
    ]  # fmt: skip
    if not clause:
        found.append("clause")
        if not left or left[-1] in _STOPS:
            found.append("sentence")
            if start < 3:
                found.append("note")
    else:
        if STUDENT in clause:
            found.append("own-before")
        if "他" in clause or "她" in clause or "佢" in clause:
            found.append("pronoun-before")
    follows = _FOLLOWS.match(right)
    if follows:
        found.append(f"follows-{follows.lastgroup}")
        if not clause:
            found.append(f"clause-{follows.lastgroup}")
    if _TOGETHER.match(right):
        found.append("together")
    if introduced(left):
        found.append("introduced")
    if right.startswith(TITLES):
        found.append("titled")
    rest = until_stop(right)
    here = until_break(rest)
    if STUDENT in here or "他" in here or "她" in here:
        found.append("own-here")
    rest = rest[len(here) :]
    if STUDENT in rest or "他" in rest or "她" in rest:
        found.append("own-later")
    at = right.find(STUDENT)
    if at >= 0 and not any(c in _STOPS for c in right[:at]):
        found.append("own-after")
    elif STUDENT in left and not any(c in _STOPS for c in left[left.rfind(STUDENT) :]):
        found.append("own-sentence")
    if start and end + 3 > len(text):
        found.append("last")
    return found
