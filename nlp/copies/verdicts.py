"""Sentence by sentence: the 70 % rule, boilerplate, shared sentences, by the annotation contract."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from nlp.contracts import PairMatch, Span
from nlp.copies import candidates
from nlp.copies.batch import CLAUSE, GRAM, PART, SENTENCE, Batch, Source, read
from nlp.copies.candidates import Evidence
from nlp.copies.laying import LEAST_TOKENS, NEAR, SAME_SHORT, lay, match, place_of, standing
from nlp.copies.masking import Flags
from nlp.copies.phrases import common_tokens
from nlp.copies.standing import boilerplate, joined, listed
from nlp.hashing import Ints

SAME_RUNS = 0.5
"""The share of a piece that must lie in runs of four of another note; what is no copy is judged so."""
PLAIN_COPY = 0.85
"""Two notes that share so much of their runs are copies without a closer look."""
LEAST_SHARED, DISTANT = 5, 0.15
"""Two notes that share fewer runs share no sentence; with a smaller share of them they are no copies."""
PARTNERS, MISSES = 40, 4
"""A note names so many near duplicates at most; after so many that were none, no less alike one is tried."""


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece of a note that stands in other notes: their numbers, and its place there."""

    span: Span
    places: tuple[tuple[int, Span], ...]


# A piece of a note, another note in which it stands, and the piece there (-1: to be looked up).
Standing = tuple[int, int, int]


@dataclass(slots=True)
class Verdict:
    """What one note of a batch shares with the others, which are named by their number.

    ``near`` maps near duplicates to the share of the shorter note that both have.  ``boilerplate`` is the
    label; ``assembled`` the same counted over earlier notes only, so that the first to write something is
    never told.  ``found`` are this note's clauses or sentences (`fine` or not) that stand in other notes,
    ``longer`` by kind the long sentences and parts that were compared beside these; both in order.
    """

    batch: Batch
    number: int
    near: dict[int, float] = field(default_factory=dict)
    boilerplate: bool = False
    assembled: bool = False
    found: list[Standing] = field(default_factory=list)
    longer: dict[int, list[Standing]] = field(default_factory=dict)

    @property
    def fine(self) -> bool:
        """Whether this note is counted by clauses."""
        return bool(self.batch.few[self.number])

    def pairs(self, other: int) -> tuple[tuple[Span, Span], ...]:
        """The pieces that stand in another note: (span here, span there)."""
        ratio = self.near[other]
        return match(self.batch, self.number, other, ratio, plain=ratio >= 1.0).pairs

    def shared(self, *, most: int = 5) -> list[Shared]:
        """The clauses or sentences that stand in other notes, each with `most` places."""
        return self._told(self.found, CLAUSE if self.fine else SENTENCE, most)

    def passages(self, *, most: int = 5) -> list[Shared]:
        """The sentences, parts of sentences and clauses of `SHARED_LENGTH` letters that stand in other notes,
        none of them twice."""
        own = CLAUSE if self.fine else SENTENCE
        by_kind = {**self.longer, own: self.found}
        told: list[Shared] = []
        for kind in (SENTENCE, PART, CLAUSE):
            entries = by_kind.get(kind)
            if entries:
                long = [entry for entry in entries if self.batch.long(entry[0], kind)]
                told += [one for one in self._told(long, kind, most) if not _within(one.span, told)]
        return sorted(told, key=lambda one: one.span)

    def _told(self, entries: Sequence[Standing], kind: int, most: int) -> list[Shared]:
        batch, span = self.batch, self.batch.span
        by_piece: dict[int, list[tuple[int, Span]]] = {}
        for piece, other, place in entries:
            places = by_piece.setdefault(piece, [])
            if len(places) < most:
                if place < 0:
                    place = place_of(batch.view(self.number), piece, batch.view(other), kind)
                if place >= 0:
                    places.append((other, span(place, kind)))
        return [Shared(span(piece, kind), tuple(places)) for piece, places in by_piece.items()]


