"""The application's own login: it owns nothing and can do nothing before it takes a role."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from kernel import tenancy
from kernel.tenancy import roles
from tests.support.schools import TestSchool

PASSWORD = "a-password-for-the-app-login"


@pytest.fixture
def app(
    alpha: TestSchool, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator["psycopg.Connection[Any]"]:
    """A raw connection as `<prefix>_app`, made and granted the way `prepare` does."""
    login = f"{settings.JIAFANG_DEPLOYMENT}_app"
    owner = settings.DATABASES["default"]
    parameters = connection.get_connection_params()
    settings.JIAFANG_OWNER_DATABASE = owner
    monkeypatch.setitem(settings.DATABASES, "default", {**owner, "USER": login, "PASSWORD": PASSWORD})
    with tenancy.owner_connection() as server, server.cursor() as cursor:
        roles.login_ensure(cursor)  # type: ignore[arg-type]
        for role in (f"{settings.JIAFANG_DEPLOYMENT}_public", alpha.schema_name):
            cursor.execute(roles.grant_role(role, login, server_version=server.info.server_version))
    opened = psycopg.connect(
        host=parameters.get("host"), port=parameters.get("port"), dbname=parameters["dbname"], user=login,
        password=PASSWORD, autocommit=True,
    )  # fmt: skip
    yield opened
    opened.close()
    with tenancy.owner_connection() as server:
        # An owner who is no superuser may drop what a role was given only as its member.
        server.execute(f'GRANT "{login}" TO CURRENT_USER')
        server.execute(f'DROP OWNED BY "{login}"')
        server.execute(f'DROP ROLE "{login}"')


def test_it_owns_and_inherits_nothing(app: "psycopg.Connection[Any]", alpha: TestSchool) -> None:
    for sql in (
        "SELECT * FROM public.bureaus_school",
        f'SELECT * FROM "{alpha.schema_name}".accounts_user',
        "CREATE TABLE public.mine (a int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(sql)


def test_it_takes_a_role_that_it_was_given(app: "psycopg.Connection[Any]", alpha: TestSchool) -> None:
    app.execute(f'SET ROLE "{alpha.schema_name}"')

    found = app.execute("SELECT count(*) FROM accounts_user WHERE login = 'homeroom'").fetchone()
    assert found == (1,)


def test_it_cannot_become_the_owner_or_take_what_it_was_not_given(
    app: "psycopg.Connection[Any]", beta: TestSchool
) -> None:
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        (owner,) = cursor.fetchone() or ("",)
    for role in (owner, beta.schema_name):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(f'SET ROLE "{role}"')


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (150004, 'GRANT "a_role" TO "a_login"'),
        (160000, 'GRANT "a_role" TO "a_login" WITH INHERIT FALSE, SET TRUE'),
        (180000, 'GRANT "a_role" TO "a_login" WITH INHERIT FALSE, SET TRUE'),
    ],
)
def test_each_postgresql_gets_its_own_words(version: int, expected: str) -> None:
    assert roles.grant_role("a_role", "a_login", server_version=version) == expected


def test_acting_as_owner_is_refused_inside_the_applications_transaction(
    alpha: TestSchool, settings: Any
) -> None:
    settings.JIAFANG_IS_OWNER = False
    settings.JIAFANG_OWNER_DATABASE = dict(settings.DATABASES["default"])

    with pytest.raises(RuntimeError, match="transaction"), transaction.atomic(), tenancy.as_owner():
        pass


def test_settings_name_no_login_of_their_own() -> None:
    assert settings.JIAFANG_OWNER_DATABASE is None, "tests run as the owner"
