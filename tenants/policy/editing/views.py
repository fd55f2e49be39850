"""Rows of versions and drafts as the values that pages show."""

from collections.abc import Sequence
from datetime import date, timedelta

from accounts.selectors import accounts_by_id
from kernel import clock
from tenants.policy.contracts import (
    DraftClause,
    DraftConflict,
    DraftRule,
    DraftView,
    PolicySeries,
    VersionBrief,
    VersionView,
)
from tenants.policy.document.changes import said
from tenants.policy.editing.sheet import Entry, Raw, Sheet
from tenants.policy.editing.storing import sheet_of
from tenants.policy.models import PolicyReading, PolicyVersion
from tenants.policy.rules import Change, changes, rule_faults, rules_read, sentence

DRAFT, PUBLISHED = PolicyVersion.State.DRAFT, PolicyVersion.State.PUBLISHED
DAY = timedelta(days=1)


def sheet_stored(reading: PolicyReading) -> Sheet:
    """The sheet of a reading's row."""
    return sheet_of(reading.entries, reading.disputes, reading.clauses)


def draft_view(reading: PolicyReading) -> DraftView:
    """A draft with everything that its editor shows."""
    version, sheet = reading.version, sheet_stored(reading)
    before = previous_of(version)
    known = [said(rule) for rule in rules_read(before.rules)] if before else []
    editor = accounts_by_id([reading.updated_by_id] if reading.updated_by_id else [])
    return DraftView(
        id=version.pk,
        series=version.series,
        number=version.number,
        title=version.title,
        file_name=reading.file_name,
        text=reading.text,
        revision=reading.revision,
        rules=tuple(_rule(entry, known) for entry in sheet.entries),
        conflicts=tuple(
            DraftConflict(number, one.entries, one.message, sheet.is_open(one))
            for number, one in enumerate(sheet.disputes)
        ),
        clauses=tuple(DraftClause(one.span, one.status, one.reason) for one in sheet.clauses),
        decided=len(sheet.entries) - sheet.open,
        undecided=sheet.open,
        unsettled=sheet.unsettled,
        previous=_brief(before, None) if before else None,
        earliest=earliest_day(before),
        updated_at=reading.updated_at,
        updated_by=next((account.name for account in editor.values()), ""),
    )


def earliest_day(before: PolicyVersion | None) -> date:
    """The first day from which a next version may hold: not in the past, nor before the one it follows."""
    held = before.effective_date if before else None
    return max(clock.today(), held) if held else clock.today()


def previous_of(version: PolicyVersion) -> PolicyVersion | None:
    """The published version that this one follows."""
    return (
        PolicyVersion.objects.filter(series=version.series, state=PUBLISHED, number__lt=version.number)
        .order_by("-number")
        .first()
    )


def draft_changes(reading: PolicyReading) -> tuple[Change, ...]:
    """What a draft changes against the version it follows, as far as its rules stand."""
    before = previous_of(reading.version)
    return changes(rules_read(before.rules) if before else (), rules_read(sheet_stored(reading).standing()))


def version_view(version: PolicyVersion) -> VersionView:
    """A published version with its text and what it changed; the first one changes nothing."""
    before = previous_of(version)
    reading = PolicyReading.objects.filter(version=version).first()
    rules = rules_read(version.rules)
    siblings = list(PolicyVersion.objects.filter(series=version.series, state=PUBLISHED))
    return VersionView(
        brief=_brief(version, _until(version, siblings)),
        series=version.series,
        template=version.template,
        text=reading.text if reading else "",
        rules=rules,
        previous=_brief(before, None) if before else None,
        changes=changes(rules_read(before.rules), rules) if before else (),
    )


def series_list(*, with_drafts: bool) -> list[PolicySeries]:
    """Every 制度 with its history; those in preparation first, then by title."""
    by_series: dict[object, list[PolicyVersion]] = {}
    shown = PolicyVersion.objects.select_related("reading").order_by("-number")
    for version in shown if with_drafts else shown.filter(state=PUBLISHED):
        by_series.setdefault(version.series, []).append(version)
    found = [_series(versions) for versions in by_series.values()]
    return sorted(found, key=lambda one: (one.draft is None, one.title, str(one.id)))


def _series(versions: Sequence[PolicyVersion]) -> PolicySeries:
    published = [one for one in versions if one.state == PUBLISHED]
    draft = next((one for one in versions if one.state == DRAFT), None)
    return PolicySeries(
        id=versions[0].series,
        title=(published or list(versions))[0].title,
        versions=tuple(_brief(one, _until(one, published)) for one in published),
        draft=_brief(draft, None) if draft else None,
        undecided=sheet_stored(draft.reading).open if draft else 0,
    )


def _until(version: PolicyVersion, published: Sequence[PolicyVersion]) -> date | None:
    """The day before a later version begins."""
    later = [one.effective_date for one in published if one.number > version.number and one.effective_date]
    return min(later) - DAY if later else None


def _brief(version: PolicyVersion, until: date | None) -> VersionBrief:
    return VersionBrief(
        id=version.pk,
        number=version.number,
        title=version.title,
        state=version.state,
        effective_date=version.effective_date,
        until=until,
        published_at=version.published_at,
        number_of_rules=len(version.rules),
    )


def _rule(entry: Entry, known: Sequence[Raw]) -> DraftRule:
    (rule,) = rules_read([entry.rule])
    return DraftRule(
        id=entry.id,
        state=entry.state,
        data=entry.rule,
        sentence=sentence(rule),
        span=entry.span,
        confidence=entry.confidence,
        holds_already=said(rule) in known,
        faults=tuple(message for _, message in rule_faults(rule)),
    )
