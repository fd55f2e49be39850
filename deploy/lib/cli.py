"""Which command was called: installs first, then goes on in the installed Python with the same process id."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from deploy.lib import install, say
from deploy.lib.failure import Exit, Failure, Interrupted
from deploy.lib.paths import ROOT, VENV_PYTHON

# Set for the second half of a command, which runs in .venv.
INSTALLED = "JIAFANG_INSTALLED"


def main(argv: list[str]) -> int:
    """`argv` is setup|run|test and its arguments; returns the exit status."""
    say.prepare_terminal()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    name, arguments = argv[0], argv[1:]
    try:
        return _dispatch(name, arguments)
    except Failure as problem:
        say.failure(problem)
        return problem.status
    except Interrupted:
        say.line("已中断 · interrupted")
        return Exit.INTERRUPTED


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


def _dispatch(name: str, arguments: list[str]) -> int:
    installed = os.environ.pop(INSTALLED, "") == "1"
    if name == "setup":
        if arguments:
            say.line("用法：deploy/setup　把全部依赖装进这个文件夹；可以反复运行，只做有变化的部分。")
            return Exit.OK if arguments[0] in ("-h", "--help") else Exit.USAGE
        install.setup()
        say.line("安装完成 · installed")
        return Exit.OK
    if name == "run":
        from deploy.lib import options

        chosen = options.parse(arguments)
        if not installed:
            options.check_early(chosen)
            install.setup()
            _go_on(name, arguments)
        from deploy.lib import supervisor

        return supervisor.run(chosen)
    if not installed:
        install.setup()
        _go_on(name, arguments)
    from deploy.lib import testing

    return testing.run(arguments)


def _go_on(name: str, arguments: list[str]) -> None:
    """Replace this process by the installed Python, which has what the second half needs."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.environ[INSTALLED] = "1"
    os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(ROOT / "deploy"), name, *arguments])  # noqa: S606  (our own Python)
