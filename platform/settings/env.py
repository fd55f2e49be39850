"""Reading the environment: the only input of the settings beside these files."""

import os
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's value; an error that names it when it is missing and has no default."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment and start again.")
    return value


def database(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address. Query parameters become connection options."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("The database address must begin with postgresql://")
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "kernel.tenancy.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(options.pop("host", parts.hostname or "")),
        "PORT": str(options.pop("port", parts.port or "")),
        "OPTIONS": {k: unquote(v) for k, v in options.items()},
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