def _within(span: Span, told: Iterable[Shared]) -> bool:
    return any(one.span[0] < span[1] and span[0] < one.span[1] for one in told)


def between(
    sources: Sequence[Source], order: Sequence[tuple[str, int]], headings: Collection[str] = ()
) -> list[Verdict]:
    """The verdict on each of the notes of one file; `order` are sort keys, the earlier is the smaller."""
    batch = read(sources, headings)
    verdicts = [Verdict(batch, number) for number in range(len(sources))]
    runs = candidates.Runs(batch)
    found = candidates.links(runs)
    if not len(found.first):
        return verdicts
    common = common_tokens(batch, runs, found)
    shorter = np.minimum(runs.lengths[found.first], runs.lengths[found.second])
    share = found.votes / np.maximum(1, shorter)
    # Pairs that share nothing but set phrases are no evidence.
    own_words = np.bincount(found.pair[~common[found.here]], minlength=len(share)) > 0
    found, share = found.chosen(own_words), share[own_words]
    touched = np.zeros(len(batch), dtype=np.bool_)
    touched[found.first] = touched[found.second] = True
    batch.settle(touched, common)
    decided = _close(verdicts, found, share)
    laid = candidates.Laid(batch, found)
    own = joined(
        laid.evidence(SENTENCE, SAME_RUNS, few=False), laid.evidence(CLAUSE, SAME_RUNS, few=True), decided
    )
    _hand_out(verdicts, own, None)
    _hand_out(verdicts, laid.evidence(SENTENCE, SAME_SHORT, few=True), SENTENCE)
    _hand_out(verdicts, laid.evidence(PART, SAME_RUNS), PART)
    rank = np.empty(len(sources), dtype=np.int64)
    rank[sorted(range(len(sources)), key=order.__getitem__)] = np.arange(len(sources))
    _settle(verdicts, own, rank)
    return verdicts


def _close(verdicts: list[Verdict], found: candidates.Links, share: NDArray[np.float64]) -> Evidence:
    """Lay side by side the notes that share much of the shorter one's runs; gives what was found of each in
    the other."""
    close = np.flatnonzero(share >= candidates.LEAST_SHARE)
    misses = [0] * len(verdicts)
    decided: list[tuple[int, int, int]] = []
    for index in close[np.argsort(-share[close], kind="stable")].tolist():
        a, b = int(found.first[index]), int(found.second[index])
        if (
            min(len(verdicts[a].near), len(verdicts[b].near)) >= PARTNERS
            or min(misses[a], misses[b]) >= MISSES
        ):
            continue
        decided += _decide(verdicts, a, b, plain=bool(share[index] >= PLAIN_COPY))
        if b not in verdicts[a].near:
            misses[a] += 1
            misses[b] += 1
    return listed(decided)


def _hand_out(verdicts: list[Verdict], found: Evidence, kind: int | None) -> None:
    """Give each verdict its part of what was found, in its own pieces (None) or of a kind beside them."""
    found = joined(found)
    if not len(found.own):
        return
    batch = verdicts[0].batch
    entries = list(zip(found.piece.tolist(), found.other.tolist(), found.place.tolist(), strict=True))
    cuts = np.flatnonzero(found.own[1:] != found.own[:-1]) + 1
    starts = np.append(0, cuts)
    for number, start, end in zip(
        found.own[starts].tolist(), starts.tolist(), [*cuts.tolist(), len(entries)], strict=True
    ):
        if kind is None:
            verdicts[number].found = entries[start:end]
        else:
            verdicts[number].longer[kind] = entries[start:end]
    fine = batch.few[found.own]
    of_kind = ((SENTENCE, ~fine), (CLAUSE, fine)) if kind is None else ((kind, fine | True),)
    for one, chosen in of_kind:
        placed = chosen & (found.place >= 0)
        batch.locate(one, np.unique(np.concatenate((found.piece[chosen], found.place[placed]))))


