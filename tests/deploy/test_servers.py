"""The embedded servers: ours is told from a stranger's, a left-over one ended, another version refused."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from deploy.lib import datafolder, runas
from deploy.lib.failure import Exit, Failure
from deploy.lib.postgres import Postgres
from deploy.lib.scratch import stop
from deploy.lib.valkey import Valkey

PASSWORDS = {"superuser": "one-for-the-tests", "owner": "two-for-the-tests"}


def _postgres(folder: Path, run_as: runas.RunAs | None = None) -> Postgres:
    logs, pids = datafolder.subfolders(folder)
    return Postgres(
        folder / "postgres",
        logs=logs,
        pids=pids,
        passwords=PASSWORDS,
        role_prefix="t",
        durable=False,
        run_as=run_as,
    )


def _stop(postgres: Postgres) -> None:
    if postgres.process is not None:
        stop([postgres.process])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """One server for the tests that only look."""
    folder = tmp_path_factory.mktemp("shared")
    postgres = _postgres(folder)
    postgres.make()
    postgres.start()
    yield postgres
    _stop(postgres)


def test_the_owner_has_just_the_rights_it_needs(shared: Postgres) -> None:
    with psycopg.connect(shared.url()) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        owns = connection.execute(
            "SELECT pg_get_userbyid(datdba) = current_user FROM pg_database"
            " WHERE datname = current_database()"
        ).fetchone()
        zone = connection.execute("SHOW timezone").fetchone()
    assert row == (False, True, True)
    assert owns == (True,)
    assert zone == ("UTC",)


def test_a_login_without_grant_cannot_call_set_config(shared: Postgres) -> None:
    with psycopg.connect(shared.url()) as connection:
        connection.execute("CREATE ROLE t_plain LOGIN PASSWORD 'three'")
    plain = shared.url().replace("t_owner", "t_plain").replace(PASSWORDS["owner"], "three")
    with psycopg.connect(plain) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT set_config('search_path', 'pg_catalog', false)")


def test_a_wrong_password_is_refused(shared: Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(shared.url().replace(PASSWORDS["owner"], "wrong"))


def test_another_server_on_the_port_is_not_ours(shared: Postgres, tmp_path: Path) -> None:
    other = _postgres(tmp_path)
    assert shared.is_ours()
    other.port = shared.port  # same password, same program, another start
    assert not other.is_ours()


def test_data_survives_a_restart_and_a_left_over_server_is_ended(tmp_path: Path) -> None:
    first = _postgres(tmp_path)
    first.make()
    first.start()
    try:
        with psycopg.connect(first.url()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
        # A killed launcher leaves its server running: the next one finds it by folder, without a pid file.
        (tmp_path / "pids" / "database.pid").unlink()
        second = _postgres(tmp_path)
        assert second.end_stale()
        assert first.process is not None
        assert first.process.status() == 0
        second.make()
        second.start()
        try:
            with psycopg.connect(second.url()) as connection:
                assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        finally:
            _stop(second)
        assert not second.end_stale()
    finally:
        _stop(first)


def test_data_of_another_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n", encoding="ascii")
    with pytest.raises(Failure) as caught:
        _postgres(tmp_path)
    assert caught.value.status == Exit.OTHER_VERSION
    assert "PostgreSQL 9" in caught.value.what
    assert [entry.name for entry in data.iterdir()] == ["PG_VERSION"]


def test_a_folder_with_other_files_is_not_used(tmp_path: Path) -> None:
    postgres = _postgres(tmp_path)
    postgres.data.mkdir()
    (postgres.data / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Failure) as caught:
        postgres.make()
    assert caught.value.status == Exit.NOT_WRITABLE
    assert (postgres.data / "thesis.txt").read_text(encoding="utf-8") == "mine"


def test_a_half_made_cluster_is_made_anew(tmp_path: Path) -> None:
    postgres = _postgres(tmp_path)
    half = tmp_path / "postgres" / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n", encoding="ascii")
    postgres.make()
    assert (postgres.data / "global").is_dir()
    assert not half.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_root_without_namespaces_works_as_nobody_in_a_folder_it_can_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_as = runas.choose(namespaces=False)
    assert run_as.uid is not None
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = Path("/tmp") / f"jiafang-open-{os.getpid()}"  # pytest's own folders are closed to nobody
    place.mkdir(mode=0o755)
    monkeypatch.setattr("deploy.lib.postgres.OPEN_PLACE", place)
    try:
        postgres = _postgres(closed, run_as)
        assert postgres.data.is_relative_to(place)
        postgres.make()
        postgres.start()
        assert postgres.is_ours()
        assert postgres.process is not None
        assert Path(f"/proc/{postgres.process.pid}").stat().st_uid == run_as.uid
        _stop(postgres)
    finally:
        subprocess.run(["rm", "-rf", str(place)], check=True)


def test_the_broker_is_told_from_a_stranger_and_keeps_its_messages(folder: Path) -> None:
    logs, pids = folder / "logs", folder / "pids"
    first = Valkey(folder / "broker", logs=logs, pids=pids, password="for-the-tests")
    first.start()
    stranger = Valkey(folder / "broker", logs=logs, pids=pids, password="another")
    stranger.port = first.port
    assert first.is_ours()
    assert not stranger.is_ours()
    assert first.process is not None
    first.process.kill()
    assert first.process.status() == -signal.SIGKILL
    assert (folder / "broker" / "appendonlydir").is_dir()
    assert not first.end_stale()
