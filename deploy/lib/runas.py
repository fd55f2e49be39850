"""PostgreSQL refuses to run as root. Who runs it instead, and where that user can work.

As a normal user: ourselves. As root: in a user namespace in which we are user 65534 (files stay root's on
disk); where a container forbids that, as the system's `nobody`, which must be able to enter its folders.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

UNSHARE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True)
class RunAs:
    """How to start a program: words before its own, and the user to become (None: stay who we are)."""

    prefix: tuple[str, ...]
    uid: int | None
    gid: int | None

    @property
    def file_owner(self) -> int:
        """The user number that files of such a program have on disk."""
        return os.geteuid() if self.uid is None else self.uid

    def can(self, *argv: str | Path) -> bool:
        """Whether this command succeeds when started this way."""
        try:
            done = subprocess.run(
                [*self.prefix, *argv],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False,
                user=self.uid, group=self.gid, extra_groups=None if self.uid is None else [], cwd="/",
                timeout=20,
            )  # fmt: skip
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0

    def own(self, folder: Path) -> None:
        """Give `folder` and all below it to the user of such programs, unless it has it already."""
        if folder.stat().st_uid == self.file_owner:
            return
        gid = -1 if self.gid is None else self.gid
        os.chown(folder, self.file_owner, gid)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.chown(Path(parent) / name, self.file_owner, gid, follow_symlinks=False)


def choose(*, root: bool | None = None, namespaces: bool = True) -> RunAs:
    """The way that works here. `root` and `namespaces` are told only by tests."""
    if not (os.geteuid() == 0 if root is None else root):
        return RunAs((), None, None)
    in_namespace = RunAs(UNSHARE, None, None)
    if namespaces and shutil.which("unshare") and in_namespace.can("true"):
        return in_namespace
    try:
        nobody = pwd.getpwnam("nobody")
        return RunAs((), nobody.pw_uid, nobody.pw_gid)
    except KeyError:
        return RunAs((), 65534, 65534)
