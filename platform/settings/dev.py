"""One machine, for trying out and for writing code. Reads a secret made once per data folder."""

import os
import secrets

from settings.base import *  # noqa: F403
from settings.base import JIAFANG_DATA


def _local_secret() -> str:
    """A key that stays the same over restarts, so that sessions and encrypted fields do too."""
    path = JIAFANG_DATA / "secret"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text()


DEBUG = False
SECRET_KEY = os.environ.get("JIAFANG_SECRET_KEY") or _local_secret()
JIAFANG_FIELD_KEY = os.environ.get("JIAFANG_FIELD_KEY") or SECRET_KEY
