"""The clock: `celery -A kernel.beat beat`. Sends the messages of CELERY_BEAT_SCHEDULE and runs none of them.

An application of its own, without Django and without tasks: the clock knows them by name only, so it
starts at once and needs little memory.
"""

from celery import Celery

app = Celery("jiafang-beat", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")
