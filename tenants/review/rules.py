"""Pure rules of review: which findings wait for a person, which are the same, what needs a reason."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from .contracts import CORE_ITEMS, DECISIONS, SEVERITIES

UNDO_WITHIN = timedelta(days=30)
REASON_LIMIT = 500
ANSWER_LIMIT = 500
# Dismissing teaches the checks, returning asks for work: both owe the teacher a word.
NEEDS_REASON = ("dismissed", "returned")
# What is said about the contact itself makes no sense where nobody was met.
ONLY_WHEN_MET = ("content.", "tone.", "form.", "steps.")


def severity_number(severity: str) -> int:
    """hint 0, minor 1, major 2, critical 3."""
    return SEVERITIES.index(severity)


def severity_name(number: int) -> str:
    """The word for a stored severity."""
    return SEVERITIES[number]


def queued(severity: str) -> bool:
    """Whether a finding waits for the principal; hints stay beside the text."""
    return severity_number(severity) > 0


def applies(code: str, *, met: bool, measures_listed: bool) -> bool:
    """Whether a finding is worth telling: nobody met, nothing to report or to agree on; and measures
    that stand in their own lines are not missing."""
    if code == "content.agreed_measures" and measures_listed:
        return False
    return met or not code.startswith(ONLY_WHEN_MET)


def finding_key(finding: Mapping[str, Any], text: str) -> str:
    """What makes a finding on a later version the same one: its code, its words, the other notes.

    Offsets are left out, since an edit elsewhere in the text moves them.
    """
    words = [text[start:end] for start, end in finding["spans"]]
    others = sorted(str(related["visit"]) for related in finding["related"])
    # A copy's words shift with every edit of either note: what is decided is the pair of notes, or
    # that the note is boilerplate.
    evidence = {"copies.near_duplicate": others, "copies.boilerplate": []}.get(finding["code"], words)
    # By what it would be without a softening: a finding that was dismissed stays so on both sides of one.
    severity = finding.get("usual", finding["severity"])
    canonical = "\x1f".join([finding["code"], severity, *evidence])
    return hashlib.sha256(canonical.encode("utf-8", "replace")).hexdigest()


def with_listed_measures(labels: Mapping[str, Any]) -> dict[str, Any]:
    """Labels of a note whose agreed measures stand in their own lines: nobody has to write them twice."""
    return {**labels, "content": {**labels["content"], "agreed_measures": "present"}}


def complete(labels: Mapping[str, Any], *, met: bool) -> bool | None:
    """Whether all three required items are present; None where nobody was met."""
    if not met:
        return None
    content = labels.get("content", {})
    return all(content.get(item) == "present" for item in CORE_ITEMS)


def unflagged(findings: Sequence[Mapping[str, Any]], *, met: bool, text: str) -> bool | None:
    """Whether nothing in a note waits for a person; None where nobody was met or nothing was written."""
    if not met or not text.strip():
        return None
    return not any(queued(finding["severity"]) for finding in findings)


def reason_missing(decision: str, reason: str) -> bool:
    """Whether a decision lacks the word it owes."""
    return decision in NEEDS_REASON and not reason.strip()


def decision_known(decision: str) -> bool:
    """Whether it is one of the three decisions."""
    return decision in DECISIONS


def undo_open(decided_at: datetime, now: datetime) -> bool:
    """Whether a decision may still be taken back."""
    return now - decided_at <= UNDO_WITHIN


LEAST_WEIGHT = 1 / 45
"""What two notes must share: one sentence that stands in as many notes as a look-up takes is nothing."""


ALONE = 5
"""A part of a sentence that is all two notes share counts when it stands in so many others at most."""


def copy_weights(
    hits: Sequence[tuple[int, str]], limit: int, parts: Collection[int] = frozenset()
) -> list[str]:
    """Other notes by how much rare text they share, best first, at most `limit`.

    `hits` are (fingerprint, note): a fingerprint found in many notes says little about each, and a single
    one of them nothing. `parts` are fingerprints of parts of sentences, which may be alike by chance.
    """
    spread: dict[int, int] = {}
    for fp, _ in hits:
        spread[fp] = spread.get(fp, 0) + 1
    weights: dict[str, float] = {}
    told: dict[str, int] = {}
    for fp, note in hits:
        told[note] = told.get(note, 0) + (2 if fp not in parts or spread[fp] <= ALONE else 1)
        weights[note] = weights.get(note, 0.0) + 1 / spread[fp]
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return [note for note, weight in ranked if weight >= LEAST_WEIGHT and told[note] > 1][:limit]


WITNESSES, TEACHERS = 5, 3
KINSHIP = 1 / 3


def frequent(held: Mapping[str, int]) -> bool:
    """Whether a sentence stands in so many notes (of so many teachers: note to writer) that it may be a set
    phrase."""
    return len(held) >= WITNESSES and len(set(held.values())) >= TEACHERS


def set_phrase(
    fp: int, held: Mapping[str, int], own: frozenset[int], sentences: Mapping[str, frozenset[int]]
) -> bool:
    """Whether a sentence stands in notes of several teachers that otherwise have nothing in common.

    Notes that share a third of their other sentences with one another, or with the note that is looked at
    (`own`), are one witness: copies of one text do not make its sentences set phrases. `sentences` gives
    each note's hashes.
    """
    families: list[frozenset[int]] = [own - {fp}]
    teachers: set[int] = set()
    for note, teacher in sorted(held.items()):
        other = sentences.get(note, frozenset()) - {fp}
        if not any(_kin(other, family) for family in families):
            families.append(other)
            teachers.add(teacher)
    return len(families) > WITNESSES and len(teachers) >= TEACHERS


def _kin(a: frozenset[int], b: frozenset[int]) -> bool:
    return len(a & b) >= max(1, KINSHIP * min(len(a), len(b)))
