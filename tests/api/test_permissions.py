"""Who may do what: every route and method for every role, on the host where it belongs.

An allowed call works: what reads changes nothing, what writes has written and left an entry in the audit
trail. A denied one has changed nothing in any schema.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction

from bureaus.models import School
from kernel import clock, tenancy
from onboarding.services import school_open
from tests.support.belongings import Belongings, Ids, contents, furnish
from tests.support.calls import MADE_BY_CLIENT, call
from tests.support.clients import SchoolClient, bureau_client_of, client_of
from tests.support.routes import Route, routes
from tests.support.schools import TestSchool
from tests.support.visits import NOW

ROLES = (
    "anonymous", "homeroom", "homeroom2", "subject", "leader", "office", "principal", "bureau", "other",
)  # fmt: skip
"""`homeroom` teaches the student of the ids and wrote the notes, `subject` teaches in the same class,
`homeroom2` has another class; `bureau` is staff of the school's bureau, `other` of another bureau."""

TABLE = """
s GET    agenda/                                      reads  401 200 200 200 200 200 200 401 401
s GET    classes/                                     reads  401 200 200 200 200 200 200 401 401
s PUT    classes/<int:class_id>/homeroom/              writes 401 403 403 403 403 200 200 401 401
s GET    draws/                                       reads  401 403 403 403 403 403 200 401 401
s GET    draws/<int:draw_id>/                         reads  401 403 403 403 403 403 200 401 401
s POST   draws/<int:draw_id>/answer/                  writes 401 403 403 403 403 403 200 401 401
s GET    due/                                         reads  401 200 200 200 200 200 200 401 401
s GET    due/board/                                    reads  401 403 403 403 200 200 200 401 401
s GET    evaluation/                                  reads  401 403 403 403 403 200 200 401 401
s POST   evaluation/restore/                          writes 401 403 403 403 403 200 200 401 401
s PUT    evaluation/sharing/                          writes 401 403 403 403 403 403 200 401 401
s PUT    events/<uuid:event_id>/                      writes 401 200 404 200 200 200 200 401 401
s DELETE events/<uuid:event_id>/                       writes 401 403 404 403 403 204 204 401 401
s PUT    excusals/<uuid:excusal_id>/                   writes 401 403 404 403 403 200 200 401 401
s DELETE excusals/<uuid:excusal_id>/                   writes 401 404 404 404 404 204 204 401 401
s GET    flags/                                       reads  401 200 200 200 200 200 200 401 401
s GET    flags/<int:flag_id>/                         reads  401 200 404 404 404 404 200 401 401
s POST   flags/<int:flag_id>/answer/                  writes 401 200 404 404 404 404 403 401 401
s POST   flags/<int:flag_id>/decision/                writes 401 403 404 404 404 404 200 401 401
s POST   flags/<int:flag_id>/undo/                    writes 401 403 404 404 404 404 200 401 401
s GET    me/                                          reads  401 200 200 200 200 200 200 401 401
s POST   password/                                    writes 401 204 204 204 204 204 204 401 401
s GET    policies/                                    reads  401 200 200 200 200 200 200 401 401
s GET    policies/<int:policy_id>/what-if/             reads  401 403 403 403 404 200 200 401 401
s POST   policies/drafts/                             writes 401 403 403 403 403 201 201 401 401
s GET    policies/drafts/<int:policy_id>/             reads  401 403 403 403 403 200 200 401 401
s PUT    policies/drafts/<int:policy_id>/             writes 401 403 403 403 403 200 200 401 401
s DELETE policies/drafts/<int:policy_id>/             writes 401 403 403 403 403 204 204 401 401
s GET    policies/drafts/<int:policy_id>/changes/     reads  401 403 403 403 403 200 200 401 401
s POST   policies/drafts/<int:policy_id>/conflicts/<int:number>/ writes 401 403 403 403 403 200 200 401 401
s POST   policies/drafts/<int:policy_id>/publication/ writes 401 403 403 403 403 403 200 401 401
s POST   policies/drafts/<int:policy_id>/rules/       writes 401 403 403 403 403 200 200 401 401
s PUT    policies/drafts/<int:policy_id>/rules/<uuid:rule_id>/ writes 401 403 403 403 403 200 200 401 401
s POST   policies/drafts/<int:policy_id>/rules/<uuid:rule_id>/decision/ writes 401 403 403 403 403 200 200 401 401
s POST   policies/sentences/                          reads  401 403 403 403 403 200 200 401 401
s GET    policies/series/                             reads  401 200 200 200 200 200 200 401 401
s GET    policies/versions/<int:policy_id>/           reads  401 200 200 200 200 200 200 401 401
s GET    policies/words/                              reads  401 200 200 200 200 200 200 401 401
s GET    progress/                                    reads  401 403 403 403 200 200 200 401 401
s POST   roster/imports/                              writes 401 403 403 403 403 201 201 401 401
s GET    roster/imports/<uuid:import_id>/             reads  401 403 403 403 403 200 200 401 401
s POST   roster/imports/<uuid:import_id>/apply/       writes 401 403 403 403 403 200 200 401 401
s GET    roster/imports/<uuid:import_id>/passwords/   writes 401 403 403 403 403 200 200 401 401
s GET    roster/imports/<uuid:import_id>/sheet/       reads  401 403 403 403 403 200 200 401 401
s GET    roster/template/                             reads  401 403 403 403 403 200 200 401 401
s DELETE session/                                     reads  204 204 204 204 204 204 204 204 204
s POST   session/                                     signs  200 200 200 200 200 200 200 200 200
s GET    site/                                        reads  200 200 200 200 200 200 200 200 200
s GET    staff/                                       reads  401 403 403 403 200 200 200 401 401
s POST   staff/<int:staff_id>/reset-password/         writes 401 403 403 403 403 200 200 401 401
s GET    students/                                    reads  401 200 200 200 200 200 200 401 401
s GET    students/<uuid:student_id>/                  reads  401 200 404 200 200 200 200 401 401
s GET    students/<uuid:student_id>/circumstances/     reads  401 200 404 200 200 200 200 401 401
s POST   students/<uuid:student_id>/groups/            writes 401 200 404 403 403 200 200 401 401
s DELETE students/<uuid:student_id>/groups/<int:spell_id>/ writes 401 204 404 403 403 204 204 401 401
s GET    targets/                                     reads  401 200 200 200 200 200 200 401 401
s GET    times/                                        reads  401 200 200 200 200 200 200 401 401
s PUT    times/entry-grades/                           writes 401 403 403 403 403 200 200 401 401
s POST   tokens/                                      signs  201 201 201 201 201 201 201 201 201
s GET    visit-form/                                  reads  401 200 200 200 200 200 200 401 401
s GET    visits/                                      reads  401 200 200 200 200 200 200 401 401
s GET    visits/<uuid:visit_id>/                      reads  401 200 404 404 404 404 200 401 401
s PUT    visits/<uuid:visit_id>/                      writes 401 201 404 201 201 403 201 401 401
s POST   visits/preview/                              reads  401 200 404 200 200 200 200 401 401
s GET    /health                                      reads  200 200 200 200 200 200 200 200 200
b GET    benchmarks/                                  reads  401 401 401 401 401 401 401 200 401
b GET    calendar/                                     reads  401 401 401 401 401 401 401 200 401
b PUT    calendar/                                     writes 401 401 401 401 401 401 401 200 401
b GET    floor/                                       reads  401 401 401 401 401 401 401 200 401
b PUT    floor/                                       writes 401 401 401 401 401 401 401 200 401
b GET    me/                                          reads  401 401 401 401 401 401 401 200 401
b POST   password/                                    writes 401 401 401 401 401 401 401 204 401
b GET    precision/                                   reads  401 401 401 401 401 401 401 200 401
b GET    schools/                                     reads  401 401 401 401 401 401 401 200 401
b POST   schools/                                     writes 401 401 401 401 401 401 401 202 401
b GET    schools/<uuid:school_id>/                    reads  401 401 401 401 401 401 401 200 401
b POST   schools/<uuid:school_id>/retry/              writes 401 401 401 401 401 401 401 202 401
b DELETE session/                                     reads  204 204 204 204 204 204 204 204 204
b POST   session/                                     signs  200 200 200 200 200 200 200 200 200
b GET    site/                                        reads  200 200 200 200 200 200 200 200 200
b GET    templates/                                   reads  401 401 401 401 401 401 401 200 401
b POST   tokens/                                      signs  201 201 201 201 201 201 201 201 201
b GET    /health                                      reads  200 200 200 200 200 200 200 200 200
p GET    entrances/                                   reads  200 200 200 200 200 200 200 200 200
"""  # noqa: E501 (a line a route)
"""Host (s: the school's, b: its bureau's, p: the bare one), method, route, what an allowed call does
(reads, writes, or signs somebody in, which is not audited), then a status for each of ROLES. Routes stand
under /api/v1/ unless they begin with a stroke."""


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    host: str
    route: Route
    does: str
    statuses: tuple[int, ...]

    @property
    def resource(self) -> str:
        """The first word of the address."""
        return self.route.path.removeprefix("api/v1/").split("/")[0]


