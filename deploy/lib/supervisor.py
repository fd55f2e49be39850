"""deploy/run: start every part in order, keep them alive, and stop them in order."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from deploy.lib import accounts, datafolder, health, interrupts, say
from deploy.lib.failure import NO_SPACE_MARKS, Exit, Failure, Interrupted, disk_full, from_os_error
from deploy.lib.options import Options, check_early
from deploy.lib.parts import Parts, app_url
from deploy.lib.ports import check_free
from deploy.lib.postgres import Postgres
from deploy.lib.process import POLL, Process, end_stale, tail
from deploy.lib.valkey import Valkey
from deploy.lib.watch import Watch

TITLES = {"database": "数据库", "broker": "消息队列", "worker": "后台任务", "beat": "定时任务", "web": "网站"}
READY_SECONDS = 120.0
TOO_MANY_ENDS = 3
LOOK_SECONDS = 0.25
OWN_PARTS = ("web", "beat", "worker")


def run(options: Options) -> int:
    """Serve until told to stop; the exit status. Raises Failure when a part cannot be started."""
    interrupts.install()
    check_early(options)
    try:
        with datafolder.locked(options.data):
            return _Launcher(options).serve()
    except OSError as error:
        raise from_os_error(error, str(error.filename or options.data)) from error


class _Launcher:
    def __init__(self, options: Options) -> None:
        self._options = options
        self._logs, self._pids = datafolder.subfolders(options.data)
        self._secrets = datafolder.secrets_of(options.data)
        self._deployment = os.environ.get("JIAFANG_DEPLOYMENT") or "jf"
        self._watch = Watch(say.event)
        self._job: Process | None = None
        self._postgres: Postgres | None = None
        self._valkey: Valkey | None = None
        self._accounts = options.data / "accounts.json"
        self._running = options.data / "running.json"

    def serve(self) -> int:
        """From stale processes to the last stop."""
        try:
            self._start()
            self._announce()
            while True:
                interrupts.check()
                self._watch.look()
                time.sleep(LOOK_SECONDS)
        except Interrupted:
            say.line("")
            say.event("正在停止 · stopping")
            return Exit.OK if self._running.exists() else Exit.INTERRUPTED
        finally:
            interrupts.stopping()
            self._stop()

    # --- starting ---------------------------------------------------------------------------------

    def _start(self) -> None:
        database, broker = self._servers()
        parts = Parts(
            self._options,
            self._deployment,
            owner=database,
            app=os.environ.get("APP_DATABASE_URL")
            or app_url(database, f"{self._deployment}_app", self._secrets["app"]),
            broker=broker,
            secret_key=os.environ.get("JIAFANG_SECRET_KEY") or self._secrets["secret_key"],
            field_key=os.environ.get("JIAFANG_FIELD_KEY") or self._secrets["field_key"],
            logs=self._logs,
            pids=self._pids,
        )
        with say.Step("准备数据库 · database schema"):
            self._run_job(parts.command("prepare"))
        self._demo(parts)
        check_free(self._options.bind, self._options.port)
        with say.Step("启动网站和后台任务 · web, worker, beat"):
            for process in (parts.worker(), parts.beat(), parts.web()):
                process.start()
                self._watch.add(process, TITLES[process.name])
            self._wait_ready()
        datafolder.write_private(
            self._running,
            {
                "pid": os.getpid(),
                "url": self._options.address,
                "database_url": parts.owner,
                "app_database_url": parts.app,
                "broker_url": parts.broker,
                "deployment": self._deployment,
            },
        )

    def _servers(self) -> tuple[str, str]:
        """Addresses of database and broker: the given ones, or those of our own servers, started now."""
        self._running.unlink(missing_ok=True)
        for name in (*OWN_PARTS, "prepare", "demo_county", "bureau_open"):
            if end_stale(self._pids / f"{name}.pid", Process.STOP, 10.0):
                say.line(f"· 已结束上次遗留的进程：{TITLES.get(name, name)}")
        database, broker = os.environ.get("DATABASE_URL"), os.environ.get("BROKER_URL")
        if not broker:
            self._valkey = Valkey(
                self._options.data / "broker",
                logs=self._logs,
                pids=self._pids,
                password=self._secrets["broker"],
            )
            if self._valkey.end_stale():
                say.line("· 已结束上次遗留的进程：消息队列")
        if not database:
            self._postgres = Postgres(
                self._options.data / "postgres",
                logs=self._logs,
                pids=self._pids,
                passwords=self._secrets,
                role_prefix=self._deployment,
            )
            if self._postgres.end_stale():
                say.line("· 已结束上次遗留的进程：数据库")
            with say.Step("启动数据库 · PostgreSQL"):
                self._postgres.make()
                self._postgres.start()
                self._watch_server(self._postgres.process)
            database = self._postgres.url()
        if self._valkey is not None:
            with say.Step("启动消息队列 · Valkey"):
                self._valkey.start()
                self._watch_server(self._valkey.process)
            broker = self._valkey.url()
        return database, broker or ""

    def _watch_server(self, process: Process | None) -> None:
        if process is not None:
            self._watch.add(process, TITLES[process.name])

    def _demo(self, parts: Parts) -> None:
        """The demo county, or with --empty a bureau alone, once per database; the addresses every time."""
        done = self._demo_mark(parts.owner)
        if not self._accounts.is_file() or not (self._options.empty or done.is_file()):
            accounts_file = ("--accounts", str(self._accounts))
            if self._options.empty:
                with say.Step("建立教育局和第一个账号 · first account"):
                    self._run_job(parts.command("bureau_open", *accounts_file))
            else:
                with say.Step("建立演示用的县（只在第一次）· demo county"):
                    self._run_job(parts.command("demo_county", *accounts_file))
                done.write_text("done\n", encoding="ascii")
        accounts.refresh_addresses(self._accounts, self._options.domain, self._options.port)

    def _demo_mark(self, database: str) -> Path:
        """Lies beside the data it speaks of, so that a new database gets its own demo."""
        if self._postgres is not None:
            return self._postgres.data.parent / "demo.done"
        where = urlsplit(database)
        place = f"{where.hostname}:{where.port}{where.path}#{self._deployment}"
        return self._options.data / f"demo-{hashlib.sha256(place.encode()).hexdigest()[:12]}.done"

    def _run_job(self, job: Process) -> None:
        """Run a command to its end, its log shown as it grows; Failure with the log when it fails."""
        self._job = job
        job.log.touch()
        shown = job.log.stat().st_size
        job.start()
        while True:
            status = job.status()
            shown = _show_new(job.log, shown)
            if status is not None:
                break
            interrupts.check()
            self._watch.look()
            time.sleep(POLL)
        job.finish(0.0)
        self._job = None
        if status != 0:
            raise self._job_failure(job, status)

    def _job_failure(self, job: Process, status: int) -> Failure:
        log = tail(job.log)
        if any(mark in log for mark in NO_SPACE_MARKS):
            return disk_full(str(self._options.data), log)
        return Failure(
            Exit.PREPARE,
            f"{job.name} 没有完成（{status}）",
            f"看下面的日志（全文在 {job.log}）；用自己的 DATABASE_URL 时，检查 README 里说的权限。",
            english=f"{job.name} failed with status {status}; see the log ({job.log}).",
            log=log,
        )

    def _wait_ready(self) -> None:
        """Until the web server says that every part answers; else Failure with the log of one that fails."""
        deadline = time.monotonic() + READY_SECONDS
        while True:
            interrupts.check()
            self._watch.look()
            answer = health.ask(self._options)
            if answer.ok:
                return
            worst = self._watch.worst()
            if time.monotonic() > deadline or (worst is not None and worst.ends >= TOO_MANY_ENDS):
                raise self._not_ready(worst.process if worst else None, answer)
            time.sleep(LOOK_SECONDS)

    def _not_ready(self, culprit: Process | None, answer: health.Answer) -> Failure:
        name = culprit.name if culprit else answer.first_down() or "web"
        log_file = self._logs / f"{name}.log"
        log = tail(log_file)
        if any(mark in log for mark in NO_SPACE_MARKS):
            return disk_full(str(self._options.data), log)
        return Failure(
            Exit.PART,
            f"{TITLES.get(name, name)}没有准备好：{answer.text}",
            f"看下面的日志（全部日志在 {self._logs}）。",
            english=f"part {name} is not ready; see the log ({log_file}).",
            log=log,
        )

    def _announce(self) -> None:
        say.line("")
        say.line(f"ready {self._options.address}")
        for text in accounts.lines(accounts.read(self._accounts)):
            say.line(text)
        say.line("")
        say.line(f"账号文件 {self._accounts}；日志 {self._logs}；按 Ctrl-C 停止。")

    # --- stopping ---------------------------------------------------------------------------------

    def _stop(self) -> None:
        """First what uses the servers, then the broker, then the database; at most 25 s in all."""
        if self._job is not None:
            self._job.kill()
        processes = self._watch.processes()
        _stop_together([process for process in processes if process.name in OWN_PARTS])
        for name in ("broker", "database"):
            _stop_together([process for process in processes if process.name == name])
        for server in (self._valkey, self._postgres):
            if server is not None and server.process is not None and server.process not in processes:
                _stop_together([server.process])
        self._running.unlink(missing_ok=True)
        say.event("已全部停止 · stopped")


def _stop_together(processes: list[Process]) -> None:
    for process in processes:
        process.ask_to_stop()
    deadline = time.monotonic() + max((process.grace for process in processes), default=0.0)
    for process in processes:
        _wait_patiently(process.running, deadline)
        process.finish(0.0)


def _wait_patiently(running: Callable[[], bool], deadline: float) -> None:
    while running() and time.monotonic() < deadline and not interrupts.impatient():
        time.sleep(POLL)


def _show_new(log: Path, since: int) -> int:
    """Print what was added to the log after byte `since`, whole lines only; where to go on."""
    with log.open("rb") as file:
        file.seek(since)
        added = file.read()
    whole = added[: added.rfind(b"\n") + 1]
    for text in whole.decode("utf-8", "replace").splitlines():
        say.line(f"   {text}")
    return since + len(whole)
