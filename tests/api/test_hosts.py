"""The host decides whose data a request may meet; every other host gets a clear no."""

import pytest
from django.db import connection
from rest_framework.test import APIClient

from bureaus.models import School
from kernel import tenancy
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool


@pytest.mark.parametrize(
    "host", ["nowhere.localhost", "evil.example", "alpha.localhost.evil.example", "bad host"]
)
@pytest.mark.parametrize("path", ["/api/v1/site/", "/api/v1/me/", "/api/v1/students/"])
def test_an_unknown_host_is_a_404_in_json(alpha: TestSchool, host: str, path: str) -> None:
    answer = APIClient(HTTP_HOST=host).get(path)

    assert answer.status_code == 404
    assert answer.json() == {
        "code": "host.unknown",
        "message": "找不到这个网址，请核对学校或教育局的网址。",
        "fields": {},
    }


def test_each_kind_of_host_says_what_it_is(alpha: TestSchool) -> None:
    def site(host: str) -> dict[str, object]:
        return APIClient(HTTP_HOST=host).get("/api/v1/site/").json()  # type: ignore[no-any-return]

    assert site("alpha.localhost:8000") == {
        "kind": "school",
        "name": "甲小学",
        "stage": "primary",
        "signed_in": False,
        "entrances": [],
    }
    assert site("east.localhost")["kind"] == "bureau"
    portal = site("localhost")
    assert portal["kind"] == "portal"
    assert {"kind": "school", "name": "乙小学", "url": "http://beta.localhost"} in portal["entrances"]  # type: ignore[operator]


def test_entrances_are_searched_by_name_on_the_bare_host_only(alpha: TestSchool) -> None:
    answer = APIClient(HTTP_HOST="localhost").get("/api/v1/entrances/", {"search": "甲"})
    assert answer.json() == {
        "next": None,
        "previous": None,
        "results": [{"kind": "school", "name": "甲小学", "url": "http://alpha.localhost"}],
    }
    assert APIClient(HTTP_HOST="east.localhost").get("/api/v1/entrances/").status_code == 404


def test_entrances_are_paged(alpha: TestSchool) -> None:
    client = APIClient(HTTP_HOST="localhost")
    seen, address = [], "/api/v1/entrances/?page_size=1"
    while address:
        page = client.get(address).json()
        seen += [e["name"] for e in page["results"]]
        address = page["next"]

    assert seen == ["东县教育局", "西县教育局", "乙小学", "甲小学"]


def test_the_bare_host_signs_nobody_in(alpha: TestSchool) -> None:
    answer = APIClient(HTTP_HOST="localhost").post("/api/v1/tokens/", {"login": "a", "password": "b"})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_school_that_is_not_ready_has_no_host(alpha: TestSchool) -> None:
    with tenancy.public():
        School.objects.filter(slug="alpha").update(state="provisioning")

    assert APIClient(HTTP_HOST=alpha.host).get("/api/v1/site/").status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/me/", "/api/v1/nothing/", "/health", "/"])
def test_after_a_request_the_connection_stands_where_it_stood(alpha: TestSchool, path: str) -> None:
    assert tenancy.current() is None

    APIClient(HTTP_HOST=alpha.host).get(path)

    assert tenancy.current() is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone()[0].endswith("_none")


def test_every_answer_carries_the_security_headers(alpha: TestSchool) -> None:
    for path in ("/api/v1/site/", "/api/v1/nothing/", "/"):
        headers = APIClient(HTTP_HOST=alpha.host).get(path).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe-eval" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
    assert APIClient(HTTP_HOST=alpha.host).get("/api/v1/site/").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["/api/v1/nothing/", "/api/v1/visits/x/", "/api/v1/me", "/api/"])
def test_an_unknown_route_of_the_api_is_a_404_in_json_by_every_method(
    alpha: TestSchool, method: str, path: str
) -> None:
    answer = getattr(APIClient(HTTP_HOST=alpha.host, enforce_csrf_checks=True), method)(path)

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_page_is_only_read(alpha: TestSchool) -> None:
    answer = APIClient(HTTP_HOST=alpha.host, enforce_csrf_checks=True).post("/today")

    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")


def test_a_wrong_method_and_broken_json_are_told_in_chinese(alpha: TestSchool) -> None:
    client = APIClient(HTTP_HOST=alpha.host)

    assert client.put("/api/v1/tokens/", {}).json()["code"] == "method_not_allowed"
    broken = client.post("/api/v1/tokens/", "{", content_type="application/json")
    assert (broken.status_code, broken.json()["code"]) == (400, "unreadable")
    missing = client.post("/api/v1/tokens/", {"login": "x"})
    assert missing.json()["fields"] == {"password": ["该字段是必填项。"]}


def test_without_a_sign_in_nothing_is_answered(alpha: TestSchool) -> None:
    answer = SchoolClient(alpha.host).get("/api/v1/me/")

    assert (answer.status_code, answer.json()["code"]) == (401, "account.not_signed_in")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
