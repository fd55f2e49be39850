"""The Celery application: `celery -A kernel.celery worker`."""

import os
import sys
from pathlib import Path

_PLATFORM = Path(__file__).resolve().parent.parent
for _root in (str(_PLATFORM.parent), str(_PLATFORM)):
    if _root not in sys.path:
        sys.path.insert(0, _root)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")

from celery import Celery  # noqa: E402

app = Celery("jiafang", set_as_current=True)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
