"""Whom a note is about: names in the text against the name on the record.

Names are sought where the segmenter sees a word that begins with a family name, or where the school's
roster has one; then the words around decide who that is.  Only a name that stands in the student's own
place (its marks, its conduct, its family) and is no form of the record's name counts as a mismatch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from nlp import tokens
from nlp.contracts import Span
from nlp.tokens import Token

_FOLDER = Path(__file__).parent / "lexicon"
STUDENT, OTHER = "\ue000", "\ue001"
_HAN = "\u4e00-\u9fff"


@dataclass(frozen=True, slots=True)
class Surnames:
    """Family names: certain ones, ones that are everyday characters too, compound ones."""

    common: frozenset[str]
    careful: frozenset[str]
    compound: tuple[str, ...]
    foreign: frozenset[str]


@cache
def surnames() -> Surnames:
    """The family names, read once."""
    rows = dict(
        line.split("\t")
        for line in (_FOLDER / "surnames.tsv").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    return Surnames(
        frozenset(rows["common"]), frozenset(rows["careful"]) - frozenset(rows["common"]),
        tuple(rows["compound"].split()), frozenset(rows["foreign"]),
    )  # fmt: skip


@cache
def _syllables() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for line in (_FOLDER / "pinyin.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            syllable, characters = line.split("\t")
            for character in characters:
                table.setdefault(character, set()).add(syllable)
    return {character: frozenset(syllables) for character, syllables in table.items()}


@cache
def _shapes() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in (_FOLDER / "lookalikes.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for character in line:
                table[character] = table.get(character, frozenset()) | frozenset(line)
    return table


def alike(a: str, b: str) -> bool:
    """Two characters that sound or look the same (tones and n/ng, z/zh aside, as dictation mixes them)."""
    if a == b or b in _shapes().get(a, ()):
        return True
    first, second = _syllables().get(a, frozenset()), _syllables().get(b, frozenset())
    return bool(first & second) or bool({_dialect(s) for s in first} & {_dialect(s) for s in second})


def _dialect(syllable: str) -> str:
    return re.sub(r"^([zcs])h", r"\1", re.sub(r"([aei])ng$", r"\1n", syllable))


@dataclass(frozen=True, slots=True)
class NameForms:
    """The record's name and every short or pet form of it."""

    full: str
    family: str
    given: str
    forms: tuple[str, ...]

    def fits(self, other: str) -> bool:
        """Whether ``other`` is a form of this name, one homophone or look-alike character aside."""
        if other in self.forms:
            return True
        for form in (self.full, self.given):
            if len(form) == len(other) and len(form) >= 2:
                differing = [(a, b) for a, b in zip(form, other, strict=True) if a != b]
                if len(differing) == 1 and alike(*differing[0]):
                    return True
        return False


@lru_cache(maxsize=4096)
def forms(full: str) -> NameForms:
    """The forms of a name; an empty name has none."""
    full = re.sub(r"\s", "", full)
    if "·" in full:
        parts = [part for part in full.split("·") if part]
        found = [full, "".join(parts), *parts]
        found += [part[-2:] for part in parts if len(part) >= 3]
        return NameForms(full, "", parts[0] if parts else full, _unique(found))
    family = next((c for c in surnames().compound if full.startswith(c) and len(full) > len(c)), full[:1])
    given = full[len(family) :]
    found = [full]
    if given:
        last = given[-1]
        found += [given] if len(given) > 1 else []
        found += [last * 2, "小" + last, "阿" + last, "小" + given, "阿" + given, family + last * 2]
        if len(given) > 1:
            first = given[0]
            found += [first * 2, "小" + first, family + "小" + last]
        found += [
            "小" + family,
            last + "儿",
            last + "子",
            last + "娃",
            last + "仔",
            last + "妹",
            given + "儿",
        ]
        if len(full) >= 4:
            found += [full[:2], full[-2:], full[-3:]]
    return NameForms(full, family, given, _unique(found))


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({word for word in words if len(word) > 1}, key=lambda word: (-len(word), word)))


@dataclass(frozen=True, slots=True)
class Named:
    """A name in the text; ``role`` is student | wrong | other."""

    span: Span
    name: str
    role: str


