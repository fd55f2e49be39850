"""Reads of review. `*_for` check the actor's rights; a note nobody may read has no flag either."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, LPad

from kernel import clock
from kernel.actor import Actor
from tenants.visits import selectors as visits
from tenants.visits.contracts import ReviewableVisit, VisitCard

from . import rules
from .contracts import (
    CompleteNoteFacts,
    CopyView,
    DecisionView,
    FindingView,
    FlagDetailView,
    FlagView,
    RelatedNote,
    ReviewBrief,
    ReviewView,
    SentencePair,
    VisitPage,
)
from .errors import FlagNotFound
from .learning.draws import draw_detail_for as draw_detail_for
from .learning.draws import draw_list_for as draw_list_for
from .learning.draws import draw_views as draw_views
from .learning.strands import finding_titles as finding_titles
from .learning.tallies import evaluation_for as evaluation_for
from .learning.tallies import finding_facts as finding_facts
from .models import Decision, Flag, Review


def visit_page_for(*, actor: Actor, visit_id: UUID) -> VisitPage:
    """A visit as its page shows it. Raises VisitNotFound."""
    visit = visits.visit_get_for(actor=actor, visit_id=visit_id)
    review = Review.objects.filter(visit_id=visit_id, version=visit.version).first()
    flags = Flag.objects.filter(visit_id=visit_id).exclude(state=Flag.State.SUPERSEDED)
    return VisitPage(
        visit=visit,
        review=_review_view(actor, review, version=visit.version),
        flags=tuple(flag_views(flags.order_by("-severity", "created_at", "id"))),
        can_edit=actor.staff_id is not None and actor.staff_id == visit.author_id,
    )


def review_briefs(*, visit_ids: Collection[UUID]) -> dict[UUID, ReviewBrief]:
    """State and open flags of several visits' present versions, in two queries."""
    states = dict(
        Review.objects.filter(visit_id__in=visit_ids, version=F("visit__version")).values_list(
            "visit_id", "state"
        )
    )
    counts = dict(
        Flag.objects.filter(visit_id__in=visit_ids, state=Flag.State.OPEN)
        .order_by()
        .values("visit_id")
        .annotate(count=Count("id"))
        .values_list("visit_id", "count")
    )
    return {
        visit_id: ReviewBrief(state=states.get(visit_id, "pending"), open_flags=counts.get(visit_id, 0))
        for visit_id in visit_ids
    }


def flag_list_for(*, actor: Actor, state: str = "open", mine: bool = False) -> QuerySet[Flag]:
    """Flags on the notes the actor may read, most serious first, then oldest first.

    `state` is one of open, upheld, dismissed, returned, all; `mine` leaves those on own notes. Rows
    carry `place`, a text that is unique and sorts as the queue does: a cursor can hold on to it.
    """
    rows = Flag.objects.filter(visit_id__in=visits.readable_visit_ids_for(actor=actor))
    if mine:
        rows = rows.filter(visit_id__in=visits.own_visit_ids(staff_id=actor.staff_id))
    rows = rows.exclude(state=Flag.State.SUPERSEDED) if state == "all" else rows.filter(state=state)
    return rows.annotate(place=_place()).order_by("place")


def _place() -> Concat:
    moment = Func(F("created_at"), Value("YYYYMMDDHH24MISSUS"), function="to_char", output_field=CharField())
    return Concat(
        Cast(Value(Flag.Severity.CRITICAL.value) - F("severity"), CharField()),
        moment,
        LPad(Cast("id", CharField()), 20, Value("0")),
        output_field=CharField(),
    )


def flag_visible(actor: Actor, flag: Flag) -> bool:
    """Whether the actor may read the note the flag is on."""
    return visits.readable_visit_ids_for(actor=actor).filter(pk=flag.visit_id).exists()


def flag_get_for(*, actor: Actor, flag_id: int) -> FlagView:
    """One flag. Raises FlagNotFound."""
    return flag_views([_flag(actor, flag_id)])[0]


def flag_detail_for(*, actor: Actor, flag_id: int) -> FlagDetailView:
    """A flag with text, copies side by side and history. Raises FlagNotFound.

    Of a note that the actor may not read, only the sentences that stand in the own note are
    shown, without its id, its student or its teacher.
    """
    flag = _flag(actor, flag_id)
    view = flag_views([flag])[0]
    related = [related_note(entry) for entry in flag.related]
    texts = visits.visits_for_review(visit_ids=[flag.visit_id, *(note.visit_id for note in related)])
    readable = _readable(actor, (note.visit_id for note in related))
    version = flag.review.version
    return FlagDetailView(
        flag=view,
        text=_text_at(texts[flag.visit_id], version),
        spans=view.spans,
        visit_version=version,
        copies=tuple(
            _copy_view(actor, note, texts[note.visit_id], open_to_actor=note.visit_id in readable)
            for note in related
            if note.visit_id in texts
        ),
        history=tuple(_decision_view(row) for row in flag.decisions.order_by("id")),
    )


def flag_views(flags: Iterable[Flag]) -> list[FlagView]:
    """Rows as values; two queries for any number of flags."""
    rows = list(flags)
    cards = visits.visit_cards(visit_ids={row.visit_id for row in rows})
    decisions: dict[int, Decision] = {}
    decided = [row.pk for row in rows if row.state not in (Flag.State.OPEN, Flag.State.SUPERSEDED)]
    for decision in Decision.objects.filter(flag_id__in=decided).order_by("id"):
        decisions[decision.flag_id] = decision
    return [_flag_view(row, cards[row.visit_id], decisions.get(row.pk)) for row in rows]


