"""The one way in for figures and for hashes of sentences: schools push, nobody reads their tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction

from benchmarking.contracts import FactValue
from benchmarking.models import Fact, SharedSentence
from bureaus import selectors as bureaus
from kernel import clock, tenancy


def facts_push(*, school: str, facts: Sequence[FactValue]) -> int:
    """Store what a school counted, replacing its earlier figures of the same measure and period.

    `school` is the schema name. Returns how many figures were stored. The same figures again change
    only the moment of the push. No audit row: a figure is derived, carries no person, and the acts it
    was counted from are audited in the school.
    """
    with tenancy.public(), transaction.atomic():
        school_id = bureaus.school_get(schema_name=school).id
        now = clock.now()
        rows = [
            Fact(
                school_id=school_id,
                measure=fact.measure,
                period=fact.period,
                numerator=fact.numerator,
                denominator=fact.denominator,
                updated_at=now,
            )
            for fact in facts
        ]
        Fact.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["school", "measure", "period"],
            update_fields=["numerator", "denominator", "updated_at"],
        )
    return len(rows)


def sentences_push(*, school: str, added: Collection[int], gone: Collection[int]) -> None:
    """Keep the hashes of a school's long sentences: `added` stand in its notes now, `gone` in none.

    `school` is the schema name; the hashes are made under `selectors.sentences_key`. Again: no change.
    """
    if not added and not gone:
        return
    with tenancy.public(), transaction.atomic():
        own = bureaus.school_get(schema_name=school)
        SharedSentence.objects.filter(bureau_id=own.bureau_id, school_id=own.id, fp__in=list(gone)).delete()
        SharedSentence.objects.bulk_create(
            (SharedSentence(bureau_id=own.bureau_id, school_id=own.id, fp=fp) for fp in sorted(set(added))),
            ignore_conflicts=True,
        )
