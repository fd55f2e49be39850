"""Bringing existing schools to a later version of the code."""

from typing import Any

import pytest
from django.db import connection

from kernel import tenancy
from kernel.tenancy import template, upgrade
from kernel.tenancy.backend.base import quoted
from tests.support.schools import TestSchool


@pytest.fixture
def schools(alpha: TestSchool, beta: TestSchool) -> list[str]:
    """Four schools as today's code makes them."""
    made = [template.new_schema_name() for _ in range(2)]
    for schema in made:
        template.school_create(schema)
    return sorted([alpha.schema_name, beta.schema_name, *made])


@pytest.fixture
def later(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on the code has two more migrations of the kernel."""
    settings.MIGRATION_MODULES = {"kernel": "tests.support.later_kernel.migrations"}
    monkeypatch.setattr(template, "digest", lambda: "later")


def value(sql: str) -> Any:
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(sql)
        return (cursor.fetchone() or (None,))[0]


def has_note(schema: str) -> bool:
    return bool(
        value(
            "SELECT count(*) FROM information_schema.columns"
            f" WHERE table_schema = '{schema}' AND table_name = 'kernel_auditentry' AND column_name = 'note'"
        )
    )


def migrations_of(schema: str) -> list[str]:
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name FROM {quoted(schema)}.django_migrations WHERE app = 'kernel' ORDER BY name"
        )
        return [row[0] for row in cursor.fetchall()]


ALL = ["0001_initial", "0002_note", "0003_fill"]


def test_every_school_and_the_shared_schema_are_brought_up(schools: list[str], later: None) -> None:
    result = upgrade.prepare()

    assert (sorted(result.upgraded), result.failed) == (schools, {})
    for schema in [*schools, "public"]:
        assert has_note(schema), schema
        assert migrations_of(schema) == ALL


def test_data_migrations_run_in_every_school(schools: list[str], later: None) -> None:
    upgrade.prepare()

    for schema in schools:
        if value(f"SELECT count(*) FROM {quoted(schema)}.kernel_auditentry"):
            assert (
                value(f"SELECT min(note) || max(note) FROM {quoted(schema)}.kernel_auditentry")
                == "filledfilled"
            )


def test_new_tables_and_insert_only_rights_hold_after_the_upgrade(schools: list[str], later: None) -> None:
    upgrade.prepare()

    schema = schools[0]
    assert value(f"SELECT has_table_privilege('{schema}', '{schema}.kernel_later', 'SELECT, INSERT')")
    assert not value(f"SELECT has_table_privilege('{schema}', '{schema}.kernel_auditentry', 'UPDATE')")
    assert not value(f"SELECT has_table_privilege('{schema}', '{schema}.kernel_auditentry', 'DELETE')")


def test_only_the_first_of_like_schools_is_migrated_the_slow_way(
    schools: list[str], later: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow: list[tuple[str, list[str]]] = []
    original = upgrade._migrate_to

    def counted(schema: str, nodes: list[tuple[str, str]], statements: list[str] | None = None) -> None:
        slow.append((schema, [name for _, name in nodes]))
        original(schema, nodes, statements)

    monkeypatch.setattr(upgrade, "_migrate_to", counted)
    upgrade.prepare()

    assert [s for s, names in slow if names == ["0002_note"]] == [schools[0]]
    assert sorted(s for s, names in slow if names == ["0003_fill"]) == schools


def test_a_second_run_does_nothing(schools: list[str], later: None, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrade.prepare()
    monkeypatch.setattr(upgrade, "_groups", lambda _schemas: pytest.fail("looked at the schools again"))

    result = upgrade.prepare()

    assert (result.unchanged, result.upgraded) == (True, [])


def test_one_broken_school_does_not_stop_the_others_and_is_resumed(schools: list[str], later: None) -> None:
    broken = schools[2]
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted(broken)}.kernel_auditentry ADD note int")

    first = upgrade.prepare()

    others = [s for s in schools if s != broken]
    assert (sorted(first.upgraded), list(first.failed)) == (others, [broken])
    assert migrations_of(broken) == ["0001_initial"]
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted(broken)}.kernel_auditentry DROP note")
    second = upgrade.prepare()
    assert (second.upgraded, second.failed) == ([broken], {})
    assert migrations_of(broken) == ALL


def test_a_fault_in_the_migration_itself_is_met_once(schools: list[str], later: None) -> None:
    with tenancy.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {quoted(schools[0])}.kernel_auditentry ADD note int")

    result = upgrade.prepare()

    assert sorted(result.failed) == schools
    assert not any(has_note(s) for s in schools[1:])


def test_an_upgraded_school_equals_a_new_one(schools: list[str], later: None) -> None:
    from tests.apps.kernel.test_template import CATALOGUE, catalogue

    upgrade.prepare()
    fresh = template.new_schema_name()
    template.school_create(fresh)

    old, new = catalogue(schools[1]), catalogue(fresh)
    for part in CATALOGUE:
        assert old[part] == new[part], part
