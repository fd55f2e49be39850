"""The test database: made once per run by the same code that prepares a real one."""

from typing import Any

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from kernel import tenancy


def test_name() -> str:
    """The test database's name; the prefix in the settings already tells xdist's workers apart."""
    name = settings.DATABASES["default"]["NAME"]
    return name if name.startswith("test_") else f"test_{name}_{settings.JIAFANG_DEPLOYMENT}"


def create(*, keep: bool) -> str:
    """Make the database, unless it is kept from the last run, and turn the settings to it. Returns
    the name of the ordinary database, to be given to `drop`."""
    ordinary = str(settings.DATABASES["default"]["NAME"])
    name = test_name()
    with tenancy.owner_connection() as server:
        exists = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if exists and not keep:
            _drop(server, name)
            exists = None
        if not exists:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
            # Not UTC, as many servers are: every connection of ours must set its own.
            server.execute(
                sql.SQL("ALTER DATABASE {} SET timezone TO 'Asia/Shanghai'").format(sql.Identifier(name))
            )
    _turn_to(name)
    return ordinary


def drop(ordinary: str) -> None:
    """Remove the test database and its roles."""
    name = test_name()
    _turn_to(ordinary)
    with tenancy.owner_connection() as server:
        _drop(server, name)


def _turn_to(name: str) -> None:
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = name
    connections["default"].settings_dict["NAME"] = name


def _drop(server: "psycopg.Connection[Any]", name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    found = server.execute(
        "SELECT rolname FROM pg_roles WHERE rolname ~ %s", [f"^{settings.JIAFANG_DEPLOYMENT}_"]
    )
    for (role,) in found.fetchall():
        server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
