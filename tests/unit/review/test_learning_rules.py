"""What a decision supports as a label, what may soften, and that the catalogue says the same severities."""

from typing import Any

import pytest

from nlp.findings import CATALOGUE
from tenants.review.learning import labelling, strands


@pytest.mark.parametrize("strand", strands.STRANDS, ids=lambda strand: strand.code)
def test_a_strand_knows_the_usual_severity_of_its_finding(strand: strands.Strand) -> None:
    if strand.code != strands.OWN_COPY:
        assert strand.severity == CATALOGUE[strand.code].severity


def test_what_may_become_a_hint() -> None:
    assert sorted(strands.SOFTENABLE) == [
        "content.agreed_measures",
        "content.home_situation",
        "content.in_school_report",
        "copies.near_duplicate_own",
        "tone.complaint_only",
    ]


@pytest.mark.parametrize(
    ("code", "severity", "strand"),
    [
        ("copies.near_duplicate", 3, "copies.near_duplicate"),
        ("copies.near_duplicate", 2, "copies.near_duplicate_own"),
        ("copies.boilerplate", 2, "copies.boilerplate"),
        ("tone.complaint_only", 2, "tone.complaint_only"),
    ],
)
def test_a_copy_of_the_same_students_note_is_counted_apart(code: str, severity: int, strand: str) -> None:
    assert strands.strand_of(code, severity) == strand


@pytest.mark.parametrize(
    ("finding", "raised"),
    [
        ({"code": "tone.praise_only", "severity": "minor"}, True),
        ({"code": "tone.praise_only", "severity": "hint"}, False),
        ({"code": "tone.complaint_only", "severity": "major"}, False),
        ({"code": "tone.complaint_only", "severity": "critical"}, True),
        ({"code": "content.home_situation", "severity": "minor"}, False),
        ({"code": "copies.shared_sentence", "severity": "hint"}, False),
    ],
)
def test_what_a_policy_raised(finding: dict[str, Any], raised: bool) -> None:
    assert strands.raised(finding) is raised


@pytest.mark.parametrize(
    ("code", "severity", "state", "excused", "labels"),
    [
        ("content.agreed_measures", 2, "upheld", False, {"content": {"agreed_measures": "absent"}}),
        ("content.agreed_measures", 1, "returned", False, {"content": {"agreed_measures": "mentioned"}}),
        ("content.agreed_measures", 2, "dismissed", False, {"content": {"agreed_measures": "present"}}),
        ("content.agreed_measures", 2, "dismissed", True, {"content": {"agreed_measures": "absent"}}),
        ("content.cause", 2, "upheld", False, {}),
        ("tone.complaint_only", 2, "upheld", False, {"tone": "complaint_only"}),
        ("tone.complaint_only", 2, "dismissed", False, {}),
        ("tone.complaint_only", 2, "dismissed", True, {"tone": "complaint_only"}),
        ("tone.praise_only", 1, "returned", False, {"tone": "praise_only"}),
        ("tone.praise_first", 1, "upheld", False, {"praise_first": False}),
        ("tone.praise_first", 1, "dismissed", False, {}),
        ("name.mismatch", 3, "upheld", False, {"name_mismatch": True}),
        ("name.mismatch", 3, "dismissed", False, {}),
        ("private.data", 2, "upheld", False, {}),
        ("copies.near_duplicate", 3, "upheld", False, {}),
        ("copies.boilerplate", 2, "dismissed", False, {}),
    ],
)
def test_a_decision_gives_only_the_label_it_supports(
    code: str, severity: int, state: str, excused: bool, labels: dict[str, Any]
) -> None:
    assert labelling.of_flag(code, severity, state, excused=excused) == labels


def test_an_answer_about_a_drawn_note_gives_what_it_supports() -> None:
    read = {"content": {"in_school_report": "present", "home_situation": "present"}}
    asked = ["content.in_school_report", "content.home_situation", "content.agreed_measures", "name.mismatch"]
    labels = labelling.of_draw(
        [*asked, "tone.complaint_only"],
        ["content.agreed_measures"],
        ["content.home_situation", "tone.complaint_only"],
        read,
    )
    assert labels == {
        "content": {"in_school_report": "present", "agreed_measures": "present"},
        "tone": "complaint_only",
    }
