"""deploy/test: every check in order, or with arguments only pytest with these, on servers of its own.

All checks run even when one fails. At the end stand a table with the time of each, and as the last line
pytest's plain count.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from deploy.lib import chromium, environment, guard, say
from deploy.lib.command import end_group
from deploy.lib.failure import Exit, Failure
from deploy.lib.install import node, npm
from deploy.lib.paths import FRONTEND, PLATFORM, ROOT, VENV, VENV_PYTHON
from deploy.lib.scratch import Servers, servers

PYTHON_SOURCES = ("platform", "tenants", "nlp", "api", "deploy", "tests")
SHOWN_ON_FAILURE = 300
OPENAPI = ROOT / "api" / "openapi.yaml"
TYPES = FRONTEND / "src" / "api" / "schema.d.ts"


def run(arguments: list[str]) -> int:
    """Exit status: pytest's own with arguments; else 0 when every check held and 1 when one did not."""
    with servers() as running:
        say.line(f"· 测试用的数据库和消息队列已启动 · scratch servers in {running.folder}")
        checks = _Checks(running)
        return checks.pytest(arguments) if arguments else checks.all()


@dataclass
class Count:
    """Tests by result, over all runs of pytest."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, report: Path) -> None:
        """Add what a JUnit report says; a run that wrote none counts as one failure."""
        try:
            suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314  (our own pytest wrote it)
        except (OSError, ElementTree.ParseError):
            self.failed += 1
            return
        for suite in suites:
            total, failed, errors, skipped = (
                int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
            )
            self.failed += failed + errors
            self.skipped += skipped
            self.passed += max(0, total - failed - errors - skipped)

    def line(self) -> str:
        """The plain closing line."""
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


class _Checks:
    def __init__(self, running: Servers) -> None:
        self._running = running
        self._results: list[tuple[str, bool, float]] = []
        self._count = Count()
        self._env = environment.for_django(running.variables())
        # Browsers and tools write below HOME; a test run must leave nothing there.
        home = running.folder / "home"
        home.mkdir(exist_ok=True)
        self._env["HOME"] = str(home)
        browser = os.environ.get("CHROMIUM") or chromium.system()
        if browser:
            self._env["CHROMIUM"] = browser

    # --- the list -----------------------------------------------------------------------------------

    def all(self) -> int:
        """Every check in order; the summary; 0 when all held."""
        since = time.monotonic()
        manage = [VENV_PYTHON, PLATFORM / "manage.py"]
        bin_ = VENV / "bin"
        self._check("仓库守则 · guard", self._guard)
        self._command("ruff check", [bin_ / "ruff", "check", "--output-format", "concise", "."])
        self._command("ruff format", [bin_ / "ruff", "format", "--check", "."])
        self._command("mypy --strict", [bin_ / "mypy", *PYTHON_SOURCES])
        self._command("import-linter", [bin_ / "lint-imports"])
        self._command(
            "迁移齐全 · makemigrations --check",
            [*manage, "makemigrations", "--check", "--dry-run"],
            settings="test",
        )
        self._command("接口文件最新 · openapi --check", [*manage, "openapi", "--check"], settings="test")
        self._check("前端类型最新 · TypeScript types", self._types)
        self._front_end("ESLint", "lint")
        self._front_end("vue-tsc", "types:check")
        self._front_end("Vitest", "test")
        self._front_end("Vite build", "build")
        self._pytest("pytest", ["-m", "not e2e and not faults"])
        self._pytest("pytest 故障 · faults", ["-m", "faults"])
        self._browser_tests()
        self._command(
            "check --deploy", [*manage, "check", "--deploy", "--fail-level", "WARNING"], settings="prod"
        )
        return self._summary(time.monotonic() - since)

    def _summary(self, seconds: float) -> int:
        say.line("")
        say.line(f"======== 汇总 · summary（共 {seconds:.0f} 秒）========")
        for name, held, taken in self._results:
            say.line(f"{'✓' if held else '✗'} {taken:6.1f} 秒　{name}")
        failed = [name for name, held, _ in self._results if not held]
        if failed:
            say.line(f"没有通过：{'；'.join(failed)}")
        else:
            say.line("全部通过 · all checks passed")
        say.line(self._count.line())
        return Exit.CHECKS_FAILED if failed else Exit.OK

    # --- kinds of checks -----------------------------------------------------------------------------

    def _check(self, name: str, held: Callable[[], bool]) -> None:
        say.line(f"\n======== {name} ========")
        since = time.monotonic()
        try:
            good = held()
        except Failure as problem:
            say.failure(problem)
            good = False
        taken = time.monotonic() - since
        say.line(f"{'✓' if good else '✗'} {name}（{taken:.1f} 秒）")
        self._results.append((name, good, taken))

    def _command(
        self,
        name: str,
        argv: list[str | Path],
        *,
        settings: str = "",
        cwd: Path = ROOT,
        node_first: bool = False,
    ) -> None:
        self._check(name, lambda: self._quiet(argv, settings=settings, cwd=cwd, node_first=node_first) == 0)

    def _front_end(self, name: str, script: str) -> None:
        if not (FRONTEND / "package.json").is_file():
            say.line(f"· 还没有前端，跳过 {name} · no front end yet")
            return
        self._command(name, [*npm(), "run", "--silent", script], cwd=FRONTEND, node_first=True)

    def _quiet(
        self, argv: list[str | Path], *, settings: str = "", cwd: Path = ROOT, node_first: bool = False
    ) -> int:
        """Run a check; show its output only when it fails."""
        env = dict(self._env)
        if node_first:
            env |= environment.for_installing(node().parent)
        if settings:
            env["DJANGO_SETTINGS_MODULE"] = f"settings.{settings}"
        if settings == "prod":
            env["JIAFANG_SECRET_KEY"] = secrets.token_urlsafe(60)
        output = self._running.folder / "check.log"
        with output.open("wb") as out:
            status = _wait(
                subprocess.Popen(
                    [str(part) for part in argv], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                    stdout=out, stderr=subprocess.STDOUT, start_new_session=True,
                )
            )  # fmt: skip
        if status != 0:
            for line in output.read_text(encoding="utf-8", errors="replace").splitlines()[-SHOWN_ON_FAILURE:]:
                say.line(f"  {line}")
        return status

    def _guard(self) -> bool:
        found = guard.problems()
        for line in found:
            say.line(f"  {line}")
        return not found

    def _types(self) -> bool:
        """The committed types are exactly what the committed API description gives."""
        if not OPENAPI.is_file() or not (FRONTEND / "package.json").is_file():
            say.line("  缺少 api/openapi.yaml 或前端")
            return False
        fresh = self._running.folder / "schema.d.ts"
        tool = FRONTEND / "node_modules" / "openapi-typescript" / "bin" / "cli.js"
        if self._quiet([node(), tool, OPENAPI, "-o", fresh], cwd=FRONTEND, node_first=True) != 0:
            return False
        if TYPES.is_file() and fresh.read_text(encoding="utf-8") == TYPES.read_text(encoding="utf-8"):
            return True
        say.line(f"  {TYPES.relative_to(ROOT)} 不是最新的：在 frontend 里运行 npm run types，然后提交。")
        return False

    def _pytest(self, name: str, arguments: list[str], variables: dict[str, str] | None = None) -> None:
        report = self._running.folder / f"report-{len(self._results)}.xml"

        def held() -> bool:
            status = self.pytest(["-q", f"--junitxml={report}", *arguments], variables)
            if status == NOTHING_COLLECTED:
                say.line("  没有收集到测试")
            else:
                self._count.add(report)
            return status == 0

        self._check(name, held)

    def _browser_tests(self) -> None:
        name = "浏览器测试 · e2e"
        try:
            browser = chromium.find()
        except Failure as problem:
            say.failure(problem)
            self._results.append((name, False, 0.0))
            return
        self._pytest(name, ["-m", "e2e"], {"CHROMIUM": browser})

    def pytest(self, arguments: list[str], variables: dict[str, str] | None = None) -> int:
        """pytest with its output straight to the terminal; its exit status."""
        return _wait(
            subprocess.Popen(
                [str(VENV_PYTHON), "-m", "pytest", *arguments],
                cwd=ROOT,
                env=self._env | (variables or {}),
                start_new_session=True,
            )
        )


NOTHING_COLLECTED = 5


def _wait(process: subprocess.Popen[bytes]) -> int:
    """Wait for the end; when we are told to stop, the process and its children go first."""
    with process:
        try:
            return process.wait()
        except BaseException:
            end_group(process.pid)
            raise
