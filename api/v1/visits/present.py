"""Domain values as the plain data that the serializers describe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tenants.review.contracts import FindingView, FlagView, PreviewView, ReviewView, VisitPage
from tenants.roster.contracts import StudentName
from tenants.visits.contracts import VisitDraft

Students = Mapping[UUID, StudentName]


def student_ref(student_id: UUID, name: str, students: Students) -> dict[str, Any]:
    """A student with the present class; without one when the roster has none."""
    brief = students.get(student_id)
    in_class = brief is not None and brief.class_id is not None
    return {
        "id": student_id,
        "name": name,
        "class": {"id": brief.class_id, "name": brief.class_name} if brief and in_class else None,
    }


def visit_data(page: VisitPage, students: Students) -> dict[str, Any]:
    """A visit's page."""
    visit = page.visit
    return {
        "id": visit.id,
        "student": student_ref(visit.student_id, visit.student_name, students),
        "author": {"id": visit.author_id, "name": visit.author_name},
        "mode": visit.mode,
        "outcome": visit.outcome,
        "visited_at": visit.visited_at,
        "text": visit.text,
        "reason": visit.reason,
        "present": list(visit.present),
        "co_visitors": list(visit.co_visitors),
        "measures": [{"who": m.who, "what": m.what, "when": m.when} for m in visit.measures],
        "answers": [{"code": code, "words": words} for code, words in visit.answers],
        "state": visit.state,
        "return_word": visit.return_word,
        "version": visit.version,
        "entered_at": visit.entered_at,
        "review": review_data(page.review),
        "flags": [flag_data(flag, students) for flag in page.flags],
        "can_edit": page.can_edit,
    }


def review_data(review: ReviewView) -> dict[str, Any]:
    """A review; a note without words has no labels."""
    return {
        "state": review.state,
        "findings": [finding_data(finding) for finding in review.findings],
        "labels": review.labels or None,
    }


def finding_data(finding: FindingView) -> dict[str, Any]:
    """One finding."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "title": finding.title,
        "message": finding.message,
        "question": finding.question,
        "spans": [list(span) for span in finding.spans],
        "related": [note.visit_id for note in finding.related],
        "softened": finding.softened,
    }


def flag_data(flag: FlagView, students: Students) -> dict[str, Any]:
    """One flag."""
    decision = flag.decision
    return {
        "id": flag.id,
        "visit": flag.visit_id,
        "student": student_ref(flag.student_id, flag.student_name, students),
        "teacher": {"id": flag.teacher_id, "name": flag.teacher_name},
        "code": flag.code,
        "severity": flag.severity,
        "title": flag.title,
        "message": flag.message,
        "question": flag.question,
        "state": flag.state,
        "excerpt": flag.excerpt,
        "visited_at": flag.visited_at,
        "answer": flag.answer,
        "decision": {"by": decision.by, "at": decision.at, "reason": decision.reason} if decision else None,
        "created_at": flag.created_at,
    }


def preview_data(preview: PreviewView) -> dict[str, Any]:
    """A preview."""
    return {
        "labels": preview.labels,
        "findings": [finding_data(finding) for finding in preview.findings],
        "evidence": {item: [list(span) for span in spans] for item, spans in preview.evidence.items()},
    }


def draft_data(draft: VisitDraft) -> dict[str, Any]:
    """A draft as it was sent, for the reader of a conflict."""
    return {
        "student": draft.student_id,
        "mode": draft.mode,
        "visited_at": draft.visited_at,
        "outcome": draft.outcome,
        "text": draft.text,
        "reason": draft.reason,
        "present": list(draft.present),
        "co_visitors": list(draft.co_visitors),
        "measures": [{"who": m.who, "what": m.what, "when": m.when} for m in draft.measures],
        "answers": [{"code": code, "words": words} for code, words in draft.answers],
    }
