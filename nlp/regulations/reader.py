"""From text to rules: structure, quotas first, then every other kind, conflicts and the account of clauses."""

from __future__ import annotations

import json
import re

from nlp.regulations import clauses, conflicts, context
from nlp.regulations.contracts import Reading, Rule
from nlp.regulations.readers import (
    archive,
    assessment,
    calendar,
    conduct,
    content,
    focus,
    form,
    modes,
    tone,
    trigger,
    workflow,
)
from nlp.regulations.readers.base import Found, Source
from nlp.regulations.readers.quota import QuotaReader
from nlp.regulations.structure import Document, label, parse
from nlp.regulations.text import normalise

_TITLE = re.compile(
    r"(?:制度|办法|方案|规定|细则|通知|计划|规程|公约|守则|要求|意见|一览表|分解表|安排|表|章程|指南|规范)(?:（[^）]{1,14}）)?\d?$"
)
_SCHOOL = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:小学校?|中学校?|幼儿园|学校|高中|初中|中专|职中|职校|学院|教学点)"
)
_EFFECTIVE = re.compile(
    r"(?:自|从|于)?(20\d\d)年(\d{1,2})月(\d{1,2})日(?:起)?(?:正式)?(?:开始)?(?:施行|执行|实施|试行|生效|启用)"
)


def read(text: str) -> Reading:
    """The rules that a regulation's text proposes. Linear in the length of the text."""
    source_text = text
    clean = normalise(text)
    document = parse(clean)
    title = _title(document)
    frame = context.document_frame(document, title)
    sources = [Source(sentence, frame, document) for sentence in document.sentences]
    quotas = QuotaReader(document, frame)
    drafts = quotas.read()
    found: list[Found] = []
    for draft in drafts:
        for fields in draft.rules():
            found.append(Found("quota", fields, draft.sentence, draft.start, draft.end, draft.confidence))
    found.extend(focus.read(sources, drafts))
    busy = {
        number for draft in drafts if not draft.regular for number in (draft.sentence.number, *draft.places)
    }
    for reader in (trigger, content, form, tone, workflow, archive, assessment, calendar, conduct):
        for source in sources:
            found.extend(reader.read(source))
    for source in sources:
        found.extend(modes.read(source, busy))
    found.extend(form.general(sources, found))
    found = archive.bare_dropped(calendar.bare_dropped(found))
    rules = _rules(found, source_text)
    return Reading(
        title=title or "未命名的制度",
        school=_school(title, document),
        effective=_effective(clean),
        rules=rules,
        conflicts=conflicts.find(rules),
        clauses=clauses.account(source_text, document, rules, quotas.reasons),
    )


def _rules(found: list[Found], text: str) -> tuple[Rule, ...]:
    """In the order of the text; a clause that repeats a rule counts once."""
    order = sorted(range(len(found)), key=lambda n: (found[n].sentence.number, found[n].start, n))
    seen: set[str] = set()
    made: list[Rule] = []
    for number in order:
        each = found[number]
        offsets = each.sentence.offsets
        start = offsets[min(each.start, len(offsets) - 1)]
        end = offsets[max(0, min(each.end, len(offsets)) - 1)] + 1
        fields = {name: value for name, value in each.fields.items() if name != "text"}
        if each.kind == "conduct":
            fields = {"text": _unnumbered(text[start:end])}
        key = json.dumps([each.kind, fields], ensure_ascii=False, sort_keys=True)
        if key in seen:
            continue
        seen.add(key)
        made.append(Rule(each.kind, fields, text[start:end], (start, end), each.confidence))
    return tuple(_once(made))


def _unnumbered(words: str) -> str:
    """A clause as a line of its own: the number it has in the text says nothing there."""
    number = label(words)
    return words[number[1] :].lstrip() if number else words


def _once(rules: list[Rule]) -> list[Rule]:
    """Without quotas that only say an earlier one again and leave out its deadline or modes."""
    kept: list[Rule] = []
    said: set[str] = set()
    for rule in rules:
        bare = json.dumps({**rule.fields, "window": None, "modes": []}, sort_keys=True)
        if rule.kind == "quota" and not rule.fields["window"] and not rule.fields["modes"] and bare in said:
            continue
        if rule.kind == "quota":
            said.add(bare)
        kept.append(rule)
    return kept


def _title(document: Document) -> str:
    first = ""
    for sentence in document.sentences[:6]:
        words = sentence.text.strip("《》“”# ")
        if not first and len(words) <= 60:
            first = words
        if _TITLE.search(words) and len(words) <= 60:
            return words.strip("。")
    return first.strip("。")


def _school(title: str, document: Document) -> str | None:
    match = _SCHOOL.match(re.sub(r"^关于", "", title))
    if match:
        return match[0]
    for sentence in (*document.sentences[:2], *document.sentences[-3:]):
        match = _SCHOOL.fullmatch(re.sub(r"20\d\d年.*$", "", sentence.text).strip("。"))
        if match and len(match[0]) > 3:
            return match[0]
    return None


def _effective(text: str) -> str | None:
    match = _EFFECTIVE.search(re.sub(r"[ \t]", "", text))
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return None
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}"
