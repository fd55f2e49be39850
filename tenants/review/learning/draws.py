"""Notes without flags that chance puts before the principal, and what was found in them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kernel import audit, clock, events
from kernel.actor import Actor, Role
from kernel.crypto import blind_index
from tenants.review.contracts import DrawDetailView, DrawQuestion, DrawView, FindingsLearnt
from tenants.review.errors import DrawAnswerInvalid, DrawForbidden, DrawNotFound, DrawSuperseded
from tenants.review.models import Draw, Review
from tenants.visits import selectors as visits
from tenants.visits.contracts import ReviewableVisit, VisitCard

from . import softening, strands

RANDOM_SHARE = 0.05
"""Of all notes without flags."""
PROBE_SHARE = 0.20
"""Of notes without flags that hold a softened finding: nobody decides on hints, so without these a
finding could never prove itself again."""


def chance(visit_id: UUID) -> float:
    """The visit's lot, from 0 to 1: a keyed hash of its id. The client chooses the id, and nobody without
    the school's key can tell what lot it has."""
    return int(blind_index(str(visit_id), "review.draw")[:13], 16) / 16**13


def draw_follow(review: Review, visit: ReviewableVisit) -> None:
    """Draw a freshly reviewed note, or take a draw back that a later version with flags has overtaken.

    Call it once a review is written, with the visit's reviews locked; again changes nothing. What was
    answered stays.
    """
    if review.unflagged is None:
        return
    found = Draw.objects.filter(visit_id=visit.id).first()
    if found is not None and found.state == Draw.State.ANSWERED:
        return
    softened = [strands.strand_of_finding(finding) for finding in review.findings if "usual" in finding]
    lot = chance(visit.id)
    drawn = review.unflagged and lot < (PROBE_SHARE if softened else RANDOM_SHARE)
    if not drawn:
        if found is not None and found.state == Draw.State.OPEN:
            found.state = Draw.State.SUPERSEDED
            found.save(update_fields=["state"])
        return
    listed = {"content.agreed_measures"} if visit.measures_listed else set()
    codes = [code for code in strands.ASKED if code not in listed]
    draw = found or Draw(visit_id=visit.id, drawn_at=clock.now())
    draw.version = visit.version
    draw.kind = Draw.Kind.RANDOM if lot < RANDOM_SHARE else Draw.Kind.PROBE
    draw.state = Draw.State.OPEN
    draw.codes = [*codes, *(code for code in softened if code not in codes)]
    draw.softened = softened
    draw.save()


def draw_list_for(*, actor: Actor, state: str = "open") -> QuerySet[Draw]:
    """Drawn notes that wait (`open`) or were read (`answered`), oldest first. Raises DrawForbidden."""
    _check(actor)
    return Draw.objects.filter(state=state).order_by("id")


def draw_views(draws: Collection[Draw]) -> list[DrawView]:
    """Rows as values; one query for any number."""
    cards = visits.visit_cards(visit_ids={draw.visit_id for draw in draws})
    return [_view(draw, cards[draw.visit_id]) for draw in draws]


def draw_detail_for(*, actor: Actor, draw_id: int) -> DrawDetailView:
    """A drawn note with its text and what is asked about it. Raises DrawForbidden, DrawNotFound."""
    _check(actor)
    draw = Draw.objects.filter(pk=draw_id).first()
    if draw is None:
        raise DrawNotFound
    return _detail(draw)


def draw_answer(*, actor: Actor, draw_id: int, missed: Collection[str]) -> DrawDetailView:
    """The principal's answer: which findings should have been raised, none for a note that lacks nothing.

    The last answer stands; the same one again changes nothing. Raises DrawForbidden, DrawNotFound,
    DrawSuperseded, DrawAnswerInvalid.
    """
    _check(actor)
    with transaction.atomic():
        draw = Draw.objects.select_for_update().filter(pk=draw_id).first()
        if draw is None:
            raise DrawNotFound
        if draw.state == Draw.State.SUPERSEDED:
            raise DrawSuperseded
        if set(missed) - set(draw.codes):
            raise DrawAnswerInvalid(fields={"missed": [DrawAnswerInvalid.message]})
        answer = [code for code in draw.codes if code in missed]
        if draw.state != Draw.State.ANSWERED or draw.missed != answer:
            draw.state = Draw.State.ANSWERED
            draw.missed = answer
            draw.answered_at = clock.now()
            draw.answered_by_id = actor.staff_id
            draw.answered_by_name = actor.name
            draw.save()
            audit.record(
                actor=actor, action="draw.answer", subject=f"draw:{draw.pk}", detail={"missed": answer}
            )
            for strand in draw.softened:
                softening.follow(strand=strand)
            events.publish(FindingsLearnt())
        return _detail(draw)


def _check(actor: Actor) -> None:
    if not actor.has(Role.PRINCIPAL):
        raise DrawForbidden


def _view(draw: Draw, card: VisitCard) -> DrawView:
    return DrawView(
        id=draw.pk,
        visit_id=draw.visit_id,
        student_id=card.student_id,
        student_name=card.student_name,
        teacher_id=card.author_id,
        teacher_name=card.author_name,
        visited_at=card.visited_at,
        excerpt=card.excerpt,
        state=draw.state,
        missed=tuple(draw.missed),
        answered_at=draw.answered_at,
        answered_by=draw.answered_by_name,
    )


def _detail(draw: Draw) -> DrawDetailView:
    visit = visits.visits_for_review(visit_ids=[draw.visit_id])[draw.visit_id]
    text = next((saved.text for saved in visit.texts if saved.version == draw.version), visit.text)
    return DrawDetailView(
        draw=draw_views([draw])[0],
        text=text,
        visit_version=draw.version,
        questions=tuple(
            DrawQuestion(code=code, words=strands.ASKED_WORDS[code], hinted=code in draw.softened)
            for code in draw.codes
        ),
    )
