"""A replayed school is the same as a migrated one."""

from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kernel import tenancy
from kernel.tenancy import roles, template
from kernel.tenancy.backend.base import quoted

CATALOGUE = {
    "columns": """
        SELECT table_name, column_name, ordinal_position, column_default, is_nullable, data_type,
               character_maximum_length, udt_name, is_identity, identity_generation, collation_name
        FROM information_schema.columns WHERE table_schema = %s ORDER BY 1, 3""",
    "constraints": """
        SELECT c.relname, k.conname, k.contype::text, pg_get_constraintdef(k.oid), k.condeferrable,
               k.condeferred
        FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s ORDER BY 1, 2""",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = %s ORDER BY 1, 2",
    "relations": """
        SELECT c.relname, c.relkind::text, c.relacl::text, pg_get_userbyid(c.relowner)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s ORDER BY 1""",
    "routines": """
        SELECT p.proname, pg_get_functiondef(p.oid)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE n.nspname = %s ORDER BY 1""",
    "triggers": """
        SELECT c.relname, t.tgname, pg_get_triggerdef(t.oid)
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND NOT t.tgisinternal ORDER BY 1, 2""",
    "schema": "SELECT nspacl::text, pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = %s",
    "defaults": """
        SELECT d.defaclobjtype::text, d.defaclacl::text FROM pg_default_acl d
        JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.nspname = %s ORDER BY 1""",
}


def catalogue(schema: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything PostgreSQL knows of a schema's shape, its own name taken out."""
    found = {}
    with tenancy.as_owner(), connection.cursor() as cursor:
        for part, sql in CATALOGUE.items():
            cursor.execute(sql, [schema])
            found[part] = [
                tuple(v.replace(schema, "SCHOOL") if isinstance(v, str) else v for v in row)
                for row in cursor.fetchall()
            ]
    return found


def recorded(schema: str) -> list[tuple[str, str]]:
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {quoted(schema)}.django_migrations ORDER BY 1, 2")
        rows: list[tuple[str, str]] = cursor.fetchall()
        return rows


@pytest.mark.django_db
def test_a_replayed_schema_equals_a_migrated_one() -> None:
    replayed, migrated = template.new_schema_name(), template.new_schema_name()
    assert template.school_create(replayed) is True
    with tenancy.as_owner(), connection.cursor() as cursor:
        roles.role_ensure(cursor, migrated)
        cursor.execute(f"CREATE SCHEMA {quoted(migrated)}")
    with tenancy.as_owner(migrated), connection.cursor() as cursor:
        template.migrate_here(settings.TENANT_APPS)
        cursor.execute(roles.school_grants(migrated))

    one, other = catalogue(replayed), catalogue(migrated)

    assert len(one["columns"]) > 50
    for part in CATALOGUE:
        assert one[part] == other[part], part
    assert recorded(replayed) == recorded(migrated)


@pytest.mark.django_db
def test_making_a_school_twice_makes_it_once() -> None:
    schema = template.new_schema_name()

    assert [template.school_create(schema), template.school_create(schema)] == [True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["public", "jf_other", "jf_test_s_xyz"])
def test_only_a_schools_name_becomes_a_schema(name: str) -> None:
    with pytest.raises(ValueError, match="not a school's schema"):
        template.school_create(name)


@pytest.mark.django_db
def test_a_new_school_has_no_rows_of_its_own() -> None:
    schema = template.new_schema_name()
    template.school_create(schema)

    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema])
        filled = []
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT EXISTS (SELECT 1 FROM {quoted(schema)}."{table}")')
            if (cursor.fetchone() or (False,))[0]:
                filled.append(table)
    assert filled == ["django_migrations"]
