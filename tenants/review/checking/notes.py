"""The one place that opens nlp for a note: a visit goes in, plain JSON for storage comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.utils import timezone

from benchmarking import selectors as benchmarking
from kernel import clock, tenancy
from kernel.crypto import blind_index
from nlp import Finding, Note, Review, ReviewContext, Reviewer, ReviewRules
from nlp.contracts import SentencePrint, Severity
from nlp.findings import make as make_finding
from tenants.policy import selectors as policy
from tenants.policy.contracts import ReviewRules as PolicyRules
from tenants.review import rules
from tenants.review.contracts import CORE_ITEMS, FindingView, PreviewView
from tenants.review.learning import softening
from tenants.roster import selectors as roster
from tenants.visits import selectors as visits
from tenants.visits.contracts import ReviewableVisit

from . import formal, prints

# nlp calls another note the copy when its date is later; here only that order matters.
_EARLIER, _OWN, _LATER = "1", "2", "3"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found in a visit, ready to be stored."""

    labels: dict[str, Any]
    findings: list[dict[str, Any]]
    model: str


@cache
def _reviewer() -> Reviewer:
    """Loaded once a process; it holds no school's words."""
    return Reviewer.load()


def fingerprints(visit: ReviewableVisit) -> prints.Prints:
    """Keyed hashes to find copies of the visit's present text by; none for an empty text."""
    if not visit.text.strip():
        return prints.Prints()
    sentences = [one for one in _sentence_prints(visit) if one.substantive]
    return prints.Prints(
        exact=tuple(one.fp for one in sentences),
        soft=tuple(fp for one in sentences for fp in one.soft),
        wide=tuple(one.wide for one in sentences if one.wide is not None),
    )


def _sentence_prints(visit: ReviewableVisit) -> list[SentencePrint]:
    return _reviewer().fingerprints(
        _note(visit, visit.text),
        key=_key(),
        wide_key=benchmarking.sentences_key(school=tenancy.require_school()),
        headings=_headings(visit),
    )


def _key() -> bytes:
    """The school's own key; its name changes with the way sentences are hashed."""
    return blind_index("fingerprints-2", "review.copies").encode()[:64]


def _headings(visit: ReviewableVisit) -> frozenset[str]:
    return policy.printed_words(on=timezone.localtime(visit.visited_at).date())


def check(visit: ReviewableVisit) -> Checked:
    """All checks on a visit's present text, against the notes of the school that may share text.

    A visit where nobody was met is not asked for content or tone.
    """
    if not visit.text.strip():
        return Checked(labels={}, findings=[], model=_reviewer().version)
    near = prints.look_up(visit.id)
    found_visits = visits.visits_for_review(visit_ids=near.visits)
    others = {str(other.id): other for other in found_visits.values() if other.text.strip()}
    later = {name for name, other in others.items() if _came_later(visit, other)}
    own = _note(visit, visit.text, date=_OWN)
    found = [
        _note(other, other.text, date=_LATER if name in later else _EARLIER) for name, other in others.items()
    ]
    asked = policy.review_rules(on=timezone.localtime(visit.visited_at).date())
    school_rules = _rules(asked)
    names = _names(visit.student_id, visit.author_name)
    context = ReviewContext(
        roster=names.students,
        people=names.people,
        others=tuple(found),
        headings=_headings(visit),
        phrases=near.phrases,
        key=_key(),
    )
    review = _reviewer().review(own, context=context, rules=school_rules)
    findings = [
        *review.findings,
        *_elsewhere(visit, review, school_rules),
        *formal.findings(visit, asked, review.evidence),
    ]
    met, listed = visit.outcome == "done", visit.measures_listed
    return Checked(
        labels=_labels(review, measures_listed=listed),
        findings=[
            _stored(finding, visit, others)
            for finding in findings
            if rules.applies(finding.code, met=met, measures_listed=listed)
        ],
        model=_reviewer().version,
    )


