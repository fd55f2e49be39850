"""Counting a school's figures and pushing them to the shared schema."""

from __future__ import annotations

from datetime import timedelta

from benchmarking import services as benchmarking
from benchmarking.contracts import FactValue
from benchmarking.rules import finding_measure, miss_measure, softened_measure
from bureaus import services as bureaus
from kernel import clock, outbox, tenancy
from tenants.review import selectors as review
from tenants.review.contracts import FindingsLearnt, ReviewFinished
from tenants.targets import selectors as targets
from tenants.visits import selectors as visits
from tenants.visits.contracts import VisitSubmitted

BUCKET = timedelta(seconds=60)
"""Changes within one bucket are pushed together: five hundred notes on a busy evening are a few pushes."""
SLACK = timedelta(seconds=5)
"""So that a transaction that began within the bucket has committed when its push counts."""


def on_visit_submitted(event: VisitSubmitted) -> None:
    """A visit moves the coverage."""
    _ask_for_push()


def on_review_finished(event: ReviewFinished) -> None:
    """A review moves the share of complete notes."""
    _ask_for_push()


def on_findings_learnt(event: FindingsLearnt) -> None:
    """A decision moves how precise a finding is."""
    _ask_for_push()


def facts_push() -> int:
    """Count this school's figures of the term and push them; returns how many. Again changes nothing."""
    school = tenancy.require_school()
    coverage = targets.coverage_facts()
    complete = review.complete_note_facts()
    facts = [
        FactValue(measure=measure, period=fact.period, numerator=fact.numerator, denominator=fact.denominator)
        for measure, fact in (("coverage", coverage), ("complete_notes", complete))
        if fact is not None
    ]
    for found in review.finding_facts():
        decided = FactValue(finding_measure(found.code), found.period, found.right, found.decided)
        drawn = FactValue(miss_measure(found.code), found.period, found.missed, found.drawn)
        soft = FactValue(softened_measure(found.code), found.period, int(found.softened), 1)
        facts += [decided, drawn, soft]
    last = visits.last_activity()
    if last is not None:
        bureaus.school_activity(schema_names=[school], day=last.astimezone(clock.CHINA).date())
    return benchmarking.facts_push(school=school, facts=facts)


def _ask_for_push() -> None:
    bucket = int(clock.now().timestamp() // BUCKET.total_seconds())
    key = f"assessment.facts:{bucket}"
    outbox.send(task="assessment.push_facts", payload={"key": key}, key=key, delay=BUCKET + SLACK)
