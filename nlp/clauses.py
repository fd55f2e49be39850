"""Reading each clause once: what it is evidence for, how it judges the student, whom it is about.

One scan of the lexicon and one segmentation serve the whole note.  What the checks need (`content`,
`tone`, the school's further items) is in the `ClauseReading`s; they never look at the words again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp import grammar, lexicon, patterns, text
from nlp.lexicon import Entry, Hit
from nlp.readings import ClauseReading, Judgement
from nlp.tokens import Token

OTHERS = frozenset({"parent", "grand", "sibling", "classmate", "other", "family"})
FAMILY = frozenset({"parent", "grand", "sibling", "family"})
_FACTS = frozenset({"fact", "state"})
_JUDGING = frozenset({"merit", "weakmerit", "fault", "mild"})


@dataclass(slots=True)
class _State:
    """What one clause hands on to the next."""

    subject: str = "student"
    place: str | None = None
    heading: str | None = None
    scope: str | None = None
    speaker: str | None = None
    sentence: int = -1
    past: bool = False
    boarding: bool = False


_NAMES = re.compile("\ue000+|\ue001+")
_MARKS = {
    "\ue000": Entry("\ue000", "person", 0, "any", "student"),
    "\ue001": Entry("\ue001", "person", 0, "any", "other"),
}


def read(masked: str, pieces: list[text.Piece], words: list[Token]) -> list[ClauseReading]:
    """The readings of a normalised text with masked names (``\\ue000`` the student, ``\\ue001`` others)."""
    starts = {word.start for word in words}
    starts.add(len(masked))
    hits = [hit for hit in lexicon.load().scan(masked) if _whole(hit, starts)]
    hits += patterns.scan(masked)
    hits += [Hit(m.start(), m.end(), _MARKS[m.group()[0]]) for m in _NAMES.finditer(masked)]
    hits.sort(key=lambda hit: (hit.start, -hit.end))
    state = _State(boarding=any(word in masked for word in ("住校", "住读", "寄宿", "寝室", "宿舍")))
    readings: list[ClauseReading] = []
    at = 0
    for piece in pieces:
        own: list[Hit] = []
        while at < len(hits) and hits[at].start < piece.start:
            at += 1
        while at < len(hits) and hits[at].start < piece.end:
            own.append(hits[at])
            at += 1
        readings.append(_clause(masked, piece, own, state))
    grammar.settle(readings)
    return readings


def _whole(hit: Hit, starts: set[int]) -> bool:
    """Short entries must not be cut out of longer words."""
    if hit.end - hit.start > 2:
        return True
    return hit.start in starts or hit.end in starts


def _clause(masked: str, piece: text.Piece, hits: list[Hit], state: _State) -> ClauseReading:
    reading = ClauseReading(piece.start, piece.end, piece.sentence)
    if piece.sentence != state.sentence:
        state.sentence = piece.sentence
        state.subject, state.speaker, state.past = "student", None, False
        if state.heading != "measure":
            state.scope = None
        state.place = state.heading if state.heading in ("school", "home") else None
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.entry.kind, []).append(hit)
    _heading(masked, reading, kinds, state)
    _subject(masked, reading, kinds, state)
    _scope(masked, reading, kinds, state)
    _place(masked, reading, hits, kinds, state)
    reading.turn = "turn" in kinds
    reading.now = "now" in kinds
    reading.past = "past" in kinds or state.past
    reading.done = "done" in kinds
    reading.continues = "continue" in kinds
    if "past" in kinds:
        state.past = True
    elif "now" in kinds:
        state.past = False
    _judge(masked, reading, hits, kinds, state)
    _evidence(masked, reading, hits, kinds, state)
    _extras(reading, kinds)
    return reading


def _heading(masked: str, reading: ClauseReading, kinds: dict[str, list[Hit]], state: _State) -> None:
    """“在校情况：” sets where what follows happened; “措施：” that it is to be done."""
    for hit in kinds.get("heading", ()):
        rest = masked[hit.end : reading.end].strip(" ）)】]」的为如下内容方面")
        opens = (
            masked[reading.end : reading.end + 1] in ("：", ":", "\n", "】")
            or masked.startswith("，，", reading.end)
            or rest.startswith(("：", ":"))
        )
        if hit.start - reading.start <= 3 and not rest and opens:
            state.heading = hit.entry.extra or hit.entry.place
            state.place = state.heading if state.heading in ("school", "home") else None
            state.scope = "commit" if state.heading == "measure" else None


def _subject(masked: str, reading: ClauseReading, kinds: dict[str, list[Hit]], state: _State) -> None:
    """The first person named that is no object of a preposition; of “他爸爸” the father."""
    people = kinds.get("person", [])
    speech = kinds.get("speak", [])
    subject: str | None = None
    index = 0
    while index < len(people):
        hit = people[index]
        first = hit.start
        while index + 1 < len(people) and masked[hit.end : people[index + 1].start] in ("", "的", "他", "家"):
            if people[index + 1].entry.term.startswith("同学") and hit.entry.term == "\ue000":
                index += 1
                break
            index += 1
            hit = people[index]
        index += 1
        if masked[max(reading.start, first - 1) : first] in grammar.PREPOSITIONS:
            continue
        if masked[max(reading.start, first - 2) : first] in grammar.LONG_PREPOSITIONS:
            continue
        if grammar.LINKED.match(masked, hit.end, reading.end) and hit.entry.extra in ("sibling", "classmate"):
            continue
        subject = hit.entry.extra
        said = next((s for s in speech if 0 <= s.start - hit.end <= 4), None)
        if said is not None and subject != "student":
            state.speaker = "family" if subject in FAMILY else "teacher"
            # “妈妈说他懒”: what is said is about whoever comes next, the student unless another is named.
            following = [p for p in people if p.start >= said.end]
            subject = following[-1].entry.extra if following else "student"
            if subject in ("teacher", "self"):
                subject = "student"
        break
    if subject in ("student", None) and speech and subject is None and state.subject in FAMILY:
        state.speaker, subject = "family", "student"
    if subject is not None:
        state.subject = subject
    reading.subject = state.subject


def _scope(masked: str, reading: ClauseReading, kinds: dict[str, list[Hit]], state: _State) -> None:
    """A wish, a piece of advice or an agreement covers what follows it in the sentence."""
    opened = False
    for kind in ("commit", "advise", "future", "wish"):
        for hit in kinds.get(kind, ()):
            if grammar.refused(masked, hit, reading.start):
                continue
            if kind == "future" and state.scope in ("commit", "advise", "wish"):
                continue
            state.scope, opened = kind, True
            break
        if opened:
            break
    if not opened and state.scope and state.heading != "measure":
        closes = kinds.get("past") or kinds.get("now") or kinds.get("cause") or kinds.get("turn")
        told = kinds.get("speak") and not kinds.get("act")
        if closes or told:
            state.scope = None
    if kinds.get("done") and (state.past or kinds.get("past")) and "continue" not in kinds:
        state.scope = None
    reading.scope = state.scope


def _place(
    masked: str, reading: ClauseReading, hits: list[Hit], kinds: dict[str, list[Hit]], state: _State
) -> None:
    """Where it happens: the strongest cue of the clause, else the place of the clause before."""
    school = home = 0
    for hit in hits:
        entry = hit.entry
        if entry.place == "any" or entry.kind in ("topicnoun", "heading"):
            continue
        weight = 3 if entry.kind == "cue" and entry.extra == "strong" else 2 if entry.kind != "cue" else 1
        if entry.extra == "time" and state.boarding:
            continue
        if entry.place == "school":
            school += weight
        else:
            home += weight
    place: str | None
    if school == home == 0:
        place = state.place
        if place is None and (state.speaker == "family" or reading.subject in FAMILY):
            place = "home"
    else:
        place = "school" if school > home or (school == home and state.place != "home") else "home"
        state.place = place
    reading.place = place


def _judge(
    masked: str, reading: ClauseReading, hits: list[Hit], kinds: dict[str, list[Hit]], state: _State
) -> None:
    if grammar.rejected(masked, reading.start, reading.end):
        return
    conceded = "concede" in kinds
    previous: Judgement | None = None
    spoken_for: int = -1
    for index, hit in enumerate(hits):
        entry = hit.entry
        if entry.kind not in _JUDGING or hit.start < spoken_for:
            continue
        if not _about_student(masked, reading, hit, kinds, entry):
            continue
        if reading.scope and not _asserted(reading, hit, kinds):
            continue
        polarity = grammar.polarity(masked, reading.start, reading.end, hits, index, previous)
        if polarity == 0:
            continue
        weak = entry.kind == "weakmerit" and polarity > 0
        previous = Judgement(polarity, (hit.start, hit.end), weak, state.past and not reading.now, conceded)
        reading.judgements.append(previous)
        if entry.extra == "pattern":
            spoken_for = hit.end


def _about_student(
    masked: str, reading: ClauseReading, hit: Hit, kinds: dict[str, list[Hit]], entry: Entry
) -> bool:
    named = [p for p in kinds.get("person", ()) if p.end <= hit.start]
    subject = reading.subject
    if grammar.of_the_house(masked, reading, hit, any(p.entry.extra == "student" for p in named)):
        return False
    if subject in ("student", "self", "teacher"):
        # “家长的教育方法不当”: an owner straight before the judged thing.
        return not (named and named[-1].entry.extra in OTHERS
                    and masked[named[-1].end : named[-1].end + 1] == "的"
                    and hit.start - named[-1].end <= 6 and entry.extra != "s")  # fmt: skip
    explicit = any(p.entry.extra == subject for p in named)
    if (
        entry.extra == "pattern"
        and subject in ("classmate", "other")
        and any(p.entry.extra == "student" and p.start < hit.end for p in kinds.get("person", ()))
    ):
        return True
    if entry.extra in ("s", "pattern") and not explicit and subject in ("parent", "grand", "family"):
        # What only a pupil does, or does at school, is the student's though a parent was named before.
        return entry.extra == "s" or entry.place != "any"
    if entry.place == "school" and not explicit:
        return subject in ("parent", "grand", "family")
    # “妈妈觉得孩子懒”: the student named after the other one.
    after = [p for p in named if p.entry.extra == "student"]
    return bool(after) and after[-1] is named[-1] and not grammar.object_of(masked, after[-1], hit)


def _asserted(reading: ClauseReading, hit: Hit, kinds: dict[str, list[Hit]]) -> bool:
    """Inside a wish nothing is judged, save what stands before the word that opens it."""
    openers = [o for kind in ("wish", "advise", "commit", "future") for o in kinds.get(kind, ())]
    return bool(openers) and all(hit.end <= o.start for o in openers)


def _evidence(
    masked: str, reading: ClauseReading, hits: list[Hit], kinds: dict[str, list[Hit]], state: _State
) -> None:
    topics = kinds.get("topicnoun", [])
    if reading.scope or _own_plan(masked, reading, kinds, state):
        reading.measure = grammar.measure(masked, reading, hits, kinds)
        openers = [o for kind in ("wish", "advise", "commit", "future") for o in kinds.get(kind, ())]
        first = min((o.start for o in openers), default=reading.start)
        # “在家老玩手机要收一收”: what stands before the opener is told as it is.
        hits = [h for h in hits if h.end <= first] if not reading.judgements else hits
        told = any(h.entry.kind in _FACTS | _JUDGING for h in hits) and first - reading.start >= 4
        if not told and not reading.judgements:
            return
    facts = [h for h in hits if h.entry.kind in _FACTS or h.entry.kind in _JUDGING]
    if reading.judgements or (facts and not _only_topic(masked, reading, topics, facts)):
        places = _places(reading, facts, state)
        if places:
            reading.strength, reading.items = "fact", places
            return
    if topics and not grammar.UNKNOWN.search(masked, reading.start, reading.end):
        reading.strength = "phrase"
        reading.topics = tuple(
            "home_situation" if h.entry.place == "home" else "in_school_report"
            for h in topics
            if h.entry.place != "any"
        )
        return
    cues = [h for h in kinds.get("cue", ()) if h.entry.place != "any"]
    if cues and grammar.substance(masked, reading, hits) and "set" not in kinds and "topicverb" not in kinds:
        reading.strength = "fact"
        reading.items = (_item(reading.place),)
    elif grammar.family_fact(masked, reading, kinds):
        reading.strength, reading.items = "fact", ("home_situation",)


def _item(place: str | None) -> str:
    return "home_situation" if place == "home" else "in_school_report"


def _places(reading: ClauseReading, facts: list[Hit], state: _State) -> tuple[str, ...]:
    """The items that a clause's facts and judgements are evidence for."""
    found: list[str] = []
    if reading.judgements:
        found.append(_item(reading.place))
    family = any(h.entry.extra == "family" for h in facts)
    ill = reading.subject != "classmate" and any(
        h.entry.kind == "state" and h.entry.place == "home" for h in facts
    )
    told = [h for h in facts if h.entry.kind in _FACTS]
    if family or ill:
        found.append("home_situation")
        if ill and not family and any(h.entry.place == "school" for h in told):
            found.append("in_school_report")
    elif told and not reading.judgements:
        # Moods of other people are no facts about the student or the family's life.
        if reading.subject in OTHERS and all(h.entry.kind == "state" for h in told):
            return ()
        if reading.subject in ("classmate", "other") and reading.place != "home":
            return ()
        if reading.subject == "sibling":
            return ("home_situation",)
        found.append(_item(reading.place))
    elif facts and not found and reading.subject in FAMILY:
        # A verdict on a relative (“母亲管不住”) tells of the family.
        at_home = reading.place != "school" or reading.subject == "sibling"
        found.append("home_situation" if at_home else "in_school_report")
    return tuple(dict.fromkeys(found))