def _elsewhere(visit: ReviewableVisit, review: Review, school_rules: ReviewRules) -> list[Finding]:
    """A hint on long sentences that stand in another school of the bureau, as far as nothing is told of them
    already. All that is known is that they do."""
    school = tenancy.require_school()
    known = benchmarking.sentences_elsewhere(school=school, fps=prints.wide_of(visit.id))
    if not known:
        return []
    told = [span for one in review.findings if one.code.startswith("copies.") for span in one.spans]
    spans = [
        (one.start, one.end)
        for one in _sentence_prints(visit)
        if one.wide in known and not any(one.start < end and start < one.end for start, end in told)
    ]
    return [make_finding("copies.elsewhere", school_rules, spans=spans)] if spans else []


def preview(
    *, student_id: UUID, student_name: str, teacher_name: str, text: str, measures_listed: bool
) -> PreviewView:
    """Everything but copied text, for words that are still being written."""
    note = Note(id="preview", student=student_name, text=text)
    names = _names(student_id, teacher_name)
    context = ReviewContext(roster=names.students, people=names.people)
    review = _reviewer().review(note, context=context, rules=_rules(policy.review_rules(on=clock.today())))
    return PreviewView(
        labels=_labels(review, measures_listed=measures_listed),
        findings=softening.soften_views(
            [
                FindingView(
                    code=finding.code,
                    severity=finding.severity,
                    title=finding.title,
                    message=finding.message,
                    question=finding.question,
                    spans=finding.spans,
                )
                for finding in review.findings
                if rules.applies(finding.code, met=True, measures_listed=measures_listed)
            ]
        ),
        evidence={item: tuple(review.evidence.get(item, ())) for item in CORE_ITEMS},
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """Names of the school's students, and of people who belong in this note."""

    students: frozenset[str]
    people: frozenset[str]


def _labels(review: Review, *, measures_listed: bool) -> dict[str, Any]:
    labels = review.labels.to_dict()
    return rules.with_listed_measures(labels) if measures_listed else labels


def _names(student_id: UUID, teacher_name: str) -> _Names:
    return _Names(
        students=frozenset(roster.student_names()),
        people=frozenset({teacher_name, *roster.guardian_names(student_id=student_id)}),
    )


def _rules(found: PolicyRules) -> ReviewRules:
    """What the school's 制度 asks of a note, in nlp's words."""
    return ReviewRules(
        content=frozenset(found.content_items),
        praise_only="praise_only" in found.forbidden_tones,
        praise_first=found.praise_first,
        severities={code: cast(Severity, severity) for code, severity in found.severities},
    )


def _note(visit: ReviewableVisit, text: str, *, date: str | None = None) -> Note:
    return Note(
        id=str(visit.id), student=visit.student_name, text=text, teacher=str(visit.author_id), date=date
    )


def _came_later(visit: ReviewableVisit, other: ReviewableVisit) -> bool:
    """Whether the other note's words were saved after this one's.

    By the first entry, as long as each note has one version. A note that became alike by a later
    edit counts from that edit: else an empty entry, filled by copying, would be the original.
    """
    if len(visit.texts) > 1 or len(other.texts) > 1:
        mine = _alike_since(visit, other)
        theirs = _alike_since(other, visit)
    else:
        mine, theirs = visit.entered_at, other.entered_at
    return (theirs, str(other.id)) > (mine, str(visit.id))


def _alike_since(visit: ReviewableVisit, other: ReviewableVisit) -> datetime:
    """When the first version of a visit that is near the other's present text was saved."""
    there = _note(other, other.text)
    for saved in visit.texts:
        if saved.text.strip() and _reviewer().compare(_note(visit, saved.text), there).near_duplicate:
            return saved.at
    return visit.entered_at


def _stored(finding: Finding, visit: ReviewableVisit, others: dict[str, ReviewableVisit]) -> dict[str, Any]:
    """A finding as JSON; the related notes with their version, so that offsets stay true."""
    severity: str = finding.severity
    if finding.code == "copies.near_duplicate" and any(
        others[name].student_id != visit.student_id for name in finding.related
    ):
        # Two students may bear one name; nlp knows students by name only.
        severity = "critical"
    return {
        "code": finding.code,
        "severity": severity,
        "title": finding.title,
        "message": finding.message,
        "question": finding.question,
        "spans": [list(span) for span in finding.spans],
        "related": [
            {
                "visit": name,
                "version": others[name].version,
                "pairs": [
                    {"here": list(match.here), "there": list(match.there)}
                    for match in finding.matches
                    if match.note == name
                ],
            }
            for name in finding.related
        ],
    }
