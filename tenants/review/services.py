"""Writes of review: ask for a review, run it, decide on flags, answer them; and the preview."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from kernel import audit, clock, events, outbox
from kernel.actor import Actor, Role
from tenants.roster import selectors as roster
from tenants.visits import selectors as visits
from tenants.visits import services as visit_services
from tenants.visits.contracts import VisitErased, VisitSubmitted
from tenants.visits.rules import TEXT_LIMIT, text_is_storable

from . import rules
from .checking import notes, prints, writing
from .contracts import FindingsLearnt, FlagView, PreviewView, ReviewFinished
from .errors import (
    AnswerInvalid,
    DecisionInvalid,
    FlagAlreadyDecided,
    FlagNotFound,
    FlagPrincipalNeeded,
    FlagSuperseded,
    FlagTeacherNeeded,
    FlagUndoTooLate,
    PreviewInvalid,
)
from .learning import softening, strands
from .learning.draws import draw_answer as draw_answer
from .learning.sharing import shared_notes as shared_notes
from .learning.sharing import sharing_set as sharing_set
from .models import Decision, Flag, Review
from .selectors import flag_get_for, flag_visible

RUN_TASK = "review.run"
RECHECK_TASK = "review.recheck"
RECHECK_ROUND = timedelta(seconds=10)
RECHECK_DELAY = timedelta(seconds=12)
"""A little longer than a round: by then what arrived in it has been committed."""


def review_request(event: VisitSubmitted) -> None:
    """Handler of VisitSubmitted: leave a pending review and its outbox row in the visit's transaction."""
    Review.objects.get_or_create(
        visit_id=event.visit_id, version=event.version, defaults={"created_at": clock.now()}
    )
    outbox.send(
        task=RUN_TASK,
        payload={"visit_id": str(event.visit_id), "version": event.version},
        key=run_key(event.visit_id, event.version),
    )


def visit_erased(event: VisitErased) -> None:
    """Handler of VisitErased: no hash of the erased words stays in the bureau's store."""
    prints.withdraw(event.visit_id)


def rehash() -> int:
    """Store the hashes of every reviewed note of the school anew; how many notes. Nothing else changes."""
    reviewed = Review.objects.filter(state=Review.State.DONE, version=F("visit__version"))
    visit_ids = list(reviewed.order_by("visit_id").values_list("visit_id", "version"))
    for visit_id, version in visit_ids:
        with transaction.atomic():
            _locked_review(visit_id, version)
            visit = visits.visit_for_review(visit_id=visit_id)
            if visit is not None and visit.version == version:
                prints.store(visit.id, visit.author_id, notes.fingerprints(visit))
    return len(visit_ids)


def run_key(visit_id: UUID, version: int) -> str:
    """The outbox key of one version's review."""
    return f"review:{visit_id}:{version}"


def review_run(*, visit_id: UUID, version: int) -> None:
    """Review one version of a visit; however often it is called, there is one review.

    First the sentences' fingerprints are committed, then the note is checked: of two copies that
    are reviewed at the same moment, the later one is certain to see the other. A failure leaves
    the review `failed` with a code and is raised again; the outbox row stays for the sweeper.
    """
    try:
        _run(visit_id=visit_id, version=version)
    except Exception as error:
        _mark_failed(visit_id=visit_id, version=version, code=type(error).__name__)
        raise


def _run(*, visit_id: UUID, version: int) -> None:
    key = run_key(visit_id, version)
    with transaction.atomic():
        review = _locked_review(visit_id, version)
        if review is None or review.state in (Review.State.DONE, Review.State.SKIPPED):
            outbox.settle(key)
            return
        visit = visits.visit_for_review(visit_id=visit_id)
        if visit is None or visit.version != version:
            _skip(review)
            outbox.settle(key)
            return
        prints.store(visit.id, visit.author_id, notes.fingerprints(visit))
    with transaction.atomic():
        review = _locked_review(visit_id, version)
        visit = visits.visit_for_review(visit_id=visit_id)
        if review is None or visit is None or review.state == Review.State.DONE:
            outbox.settle(key)
            return
        if visit.version != version:
            _skip(review)
            outbox.settle(key)
            return
        checked = notes.check(visit)
        writing.write_review(review, visit, checked)
        because = _round(clock.now())
        duplicates = checked.labels.get("near_duplicates", [])
        for other in prints.unaware_of(visit_id, checked.findings, duplicates):
            outbox.send(
                task=RECHECK_TASK,
                payload={"visit_id": str(other.visit_id), "version": other.version, "because": because},
                key=recheck_key(other.visit_id, other.version, because=because),
                delay=RECHECK_DELAY,
            )
        events.publish(ReviewFinished(visit_id=visit_id, version=version))
        outbox.settle(key)


