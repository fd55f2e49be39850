"""The data folder of one platform: one launcher at a time, its secrets, its sub-folders."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.lib.failure import Exit, Failure, from_os_error

PRIVATE = 0o600
# What is made once per data folder. A key that is added later is made for older folders as well.
SECRETS = ("secret_key", "field_key", "superuser", "owner", "app", "broker")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder for this launcher; raises Failure when another one runs on it.

    The lock ends with the process that holds it, however that ends; its children do not inherit it.
    """
    try:
        lock = (folder / ".lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise from_os_error(error, str(folder)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = lock.read().strip()
            raise Failure(
                Exit.ALREADY_RUNNING,
                f"这个数据文件夹正在使用中：{folder}" + (f"（进程 {other}）" if other else ""),
                "先停掉正在运行的平台（在它的窗口按 Ctrl-C），或用 --data 和 --port 另起一个。",
                english=f"already running on {folder}. Stop it first, or choose another --data and --port.",
            ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def secrets_of(folder: Path) -> dict[str, str]:
    """The folder's secrets, made on first use in a file that only its owner reads."""
    file = folder / "secrets.json"
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    missing = [name for name in SECRETS if name not in kept]
    if missing:
        kept |= {name: secrets.token_urlsafe(48 if name.endswith("_key") else 24) for name in missing}
        write_private(file, kept)
    return kept


def write_private(file: Path, content: object) -> None:
    """Write JSON that only the owner may read; whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        json.dump(content, out, ensure_ascii=False, indent=2)
        out.write("\n")
    beside.replace(file)


def subfolders(folder: Path) -> tuple[Path, Path]:
    """`logs` and `pids` below the folder, closed to others: logs may carry personal data."""
    logs, pids = folder / "logs", folder / "pids"
    for place in (logs, pids, folder / "files", folder / "beat"):
        place.mkdir(exist_ok=True, mode=0o700)
    return logs, pids