def rows() -> list[Row]:
    found = []
    for line in TABLE.strip().splitlines():
        host, method, path, does, *statuses = line.split()
        path = path[1:] if path.startswith("/") else f"api/v1/{path}"
        route = Route("school" if host == "s" else "public", path, method)
        found.append(Row(host, route, does, tuple(int(status) for status in statuses)))
    return found


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("kernel.health.parts", lambda: dict.fromkeys(("database", "broker", "worker"), "ok"))
    with clock.frozen(NOW):
        yield


@pytest.fixture
def own(alpha: TestSchool, beta: TestSchool) -> Belongings:
    """Alpha with everything in it, and a school of the same bureau whose opening failed."""
    opened = school_open(
        actor=alpha.bureau_actor, name="未开通学校", slug="unopened", stage="primary", template="P01"
    )
    with tenancy.public():
        School.objects.filter(pk=opened.school_id).update(state="failed")
        failed: UUID = School.objects.get(pk=opened.school_id).public_id
    return furnish(alpha, failed, mark="鑫")


@pytest.fixture
def clients(own: Belongings, alpha: TestSchool, beta: TestSchool) -> dict[str, SchoolClient]:
    """One for each of ROLES. Each has been used once: the first use of a token is noted with it."""
    found = {role: client_of(alpha, role) for role in ROLES if role not in ("anonymous", "bureau", "other")}
    found |= {"bureau": bureau_client_of(alpha), "other": bureau_client_of(beta)}
    for client in found.values():
        assert client.get("/api/v1/me/").status_code == 200
    return {"anonymous": SchoolClient(alpha.host), **found}


