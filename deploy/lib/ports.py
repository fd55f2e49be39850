"""Ports: is this one free, and which one is."""

from __future__ import annotations

import errno
import socket

from deploy.lib.failure import Exit, Failure

LOOPBACK = "127.0.0.1"


def free_port() -> int:
    """A port on the loopback address that nobody uses now.

    Another program may still be faster than our server, so whoever starts one must prove that the server
    which answers is its own.
    """
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def check_free(address: str, port: int) -> None:
    """Raise Failure if a server on `address`:`port` cannot be started, saying why and what to do.

    `localhost` means ::1 to some programs first, so a stranger who listens only there counts as well.
    """
    _try(socket.AF_INET6 if ":" in address else socket.AF_INET, address, port)
    if address == LOOPBACK and socket.has_ipv6:
        _try(socket.AF_INET6, "::1", port)


def _try(family: socket.AddressFamily, address: str, port: int) -> None:
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Failure(
                    Exit.PORT_TAKEN,
                    f"端口 {port} 已经被别的程序占用",
                    f"用 --port 换一个端口（例如 --port {port % 65535 + 1}），或先停掉占用它的程序。",
                    english=f"port {port} is in use. Choose another with --port, or stop what uses it.",
                ) from error
            if error.errno == errno.EACCES:
                raise Failure(
                    Exit.PORT_TAKEN,
                    f"当前用户不能使用端口 {port}",
                    "用 --port 换一个 1024 以上的端口。",
                    english=f"no permission for port {port}. Choose one above 1024 with --port.",
                ) from error
            if address == "::1":  # no IPv6 on this machine: nobody can listen there
                return
            raise Failure(
                Exit.USAGE,
                f"不能在地址 {address} 上监听：{error.strerror}",
                "用 --bind 给出这台机器自己的地址，例如 0.0.0.0。",
                english=f"cannot listen on {address}: {error.strerror}. Give --bind an own address.",
            ) from error
