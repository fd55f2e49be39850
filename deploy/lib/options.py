"""The options of deploy/run, and what can be refused before anything is installed or started."""

from __future__ import annotations

import argparse
import ipaddress
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from deploy.lib.failure import Exit, Failure, disk_full, from_os_error
from deploy.lib.paths import DATA
from deploy.lib.ports import LOOPBACK, check_free
from deploy.lib.process import is_alive

DEFAULT_PORT = 8000
NEEDED_BYTES = 500 * 1024**2
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))*")


@dataclass(frozen=True)
class Options:
    """What deploy/run was asked for. `data` is absolute."""

    port: int
    data: Path
    empty: bool
    bind: str
    domain: str

    @property
    def address(self) -> str:
        """The bare host's address as a person opens it."""
        return f"http://{self.domain}:{self.port}/"


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Failure(
            Exit.USAGE,
            "命令的参数不对",
            "用 deploy/run --help 看全部参数。",
            english=f"{message}. See deploy/run --help.",
        )


def parse(arguments: Sequence[str]) -> Options:
    """Options from the words after deploy/run; raises Failure (usage) on wrong ones."""
    parser = _Parser(
        prog="deploy/run",
        description="在前台启动整个平台：数据库、消息队列、后台任务、网站。按 Ctrl-C 全部停止。",
        epilog="DATABASE_URL、BROKER_URL 若已设置，就使用它们，不启动自带的数据库和消息队列。",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"端口，默认 {DEFAULT_PORT}"
    )
    parser.add_argument(
        "--data", type=Path, default=DATA, metavar="DIR", help="数据文件夹，默认 .data；再次启动时数据还在"
    )
    parser.add_argument("--empty", action="store_true", help="不建立演示用的县")
    parser.add_argument("--bind", default=LOOPBACK, metavar="A", help=f"监听地址，默认只有本机（{LOOPBACK}）")
    parser.add_argument(
        "--domain", type=_domain, default="localhost", metavar="D", help="域名，默认 localhost"
    )
    found = parser.parse_args(list(arguments))
    try:
        ipaddress.ip_address(found.bind)
    except ValueError:
        parser.error(f"--bind needs an IP address, not {found.bind!r}")
    return Options(found.port, found.data.expanduser().absolute(), found.empty, found.bind, found.domain)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port (1 to 65535)")
    return int(text)


def _domain(text: str) -> str:
    if not DOMAIN.fullmatch(text.lower()):
        raise argparse.ArgumentTypeError(f"{text!r} is no domain name")
    return text.lower()


def check_early(options: Options) -> None:
    """Refuse at once what would fail after minutes of installing: folder, space, port."""
    folder = options.data
    try:
        # Others may pass through to what is theirs (the database's user), but see nothing.
        folder.mkdir(parents=True, exist_ok=True, mode=0o711)
        probe = folder / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise from_os_error(error, str(folder)) from error
    free = shutil.disk_usage(folder).free
    if free < NEEDED_BYTES:
        raise disk_full(f"{folder} 只剩 {free // 1024**2} MB，至少需要 {NEEDED_BYTES // 1024**2} MB")
    # A web server that a killed launcher left on this folder is ended later, when the folder is ours alone.
    if not is_alive(folder / "pids" / "web.pid"):
        check_free(options.bind, options.port)
