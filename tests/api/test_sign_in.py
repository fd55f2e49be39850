"""Signing in by token and by session, lock-out, first password, hosts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from accounts.models import ApiToken, User
from accounts.services import user_create
from kernel import clock, tenancy
from kernel.actor import Actor
from tests.support.clients import SchoolClient
from tests.support.schools import TEST_PASSWORD, TestSchool

CREDENTIALS = {"login": "homeroom", "password": TEST_PASSWORD}
ClientFor = Callable[[TestSchool, str], SchoolClient]


def sign_in(host: str, login: str = "homeroom", password: str = TEST_PASSWORD, address: str = "10.0.0.1"):  # type: ignore[no-untyped-def]
    return APIClient(HTTP_HOST=host, REMOTE_ADDR=address).post(
        "/api/v1/tokens/", {"login": login, "password": password}
    )


def browser(host: str) -> APIClient:
    """A browser that has opened the site and so has the CSRF cookie."""
    client = APIClient(HTTP_HOST=host, enforce_csrf_checks=True)
    client.get("/api/v1/site/")
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value)
    return client


def test_a_token_opens_the_host_that_issued_it(alpha: TestSchool) -> None:
    answer = sign_in(alpha.host)

    assert answer.status_code == 201
    client = SchoolClient(alpha.host, answer.json()["token"])
    me = client.get("/api/v1/me/").json()
    assert (me["login"], me["roles"], me["school"], me["bureau"]) == (
        "homeroom",
        ["homeroom"],
        {"name": "甲小学", "stage": "primary", "slug": "alpha"},
        None,
    )


def test_a_token_of_one_school_is_nothing_at_another_or_at_the_bureau(
    alpha: TestSchool, beta: TestSchool
) -> None:
    token = sign_in(alpha.host).json()["token"]

    for host in (beta.host, alpha.bureau_host):
        answer = SchoolClient(host, token).get("/api/v1/me/")
        assert (answer.status_code, answer.json()["code"]) == (401, "account.token_invalid")


def test_a_bureaus_member_is_nobody_on_another_bureaus_host(alpha: TestSchool, beta: TestSchool) -> None:
    assert sign_in(alpha.bureau_host, "east-staff").status_code == 201

    answer = sign_in(beta.bureau_host, "east-staff")

    assert (answer.status_code, answer.json()["code"]) == (401, "account.wrong_credentials")


def test_a_phone_number_signs_in_as_well(alpha: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        User.objects.filter(login="homeroom").update(phone="13800000001")

    assert sign_in(alpha.host, "138 0000 0001").status_code == 201


@pytest.mark.parametrize(("login", "password"), [("homeroom", "wrong"), ("nobody", TEST_PASSWORD)])
def test_wrong_credentials_look_alike(alpha: TestSchool, login: str, password: str) -> None:
    answer = sign_in(alpha.host, login, password)

    assert answer.status_code == 401
    assert answer.json() == {
        "code": "account.wrong_credentials",
        "message": "登录名或密码不对，请核对后再试；忘记密码请联系本校办公室重置。",
        "fields": {},
    }


def test_five_wrong_passwords_close_the_login_for_that_address_only(alpha: TestSchool) -> None:
    statuses = [sign_in(alpha.host, password=f"wrong{n}").status_code for n in range(5)]

    assert statuses == [401] * 5
    assert sign_in(alpha.host).status_code == 429, "the right password is refused too"
    assert sign_in(alpha.host, "HOMEROOM ").status_code == 429, "the same login written otherwise"
    assert sign_in(alpha.host, "subject").status_code == 201, "a colleague at the same address"
    assert sign_in(alpha.host, address="10.0.0.2").status_code == 201, "the same person elsewhere"


def test_the_lock_ends_after_the_window(alpha: TestSchool) -> None:
    for n in range(5):
        sign_in(alpha.host, password=f"wrong{n}")

    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert sign_in(alpha.host).status_code == 201


def test_lock_outs_of_one_school_do_not_touch_another(alpha: TestSchool, beta: TestSchool) -> None:
    for n in range(5):
        sign_in(alpha.host, password=f"wrong{n}")

    assert sign_in(beta.host).status_code == 201


def test_a_token_expires(alpha: TestSchool, client_for: ClientFor) -> None:
    client = client_for(alpha, "homeroom")
    assert client.get("/api/v1/me/").status_code == 200

    with clock.frozen(clock.now() + timedelta(hours=12, seconds=1)):
        assert client.get("/api/v1/me/").status_code == 401


def test_changing_the_password_ends_all_tokens(alpha: TestSchool, client_for: ClientFor) -> None:
    here, elsewhere = client_for(alpha, "homeroom"), client_for(alpha, "homeroom")

    answer = here.post(
        "/api/v1/password/", {"old_password": TEST_PASSWORD, "new_password": "Another-horse-8"}
    )

    assert answer.status_code == 204
    assert [c.get("/api/v1/me/").status_code for c in (here, elsewhere)] == [401, 401]
    assert sign_in(alpha.host).status_code == 401
    assert sign_in(alpha.host, password="Another-horse-8").status_code == 201


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("wrong", "Another-horse-8", "account.old_password_wrong"),
        (TEST_PASSWORD, TEST_PASSWORD, "account.weak_password"),
        (TEST_PASSWORD, "12345678", "account.weak_password"),
        (TEST_PASSWORD, "short1", "account.weak_password"),
        (TEST_PASSWORD, "homeroom", "account.weak_password"),
    ],
)
def test_a_refused_password_changes_nothing(
    alpha: TestSchool, client_for: ClientFor, old: str, new: str, code: str
) -> None:
    client = client_for(alpha, "homeroom")

    answer = client.post("/api/v1/password/", {"old_password": old, "new_password": new})

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert client.get("/api/v1/me/").status_code == 200
    assert sign_in(alpha.host).status_code == 201


def test_what_makes_a_password_weak_is_said_in_chinese(alpha: TestSchool, client_for: ClientFor) -> None:
    answer = client_for(alpha, "homeroom").post(
        "/api/v1/password/", {"old_password": TEST_PASSWORD, "new_password": "123"}
    )

    assert answer.json()["fields"] == {
        "new_password": ["新密码至少要有 8 位。", "这个密码太常见，容易被猜到。", "新密码不能全是数字。"]
    }


def test_a_first_password_opens_nothing_but_its_change(alpha: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        made = user_create(
            actor=Actor.system(alpha.schema_name), login="fresh", name="新教师", roles=["principal"]
        )
    client = SchoolClient(alpha.host, sign_in(alpha.host, "fresh", made.first_password).json()["token"])

    assert client.get("/api/v1/me/").json()["must_change_password"] is True
    refused = client.get("/api/v1/students/")
    assert (refused.status_code, refused.json()["code"]) == (403, "account.password_change_required")
    change = {"old_password": made.first_password, "new_password": "Another-horse-8"}
    assert client.post("/api/v1/password/", change).status_code == 204
    token = sign_in(alpha.host, "fresh", "Another-horse-8").json()["token"]
    assert SchoolClient(alpha.host, token).get("/api/v1/students/").status_code == 200


def test_a_session_needs_the_csrf_token(alpha: TestSchool) -> None:
    bare = APIClient(HTTP_HOST=alpha.host, enforce_csrf_checks=True)
    answer = bare.post("/api/v1/session/", CREDENTIALS)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")

    client = browser(alpha.host)
    assert client.post("/api/v1/session/", CREDENTIALS).status_code == 200
    assert client.get("/api/v1/me/").json()["login"] == "homeroom"
    cookie = client.cookies["jiafang_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["domain"]) == (True, "Lax", "")
    change = {"old_password": TEST_PASSWORD, "new_password": "Another-horse-8"}
    client.credentials(HTTP_X_CSRFTOKEN="x" * 32)
    assert client.post("/api/v1/password/", change).status_code == 403
    assert sign_in(alpha.host).status_code == 201, "the refused change changed nothing"


def test_signing_out_ends_the_session(alpha: TestSchool) -> None:
    client = browser(alpha.host)
    client.post("/api/v1/session/", CREDENTIALS)
    old = client.cookies["jiafang_session"].value
    client.credentials(HTTP_X_CSRFTOKEN=client.cookies["csrftoken"].value)

    assert client.delete("/api/v1/session/").status_code == 204

    client.cookies["jiafang_session"] = old
    assert client.get("/api/v1/me/").status_code == 401


def test_a_session_ends_after_half_an_hour_without_a_request(alpha: TestSchool) -> None:
    client = browser(alpha.host)
    client.post("/api/v1/session/", CREDENTIALS)

    assert client.cookies["jiafang_session"]["max-age"] == 1800


def test_a_session_ends_after_the_days_work_in_any_case(alpha: TestSchool) -> None:
    client = browser(alpha.host)
    client.post("/api/v1/session/", CREDENTIALS)

    with clock.frozen(clock.now() + timedelta(hours=12, seconds=1)):
        assert client.get("/api/v1/me/").status_code == 401


def test_a_password_change_ends_other_sessions_but_not_this_one(alpha: TestSchool) -> None:
    here, elsewhere = browser(alpha.host), browser(alpha.host)
    for client in (here, elsewhere):
        client.post("/api/v1/session/", CREDENTIALS)
    change = {"old_password": TEST_PASSWORD, "new_password": "Another-horse-8"}

    assert here.post("/api/v1/password/", change).status_code == 204

    assert here.get("/api/v1/me/").status_code == 200
    assert elsewhere.get("/api/v1/me/").status_code == 401


def test_a_session_cookie_of_one_school_is_nothing_at_another(alpha: TestSchool, beta: TestSchool) -> None:
    client = browser(alpha.host)
    client.post("/api/v1/session/", CREDENTIALS)
    other = APIClient(HTTP_HOST=beta.host)
    other.cookies["jiafang_session"] = client.cookies["jiafang_session"].value

    assert other.get("/api/v1/me/").status_code == 401


def test_a_deactivated_account_is_out_at_once(alpha: TestSchool, client_for: ClientFor) -> None:
    client = client_for(alpha, "homeroom")
    with tenancy.school(alpha.schema_name):
        User.objects.filter(login="homeroom").update(is_active=False)

    assert client.get("/api/v1/me/").status_code == 401
    assert sign_in(alpha.host).status_code == 401


def test_only_a_digest_of_the_token_is_stored(alpha: TestSchool) -> None:
    token = sign_in(alpha.host).json()["token"]

    with tenancy.school(alpha.schema_name):
        stored = ApiToken.objects.get()
    assert token not in {stored.digest, stored.host}
    assert len(stored.digest) == 64
