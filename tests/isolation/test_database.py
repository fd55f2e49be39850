"""PostgreSQL itself keeps schools apart: what one school's role can reach, and when roles change."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.models import User
from bureaus.models import School
from kernel import tenancy
from kernel.errors import MissingSchool
from kernel.tenancy.backend.base import role_none, role_public
from tests.support.schools import TestSchool


def ask(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def role() -> str:
    return str(ask("SELECT current_user")[0][0])


def refused(sql: str) -> str:
    """The database's refusal; fails when there is none."""
    with pytest.raises(ProgrammingError) as caught, transaction.atomic():
        ask(sql)
    return str(caught.value).splitlines()[0]


def tables(schema: str) -> list[str]:
    with tenancy.as_owner():
        return [
            row[0] for row in ask("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", schema)
        ]


def test_no_table_of_another_school_can_be_read(alpha: TestSchool, beta: TestSchool) -> None:
    names = tables(beta.schema_name)
    assert {"accounts_user", "django_session", "kernel_auditentry"} <= set(names)

    with tenancy.school(alpha.schema_name):
        answers = {refused(f'SELECT * FROM "{beta.schema_name}"."{name}"') for name in names}

    assert answers == {f"permission denied for schema {beta.schema_name}"}


def test_no_shared_table_can_be_read_from_a_school(alpha: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        for name in tables("public"):
            assert refused(f'SELECT * FROM public."{name}"') == f"permission denied for table {name}"


def test_no_school_can_be_read_from_the_shared_schema(alpha: TestSchool) -> None:
    with tenancy.public():
        answer = refused(f'SELECT * FROM "{alpha.schema_name}".accounts_user')

    assert answer == f"permission denied for schema {alpha.schema_name}"


def test_without_a_school_everything_is_refused(alpha: TestSchool) -> None:
    assert tenancy.current() is None
    assert role() == role_none()

    assert refused("SELECT * FROM accounts_user") == "permission denied for table accounts_user"
    assert refused("SELECT * FROM bureaus_school") == "permission denied for table bureaus_school"
    assert refused(f'SELECT * FROM "{alpha.schema_name}".accounts_user').startswith("permission denied")


def test_a_table_that_a_school_lacks_is_not_found_in_the_shared_schema(alpha: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        assert refused("SELECT * FROM bureaus_school") == "permission denied for table bureaus_school"


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE mine (a int)",
        "CREATE TABLE public.mine (a int)",
        "DROP TABLE accounts_user",
        "TRUNCATE kernel_auditentry",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "DELETE FROM django_migrations",
        "SELECT * FROM pg_authid",
    ],
)
def test_a_school_cannot_change_the_shape_of_things(in_alpha: TestSchool, sql: str) -> None:
    assert refused(sql).split(" ")[0] in {"permission", "must"}


