"""Django's makemigrations, looking at the recorded migrations with the owner's rights."""

from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.core.management.commands.makemigrations import Command as Makemigrations

from kernel import tenancy


class Command(Makemigrations):
    # The models alone matter here: no need for routes or the front end to be in order.
    requires_system_checks: list[str] = []

    def handle(self, *labels: Any, **options: Any) -> Any:
        # Without a database there is nothing to compare with; Django warns and goes on.
        owner = settings.JIAFANG_IS_OWNER or settings.JIAFANG_OWNER_DATABASE
        with tenancy.as_owner() if owner else nullcontext():
            return super().handle(*labels, **options)