_KIN = (
    "爸爸|父亲|爸|妈妈|母亲|妈|哥哥|姐姐|弟弟|妹妹|大哥|二哥|大姐|二姐|爷爷|奶奶|姥姥|姥爷|外公|外婆|外祖父|外祖母|祖父|祖母|叔叔|姑姑|姑妈|舅舅|姨妈|小姨|大姨|大伯|伯伯|伯父|婶婶|继父|继母|后妈|"
    "堂哥|堂弟|堂姐|堂妹|表哥|表弟|表姐|表妹|双胞胎|家长|监护人|户主|其父|其母|其兄|其姐|其弟|其妹|其祖父|其祖母|父|母|兄|嫂子|养父|养母|爹|娘|哥|姐|弟|妹|爷|奶|长子|次子|长女|次女|大女儿|小女儿|大儿子|小儿子"
)
_PEER = "同桌|同学|好友|朋友|伙伴|玩伴|发小|邻居|班长|组长|课代表|学习委员|班干部|前桌|后桌|同伴|同村|邻座|室友|舍友|搭档|小老师|校长|主任|老师|医生|书记|村干部|支书|社工|律师|前排|后排|隔壁|一个叫|有个叫|名叫|班主任|科任|同班|同宿舍|帮扶人|师傅|老板|网友|学长|学姐|优生|尖子生"  # noqa: E501
_LEFT_OTHER = re.compile(
    rf"(?:{_KIN}|{_PEER})(?:的?(?:名字|姓名))?(?:名叫|叫做|叫|是|为|[:：（(“\"]|同学){{0,2}}$"
)
_LEFT_LINK = re.compile(
    r"(?:和|与|跟|同|把|被|向|帮|帮助|给|让|像|比|欺负|打了?|骂了?|喜欢|找|约|教|邀请|安排|请|由|推|拉|撞|扶|陪|羡慕|带|借|抄|对着|以及|、|向着|派|叫|换成|挨着|紧挨|跟着|还有)$"
)
_LEFT_STUDENT = re.compile(
    r"(?:姓名|学生|对象|被访人?|孩子|我班|我们班|我的学生|本班|班上的?|班里的?|班的|来到了?|走进了?|走访了?|家访了?|去了?|到了?|关于|有关|记录|今天|这次|其实|但是?|由于|对于|针对|了解到?|反馈了?|汇报了?|[:：])[是为:：\s]{0,2}$"
)
_RIGHT_OTHER = re.compile(
    r"(?:老师|校长|主任|书记|叔叔|阿姨|医生|爷爷|奶奶|大伯|大叔|伯伯|师傅|一起|打架|吵架|闹|同桌|坐在?一|结对|是(?:他|她|好|同|邻|孩子|唐)|（(?:父|母|爷|奶|哥|姐|弟|妹|外|祖|班|同|姑|舅|叔|伯|其)|\((?:父|母|爷|奶|哥|姐|弟|妹|外|祖|班|同|姑|舅|叔|伯|其)|(?:先生|女士|夫妇|夫妻|嫂))"
)
_RIGHT_STUDENT = re.compile(
    r"(?:同学|小朋友|这孩子|这个孩子|这个学生|这娃|该生|的(?:爸|妈|父|母|家|爷|奶|外|姥|监护|成绩|数学|语文|英语|学习|作业|表现|性格|情况|进步|字|书|优点|缺点|问题|班主任|各科|日记|作文|学业|在校|课|行为|思想|身体)|家(?!长)|家长|爸|妈|父|母|爷爷|奶奶|在(?:校|家|学校|班|课|家里|这|数|语|英|我|期|上|本)|上课|平时|最近|从小|性格|是(?:个|一|我|家|班|独)|学习|成绩|很|也|比较|本(?:学期|次)|这(?:学期|次|段|半)|今年|喜欢|经常|总|每|现在|目前|能|不|虽然|聪明|活泼|懂事|勤|爱|热|认真|成|数学|语文|英语|作业|近|个子|自|有|胆|脑|因|人|确实|的|已|还|又|就|都|没|会|上(?:学期|个)|期[中末]|进步|变|一|回|放学|语|数|英|积|乐|性)"
)
_STOP_GIVEN = frozenset(
    "的了在是不我你他她们这那和也都很就还说要有没被把让给得着过与及或但因为所以孩师课老每对从上下里外时候到来去做写吃睡玩看听想能会可较非常太更最真好多少母父妈爸爷奶婆册题卷桌"
)
_PET_TIE = re.compile(
    r"小名|乳名|昵称|外号|绰号|家里(?:人)?(?:都)?[叫喊]|大家(?:都)?[叫喊]|奶奶[叫喊]|爷爷[叫喊]|妈妈?[叫喊]|[叫喊](?:他|她|孩子|娃)$|都[叫喊]|亲切地?[叫喊称]|又名|曾用名|原名|（小名|人称"
)
_PET = re.compile(
    rf"(?:(?<=[，。！？；：:、\s“\"])|^|(?<=孩子)|(?<=学生)|(?<=对)|(?<=了))[小阿](?![爸妈爷奶公婆哥姐弟妹姨叔伯嫂姑爹娘])[{_HAN}](?=同学|这孩子|这个孩子|的(?:成绩|作业|数学|语文|英语|妈|爸|父|母|爷|奶|家长|学习|表现)|在(?:校|家|学校|课|班)|上课|平时|学习|家长|爸|妈)"
)
_DOTTED = re.compile(rf"[{_HAN}]{{2,7}}(?:·[{_HAN}]{{2,8}})+")