def _only_topic(masked: str, reading: ClauseReading, topics: list[Hit], facts: list[Hit]) -> bool:
    """“汇报了孩子上课、作业等方面的表现”: facts only named on the way to the topic's noun."""
    if not topics or grammar.NUMBER.search(
        masked, topics[0].start - 12 if topics[0].start > 12 else 0, topics[0].start
    ):
        return False
    last = topics[-1]
    return all(f.end <= last.end and f.entry.polarity == 0 and f.entry.extra != "family" for f in facts)


def _own_plan(masked: str, reading: ClauseReading, kinds: dict[str, list[Hit]], state: _State) -> bool:
    """“我每天放学给他听写十个词”, “妈妈周六带去配眼镜”: acts to come although no word says so."""
    acts = kinds.get("act")
    if not acts or kinds.get("past") or state.past or kinds.get("done") or "neg" in kinds:
        return False
    if grammar.FINISHED.search(masked, reading.start, reading.end):
        return False
    strong = any(hit.entry.extra == "strong" for hit in acts)
    soon = bool(grammar.SOON.search(masked, reading.start, reading.end)) or "freq" in kinds
    if reading.subject == "self":
        return strong or soon
    if reading.subject == "teacher":
        return strong and soon
    day = (
        bool(grammar.SOON.search(masked, reading.start, reading.end))
        and "每" not in masked[reading.start : reading.end]
    )
    return reading.subject in FAMILY and strong and day


def _extras(reading: ClauseReading, kinds: dict[str, list[Hit]]) -> None:
    for hit in kinds.get("extra", ()):
        reading.extras.add(hit.entry.extra)
    for kind in ("cause", "purpose"):
        if kind in kinds:
            reading.extras.add(kind)
    if any(h.entry.extra == "family" for h in kinds.get("fact", ())):
        reading.extras.add("family_background")
    if reading.measure == "act" and reading.subject in ("self", "teacher"):
        reading.extras.add("countermeasures")
