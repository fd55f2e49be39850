"""A version in preparation as a value, and every act on it. Pure.

An entry is one rule with what was decided on it. Nothing is ever taken out: what is not wanted stays,
rejected, so that every proposal can still be seen and brought back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import ValidationError

from tenants.policy.errors import PolicyInvalid, PolicyRuleNotFound, PolicyUnsettled
from tenants.policy.rules import Rule, rule_data, rule_faults, rules_read

Raw = dict[str, Any]
Origin = Literal["read", "kept", "hand"]
Verdict = Literal["open", "yes", "no"]
PLACED = ("span", "confidence")  # kept beside a rule, not in it: they are the text's and the reader's


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule in the exchange format. `origin`: read from the text, kept from the version before, or
    written by hand; `was` is what it said at first; `span` in characters of the text."""

    id: UUID
    origin: Origin
    verdict: Verdict
    rule: Raw
    was: Raw
    span: tuple[int, int] | None = None
    confidence: float | None = None

    @property
    def state(self) -> str:
        """proposed, confirmed, changed, rejected or added."""
        if self.verdict == "no":
            return "rejected"
        if self.verdict == "open":
            return "proposed"
        if self.origin == "hand":
            return "added"
        return "confirmed" if self.rule == self.was else "changed"

    @property
    def stands(self) -> bool:
        """Not rejected."""
        return self.verdict != "no"


