"""Whole scenarios with the answer worked out by hand from the exchange format, nothing left unsaid:
a target or task that is not listed must not be there."""

from typing import Any

import pytest

from tests.unit.targets.worked import WINTER, YEAR, quota, targets, tasks, trigger, visit

Raw = dict[str, Any]
AUTUMN = {"id": "T1", "year": "2026", "start": "2026-09-01", "end": "2027-01-22"}
SPRING = {"id": "T2", "year": "2026", "start": "2027-02-22", "end": "2027-07-09"}
SUMMER = {"id": "summer", "start": "2027-07-10", "end": "2027-08-31"}
NEXT = {"id": "2027", "start": "2027-09-01", "end": "2028-08-31"}
CLASSES = [{"id": "c1", "grade": 1}, {"id": "c2", "grade": 2}]
TERM, ALL = "2026-09-01", "2027-01-22"
CASES: dict[str, tuple[Raw, list[str], list[str]]] = {}


def case(
    name: str, *rules: Raw, pupils: list[Raw], owed: str = "", asked: str = "",
    visits: str = "", today: str = "2026-12-01", **more: Any,
) -> None:  # fmt: skip
    """`visits`: `student by date [mode [outcome]]; …`; `owed` and `asked`: the answer, one a line."""
    CASES[name] = (
        {
            "policy": {"title": "制度", "rules": list(rules)}, "today": today,
            "years": [YEAR], "terms": [AUTUMN], "classes": CLASSES, "entry_grades": [1, 7],
            "staff": [teacher("t1", "c1")], "students": pupils, **more,
            "visits": [
                visit(f"v{number}", words[0], words[1].replace("+", " "), *words[2:])
                for number, words in enumerate(map(str.split, visits.split(";") if visits else ()))
            ],
        },
        lines(owed), lines(asked),
    )  # fmt: skip


def lines(text: str) -> list[str]:
    return sorted(" ".join(line.split()) for line in text.strip().splitlines())


def teacher(name: str, homeroom: str = "", teaches: str = "", **more: Any) -> Raw:
    roles = [role for role, on in (("homeroom", homeroom), ("subject", teaches)) if on]
    return {
        "id": name, "roles": roles, "homeroom_of": homeroom.split(), "teaches": teaches.split(), **more,
    }  # fmt: skip


def pupil(name: str, of: str = "c1", since: str | None = TERM, to: str | None = None, **more: Any) -> Raw:
    return {"id": name, "class": of, "from": since, "to": to, **more}


def group(name: str, since: str | None = None, to: str | None = None) -> Raw:
    return {"groups": [{"group": name, "from": since, "to": to}]}


def event(name: str, student: str, kind: str, day: str, days: int | None = None) -> Raw:
    return {"id": name, "student": student, "event": kind, "date": day, "absence_days": days}


def share(least: float, per: str = "term", of: str = "class", who: str = "homeroom", **more: Any) -> Raw:
    return quota(who, "share", least, per, of, **more)


def seen(least: float, per: str = "term", of: str = "class", who: str = "homeroom", **more: Any) -> Raw:
    return quota(who, "visits", least, per, of, **more)


LEADERS = [{"id": "b1", "roles": ["leader"]}, {"id": "b2", "roles": ["leader"]}]
BOTH = [pupil("s1"), pupil("s2", "c2")]

