"""What is seen of a person in a text: the numbers by which the trained model decides."""

from __future__ import annotations

import re
from math import log

from nlp import tokens
from nlp.names import candidates, slots
from nlp.names.forms import STUDENT, NameForms
from nlp.names.persons import ENOUGH, Person
from nlp.names.tables import alike, surnames

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
    "不是"
    + STUDENT
    + "|[（(](?:学生)?(?:之|其)?(?:父|母|祖|爷|奶|外公|外婆|姥|舅|姑|叔|伯|姨|兄|哥|姐|弟|妹|监护|家长|继|养)"
    "|[，（(]?(?:是|不是|也是|就是)[^，。！？]{0,8}(?:教过|带过|毕业|哥|姐|弟|妹|堂|表|同桌|邻居|朋友|姐妹|同学的|[叔伯姑舅爷奶]|老师|同班)"
    "|[^，。！？]{0,4}(?:教过|带过|毕业)"
)
_WITH = frozenset("与和跟同、")
# “把他和爱说话的某某调成同桌”: whoever the student is put together with is somebody else.
_PUT_WITH = re.compile(f"(?:[他她]|{STUDENT})[和跟与同][^，。；！？]{{1,8}}的\\Z")
_FAMILY = re.compile("(?:同学|小朋友)?(?:家长|家|的?(?:[爸妈父母爷奶]|外[公婆]|监护))")
_AGENT = re.compile(
    "(?:同学)?(?:每[天日周晚早]?|[早中午晚]间?|放学|课间|负责|同学|来){0,3}(?:辅导|代|监督|督促|检查|抽|计时|记|陪|带|讲|教|帮|盯|提醒|听|收|陪同|接|送|看着|管)"
)
_ASKED = frozenset("由请让喊叫")
_KEEN = re.compile("个|班|爱|年级|最|新|外向|学习|优")
_PRONOUN = re.compile("[他她]|" + STUDENT)

FEATURES = (
    "bias", "most", "second", "least", "sum", "times", "alone", "own-once", "own-often",
    "sure", "full", "given", "pet", "word", "careful", "dotted", "same-family", "same-given", "shares",
    "introduced",
    "all-introduced", "listed", "persons", "long", "strange-family", "most-alone", "first-place",
    "family-score", "single", "titled", "first", "linked", "linked-beside", "foreign", "beside",
    "first-introduced", "introduced-beside", "first-object", "object", "object-beside", "goods",
    "explained", "starts",
    "strange-plain", "near", "near-plain", "goods-beside", "tells", "helps", "company", "clear",
    "here", "here-all", "later", "later-alone", "before", "agent", "agent-beside", "described",
    "hint", "hint-beside", "plain-alone", "plain-beside", "looks", "looks-alone", "near-given", "unsure",
    "most-unsure", "known", "most-sure",
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
    full = kind == candidates.FULL or (kind == candidates.WORD and candidates.family_score(name[:1]) >= 0)
    given = name[len(family) :] if full else name
    introduced = [slots.introduced(text[max(0, start - 10) : start]) for start, _ in person.spans[:ENOUGH]]
    if not full and not introduced[0]:
        # 姐姐代大容 for 代小容: the family name was left to the word before.
        start = person.spans[0][0]
        ahead = text[start - 1 : start]
        if ahead and ahead == record.family:
            introduced[0] = slots.introduced(text[max(0, start - 11) : start - 1])
    shares = sum(a == b or alike(a, b) for a, b in zip(record.given[::-1], given[::-1], strict=False))
    alone = own == 0
    lefts = [slots.unnumbered(text[max(0, start - 24) : start]) for start, _ in person.spans[:ENOUGH]]
    linked = any(left[-1:] in _LINKS for left in lefts)
    beside = any(STUDENT in left for left in lefts)
    objects = [_object(left) for left in lefts]
    starts = any(not left or left[-1] in "，。！？；：\n、" for left in lefts)
    rights = [text[end : end + 20] for _, end in person.spans[:ENOUGH]]
    goods = any(_GOODS.match(right) for right in rights)
    tells = any(_TELLS.match(right) for right in rights)
    explained = any(_EXPLAINED.match(right) for right in rights) or any(left[-2:] == "不是" for left in lefts)
    strange = full and family != record.family and given == record.given and len(given) > 1
    strange = (
        strange or name.startswith(record.given + "·") or bool(record.last and name.endswith(record.last))
    )
    near = (
        full
        and family == record.family
        and len(name) == len(record.full)
        and sum(a != b for a, b in zip(name, record.full, strict=True)) == 1
    )
    listed = lefts[0][-1:] == "、" or "、" in rights[0][:5]
    together = lefts[0][-1:] in _WITH or _PUT_WITH.search(lefts[0])
    company = not alone and (listed or bool(together and not _FAMILY.match(rights[0])))
    hint = max(0.0, ordered[0])
    known = len(name) < 4 and tokens.known(name) and not tokens.is_person(name)
    looks = max(-3.0, min(3.0, person.looks))
    rests = [slots.until_stop(right) for right in rights]
    heres = [slots.until_break(rest) for rest in rests]
    here = [bool(_PRONOUN.search(part)) for part in heres]
    later = [bool(_PRONOUN.search(rest, len(part))) for rest, part in zip(rests, heres, strict=True)]
    before = any(_PRONOUN.search(left[-24:].rpartition("。")[2]) for left in lefts)
    agent = any(
        left[-1:] in _ASKED and _AGENT.match(right) is not None and "自" not in right[:8]
        for left, right in zip(lefts, rights, strict=True)
    )
    described = lefts[0][-1:] == "的" and _KEEN.search(lefts[0][-12:]) is not None
    plain = (
        not any(introduced)
        and not explained
        and not company
        and not agent
        and not any(objects)
        and not any(here)
        and not linked
    )
    return [
        1.0, ordered[0], ordered[1] if len(ordered) > 1 else 0.0, ordered[-1],
        max(-6.0, min(6.0, sum(scores))), log(len(person.spans)), float(alone), float(own == 1),
        float(own > 3), max(-1.5, min(4.0, person.sure)), float(kind == candidates.FULL),
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
        float(any(here)), float(all(here)), float(any(later)), float(any(later) and alone), float(before),
        float(agent), float(agent and not alone), float(described),
        hint * plain, hint * plain * (not alone), float(plain and alone), float(plain and not alone),
        looks, looks * alone, float(not full and shares > 0 and len(given) == 2 == len(record.given)),
        min(0.0, person.sure), hint * (person.sure < 0.5), float(known), hint * (person.sure > 1.5),
    ]  # fmt: skip
