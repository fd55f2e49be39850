"""Storing what the checks found: the review's row, its flags, and what becomes of older flags."""

from __future__ import annotations

from typing import Any

from kernel import clock
from tenants.review import rules
from tenants.review.learning import draws, softening
from tenants.review.models import Flag, Review
from tenants.visits.contracts import ReviewableVisit

from .notes import Checked

# These stay decided on a later version; a returned note was to be mended, so its finding asks again.
SETTLED = (Flag.State.UPHELD, Flag.State.DISMISSED)


def write_review(review: Review, visit: ReviewableVisit, checked: Checked) -> None:
    """Store a finished check. Call it with the visit's reviews locked, in one transaction.

    Open flags that the check no longer finds become superseded, the others move to this review
    with their age and the teacher's answer; a finding that was upheld or dismissed stays so. A finding
    that this school's decisions softened is stored as the hint it is now; written again, it stays
    what it was.
    """
    again = review.state == Review.State.DONE
    soft = softening.codes_for_rewrite(review.findings) if again else softening.softened_now()
    findings = [
        {**finding, "key": rules.finding_key(finding, visit.text)}
        for finding in softening.soften(checked.findings, soft)
    ]
    if again:
        findings += _kept(review.findings, findings)
    review.labels = checked.labels
    review.findings = findings
    review.complete = rules.complete(checked.labels, met=visit.outcome == "done")
    if not again:
        review.unflagged = rules.unflagged(findings, met=visit.outcome == "done", text=visit.text)
    review.model = checked.model
    review.state = Review.State.DONE
    review.error_code = ""
    review.reviewed_at = clock.now()
    review.save()
    _write_flags(review, findings)
    if not again:
        draws.draw_follow(review, visit)


def _kept(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Copies found before that a second look no longer sees, because the other note was changed.

    What stood in both texts did stand in both; `related` names the saved version that shows it.
    """
    codes = {finding["code"] for finding in new}
    return [
        finding for finding in old if finding["code"].startswith("copies.") and finding["code"] not in codes
    ]


def _write_flags(review: Review, findings: list[dict[str, Any]]) -> None:
    queued = {finding["key"]: finding for finding in findings if rules.queued(finding["severity"])}
    flags = list(Flag.objects.select_for_update().filter(visit_id=review.visit_id).order_by("pk"))
    settled = {flag.key for flag in flags if flag.state in SETTLED}
    here = {flag.key: flag for flag in flags if flag.review_id == review.pk}
    gone: list[Flag] = []
    for flag in flags:
        if flag.state == Flag.State.OPEN and not (flag.review_id == review.pk and flag.key in queued):
            flag.state = Flag.State.SUPERSEDED
            flag.save(update_fields=["state"])
            gone.append(flag)
    for key, finding in queued.items():
        if key in settled:
            continue
        standing = here.get(key)
        if standing is None:
            _open(review, key, finding, before=_before(gone, key, finding["code"]))
        elif standing.state in (Flag.State.OPEN, Flag.State.SUPERSEDED):
            standing.state = Flag.State.OPEN
            _fill(standing, finding)
            standing.save(update_fields=["state", "title", "message", "question", "spans", "related"])


def _before(gone: list[Flag], key: str, code: str) -> Flag | None:
    """The flag that this one takes the place of: the same finding, or a copy that gained a source."""
    same = [flag for flag in gone if flag.key == key]
    if not same and code.startswith("copies."):
        same = [flag for flag in gone if flag.code == code]
    return same[-1] if same else None


def _open(review: Review, key: str, finding: dict[str, Any], *, before: Flag | None) -> None:
    flag = Flag(
        review=review,
        visit_id=review.visit_id,
        code=finding["code"],
        key=key,
        severity=rules.severity_number(finding["severity"]),
        created_at=before.created_at if before else clock.now(),
        answer=before.answer if before else "",
        answered_at=before.answered_at if before else None,
    )
    _fill(flag, finding)
    flag.save()


def _fill(flag: Flag, finding: dict[str, Any]) -> None:
    flag.title = finding["title"]
    flag.message = finding["message"]
    flag.question = finding["question"] or ""
    flag.spans = finding["spans"]
    flag.related = finding["related"]


def still_found(flag: Flag) -> bool:
    """Whether the flag's finding stands in the visit's newest finished review and nobody else holds it."""
    same = Flag.objects.filter(visit_id=flag.visit_id, key=flag.key, state=Flag.State.OPEN)
    if same.exclude(pk=flag.pk).exists():
        return False
    newest = (
        Review.objects.filter(visit_id=flag.visit_id, state=Review.State.DONE).order_by("-version").first()
    )
    if newest is None or newest.pk == flag.review_id:
        return True
    return any(
        finding["key"] == flag.key and rules.queued(finding["severity"]) for finding in newest.findings
    )
