"""Tests: the same code, an own database and own roles, cheap passwords, no broker needed."""

import os
import tempfile
from pathlib import Path

from settings.base import *  # noqa: F403
from settings.base import DATABASES, LOGGING, STORAGES

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
# Own prefix: a run drops its roles at the end and must not meet those of a running platform.
JIAFANG_DEPLOYMENT = f"{os.environ.get('JIAFANG_DEPLOYMENT', 'jf')}_test{_WORKER}"
JIAFANG_DOMAIN = "localhost"
JIAFANG_PORT = ""
DATABASES["default"]["CONN_MAX_AGE"] = 0

DEBUG = False
SECRET_KEY = "only-for-tests-" + "x" * 40
JIAFANG_FIELD_KEY = "only-for-tests-fields-" + "y" * 40
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CELERY_BROKER_URL = "memory://localhost/"
# Removed after every test that wrote into it (tests/support/surroundings.py).
JIAFANG_DATA = Path(tempfile.gettempdir()) / f"jiafang-test-{os.getpid()}"
STORAGES["default"]["OPTIONS"]["location"] = str(JIAFANG_DATA / "files")
LOGGING["root"] = {"handlers": ["console"], "level": "WARNING"}
