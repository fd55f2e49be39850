"""Bodies and cursors that no program of ours sends: each a clear no, none a crash."""

from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool

ClientFor = Callable[[TestSchool, str], SchoolClient]


@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 50_000, "null", "NaN", "", "{"])
def test_what_cannot_be_read_is_a_bad_request(alpha: TestSchool, text: str) -> None:
    answer = SchoolClient(alpha.host).post("/api/v1/tokens/", text, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["code"] == ("invalid" if text == "" else "unreadable")


def test_a_body_beyond_the_limit_is_too_large(alpha: TestSchool) -> None:
    text = '{"login": "x", "password": "%s"}' % ("y" * 3_000_000)

    answer = SchoolClient(alpha.host).post("/api/v1/tokens/", text, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


@pytest.mark.parametrize("place", ["p=\0", "o=-5", "o=x", "\xff"])
@pytest.mark.parametrize("path", ["students/", "visits/", "flags/", "staff/", "classes/", "policies/"])
def test_a_broken_cursor_is_not_found(
    alpha: TestSchool, client_for: ClientFor, path: str, place: str
) -> None:
    cursor = urlsafe_b64encode(place.encode("latin-1")).decode()

    answer = client_for(alpha, "principal").get(f"/api/v1/{path}", {"cursor": cursor})

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("place", ["p=abc", "p=%ED%A0%80", "r=1&p=x"])
@pytest.mark.parametrize(("path", "status"), [("students/", 200), ("flags/", 200), ("visits/", 404)])
def test_a_made_up_place_is_one_only_where_any_text_may_be(
    alpha: TestSchool, client_for: ClientFor, path: str, status: int, place: str
) -> None:
    cursor = urlsafe_b64encode(place.encode()).decode()

    assert client_for(alpha, "principal").get(f"/api/v1/{path}", {"cursor": cursor}).status_code == status
