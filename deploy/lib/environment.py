"""The environment of what we install with: caches inside the checkout, the user's registry settings kept."""

from __future__ import annotations

import os
from pathlib import Path

from deploy.lib.paths import CACHE, ROOT

SYSTEM_CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


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
    # npm asks for dozens of optional packages one by one: minutes for each would look like a hang.
    env.setdefault("npm_config_fetch_retries", "2")
    env.setdefault("npm_config_fetch_retry_mintimeout", "500")
    env.setdefault("npm_config_fetch_retry_maxtimeout", "2000")
    env.setdefault("npm_config_fetch_timeout", "60000")
    env["XDG_CACHE_HOME"] = str(CACHE / "xdg")
    env["XDG_DATA_HOME"] = str(CACHE / "xdg-data")
    env["XDG_STATE_HOME"] = str(CACHE / "xdg-state")
    # A mirror that was set up for pip serves uv as well; uv does not read pip's variables.
    if "PIP_INDEX_URL" in env and not {"UV_DEFAULT_INDEX", "UV_INDEX_URL"} & env.keys():
        env["UV_DEFAULT_INDEX"] = env["PIP_INDEX_URL"]
    _trust(env)
    if node_bin is not None:
        env["PATH"] = f"{node_bin}{os.pathsep}{env.get('PATH', os.defpath)}"
    return env


def _trust(env: dict[str, str]) -> None:
    """All tools trust the machine's certificates: a company's proxy or mirror has one of its own there."""
    named = (
        env.get(name) for name in ("SSL_CERT_FILE", "PIP_CERT", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS")
    )
    bundle = next(
        (found for found in (*named, *SYSTEM_CERTIFICATES) if found and Path(found).is_file()), None
    )
    if bundle is not None:
        for name in ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"):
            env.setdefault(name, bundle)


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
