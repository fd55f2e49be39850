"""A note without the people in it: made-up names for real ones, private data taken out.

A person keeps one made-up name through a school's notes, of as many characters as the real one, so that a
wrong name stays a wrong name and a pet form a pet form. What no list and no check knows for a name stays,
and so does a pet form that is a word (天天); decision note 0011 says so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kernel.crypto import blind_index
from nlp import names, private, text, tokens

FAMILY = "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕施张孔曹严魏陶姜谢邹苏潘范彭鲁马苗方任袁柳"
GIVEN = "嘉禾景澄若溪亦舟知夏予安念青书砚星沐言泽云舒北辰初霁清扬望舒听澜修远怀瑾疏桐映雪"
_LONG_NUMBER = re.compile(r"\d{7,}")
MARK = "〔{}〕"


@dataclass(frozen=True, slots=True)
class People:
    """Names of the school's students, guardians and staff, and the school's own."""

    names: frozenset[str]
    school: str


def masked(student: str, note: str, people: People) -> tuple[str, str]:
    """The made-up name of the student, and the note with every known name and all private data replaced."""
    normal = text.normalise(note)
    record = names.forms(text.normalise(student).strip())
    made = pseudonym(record.full, taken=frozenset())
    swap = {old: new for old, new in zip(record.full, made, strict=True) if old != "·"}
    mine = _swapped(record.full, swap)
    cuts: dict[tuple[int, int], str] = {
        found.span: MARK.format(private.WORDS[found.kind]) for found in private.find_private(normal)
    }
    _add(cuts, {match.span(): MARK.format("号码") for match in _LONG_NUMBER.finditer(normal)})
    own = names.own_spans(normal, record)
    _add(cuts, {span: _swapped(normal[slice(*span)], swap) for span in own})
    hidden = names.mask(normal, [(span, names.STUDENT) for span in own])
    known = [name for name in sorted(people.names - {student}, key=len, reverse=True) if len(name) > 1]
    present = [name for name in known if name in hidden]
    others = {
        (match.start(), match.end()): match.group()
        for match in re.finditer("|".join(re.escape(name) for name in present), hidden)
        if match.group()
    }
    roles = names.find(hidden, tokens.words(hidden), record, frozenset(), present)
    _add(cuts, {one.span: mine[-2:] if len(mine) > 2 else mine for one in roles if one.role == "student"})
    found = {**others, **{one.span: one.name for one in roles if one.role != "student"}}
    _add(cuts, {span: pseudonym(name, taken=frozenset({mine})) for span, name in found.items()})
    return mine, _cut(normal, cuts).replace(people.school, "我校")


def pseudonym(name: str, *, taken: frozenset[str]) -> str:
    """A made-up name of as many characters, always the same in one school, never the name itself."""
    if not name:
        return ""
    turn = 0
    while True:
        digest = bytes.fromhex(blind_index(f"{name}:{turn}", "review.pseudonym"))
        given = "".join(GIVEN[byte % len(GIVEN)] for byte in digest[1 : len(name)])
        made = FAMILY[digest[0] % len(FAMILY)] + given
        if made != name and made not in taken and len(set(made)) == len(made):
            return made
        turn += 1
        if len(name) > len(GIVEN) // 2 or turn > 200:
            return made


def _swapped(form: str, swap: dict[str, str]) -> str:
    """A form of the name (小海, 海海) in the made-up one: what is not of the name stays."""
    return "".join(swap.get(character, character) for character in form)


def _add(cuts: dict[tuple[int, int], str], more: dict[tuple[int, int], str]) -> None:
    """Add replacements that touch none of those there already; the longer ones first."""
    for span in sorted(more, key=lambda one: (one[0] - one[1], one)):
        if not any(span[0] < end and start < span[1] for start, end in cuts):
            cuts[span] = more[span]


def _cut(note: str, cuts: dict[tuple[int, int], str]) -> str:
    parts: list[str] = []
    at = 0
    for (start, end), words in sorted(cuts.items()):
        if start < at:
            continue
        parts += (note[at:start], words)
        at = end
    return "".join([*parts, note[at:]])
