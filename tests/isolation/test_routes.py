"""Every route of the API, asked by people of one school with the ids of another.

On every host the answer for another school's id is the answer for an id that names nothing, byte for
byte; nothing of the other school is in any answer, and nothing in the other school changes. Routes come
from the URL configurations: a new one fails here until tests/support/calls.py says which ids it takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from bureaus.models import School
from kernel import clock, tenancy
from onboarding.services import school_open
from tests.support.belongings import Belongings, Ids, contents, furnish, random_ids
from tests.support.calls import MADE_BY_CLIENT, Call, call, queries
from tests.support.clients import SchoolClient, bureau_client_of, client_of
from tests.support.routes import Route, routes
from tests.support.schools import TEST_PASSWORD, TestSchool
from tests.support.visits import NOW

HOSTS = {
    "own school": "school", "other school": "school", "own bureau": "public", "other bureau": "public",
    "bare": "public",
}  # fmt: skip
"""The hosts of the deployment as one school sees them, and which routes each has."""

ELSEWHERE = ("other school", "other bureau", "bare")
OPEN = frozenset({"health", "api/v1/site/", "api/v1/entrances/"})
"""Routes that nobody signs in for and that take no ids: they say the names of schools, on purpose."""
SIGNING_IN = frozenset({"api/v1/tokens/", "api/v1/session/"})
FRESH = UUID("0d6f1c1e-4b1d-4f52-9a43-5d6f0d8f3a11")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Said = tuple[int, bytes, dict[str, str]]


@dataclass(frozen=True)
class Scene:
    """Both schools full, and people of the first (and of its bureau) signed in."""

    own: Belongings
    other: Belongings
    clients: dict[str, SchoolClient]

    def host(self, name: str) -> str:
        own, other = self.own.school, self.other.school
        return {
            "own school": own.host,
            "other school": other.host,
            "own bureau": own.bureau_host,
            "other bureau": other.bureau_host,
            "bare": "localhost",
        }[name]


@pytest.fixture
def own(alpha: TestSchool, beta: TestSchool, monkeypatch: pytest.MonkeyPatch) -> Iterator[Belongings]:
    monkeypatch.setattr("kernel.health.parts", lambda: dict.fromkeys(("database", "broker", "worker"), "ok"))
    with clock.frozen(NOW):
        yield furnish(alpha, _failed(alpha, "甲县未开通学校"), mark="鑫")


@pytest.fixture
def clients(own: Belongings) -> dict[str, SchoolClient]:
    """Two people by token, one by cookie, and staff of the school's bureau. The browser sends its cookie
    to whatever host it is told to, as an attacker's program would."""
    school = own.school
    found = {
        "homeroom": client_of(school, "homeroom"),
        "principal": client_of(school, "principal"),
        "bureau": bureau_client_of(school),
        "browser": SchoolClient(school.host),
    }
    credentials = {"login": school.logins["principal"], "password": TEST_PASSWORD}
    assert found["browser"].post("/api/v1/session/", credentials).status_code == 200
    for client in found.values():
        assert client.get("/api/v1/me/").status_code == 200
    return found


@pytest.fixture
def scene(own: Belongings, clients: dict[str, SchoolClient], beta: TestSchool) -> Scene:
    return Scene(own, furnish(beta, _failed(beta, "乙县未开通学校"), mark="淼", apart=True), clients)


def _failed(school: TestSchool, name: str) -> UUID:
    """A school of the same bureau whose opening failed."""
    opened = school_open(
        actor=school.bureau_actor,
        name=name,
        slug=f"unopened-{school.bureau_id}",
        stage="primary",
        template="P01",
    )
    with tenancy.public():
        School.objects.filter(pk=opened.school_id).update(state="failed")
        found: UUID = School.objects.get(pk=opened.school_id).public_id
    return found


def ask(one: Call, client: SchoolClient, host: str, *, untouched: str | None = None) -> Said:
    """Send it and take back whatever it did here; what `untouched` holds may not have changed at all."""
    cookies = deepcopy(client.cookies)
    before = contents(untouched) if untouched and one.route.method != "GET" else None
    with transaction.atomic():
        answer = one.by(client, host=host)
        if before is not None:
            assert contents(str(untouched)) == before, f"{one.route} changed the other school"
        transaction.set_rollback(True)
    client.cookies = cookies
    content = answer.content
    if one.route.path in MADE_BY_CLIENT:  # the caller's own id comes back to it
        content = content.replace(one.address.split("/")[-2].encode(), b"(the id that was sent)")
    return (
        answer.status_code,
        content,
        {name: value for name, value in answer.headers.items() if name != "Set-Cookie"},
    )


def aimed(route: Route, own: Ids, at: Ids) -> list[Call]:
    """The route's requests with ids of `at`: in the address, everywhere, and one by one in what is sent."""
    fresh = dict.fromkeys(route.parameters, FRESH) if route.path in MADE_BY_CLIENT else {}
    found = [call(route, at), call(route, at, body=own), *queries(route, at)]
    for one in fields(Ids):
        mixed = replace(own, **{one.name: getattr(at, one.name)})
        sent = call(route, own, body=mixed, replacing=fresh)
        if _plain(sent) != _plain(call(route, own, replacing=fresh)):
            found.append(sent)
    return found


