"""Make a bureau with its first account, so that an empty platform can be signed in to."""

import json
import secrets
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from bureaus import selectors, services
from kernel.actor import Actor


class Command(BaseCommand):
    """One bureau; a bureau that is there already stays as it is."""

    help = "Make a bureau and its first account. Safe to repeat: then nothing changes."

    def add_arguments(self, parser: CommandParser) -> None:
        """What it is called and where the account goes."""
        parser.add_argument("--name", default="教育局")
        parser.add_argument("--slug", default="bureau")
        parser.add_argument("--accounts", type=Path, required=True, help="file for the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make both; the password is written only when the account is new."""
        slug, target = options["slug"], options["accounts"]
        if selectors.bureau_by_slug(slug) is not None:
            self.stdout.write(f"{slug}: nothing has changed.")
            return
        system = Actor.system(None)
        bureau = services.bureau_create(actor=system, name=options["name"], slug=slug)
        password = secrets.token_urlsafe(9)
        services.bureau_member_add(
            actor=system,
            bureau_id=bureau.id,
            login=slug,
            name="管理员",
            password=password,
            must_change_password=False,
        )
        account = {"url": selectors.url_of(bureau.host), "login": slug, "password": password}
        target.touch(mode=0o600)
        target.chmod(0o600)
        content = {"bureau": account, "schools": []}
        target.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
