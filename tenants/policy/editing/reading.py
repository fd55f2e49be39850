"""The only place that opens the reader: a file's bytes to text, a text to proposed rules."""

from dataclasses import dataclass

from pydantic import ValidationError

from nlp import regulations
from tenants.policy.editing.sheet import Sheet, Unread, proposed
from tenants.policy.errors import PolicyTextUnreadable
from tenants.policy.rules import Rule, rules_read

LARGEST_FILE = 10_000_000
"""Bytes; more is refused before it is read."""
LARGEST_TEXT = 200_000
"""Characters of a pasted text."""
BLANK = " \t\n\u3000\ufeff\f\v"


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text and what a reader proposes for it. `title` may be empty; `effective` is the day that the text
    itself names, `YYYY-MM-DD`."""

    text: str
    title: str
    effective: str | None
    sheet: Sheet


def text_of(data: bytes) -> str:
    """The text of a .txt or .docx file. PolicyTextUnreadable says what is wrong with it."""
    try:
        return regulations.load(data)
    except regulations.RegulationError as problem:
        raise PolicyTextUnreadable(problem.code, problem.message, field="file") from None


def read_text(text: str) -> ReadText:
    """The rules that a text proposes, with their contradictions and what no rule says. A proposal that does
    not fit the format is shown as a clause that could not be read: nothing is dropped in silence."""
    # A database's text holds no NUL; blanks keep every offset where it is.
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", " ")
    if not text.strip(BLANK):
        raise PolicyTextUnreadable("policy.text_empty", "还没有内容，请把制度的文字粘贴进来。", field="text")
    if len(text) > LARGEST_TEXT:
        raise PolicyTextUnreadable("policy.text_too_large", "文字太多，请控制在 20 万字以内。", field="text")
    found = regulations.read(text)
    rules: list[Rule] = []
    places: dict[int, int] = {}
    clauses = [
        Unread(clause.span, clause.status, clause.reason)
        for clause in found.clauses
        if clause.status != "rule" and text[clause.span[0] : clause.span[1]].strip(BLANK)
    ]
    for position, one in enumerate(found.rules):
        try:
            (rule,) = rules_read([one.to_dict()])
        except ValidationError:
            clauses.append(Unread(one.span, "unread", "读出的条款不合格式，请对照原文自己加一条"))
            continue
        places[position] = len(rules)
        rules.append(rule)
    conflicts = [
        ([places[each] for each in one.rules if each in places], one.message) for one in found.conflicts
    ]
    sheet = proposed(
        rules,
        conflicts=[one for one in conflicts if one[0]],
        clauses=sorted(clauses, key=lambda one: one.span),
    )
    return ReadText(text, found.title.strip(), found.effective, sheet)
