"""Pieces of a text that may be a person's name, by the segmenter's words and the characters in them.

A name is sought in runs of soft words only: single characters, words that the segmenter made up, and words
of its dictionary that are names too.  All other words of the dictionary hold no name, though the first
character of one may end it (建国家里 is cut 建 国家 里).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple, cast

from nlp import tokens
from nlp.names.tables import HAN, characters, no_names, sounds, surnames

# What a piece may be: a family name and one or two characters; a given name alone; a pet form; a name written
# by sound; a word of the dictionary that is a name too.
FULL, GIVEN, PET, FOREIGN, WORD = range(1, 6)
# What a word is to a name: nothing; a word of the dictionary whose first character may end one; a character
# that may begin one; another character of one; a word that the segmenter made; a word of the dictionary
# that a name may begin with.
HARD, CUT, BEGIN, INSIDE, MADE, WHOLE = "012345"
_UNLISTED = -30
_CUT = "\ue005"
_PET_NO = frozenset("嬷达大姆嫲仔妹爸妈爷奶公婆哥姐弟妹姨叔伯嫂姑爹娘舅学孩组时心朋子伙")
# Characters that stand in no name where the segmenter leaves them alone, and end none.
_NEVER = frozenset(
    "的了是不我你他她们这那也都很就还说没被把让给得着过与或但因所以师每从候较太最册题卷桌和跟在有要其者"
)
_KIN, _RANK = (
    frozenset("伯叔姑舅姨婶嫂爷奶爸妈哥姐弟妹公婆爹娘"),
    frozenset("大二三四五六七八小幺满老细继亲表堂"),
)
_NUMBERS = frozenset("一二三四五六七八九十两几")
_PLACES = frozenset("镇村县乡区街屯寨厂校班")
# Runs in which a name may stand: two words or more, one longer word, or one character before a word that
# may be cut.
_RUN = re.compile(f"[{BEGIN}{INSIDE}{MADE}{WHOLE}]{{2,}}|[{MADE}{WHOLE}]|{BEGIN}(?={CUT})")
_DOTTED = re.compile(rf"[{HAN}]{{2,7}}(?:·[{HAN}]{{2,8}})+")
_LEAD = re.compile(
    rf".*(?:来到|走进|学生|同学|[爸父母妈弟哥姐妹叔舅姑姨爷奶伯][爸亲妈弟哥姐妹叔舅姑姨爷奶伯]|今天|到|和|与|跟|叫|是)(?=[{HAN}]{{2,6}}·)"
)
_MOST = 100_000


class Piece(NamedTuple):
    """``[start, end)`` of a text; ``shape``: how it lies to the words (``w`` an edge of a word, ``c`` a cut
    through a word of the dictionary, ``1`` a word of its own); the words at both sides.
    """

    start: int
    end: int
    name: str
    kind: int
    shape: str
    left: str
    right: str


def score(word: str) -> int:
    """The summed log-odds (tenths) of one or two characters as a given name."""
    table = characters()
    last = table.last.get(word[-1:], _UNLISTED)
    if len(word) == 2:
        return table.first.get(word[0], _UNLISTED) + last
    return sum(table.first.get(c, _UNLISTED) for c in word[:-1]) + last


def family_score(word: str) -> int:
    """The log-odds (tenths) of a character as a family name; a compound one is certain."""
    return 40 if len(word) > 1 else characters().family.get(word, _UNLISTED)


def family_of(name: str) -> str:
    """The family name a Chinese name begins with."""
    return name[:2] if len(name) > 2 and name[:2] in surnames().compound else name[:1]


class _Softness(dict[str, str]):
    """Word to what it is to a name."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MOST:
            self.clear()
        found = self[word] = _softness(word)
        return found


def _softness(word: str) -> str:
    if not ("\u4e00" <= word[0] <= "\u9fff" and "\u4e00" <= word[-1] <= "\u9fff"):
        return HARD
    size, table, chars = len(word), surnames(), characters()
    if size == 1:
        if word in _NEVER:
            return HARD
        if word in table.common or chars.first.get(word, _UNLISTED) >= 10:
            return BEGIN
        known = word in chars.first or word in chars.last or word in table.careful or word in table.foreign
        return INSIDE if known else HARD
    firm = CUT if size == 2 and chars.last.get(word[0], _UNLISTED) >= 5 else HARD
    if word in no_names():
        return WHOLE if size == 2 and score(word) >= 30 else firm
    if word in table.compound or word in sounds().parts:
        return WHOLE
    if not tokens.known(word):
        return MADE if size <= 5 else HARD
    if tokens.is_person(word):
        return WHOLE
    if size == 2:
        second = max(chars.first.get(word[1], _UNLISTED) - 5, chars.last.get(word[1], _UNLISTED))
        if (word[0] in table.common or word[0] in table.careful) and second >= 5:
            return WHOLE
        if score(word) >= 20 or (word[0] in "小阿" and word[1] not in _PET_NO):
            return WHOLE
    return firm


@cache
def _heads() -> frozenset[str]:
    """Characters that may begin a name of three; with others only two that are likely together are one."""
    table, (parts, single) = surnames(), sounds()
    begun = {word[0] for word in (*table.compound, *parts)}
    return table.common | table.careful | table.foreign | single | begun | frozenset("小阿")


