"""Pieces of a text that may be a person's name, by the segmenter's words and the characters in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp import tokens
from nlp.names.tables import HAN, characters, no_names, surnames

# What a word may be part of: nothing, a character of a given name, a family name (everyday character too,
# certain, compound), a whole name, a given name of two characters, a pet form, a name that is a dictionary
# word too, a name that the segmenter glued to the next character, a name written by sound.
NOTHING, SINGLE, CAREFUL, FAMILY, COMPOUND, FULL, GIVEN, PET, WORD, LONG, FOREIGN = range(11)
_UNLISTED = -30
# Nearly all names of the corpus' students reach these.
_FULL_LEAST, _GIVEN_LEAST = 10, 10
_PET_NO = frozenset("嬷达大姆嫲仔妹爸妈爷奶公婆哥姐弟妹姨叔伯嫂姑爹娘舅学孩组时心朋子伙")
_STOP = frozenset(
    "的了在是不我你他她们这那和也都很就还说要有没被把让给得着过与及或但因为所以孩师课老每对从上下里外候到来去做写吃睡玩看听想能会可较非常太更最好多少母父妈爸爷奶婆册题卷桌"
)
_KIN, _RANK = frozenset("伯叔姑舅姨婶嫂爷奶爸妈哥姐弟妹公婆爹娘"), frozenset("大二三四五六七八小幺满老细")
# Right of a name, and of hardly anything else.
ANCHORS = frozenset(
    ("同学", "小朋友", "家长", "妈妈", "爸爸", "母亲", "父亲", "奶奶", "爷爷", "加油", "这孩子")
)
_DOTTED = re.compile(rf"[{HAN}]{{2,7}}(?:·[{HAN}]{{2,8}})+")
_LEAD = re.compile(
    rf".*?(?:来到|走进|学生|同学|爸爸|父亲|母亲|妈妈|弟弟|哥哥|姐姐|妹妹|今天|到|和|与|跟|叫|是)(?=[{HAN}]{{2,6}}·)"
)
_MOST = 200_000


@cache
def _by_sound() -> re.Pattern[str]:
    return re.compile(f"[{''.join(surnames().foreign)}]{{3,7}}")


class _Kinds(dict[str, int]):
    """Word to kind, found out once a word; forgotten when it grows beyond bounds."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MOST:
            self.clear()
        kind = self[word] = _kind(word)
        return kind


def _kind(word: str) -> int:
    size = len(word)
    if size > 4 or min(word) < "\u4e00" or max(word) > "\u9fff":
        return NOTHING
    table = surnames()
    if word in no_names():
        return NOTHING
    if size == 1:
        if word in table.common:
            return FAMILY
        if word in table.careful:
            return CAREFUL
        return SINGLE if score(word) >= 10 and word not in _STOP else NOTHING
    if word in table.compound:
        return COMPOUND
    family = 2 if size > 2 and word[:2] in table.compound else 1
    family_first = (family == 2 or word[0] in table.common or word[0] in table.careful) and size - family <= 2
    pet_first = word[0] in "小阿"
    if size == 2 and not family_first and not pet_first and score(word) < _GIVEN_LEAST:
        return NOTHING  # most words: whether the dictionary has them need not be asked
    known = tokens.known(word) and not tokens.is_person(word)
    if size == 2 and pet_first and word[1] not in _PET_NO and not known:
        return PET
    if family_first:
        if known:
            return WORD if size == 2 or score(word[family:]) > 0 else NOTHING
        if given(word[family:]):
            return FULL
    if size == 4 and word[0] in table.common and score(word[1:3]) >= (0 if word[3] in "家说在的和把" else 10):
        return LONG
    # A word that the dictionary lacks may be tagged as a name too.
    unplaced = word[0] not in "镇村县市省区乡路"
    if size == 3 and not known and unplaced and score(word[1:]) >= 40 and tokens.is_person(word):
        return FULL
    if size == 2:
        if known:
            # 浩然, 子轩: words by the dictionary, names by every character.
            return GIVEN if score(word) >= 60 else WORD if score(word) >= 20 else NOTHING
        return GIVEN if given(word) and score(word) >= _GIVEN_LEAST else NOTHING
    return PET if size == 3 and pet_first and not known and score(word[1:]) >= 20 else NOTHING


def score(word: str) -> int:
    """The summed log-odds (tenths) of one or two characters as a given name."""
    table = characters()
    last = table.last.get(word[-1:], _UNLISTED)
    if len(word) == 2:
        return table.first.get(word[0], _UNLISTED) + last
    return sum(table.first.get(c, _UNLISTED) for c in word[:-1]) + last