def test_an_expression_cannot_change_the_role(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.as_owner():
        if not ask("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")[0][0]:
            pytest.skip("only a superuser can take set_config() from PUBLIC; the roles hold without it")
    with tenancy.school(alpha.schema_name):
        answer = refused(f"SELECT set_config('role', '{beta.schema_name}', false)")

    assert answer == "permission denied for function set_config"


def test_the_same_query_meets_each_schools_own_rows(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        User.objects.filter(login="office").update(name="只在甲")
    with tenancy.school(beta.schema_name):
        names = set(User.objects.values_list("name", flat=True))

    assert "只在甲" not in names
    assert "乙小学办公室" in names


def test_contexts_nest_and_come_back(alpha: TestSchool, beta: TestSchool) -> None:
    seen = [role()]
    with tenancy.school(alpha.schema_name):
        seen.append(role())
        with tenancy.public():
            seen.append(role())
            with tenancy.school(beta.schema_name):
                seen.append(role())
            seen.append(role())
        seen.append(role())
    seen.append(role())

    assert seen == [
        role_none(), alpha.schema_name, role_public(), beta.schema_name, role_public(), alpha.schema_name,
        role_none(),
    ]  # fmt: skip


def test_an_error_inside_a_context_leaves_it(alpha: TestSchool) -> None:
    def broken() -> None:
        with tenancy.school(alpha.schema_name):
            ask("SELECT 1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert role() == role_none()


def test_a_savepoint_rolled_back_does_not_bring_back_an_older_role(
    alpha: TestSchool, beta: TestSchool
) -> None:
    with tenancy.school(alpha.schema_name):
        assert role() == alpha.schema_name
        sid = transaction.savepoint()
        with tenancy.school(beta.schema_name):
            assert role() == beta.schema_name
            transaction.savepoint_rollback(sid)
            assert role() == beta.schema_name
        assert role() == alpha.schema_name


def test_a_role_taken_inside_a_rolled_back_savepoint_is_taken_again(alpha: TestSchool) -> None:
    # The database goes back to the role before the savepoint, our memory must not claim otherwise.
    with tenancy.public():
        assert role() == role_public()
        with tenancy.school(alpha.schema_name):
            sid = transaction.savepoint()
            assert role() == alpha.schema_name
            transaction.savepoint_rollback(sid)
            assert role() == alpha.schema_name


def test_a_failed_statement_in_a_nested_context_keeps_roles_right(alpha: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        ask("SELECT 1")
        with pytest.raises(ProgrammingError), transaction.atomic(), tenancy.public():
            ask("SELECT * FROM no_such_table")
        assert role() == alpha.schema_name
        assert User.objects.filter(login="office").exists()


def test_a_school_that_does_not_exist_is_an_error_not_another_place(alpha: TestSchool) -> None:
    missing = alpha.schema_name[:-10] + "0" * 10
    with pytest.raises(Exception, match="does not exist"), transaction.atomic(), tenancy.school(missing):
        ask("SELECT current_user")

    assert role() == role_none()


@pytest.mark.parametrize("name", ["public", "pg_catalog", "", "postgres", "jf_other", 'x"; RESET ROLE; --'])
def test_only_a_schools_name_is_entered(name: str) -> None:
    with pytest.raises(MissingSchool), tenancy.school(name):
        pass


def test_insert_only_tables_are_that_in_the_shared_schema_too(alpha: TestSchool) -> None:
    with tenancy.public():
        assert refused("UPDATE kernel_auditentry SET action = 'x'").startswith("permission denied")


class TestOutsideOfATransaction:
    """What Django and Celery do between two requests or tasks. Nothing is written here."""

    def test_the_next_user_of_a_connection_starts_nowhere(self, alpha_outside: TestSchool) -> None:
        tenancy.enter(alpha_outside.schema_name)
        assert role() == alpha_outside.schema_name
        before = connection.connection

        connection.settings_dict["CONN_MAX_AGE"] = 600
        connection.close_at = None
        connection.close_if_unusable_or_obsolete()

        assert connection.connection is before, "the same connection is used again"
        assert role() == role_none()

    def test_a_new_connection_starts_nowhere(self, alpha_outside: TestSchool) -> None:
        tenancy.enter(alpha_outside.schema_name)
        connection.close()
        tenancy.enter(None)

        assert role() == role_none()

    def test_a_reconnect_inside_a_school_takes_its_role(self, alpha_outside: TestSchool) -> None:
        with tenancy.school(alpha_outside.schema_name):
            assert role() == alpha_outside.schema_name
            connection.close()
            assert role() == alpha_outside.schema_name

    def test_a_server_in_another_time_zone_is_told_ours(
        self, alpha_outside: TestSchool, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The test database's own zone is not UTC (tests/support/database.py); nor is the login's here.
        monkeypatch.setattr("django.db.backends.base.base.RAN_DB_VERSION_CHECK", set())
        monkeypatch.setitem(connection.settings_dict, "OPTIONS", {"options": "-c TimeZone=Asia/Shanghai"})
        connection.close()
        try:
            with tenancy.school(alpha_outside.schema_name):
                assert (ask("SHOW TimeZone"), role()) == ([("UTC",)], alpha_outside.schema_name)
                connection.close()
                assert (ask("SHOW TimeZone"), role()) == ([("UTC",)], alpha_outside.schema_name)
            with tenancy.as_owner():
                assert ask("SHOW TimeZone") == [("UTC",)]
        finally:
            connection.close()

    def test_a_rolled_back_transaction_takes_the_role_again(self, alpha_outside: TestSchool) -> None:
        class Stop(Exception):
            pass

        def interrupted(act: Callable[[], object]) -> None:
            with transaction.atomic():
                act()
                raise Stop

        with tenancy.public():
            assert role() == role_public()
            with tenancy.school(alpha_outside.schema_name):
                with pytest.raises(Stop):
                    interrupted(role)
                assert role() == alpha_outside.schema_name

    def test_an_aborted_transaction_recovers(self, alpha_outside: TestSchool) -> None:
        with tenancy.school(alpha_outside.schema_name):
            with pytest.raises(ProgrammingError), transaction.atomic():
                ask("SELECT * FROM no_such_table")
            assert role() == alpha_outside.schema_name

    def test_a_server_side_cursor_runs_under_the_schools_role(self, alpha_outside: TestSchool) -> None:
        with tenancy.school(alpha_outside.schema_name):
            logins = {user.login for user in User.objects.all().iterator(chunk_size=2)}
        assert "homeroom2" in logins
        with pytest.raises(ProgrammingError):
            list(School.objects.all().iterator(chunk_size=2))
