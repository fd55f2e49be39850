"""The environment of what we install with: caches inside the checkout, the user's registry settings kept."""

from __future__ import annotations

import os
from pathlib import Path

from deploy.lib.paths import CACHE, ROOT


def usable_home() -> str:
    """HOME where it names a folder, else an empty folder of ours: some tools fail without any."""
    home = os.environ.get("HOME", "")
    if home and Path(home).is_dir() and os.access(home, os.R_OK | os.X_OK):
        return home
    own = CACHE / "home"
    own.mkdir(parents=True, exist_ok=True)
    return str(own)


def for_installing(node_bin: Path | None = None) -> dict[str, str]:
    """Variables for pip, uv, node and npm. `node_bin` goes first in PATH."""
    env = dict(os.environ)
    env.pop("PYTHONPATH", None)
    env.pop("VIRTUAL_ENV", None)
    env["HOME"] = usable_home()
    env["PIP_CACHE_DIR"] = str(CACHE / "pip")
    env["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"
    env["PIP_NO_INPUT"] = "1"
    env["UV_CACHE_DIR"] = str(CACHE / "uv")
    env["UV_PYTHON_DOWNLOADS"] = "never"
    env["UV_NO_PROGRESS"] = "1"
    env["npm_config_cache"] = str(CACHE / "npm")
    env["npm_config_update_notifier"] = "false"
    env["npm_config_fund"] = "false"
    env["npm_config_audit"] = "false"
    env["XDG_CACHE_HOME"] = str(CACHE / "xdg")
    env["XDG_DATA_HOME"] = str(CACHE / "xdg-data")
    env["XDG_STATE_HOME"] = str(CACHE / "xdg-state")
    # A mirror that was set up for pip serves uv as well; uv does not read pip's variables.
    if "PIP_INDEX_URL" in env and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        env["UV_DEFAULT_INDEX"] = env["PIP_INDEX_URL"]
    if "PIP_CERT" in env:
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
    if node_bin is not None:
        env["PATH"] = f"{node_bin}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


def for_django(extra: dict[str, str]) -> dict[str, str]:
    """Variables for our own Python processes: both source roots, UTF-8, and what `extra` adds."""
    env = dict(os.environ)
    env["HOME"] = usable_home()
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "platform")])
    env["PYTHONUTF8"] = "1"
    env["PYTHONUNBUFFERED"] = "1"
    env.pop("DJANGO_SETTINGS_MODULE", None)
    env.update(extra)
    return env
