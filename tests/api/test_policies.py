"""Drafts over HTTP: a text or a file in, one act after the other, a stale one refused with what is stored."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kernel import clock
from tests.support.belongings import CLAUSE, REGULATION
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool

ClientFor = Callable[[TestSchool, str], SchoolClient]
DRAFTS = "/api/v1/policies/drafts/"


@pytest.fixture
def office(alpha: TestSchool, client_for: ClientFor) -> SchoolClient:
    return client_for(alpha, "office")


@pytest.fixture
def draft(office: SchoolClient) -> dict[str, Any]:
    answer = office.post(DRAFTS, {"key": str(uuid4()), "text": REGULATION})
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    found: dict[str, Any] = answer.json()
    return found


def put_rule(client: SchoolClient, draft: dict[str, Any], rule: dict[str, Any], revision: int = 1) -> Any:
    address = f"{DRAFTS}{draft['id']}/rules/{draft['rules'][0]['id']}/"
    return client.put(address, {"rule": rule}, headers={"If-Match": f'"{revision}"'})


def test_from_a_text_to_a_version_in_force(
    alpha: TestSchool, client_for: ClientFor, office: SchoolClient, draft: dict[str, Any]
) -> None:
    assert [rule["sentence"] for rule in draft["rules"]] == [
        "班主任每学期走访本班每一名学生",
        "班主任每学期走访本班至少一半学生",
    ]
    (conflict,) = draft["conflicts"]
    assert conflict["rules"] == [rule["id"] for rule in draft["rules"]]
    principal = client_for(alpha, "principal")
    publication = f"{DRAFTS}{draft['id']}/publication/"
    day = {"effective": clock.today().isoformat()}
    early = principal.post(publication, day)
    assert (early.status_code, early.json()["code"]) == (409, "policy.unconfirmed")
    assert (early.json()["undecided"], early.json()["unsettled"]) == (2, 1)

    settled = office.post(
        f"{DRAFTS}{draft['id']}/conflicts/0/", {"keep": conflict["rules"][:1]}, headers={"If-Match": '"1"'}
    )
    assert (settled.status_code, settled.headers["ETag"]) == (200, '"2"')
    assert [rule["state"] for rule in settled.json()["rules"]] == ["confirmed", "rejected"]
    assert "text" not in settled.json()
    changes = office.get(f"{DRAFTS}{draft['id']}/changes/").json()
    assert changes == {"changes": [{"kind": "added", "text": "新增：班主任每学期走访本班每一名学生"}]}

    published = principal.post(publication, day, headers={"If-Match": '"2"'})
    assert (published.status_code, published.json()["effective_date"]) == (200, day["effective"])
    assert principal.post(publication, day).json() == published.json()
    listed = client_for(alpha, "homeroom").get("/api/v1/policies/").json()["results"]
    assert [one["title"] for one in listed][-2:] == ["家访制度", "教育局底线要求"]
    version = client_for(alpha, "homeroom").get(f"/api/v1/policies/versions/{draft['id']}/").json()
    assert (version["text"], version["changes"], len(version["rules"])) == (REGULATION, [], 1)
    assert office.get(f"{DRAFTS}{draft['id']}/").status_code == 404
    frozen = put_rule(office, draft, CLAUSE, 2)
    assert (frozen.status_code, frozen.json()["code"]) == (409, "policy.frozen")


def test_whoever_comes_too_late_sees_what_is_stored(office: SchoolClient, draft: dict[str, Any]) -> None:
    assert put_rule(office, draft, {**CLAUSE, "min": 60}).status_code == 200
    late = put_rule(office, draft, {**CLAUSE, "min": 70})
    assert (late.status_code, late.json()["code"]) == (409, "policy.draft_stale")
    stored = late.json()["stored"]
    assert (stored["revision"], stored["rules"][0]["rule"]["min"]) == (2, 60)
    address = f"{DRAFTS}{draft['id']}/rules/{draft['rules'][0]['id']}/"
    assert office.put(address, {"rule": CLAUSE}).json()["code"] == "policy.draft_stale"
    assert office.get(f"{DRAFTS}{draft['id']}/").json()["rules"] == stored["rules"]


def test_a_file_is_read(office: SchoolClient) -> None:
    file = SimpleUploadedFile("本校制度.txt", REGULATION.encode("gb18030"))
    answer = office.post(DRAFTS, {"key": str(uuid4()), "file": file}, format="multipart")
    assert answer.status_code == 201
    assert (answer.json()["file_name"], answer.json()["text"]) == ("本校制度.txt", REGULATION)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "regulation.empty"),
        (b"PK\x03\x04broken", "regulation.broken"),
        (b"\x89PNG\r\n\x1a\n", "regulation.type"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "regulation.protected",
        ),
        (b"x" * 10_000_001, "regulation.too_large"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(office: SchoolClient, content: bytes, code: str) -> None:
    answer = office.post(
        DRAFTS, {"key": str(uuid4()), "file": SimpleUploadedFile("制度.docx", content)}, format="multipart"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["fields"] == {"file": [answer.json()["message"]]}
    assert all(one["draft"] is None for one in office.get("/api/v1/policies/series/").json()["results"])


def test_the_next_version_of_what_holds(
    office: SchoolClient, alpha: TestSchool, client_for: ClientFor
) -> None:
    (series,) = office.get("/api/v1/policies/series/").json()["results"]
    assert [version["number"] for version in series["versions"]] == [1]
    body = {"key": str(uuid4()), "series": series["id"]}
    made = office.post(DRAFTS, body)
    assert (made.status_code, made.json()["number"], made.json()["previous"]["number"]) == (201, 2, 1)
    assert office.post(DRAFTS, body).json() == made.json()
    second = office.post(DRAFTS, {**body, "key": str(uuid4())})
    assert (second.status_code, second.json()["code"]) == (409, "policy.draft_exists")
    assert second.json()["draft"] == made.json()["id"]
    (seen,) = client_for(alpha, "homeroom").get("/api/v1/policies/series/").json()["results"]
    assert (seen["draft"], seen["undecided"]) == (None, 0)
    assert office.delete(f"{DRAFTS}{made.json()['id']}/").status_code == 204
    assert office.get("/api/v1/policies/series/").json()["results"] == [series]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        ({**CLAUSE, "source": "a\0b"}, "rule"),
        ({**CLAUSE, "note": {"deep": ["\0"]}}, "rule"),
        ({**CLAUSE, "source": "长" * 20_001}, "rule"),
        ({**CLAUSE, "min": "many"}, "min"),
        ({**CLAUSE, "min": -1}, "min"),
        ({"kind": "form", "source": ""}, "field"),
        ([], "rule"),
    ],
)
def test_a_rule_that_cannot_stand_is_refused_by_field(
    office: SchoolClient, draft: dict[str, Any], rule: Any, field: str
) -> None:
    for answer in (put_rule(office, draft, rule), office.post("/api/v1/policies/sentences/", {"rule": rule})):
        assert answer.status_code == 400
        assert list(answer.json()["fields"]) == [field]
    assert office.get(f"{DRAFTS}{draft['id']}/").json() == draft


def test_half_a_character_is_refused(office: SchoolClient, draft: dict[str, Any]) -> None:
    body = r'{"rule": {"kind": "conduct", "source": "", "text": "\ud800"}}'
    answer = office.post("/api/v1/policies/sentences/", body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["rule"])


def test_a_rule_is_read_back_while_it_is_written(office: SchoolClient) -> None:
    answer = office.post("/api/v1/policies/sentences/", {"rule": {**CLAUSE, "min": 80}})
    assert answer.json() == {"sentence": "班主任每学期走访本班至少 80% 的学生"}
    words = office.get("/api/v1/policies/words/").json()
    assert words["who"][0] == {"code": "homeroom", "label": "班主任"}


def test_a_day_that_is_gone_is_refused(
    alpha: TestSchool, client_for: ClientFor, draft: dict[str, Any]
) -> None:
    principal = client_for(alpha, "principal")
    principal.post(
        f"{DRAFTS}{draft['id']}/conflicts/0/",
        {"keep": draft["conflicts"][0]["rules"]},
        headers={"If-Match": '"1"'},
    )
    past = principal.post(f"{DRAFTS}{draft['id']}/publication/", {"effective": date(2020, 1, 1).isoformat()})
    assert (past.status_code, past.json()["code"]) == (400, "policy.date_invalid")
    assert list(past.json()["fields"]) == ["effective"]


def test_the_bureaus_floor(
    alpha: TestSchool, client_for: ClientFor, bureau_client: SchoolClient, other_bureau_client: SchoolClient
) -> None:
    assert bureau_client.get("/api/v1/floor/").json() == {"per_year": 1}
    assert bureau_client.put("/api/v1/floor/", {"per_year": 2}).json() == {"per_year": 2}
    assert bureau_client.put("/api/v1/floor/", {"per_year": 13}).status_code == 400
    assert bureau_client.get("/api/v1/floor/").json() == {"per_year": 2}
    assert other_bureau_client.get("/api/v1/floor/").json() == {"per_year": 1}
    shown = client_for(alpha, "homeroom").get("/api/v1/policies/").json()["results"][-1]
    assert [rule["sentence"] for rule in shown["rules"]] == ["班主任每学年对本班每一名学生走访至少 2 次"]


def test_a_rule_by_hand_is_decided_on_like_the_others(office: SchoolClient, draft: dict[str, Any]) -> None:
    one = {
        "id": str(uuid4()),
        "rule": {"kind": "conduct", "source": "", "text": "进门先问好"},
        "span": [0, 4],
    }
    address = f"{DRAFTS}{draft['id']}/rules/"
    added = office.post(address, one, headers={"If-Match": '"1"'})
    assert (added.status_code, added.headers["ETag"]) == (200, '"2"')
    last = added.json()["rules"][-1]
    assert (last["id"], last["state"], last["span"], last["confidence"]) == (one["id"], "added", [0, 4], None)
    again = office.post(address, one, headers={"If-Match": '"1"'})
    assert (again.status_code, again.headers["ETag"]) == (200, '"2"')

    decision = f"{address}{one['id']}/decision/"
    rejected = office.post(decision, {"decision": "rejected"}, headers={"If-Match": '"2"'})
    assert (rejected.json()["rules"][-1]["state"], rejected.headers["ETag"]) == ("rejected", '"3"')
    late = office.post(decision, {"decision": "confirmed"}, headers={"If-Match": '"2"'})
    assert (late.status_code, late.json()["code"]) == (409, "policy.draft_stale")
    odd = office.post(decision, {"decision": "maybe"}, headers={"If-Match": '"3"'})
    assert (odd.status_code, list(odd.json()["fields"])) == (400, ["decision"])
    assert office.get(f"{DRAFTS}{draft['id']}/").json()["rules"][-1]["state"] == "rejected"


def test_a_draft_gets_another_title(office: SchoolClient, draft: dict[str, Any]) -> None:
    address = f"{DRAFTS}{draft['id']}/"
    named = office.put(address, {"title": " 走访办法 "}, headers={"If-Match": '"1"'})
    assert (named.status_code, named.json()["title"], named.headers["ETag"]) == (200, "走访办法", '"2"')
    for title, revision, status, code in (
        ("　", 2, 400, "invalid"),
        ("又一个名称", 1, 409, "policy.draft_stale"),
        ("长" * 201, 2, 400, "invalid"),
    ):
        refused = office.put(address, {"title": title}, headers={"If-Match": f'"{revision}"'})
        assert (refused.status_code, refused.json()["code"]) == (status, code), title
    assert office.get(address).json()["title"] == "走访办法"
