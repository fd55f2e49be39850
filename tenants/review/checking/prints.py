"""Finding the notes that may share text: hashed sentences in the database, hot ones capped and learnt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from benchmarking import services as bureau_wide
from kernel import clock, tenancy
from tenants.review import rules
from tenants.review.contracts import RelatedNote
from tenants.review.models import Fingerprint, Review, SetPhrase, WidePrint

# A phrase that everybody uses costs one index page, not a scan of the school.
HOT_LIMIT = 50
CANDIDATES = 25

# OFFSET 0 keeps each hash a look-up of its own; joined, all set phrases would be read and hashed each time.
_LOOK_UP = """
SELECT own.fp, own.exact, found.visit_id::text, found.author
FROM review_fingerprint AS own
CROSS JOIN LATERAL (
    SELECT stored.visit_id, stored.author FROM review_fingerprint AS stored
    WHERE stored.fp = own.fp AND stored.visit_id <> own.visit_id
    LIMIT %s
) AS found
WHERE own.visit_id = %s
  AND NOT EXISTS (SELECT FROM review_setphrase AS phrase WHERE phrase.fp = own.fp OFFSET 0)
"""
_PHRASES = """
SELECT stored.fp FROM review_fingerprint AS stored
WHERE stored.visit_id = ANY(%s) AND stored.exact
  AND EXISTS (SELECT FROM review_setphrase AS phrase WHERE phrase.fp = stored.fp OFFSET 0)
"""


@dataclass(frozen=True, slots=True)
class Prints:
    """What a text is found by: hashes of its substantive sentences, of parts of them, and, under the bureau's
    key, of the long ones."""

    exact: tuple[int, ...] = ()
    soft: tuple[int, ...] = ()
    wide: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """Visits that may share text, best first, and the hashes of set phrases that stand in them."""

    visits: tuple[UUID, ...]
    phrases: frozenset[int]


def store(visit_id: UUID, author: int, found: Prints) -> None:
    """Replace a visit's hashes by those of its present text, here and in the bureau's store."""
    Fingerprint.objects.filter(visit_id=visit_id).delete()
    exact = dict.fromkeys(found.exact)
    soft = [fp for fp in dict.fromkeys(found.soft) if fp not in exact]
    rows = [*((fp, True) for fp in exact), *((fp, False) for fp in soft)]
    Fingerprint.objects.bulk_create(
        Fingerprint(visit_id=visit_id, sentence_no=number, fp=fp, exact=is_exact, author=author)
        for number, (fp, is_exact) in enumerate(rows)
    )
    _store_wide(visit_id, set(found.wide))


def withdraw(visit_id: UUID) -> None:
    """Take out of the bureau's store what only this visit, about to be erased, had put there."""
    _store_wide(visit_id, set())


def _store_wide(visit_id: UUID, wanted: set[int]) -> None:
    own = WidePrint.objects.filter(visit_id=visit_id)
    before = set(own.values_list("fp", flat=True))
    if before == wanted:
        return
    own.exclude(fp__in=wanted).delete()
    WidePrint.objects.bulk_create(WidePrint(visit_id=visit_id, fp=fp) for fp in sorted(wanted - before))
    left = before - wanted
    kept = set(WidePrint.objects.filter(fp__in=left).values_list("fp", flat=True))
    bureau_wide.sentences_push(school=tenancy.require_school(), added=wanted - before, gone=left - kept)


def wide_of(visit_id: UUID) -> list[int]:
    """The hashes of a visit's long sentences under the bureau's key."""
    return list(WidePrint.objects.filter(visit_id=visit_id).values_list("fp", flat=True))


def look_up(visit_id: UUID) -> Near:
    """At most 25 other visits that share the most, and the rarest, sentences with a visit's stored ones.

    What turns out to stand in unrelated notes of several teachers is learnt as a set phrase on the way.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [HOT_LIMIT, visit_id])
        rows = cursor.fetchall()
    holders: dict[int, dict[str, int]] = defaultdict(dict)
    parts: set[int] = set()
    for fp, exact, other, author in rows:
        holders[fp][other] = author
        if not exact:
            parts.add(fp)
    # A part of a sentence may be alike by chance: it is a set phrase only when the look-up overflows.
    learnt = _learn(
        visit_id, {fp: held for fp, held in holders.items() if fp not in parts or len(held) >= HOT_LIMIT}
    )
    hits = [(fp, other) for fp, held in holders.items() if fp not in learnt for other in held]
    near = tuple(UUID(other) for other in rules.copy_weights(hits, CANDIDATES, parts))
    if not near:
        return Near((), frozenset())
    with connection.cursor() as cursor:
        cursor.execute(_PHRASES, [[visit_id, *near]])
        phrases = frozenset(fp for (fp,) in cursor.fetchall())
    return Near(near, phrases)


def _learn(visit_id: UUID, holders: dict[int, dict[str, int]]) -> set[int]:
    """Sentences that are set phrases, as of now."""
    frequent = {fp: held for fp, held in holders.items() if rules.frequent(held)}
    if not frequent:
        return set()
    sentences = _sentences({visit_id, *(UUID(name) for held in frequent.values() for name in held)})
    own = sentences.get(str(visit_id), frozenset())
    found = {fp for fp, held in frequent.items() if rules.set_phrase(fp, held, own, sentences)}
    now = clock.now()
    SetPhrase.objects.bulk_create(
        (SetPhrase(fp=fp, learnt_at=now) for fp in sorted(found)), ignore_conflicts=True
    )
    return found


def _sentences(visit_ids: Collection[UUID]) -> dict[str, frozenset[int]]:
    """The exact hashes of several visits."""
    rows: Iterable[tuple[UUID, int]] = Fingerprint.objects.filter(
        visit_id__in=visit_ids, exact=True
    ).values_list("visit_id", "fp")
    found: dict[str, set[int]] = defaultdict(set)
    for other, fp in rows:
        found[str(other)].add(fp)
    return {name: frozenset(fps) for name, fps in found.items()}


def unaware_of(visit_id: UUID, findings: list[dict[str, Any]], duplicates: list[str]) -> list[RelatedNote]:
    """Reviewed notes that share text with this one while their own review does not say so yet."""
    places: dict[str, list[list[int]]] = {other: [] for other in duplicates}
    for finding in findings:
        for related in finding["related"]:
            places.setdefault(related["visit"], []).extend(pair["there"] for pair in related["pairs"])
    reviews = Review.objects.filter(
        visit_id__in=places, version=F("visit__version"), state=Review.State.DONE
    ).order_by("visit_id")
    return [
        RelatedNote(visit_id=review.visit_id, version=review.version)
        for review in reviews
        if not _knows(
            review,
            str(visit_id),
            places[str(review.visit_id)],
            duplicate=str(review.visit_id) in duplicates,
        )
    ]


def _knows(review: Review, visit_id: str, places: list[list[int]], *, duplicate: bool) -> bool:
    """Whether the other review already shows these places (a stock sentence needs telling only once)."""
    if duplicate:
        return visit_id in review.labels.get("near_duplicates", [])
    shown = [
        span
        for finding in review.findings
        if finding["code"].startswith("copies.")
        for span in finding["spans"]
    ]
    return all(any(start < e and s < end for s, e in shown) for start, end in places)