@dataclass(frozen=True, slots=True)
class Dispute:
    """Rules of one text that do not go together. `settled` once somebody has said which of them hold."""

    entries: tuple[UUID, ...]
    message: str
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the text that no rule says; `reason` is Chinese. `status`: unread (asks for a person's
    look) or not_a_rule."""

    span: tuple[int, int]
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is decided before a version is published."""

    entries: tuple[Entry, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    clauses: tuple[Unread, ...] = ()

    def entry(self, rule_id: UUID) -> Entry:
        """PolicyRuleNotFound when there is none."""
        for entry in self.entries:
            if entry.id == rule_id:
                return entry
        raise PolicyRuleNotFound

    @property
    def open(self) -> int:
        """How many proposals nobody has decided on."""
        return sum(entry.verdict == "open" for entry in self.entries)

    @property
    def unsettled(self) -> int:
        """How many contradictions still hold."""
        return sum(self.is_open(dispute) for dispute in self.disputes)

    def is_open(self, dispute: Dispute) -> bool:
        """A contradiction ends when somebody settles it, or when too few of its rules are left."""
        standing = sum(self.entry(one).stands for one in dispute.entries)
        return not dispute.settled and standing >= min(2, len(dispute.entries))

    def standing(self) -> list[Raw]:
        """The rules that are not rejected, with their spans, in the exchange format."""
        return [
            {**entry.rule, **({"span": list(entry.span)} if entry.span else {})}
            for entry in self.entries
            if entry.stands
        ]


def kept(rules: Iterable[Rule], *, conflicts: Sequence[tuple[Sequence[int], str]] = ()) -> Sheet:
    """A sheet of rules that hold already: each stands as it is. `conflicts`: positions and messages."""
    entries = []
    for rule in rules:
        data, span, _confidence = _parted(rule)
        entries.append(Entry(uuid4(), "kept", "yes", data, data, span))
    return Sheet(tuple(entries), _disputes(entries, conflicts))


def proposed(
    rules: Iterable[Rule], *, conflicts: Sequence[tuple[Sequence[int], str]], clauses: Iterable[Unread]
) -> Sheet:
    """A sheet of rules that a reader proposes: each waits for a decision."""
    entries = []
    for rule in rules:
        data, span, confidence = _parted(rule)
        entries.append(Entry(uuid4(), "read", "open", data, data, span, confidence))
    return Sheet(tuple(entries), _disputes(entries, conflicts), tuple(clauses))


def decide(sheet: Sheet, rule_id: UUID, decision: str) -> Sheet:
    """`confirmed`, `rejected`, or `undecided`: back to what it was at first. PolicyInvalid when a rule that
    cannot be counted is to be confirmed; PolicyUnsettled while it stands against others."""
    entry = sheet.entry(rule_id)
    if decision == "undecided":
        first: Verdict = "open" if entry.origin == "read" else "yes"
        return _reopened(_put(sheet, replace(entry, verdict=first, rule=entry.was)), rule_id)
    if decision == "rejected":
        return _put(sheet, replace(entry, verdict="no"))
    if entry.verdict == "open" and any(
        rule_id in one.entries and sheet.is_open(one) for one in sheet.disputes
    ):
        raise PolicyUnsettled
    rule_checked(entry.rule)
    return _put(sheet, replace(entry, verdict="yes"))


def change(sheet: Sheet, rule_id: UUID, rule: Raw) -> Sheet:
    """Another wording of a rule; whoever writes it has decided on it. Its kind may change as well.
    PolicyInvalid names the fields that cannot be counted."""
    entry = sheet.entry(rule_id)
    return _put(sheet, replace(entry, verdict="yes", rule=rule_checked(rule)))


def add(sheet: Sheet, rule_id: UUID, rule: Raw, span: tuple[int, int] | None) -> Sheet:
    """One more rule, by hand, under an id that its writer made; the same again changes nothing."""
    data = rule_checked(rule)
    if any(entry.id == rule_id for entry in sheet.entries):
        return sheet
    made = Entry(rule_id, "hand", "yes", data, data, span)
    return replace(sheet, entries=(*sheet.entries, made))


def settle(sheet: Sheet, number: int, keep: frozenset[UUID]) -> Sheet:
    """Say which rules of a contradiction hold: these are confirmed, the others rejected."""
    if not 0 <= number < len(sheet.disputes):
        raise PolicyRuleNotFound
    dispute = sheet.disputes[number]
    if not keep or not keep <= set(dispute.entries):
        raise PolicyInvalid(fields={"keep": ["请选出要保留的条款，至少一条。"]})
    for rule_id in dispute.entries:
        entry = sheet.entry(rule_id)
        if rule_id in keep:
            rule_checked(entry.rule)
        sheet = _put(sheet, replace(entry, verdict="yes" if rule_id in keep else "no"))
    settled = replace(dispute, settled=True)
    disputes = (*sheet.disputes[:number], settled, *sheet.disputes[number + 1 :])
    return replace(sheet, disputes=disputes)


def rule_checked(raw: Raw) -> Raw:
    """The rule as it is stored. PolicyInvalid names each field that cannot be read or counted."""
    try:
        (rule,) = rules_read([{key: value for key, value in raw.items() if key not in PLACED}])
    except ValidationError as problem:
        raise PolicyInvalid(fields=_fields(problem)) from None
    faults: dict[str, list[str]] = {}
    for field, message in rule_faults(rule):
        faults.setdefault(field, []).append(message)
    if faults:
        raise PolicyInvalid(fields=faults)
    return rule_data(rule)


def _fields(problem: ValidationError) -> dict[str, list[str]]:
    """The first fault of each field; the union's tags (position, kind) are not part of a field's name."""
    found: dict[str, list[str]] = {}
    for error in problem.errors(include_url=False, include_context=False):
        place = ".".join(str(part) for part in error["loc"][2:]) or "kind"
        found.setdefault(place, ["请填写这一项。" if error["type"] == "missing" else "这一项不合格式。"])
    return found


def _parted(rule: Rule) -> tuple[Raw, tuple[int, int] | None, float | None]:
    data = rule_data(rule)
    return {key: value for key, value in data.items() if key not in PLACED}, rule.span, rule.confidence


def _disputes(
    entries: Sequence[Entry], conflicts: Sequence[tuple[Sequence[int], str]]
) -> tuple[Dispute, ...]:
    return tuple(
        Dispute(tuple(entries[position].id for position in positions), message)
        for positions, message in conflicts
    )


def _put(sheet: Sheet, entry: Entry) -> Sheet:
    return replace(sheet, entries=tuple(entry if one.id == entry.id else one for one in sheet.entries))


def _reopened(sheet: Sheet, rule_id: UUID) -> Sheet:
    """Taking back one rule of a settled contradiction opens it again."""
    return replace(
        sheet,
        disputes=tuple(
            replace(one, settled=False) if rule_id in one.entries else one for one in sheet.disputes
        ),
    )
