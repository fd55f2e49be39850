"""Opening a school, as the bureau sees it."""

import pytest

from bureaus.models import School
from kernel import outbox, tenancy
from kernel.models import OutboxMessage
from onboarding.services import school_run
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool

ORDER = {"name": "丙小学", "slug": "gamma", "stage": "primary", "template": "P01"}


def names(client: SchoolClient) -> list[str]:
    return [s["name"] for s in client.get("/api/v1/schools/").json()["results"]]


def test_a_bureau_sees_its_own_schools_only(
    bureau_client: SchoolClient, other_bureau_client: SchoolClient, alpha: TestSchool, beta: TestSchool
) -> None:
    assert names(bureau_client) == ["甲小学"]
    assert names(other_bureau_client) == ["乙小学"]
    assert bureau_client.get(f"/api/v1/schools/{alpha.public_id}/").json()["state"] == "ready"


def test_another_bureaus_school_and_none_at_all_look_alike(
    bureau_client: SchoolClient, beta: TestSchool
) -> None:
    absent = "00000000-0000-4000-8000-000000000000"
    answers = [bureau_client.get(f"/api/v1/schools/{which}/") for which in (beta.public_id, absent)]
    answers += [bureau_client.post(f"/api/v1/schools/{which}/retry/") for which in (beta.public_id, absent)]

    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1


def test_an_order_is_accepted_opened_and_can_be_signed_into(bureau_client: SchoolClient) -> None:
    answer = bureau_client.post(
        "/api/v1/schools/", {**ORDER, "principal": {"name": "丁校长", "phone": "13900000001"}}
    )

    assert answer.status_code == 202
    ordered = answer.json()
    assert (ordered["state"], ordered["progress"], ordered["url"]) == ("queued", 0, "http://gamma.localhost")
    with tenancy.public():
        school = School.objects.get(slug="gamma")
        assert OutboxMessage.objects.get(key=f"onboarding.open:{school.pk}").settled_at is None
    assert school_run(school.pk) is True
    shown = bureau_client.get(f"/api/v1/schools/{ordered['id']}/").json()
    assert (shown["state"], shown["progress"], shown["problem"]) == ("ready", 100, "")
    assert "principal" not in shown
    credentials = {"login": "13900000001", "password": ordered["principal"]["first_password"]}
    token = SchoolClient("gamma.localhost").post("/api/v1/tokens/", credentials).json()["token"]
    me = SchoolClient("gamma.localhost", token).get("/api/v1/me/").json()
    assert (me["name"], me["roles"], me["must_change_password"]) == ("丁校长", ["principal"], True)


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"slug": "Bad Slug"}, 400, "school.invalid", "slug"),
        ({"slug": "www"}, 400, "school.invalid", "slug"),
        ({"slug": "alpha"}, 409, "school.slug_taken", "slug"),
        ({"slug": "west"}, 409, "school.slug_taken", "slug"),
        ({"name": "甲小学"}, 409, "school.name_taken", "name"),
        ({"stage": "castle"}, 400, "invalid", "stage"),
        ({"principal": {"phone": "12"}}, 400, "invalid", "principal.phone"),
    ],
)
def test_a_refused_order_leaves_nothing(
    bureau_client: SchoolClient, change: dict[str, object], status: int, code: str, field: str
) -> None:
    answer = bureau_client.post("/api/v1/schools/", {**ORDER, **change})

    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (
        status,
        code,
        [field],
    )
    with tenancy.public():
        assert School.objects.count() == 2
        assert not OutboxMessage.objects.filter(task="onboarding.open", settled_at__isnull=True).exists()


def test_only_a_failed_opening_is_tried_again(bureau_client: SchoolClient, alpha: TestSchool) -> None:
    answer = bureau_client.post(f"/api/v1/schools/{alpha.public_id}/retry/")

    assert (answer.status_code, answer.json()["code"]) == (409, "school.not_failed")


def test_retrying_puts_the_order_back_into_the_outbox(bureau_client: SchoolClient, alpha: TestSchool) -> None:
    with tenancy.public():
        School.objects.filter(slug="alpha").update(state="failed", problem="x")

    answer = bureau_client.post(f"/api/v1/schools/{alpha.public_id}/retry/")

    assert (answer.status_code, answer.json()["state"], answer.json()["problem"]) == (202, "queued", "")
    with tenancy.public():
        message = OutboxMessage.objects.get(key=f"onboarding.open:{alpha.school_id}")
        assert message.settled_at is None
        outbox.settle(message.key)


def test_schools_are_no_route_of_a_schools_host(alpha: TestSchool, client_for) -> None:  # type: ignore[no-untyped-def]
    assert client_for(alpha, "principal").get("/api/v1/schools/").status_code == 404
