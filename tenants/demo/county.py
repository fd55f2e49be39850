"""Building the demo county through the same doors that people use: no row is written past a service.

Everything may be repeated and resumed: schools are found by their address, roster rows and notes by
ids that never change. Dates count back from the day on which the demo was first made.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from accounts import services as accounts
from accounts.contracts import Account
from accounts.selectors import account_by_login, accounts_by_id
from bureaus import selectors as bureaus
from bureaus import services as bureau_services
from bureaus.contracts import BureauInfo, SchoolInfo
from kernel import clock, tenancy
from kernel.actor import Actor
from onboarding import services as onboarding
from tenants.assessment import services as assessment
from tenants.demo.dates import demo_calendar, first_day, visit_day
from tenants.demo.decisions import decide
from tenants.demo.happenings import happen
from tenants.demo.story import DATA, DemoNote, notes
from tenants.review import services as review
from tenants.roster import selectors as roster
from tenants.roster import services as roster_services
from tenants.visits import services as visits
from tenants.visits.contracts import VisitDraft
from tenants.visits.selectors import visit_for_review

Say = Callable[[str], None]
BUREAU_SLUG = "bureau"


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """What a demo school is opened with."""

    slug: str
    name: str
    stage: str
    template: str
    principal: str
    phone: str


@dataclass(frozen=True, slots=True)
class Password:
    """One password for everybody in the demo, hashed once: hashing is slow on purpose."""

    clear: str
    hash: str

    @classmethod
    def made(cls) -> Password:
        clear = f"demo-{secrets.token_hex(4)}"
        return cls(clear, make_password(clear))


SCHOOLS = (
    DemoSchool("qingshi", "青石镇中心小学", "primary", "P01", "向启明", "13703000001"),
    DemoSchool("liuhe", "柳河九年一贯制学校", "nine_year", "P05", "沈佩兰", "13705000001"),
    DemoSchool("yunling", "云岭初级中学", "junior", "P15", "程守仁", "13707000001"),
)


def county_make(*, say: Say) -> dict[str, Any]:
    """Make what is missing of the county; returns its accounts in the form of accounts.json.

    Passwords are made up on every run and set anew, so a repeated run never leaves a file that lies.
    """
    password = Password.made()
    today = clock.today()
    bureau, clerk = _bureau(password, today)
    schools = []
    for plan in SCHOOLS:
        school = _opened(plan, clerk)
        with tenancy.school(school.schema_name):
            schools.append(_filled(plan, school, password, today))
        say(f"{plan.name}：{len(notes(plan.slug))} 条家访记录")
    return {
        "bureau": {"url": bureaus.url_of(bureau.host), "login": BUREAU_SLUG, "password": password.clear},
        "schools": schools,
    }


def _bureau(password: Password, today: date) -> tuple[BureauInfo, Actor]:
    system = Actor.system(None)
    bureau = bureaus.bureau_by_slug(BUREAU_SLUG)
    if bureau is None:
        bureau = bureau_services.bureau_create(actor=system, name="清溪县教育局", slug=BUREAU_SLUG)
        bureau_services.calendar_save(actor=system, bureau_id=bureau.id, calendar=demo_calendar(today))
    with tenancy.public():
        if account_by_login(BUREAU_SLUG) is None:
            bureau_services.bureau_member_add(
                actor=system,
                bureau_id=bureau.id,
                login=BUREAU_SLUG,
                name="基教股 何芸",
                must_change_password=False,
            )
        account = _account(BUREAU_SLUG)
        accounts.password_adopt(actor=system, user_id=account.id, password_hash=password.hash)
    return bureau, Actor(user_id=account.id, name=account.name, roles=account.roles, bureau_id=bureau.id)


def _opened(plan: DemoSchool, clerk: Actor) -> SchoolInfo:
    school = bureaus.school_by_host(bureaus.school_host(plan.slug))
    if school is None:
        opened = onboarding.school_open(
            actor=clerk,
            name=plan.name,
            slug=plan.slug,
            stage=plan.stage,
            template=plan.template,
            principal_name=plan.principal,
            principal_phone=plan.phone,
            must_change_password=False,
        )
        school = bureaus.school_by_id(opened.school_id)
    if not onboarding.school_run(school.id):
        raise RuntimeError(f"{plan.name}: {bureaus.school_by_id(school.id).problem}")
    return bureaus.school_by_id(school.id)


def _filled(plan: DemoSchool, school: SchoolInfo, password: Password, today: date) -> dict[str, Any]:
    """Roster, passwords, notes, reviews, a few decisions, figures for the bureau."""
    principal = _principal(school)
    with clock.frozen(_at(first_day(today), 8)):
        # Students came with the first day of term, so that the notes since then are about their own.
        for kind in ("students", "staff"):
            _import(principal, plan.slug, kind)
    staff = {row.name: row for row in roster.staff_list_for(actor=principal)}
    logins = accounts_by_id(row.user_id for row in staff.values())
    actors = {
        name: Actor(
            user_id=row.user_id,
            name=name,
            roles=frozenset(logins[row.user_id].roles),
            school=school.schema_name,
            staff_id=row.pk,
        )
        for name, row in staff.items()
    }
    for actor in actors.values():
        accounts.password_adopt(actor=principal, user_id=actor.user_id, password_hash=password.hash)
    students = {row.name: row.pk for row in roster.student_list_for(actor=principal)}
    for number, note in enumerate(notes(plan.slug)):
        _write(note, actors[note.teacher], students[note.student], number, today)
    happen(slug=plan.slug, principal=principal, students=students, today=today)
    decide(slug=plan.slug, principal=principal, actors=actors, today=today)
    assessment.facts_push()
    return {
        "name": plan.name,
        "schema": school.schema_name,
        "url": bureaus.url_of(school.host),
        "template": plan.template,
        "principal": {"login": onboarding.DEFAULT_LOGIN, "password": password.clear},
        "teachers": [
            {
                "login": logins[actor.user_id].login,
                "password": password.clear,
                "name": name,
                "roles": sorted(actor.roles),
            }
            for name, actor in actors.items()
            if actor.staff_id != principal.staff_id
        ],
    }


def _account(login: str) -> Account:
    found = account_by_login(login)
    if found is None:
        raise RuntimeError(f"the account {login!r} was just made and is not there")
    return found


def _principal(school: SchoolInfo) -> Actor:
    account = _account(onboarding.DEFAULT_LOGIN)
    return Actor(
        user_id=account.id,
        name=account.name,
        roles=account.roles,
        school=school.schema_name,
        staff_id=roster.staff_id_of_user(account.id),
    )


def _import(principal: Actor, slug: str, kind: str) -> None:
    name = f"{slug}_{kind}.csv"
    checked = roster_services.import_create(actor=principal, file_name=name, data=(DATA / name).read_bytes())
    if checked.file_error or checked.counts["fault"]:
        raise RuntimeError(f"{name}: {checked.file_error or checked.rows}")
    roster_services.import_apply(actor=principal, import_id=checked.id)


def _write(note: DemoNote, teacher: Actor, student_id: Any, number: int, today: date) -> None:
    if visit_for_review(visit_id=note.visit_id) is not None:
        return
    day = visit_day(note.days_ago, today)
    visited = _at(day, 16, minute=number * 7 % 60)
    draft = VisitDraft(
        visit_id=note.visit_id,
        student_id=student_id,
        mode=note.mode,
        outcome=note.outcome,
        visited_at=visited,
        text=note.text,
        present=note.present,
    )
    with clock.frozen(visited + timedelta(hours=3)):
        visits.visit_submit(actor=teacher, draft=draft)
        review.review_run(visit_id=note.visit_id, version=1)


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=clock.CHINA)
