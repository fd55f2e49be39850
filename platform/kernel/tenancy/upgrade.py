"""Bringing the shared schema and every school's schema to the migrations on disk.

A deploy that changes no migration costs one look at a digest. Otherwise schools that lack the same
migrations form a group: the first of them migrates normally and its SQL is written down, the others
replay it, many in one transaction. Migrations that run Python go through the normal executor school
by school. What is done is recorded in each school, so a broken run goes on where it stopped.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection, transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import RunPython, SeparateDatabaseAndState

from kernel import clock, tenancy
from kernel.locks import lock_number
from kernel.shared.models import SchemaTemplate
from kernel.tenancy import roles, template
from kernel.tenancy.backend.base import quoted

BATCH = 50
Say = Callable[[str], None]
Node = tuple[str, str]


@dataclass(slots=True)
class Prepared:
    """What `prepare` did."""

    unchanged: bool = False
    schools: int = 0
    upgraded: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


def prepare(say: Say = lambda _line: None) -> Prepared:
    """Roles, shared tables, template, schools. Idempotent and resumable; two at once wait for each
    other."""
    if not (settings.JIAFANG_IS_OWNER or settings.JIAFANG_OWNER_DATABASE):
        raise ImproperlyConfigured("Set DATABASE_URL to the owner's address to prepare the database.")
    with tenancy.as_owner():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock_number("prepare")])
        try:
            return _prepare(say)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [lock_number("prepare")])


def _prepare(say: Say) -> Prepared:
    with transaction.atomic(), connection.cursor() as cursor:
        roles.base_ensure(cursor)
    if _spread(template.digest()):
        return Prepared(unchanged=True)
    say("Shared tables")
    template.migrate_here(settings.SHARED_APPS)
    with transaction.atomic(), connection.cursor() as cursor:
        roles.public_grants(cursor)
    say("Template of a school")
    made = template.current_template()
    result = Prepared()
    with connection.cursor() as cursor:
        schemas = roles.schemas(cursor)
    result.schools = len(schemas)
    for missing, group in _groups(schemas):
        say(f"{len(group)} schools lack {len(missing)} migrations")
        _upgrade_group(group, missing, result, say)
    if not result.failed:
        SchemaTemplate.objects.filter(pk=made.pk).update(spread_at=clock.now())
        SchemaTemplate.objects.exclude(pk=made.pk).delete()
    return result


def _spread(digest: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('public.kernel_shared_schematemplate')")
        if (cursor.fetchone() or (None,))[0] is None:
            return False
    return SchemaTemplate.objects.filter(digest=digest, spread_at__isnull=False).exists()


def plan() -> list[Migration]:
    """All migrations of the schools' apps, in the order in which they apply."""
    executor = MigrationExecutor(None)
    seen: dict[Node, Migration] = {}
    labels = set(template.app_labels(settings.TENANT_APPS))
    for target in template.targets(executor, settings.TENANT_APPS):
        for node in executor.loader.graph.forwards_plan(target):
            if node[0] in labels:
                seen.setdefault(node, executor.loader.graph.nodes[node])
    return list(seen.values())


def _groups(schemas: list[str]) -> Iterable[tuple[tuple[Node, ...], list[str]]]:
    """Schools that lack the same migrations, with these in order."""
    wanted = [(m.app_label, m.name) for m in plan()]
    groups: dict[tuple[Node, ...], list[str]] = defaultdict(list)
    for at in range(0, len(schemas), 200):
        union = " UNION ALL ".join(
            f"SELECT '{s}', app, name FROM {quoted(s)}.django_migrations"  # noqa: S608 (names we made)
            for s in schemas[at : at + 200]
        )
        applied: dict[str, set[Node]] = {s: set() for s in schemas[at : at + 200]}
        with connection.cursor() as cursor:
            cursor.execute(union)
            for schema, app, name in cursor.fetchall():
                applied[schema].add((app, name))
        for schema, done in applied.items():
            missing = tuple(node for node in wanted if node not in done)
            if missing:
                groups[missing].append(schema)
    return groups.items()


def is_fast(migration: Migration) -> bool:
    """True when the migration is SQL only and may run inside a transaction with others."""
    return bool(migration.atomic) and not any(_runs_python(o) for o in migration.operations)


def _runs_python(operation: Any) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return any(_runs_python(o) for o in operation.database_operations)
    return isinstance(operation, RunPython)


def _upgrade_group(schemas: list[str], missing: tuple[Node, ...], result: Prepared, say: Say) -> None:
    by_node = {(m.app_label, m.name): m for m in plan()}
    alive = list(schemas)
    for fast, run in groupby(missing, key=lambda node: is_fast(by_node[node])):
        nodes = list(run)
        if fast and len(alive) > 1:
            _spread_fast(alive, nodes, result, say)
        else:
            for schema in alive:
                _guarded(schema, lambda s=schema, n=nodes: _migrate_to(s, n), result)  # type: ignore[misc]
        alive = [s for s in alive if s not in result.failed]
    for schema in alive:
        _guarded(schema, lambda s=schema: _run(s, roles.school_grants(s)), result)  # type: ignore[misc]
    result.upgraded += [s for s in alive if s not in result.failed]


def _migrate_to(schema: str, nodes: list[Node], statements: list[str] | None = None) -> None:
    """Django's executor for one school, up to `nodes`."""
    with tenancy.as_owner(schema):
        plain = connection.SchemaEditorClass
        if statements is not None:
            connection.SchemaEditorClass = template.recording_editor(statements)
        try:
            MigrationExecutor(connection).migrate(nodes)
        finally:
            connection.SchemaEditorClass = plain


def _spread_fast(schemas: list[str], nodes: list[Node], result: Prepared, say: Say) -> None:
    statements: list[str] = []
    first, others = schemas[0], schemas[1:]
    _guarded(first, lambda: _migrate_to(first, nodes, statements), result)
    if first in result.failed:
        # The same would happen everywhere: stop before touching the others.
        result.failed.update(dict.fromkeys(others, "not tried: the first school of its group failed"))
        return
    sql = ";\n".join([*(s for s in statements if s), template.record_sql(nodes)])
    for at in range(0, len(others), BATCH):
        batch = others[at : at + BATCH]
        try:
            _run_many(batch, sql)
        except DatabaseError:
            for schema in batch:  # find the one that is different; the rest goes on
                _guarded(schema, lambda s=schema: _run(s, sql), result)  # type: ignore[misc]
        say(f"{min(at + BATCH, len(others)) + 1}/{len(schemas)}")


def _run(schema: str, sql: str) -> None:
    _run_many([schema], sql)


def _run_many(schemas: list[str], sql: str) -> None:
    """Run `sql` in each schema, all in one transaction and one call."""
    text = ";\n".join(f"SET LOCAL search_path = {quoted(s)}, public;\n{sql}" for s in schemas)
    with tenancy.as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text)
        connection.forget()  # type: ignore[attr-defined]  # the text has moved the search path


def _guarded(schema: str, act: Callable[[], None], result: Prepared) -> None:
    try:
        act()
    except (DatabaseError, ValueError, LookupError) as error:
        result.failed[schema] = f"{type(error).__name__}: {error}"
