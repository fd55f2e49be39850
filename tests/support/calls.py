"""How each route is called: which ids go into its address, and what is sent. A route without its line
fails the tests that go through all routes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.support.belongings import CLAUSE, STUDENTS, Ids
from tests.support.clients import SchoolClient
from tests.support.rosters import xlsx
from tests.support.routes import Route
from tests.support.schools import TEST_PASSWORD
from tests.support.visits import COMPLAINT, GOOD, NOW

Body = Callable[[Ids], dict[str, Any]]
NEW_PASSWORD = "Another-horse-8"

DRAFT = "api/v1/policies/drafts/<int:policy_id>/"
NEW_DRAFT = UUID("5b0a2a5e-0d5f-4a53-8f37-6f1d0c0a7e21")
NEW_RULE = UUID("c1f7bb0e-6f43-4f0b-9a51-3f0f6f1f9d10")

PARAMETERS: dict[str, Callable[[Ids], Any]] = {
    "student_id": lambda ids: ids.student,
    "visit_id": lambda ids: ids.visit,
    "flag_id": lambda ids: ids.flag,
    "draw_id": lambda ids: ids.draw,
    "import_id": lambda ids: ids.checked_import,
    "staff_id": lambda ids: ids.staff,
    "event_id": lambda ids: ids.event,
    "excusal_id": lambda ids: ids.excusal,
    "spell_id": lambda ids: ids.group_spell,
    "class_id": lambda ids: ids.school_class,
    "school_id": lambda ids: ids.school,
    "policy_id": lambda ids: ids.policy_draft,
    "rule_id": lambda ids: ids.draft_rule,
    "number": lambda _ids: 0,
}
"""What an address's parameter means."""

PARTICULAR: dict[tuple[str, str], Callable[[Ids], Any]] = {
    ("api/v1/flags/<int:flag_id>/undo/", "flag_id"): lambda ids: ids.decided_flag,
    ("api/v1/roster/imports/<uuid:import_id>/passwords/", "import_id"): lambda ids: ids.applied_import,
    ("api/v1/schools/<uuid:school_id>/retry/", "school_id"): lambda ids: ids.failed_school,
    ("api/v1/policies/versions/<int:policy_id>/", "policy_id"): lambda ids: ids.policy,
    (f"{DRAFT}publication/", "policy_id"): lambda ids: ids.ready_draft,
}
"""Where it means a record in another state."""

MADE_BY_CLIENT = frozenset(
    {"api/v1/visits/<uuid:visit_id>/", "api/v1/events/<uuid:event_id>/", "api/v1/excusals/<uuid:excusal_id>/"}
)
"""A PUT under an id that the client made: in another school the same id is as free as a fresh one."""


def _visit(ids: Ids) -> dict[str, Any]:
    return {
        "student": str(ids.student), "mode": "home", "visited_at": NOW.replace(hour=17).isoformat(),
        "outcome": "done", "text": GOOD, "present": ["student"], "co_visitors": [ids.staff], "measures": [],
    }  # fmt: skip


def _calendar(_ids: Ids) -> dict[str, Any]:
    year = {"key": "2026", "start": "2026-09-01", "end": "2027-08-31"}
    return {
        "years": [year], "terms": [], "holidays": [],
        "make_up_days": [{"date": "2026-10-10", "name": "国庆节补课"}],
    }  # fmt: skip


def _credentials(ids: Ids) -> dict[str, Any]:
    return {"login": ids.login, "password": TEST_PASSWORD}


