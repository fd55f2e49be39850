"""Roles and rights, as SQL. Everything here may be said twice.

    <prefix>_none      no rights; where a connection stands until it enters something
    <prefix>_public    the shared tables
    <school's schema>  that school's tables; one NOLOGIN role a school

The application's login is a member of all of them without inheriting anything, so it can do
nothing until it takes one. What a `DATABASE_URL` must be allowed to do: CREATE in the database and
CREATEROLE (a superuser is not needed).
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from kernel.tenancy.backend.base import quoted, role_none, role_public

DML = "SELECT, INSERT, UPDATE, DELETE"


def grant_role(role: str, login: str, *, server_version: int) -> str:
    """The statement that lets `login` take `role` without inheriting it. PostgreSQL has words for
    that from 16 on; before, a login made with NOINHERIT has the same effect."""
    words = " WITH INHERIT FALSE, SET TRUE" if server_version >= 160000 else ""
    return f"GRANT {quoted(role)} TO {quoted(login)}{words}"


def logins() -> list[str]:
    """The logins that must be able to take every role: the owner's and the application's."""
    app = settings.DATABASES["default"]["USER"]
    owner = (settings.JIAFANG_OWNER_DATABASE or settings.DATABASES["default"])["USER"]
    return list(dict.fromkeys(name for name in (owner, app) if name))


def role_ensure(cursor: CursorWrapper, role: str) -> None:
    """Make a NOLOGIN role if it is missing and let our logins take it."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"CREATE ROLE {quoted(role)} NOLOGIN NOINHERIT")
    version = connection.connection.info.server_version
    cursor.execute("SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)")
    me, superuser = cursor.fetchone() or ("", False)
    for login in logins() or [me]:
        if not (superuser and login == me):
            cursor.execute(grant_role(role, login, server_version=version))


def login_ensure(cursor: CursorWrapper) -> None:
    """Make the application's login when it has an address of its own and does not exist yet."""
    if settings.JIAFANG_OWNER_DATABASE is None:
        return
    app = settings.DATABASES["default"]
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [app["USER"]])
    if cursor.fetchone() is None:
        from psycopg import sql

        cursor.execute(
            sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD {}").format(
                sql.Identifier(app["USER"]), sql.Literal(app["PASSWORD"])
            )
        )


def base_ensure(cursor: CursorWrapper) -> None:
    """The roles that are not a school's, and what PUBLIC must not have."""
    login_ensure(cursor)
    role_ensure(cursor, role_none())
    role_ensure(cursor, role_public())
    cursor.execute(f"SELECT has_schema_privilege('{role_none()}', 'public', 'CREATE')")
    if (cursor.fetchone() or (False,))[0]:  # PostgreSQL before 15, or a database upgraded from there
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    _close_set_config(cursor)


def _close_set_config(cursor: CursorWrapper) -> None:
    """Take set_config() from everybody but our logins: it is how a single injected expression could
    change the role. Only a superuser can; without one the backend's roles still hold."""
    cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    if not (cursor.fetchone() or (False,))[0]:
        return
    cursor.execute("REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC")
    for login in logins():
        cursor.execute(
            f"GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO {quoted(login)}"
        )


def public_grants(cursor: CursorWrapper) -> None:
    """Give the public role our shared tables, and only ours."""
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    present = {row[0] for row in cursor.fetchall()}
    for model in models_in(settings.SHARED_APPS):
        table = model._meta.db_table
        if table in present:
            cursor.execute(f'GRANT {rights(model)} ON public."{table}" TO {quoted(role_public())}')
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')"
        " JOIN pg_class t ON t.oid = d.refobjid"
        " WHERE c.relkind = 'S' AND n.nspname = 'public'"
    )
    for (sequence,) in cursor.fetchall():
        cursor.execute(f'GRANT USAGE, SELECT ON SEQUENCE public."{sequence}" TO {quoted(role_public())}')


def school_grants(schema: str) -> str:
    """Rights of a school's role on its own schema, as one SQL text. The audit trail and other
    insert-only tables can be added to and read; the record of migrations can be read."""
    name = quoted(schema)
    lines = [
        f"GRANT USAGE ON SCHEMA {name} TO {name}",
        f"GRANT {DML} ON ALL TABLES IN SCHEMA {name} TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {name} TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT {DML} ON TABLES TO {name}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA {name} GRANT USAGE, SELECT ON SEQUENCES TO {name}",
        f"REVOKE INSERT, UPDATE, DELETE ON {name}.django_migrations FROM {name}",
    ]
    lines += [
        f'REVOKE UPDATE, DELETE ON {name}."{model._meta.db_table}" FROM {name}'
        for model in models_in(settings.TENANT_APPS)
        if getattr(model, "insert_only", False)
    ]
    return ";\n".join(lines)


def rights(model: type[models.Model]) -> str:
    """What a role may do with this model's table."""
    return "SELECT, INSERT" if getattr(model, "insert_only", False) else DML


def models_in(app_names: list[str]) -> list[type[models.Model]]:
    """The models, many-to-many tables included, of the apps in one of the settings' lists."""
    found: list[type[models.Model]] = []
    for config in apps.get_app_configs():
        if config.name in app_names:
            found += [m for m in config.get_models(include_auto_created=True) if m._meta.managed]
    return found


def schemas(cursor: Any) -> list[str]:
    """All schools' schemas of this deployment, by name."""
    cursor.execute(
        "SELECT nspname FROM pg_namespace WHERE nspname ~ %s ORDER BY nspname",
        [f"^{settings.JIAFANG_DEPLOYMENT}_s_[0-9a-f]{{10}}$"],
    )
    return [row[0] for row in cursor.fetchall()]
