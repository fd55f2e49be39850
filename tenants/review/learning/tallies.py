"""Counting decisions and draws: the figures of the evaluation page, and the few that the bureau gets."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Max, Min, QuerySet
from django.db.models.functions import TruncMonth

from benchmarking.rules import jeffreys
from bureaus.contracts import TermSpan
from kernel import clock
from kernel.actor import Actor, Role
from tenants.review import rules
from tenants.review.contracts import (
    DrawFigures,
    Evaluation,
    FindingFacts,
    FindingFigures,
    MissFigures,
    ModelFigures,
    MonthCount,
    Share,
    SofteningView,
)
from tenants.review.errors import SofteningForbidden
from tenants.review.models import Draw, Flag, Review, Softening
from tenants.visits import selectors as visits

from . import sharing, softening, strands

DECIDED = (Flag.State.UPHELD, Flag.State.RETURNED, Flag.State.DISMISSED)
Months = dict[str, Counter[str]]


def evaluation_for(*, actor: Actor) -> Evaluation:
    """The evaluation page of the school, for principal and office. Raises SofteningForbidden."""
    if not actor.has(Role.PRINCIPAL, Role.OFFICE):
        raise SofteningForbidden
    spells = list(Softening.objects.order_by("-since", "-id"))
    return Evaluation(
        needed=softening.NEEDED,
        ceiling=softening.CEILING,
        findings=_findings({spell.code: spell.since for spell in spells if spell.ended_at is None}),
        draws=_draws(),
        softenings=tuple(_spell(spell) for spell in spells),
        models=_models(),
        sharing=sharing.sharing_now(),
    )


def share(part: int, whole: int) -> Share:
    """A share with its interval."""
    low, high = jeffreys(part, whole)
    return Share(part=part, whole=whole, value=part / whole if whole else None, low=low, high=high)


def finding_facts(*, on: date | None = None) -> list[FindingFacts]:
    """Counts per finding for the bureau: of this term, and of the one before while its decisions can still
    be taken back. Empty while the calendar knows no term."""
    today = on or clock.today()
    days = (today, today - rules.UNDO_WITHIN)
    terms = {term.key: term for term in (visits.term_for_figures(on=day) for day in days) if term}
    softened = softening.softened_now()
    return [fact for term in terms.values() for fact in _facts(term, softened)]


def _facts(term: TermSpan, softened: frozenset[str]) -> Iterable[FindingFacts]:
    start, end = _midnight(term.start), _midnight(term.end + timedelta(days=1))
    flags = Flag.objects.filter(state__in=DECIDED, decided_at__gte=start, decided_at__lt=end)
    right: Counter[str] = Counter()
    decided: Counter[str] = Counter()
    for code, severity, state, count in _by_state(flags):
        strand = strands.strand_of(code, severity)
        decided[strand] += count
        right[strand] += count if state in softening.RIGHT else 0
    missed, drawn = _misses(
        Draw.objects.filter(
            kind=Draw.Kind.RANDOM, state=Draw.State.ANSWERED, answered_at__gte=start, answered_at__lt=end
        )
    )
    for one in strands.STRANDS:
        yield FindingFacts(
            period=term.key,
            code=one.code,
            right=right[one.code],
            decided=decided[one.code],
            missed=missed[one.code],
            drawn=drawn[one.code],
            softened=one.code in softened,
        )


def _findings(softened: dict[str, datetime]) -> tuple[FindingFigures, ...]:
    states: dict[str, Counter[str]] = defaultdict(Counter)
    for code, severity, state, count in _by_state(Flag.objects.exclude(state=Flag.State.SUPERSEDED)):
        states[strands.strand_of(code, severity)][state] += count
    months: dict[str, Months] = defaultdict(lambda: defaultdict(Counter))
    rows = (
        Flag.objects.filter(state__in=DECIDED, decided_at__isnull=False)
        .annotate(month=TruncMonth("decided_at", tzinfo=clock.CHINA))
        .order_by()
        .values_list("code", "severity", "state", "month")
        .annotate(count=Count("id"))
    )
    for code, severity, state, month, count in rows:
        verdict = "right" if state in softening.RIGHT else "wrong"
        months[strands.strand_of(code, severity)][f"{month:%Y-%m}"][verdict] += count
    drawn: dict[str, Counter[str]] = defaultdict(Counter)
    for draw in Draw.objects.filter(state=Draw.State.ANSWERED).exclude(softened=[]):
        answered = draw.answered_at or draw.drawn_at
        for code in draw.softened:
            verdict = "right" if code in draw.missed else "wrong"
            drawn[code][verdict] += 1
            months[code][f"{answered.astimezone(clock.CHINA):%Y-%m}"][verdict] += 1
    since = softening.counted_from()
    return tuple(
        _figures(
            strand,
            states[strand.code],
            drawn[strand.code],
            months[strand.code],
            softened,
            since.get(strand.code),
        )
        for strand in strands.STRANDS
    )


def _figures(
    strand: strands.Strand,
    states: Counter[str],
    drawn: Counter[str],
    months: Months,
    softened: dict[str, datetime],
    counted_from: datetime | None,
) -> FindingFigures:
    right = states["upheld"] + states["returned"] + drawn["right"]
    counted = softening.standing(strand.code, counted_from)
    return FindingFigures(
        code=strand.code,
        title=strand.title,
        firm=strand.firm,
        waiting=states["open"],
        upheld=states["upheld"],
        returned=states["returned"],
        dismissed=states["dismissed"],
        drawn_right=drawn["right"],
        drawn_wrong=drawn["wrong"],
        precision=share(right, right + states["dismissed"] + drawn["wrong"]),
        counted=share(counted[0], sum(counted)),
        softened_since=softened.get(strand.code),
        months=tuple(
            MonthCount(month, months[month]["right"], months[month]["wrong"]) for month in sorted(months)
        ),
    )


def _draws() -> DrawFigures:
    eligible = Review.objects.filter(
        unflagged=True, state=Review.State.DONE, version=F("visit__version")
    ).count()
    standing = Draw.objects.filter(kind=Draw.Kind.RANDOM).exclude(state=Draw.State.SUPERSEDED)
    answered = standing.filter(state=Draw.State.ANSWERED)
    missed, asked = _misses(answered)
    return DrawFigures(
        eligible=eligible,
        drawn=standing.count(),
        answered=answered.count(),
        waiting=Draw.objects.filter(state=Draw.State.OPEN).count(),
        misses=tuple(_miss(code, missed[code], asked[code], eligible) for code in strands.ASKED),
    )


def _miss(code: str, missed: int, asked: int, eligible: int) -> MissFigures:
    found = share(missed, asked)
    expected = (max(missed, math.floor(found.low * eligible)), max(missed, math.ceil(found.high * eligible)))
    return MissFigures(code=code, title=strands.BY_CODE[code].title, share=found, expected=expected)


def _misses(draws: QuerySet[Draw]) -> tuple[Counter[str], Counter[str]]:
    """Per finding: how often it was missed, and how often it was asked about. What stands in a note as a
    softened hint was not missed."""
    missed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for codes, softened, answer in draws.values_list("codes", "softened", "missed"):
        plain = [code for code in codes if code not in softened]
        asked.update(plain)
        missed.update(code for code in plain if code in answer)
    return missed, asked


def _models() -> tuple[ModelFigures, ...]:
    rows = (
        Review.objects.filter(state=Review.State.DONE)
        .exclude(model="")
        .order_by()
        .values_list("model")
        .annotate(count=Count("id"), first=Min("reviewed_at"), last=Max("reviewed_at"))
    )
    decided: dict[str, Counter[bool]] = defaultdict(Counter)
    flags = Flag.objects.filter(state__in=DECIDED).order_by().values_list("review__model", "state")
    for model, state, count in flags.annotate(count=Count("id")):
        decided[model][state in softening.RIGHT] += count
    return tuple(
        ModelFigures(
            model=model,
            reviews=count,
            first_at=first,
            last_at=last,
            precision=share(decided[model][True], decided[model].total()),
        )
        for model, count, first, last in sorted(rows, key=lambda row: row[3], reverse=True)
    )


def _spell(spell: Softening) -> SofteningView:
    return SofteningView(
        code=spell.code,
        title=strands.BY_CODE[spell.code].title,
        since=spell.since,
        right=spell.right,
        wrong=spell.wrong,
        upper=spell.upper,
        ended_at=spell.ended_at,
        ended_how=spell.ended_how or None,
        ended_by=spell.ended_by_name,
    )


def _by_state(flags: QuerySet[Flag]) -> Iterable[tuple[str, int, str, int]]:
    rows = flags.order_by().values_list("code", "severity", "state")
    return rows.annotate(count=Count("id"))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.CHINA)