BODIES: dict[tuple[str, str], Body] = {
    ("POST", "api/v1/tokens/"): _credentials,
    ("POST", "api/v1/session/"): _credentials,
    ("POST", "api/v1/password/"): lambda _ids: {
        "old_password": TEST_PASSWORD, "new_password": NEW_PASSWORD
    },
    ("PUT", "api/v1/visits/<uuid:visit_id>/"): _visit,
    ("POST", "api/v1/visits/preview/"): lambda ids: {"student": str(ids.student), "text": COMPLAINT},
    ("PUT", "api/v1/events/<uuid:event_id>/"): lambda ids: {
        "student": str(ids.student), "event": "progress", "date": NOW.date().isoformat()
    },
    ("PUT", "api/v1/excusals/<uuid:excusal_id>/"): lambda ids: {
        "student": str(ids.student), "reason": "住院治疗", "start": NOW.date().isoformat()
    },
    ("POST", "api/v1/students/<uuid:student_id>/groups/"): lambda _ids: {
        "group": "migrant", "reason": "随父母来县城", "start": NOW.date().isoformat()
    },
    ("PUT", "api/v1/classes/<int:class_id>/homeroom/"): lambda ids: {
        "staff": ids.staff, "start": NOW.date().isoformat()
    },
    ("PUT", "api/v1/times/entry-grades/"): lambda _ids: {"grades": [1, 4]},
    ("PUT", "api/v1/calendar/"): _calendar,
    ("POST", "api/v1/flags/<int:flag_id>/decision/"): lambda _ids: {"decision": "upheld", "reason": "属实"},
    ("POST", "api/v1/flags/<int:flag_id>/undo/"): lambda _ids: {},
    ("POST", "api/v1/flags/<int:flag_id>/answer/"): lambda _ids: {"answer": "已经补充了内容。"},
    ("POST", "api/v1/draws/<int:draw_id>/answer/"): lambda _ids: {"missed": []},
    ("POST", "api/v1/evaluation/restore/"): lambda _ids: {"code": "tone.complaint_only"},
    ("PUT", "api/v1/evaluation/sharing/"): lambda _ids: {"agreed": True},
    ("POST", "api/v1/roster/imports/"): lambda _ids: {
        "file": SimpleUploadedFile("名册.xlsx", xlsx([*STUDENTS, ["赵小一", "三年级1班", "", "", ""]]))
    },
    ("POST", "api/v1/roster/imports/<uuid:import_id>/apply/"): lambda _ids: {},
    ("POST", "api/v1/staff/<int:staff_id>/reset-password/"): lambda _ids: {},
    ("POST", "api/v1/schools/"): lambda _ids: {
        "name": "新学校", "slug": "new-school", "stage": "primary",
        "template": "P01",
    },
    ("POST", "api/v1/schools/<uuid:school_id>/retry/"): lambda _ids: {},
    ("POST", "api/v1/policies/sentences/"): lambda _ids: {"rule": CLAUSE},
    ("POST", "api/v1/policies/drafts/"): lambda ids: {
        "key": str(NEW_DRAFT), "series": str(ids.policy_series)
    },
    ("PUT", DRAFT): lambda _ids: {"title": "另一个名称"},
    ("POST", f"{DRAFT}rules/"): lambda _ids: {"id": str(NEW_RULE), "rule": CLAUSE},
    ("PUT", f"{DRAFT}rules/<uuid:rule_id>/"): lambda _ids: {"rule": CLAUSE},
    ("POST", f"{DRAFT}rules/<uuid:rule_id>/decision/"): lambda _ids: {"decision": "rejected"},
    ("POST", f"{DRAFT}conflicts/<int:number>/"): lambda ids: {"keep": [str(ids.draft_rule)]},
    ("POST", f"{DRAFT}publication/"): lambda _ids: {"effective": NOW.date().isoformat()},
    ("PUT", "api/v1/floor/"): lambda _ids: {"per_year": 3},
}  # fmt: skip
"""What is sent; every method that writes has a line."""

QUERIES: dict[str, Callable[[Ids], list[dict[str, Any]]]] = {
    "api/v1/due/": lambda ids: [{"class": ids.school_class}, {"teacher": ids.staff}],
    "api/v1/students/": lambda ids: [{"class": ids.school_class}, {"search": ids.login}],
    "api/v1/visits/": lambda ids: [{"student": ids.student}, {"student": ids.student, "mine": "true"}],
    "api/v1/flags/": lambda _ids: [{"state": "all"}],
    "api/v1/draws/": lambda _ids: [{"state": "answered"}],
    "api/v1/staff/": lambda ids: [{"search": ids.login}],
    "api/v1/entrances/": lambda ids: [{"search": ids.login}],
    "api/v1/roster/template/": lambda _ids: [{"kind": "students"}],
    "api/v1/benchmarks/": lambda _ids: [{"measure": "coverage"}],
}
"""Further ways of asking a list, each with ids or words of somebody."""


HEADERS: dict[str, dict[str, str]] = {DRAFT: {"If-Match": '"1"'}}
"""What is sent beside the body to every route under an address."""


@dataclass(frozen=True)
class Call:
    """One request to one route."""

    route: Route
    address: str
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """Those that the route asks for."""
        return next((held for path, held in HEADERS.items() if self.route.path.startswith(path)), {})

    def by(self, client: SchoolClient, **headers: str) -> Any:
        """Send it."""
        if self.route.method == "GET":
            return client.get(self.address, self.data, headers=headers)
        headers = {**self.headers, **headers}
        files = any(isinstance(value, SimpleUploadedFile) for value in self.data.values())
        for value in self.data.values():
            if isinstance(value, SimpleUploadedFile):
                value.seek(0)
        send: Any = getattr(client, self.route.method.lower())
        return send(self.address, self.data, format="multipart" if files else "json", headers=headers)


def call(route: Route, ids: Ids, *, body: Ids | None = None, replacing: dict[str, Any] | None = None) -> Call:
    """The ordinary request: `ids` in the address, `body`'s (the same) in what is sent. `replacing` holds
    other values for single parameters of the address."""
    values = {name: _parameter(route, name)(ids) for name in route.parameters} | (replacing or {})
    data = {} if route.method in ("GET", "DELETE") else _body(route)(body or ids)
    return Call(route, route.address(values), data)


def queries(route: Route, ids: Ids) -> Iterable[Call]:
    """The other ways of asking a list."""
    if route.method == "GET":
        asked = QUERIES.get(route.path)
        for data in asked(ids) if asked else ():
            yield Call(route, route.address({n: _parameter(route, n)(ids) for n in route.parameters}), data)


def _parameter(route: Route, name: str) -> Callable[[Ids], Any]:
    found = PARTICULAR.get((route.path, name)) or PARAMETERS.get(name)
    assert found is not None, f"{route}: say in tests/support/calls.py which id <{name}> is"
    return found


def _body(route: Route) -> Body:
    found = BODIES.get((route.method, route.path))
    assert found is not None, f"{route}: say in tests/support/calls.py what is sent"
    return found