def _plain(one: Call) -> tuple[str, dict[str, Any]]:
    files = {key: value.name for key, value in one.data.items() if isinstance(value, SimpleUploadedFile)}
    return one.address, {**one.data, **files}


def assert_nothing_of(scene: Scene, route: Route, said: Said) -> None:
    """No word, id or number of the other school, nor its name where names are not given out."""
    other = scene.other.school
    words = set(scene.other.words) | {str(scene.other.ids.failed_school)}
    if route.path not in OPEN:
        words |= {other.name, other.public_id, "西县教育局", "乙县未开通学校"}
    text = said[1].decode(errors="replace") + str(said[2])
    assert not {word for word in words if word in text}, route


@pytest.mark.parametrize("host", HOSTS)
def test_another_schools_ids_are_like_ids_of_nothing(scene: Scene, host: str) -> None:
    nothing = random_ids()
    other = scene.other.school.schema_name
    for route in (one for one in routes() if one.conf == HOSTS[host]):
        if route.path in SIGNING_IN and host in ELSEWHERE:
            continue  # with the right password of the other school this is no stranger: see below
        theirs = aimed(route, scene.own.ids, scene.other.ids)
        nobodys = aimed(route, scene.own.ids, nothing)
        for person, client in scene.clients.items():
            for foreign, absent in zip(theirs, nobodys, strict=True):
                found = ask(foreign, client, scene.host(host), untouched=other)
                assert_nothing_of(scene, route, found)
                if _plain(foreign) != _plain(absent):
                    same = ask(absent, client, scene.host(host))
                    assert found == same, f"{route} by {person} tells {foreign} from {absent}"
                if host in ELSEWHERE and route.path not in OPEN:
                    assert found[0] == 401, f"{route} by {person}"


@pytest.mark.parametrize("host", HOSTS)
def test_ones_own_ids_answer_at_home_and_nowhere_else(scene: Scene, host: str) -> None:
    """The very requests that work at home: so a refusal above is not just a wrong request."""
    worked: set[Route] = set()
    for route in (one for one in routes() if one.conf == HOSTS[host] and one.path not in OPEN):
        creates = route.method == "PUT" and route.path in MADE_BY_CLIENT
        fresh = dict.fromkeys(route.parameters, FRESH) if creates else {}
        for client in scene.clients.values():
            found = ask(call(route, scene.own.ids, replacing=fresh), client, scene.host(host))
            assert_nothing_of(scene, route, found)
            if found[0] < 300:
                worked.add(route)
    everything = {one for one in routes() if one.conf == HOSTS[host] and one.path not in OPEN}
    signing_in = {one for one in everything if one.path in SIGNING_IN}
    ending = {one for one in signing_in if one.method == "DELETE"}
    # A teacher's account is none of the bureau's: signing in there is refused; ending no session is not.
    expected = everything if host == "own school" else everything - signing_in | ending
    assert worked == (ending if host in ELSEWHERE else expected)


def test_what_another_school_holds_changes_no_answer(
    own: Belongings, clients: dict[str, SchoolClient], beta: TestSchool
) -> None:
    """No row and no count: every list, figure and page is the same when the other school is empty."""

    def everything() -> dict[tuple[str, str], Said]:
        answers = {}
        for route in (one for one in routes() if one.method == "GET"):
            host = own.school.host if route.conf == "school" else own.school.bureau_host
            for person, client in clients.items():
                for one in (call(route, own.ids), *queries(route, own.ids)):
                    found = ask(one, client, host)
                    if found[2].get("Content-Type") != XLSX:  # a workbook says when it was made
                        answers[f"{route} {one.data}", person] = found
        return answers

    before = everything()
    furnish(beta, _failed(beta, "乙县未开通学校"), mark="淼", apart=True)

    assert everything() == before
    assert len([found for found in before.values() if found[0] == 200]) > 30


@pytest.mark.parametrize("route", ["api/v1/tokens/", "api/v1/session/"])
def test_ones_own_password_opens_nothing_elsewhere(scene: Scene, route: str) -> None:
    """Right credentials of one school are on another host like those of nobody."""
    for host in ELSEWHERE:
        one = Route(HOSTS[host], route, "POST")
        client = SchoolClient(scene.host(host))
        found = [ask(call(one, ids), client, client.host) for ids in (scene.own.ids, random_ids())]
        assert found[0] == found[1]
        assert found[0][0] == (404 if host == "bare" else 401)


def test_the_other_school_has_what_is_kept_from_strangers(scene: Scene) -> None:
    """The ids that are like nothing above are answered at home: a wrong id would prove nothing."""
    home = client_of(scene.other.school, "principal")
    for route in (one for one in routes() if one.conf == "school" and one.parameters):
        if route.path not in MADE_BY_CLIENT and "answer" not in route.path:
            assert ask(call(route, scene.other.ids), home, home.host)[0] in (200, 204), route
    bureau = bureau_client_of(scene.other.school)
    for route in (one for one in routes() if one.conf == "public" and one.parameters):
        assert ask(call(route, scene.other.ids), bureau, bureau.host)[0] in (200, 202), route
