"""What a test may leave behind outside of the database."""

import shutil

from django.conf import settings
from django.core.cache import caches


def forget() -> None:
    """Empty the cache and remove the files."""
    caches["default"].clear()
    shutil.rmtree(settings.JIAFANG_DATA, ignore_errors=True)
