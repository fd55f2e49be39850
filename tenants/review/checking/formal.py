"""What a school's 制度 asks of a visit beside its words: empty fields, people who were missing. Pure.

Only told as hints: the note is worth more than its form.
"""

from collections.abc import Collection, Iterator, Mapping

from nlp import Finding
from tenants.policy.contracts import ReviewRules
from tenants.visits.contracts import ANSWERS, ReviewableVisit

GUARDIANS = frozenset({"father", "mother", "grandparent", "other_guardian"})
AT_HOME = frozenset({"place", "signature", "photo"})
"""Fields that only make sense where the teacher went."""
OPEN = frozenset({"needs"})
"""Nothing to write is an answer too."""
TOLD_IN_TEXT = {"feedback": "parent_feedback", "purpose": "purpose"}


def findings(
    visit: ReviewableVisit, asked: ReviewRules, evidence: Mapping[str, Collection[object]]
) -> list[Finding]:
    """Hints for a visit that came about; `evidence` are the words in the text by content item."""
    found = []
    empty = [ANSWERS[code] for code in _empty(visit, asked, evidence)]
    if empty:
        found.append(
            Finding(
                "form.missing",
                "hint",
                "记录表有空栏",
                f"学校的制度要求填{'、'.join(empty)}，这一条里还没有，是不是漏填了？",
            )
        )
    absent = list(_absent(visit, asked))
    if absent:
        found.append(
            Finding(
                "steps.missing",
                "hint",
                "在场和同行",
                f"学校的制度要求{'、'.join(absent)}，这一条里没有记，是不是漏选了？",
            )
        )
    return found


def _empty(
    visit: ReviewableVisit, asked: ReviewRules, evidence: Mapping[str, Collection[object]]
) -> Iterator[str]:
    for code in asked.form_fields:
        if code not in ANSWERS or code in visit.answered or code in OPEN:
            continue
        if code in AT_HOME and visit.mode != "home":
            continue
        if code == "guardian" and GUARDIANS & set(visit.present):
            continue
        if not evidence.get(TOLD_IN_TEXT.get(code, "")):
            yield code


def _absent(visit: ReviewableVisit, asked: ReviewRules) -> Iterator[str]:
    if visit.mode not in ("home", "school"):
        return
    if "student_present" in asked.steps and "student" not in visit.present:
        yield "学生在场"
    if "guardian_present" in asked.steps and not GUARDIANS & set(visit.present):
        yield "家长在场"
    if "co_visitor" in asked.steps and visit.mode == "home" and not visit.accompanied:
        yield "同事同行"
