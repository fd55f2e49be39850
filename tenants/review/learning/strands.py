"""The strands by which decisions are counted: a finding's code, copies of one's own notes apart. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tenants.review import rules

OWN_COPY = "copies.near_duplicate_own"

_ASKED_BY_POLICY = "只有学校制度要求时才会提醒，要改就改制度。"
_OTHER_CHILD = "关系到另一个孩子的记录，每一条都要有人看。"


@dataclass(frozen=True, slots=True)
class Strand:
    """One line of the tally. `severity` is what it has where no 制度 raises it; `firm` says why it never
    becomes a hint and is empty where it may."""

    code: str
    title: str
    severity: str
    firm: str = ""


STRANDS: tuple[Strand, ...] = (
    Strand("content.in_school_report", "在校情况待补充", "major"),
    Strand("content.home_situation", "家庭情况待补充", "major"),
    Strand("content.agreed_measures", "商定的措施待补充", "major"),
    Strand("tone.complaint_only", "只说了不足", "major"),
    Strand("tone.praise_only", "只说了优点", "hint", _ASKED_BY_POLICY),
    Strand("tone.praise_first", "先说了不足", "hint", _ASKED_BY_POLICY),
    Strand("name.mismatch", "姓名对不上", "critical", "写错人会把事情记到别的孩子名下，每一条都要有人看。"),
    Strand("private.data", "含隐私号码或地址", "major", "号码和住址要保护，每一条都要有人看。"),
    Strand("copies.near_duplicate", "与另一个学生的记录大部分相同", "critical", _OTHER_CHILD),
    Strand(OWN_COPY, "与同一学生的另一条记录大部分相同", "major"),
    Strand("copies.boilerplate", "多数句子在别处出现过", "major", _OTHER_CHILD),
)
BY_CODE: Mapping[str, Strand] = {strand.code: strand for strand in STRANDS}

SOFTENABLE: frozenset[str] = frozenset(strand.code for strand in STRANDS if not strand.firm)

# What one reader can tell from one note alone; whether it was copied is not among it.
ASKED: tuple[str, ...] = (
    "content.in_school_report",
    "content.home_situation",
    "content.agreed_measures",
    "tone.complaint_only",
    "name.mismatch",
    "private.data",
)

ASKED_WORDS: Mapping[str, str] = {
    "content.in_school_report": "没有写孩子在校的具体情况",
    "content.home_situation": "没有写家庭或在家的具体情况",
    "content.agreed_measures": "没有写和家长商定的具体做法",
    "tone.complaint_only": "只说了孩子的不足",
    "name.mismatch": "写成了别的孩子的名字",
    "private.data": "正文里有证件号、手机号、卡号或详细住址",
    OWN_COPY: "和这个孩子的另一条记录大部分相同",
}
"""What a reader says is wrong with a note, when the checks said nothing."""


def strand_of(code: str, severity: int) -> str:
    """The strand of a finding or flag: a near copy below `critical` is of the same student's note."""
    if code == "copies.near_duplicate" and severity < rules.severity_number("critical"):
        return OWN_COPY
    return code


def strand_of_finding(finding: Mapping[str, Any]) -> str:
    """The strand of a stored finding, by the severity it would have unsoftened."""
    return strand_of(finding["code"], rules.severity_number(finding.get("usual", finding["severity"])))


def raised(finding: Mapping[str, Any]) -> bool:
    """Whether the school's 制度 gave this finding more weight than it has everywhere."""
    strand = BY_CODE.get(strand_of_finding(finding))
    severity = finding.get("usual", finding["severity"])
    return strand is not None and rules.severity_number(severity) > rules.severity_number(strand.severity)


def flag_filter(strand: str) -> dict[str, Any]:
    """Which flags belong to a strand, as a filter of their columns."""
    critical = rules.severity_number("critical")
    if strand == OWN_COPY:
        return {"code": "copies.near_duplicate", "severity__lt": critical}
    if strand == "copies.near_duplicate":
        return {"code": strand, "severity": critical}
    return {"code": strand}


def finding_titles() -> dict[str, str]:
    """The strands' titles by code, in the order of the page."""
    return {strand.code: strand.title for strand in STRANDS}
