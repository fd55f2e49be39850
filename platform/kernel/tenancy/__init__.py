"""Entering a school, the shared schema, or the owner's rights, on the thread's own connection.

    with tenancy.school(schema_name):      # the school's role: its own tables and nothing else
        with tenancy.public():             # the shared tables, in the same transaction
            ...

Contexts nest and restore what was before. Outside of any context the connection has no rights.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, cast

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from kernel.errors import MissingSchool

PUBLIC = "public"
ALIAS = "default"


def _connection() -> Any:
    # Our DatabaseWrapper; typed loosely because importing the backend here would load it before the apps.
    return cast(Any, connections[ALIAS])


def is_school_schema(name: str) -> bool:
    """True for names that `new_schema_name` of this deployment makes."""
    return re.fullmatch(rf"{re.escape(settings.JIAFANG_DEPLOYMENT)}_s_[0-9a-f]{{10}}", name) is not None


@contextmanager
def _at(schema: str | None, *, owner: bool = False) -> Iterator[None]:
    connection = _connection()
    before = connection.place
    connection.move(type(before)(schema, owner))
    try:
        yield
    finally:
        connection.move(before)


@contextmanager
def school(schema_name: str) -> Iterator[None]:
    """Stand in one school: its role, its schema. `schema_name` must be a school's."""
    if not is_school_schema(schema_name):
        raise MissingSchool(f"not a school's schema: {schema_name!r}")
    with _at(schema_name):
        yield


@contextmanager
def public() -> Iterator[None]:
    """Stand in the shared schema, also from within a school and its transaction."""
    with _at(PUBLIC):
        yield


@contextmanager
def nowhere() -> Iterator[None]:
    """Stand nowhere: every table refuses."""
    with _at(None):
        yield


def current() -> str | None:
    """The schema in which the next statement runs; None when nothing is entered."""
    return cast("str | None", _connection().schema_name)


def current_school() -> str | None:
    """The school's schema, None in the shared schema or outside."""
    name = current()
    return name if name is not None and name != PUBLIC else None


def require_school() -> str:
    """The school's schema; MissingSchool when there is none."""
    name = current_school()
    if name is None:
        raise MissingSchool("this code must run inside tenancy.school(…)")
    return name


def enter(schema: str | None) -> None:
    """Move the thread's connection for good (a request's middleware does; it leaves in the end)."""
    connection = _connection()
    connection.move(type(connection.place)(schema, False))


@contextmanager
def as_owner(schema: str = PUBLIC) -> Iterator[None]:
    """The tables' owner, standing in `schema`: for migrations and for opening a school.

    Uses the same connection when its login is the owner; else a second one in its place, which
    cannot see what an open transaction of the first has not committed, so that is refused.
    """
    app = _connection()
    if settings.JIAFANG_IS_OWNER or getattr(app, "is_owner_login", False):
        with _at(schema, owner=True):
            yield
        return
    if settings.JIAFANG_OWNER_DATABASE is None:
        raise ImproperlyConfigured("DATABASE_URL (the owner's address) is not set for this process.")
    if app.in_atomic_block:
        raise RuntimeError("as_owner() cannot run inside the application login's transaction")
    owner = type(app)({**deepcopy(app.settings_dict), **settings.JIAFANG_OWNER_DATABASE}, ALIAS)
    owner.is_owner_login = True
    connections[ALIAS] = owner
    try:
        with _at(schema, owner=True):
            yield
    finally:
        owner.close()
        connections[ALIAS] = app


def owner_connection() -> "psycopg.Connection[Any]":
    """A new raw connection with the owner's login, in autocommit. The caller closes it."""
    parameters = dict(_connection().get_connection_params())
    if not settings.JIAFANG_IS_OWNER:
        if settings.JIAFANG_OWNER_DATABASE is None:
            raise ImproperlyConfigured("DATABASE_URL (the owner's address) is not set for this process.")
        owner = settings.JIAFANG_OWNER_DATABASE
        parameters |= {"user": owner["USER"], "password": owner["PASSWORD"]}
    for name in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(name, None)
    return psycopg.connect(**parameters, autocommit=True)


def cache_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: every key begins with the schema. Refuses outside of any."""
    schema = current()
    if schema is None:
        raise MissingSchool("the cache needs a school or the shared schema")
    return f"{schema}:{key_prefix}:{version}:{key}"
