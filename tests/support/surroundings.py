"""What a test may leave behind outside of the database."""

import shutil

from django.conf import settings
from django.core.cache import caches

from api.hosts import forget_hosts


def forget() -> None:
    """Empty the caches and remove the files."""
    caches["default"].clear()
    forget_hosts()
    shutil.rmtree(settings.JIAFANG_DATA, ignore_errors=True)