def recheck_key(visit_id: UUID, version: int, *, because: str) -> str:
    """The outbox key of looking at a version again because of the notes that arrived in one round."""
    return f"recheck:{visit_id}:{version}:{because}"


def review_recheck(*, visit_id: UUID, version: int, because: str) -> None:
    """Look at a reviewed note again after another note that shares text with it.

    Adds what the later arrival brought to light; decisions stay. A note whose version is not yet
    reviewed, or no longer stands, needs none: its own review sees everything.
    """
    with transaction.atomic():
        review = _locked_review(visit_id, version)
        visit = visits.visit_for_review(visit_id=visit_id)
        if (
            review is not None
            and visit is not None
            and visit.version == version
            and review.state == Review.State.DONE
        ):
            writing.write_review(review, visit, notes.check(visit))
        outbox.settle(recheck_key(visit_id, version, because=because))


def _round(moment: datetime) -> str:
    """The round that `moment` lies in: on a busy evening a stock sentence arrives a hundred times in a
    minute, and each note that has it need be looked at once for all of them."""
    return str(int(moment.timestamp() // RECHECK_ROUND.total_seconds()))


def _locked_review(visit_id: UUID, version: int) -> Review | None:
    """The review, with all reviews of its visit locked: two versions never write flags at once."""
    reviews = Review.objects.select_for_update().filter(visit_id=visit_id).order_by("version")
    return {review.version: review for review in reviews}.get(version)


def _skip(review: Review) -> None:
    review.state = Review.State.SKIPPED
    review.reviewed_at = clock.now()
    review.save(update_fields=["state", "reviewed_at"])


def _mark_failed(*, visit_id: UUID, version: int, code: str) -> None:
    with transaction.atomic():
        review = _locked_review(visit_id, version)
        if review is None or review.state in (Review.State.DONE, Review.State.SKIPPED):
            return
        review.state = Review.State.FAILED
        review.error_code = f"review.{code}"[:64]
        review.attempts += 1
        review.save(update_fields=["state", "error_code", "attempts"])


def preview(*, actor: Actor, student_id: UUID, text: str, measures_listed: bool = False) -> PreviewView:
    """What a text would be told, at once; nothing is stored and no other note is looked at.

    `measures_listed`: the agreed measures stand in their own lines, beside the text. Raises
    StudentNotFound, PreviewInvalid.
    """
    student = roster.student_get_for(actor=actor, student_id=student_id)
    if len(text) > TEXT_LIMIT:
        raise PreviewInvalid(fields={"text": [f"家访内容最多 {TEXT_LIMIT} 字，请精简一些。"]})
    if not text_is_storable(text):
        raise PreviewInvalid(fields={"text": ["家访内容里有无法保存的字符，请删去乱码或表情。"]})
    return notes.preview(
        student_id=student.pk,
        student_name=student.name,
        teacher_name=actor.name,
        text=text,
        measures_listed=measures_listed,
    )


def flag_decide(
    *, actor: Actor, flag_id: int, decision: str, reason: str = "", excused: bool = False
) -> FlagView:
    """The principal's decision. The same one again changes nothing.

    `returned` gives the note back to its teacher with `reason` as the principal's word. `excused` goes
    with `dismissed`: the finding read the note rightly, only this once it does not matter. No
    decision changes any count. Raises FlagPrincipalNeeded, FlagNotFound, DecisionInvalid,
    FlagSuperseded, FlagAlreadyDecided.
    """
    reason = reason.strip()
    with transaction.atomic():
        flag = _locked_flag(actor, flag_id)
        if not actor.has(Role.PRINCIPAL):
            raise FlagPrincipalNeeded
        _check_decision(decision, reason, excused=excused)
        if flag.state == Flag.State.SUPERSEDED:
            raise FlagSuperseded
        if flag.state != Flag.State.OPEN:
            if flag.state == decision and flag.reason == reason and flag.excused == excused:
                return flag_get_for(actor=actor, flag_id=flag_id)
            raise FlagAlreadyDecided
        flag.state = decision
        flag.reason = reason
        flag.excused = excused
        flag.decided_by_id = actor.staff_id
        flag.decided_at = clock.now()
        flag.save(update_fields=["state", "reason", "excused", "decided_by", "decided_at"])
        _remember(actor, flag, decision, reason)
        if decision == Flag.State.RETURNED:
            visit_services.visit_return(actor=actor, visit_id=flag.visit_id, word=reason)
        return flag_get_for(actor=actor, flag_id=flag_id)


def flag_undo(*, actor: Actor, flag_id: int) -> FlagView:
    """Take a decision back within thirty days; an open flag stays as it is.

    Where the note has been changed since and the finding is gone, the flag becomes superseded
    instead of coming back to the queue. Raises FlagPrincipalNeeded, FlagNotFound, FlagSuperseded,
    FlagUndoTooLate.
    """
    with transaction.atomic():
        flag = _locked_flag(actor, flag_id)
        if not actor.has(Role.PRINCIPAL):
            raise FlagPrincipalNeeded
        if flag.state == Flag.State.SUPERSEDED:
            raise FlagSuperseded
        if flag.state == Flag.State.OPEN:
            return flag_get_for(actor=actor, flag_id=flag_id)
        now = clock.now()
        if flag.decided_at is None or not rules.undo_open(flag.decided_at, now):
            raise FlagUndoTooLate
        returned = flag.state == Flag.State.RETURNED
        flag.state = Flag.State.OPEN if writing.still_found(flag) else Flag.State.SUPERSEDED
        flag.reason = ""
        flag.excused = False
        flag.decided_by_id = None
        flag.decided_at = None
        flag.save(update_fields=["state", "reason", "excused", "decided_by", "decided_at"])
        _remember(actor, flag, Decision.Kind.UNDONE, "")
        if returned:
            visit_services.visit_return_undo(
                actor=actor, visit_id=flag.visit_id, word=_standing_word(flag.visit_id)
            )
        return flag_get_for(actor=actor, flag_id=flag_id)


def flag_answer(*, actor: Actor, flag_id: int, answer: str) -> FlagView:
    """The teacher's side of it, before a decision or after; the last one stands.

    Raises FlagNotFound, FlagTeacherNeeded, AnswerInvalid, FlagSuperseded.
    """
    answer = answer.strip()
    with transaction.atomic():
        flag = _locked_flag(actor, flag_id)
        visit = visits.visit_get_for(actor=actor, visit_id=flag.visit_id)
        if visit.author_id != actor.staff_id:
            raise FlagTeacherNeeded
        if not answer or len(answer) > rules.ANSWER_LIMIT or not text_is_storable(answer):
            raise AnswerInvalid(fields={"answer": ["请写下说明，500 字以内，不要有乱码。"]})
        if flag.state == Flag.State.SUPERSEDED:
            raise FlagSuperseded
        if flag.answer != answer:
            flag.answer = answer
            flag.answered_at = clock.now()
            flag.save(update_fields=["answer", "answered_at"])
            audit.record(
                actor=actor, action="flag.answer", subject=f"flag:{flag.pk}", detail={"code": flag.code}
            )
        return flag_get_for(actor=actor, flag_id=flag_id)


def _locked_flag(actor: Actor, flag_id: int) -> Flag:
    """The flag, locked. Raises FlagNotFound where the actor may not read its note."""
    flag = Flag.objects.select_for_update(of=("self",)).filter(pk=flag_id).first()
    if flag is None or not flag_visible(actor, flag):
        raise FlagNotFound
    return flag


def softening_restore(*, actor: Actor, code: str) -> None:
    """Make a finding ask again that decisions had made a hint; see `learning.softening`."""
    with transaction.atomic():
        softening.softening_restore(actor=actor, code=code)
        events.publish(FindingsLearnt())


def _check_decision(decision: str, reason: str, *, excused: bool) -> None:
    if not rules.decision_known(decision):
        raise DecisionInvalid(fields={"decision": [DecisionInvalid.message]})
    if excused and decision != Flag.State.DISMISSED:
        words = "只有“不是问题”可以注明提示没有看错。"
        raise DecisionInvalid(words, fields={"excused": [words]})
    words = ""
    if rules.reason_missing(decision, reason):
        words = "请用一句话写明原因，老师会看到。"
    elif len(reason) > rules.REASON_LIMIT or not text_is_storable(reason):
        words = f"原因请写在 {rules.REASON_LIMIT} 字以内，不要有乱码。"
    if words:
        raise DecisionInvalid(words, fields={"reason": [words]})


def _remember(actor: Actor, flag: Flag, decision: str, reason: str) -> None:
    Decision.objects.create(
        flag=flag,
        decision=decision,
        reason=reason,
        excused=flag.excused,
        by_id=actor.staff_id,
        by_name=actor.name,
        at=clock.now(),
    )
    audit.record(
        actor=actor,
        action=f"flag.{decision}",
        subject=f"flag:{flag.pk}",
        detail={"code": flag.code, "visit": str(flag.visit_id)},
    )
    softening.follow(strand=strands.strand_of(flag.code, flag.severity))
    events.publish(FindingsLearnt())


def _standing_word(visit_id: UUID) -> str:
    """The word of another return that still stands on the visit, the latest one."""
    other = (
        Flag.objects.filter(visit_id=visit_id, state=Flag.State.RETURNED)
        .order_by("-decided_at")
        .values_list("reason", flat=True)
        .first()
    )
    return other or ""