def complete_note_facts(*, on: date | None = None) -> CompleteNoteFacts | None:
    """Reviewed notes of this term's visits that came about, and those with all three items present.

    In the holidays it is the term before; None while the calendar knows no term yet.
    """
    term = visits.term_for_figures(on=on or clock.today())
    if term is None:
        return None
    found: dict[str, int] = Review.objects.filter(
        visit_id__in=visits.done_visit_ids(start=term.start, end=term.end),
        version=F("visit__version"),
        state=Review.State.DONE,
        complete__isnull=False,
    ).aggregate(reviewed=Count("id"), complete=Count("id", filter=Q(complete=True)))
    return CompleteNoteFacts(period=term.key, numerator=found["complete"], denominator=found["reviewed"])


def related_note(entry: dict[str, Any]) -> RelatedNote:
    """A stored related note as a value."""
    return RelatedNote(
        visit_id=UUID(entry["visit"]),
        version=entry["version"],
        pairs=tuple(
            SentencePair(here=_span(pair["here"]), there=_span(pair["there"])) for pair in entry["pairs"]
        ),
    )


def _flag(actor: Actor, flag_id: int) -> Flag:
    flag = Flag.objects.select_related("review").filter(pk=flag_id).first()
    if flag is None:
        raise FlagNotFound
    if not flag_visible(actor, flag):
        raise FlagNotFound
    return flag


def _readable(actor: Actor, visit_ids: Iterable[UUID]) -> set[UUID]:
    ids = set(visit_ids)
    return set(visits.readable_visit_ids_for(actor=actor).filter(pk__in=ids)) if ids else set()


def _review_view(actor: Actor, review: Review | None, *, version: int) -> ReviewView:
    if review is None or review.state != Review.State.DONE:
        failed = review is not None and review.state == Review.State.FAILED
        return ReviewView(state="failed" if failed else "pending", version=version)
    labels = dict(review.labels)
    named = [UUID(other) for other in labels.get("near_duplicates", [])]
    related = [UUID(entry["visit"]) for finding in review.findings for entry in finding["related"]]
    readable = _readable(actor, [*named, *related])
    if "near_duplicates" in labels:
        labels["near_duplicates"] = [str(other) for other in named if other in readable]
    return ReviewView(
        state="done",
        version=version,
        labels=labels,
        findings=tuple(finding_view(finding, readable=readable) for finding in review.findings),
    )


def finding_view(finding: dict[str, Any], *, readable: Collection[UUID]) -> FindingView:
    """A stored finding as a value, naming only notes in `readable`."""
    notes = [related_note(entry) for entry in finding["related"]]
    return FindingView(
        code=finding["code"],
        severity=finding["severity"],
        title=finding["title"],
        message=finding["message"],
        question=finding["question"],
        spans=_spans(finding["spans"]),
        related=tuple(note for note in notes if note.visit_id in readable),
        softened="usual" in finding,
    )


def _flag_view(flag: Flag, card: VisitCard, decision: Decision | None) -> FlagView:
    return FlagView(
        id=flag.pk,
        visit_id=flag.visit_id,
        student_id=card.student_id,
        student_name=card.student_name,
        teacher_id=card.author_id,
        teacher_name=card.author_name,
        code=flag.code,
        severity=rules.severity_name(flag.severity),
        title=flag.title,
        message=flag.message,
        question=flag.question or None,
        state=flag.state,
        excerpt=card.excerpt,
        visited_at=card.visited_at,
        answer=flag.answer,
        answered_at=flag.answered_at,
        decision=_decision_view(decision) if decision else None,
        created_at=flag.created_at,
        spans=_spans(flag.spans),
    )


def _decision_view(decision: Decision) -> DecisionView:
    return DecisionView(
        decision=decision.decision, by=decision.by_name, at=decision.at, reason=decision.reason
    )


def _copy_view(actor: Actor, note: RelatedNote, visit: ReviewableVisit, *, open_to_actor: bool) -> CopyView:
    text = _text_at(visit, note.version)
    if open_to_actor:
        return CopyView(
            visit_id=visit.id,
            mine=visit.author_id == actor.staff_id,
            student_name=visit.student_name,
            teacher_name=visit.author_name,
            visited_at=visit.visited_at,
            text=text,
            pairs=note.pairs,
        )
    shared, pairs = _only_shared(text, note.pairs)
    return CopyView(
        visit_id=None,
        mine=False,
        student_name="",
        teacher_name="",
        visited_at=None,
        text=shared,
        pairs=pairs,
    )


def _only_shared(text: str, pairs: Sequence[SentencePair]) -> tuple[str, tuple[SentencePair, ...]]:
    """The shared sentences of a text, a line each, with their places moved accordingly."""
    lines: list[str] = []
    moved: list[SentencePair] = []
    at = 0
    for pair in sorted(pairs, key=lambda pair: pair.there):
        sentence = text[pair.there[0] : pair.there[1]]
        lines.append(sentence)
        moved.append(SentencePair(here=pair.here, there=(at, at + len(sentence))))
        at += len(sentence) + 1
    return "\n".join(lines), tuple(moved)


def _text_at(visit: ReviewableVisit, version: int) -> str:
    return next((saved.text for saved in visit.texts if saved.version == version), visit.text)


def _span(pair: Sequence[int]) -> tuple[int, int]:
    return pair[0], pair[1]


def _spans(pairs: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple(_span(pair) for pair in pairs)
