"""Reads of visits. `*_for` check the actor's rights; the others serve the school's own machinery."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.db.models.functions import Left
from django.utils import timezone

from bureaus.contracts import TermSpan
from bureaus.selectors import calendar_for_school
from kernel import tenancy
from kernel.actor import Actor, Role

from .contracts import CountedVisit, Measure, ReviewableVisit, TextVersion, VisitCard, VisitRecord
from .errors import VisitNotFound
from .models import Visit, VisitText

EXCERPT = 60


def readable(actor: Actor, visit: Visit) -> bool:
    """Whether the actor may read this visit: its teachers and the principal."""
    if actor.has(Role.PRINCIPAL):
        return True
    if actor.staff_id is None:
        return False
    if visit.author_id == actor.staff_id:
        return True
    return visit.co_visitors.filter(pk=actor.staff_id).exists()


def visit_get_for(*, actor: Actor, visit_id: UUID) -> VisitRecord:
    """The only way to a visit for whoever asks from outside. Raises VisitNotFound."""
    visit = (
        Visit.objects.select_related("student", "author")
        .prefetch_related("co_visitors")
        .filter(pk=visit_id)
        .first()
    )
    if visit is None:
        raise VisitNotFound
    if not readable(actor, visit):
        raise VisitNotFound
    return _record(visit)


def visit_list_for(
    *,
    actor: Actor,
    student_id: UUID | None = None,
    state: str | None = None,
    mine: bool = False,
) -> QuerySet[Visit]:
    """Visits the actor may read, latest first, without their texts.

    Rows carry `opening` (the first characters of the text) and joined `student` and `author`.
    """
    rows = _visible(actor)
    if mine:
        rows = rows.filter(_involved(actor))
    if student_id is not None:
        rows = rows.filter(student_id=student_id)
    if state:
        rows = rows.filter(state=state)
    return (
        rows.select_related("student", "author")
        .annotate(opening=Left("text", EXCERPT))
        .defer("text", "measures", "reason")
        .order_by("-visited_at", "-id")
    )


def readable_visit_ids_for(*, actor: Actor) -> QuerySet[Visit, UUID]:
    """Ids of the visits the actor may read, to be used as a sub-query."""
    return _visible(actor).values_list("pk", flat=True)


def own_visit_ids(*, staff_id: int | None) -> QuerySet[Visit, UUID]:
    """Ids of the visits a member of staff wrote, to be used as a sub-query."""
    rows = Visit.objects.filter(author_id=staff_id) if staff_id is not None else Visit.objects.none()
    return rows.values_list("pk", flat=True)


def _visible(actor: Actor) -> QuerySet[Visit]:
    if actor.has(Role.PRINCIPAL):
        return Visit.objects.all()
    return Visit.objects.filter(_involved(actor))


def _involved(actor: Actor) -> Q:
    if actor.staff_id is None:
        return Q(pk__in=[])
    joined = Visit.co_visitors.through.objects.filter(staffmember_id=actor.staff_id).values("visit_id")
    return Q(author_id=actor.staff_id) | Q(pk__in=joined)


def _record(visit: Visit) -> VisitRecord:
    return VisitRecord(
        id=visit.pk,
        student_id=visit.student_id,
        student_name=visit.student.name,
        author_id=visit.author_id,
        author_name=visit.author.name,
        co_visitors=tuple(sorted(person.pk for person in visit.co_visitors.all())),
        mode=visit.mode,
        outcome=visit.outcome,
        visited_at=visit.visited_at,
        present=tuple(visit.present),
        text=visit.text,
        reason=visit.reason,
        measures=tuple(Measure(m["who"], m["what"], m["when"]) for m in visit.measures),
        state=visit.state,
        return_word=visit.return_word,
        version=visit.version,
        entered_at=visit.entered_at,
        updated_at=visit.updated_at,
        answers=tuple(sorted(visit.answers.items())),
    )


# --- for reviews -------------------------------------------------------------------------------


def visit_for_review(*, visit_id: UUID) -> ReviewableVisit | None:
    """One visit with all its saved texts, or None once it was erased. No rights: for tasks."""
    return visits_for_review(visit_ids=[visit_id]).get(visit_id)


def visits_for_review(*, visit_ids: Iterable[UUID]) -> dict[UUID, ReviewableVisit]:
    """Several visits with their saved texts, by id; three queries however many."""
    ids = list(visit_ids)
    texts: dict[UUID, list[TextVersion]] = {}
    for version in VisitText.objects.filter(visit_id__in=ids).order_by("visit_id", "version"):
        texts.setdefault(version.visit_id, []).append(
            TextVersion(version=version.version, text=version.text, at=version.at)
        )
    return {
        visit.pk: ReviewableVisit(
            id=visit.pk,
            student_id=visit.student_id,
            student_name=visit.student.name,
            author_id=visit.author_id,
            author_name=visit.author.name,
            outcome=visit.outcome,
            text=visit.text,
            version=visit.version,
            visited_at=visit.visited_at,
            entered_at=visit.entered_at,
            measures_listed=bool(visit.measures),
            mode=visit.mode,
            present=tuple(visit.present),
            accompanied=bool(visit.co_visitors.all()),
            answered=frozenset(visit.answers),
            texts=tuple(texts.get(visit.pk, ())),
        )
        for visit in Visit.objects.filter(pk__in=ids)
        .select_related("student", "author")
        .prefetch_related("co_visitors")
    }


def visit_cards(*, visit_ids: Collection[UUID]) -> dict[UUID, VisitCard]:
    """What lists say of several visits, by id, in one query. No rights: callers filter first."""
    rows = (
        Visit.objects.filter(pk__in=visit_ids)
        .annotate(opening=Left("text", EXCERPT))
        .values_list(
            "id", "student_id", "student__name", "author_id", "author__name", "visited_at", "opening"
        )
    )
    return {row[0]: VisitCard(*row) for row in rows}


def done_visit_ids(*, start: date, end: date) -> QuerySet[Visit, UUID]:
    """Ids of the visits that came about between two local dates, inclusive; a sub-query."""
    return (
        Visit.objects.filter(outcome=Visit.Outcome.DONE)
        .filter(visited_at__gte=_midnight(start), visited_at__lt=_midnight(end + timedelta(days=1)))
        .values_list("pk", flat=True)
    )


# --- for targets and lists ---------------------------------------------------------------------


def visits_for_targets(*, start: date | None = None, end: date | None = None) -> list[CountedVisit]:
    """Every visit between two local dates (inclusive; None: no bound), oldest first, in two queries."""
    rows = Visit.objects.all()
    if start is not None:
        rows = rows.filter(visited_at__gte=_midnight(start))
    if end is not None:
        rows = rows.filter(visited_at__lt=_midnight(end + timedelta(days=1)))
    found = list(
        rows.order_by("visited_at", "id").values(
            "id", "student_id", "author_id", "visited_at", "mode", "outcome"
        )
    )
    others: dict[UUID, list[int]] = {}
    through = Visit.co_visitors.through.objects
    for visit_id, staff_id in through.order_by("visit_id", "staffmember_id").values_list(
        "visit_id", "staffmember_id"
    ):
        others.setdefault(visit_id, []).append(staff_id)
    return [
        CountedVisit(
            id=row["id"],
            student_id=row["student_id"],
            by=(row["author_id"], *others.get(row["id"], ())),
            date=timezone.localtime(row["visited_at"]).date(),
            mode=row["mode"],
            outcome=row["outcome"],
        )
        for row in found
    ]


def last_visit_dates(*, student_ids: Collection[UUID]) -> dict[UUID, date]:
    """Local date of each student's latest visit that came about; students without one are left out."""
    rows = (
        Visit.objects.filter(student_id__in=student_ids, outcome=Visit.Outcome.DONE)
        .order_by()
        .values("student_id")
        .annotate(last=Max("visited_at"))
    )
    return {row["student_id"]: timezone.localtime(row["last"]).date() for row in rows}