def given(word: str) -> bool:
    """Whether the word may be a given name at all."""
    return score(word) >= -20 * len(word) and _STOP.isdisjoint(word)


def family_score(word: str) -> int:
    """The log-odds (tenths) of a character as a family name; a compound one is certain."""
    return 40 if len(word) > 1 else characters().family.get(word, _UNLISTED)


def _likely(name: str, kind: int) -> bool:
    if name[-1] in _KIN and (len(name) == 2 and name[0] in _RANK):
        return False
    if len(name) == 2 and name[1] in "家姓氏父母某":
        return False
    if name[-1] in "镇村县乡区路街屯寨厂校班":
        return False
    if kind == FULL and len(name) <= 4:
        family = 2 if name[:2] in surnames().compound else 1
        rest = name[family:]
        if len(rest) == 2 and score(rest) < 30 and tokens.known(rest) and not tokens.is_person(rest):
            # 涂指甲, 修高架: a verb and its object.
            return False
        return family_score(name[:family]) + score(rest) >= _FULL_LEAST
    return kind != GIVEN or score(name) >= _GIVEN_LEAST


_kinds = _Kinds()


def candidates(text: str, words: Sequence[str]) -> dict[str, int]:
    """Every piece that may be a name, with the kind of word that it was taken for."""
    found: dict[str, int] = {}
    kinds = list(map(_kinds.__getitem__, words))
    kinds.append(NOTHING)
    last = len(words) - 1
    table = surnames()
    # What can only begin a name needs something after it that may go on with one.
    hits = [index for index, kind in enumerate(kinds) if kind and (kind > CAREFUL or kinds[index + 1])]
    for index in hits:
        kind = kinds[index]
        if kind == SINGLE:
            # Two characters of a given name side by side; what follows must not begin another word.
            if (
                index < last
                and len(after := words[index + 1]) == 1
                and score(after) >= 5
                and after not in _STOP
            ):
                found.setdefault(words[index] + after, GIVEN)
            continue
        if kind <= COMPOUND:
            if index < last:
                _family(found, words, kinds, index, kind)
            continue
        word, after = words[index], words[index + 1] if index < last else ""
        if kind == WORD:
            if after in ANCHORS or (after == "的" and index + 1 < last and words[index + 2] in ANCHORS):
                found.setdefault(word, WORD)
            if (
                len(word) == 2
                and len(after) == 1
                and (word[0] in table.common or word[0] in table.careful)
                and score(after) >= 10
            ):
                found.setdefault(word + after, FULL)
        elif kind == LONG:
            found.setdefault(word[:3], FULL)
        else:
            found[word] = kind
            if kind == FULL and len(word) == 2 and len(after) == 1 and given(after):
                found.setdefault(word + after, FULL)
    for match in _by_sound().finditer(text):
        name = match.group()
        if sum(c in table.strange for c in name) * 2 > len(name):
            found[name] = FOREIGN
    if "·" in text:
        for dotted in _DOTTED.finditer(text):
            lead = _LEAD.match(dotted.group())
            found[dotted.group()[lead.end() if lead else 0 :]] = FULL
    barred = no_names()
    return {name: kind for name, kind in found.items() if _likely(name, kind) and name not in barred}


def _family(found: dict[str, int], words: Sequence[str], kinds: Sequence[int], index: int, kind: int) -> None:
    """Names that begin with a family name that stands as a word of its own."""
    family, rest = words[index], words[index + 1]
    size = len(rest)
    if size == 1:
        if kinds[index + 1] and given(rest):
            found.setdefault(family + rest, FULL)
            third = words[index + 2] if index + 2 < len(words) else ""
            if len(third) == 1 and given(third):
                found.setdefault(family + rest + third, FULL)
        elif kind in (FAMILY, COMPOUND) and given(rest):
            found.setdefault(family + rest, FULL)
        if kind != COMPOUND and kinds[index + 1] in (SINGLE, FAMILY, CAREFUL) and score(family + rest) >= 30:
            found.setdefault(family + rest, FULL)
    elif size == 2 and kinds[index + 1] and given(rest):
        found.setdefault(family + rest, FULL)
        if kind == COMPOUND:
            found.setdefault(family + rest[0], FULL)
    elif size == 2 and kind != CAREFUL and score(rest) >= 0:
        found.setdefault(family + rest, WORD)