def own_spans(text: str, name: NameForms) -> list[Span]:
    """Where the record's own name stands, in any of its certain forms, longest first."""
    if not name.full:
        return []
    found: list[Span] = []
    taken: set[int] = set()
    for form in name.forms:
        # Two-character pet forms may be words (海海 no, 小学 yes): those the dictionary knows are left out.
        if len(form) == 2 and form not in (name.full, name.given) and tokens.known(form):
            continue
        at = text.find(form)
        while at >= 0:
            end = at + len(form)
            if form == name.given and other_family(text, at, name):
                at = text.find(form, end)
                continue
            if not taken.intersection(range(at, end)):
                taken.update(range(at, end))
                found.append((at, end))
            at = text.find(form, end)
    return sorted(found)


def other_family(text: str, at: int, name: NameForms) -> bool:
    """Whether the given name at ``at`` stands behind another family name than the record's."""
    before = text[at - 1 : at] if at else ""
    if before not in surnames().common or before == name.family or alike(before, name.family or before):
        return False
    return not tokens.known(text[max(0, at - 2) : at]) or text[at - 2 : at - 1] in "，。了的到是"


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


def find(
    text: str, words: Sequence[Token], record: NameForms, people: frozenset[str], roster: Iterable[str]
) -> list[Named]:
    """Every other person's name in a text in which the record's own name is masked already.

    ``words`` are its tokens; ``people`` are names known to belong here; ``roster`` the names of the
    school's other students that occur in the text.
    """
    found: dict[Span, Named] = {}
    spans = _candidates(text, words)
    for name in roster:
        at = text.find(name)
        while at >= 0 and len(name) > 1:
            spans.append(((at, at + len(name)), True))
            at = text.find(name, at + len(name))
    for pet in _PET.finditer(text):
        if not tokens.known(pet.group()) or _named_word(pet.group()):
            spans.append((pet.span(), True))
    taken: set[int] = set()
    counts: dict[str, int] = {}
    for (start, end), _ in set(spans):
        counts[text[start:end]] = counts.get(text[start:end], 0) + 1
    for (start, end), certain in sorted(
        set(spans), key=lambda item: (not item[1], item[0][0] - item[0][1], item[0])
    ):
        if taken.intersection(range(start, end)):
            continue
        name = text[start:end]
        role = _role(text, (start, end), name, certain, counts[name], record, people)
        if role:
            taken.update(range(start, end))
            found[(start, end)] = Named((start, end), name, role)
    _settle(text, found, record)
    return [found[span] for span in sorted(found)]


