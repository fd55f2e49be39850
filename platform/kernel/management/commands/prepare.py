"""Bring roles, the shared schema and all schools to this version of the code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.tenancy.upgrade import prepare


class Command(BaseCommand):
    help = "Roles, shared tables, the template of a school, every school. Safe to repeat and to resume."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        result = prepare(self.stdout.write)
        if result.failed:
            names = "\n".join(f"  {schema}: {problem}" for schema, problem in result.failed.items())
            raise CommandError(f"These schools could not be upgraded; mend the cause and repeat:\n{names}")
        if result.unchanged:
            self.stdout.write("Nothing has changed.")
        else:
            self.stdout.write(f"Ready. {len(result.upgraded)} of {result.schools} schools were upgraded.")
