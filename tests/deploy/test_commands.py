"""The commands as a person calls them: exit status and message for what cannot work."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from deploy.lib import datafolder
from deploy.lib.failure import Exit
from deploy.lib.paths import ROOT
from deploy.lib.ports import free_port


def _run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "deploy"), *arguments], capture_output=True, text=True, encoding="utf-8",
        env=dict(os.environ, JIAFANG_INSTALLED="1", **env), check=False, timeout=60,
    )  # fmt: skip


def test_a_taken_port_ends_with_its_own_status(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = _run("run", "--port", port, "--data", str(tmp_path), "--empty")
    assert done.returncode == Exit.PORT_TAKEN
    assert f"端口 {port} 已经被别的程序占用" in done.stderr
    assert f"port {port} is in use" in done.stderr


def test_a_second_run_on_one_folder_is_refused(tmp_path: Path) -> None:
    with datafolder.locked(tmp_path):
        done = _run("run", "--port", str(free_port()), "--data", str(tmp_path), "--empty")
    assert done.returncode == Exit.ALREADY_RUNNING
    assert str(tmp_path) in done.stderr
    assert sorted(entry.name for entry in tmp_path.iterdir()) == [".lock"]


def test_an_unknown_option_ends_before_anything_is_done(tmp_path: Path) -> None:
    done = _run("run", "--data", str(tmp_path / "new"), "--wrong")
    assert done.returncode == Exit.USAGE
    assert "--wrong" in done.stderr
    assert not (tmp_path / "new").exists()


def test_messages_survive_a_terminal_without_chinese(tmp_path: Path) -> None:
    done = _run("run", "--port", "0", "--data", str(tmp_path), LC_ALL="POSIX", PYTHONIOENCODING="ascii")
    assert done.returncode == Exit.USAGE
    assert "怎么办" in done.stderr


def test_without_python_the_shell_says_what_to_install(tmp_path: Path) -> None:
    shell = shutil.which("sh")
    assert shell is not None
    for tool in ("dirname", "cat"):
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / tool).symlink_to(found)
    done = subprocess.run(
        [shell, str(ROOT / "deploy" / "run")], env={"PATH": str(tmp_path)}, capture_output=True, check=False
    )
    assert done.returncode == Exit.NO_PYTHON
    assert "Python 3.11" in done.stderr.decode("utf-8")
