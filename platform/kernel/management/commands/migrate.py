"""`migrate` is replaced by `prepare`, which knows about roles, the template and all schools."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Replaced by `prepare`."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("Use `manage.py prepare`: it brings the shared schema and all schools up to date.")
