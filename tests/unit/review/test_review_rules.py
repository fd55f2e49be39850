"""Which findings wait for a person, which are the same finding, what needs a reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tenants.review import rules

TEXT = "上课睡觉。妈妈在外打工。"


def finding(**change: Any) -> dict[str, Any]:
    return {"code": "tone.complaint_only", "severity": "major", "spans": [[0, 4]], "related": [], **change}


def test_hints_do_not_wait_for_anybody() -> None:
    assert [rules.queued(word) for word in ("hint", "minor", "major", "critical")] == [
        False,
        True,
        True,
        True,
    ]


def test_a_finding_stays_the_same_when_other_words_move_it() -> None:
    moved = finding(spans=[[4, 8]])
    assert rules.finding_key(moved, "今天去了" + TEXT) == rules.finding_key(finding(), TEXT)


@pytest.mark.parametrize(
    "change", [{"code": "private.data"}, {"severity": "critical"}, {"spans": [[5, 11]]}, {"spans": []}]
)
def test_other_words_are_another_finding(change: dict[str, Any]) -> None:
    assert rules.finding_key(finding(**change), TEXT) != rules.finding_key(finding(), TEXT)


def test_a_copy_is_the_pair_of_notes_and_not_its_words() -> None:
    one = finding(code="copies.near_duplicate", related=[{"visit": "a"}])
    same = finding(code="copies.near_duplicate", related=[{"visit": "a"}], spans=[[5, 11]])
    other = finding(code="copies.near_duplicate", related=[{"visit": "b"}])
    assert rules.finding_key(one, TEXT) == rules.finding_key(same, TEXT)
    assert rules.finding_key(one, TEXT) != rules.finding_key(other, TEXT)


@pytest.mark.parametrize(
    ("code", "met", "measures_listed", "told"),
    [
        ("content.agreed_measures", True, False, True),
        ("content.agreed_measures", True, True, False),
        ("content.home_situation", True, True, True),
        ("content.home_situation", False, False, False),
        ("tone.complaint_only", False, False, False),
        ("name.mismatch", False, True, True),
    ],
)
def test_what_is_not_missing_is_not_asked_for(
    code: str, met: bool, measures_listed: bool, told: bool
) -> None:
    assert rules.applies(code, met=met, measures_listed=measures_listed) is told


def test_a_note_is_complete_with_all_three_items() -> None:
    content = {"in_school_report": "present", "home_situation": "present", "agreed_measures": "present"}
    assert rules.complete({"content": content}, met=True) is True
    assert rules.complete({"content": {**content, "home_situation": "mentioned"}}, met=True) is False
    assert rules.complete({"content": content}, met=False) is None


def test_dismissing_and_returning_owe_a_word() -> None:
    assert [rules.reason_missing(word, " ") for word in ("upheld", "dismissed", "returned")] == [
        False,
        True,
        True,
    ]
    assert not rules.reason_missing("returned", "请补上措施")


def test_a_decision_can_be_taken_back_for_thirty_days() -> None:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    assert rules.undo_open(at, at + timedelta(days=30))
    assert not rules.undo_open(at, at + timedelta(days=30, seconds=1))


def test_rare_sentences_count_more_than_stock_phrases() -> None:
    stock = [(1, f"n{number}") for number in range(40)]
    hits = [*stock, (2, "copy"), (3, "copy"), (1, "copy")]
    assert rules.copy_weights(hits, 2) == ["copy", "n0"]


def test_one_common_part_of_a_sentence_is_nothing_and_two_are_something() -> None:
    hits = [(fp, f"n{number}") for fp, count in ((1, 6), (2, 5)) for number in range(count)]
    assert rules.copy_weights(hits, 9, parts={1, 2}) == ["n0", "n1", "n2", "n3", "n4"]
    assert rules.copy_weights(hits[:6], 9, parts={1}) == []
    assert rules.copy_weights(hits[:5], 9, parts={1}) == ["n0", "n1", "n2", "n3", "n4"]


def apart(notes: range, phrase: int = 1) -> dict[str, frozenset[int]]:
    """Notes that share one sentence and have three of their own."""
    return {f"n{n}": frozenset({phrase, 100 * n, 100 * n + 1, 100 * n + 2}) for n in notes}


def test_a_sentence_in_unrelated_notes_of_several_teachers_is_a_set_phrase() -> None:
    sentences = apart(range(1, 6))
    held = {f"n{n}": n % 3 for n in range(1, 6)}
    own = frozenset({1, 7, 8, 9})
    assert rules.frequent(held)
    assert rules.set_phrase(1, held, own, sentences)
    assert not rules.set_phrase(1, {name: n for name, n in held.items() if name != "n5"}, own, sentences)


def test_one_teachers_habit_is_no_set_phrase() -> None:
    held = dict.fromkeys(apart(range(1, 30)), 4)
    assert not rules.frequent(held)
    assert not rules.set_phrase(1, held, frozenset({1}), apart(range(1, 30)))


def test_copies_of_one_text_are_one_witness_whoever_hands_them_in() -> None:
    cluster = {f"n{n}": frozenset({1, 2, 3, 4, 500 + n}) for n in range(20)}
    held = {name: number for number, name in enumerate(cluster)}
    assert rules.frequent(held)
    assert not rules.set_phrase(1, held, frozenset({1, 2, 3, 4}), cluster)
    assert not rules.set_phrase(1, held, frozenset({1, 900, 901}), cluster)
