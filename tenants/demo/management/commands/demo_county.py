"""Make the demo county."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.demo.county import county_make


class Command(BaseCommand):
    """Three schools with people and notes; what is there already stays."""

    help = "Make the demo county: three schools, their people, notes of every quality. Safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the accounts go."""
        parser.add_argument("--accounts", type=Path, help="file for the accounts, readable by you alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then write the accounts: a file that is there speaks of a county that is whole."""
        accounts = county_make(say=self.stdout.write)
        text = json.dumps(accounts, ensure_ascii=False, indent=2)
        target: Path | None = options["accounts"]
        if target is None:
            self.stdout.write(text)
            return
        target.touch(mode=0o600)
        target.chmod(0o600)
        target.write_text(text + "\n", encoding="utf-8")