case(
    "first and last day, other outcomes, other modes, another's class",
    seen(3), pupils=[pupil("s1"), pupil("s3", "c2")], today=ALL,
    visits="""s1 t1 2026-09-01; s1 t1 2027-01-22; s1 t1 2026-10-01 phone; s3 t1 2026-10-01;
        s1 t1 2026-08-31; s1 t1 2026-10-02 home not_home""",
    owed="0 t1 2026-09-01 2027-01-22 3 2 no",
)  # fmt: skip
case(
    "months: the edges, the running one, not the one that the term cuts",
    quota("homeroom", "students", 2, "month"), pupils=[pupil("s1"), pupil("s2"), pupil("s3")], today=ALL,
    visits="""s1 t1 2026-09-01; s1 t1 2026-09-30; s2 t1 2026-10-01; s3 t1 2026-10-31;
        s1 t1 2027-01-10""",
    owed="""0 t1 2026-09-01 2026-09-30 2 1 no s2 s3
        0 t1 2026-10-01 2026-10-31 2 2 yes
        0 t1 2026-11-01 2026-11-30 2 0 no s1 s2 s3
        0 t1 2026-12-01 2026-12-31 2 0 no s1 s2 s3""",
)  # fmt: skip
case(
    "weeks over the new year, own modes, the term ends on a Sunday",
    quota("teacher", "contacts", 2, "week", "school", modes=["phone"]), pupils=[pupil("s1", "c2")],
    terms=[{**AUTUMN, "start": "2026-12-28", "end": "2027-01-10"}], today="2027-01-31",
    visits="""s1 t1 2026-12-31 phone; s1 t1 2027-01-01 phone; s1 t1 2027-01-10 phone;
        s1 t1 2027-01-05 home""",
    owed="""0 t1 2026-12-28 2027-01-03 2 2 yes
        0 t1 2027-01-04 2027-01-10 2 1 no""",
)  # fmt: skip
case(
    "shares of seven",
    *map(share, (50, 33.33, 66.67, 60, 14.28, 14.29, 100, 0)), pupils=[pupil(f"s{n}") for n in range(1, 8)],
    visits="; ".join(f"s{n} t1 2026-10-0{n}" for n in (1, 2, 3, 4, 4)),
    owed=f"""0 t1 {TERM} {ALL} 4 4 yes
        1 t1 {TERM} {ALL} 3 4 yes
        2 t1 {TERM} {ALL} 5 4 no s5 s6 s7
        3 t1 {TERM} {ALL} 5 4 no s5 s6 s7
        4 t1 {TERM} {ALL} 1 4 yes
        5 t1 {TERM} {ALL} 2 4 yes
        6 t1 {TERM} {ALL} 7 4 no s5 s6 s7
        7 t1 {TERM} {ALL} 0 4 yes""",
)  # fmt: skip
case(
    "before a term by 1, 1.5, 0.5 months; belongs who came by the seventh day",
    share(66.67, "once", "new_class", window={"before_term_months": 1}),
    quota("homeroom", "students", 2, "once", "new_class", window={"before_term_months": 1.5}),
    share(66.67, "once", "new_class", window={"before_term_months": 0.5}),
    terms=[{**AUTUMN, "start": "2026-08-31"}],
    staff=[teacher("t1", "c1", newly_taken=[{"class": "c1", "term": "T1"}]), teacher("t2", "c2")],
    pupils=[
        pupil("s1", since="2026-08-31"), pupil("s2", since="2026-09-06"),
        pupil("s3", since="2026-09-07"), pupil("s4", "c2"),
    ],
    visits="""s1 t1 2026-07-31; s2 t1 2026-07-30; s3 t1 2026-08-20; s4 t1 2026-08-20;
        s2 t1 2026-08-31""",
    owed="""0 t1 2026-07-31 2026-08-30 2 1 no s2
        1 t1 2026-07-17 2026-08-30 2 2 yes
        2 t1 2026-08-17 2026-08-30 2 0 no s1 s2""",
)  # fmt: skip
case(
    "before a term, clamped in a common and a leap year",
    seen(1, "once", window={"before_term_months": 1}), today="2028-02-29",
    years=[{"id": "2026", "start": "2027-03-31", "end": "2028-03-30"}],
    terms=[
        {"id": "a", "year": "2026", "start": "2027-03-31", "end": "2027-07-01"},
        {"id": "b", "start": "2028-03-31", "end": "2028-07-01"},
    ],
    pupils=[pupil("s1", since="2027-04-01"), pupil("s2", since="2028-04-01")],
    visits="s1 t1 2027-02-27; s2 t1 2028-02-29",
    owed="""0 t1 2027-02-28 2027-03-30 1 0 no
        0 t1 2028-02-29 2028-03-30 1 1 yes""",
)  # fmt: skip
case(
    "before entry on its first day; classes of other grades owe nothing",
    share(100, "once", "entry_grade", window={"before_entry": True}), today="2026-06-01",
    staff=[teacher("t1", "c1 c2"), teacher("t2", "c2")],
    pupils=[pupil("s1"), pupil("s2", since="2026-09-07"), pupil("s3", since="2026-09-08"), pupil("s4", "c2")],
    visits="s1 t1 2026-06-01; s2 t1 2026-06-02; s4 t1 2026-06-01",
    owed="0 t1 2026-06-01 2026-08-31 2 1 no s2",
)  # fmt: skip
case(
    "first term and first year of two years; who left after the first term stays in that term only",
    share(50, "once", "entry_grade", window={"first_term": True}),
    share(100, "once", "entry_grade", window={"first_year": True}), today="2027-09-01",
    years=[YEAR, NEXT],
    terms=[SPRING, AUTUMN, {"id": "T3", "year": "2027", "start": "2027-09-01", "end": "2028-01-20"}],
    pupils=[pupil("s1", to=ALL), pupil("s2", since="2027-08-31")],
    visits="s1 t1 2026-09-02; s2 t1 2027-08-31",
    owed="""0 t1 2026-09-01 2027-01-22 1 1 yes
        0 t1 2027-09-01 2028-01-20 1 0 no s2
        1 t1 2026-09-01 2027-08-31 1 1 yes
        1 t1 2027-09-01 2028-08-31 1 0 no s2""",
)  # fmt: skip
case(
    "by week 1, 2 and 26, from a Tuesday and from a Sunday",
    *(seen(2, window={"by_week": week}) for week in (2, 26, 1)), today="2027-03-15",
    terms=[AUTUMN, {**SPRING, "start": "2027-02-21"}], pupils=[pupil("s1")],
    visits="s1 t1 2026-09-01; s1 t1 2026-09-13; s1 t1 2026-09-14; s1 t1 2027-02-28",
    owed="""0 t1 2026-09-01 2026-09-13 2 2 yes
        1 t1 2026-09-01 2027-01-22 2 3 yes
        2 t1 2026-09-01 2026-09-06 2 1 no
        0 t1 2027-02-21 2027-02-28 2 1 no
        1 t1 2027-02-21 2027-07-09 2 1 no
        2 t1 2027-02-21 2027-02-21 2 0 no""",
)  # fmt: skip
case(
    "a group: each to the number, no further; in it by the day",
    seen(2, of="group", group="poor"),
    pupils=[
        pupil("s1", **group("poor")), pupil("s2", **group("poor", "2026-12-01")),
        pupil("s3", **group("poor", "2026-12-02")), pupil("s4", **group("poor", None, "2026-11-30")),
        pupil("s5", **group("poor", None, "2026-12-01")), pupil("s6", **group("talented")),
        pupil("s7", "c2", **group("poor")),
    ],
    visits="""s1 t1 2026-10-01; s1 t1 2026-10-02; s1 t1 2026-10-03; s2 t1 2026-10-03;
        s4 t1 2026-10-03; s7 t1 2026-10-04""",
    owed=f"0 t1 {TERM} {ALL} 6 3 no s2 s5",
)  # fmt: skip
case(
    "a group by who is bound: both kinds of classes, those taught, all",
    seen(1, of="group", who="teacher", group="poor"),
    quota("subject", "contacts", 1, "term", "group", group="poor"),
    share(100, of="group", who="leader", group="poor"), today="2027-02-20",
    staff=[teacher("t1", "c1", "c2"), LEADERS[0]], classes=[*CLASSES, {"id": "c3", "grade": 3}],
    pupils=[
        pupil("s1", **group("poor", None, ALL)), pupil("s2", "c2", **group("poor", ALL)),
        pupil("s3", "c3", **group("poor")), pupil("s4", **group("poor", "2027-01-23")),
    ],
    visits="s1 t1 2026-10-10; s4 t1 2026-10-10; s3 t1 2026-10-10",
    owed=f"""0 t1 {TERM} {ALL} 2 1 no s2
        1 t1 {TERM} {ALL} 1 0 no s2
        2 b1 {TERM} {ALL} 3 0 no s1 s2 s3""",
)  # fmt: skip
case(
    "excused from one rule or one trigger; nobody left, nothing owed",
    share(100), share(100), trigger("progress", within_days=1), seen(1, of="group", group="poor"),
    pupils=[
        pupil("s1", excused=[{"rule": 0, "reason": "不在可达区域"}, {"rule": 2, "reason": "路远"}]),
        pupil("s2", excused=[{"rule": 3, "reason": "路远"}], **group("poor")),
    ],
    events=[event("e1", "s1", "progress", "2026-10-01"), event("e2", "s2", "progress", "2026-10-01")],
    owed=f"""0 t1 {TERM} {ALL} 1 0 no s2
        1 t1 {TERM} {ALL} 2 0 no s1 s2""",
    asked="2 e2 t1 s2 2026-10-02 overdue in-time",
)  # fmt: skip
case(
    "an empty class, a school without pupils",
    seen(1), quota("leader", "students", 1, "term", "school"), share(10, "year", "taught", "teacher"),
    staff=[teacher("t1", "c1", "c1"), *LEADERS], pupils=[pupil("s1", "c2", "2026-02-01", "2026-08-31")],
)  # fmt: skip
case(
    "two rules about modes hold together; own modes come first; more than the most is still met",
    seen(2, max=2), quota("homeroom", "contacts", 9, "term"),
    quota("homeroom", "contacts", 9, "term", modes=["letter"]),
    {"kind": "modes", "source": "", "modes": ["home", "phone"]},
    {"kind": "modes", "source": "", "modes": ["online"]}, pupils=[pupil("s1")],
    visits="; ".join(f"s1 t1 2026-10-01 {mode}" for mode in ("home", "phone", "online", "school", "letter")),
    owed=f"""0 t1 {TERM} {ALL} 2 3 yes
        1 t1 {TERM} {ALL} 9 3 no
        2 t1 {TERM} {ALL} 9 1 no""",
)  # fmt: skip
case(
    "days' absence, three days where none are named, free days not skipped",
    trigger("illness_absence", min_absence_days=3, within_days=None), holidays=[WINTER],
    staff=[teacher("t1", "c1"), teacher("t2", "", "c1")],
    pupils=[pupil("s1"), pupil("s2"), pupil("s3"), pupil("s4", to="2026-11-01"), pupil("s5", "c2")],
    events=[
        event("e1", "s1", "illness_absence", "2026-10-02", 2),
        event("e2", "s1", "illness_absence", "2026-10-02", 3),
        event("e3", "s2", "illness_absence", "2026-10-03", 30),
        event("e4", "s2", "illness_absence", "2026-10-03"),
        event("e5", "s3", "progress", "2026-10-03", 9),
        event("e6", "s3", "illness_absence", "2026-11-28", 4),
        event("e7", "s3", "illness_absence", "2026-11-27", 4),
        event("e8", "s3", "illness_absence", "2026-12-02", 4),
        event("e9", "s4", "illness_absence", "2026-11-02", 4),
        event("e10", "s5", "illness_absence", "2026-11-02", 4),
    ],
    visits="""s1 t1 2026-10-01; s1 t2 2026-10-03; s1 t1 2026-10-05 phone;
        s2 t1 2026-10-06 home refused; s2 t1 2026-10-07; s3 t1 2026-12-02; s3 t1 2026-11-26""",
    asked="""0 e2 t1 s1 2026-10-05 done in-time
        0 e3 t1 s2 2026-10-06 done late
        0 e6 t1 s3 2026-12-01 due in-time
        0 e7 t1 s3 2026-11-30 overdue in-time""",
)  # fmt: skip
case(
    "who answers, by which modes, over a leap day",
    trigger(who="subject", within_days=0, modes=["phone"]), trigger(who="leader", within_days=1),
    trigger(who="teacher", within_days=2, modes=["home"]), trigger("dropout", within_days=0),
    {"kind": "modes", "source": "", "modes": ["school"]}, today="2028-02-29",
    staff=[teacher("t1", "c1", "c1"), teacher("t2", "", "c1"), teacher("t3", "", "c2"), *LEADERS],
    pupils=[pupil("s1", since=None)],
    events=[event("e1", "s1", "special", "2028-02-28"), event("e2", "s1", "dropout", "2028-02-29")],
    visits="""s1 t2 2028-02-29 phone; s1 b1 2028-02-29 phone; s1 b2 2028-02-29 school;
        s1 b1 2028-02-27 school""",
    asked="""0 e1 t1 s1 2028-02-28 overdue in-time
        0 e1 t2 s1 2028-02-28 done late
        1 e1 b1 s1 2028-02-29 due in-time
        1 e1 b2 s1 2028-02-29 done in-time
        2 e1 t1 s1 2028-03-01 due in-time
        2 e1 t2 s1 2028-03-01 due in-time
        3 e2 t1 s1 2028-02-29 due in-time""",
)  # fmt: skip
case(
    "a new homeroom teacher from November on",
    share(100), seen(1, "month"), trigger("progress", within_days=1), pupils=[pupil("s1"), pupil("s2")],
    staff=[
        {"id": "t1", "roles": ["homeroom"], "homeroom_of": [{"class": "c1", "to": "2026-10-31"}]},
        {"id": "t2", "roles": ["homeroom"], "homeroom_of": [{"class": "c1", "from": "2026-11-01"}]},
    ],
    events=[event("e1", "s1", "progress", "2026-10-31"), event("e2", "s1", "progress", "2026-11-01")],
    visits="""s1 t1 2026-09-15; s2 t1 2026-11-03; s1 t2 2026-10-31; s2 t2 2026-12-01 home away;
        s1 t2 2026-11-30 phone; s1 t1 2026-11-20""",
    owed=f"""0 t2 {TERM} {ALL} 2 1 no s2
        1 t1 2026-09-01 2026-09-30 1 1 yes
        1 t1 2026-10-01 2026-10-31 1 0 no
        1 t2 2026-11-01 2026-11-30 1 0 no
        1 t2 2026-12-01 2026-12-31 1 0 no""",
    asked="""2 e1 t1 s1 2026-11-01 done late
        2 e2 t2 s1 2026-11-02 done late""",
)  # fmt: skip
case(
    "a pupil moves to the other class, another leaves the school",
    share(100, "month"), trigger("sudden_decline", within_days=0), today="2026-10-20",
    staff=[teacher("t1", "c1"), teacher("t2", "c2")],
    pupils=[
        {"id": "s1", "classes": [{"class": "c1", "to": "2026-10-14"}, {"class": "c2", "from": "2026-10-15"}]},
        pupil("s2", to="2026-10-19"), pupil("s3", "c2"),
    ],
    events=[
        event("e1", "s1", "sudden_decline", "2026-10-14"), event("e2", "s1", "sudden_decline", "2026-10-15"),
        event("e3", "s2", "sudden_decline", "2026-10-20"),
    ],
    visits="s1 t1 2026-09-30; s2 t1 2026-09-01; s1 t1 2026-10-14; s1 t2 2026-10-15",
    owed="""0 t1 2026-09-01 2026-09-30 2 2 yes
        0 t2 2026-09-01 2026-09-30 1 0 no s3
        0 t2 2026-10-01 2026-10-31 2 1 no s3""",
    asked="""1 e1 t1 s1 2026-10-14 done in-time
        1 e2 t2 s1 2026-10-15 done in-time""",
)  # fmt: skip
case(
    "a visit of two teachers, a teacher of two kinds, two classes in one target",
    seen(2, of="school", who="teacher"), quota("homeroom", "students", 2, "term"),
    share(60, of="taught", who="subject"), pupils=BOTH,
    staff=[teacher("t1", "c1 c2", "c1"), teacher("t2", "", "c1 c2"), LEADERS[0]],
    visits="s1 t1+t2 2026-10-01; s2 t1 2026-10-02; s2 b1 2026-10-02",
    owed=f"""0 t1 {TERM} {ALL} 2 2 yes
        0 t2 {TERM} {ALL} 2 1 no
        1 t1 {TERM} {ALL} 2 2 yes
        2 t1 {TERM} {ALL} 1 1 yes
        2 t2 {TERM} {ALL} 2 1 no s2""",
)  # fmt: skip
case(
    "grades among the classes led, taught, or all; two leaders",
    share(100, of="grade", grades=[1, 9]), share(100, of="grade", who="subject", grades=[2]),
    share(100, of="grade", who="leader", grades=[2]), seen(1, of="school", who="leader"),
    pupils=BOTH, staff=[teacher("t1", "c1", "c2"), *LEADERS],
    visits="s1 t1 2026-10-01; s2 b2 2026-10-01",
    owed=f"""0 t1 {TERM} {ALL} 1 1 yes
        1 t1 {TERM} {ALL} 1 0 no s2
        2 b1 {TERM} {ALL} 1 0 no s2
        2 b2 {TERM} {ALL} 1 1 yes
        3 b1 {TERM} {ALL} 1 0 no
        3 b2 {TERM} {ALL} 1 1 yes""",
)  # fmt: skip
case(
    "a holiday on its last day, another on its first; the year over both terms and what lies between",
    quota("homeroom", "students", 1, "holiday"), seen(4, "year"), today="2027-07-10", pupils=[pupil("s1")],
    terms=[AUTUMN, SPRING], holidays=[WINTER, SUMMER],
    visits="""s1 t1 2026-09-01; s1 t1 2027-01-22; s1 t1 2027-02-21; s1 t1 2027-03-01;
        s1 t1 2026-08-31""",
    owed="""0 t1 2027-01-23 2027-02-21 1 1 yes
        0 t1 2027-07-10 2027-08-31 1 0 no s1
        1 t1 2026-09-01 2027-08-31 4 4 yes""",
)  # fmt: skip
case(
    "the eve of a term: only the window before it",
    quota("homeroom", "students", 1, "term"), share(1, "once", window={"before_term_months": 1}),
    today="2026-08-31", pupils=[pupil("s1")], visits="s1 t1 2026-09-01",
    owed="1 t1 2026-08-01 2026-08-31 1 0 no s1",
)  # fmt: skip
case(
    "the first day of a term: its target too",
    quota("homeroom", "students", 1, "term"), share(1, "once", window={"before_term_months": 1}),
    today="2026-09-01", pupils=[pupil("s1")], visits="s1 t1 2026-09-01",
    owed=f"""0 t1 {TERM} {ALL} 1 1 yes
        1 t1 2026-08-01 2026-08-31 1 0 no s1""",
)  # fmt: skip
case(
    "a class newly taken in spring: that class, that term",
    share(50, of="new_class"), share(50, "once", "new_class", window={"before_term_months": 1}),
    today="2027-03-01", terms=[AUTUMN, SPRING], pupils=BOTH,
    staff=[teacher("t1", "c1 c2", newly_taken=[{"class": "c2", "term": "T2"}]), teacher("t2", "c1")],
    visits="s1 t1 2027-02-01; s2 t1 2027-02-22; s2 t1 2027-01-21",
    owed="""0 t1 2027-02-22 2027-07-09 1 1 yes
        1 t1 2027-01-22 2027-02-21 1 0 no s2""",
)  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_answer_worked_out_by_hand(name: str) -> None:
    data, owed, asked = CASES[name]
    found = [
        " ".join(map(str, [*one[:6], "yes" if one[6] else "no", *one[7]])) for one in targets(data)
    ]  # fmt: skip
    due = [" ".join([str(one[0]), *one[1:6], "late" if one[6] else "in-time"]) for one in tasks(data)]
    assert (sorted(found), sorted(due)) == (owed, asked)
