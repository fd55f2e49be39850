"""How much the place of a name looks like the student's own place in a note, or like someone else's."""

from __future__ import annotations

from nlp.names.forms import STUDENT
from nlp.names.tables import neighbours

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


def clause_before(left: str) -> str:
    """What stands before a name in its own clause."""
    at = len(left)
    while at and left[at - 1] not in _BREAKS:
        at -= 1
    return left[at:]


def features(text: str, start: int, end: int) -> list[str]:
    """Names of what is seen around ``text[start:end]``: characters at both sides, and the clause."""
    left, right = text[max(0, start - 40) : start], text[end : end + 24]
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
    if introduced(left):
        found.append("introduced")
    if right.startswith(TITLES):
        found.append("titled")
    at = right.find(STUDENT)
    if at >= 0 and not any(c in _STOPS for c in right[:at]):
        found.append("own-after")
    elif STUDENT in left and not any(c in _STOPS for c in left[left.rfind(STUDENT) :]):
        found.append("own-sentence")
    if start and end + 3 > len(text):
        found.append("last")
    return found
