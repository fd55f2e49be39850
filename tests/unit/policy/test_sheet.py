"""The acts on a version in preparation: what each leaves behind, and what is refused."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tenants.policy.editing import sheet as sheets
from tenants.policy.editing.sheet import Sheet, Unread
from tenants.policy.editing.storing import parts_of, sheet_of
from tenants.policy.errors import PolicyInvalid, PolicyRuleNotFound, PolicyUnsettled
from tenants.policy.rules import rules_read

HALF: dict[str, Any] = {
    "kind": "quota", "source": "一、一半", "who": "homeroom", "measure": "share", "min": 50, "per": "term",
    "scope": {"of": "class"},
}  # fmt: skip
ALL = {**HALF, "source": "二、全部", "min": 100}
SIGNATURE = {"kind": "form", "source": "三、签字", "field": "signature"}
NEW = UUID("11111111-1111-4111-8111-111111111111")


@pytest.fixture
def read() -> Sheet:
    """Two rules that contradict each other, a third, and a clause that no rule says."""
    placed = [
        {**HALF, "span": [0, 6], "confidence": 0.9},
        {**ALL, "span": [7, 11], "confidence": 0.5},
        SIGNATURE,
    ]
    return sheets.proposed(
        rules_read(placed),
        conflicts=[((0, 1), "一半还是全部？")],
        clauses=[Unread((12, 20), "unread", "没读懂")],
    )


def states(sheet: Sheet) -> list[str]:
    return [entry.state for entry in sheet.entries]


def test_what_is_read_waits_with_its_place_and_confidence(read: Sheet) -> None:
    assert states(read) == ["proposed"] * 3
    assert (read.open, read.unsettled) == (3, 1)
    assert [(entry.span, entry.confidence) for entry in read.entries] == [
        ((0, 6), 0.9),
        ((7, 11), 0.5),
        (None, None),
    ]
    assert read.entries[0].rule == HALF
    assert read.standing() == [{**HALF, "span": [0, 6]}, {**ALL, "span": [7, 11]}, SIGNATURE]


def test_each_decision_and_taking_it_back(read: Sheet) -> None:
    third = read.entries[2].id
    confirmed = sheets.decide(read, third, "confirmed")
    assert states(confirmed) == ["proposed", "proposed", "confirmed"]
    assert sheets.decide(confirmed, third, "confirmed") == confirmed
    rejected = sheets.decide(confirmed, third, "rejected")
    assert states(rejected) == ["proposed", "proposed", "rejected"]
    assert [rule["kind"] for rule in rejected.standing()] == ["quota", "quota"]
    assert sheets.decide(rejected, third, "undecided") == read


def test_changing_confirms_and_can_be_taken_back(read: Sheet) -> None:
    third = read.entries[2].id
    changed = sheets.change(read, third, {**SIGNATURE, "field": "photo", "confidence": 0.1, "span": [0, 1]})
    assert changed.entries[2].state == "changed"
    assert changed.entries[2].rule == {**SIGNATURE, "field": "photo"}
    assert states(sheets.decide(changed, third, "rejected"))[2] == "rejected"
    assert (
        states(sheets.decide(sheets.decide(changed, third, "rejected"), third, "confirmed"))[2] == "changed"
    )
    assert sheets.change(read, third, SIGNATURE).entries[2].state == "confirmed"
    assert sheets.decide(changed, third, "undecided") == read


def test_a_rule_by_hand_is_added_once(read: Sheet) -> None:
    more = sheets.add(read, NEW, {**HALF, "min": 80}, (2, 5))
    assert states(more)[3] == "added"
    assert more.entries[3].span == (2, 5)
    assert sheets.add(more, NEW, {**HALF, "min": 90}, None) == more
    gone = sheets.decide(more, NEW, "rejected")
    assert states(gone)[3] == "rejected"
    assert states(sheets.decide(gone, NEW, "confirmed"))[3] == "added"


def test_rules_that_stand_against_each_other_are_settled_together(read: Sheet) -> None:
    half, whole, _ = (entry.id for entry in read.entries)
    with pytest.raises(PolicyUnsettled):
        sheets.decide(read, half, "confirmed")
    one = sheets.settle(read, 0, frozenset({whole}))
    assert states(one) == ["rejected", "confirmed", "proposed"]
    assert one.unsettled == 0
    assert sheets.settle(one, 0, frozenset({whole})) == one
    both = sheets.settle(one, 0, frozenset({half, whole}))
    assert states(both) == ["confirmed", "confirmed", "proposed"]
    assert both.unsettled == 0
    again = sheets.decide(both, half, "undecided")
    assert (states(again)[0], again.unsettled) == ("proposed", 1)


def test_a_contradiction_ends_when_one_of_two_is_rejected(read: Sheet) -> None:
    half, whole, _ = (entry.id for entry in read.entries)
    left = sheets.decide(read, half, "rejected")
    assert left.unsettled == 0
    assert states(sheets.decide(left, whole, "confirmed")) == ["rejected", "confirmed", "proposed"]


@pytest.mark.parametrize("keep", [[], [uuid4()]])
def test_settling_needs_rules_of_the_contradiction(read: Sheet, keep: list[UUID]) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        sheets.settle(read, 0, frozenset(keep))
    assert list(refused.value.fields) == ["keep"]


def test_what_is_not_there_is_not_found(read: Sheet) -> None:
    with pytest.raises(PolicyRuleNotFound):
        sheets.decide(read, NEW, "confirmed")
    with pytest.raises(PolicyRuleNotFound):
        sheets.settle(read, 1, frozenset({read.entries[0].id}))


@pytest.mark.parametrize(
    ("rule", "fields"),
    [
        ({**HALF, "min": -1}, ["min"]),
        ({**HALF, "who": "parents"}, ["who"]),
        ({"kind": "form", "source": ""}, ["field"]),
        ({"kind": "dance", "source": ""}, ["kind"]),
        ({**HALF, "per": "once"}, ["window"]),
        ({**HALF, "scope": {"of": "grade"}}, ["scope.grades"]),
    ],
)
def test_a_rule_that_cannot_count_is_refused_by_field(
    read: Sheet, rule: dict[str, Any], fields: list[str]
) -> None:
    with pytest.raises(PolicyInvalid) as refused:
        sheets.add(read, NEW, rule, None)
    assert list(refused.value.fields) == fields


def test_a_proposal_that_cannot_count_is_not_confirmed_as_it_is() -> None:
    sheet = sheets.proposed(rules_read([{**HALF, "per": "once"}]), conflicts=[], clauses=[])
    (entry,) = sheet.entries
    with pytest.raises(PolicyInvalid):
        sheets.decide(sheet, entry.id, "confirmed")
    assert sheets.change(sheet, entry.id, HALF).open == 0


def test_what_holds_already_stands(read: Sheet) -> None:
    sheet = sheets.kept(rules_read([HALF, ALL]), conflicts=[((0, 1), "一半还是全部？")])
    assert (states(sheet), sheet.open, sheet.unsettled) == (["confirmed", "confirmed"], 0, 1)
    changed = sheets.change(sheet, sheet.entries[0].id, {**HALF, "min": 60})
    assert states(changed) == ["changed", "confirmed"]
    assert states(sheets.decide(changed, sheet.entries[0].id, "undecided")) == ["confirmed", "confirmed"]


def test_a_sheet_survives_being_stored(read: Sheet) -> None:
    sheet = sheets.settle(read, 0, frozenset({read.entries[0].id}))
    assert sheet_of(**parts_of(sheet)) == sheet