def kind_of(name: str) -> int:
    """What a piece may be by its characters, 0 for nothing."""
    size = len(name)
    if size < 4 and name[0] not in _heads() and (size == 3 or score(name) < 0):
        return 0
    table, chars = surnames(), characters()
    if size > 3 and name[:2] not in table.compound:
        return FOREIGN if _by_sound(name) else 0
    if name in no_names() or name[-1] in _PLACES or name[-1] in _NEVER:
        return 0
    if size == 2 and ((name[0] in _RANK and name[1] in _KIN) or name[1] in "家姓氏父母某"):
        return 0
    if (
        name[0] == "老"
        or (name[1] == "老" and size == 3 and name[2] in _RANK)
        or (name[0] == name[-1] and size == 3)
    ):
        return 0
    if size == 3 and name[1] == "家" and name[2] in "湾沟坪坝岭塬庄屯堡营堰河桥":
        return 0
    if name in sounds().parts:
        return FOREIGN
    family = family_of(name)
    rest = name[len(family) :]
    if size == 3 and name[:2] in no_names() and score(rest) < 40:
        return 0
    if rest in _NUMBERS:
        return 0
    if family in table.common or family in table.careful or len(family) == 2:
        least = -40 if family in table.common or len(family) == 2 else 0
        if len(rest) <= 2 and (score(rest) >= least or rest[0] == rest[-1] != rest):
            return WORD if size == 2 and tokens.known(name) and not tokens.is_person(name) else FULL
    if size == 2:
        known = tokens.known(name) and not tokens.is_person(name)
        if name[0] in "小阿" and name[1] not in _PET_NO:
            return PET if not known else WORD if chars.last.get(name[1], _UNLISTED) >= 30 else 0
        if score(name) >= 0:
            if known and score(name) < 60:
                return WORD
            return PET if name[0] == name[1] else GIVEN
        return 0
    if name[0] in "小阿" and score(name[1:]) >= 20:
        return PET
    return FOREIGN if _by_sound(name) else 0


def _by_sound(name: str) -> bool:
    table = surnames()
    parts, single = sounds()
    if name in parts:
        return True
    if name[:2] in parts or name[-2:] in parts:
        return all(c in single for c in name)
    return all(c in table.foreign for c in name) and sum(c in table.strange for c in name) * 2 > len(name)


class Kinds(dict[str, int]):
    """Piece to kind by its characters."""

    def __missing__(self, name: str) -> int:
        if len(self) > _MOST:
            self.clear()
        kind = self[name] = kind_of(name)
        return kind


class _Lengths(dict[str, int]):
    """First character to the length of the longest name that may begin with it."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys((part[0] for part in sounds().parts), 5))
        self.update(dict.fromkeys(surnames().strange, 5))
        self.update(dict.fromkeys((c[0] for c in surnames().compound), 5))


_soft = _Softness()
_soft_of = cast("Callable[[str], str]", _soft.get)
_LENGTHS = _Lengths()


def pieces(words: Sequence[str], kinds: Mapping[str, int]) -> Iterator[Piece]:
    """Every piece of the soft runs that may be a name; ``kinds`` is `Kinds` or something quicker."""
    try:
        soft = "".join(map(_soft_of, words))
    except TypeError:  # a word not met before: `get` gives None for it
        soft = "".join(map(_soft.__getitem__, words))
    starts: list[int] = []
    last = len(words)
    reach = _LENGTHS.get
    for match in _RUN.finditer(soft):
        first, end = match.span()
        run = words[first] if end - first == 1 else "".join(words[first:end])
        size = len(run)
        if end < last and soft[end] == CUT:
            run += words[end][0]
        longest = len(run)
        for i in range(size if size < longest else size - 1):
            most = i + reach(run[i], 3)
            for j in range(i + 2, (most if most < longest else longest) + 1):
                kind = kinds[run[i:j]]
                if kind:
                    starts = starts or list(accumulate(map(len, words), initial=0))
                    piece = _laid(words, soft, starts, first, end, i, j, run, kind)
                    if piece:
                        yield piece


def _laid(
    words: Sequence[str],
    soft: str,
    starts: list[int],
    first: int,
    end: int,
    i: int,
    j: int,
    run: str,
    kind: int,
) -> Piece | None:
    """The piece ``run[i:j]`` with its place among the words; None where it begins inside a whole word."""
    at = starts[first]
    a = bisect_right(starts, at + i, first, end + 1) - 1
    begins = starts[a] == at + i
    if not begins and soft[a] == WHOLE:
        return None
    left = (words[a - 1] if a else "") if begins else run[i - 1]
    b = bisect_left(starts, at + j, first, end + 1)
    if b > end:
        right, edge = _CUT + words[end][1], "c"
    elif starts[b] == at + j:
        right, edge = words[b] if b < len(words) else "", "w"
        if begins:
            edge += "".join(map(_form, words[a:b], soft[a:b]))
    else:
        right, edge = run[j : j + 1], "c" if soft[b - 1] == WHOLE else "-"
    return Piece(at + i, at + j, run[i:j], kind, ("w" if begins else "-") + edge, left, right)


def _form(word: str, soft: str) -> str:
    return f"{len(word)}k" if soft == WHOLE else str(len(word))


def dotted(text: str) -> Iterator[str]:
    """Names with a dot."""
    if "·" in text:
        for match in _DOTTED.finditer(text):
            lead = _LEAD.match(match.group())
            yield match.group()[lead.end() if lead else 0 :].rstrip("的在是和说也")
