"""`policy_template [P01]`: a built-in template in the exchange format; without a number, the list."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.policy.templates import TemplateNotFoundError, template_get, template_list


class Command(BaseCommand):
    """Needs no database."""

    help = "Print a built-in template as policy.schema.json; without a number, list them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", nargs="?", help="P01 … P19")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["code"] is None:
            for template in template_list():
                self.stdout.write(f"{template.code}\t{template.title}")
            return
        try:
            template = template_get(options["code"])
        except TemplateNotFoundError as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(json.dumps(template.exchanged, ensure_ascii=False, indent=2))
