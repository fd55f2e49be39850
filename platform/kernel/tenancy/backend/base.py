"""django-tenants' PostgreSQL backend, with a role instead of a search path.

Every statement runs under a role that we chose: `<prefix>_none` (no rights) until a school is
entered, `<prefix>_public` for the shared tables, the school's own role inside a school. The role's
name is the schema's name and the search path is `"$user", public`, so one SET ROLE switches the
schema and the rights together. Another school's table answers "permission denied".

SET ROLE is transactional: a rollback, also one to a savepoint, takes it back. So what we believe
about the role is forgotten then and said again before the next statement.
"""

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base
from psycopg import sql
from psycopg.pq import TransactionStatus

PUBLIC = "public"
OWN_PATH = '"$user", public'


class Place(NamedTuple):
    """Where a connection stands. `schema` None is nowhere; `owner` keeps the login's own role."""

    schema: str | None = None
    owner: bool = False


def role_none() -> str:
    """The role of a connection that has entered nothing."""
    return f"{settings.JIAFANG_DEPLOYMENT}_none"


def role_public() -> str:
    """The role that may use the shared tables."""
    return f"{settings.JIAFANG_DEPLOYMENT}_public"


def quoted(name: str) -> str:
    """An identifier for SQL; refuses what no role or schema of ours is called."""
    if base.is_valid_schema_name(name) is None:
        raise ValueError(f"not a name for a role or schema: {name!r}")
    return f'"{name}"'


class DatabaseWrapper(base.DatabaseWrapper):  # type: ignore[misc]
    """A connection that always stands in exactly one place and says so to the database."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._said: tuple[str, str] | None = None
        self._owner = False
        super().__init__(*args, **kwargs)
        self.move(Place())

    @property
    def place(self) -> Place:
        """Where the next statement will run."""
        return Place(self.schema_name, self._owner)

    def move(self, place: Place) -> None:
        """Stand at `place` from the next statement on. Sends nothing by itself."""
        self._owner = place.owner
        self.tenant = base.FakeTenant(schema_name=place.schema)
        self.schema_name = place.schema

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """django-tenants' way in; same as move(), without the owner's rights."""
        self._owner = False
        self.tenant = tenant
        self.schema_name = tenant.schema_name

    def forget(self) -> None:
        """Say role and search path again before the next statement."""
        self._said = None

    def _statements(self) -> tuple[str, str]:
        """What must have been said to the database: the role, the search path."""
        if self._owner:
            path = quoted(self.schema_name or PUBLIC)
            return "RESET ROLE", path if path == '"public"' else f'{path}, "public"'
        if self.schema_name is None:
            return f"SET ROLE {quoted(role_none())}", OWN_PATH
        if self.schema_name == PUBLIC:
            return f"SET ROLE {quoted(role_public())}", OWN_PATH
        return f"SET ROLE {quoted(self.schema_name)}", OWN_PATH

    def _say(self) -> None:
        """Switch role and search path if the database does not know yet. Fails closed: when the role
        cannot be taken, the statement that wanted to run does not run."""
        wanted = self._statements()
        said = self._said
        if wanted == said:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            # Nothing but a rollback can run now, and it needs no role. `_said` is forgotten with it.
            return
        role, path = wanted
        parts = [role] if said is None or said[0] != role else []
        if said is None or said[1] != path:
            parts.append(f"SET search_path = {path}")
        self._said = None
        with self.wrap_database_errors, self.connection.cursor() as cursor:
            # On the raw cursor: switching is ours and not among the queries that tests count.
            cursor.execute("; ".join(parts))
        self._said = wanted

    def _cursor(self, name: str | None = None) -> Any:
        self.ensure_connection()
        self._say()
        return super(base.DatabaseWrapper, self)._cursor(name)

    @async_unsafe
    def connect(self) -> None:
        self._said = None
        super().connect()

    def _configure_timezone(self, connection: Any) -> bool:
        """Django asks set_config(), which no role of ours may call (see roles.py), and asks it after
        our first SET ROLE: on a database whose zone is not UTC no connection would open. SET needs no
        right."""
        if connection.info.parameter_status("TimeZone") == self.timezone_name:
            return False
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SET TIME ZONE {}").format(sql.Literal(self.timezone_name)))
        return True

    def close(self) -> None:
        self._said = None
        super().close()

    @async_unsafe
    def rollback(self) -> None:
        self._said = None
        super().rollback()

    @async_unsafe
    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._said = None

    def close_if_unusable_or_obsolete(self) -> None:
        """Django calls this between two requests, Celery between two tasks: the next user of this
        connection starts nowhere, whatever the last one left behind."""
        super().close_if_unusable_or_obsolete()
        if not self.in_atomic_block:
            self._said = None
            self.move(Place())
