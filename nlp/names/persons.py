"""The persons named in a text: where each stands, and what is seen of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log

import ahocorasick_rs

from nlp import tokens
from nlp.contracts import Span
from nlp.names import candidates, slots
from nlp.names.forms import STUDENT, NameForms
from nlp.names.tables import alike, no_names, surnames

_LINKS = frozenset("和与跟同把被给让由教找向帮替像比带陪叫约请欺打骂推撞抄借送、的")
# What is taken from, or told by, another child.
_GOODS = re.compile(
    "的?(?:铅笔|橡皮|钢笔|书包|课本|本子|衣服|头发|辫子|文具|东西|水杯|水壶|凳子|椅子|板凳|桌|眼镜|帽子|鞋|尺子|自行车|饭|钱|脸|手(?!机)|腿|头)"
)
_TELLS = re.compile("说|告诉|哭|喊|反映|来告|也在|受伤|坐|同坐|结对|一起|两个|俩|打|没来")
_HELPS = re.compile(
    "(?:也|就|来|每天|天天|常|总)?[跟和同帮替教骂带陪给打喊推](?:[他她](?![爸妈父母爷奶哥姐弟妹家阿外])|"
    + STUDENT
    + "(?!同学))"
)
_EXPLAINED = re.compile(
    "[，（(]?(?:是|不是|也是|就是)[^，。！？]{0,8}(?:教过|带过|毕业|哥|姐|弟|妹|堂|表|同桌|邻居|朋友|姐妹|同学的|[叔伯姑舅爷奶]|老师|同班)"
    "|[^，。！？]{0,4}(?:教过|带过|毕业)"
)
_WITH = frozenset("与和跟同、")
# “把他和爱说话的某某调成同桌”: whoever the student is put together with is somebody else.
_PUT_WITH = re.compile(f"(?:[他她]|{STUDENT})[和跟与同][^，。；！？]{{1,8}}的\\Z")
_FAMILY = re.compile("(?:同学|小朋友)?(?:家长|家|的?(?:[爸妈父母爷奶]|外[公婆]|监护))")
_TAKEN = "\ue002"
_FEW = 24
# More places than these say nothing new about a person.
ENOUGH = 16


@dataclass(slots=True)
class Person:
    """Somebody named in the text: the longest form of the name, its kind, every place."""

    name: str
    kind: int
    spans: list[Span] = field(default_factory=list)
    listed: bool = False
    titled: bool = False


def persons(text: str, found: Mapping[str, int], listed: frozenset[str] = frozenset()) -> list[Person]:
    """One person for each name; a given name alone belongs to the full name that ends with it."""
    names = sorted(found, key=lambda name: (-len(name), name))
    places = _places(text, names)
    result: list[Person] = []
    endings: dict[str, Person] = {}
    for name in names:
        spans = places.get(name)
        if not spans:
            continue
        if found[name] in (candidates.GIVEN, candidates.PET) and len(name) == 2:
            name, spans = _with_family(text, name, spans)
        whole = endings.get(name)
        if whole is not None:
            whole.spans += spans
            continue
        kind = found.get(name, candidates.FULL)
        titled = any(text.startswith(slots.TITLES, end) for _, end in spans[:ENOUGH])
        person = Person(name, kind, spans, name in listed, titled)
        result.append(person)
        if kind == candidates.FULL and len(name) > 2:
            endings.setdefault(name[-2:], person)
    return result


def _with_family(text: str, name: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The name with the family name that the segmenter left to the word before it, where there is one."""
    for at, (start, end) in enumerate(spans):
        before = text[start - 1] if start else ""
        if (
            before in surnames().common
            and not tokens.known(text[max(0, start - 2) : start])
            and before + name not in no_names()
        ):
            return before + name, [*spans[:at], (start - 1, end), *spans[at + 1 :]]
    return name, spans


def _places(text: str, names: list[str]) -> dict[str, list[Span]]:
    places: dict[str, list[Span]] = {}
    if len(names) > _FEW:
        automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
        for number, start, end in automaton.find_matches_as_indexes(text):
            places.setdefault(names[number], []).append((start, end))
        return places
    for name in names:
        at = text.find(name)
        if at < 0:
            continue
        spans = places[name] = []
        while at >= 0:
            spans.append((at, at + len(name)))
            at = text.find(name, at + len(name))
        text = text.replace(name, _TAKEN * len(name))
    return places


