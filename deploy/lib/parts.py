"""Our own processes: the web server, the worker, the clock, and the commands that prepare the database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from deploy.lib import environment
from deploy.lib.options import Options
from deploy.lib.paths import PLATFORM, ROOT, VENV_PYTHON
from deploy.lib.process import Process

WEB_WORKERS = 2
WEB_THREADS = 4
TASK_PROCESSES = 2


def app_url(owner_url: str, login: str, password: str) -> str:
    """The address of the same database for the application's login, which owns nothing."""
    parts = urlsplit(owner_url)
    host = parts.netloc.rpartition("@")[2]
    netloc = f"{quote(login, safe='')}:{quote(password, safe='')}@{host}"
    return urlunsplit(parts._replace(netloc=netloc))


@dataclass(frozen=True)
class Parts:
    """Makes the processes of one platform. `owner` and `app` are database addresses."""

    options: Options
    deployment: str
    owner: str
    app: str
    broker: str
    secret_key: str
    field_key: str
    logs: Path
    pids: Path

    def variables(self, *, may_own: bool) -> dict[str, str]:
        """The settings' variables; the owner's address only for what migrates or opens schools."""
        found = {
            "DJANGO_SETTINGS_MODULE": "settings.dev",
            "APP_DATABASE_URL": self.app,
            "BROKER_URL": self.broker,
            "JIAFANG_DEPLOYMENT": self.deployment,
            "JIAFANG_DATA": str(self.options.data),
            "JIAFANG_DOMAIN": self.options.domain,
            "JIAFANG_PORT": str(self.options.port),
            "JIAFANG_SECRET_KEY": self.secret_key,
            "JIAFANG_FIELD_KEY": self.field_key,
        }
        if may_own:
            found["DATABASE_URL"] = self.owner
        return found

    def command(self, name: str, *arguments: str) -> Process:
        """A management command, run to its end by the caller."""
        return self._process(name, [VENV_PYTHON, PLATFORM / "manage.py", name, *arguments], may_own=True)

    def web(self) -> Process:
        """gunicorn: a few processes with a few threads each."""
        shared_memory = Path("/dev/shm")  # noqa: S108  (heartbeat files: a disk could stall them)
        host = f"[{self.options.bind}]" if ":" in self.options.bind else self.options.bind
        argv: list[str | Path] = [
            VENV_PYTHON, "-m", "gunicorn", "settings.wsgi:application",
            "--bind", f"{host}:{self.options.port}",
            "--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS),
            "--timeout", "60", "--graceful-timeout", "6", "--keep-alive", "5",
            "--no-control-socket", "--preload",
        ]  # fmt: skip
        if shared_memory.is_dir():
            argv += ["--worker-tmp-dir", shared_memory]
        return self._process("web", argv, may_own=False)

    def worker(self) -> Process:
        """Celery's worker. Killed in the middle of a task it loses nothing: the task is sent again."""
        return self._process(
            "worker",
            [
                VENV_PYTHON, "-m", "celery", "-A", "kernel.celery", "worker", "--loglevel", "INFO",
                "--pool", "prefork", "--concurrency", str(TASK_PROCESSES),
                "--without-gossip", "--without-mingle",
            ],
            may_own=True,
            grace=12.0,
        )  # fmt: skip

    def beat(self) -> Process:
        """Celery's clock."""
        schedule = self.options.data / "beat" / "schedule"
        return self._process(
            "beat",
            [
                VENV_PYTHON, "-m", "celery", "-A", "kernel.beat", "beat", "--loglevel", "INFO",
                "--schedule", schedule, "--pidfile", "",
            ],
            may_own=False,
        )  # fmt: skip

    def _process(self, name: str, argv: list[str | Path], *, may_own: bool, grace: float = 8.0) -> Process:
        env = environment.for_django(self.variables(may_own=may_own))
        if not may_own:
            env.pop("DATABASE_URL", None)
        return Process(
            name,
            argv,
            env=env,
            cwd=ROOT,
            log=self.logs / f"{name}.log",
            pid_file=self.pids / f"{name}.pid",
            grace=grace,
        )
