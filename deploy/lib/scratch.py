"""A database and a broker of its own for one test run, in a temporary folder that nobody else uses."""

from __future__ import annotations

import fcntl
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.lib.postgres import Postgres
from deploy.lib.process import Process
from deploy.lib.valkey import Valkey

PREFIX = "jiafang-test-"


@dataclass(frozen=True)
class Servers:
    """Addresses of the servers of this run, and a folder that goes away with it."""

    database_url: str
    broker_url: str
    folder: Path

    def variables(self) -> dict[str, str]:
        """What our settings read."""
        data = self.folder / "files"
        data.mkdir(exist_ok=True)
        return {
            "DATABASE_URL": self.database_url,
            "BROKER_URL": self.broker_url,
            "JIAFANG_DEPLOYMENT": "jf",
            "JIAFANG_DATA": str(data),
        }


@contextmanager
def servers() -> Iterator[Servers]:
    """Start both, and stop them and remove their folder at the end, however it comes."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    folder.chmod(0o755)  # user `nobody` may have to pass through; the servers' own folders stay closed
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        postgres, valkey = _parts(folder)
        try:
            postgres.make()
            postgres.start()
            valkey.start()
            yield Servers(postgres.url(), valkey.url(), folder)
        finally:
            stop([process for process in (valkey.process, postgres.process) if process is not None])
            shutil.rmtree(folder, ignore_errors=True)


def _parts(folder: Path) -> tuple[Postgres, Valkey]:
    for name in ("logs", "pids"):
        (folder / name).mkdir(exist_ok=True)
    passwords = {"superuser": secrets.token_urlsafe(18), "owner": secrets.token_urlsafe(18)}
    logs, pids = folder / "logs", folder / "pids"
    return (
        Postgres(
            folder / "postgres", logs=logs, pids=pids, passwords=passwords, role_prefix="jf", durable=False
        ),
        Valkey(folder / "broker", logs=logs, pids=pids, password=secrets.token_urlsafe(18), durable=False),
    )


def stop(processes: list[Process]) -> None:
    """Ask all to end, then wait for each within its grace."""
    for process in processes:
        process.ask_to_stop()
    deadline = time.monotonic() + max((process.grace for process in processes), default=0.0)
    for process in processes:
        process.finish(deadline)


def _sweep() -> None:
    """Remove what a killed test run left: a folder is in use exactly while its lock is held."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        try:
            with (folder / "lock").open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for part in _parts(folder):
                    part.end_stale()
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue  # held by a running test, somebody else's, or only just being made
