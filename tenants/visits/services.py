"""Writes of visits: submit, return to the teacher, erase."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kernel import audit, clock, events, tenancy
from kernel.actor import Actor, Role
from tenants.roster import selectors as roster
from tenants.roster.contracts import StudentErased
from tenants.roster.errors import StudentNotFound

from . import rules
from .contracts import Problem, SubmitOutcome, SubmitResult, VisitDraft, VisitErased, VisitSubmitted
from .errors import (
    VisitActForbidden,
    VisitConflict,
    VisitInvalid,
    VisitNotFound,
    VisitNotYours,
    VisitWriterNeeded,
)
from .models import Visit, VisitText
from .selectors import readable

WRITERS = (Role.HOMEROOM, Role.SUBJECT, Role.LEADER, Role.PRINCIPAL)


def visit_submit(*, actor: Actor, draft: VisitDraft, if_match: int | None = None) -> SubmitResult:
    """Save a note under the client's UUID.

    The first body creates, the same body again changes nothing (whatever `if_match` says, and
    after any number of reviews), another body needs `if_match` equal to the stored version and
    makes the next one. Two requests at once for one UUID are served one after the other.

    Raises VisitInvalid, VisitWriterNeeded, StudentNotFound (not the writer's own student),
    VisitNotFound (the UUID is another teacher's), VisitNotYours, VisitConflict.
    """
    author_id = _writer(actor)
    draft = _tidied(draft)
    now = clock.now()
    problems = rules.draft_problems(draft, now=now, author_id=author_id)
    if problems:
        raise VisitInvalid(problems)
    with transaction.atomic():
        visit = _locked(draft.visit_id)
        if visit is None or visit.author_id != author_id or visit.student_id != draft.student_id:
            # Before the UUID is looked at: a foreign student gives the same answer for every UUID.
            _check_student(actor, draft, author_id=author_id)
        if visit is None:
            _check_co_visitors(draft)
            try:
                with transaction.atomic():
                    visit = _created(draft, author_id=author_id, now=now)
            except IntegrityError:
                # The same UUID was inserted by a request that ran at the same time.
                visit = _locked(draft.visit_id)
                if visit is None:
                    raise
            else:
                _saved(actor, visit, draft, action="visit.submit", now=now)
                return SubmitResult(SubmitOutcome.CREATED, visit.pk, visit.version)
        return _resubmitted(actor, visit, draft, author_id=author_id, if_match=if_match, now=now)


def visit_return(*, actor: Actor, visit_id: UUID, word: str) -> int:
    """Give a note back to its teacher with the principal's word; returns the version that was returned.

    The same word again changes nothing. Raises VisitActForbidden, VisitNotFound.
    """
    _principal(actor)
    with transaction.atomic():
        visit = _locked(visit_id)
        if visit is None:
            raise VisitNotFound
        if visit.state == Visit.State.RETURNED and visit.return_word == word:
            return visit.version
        visit.state = Visit.State.RETURNED
        visit.return_word = word
        visit.save(update_fields=["state", "return_word"])
        audit.record(
            actor=actor, action="visit.return", subject=f"visit:{visit.pk}", detail={"version": visit.version}
        )
        return visit.version


def visit_return_undo(*, actor: Actor, visit_id: UUID, word: str = "") -> None:
    """Take a return back: the note stands as submitted again, or keeps `word` of another return.

    Nothing happens when the teacher has saved a new version since. Raises VisitActForbidden,
    VisitNotFound.
    """
    _principal(actor)
    with transaction.atomic():
        visit = _locked(visit_id)
        if visit is None:
            raise VisitNotFound
        if visit.state != Visit.State.RETURNED or visit.return_word == word:
            return
        visit.state = Visit.State.RETURNED if word else Visit.State.SUBMITTED
        visit.return_word = word
        visit.save(update_fields=["state", "return_word"])
        audit.record(
            actor=actor,
            action="visit.return_undo",
            subject=f"visit:{visit.pk}",
            detail={"version": visit.version},
        )


def visit_erase(*, actor: Actor, visit_id: UUID) -> None:
    """Remove a visit with every version of its text and all that was found in it.

    Reviews, flags, decisions and fingerprints go with it (foreign keys cascade). The audit keeps
    that it was erased, without its words. Raises VisitActForbidden, VisitNotFound.
    """
    _principal(actor)
    with transaction.atomic():
        visit = _locked(visit_id)
        if visit is None:
            raise VisitNotFound
        _erase(actor, visit)


def student_visits_erase(*, actor: Actor, student_id: UUID) -> int:
    """Erase every visit of a student (a guardian's right); returns how many. Again: 0."""
    _principal(actor)
    return _erase_all(actor, student_id)


def student_erased(event: StudentErased) -> None:
    """Handler of StudentErased: what was written about the student goes in the same transaction."""
    _erase_all(Actor.system(tenancy.require_school()), event.student_id)


def _erase_all(actor: Actor, student_id: UUID) -> int:
    with transaction.atomic():
        rows = Visit.objects.select_for_update().filter(student_id=student_id).order_by("pk")
        visits = list(rows)
        for visit in visits:
            _erase(actor, visit)
    return len(visits)


def _erase(actor: Actor, visit: Visit) -> None:
    subject, versions = f"visit:{visit.pk}", visit.version
    events.publish(VisitErased(visit_id=visit.pk))
    visit.delete()
    audit.record(actor=actor, action="visit.erase", subject=subject, detail={"versions": versions})


def _writer(actor: Actor) -> int:
    if actor.staff_id is None or not actor.has(*WRITERS):
        raise VisitWriterNeeded
    return actor.staff_id


def _principal(actor: Actor) -> None:
    if not actor.has(Role.PRINCIPAL):
        raise VisitActForbidden


def _locked(visit_id: UUID) -> Visit | None:
    # NO KEY: a review that adds flags to the visit meanwhile must not wait for this, nor this for it.
    return Visit.objects.select_for_update(no_key=True).filter(pk=visit_id).first()


def _tidied(draft: VisitDraft) -> VisitDraft:
    """Sets without repeats, in one order; the words themselves are left as they were written."""
    return replace(
        draft,
        present=tuple(sorted(set(draft.present))),
        co_visitors=tuple(sorted(set(draft.co_visitors))),
        answers=tuple(sorted((code, words) for code, words in draft.answers if words.strip())),
    )


def _check_student(actor: Actor, draft: VisitDraft, *, author_id: int) -> None:
    """One's own student now, or on the day of the visit: a note is not lost because a child moved."""
    try:
        roster.student_get_for(actor=actor, student_id=draft.student_id)
    except StudentNotFound:
        on = timezone.localtime(draft.visited_at).date()
        if not roster.student_was_taught_by(student_id=draft.student_id, staff_id=author_id, on=on):
            raise


def _check_co_visitors(draft: VisitDraft) -> None:
    known = roster.staff_names(staff_ids=draft.co_visitors)
    if set(draft.co_visitors) - set(known):
        raise VisitInvalid(
            [Problem("co_visitors", "visit.co_visitors_unknown", "同行老师不在本校教师名册里，请重新选择。")]
        )


def _created(draft: VisitDraft, *, author_id: int, now: datetime) -> Visit:
    visit = Visit(id=draft.visit_id, author_id=author_id, entered_at=now, version=1)
    _fill(visit, draft, now=now)
    visit.save(force_insert=True)
    visit.co_visitors.set(draft.co_visitors)
    return visit


def _resubmitted(
    actor: Actor, visit: Visit, draft: VisitDraft, *, author_id: int, if_match: int | None, now: datetime
) -> SubmitResult:
    if visit.author_id != author_id:
        if readable(actor, visit):
            raise VisitNotYours
        raise VisitNotFound
    if visit.body_hash == rules.body_hash(draft):
        return SubmitResult(SubmitOutcome.UNCHANGED, visit.pk, visit.version)
    if if_match != visit.version:
        raise VisitConflict(visit_id=visit.pk, version=visit.version)
    _check_co_visitors(draft)
    visit.version += 1
    visit.state = Visit.State.SUBMITTED
    visit.return_word = ""
    _fill(visit, draft, now=now)
    visit.save()
    visit.co_visitors.set(draft.co_visitors)
    _saved(actor, visit, draft, action="visit.update", now=now)
    return SubmitResult(SubmitOutcome.UPDATED, visit.pk, visit.version)


def _fill(visit: Visit, draft: VisitDraft, *, now: datetime) -> None:
    visit.student_id = draft.student_id
    visit.mode = draft.mode
    visit.outcome = draft.outcome
    visit.visited_at = draft.visited_at
    visit.present = list(draft.present)
    visit.text = draft.text
    visit.reason = draft.reason
    visit.measures = rules.draft_body(draft)["measures"]
    visit.answers = dict(draft.answers)
    visit.body_hash = rules.body_hash(draft)
    visit.updated_at = now


def _saved(actor: Actor, visit: Visit, draft: VisitDraft, *, action: str, now: datetime) -> None:
    """What every saved version leaves behind, in its transaction: history, audit, the event."""
    VisitText.objects.create(
        visit=visit,
        version=visit.version,
        text=draft.text,
        body=rules.draft_body(draft),
        at=now,
        by_id=visit.author_id,
    )
    audit.record(actor=actor, action=action, subject=f"visit:{visit.pk}", detail={"version": visit.version})
    events.publish(VisitSubmitted(visit_id=visit.pk, version=visit.version))