def _decide(verdicts: list[Verdict], a: int, b: int, *, plain: bool) -> list[tuple[int, int, int]]:
    """Lay two notes side by side; gives (note, other note, piece) for what of each stands in the other."""
    batch = verdicts[0].batch
    if plain:
        here, there = batch.view(a), batch.view(b)
        if min(here.counts(SENTENCE).sum(), there.counts(SENTENCE).sum()) >= LEAST_TOKENS:
            verdicts[a].near[b] = verdicts[b].near[a] = 1.0
        return []
    pair = lay(batch, a, b)
    if pair.near:
        verdicts[a].near[b] = verdicts[b].near[a] = pair.ratio
    return [
        (number, other, piece)
        for number, other, found in ((a, b, pair.first), (b, a, pair.second))
        if verdicts[number].fine == (pair.kind == CLAUSE)
        for piece in batch.view(number).pieces(pair.kind)[found].tolist()
    ]


def against(
    own: Source,
    others: Sequence[Source],
    later: Collection[int] = (),
    headings: Collection[str] = (),
    *,
    phrases: frozenset[int] = frozenset(),
    key: bytes = b"",
) -> Verdict:
    """The verdict on one note against candidates.

    They are numbered from 1, the note itself is 0; `later` names those written after it. `phrases` are
    prints, under `key`, of sentences that the school's notes have taught to be set phrases.
    """
    batch = read([own, *others], headings)
    verdicts = [Verdict(batch, number) for number in range(len(batch))]
    verdict = verdicts[0]
    alike = _alike(batch)
    if not alike.any():
        return verdict
    alike[0] = True
    batch.settle(alike)
    if phrases:
        batch.forget(phrases, key)
    mine = batch.view(0)
    entries: list[tuple[int, int, int]] = []
    for number in np.flatnonzero(alike).tolist()[1:]:
        other = batch.view(number)
        shared = len(mine.known & other.known)
        if shared >= LEAST_SHARED:
            found = []
            if shared >= DISTANT * min(len(mine.known), len(other.known)):
                found = [entry for entry in _decide(verdicts, 0, number, plain=False) if entry[0] == 0]
            entries += found or standing(mine, other, CLAUSE if verdict.fine else SENTENCE)
            for kind in (SENTENCE, PART) if verdict.fine else (PART,):
                beside = [(piece, number, -1) for _, _, piece in standing(mine, other, kind)]
                if beside:
                    verdict.longer.setdefault(kind, []).extend(beside)
    verdict.found = sorted((piece, other, -1) for _, other, piece in entries)
    if len({other for _, other, _ in entries}) > 1:
        rank = np.array([0, *(1 if number in later else -1 for number in range(1, len(batch)))])
        _settle(verdicts, listed(entries), rank)
    return verdict


def _alike(batch: Batch) -> Flags:
    """Which notes share so many runs with the first that they are worth a closer look."""
    end = int(batch.bounds[1])
    runs = np.sort(batch.grams[: max(0, end - GRAM + 1)])
    found = np.zeros(len(batch), dtype=np.bool_)
    if len(runs):
        at = np.minimum(np.searchsorted(runs, batch.grams[end:]), len(runs) - 1)
        hits = batch.note_of_token[end:][runs[at] == batch.grams[end:]]
        found = np.bincount(hits, minlength=len(batch)) >= LEAST_SHARED
    return found


def _settle(verdicts: list[Verdict], found: Evidence, rank: Ints) -> None:
    label, earlier = boilerplate(verdicts[0].batch, found, rank)
    for number in np.flatnonzero(label).tolist():
        verdicts[number].boilerplate = True
        verdicts[number].assembled = bool(earlier[number])


def compare(a: Source, b: Source) -> PairMatch:
    """How much of the shorter of two notes stands again in the other."""
    batch = read([a, b])
    batch.settle(np.ones(2, dtype=np.bool_))
    pair = lay(batch, 0, 1)
    return match(batch, 0, 1, pair.ratio if pair.near or pair.ratio < NEAR else 0.0)
