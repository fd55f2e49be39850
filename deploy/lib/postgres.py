"""A real PostgreSQL server of our own: made once, started on a free port, proved to be ours, stopped cleanly.

Layout below the given folder: `data` (the cluster). Passwords are the caller's; the server listens on the
loopback address only and has no socket file.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.lib import pgbinaries, runas
from deploy.lib.failure import NO_SPACE_MARKS, Exit, Failure, disk_full
from deploy.lib.ports import LOOPBACK, free_port
from deploy.lib.process import Process, end_stale, start_ticks, tail, wait_until

SUPERUSER = "postgres"
DATABASE = "jiafang"
START_SECONDS = 60.0
# Where user `nobody` can work when the chosen folder is closed to it.
OPEN_PLACE = Path("/var/lib")
FAST_AND_FORGETFUL = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


class Postgres:
    """The embedded server. `passwords` has the keys superuser and owner; `role_prefix` begins role names."""

    def __init__(
        self,
        folder: Path,
        *,
        logs: Path,
        pids: Path,
        passwords: dict[str, str],
        role_prefix: str,
        durable: bool = True,
        run_as: runas.RunAs | None = None,
    ) -> None:
        self._run_as = run_as or runas.choose()
        self._log = logs / "database.log"
        self._pid_file = pids / "database.pid"
        self._passwords = passwords
        self._owner = f"{role_prefix}_owner"
        self._durable = durable
        self._folder = self._reachable(folder)
        self._binaries = self._usable_binaries()
        self.port = 0
        self.process: Process | None = None
        self._nonce = ""

    @property
    def data(self) -> Path:
        """The cluster's folder."""
        return self._folder / "data"

    def url(self) -> str:
        """The address for migrations: signs in as the owner of the database, not as superuser."""
        return f"postgresql://{self._owner}:{self._passwords['owner']}@{LOOPBACK}:{self.port}/{DATABASE}"

    # --- making -------------------------------------------------------------------------------

    def _reachable(self, folder: Path) -> Path:
        """`folder`, or, where the server's user cannot enter it, a folder of the same purpose that it can."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if self._run_as.uid is None:
            self._run_as.own(folder)
            return folder
        os.chown(folder, self._run_as.uid, -1)
        if self._run_as.can("test", "-w", folder):
            return folder
        mark = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]
        other = OPEN_PLACE / f"jiafang-{mark}"
        try:
            other.mkdir(mode=0o700, exist_ok=True)
            os.chown(other, self._run_as.uid, -1)
        except OSError:
            pass
        if not self._run_as.can("test", "-w", other):
            raise Failure(
                Exit.NOT_WRITABLE,
                f"PostgreSQL 不能以 root 运行，而用户 nobody 进不了 {folder}",
                "换一个普通用户运行，或用 --data 指定一个 nobody 能进入的文件夹（上级文件夹都要有 x 权限）。",
                english=f"PostgreSQL does not run as root and user nobody cannot enter {folder}."
                " Run as a normal user or choose another --data folder.",
            )
        (folder / "MOVED.txt").write_text(f"数据库文件在 {other}\n", encoding="utf-8")
        return other

    def _usable_binaries(self) -> pgbinaries.Binaries:
        """The binaries, copied beside the data if the server's user cannot start them where they are."""
        version = self.data / "PG_VERSION"
        found = pgbinaries.find(
            int(version.read_text(encoding="ascii").split(".")[0]) if version.is_file() else None
        )
        if self._run_as.can(found["postgres"], "--version"):
            return found
        copy = self._folder / f"pginstall-{found.major}"
        if not (copy / "bin" / "postgres").is_file():
            shutil.copytree(found.folder.parent, copy, symlinks=True, dirs_exist_ok=True)
        if self._run_as.uid is not None:
            os.chown(copy, self._run_as.uid, -1)
            for parent, folders, files in os.walk(copy):
                for name in (*folders, *files):
                    os.chown(Path(parent) / name, self._run_as.uid, -1, follow_symlinks=False)
        copied = pgbinaries.Binaries(copy / "bin", found.major)
        if self._run_as.can(copied["postgres"], "--version"):
            return copied
        raise Failure(
            Exit.DATABASE,
            "不能以 nobody 的身份启动 PostgreSQL",
            "换一个普通用户运行，或设置 DATABASE_URL 使用现有的数据库。",
            english="PostgreSQL cannot be started as user nobody. Run as a normal user or set DATABASE_URL.",
        )

    def make(self) -> None:
        """Create the cluster unless it is there. Made beside and moved: never half there."""
        if (self.data / "PG_VERSION").is_file():
            return
        if self.data.exists() and any(self.data.iterdir()):
            raise Failure(
                Exit.NOT_WRITABLE,
                f"{self.data} 里有别的文件，不是我们的数据库",
                "移走这个文件夹，或用 --data 换一个数据文件夹。",
                english=f"{self.data} holds other files. Move it away or choose another --data folder.",
            )
        unfinished = self._folder / "data.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        password_file = self._folder / "first-password"
        password_file.write_text(self._passwords["superuser"] + "\n", encoding="ascii")
        try:
            password_file.chmod(0o600)
            if self._run_as.uid is not None:
                os.chown(password_file, self._run_as.uid, -1)
            self._initdb(unfinished, password_file)
        finally:
            password_file.unlink(missing_ok=True)
        if self.data.exists():
            self.data.rmdir()
        unfinished.rename(self.data)

    def _initdb(self, target: Path, password_file: Path) -> None:
        locale = (
            ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            if self._binaries.major >= 17
            else ["--locale=C.UTF-8"]
        )
        done = subprocess.run(
            [
                *self._run_as.prefix, self._binaries["initdb"], "-D", target, "-U", SUPERUSER, "-E", "UTF8",
                *locale, "--auth=scram-sha-256", f"--pwfile={password_file}",
                "--no-instructions", "--no-sync",
            ],
            user=self._run_as.uid, group=self._run_as.gid,
            extra_groups=None if self._run_as.uid is None else [], env=self._env(), cwd="/",
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            encoding="utf-8", errors="replace", check=False, start_new_session=True,
        )  # fmt: skip
        with self._log.open("a", encoding="utf-8") as log:
            log.write(done.stdout)
        if done.returncode != 0:
            raise self._failure("建立数据库", "initdb", done.stdout)

    def _env(self) -> dict[str, str]:
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "PGTZ": "UTC"}

    # --- starting and stopping ------------------------------------------------------------------

    def end_stale(self) -> bool:
        """Stop a server that a killed launcher left on this very folder; True when there was one."""
        ended = end_stale(self._pid_file, signal.SIGINT, 15.0)
        pid = self._postmaster()
        if pid is not None:
            os.kill(pid, signal.SIGINT)
            if not wait_until(lambda: self._postmaster() is None, 15.0):
                os.kill(pid, signal.SIGQUIT)
                wait_until(lambda: self._postmaster() is None, 5.0)
            ended = True
        return ended

    def _postmaster(self) -> int | None:
        """The living server on this folder: named in its lock file, and working in this folder."""
        try:
            pid = int(
                (self.data / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()[0]
            )
            inside = Path(f"/proc/{pid}/cwd").resolve(strict=True) == self.data.resolve()
        except (OSError, ValueError, IndexError):
            return None
        return pid if inside and start_ticks(pid) is not None else None

    def start(self) -> None:
        """Start on a free port and wait until our own server answers. Raises Failure with the log."""
        for _ in range(5):
            self.port = free_port()
            self._nonce = f"jiafang-{secrets.token_hex(8)}"
            self.process = self._new_process()
            self.process.start()
            if wait_until(self._settled, START_SECONDS) and self.process.running():
                self._make_owner()
                return
            self.process.kill()
            if "Address already in use" not in tail(self._log):
                break
        raise self._failure("启动数据库", "postgres", tail(self._log))

    def _new_process(self) -> Process:
        settings = {
            "listen_addresses": LOOPBACK,
            "port": str(self.port),
            "unix_socket_directories": "",
            "cluster_name": self._nonce,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "logging_collector": "off",
            "log_line_prefix": "%m [%p] %u@%d ",
            "max_connections": "120",
            "max_locks_per_transaction": "256",
            "password_encryption": "scram-sha-256",
        }
        argv: list[str | Path] = [*self._run_as.prefix, self._binaries["postgres"], "-D", self.data]
        for name, value in settings.items():
            argv += ["-c", f"{name}={value}"]
        if not self._durable:
            argv += FAST_AND_FORGETFUL
        return Process(
            "database",
            argv,
            env=self._env(),
            cwd=Path("/"),
            log=self._log,
            pid_file=self._pid_file,
            stop_signal=signal.SIGINT,  # PostgreSQL's fast shutdown: ends sessions, leaves nothing to repair
            grace=8.0,
            user=self._run_as.uid,
            group=self._run_as.gid,
        )

    def _settled(self) -> bool:
        """It has died, or it answers with the name that only this start knows."""
        return self.process is None or not self.process.running() or self.is_ours()

    def is_ours(self) -> bool:
        """Whether the server on our port is the one we started: it knows this start's random name."""
        try:
            with self.connect("postgres") as connection:
                row = connection.execute("SHOW cluster_name").fetchone()
        except psycopg.Error:
            return False
        return row is not None and row[0] == self._nonce

    def connect(self, database: str) -> psycopg.Connection[tuple[object, ...]]:
        """A connection as superuser. SCRAM gives the password away to no stranger on the port."""
        return psycopg.connect(
            host=LOOPBACK, port=self.port, user=SUPERUSER, password=self._passwords["superuser"],
            dbname=database, autocommit=True, connect_timeout=5, require_auth="scram-sha-256",
        )  # fmt: skip

    def _make_owner(self) -> None:
        """The owner's login and the database, with just the rights that the README asks of a DATABASE_URL."""
        owner = sql.Identifier(self._owner)
        password = sql.Literal(self._passwords["owner"])
        with self.connect("postgres") as connection:
            if (
                connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self._owner]).fetchone()
                is None
            ):
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(owner))
            connection.execute(
                sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER CREATEROLE CREATEDB PASSWORD {}").format(
                    owner, password
                )
            )
            there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if there is None:
                self._close_set_config("template1", owner)
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), owner)
                )

    def _close_set_config(self, database: str, owner: sql.Identifier) -> None:
        """Nobody may switch roles or paths inside a statement; done in the template of later databases."""
        function = sql.SQL("FUNCTION pg_catalog.set_config(text, text, boolean)")
        with self.connect(database) as connection:
            connection.execute(sql.SQL("REVOKE EXECUTE ON {} FROM PUBLIC").format(function))
            connection.execute(sql.SQL("GRANT EXECUTE ON {} TO {} WITH GRANT OPTION").format(function, owner))

    def _failure(self, what: str, english: str, log: str) -> Failure:
        if any(mark in log for mark in NO_SPACE_MARKS):
            return disk_full(str(self._folder), log)
        return Failure(
            Exit.DATABASE,
            f"{what}失败",
            f"看下面的日志（全文在 {self._log}）；也可以设置 DATABASE_URL 使用现有的数据库。",
            english=f"{english} failed, see the log ({self._log}). DATABASE_URL names another server.",
            log=log,
        )
