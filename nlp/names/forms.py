"""The record's name: its short and pet forms, and where they stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from nlp import tokens
from nlp.contracts import Span
from nlp.names.candidates import family_of
from nlp.names.tables import alike, sounds, surnames

STUDENT, OTHER = "\ue000", "\ue001"
_KEPT = "\ue004"
_KEPT_RUN = re.compile(_KEPT + "+")
_TAIL = re.compile("·[\u4e00-\u9fff]{2,4}")
_MASKED = re.compile(STUDENT + "+")
# After these a name that is a word too (高兴, 向阳) is the word.
_DEGREE = frozenset("很真太更最挺不非分常好得极的不感")
# Family names that are first of all function words: before a given name they are the word.
_FUNCTION = frozenset("和从向都能时应于管让别全当把令千公关连祝与及由任但那单查对")
# Endings of words that are family names too, where the segmenter's dictionary does not know the word.
_LOOSE = frozenset("，。、；：！？,.;:!?\n 的了是对把被给请让叫我你他她它与跟和同就访说到在")


@dataclass(frozen=True, slots=True)
class NameForms:
    """The record's name and every short or pet form of it, longest first."""

    full: str
    family: str
    given: str
    forms: tuple[str, ...]
    last: str = ""

    def fits(self, other: str) -> bool:
        """Whether ``other`` is a form of this name, one homophone or look-alike character aside."""
        if other in self.forms:
            return True
        for form in (self.full, self.given):
            if len(form) == len(other) and len(form) >= 2:
                # The same slip twice (鑫鑫 for 欣欣) is one.
                differing = {(a, b) for a, b in zip(form, other, strict=True) if a != b}
                if len(differing) == 1 and alike(*differing.copy().pop()):
                    return True
        return False


@lru_cache(maxsize=4096)
def forms(full: str) -> NameForms:
    """The forms of a name; an empty name has none."""
    full = re.sub(r"\s", "", full)
    if "·" in full:
        parts = [part for part in full.split("·") if part]
        found = [full, "".join(parts), *parts]
        found += [end for part in parts if len(part) >= 3 for end in (part[:2], part[-2:])]
        return _forms(full, "", parts[0] if parts else full, found)
    family = family_of(full)
    given = full[len(family) :]
    found = [full]
    if given:
        last = given[-1]
        found += [given, last * 2, "小" + last, "阿" + last, "小" + given, "阿" + given, family + last * 2]
        found += ["小" + last * 2, "小" + family, given + "儿", last * 2 + "儿"]
        found += [last + end for end in "儿子娃仔妹宝哥姐伢"]
        if len(given) > 1:
            first = given[0]
            found += [first * 2, "小" + first, "阿" + first, given + "子"]
        if len(full) >= 4:
            found += [full[:2], full[-2:], full[-3:]]
    return _forms(full, family, given, found)


def _forms(full: str, family: str, given: str, found: Iterable[str]) -> NameForms:
    unique = sorted((word for word in dict.fromkeys(found) if len(word) > 1), key=len, reverse=True)
    return NameForms(full, family, given, tuple(unique), full.rpartition("·")[2] if "·" in full else "")


def own_masked(text: str, name: NameForms) -> tuple[str, set[str]]:
    """The text with the record's own name, in any of its certain forms, filled by `STUDENT`.

    Beside it the names that have the record's given name behind another family name.
    """
    strangers: set[str] = set()
    written = text
    for form in name.forms:
        if form in text:
            small = form[0] == "小" and not tokens.known(form)
            if small or form in (name.given, name.last) or (form == name.full and len(form) == 2):
                text = _masked_with_care(text, form, name, strangers)
            # Two-character pet forms may be words (海海 no, 小学 yes): those the dictionary knows stay.
            elif len(form) > 2 or form == name.full or not tokens.known(form):
                text = text.replace(form, STUDENT * len(form))
    if _KEPT in text:
        text = _KEPT_RUN.sub(lambda kept: written[kept.start() : kept.end()], text)
    return text, strangers


def _masked_with_care(text: str, form: str, name: NameForms, strangers: set[str]) -> str:
    parts: list[str] = []
    done = 0
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        clan = _clan(text, at, form, name) if "·" in name.full else 0
        if clan:
            # 吉克曲聪 for 海来·曲聪 is another child.
            strangers.add(text[at - clan : end])
            parts += (text[done : at - clan], _KEPT * (end - at + clan))
            done = end
            at = text.find(form, end)
            continue
        tail = _TAIL.match(text, end) if "·" in name.full else None
        if tail:
            # 加依娜·叶尔肯 for 加依娜·木合亚提 is another child.
            end = tail.end()
            strangers.add(text[at:end])
            parts += (text[done:at], _KEPT * (end - at))
            done = end
        elif form[0] == "小" and form != name.given and at and text[at - 1] == name.family != "小":
            # 周小福 for 周大福 is another child.
            strangers.add(text[at - 1 : end])
        elif not _another(text, at, form, name):
            parts += (text[done:at], STUDENT * len(form))
            done = end
        elif other_family(text, at, name):
            compound = text[max(0, at - 2) : at] in surnames().compound
            strangers.add(text[at - 1 - compound : end])
        at = text.find(form, end)
    parts.append(text[done:])
    return "".join(parts)


def _clan(text: str, at: int, form: str, name: NameForms) -> int:
    """The length of another clan's name before the last part of a name with a dot, 0 where there is none."""
    clan, _, last = name.full.rpartition("·")
    if form != last:
        return 0
    dot = at > 0 and text[at - 1] == "·"
    start = at - dot
    for size in (4, 3, 2):
        before = text[max(0, start - size) : start]
        if len(before) == size and before in sounds().parts and not clan.endswith(before):
            return size + dot
    return 0


def own_spans(text: str, name: NameForms) -> list[Span]:
    """Where the record's own name stands, in any of its certain forms."""
    return [match.span() for match in _MASKED.finditer(own_masked(text, name)[0])]


def _another(text: str, at: int, form: str, name: NameForms) -> bool:
    if form == name.given or (len(form) == 2 and other_family(text, at, name)):
        return other_family(text, at, name)
    before = text[at - 1] if at else ""
    return before in _DEGREE and tokens.known(form) and not tokens.is_person(form)


# Words before a given name whose last character is a family name too.
_ENDING_IN_A_FAMILY_NAME = frozenset({"了解", "理解", "谅解"})


def other_family(text: str, at: int, name: NameForms) -> bool:
    """Whether the given name at ``at`` stands behind another family name than the record's."""
    if not at:
        return False
    before, table = text[at - 1], surnames()
    if before in _FUNCTION:
        return False
    earlier = text[at - 2] if at > 1 else ""
    if before == name.family or (name.family and alike(before, name.family)):
        return False
    compound = text[max(0, at - 2) : at]
    if compound in _ENDING_IN_A_FAMILY_NAME:
        return False
    if compound in table.compound and compound != name.family:
        return True
    if before in table.common:
        return not earlier or earlier in _LOOSE or not tokens.known(compound)
    if before in table.careful:
        # 了解 before 乐乐 is a word, no family name 解.
        return not tokens.known(compound) and (
            not earlier or earlier in _LOOSE or not "\u4e00" <= earlier <= "\u9fff"
        )
    return False


def mask(text: str, spans: Iterable[tuple[Span, str]]) -> str:
    """The text with each span filled by its mark; offsets stay."""
    parts: list[str] = []
    at = 0
    for (start, end), mark in sorted(spans):
        if start < at:
            continue
        parts += (text[at:start], mark * (end - start))
        at = end
    parts.append(text[at:])
    return "".join(parts)
