"""Finding the notes that may share text: hashed sentences in the database, hot ones capped."""

from __future__ import annotations

import re
from hashlib import blake2b
from heapq import nsmallest
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from tenants.review import rules
from tenants.review.contracts import RelatedNote
from tenants.review.models import Fingerprint, Review

# A phrase that everybody uses costs one index page, not a scan of the school.
HOT_LIMIT = 50
CANDIDATES = 25

# A second net for copies in which every sentence was reworded a little: of all runs of four
# characters those with the smallest hashes, the same choice in every text (MinHash, bottom k).
SKETCH_RUN = 4
SKETCH_SIZE = 24
_NOT_HAN = re.compile("[^\u4e00-\u9fff]+")

_LOOK_UP = """
SELECT wanted.fp, found.visit_id
FROM unnest(%s::bigint[]) AS wanted (fp)
CROSS JOIN LATERAL (
    SELECT stored.visit_id FROM review_fingerprint AS stored
    WHERE stored.fp = wanted.fp AND stored.visit_id <> %s
    LIMIT %s
) AS found
"""


def sketch(text: str, *, without: str, key: bytes) -> list[int]:
    """The sketch of a text: at most 24 signed 64-bit hashes; the student's name is taken out first."""
    for name in (without, without[1:]):
        if len(name) > 1:
            text = text.replace(name, "")
    plain = _NOT_HAN.sub("", text)
    runs = {plain[at : at + SKETCH_RUN] for at in range(len(plain) - SKETCH_RUN + 1)}
    return nsmallest(SKETCH_SIZE, (_hash(run, key) for run in runs))


def _hash(run: str, key: bytes) -> int:
    return int.from_bytes(blake2b(run.encode(), digest_size=8, key=key).digest(), "big", signed=True)


def store(visit_id: UUID, fingerprints: list[int]) -> None:
    """Replace a visit's fingerprints by those of its present text."""
    Fingerprint.objects.filter(visit_id=visit_id).delete()
    Fingerprint.objects.bulk_create(
        Fingerprint(visit_id=visit_id, sentence_no=number, fp=fp) for number, fp in enumerate(fingerprints)
    )


def candidates(visit_id: UUID, fingerprints: list[int]) -> list[UUID]:
    """At most 25 other visits that share the most, and the rarest, sentences; best first."""
    if not fingerprints:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP, [sorted(set(fingerprints)), visit_id, HOT_LIMIT])
        hits = {(fp, str(other)) for fp, other in cursor.fetchall()}
    return [UUID(other) for other in rules.copy_weights(sorted(hits), CANDIDATES)]


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