def ask(row: Row, ids: Ids, school: TestSchool, client: SchoolClient) -> Any:
    """Send the row's request to the row's host."""
    fresh = {name: uuid4() for name in row.route.parameters} if _creates(row) else {}
    if row.host != "s":
        ids = replace(ids, login=school.bureau_host.split(".")[0] + "-staff")
    host = {"s": school.host, "b": school.bureau_host, "p": "localhost"}[row.host]
    return call(row.route, ids, replacing=fresh).by(client, host=host)


def _creates(row: Row) -> bool:
    return row.route.method == "PUT" and row.route.path in MADE_BY_CLIENT


def test_every_route_and_method_has_its_row_and_every_row_its_route() -> None:
    listed = [row.route for row in rows()]
    assert sorted(listed) == routes()
    assert {len(row.statuses) for row in rows()} == {len(ROLES)}
    assert {row.does for row in rows()} == {"reads", "writes", "signs"}


@pytest.mark.parametrize("resource", sorted({row.resource for row in rows()}))
def test_each_role_gets_what_the_table_says(
    resource: str, own: Belongings, clients: dict[str, SchoolClient], beta: TestSchool
) -> None:
    for row in rows():
        if row.resource == resource:
            _check(row, own, clients, beta)


def _check(row: Row, own: Belongings, clients: dict[str, SchoolClient], beta: TestSchool) -> None:
    schemas = (own.school.schema_name, beta.schema_name, "public")
    before = contents(*schemas)
    got = []
    for role in ROLES:
        with transaction.atomic():
            answer = ask(row, own.ids, own.school, clients[role])
            after = contents(*schemas)
            transaction.set_rollback(True)
        got.append(answer.status_code)
        changed = {name for name in after if after[name] != before[name]}
        if answer.status_code >= 400:
            assert not changed, f"{row.route}: {role} was refused and changed {changed}"
            assert set(answer.json()) >= {"code", "message", "fields"}, row.route
            continue
        assert 200 <= answer.status_code < 300, row.route
        assert answer.content or answer.status_code == 204, row.route
        audited = {name for name in changed if name.endswith(".kernel_auditentry")}
        assert (bool(changed), bool(audited)) == EFFECT[row.does], f"{row.route}: {role}, {changed}"
        assert not {name for name in changed if name.startswith(beta.schema_name)}, row.route
    assert tuple(got) == row.statuses, (str(row.route), dict(zip(ROLES, got, strict=True)))


EFFECT = {"reads": (False, False), "writes": (True, True), "signs": (True, False)}
"""Whether an allowed call changes rows, and whether the audit trail is among them."""