def _candidates(text: str, words: Sequence[Token]) -> list[tuple[Span, bool]]:
    table = surnames()
    found: list[tuple[Span, bool]] = []
    for index, (word, start, end) in enumerate(words):
        first = word[0]
        compound = word[:2] in table.compound
        if not compound and first not in table.common and first not in table.careful:
            continue
        following = words[index + 1] if index + 1 < len(words) else None
        family = 2 if compound else 1
        if family < len(word) <= family + 2:
            if _given(word[family:]) and (not tokens.known(word) or _named_word(word)):
                certain = len(word) == family + 2 and first in table.common
                found.append(((start, end), certain or compound))
                if (
                    len(word) == family + 1
                    and following
                    and len(following.word) == 1
                    and _given(following.word)
                ):
                    found.append(((start, following.end), False))
        elif len(word) == family and following is not None:
            rest = following.word
            if len(rest) <= 2 and _given(rest) and _han(rest) and first in table.common:
                found.append(((start, following.end), len(rest) == 2 and not tokens.known(rest)))
                third = words[index + 2] if index + 2 < len(words) else None
                if len(rest) == 1 and third is not None and len(third.word) == 1 and _given(third.word):
                    found.append(((start, third.end), False))
    for dotted in _DOTTED.finditer(text):
        start = dotted.start()
        lead = re.match(
            rf".*?(?:来到|走进|学生|同学|爸爸|父亲|母亲|妈妈|弟弟|哥哥|姐姐|妹妹|今天|到|和|与|跟|叫|是)(?=[{_HAN}]{{2,6}}·)",
            dotted.group(),
        )
        found.append(((start + (lead.end() if lead else 0), dotted.end()), True))
    return found


def _han(word: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in word)


def _given(word: str) -> bool:
    return _han(word) and not any(c in _STOP_GIVEN for c in word)


@lru_cache(maxsize=8192)
def _named_word(word: str) -> bool:
    """Whether the dictionary has the word as a person's name."""
    return tokens.is_person(word)


def _role(
    text: str, span: Span, name: str, certain: bool, count: int, record: NameForms, people: frozenset[str]
) -> str | None:
    start, end = span
    before, after = text[max(0, start - 10) : start], text[end : end + 8]
    if record.fits(name):
        return "student"
    if any(name == p or (len(name) > 1 and name in p) for p in people):
        return "other"
    tied = _PET_TIE.search(before)
    if tied and not _LEFT_OTHER.search(before):
        return "student"
    if _LEFT_OTHER.search(before):
        return "other"
    if _RIGHT_OTHER.match(after):
        return "other"
    left, right = bool(_LEFT_STUDENT.search(before)), bool(_RIGHT_STUDENT.match(after))
    if _LEFT_LINK.search(before):
        return "other" if certain or right or count > 1 else None
    clear = re.match(r"同学|小朋友|这孩子|的(?:爸|妈|父|母|成绩|作业|数学|语文|英语|学习|家长)|家长", after)
    if name[0] in surnames().careful and not clear and not (certain and left):
        return None
    if certain and (left or right or count > 1):
        return "wrong"
    if clear or (left and right) or (count > 1 and (left or right)):
        return "wrong"
    return "other" if certain else None


_SENTENCE_MARK = re.compile(r"[。！？\n；;]")
_CLAUSE_MARK = re.compile(r"[，,。！？\n；;：:]")


def _settle(text: str, found: dict[Span, Named], record: NameForms) -> None:
    """A name met once as somebody else is somebody else throughout; one as the student's is not."""
    others = {named.name for named in found.values() if named.role == "other"}
    linked: dict[str, bool] = {}
    for span, named in list(found.items()):
        if named.role != "wrong":
            continue
        # Sentences are looked at within a bound, so that a page without marks stays linear.
        before = text[max(0, span[0] - 120) : span[0]]
        after = _SENTENCE_MARK.split(text[span[1] : span[1] + 120], maxsplit=1)[0]
        around = _SENTENCE_MARK.split(before)[-1] + named.name + after
        clause = _CLAUSE_MARK.split(before)[-1]
        if named.name not in linked:
            linked[named.name] = _only_linked(text, named.name)
        helped = named.name in others and not linked[named.name]
        beside = STUDENT in clause or re.search(r"[他她]", clause)
        victim = STUDENT in around and re.match(
            r"说|告诉|哭|喊|反映|来告|也在|受伤|的(?:铅笔|橡皮|书|衣服|头发|辫子|文具|东西|本子|水杯)",
            text[span[1] :],
        )
        if helped or beside or victim:
            found[span] = Named(span, named.name, "other")


def _only_linked(text: str, name: str) -> bool:
    return not re.search(rf"(?:{_KIN}|{_PEER})(?:名叫|叫|是|[:：（(])?{re.escape(name)}", text)