def visit_counts_for_term(*, student_ids: Collection[UUID], on: date) -> dict[UUID, int]:
    """How many visits to each student came about in the term that holds `on`; none: left out."""
    rows = (
        _done_in_term(on)
        .filter(student_id__in=student_ids)
        .order_by()
        .values("student_id")
        .annotate(count=Count("id"))
    )
    return {row["student_id"]: row["count"] for row in rows}


def visited_student_ids_for_term(*, on: date) -> set[UUID]:
    """Students with at least one visit that came about in the term that holds `on`."""
    return set(_done_in_term(on).order_by().values_list("student_id", flat=True).distinct())


def last_activity() -> datetime | None:
    """When the school last saved a visit."""
    found: datetime | None = Visit.objects.aggregate(last=Max("updated_at"))["last"]
    return found


def _done_in_term(on: date) -> QuerySet[Visit]:
    start, end = term_bounds(on=on)
    return Visit.objects.filter(
        outcome=Visit.Outcome.DONE,
        visited_at__gte=_midnight(start),
        visited_at__lt=_midnight(end + timedelta(days=1)),
    )


def term_bounds(*, on: date) -> tuple[date, date]:
    """First and last day of the term that holds `on`.

    In the holidays it is the stretch since the last term's end, and with no calendar at all the
    single day: a count is then small rather than wrong.
    """
    calendar = calendar_for_school(tenancy.require_school())
    term = calendar.term_on(on)
    if term is not None:
        return term.start, term.end
    over = [past.end for past in calendar.terms if past.end < on]
    return (max(over) + timedelta(days=1), on) if over else (on, on)


def term_for_figures(*, on: date) -> TermSpan | None:
    """The term that holds `on`, in the holidays the one before; None where there is none yet."""
    begun = [term for term in calendar_for_school(tenancy.require_school()).terms if term.start <= on]
    return max(begun, key=lambda term: term.start) if begun else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