def is_likely(person: Person) -> bool:
    """Whether the piece is a name by its characters alone."""
    name, kind = person.name, person.kind
    if kind == candidates.FULL and len(name) > 2:
        size = 2 if name[:2] in surnames().compound else 1
        return "·" in name or candidates.family_score(name[:size]) + candidates.score(name[size:]) >= 60
    return kind in (candidates.FOREIGN, candidates.PET) or (
        kind == candidates.GIVEN and candidates.score(name) >= 40
    )


FEATURES = (
    "bias", "most", "second", "least", "sum", "times", "alone", "own-once", "own-often", "given-score",
    "full", "given", "pet", "word", "careful", "dotted", "same-family", "same-given", "shares", "introduced",
    "all-introduced", "listed", "persons", "long", "strange-family", "most-alone", "first-place",
    "family-score", "single", "titled", "first", "linked", "linked-beside", "foreign", "beside",
    "first-introduced", "introduced-beside", "first-object", "object", "object-beside", "goods",
    "explained", "starts",
    "strange-plain", "near", "near-plain", "goods-beside", "tells", "helps", "company", "clear",
)  # fmt: skip


def _object(left: str) -> bool:
    """Whether the student, by name or pronoun, stands before the name in the same clause."""
    clause = slots.clause_before(left)
    return STUDENT in clause or "他" in clause or "她" in clause


def describe(
    text: str, person: Person, scores: list[float], record: NameForms, own: int, many: int
) -> list[float]:
    """What speaks for and against the person standing where the student should, in order of `FEATURES`."""
    ordered = sorted(scores, reverse=True)
    name, kind = person.name, person.kind
    family = name[:2] if name[:2] in surnames().compound and len(name) > 2 else name[:1]
    full = kind in (candidates.FULL, candidates.WORD)
    given = name[len(family) :] if full else name
    introduced = [slots.introduced(text[max(0, start - 10) : start]) for start, _ in person.spans[:ENOUGH]]
    shares = sum(a == b or alike(a, b) for a, b in zip(record.given[::-1], given[::-1], strict=False))
    alone = own == 0
    lefts = [text[max(0, start - 24) : start] for start, _ in person.spans[:ENOUGH]]
    linked = any(left[-1:] in _LINKS for left in lefts)
    beside = any(STUDENT in left for left in lefts)
    objects = [_object(left) for left in lefts]
    starts = any(not left or left[-1] in "，。！？；：\n、" for left in lefts)
    rights = [text[end : end + 20] for _, end in person.spans[:ENOUGH]]
    goods = any(_GOODS.match(right) for right in rights)
    tells = any(_TELLS.match(right) for right in rights)
    explained = any(_EXPLAINED.match(right) for right in rights)
    strange = full and family != record.family and given == record.given and len(given) > 1
    strange = strange or name.startswith(record.given + "·")
    near = (
        full
        and family == record.family
        and len(name) == len(record.full)
        and sum(a != b for a, b in zip(name, record.full, strict=True)) == 1
    )
    listed = lefts[0][-1:] == "、" or "、" in rights[0][:5]
    together = lefts[0][-1:] in _WITH or _PUT_WITH.search(lefts[0])
    company = not alone and (listed or bool(together and not _FAMILY.match(rights[0])))
    strength = 3.0 if kind == candidates.FOREIGN else candidates.score(given) / max(1, len(given)) / 10
    return [
        1.0, ordered[0], ordered[1] if len(ordered) > 1 else 0.0, ordered[-1],
        max(-6.0, min(6.0, sum(scores))), log(len(person.spans)), float(alone), float(own == 1),
        float(own > 3), strength, float(kind == candidates.FULL),
        float(kind == candidates.GIVEN), float(kind == candidates.PET), float(kind == candidates.WORD),
        float(full and family in surnames().careful), float("·" in name),
        float(full and family == record.family), float(given == record.given), float(shares > 0),
        float(any(introduced)), float(all(introduced)), float(person.listed), log(many), float(len(name) > 2),
        float(full and family != record.family and given == record.given), ordered[0] * alone,
        float(person.spans[0][0] < 20), candidates.family_score(family) / 10 if full else 0.0,
        float(len(given) == 1), float(person.titled), scores[0], float(linked), float(linked and not alone),
        float(kind == candidates.FOREIGN), float(beside), float(introduced[0]),
        float(introduced[0] and not alone), float(objects[0]), float(any(objects)),
        float(objects[0] and not alone), float(goods), float(explained), float(starts),
        float(strange and not introduced[0]), float(near), float(near and not introduced[0]),
        float(goods and not alone), float(tells),
        float(any(_HELPS.match(right) for right in rights)),
        float(company),
        float((strange or near) and not any(introduced) and not explained and not company),
    ]  # fmt: skip
