"""`evaluate_policy FILE`: what a 制度 demands and what is done, from a scenario; `-` is standard input."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.targets.rules import ScenarioError, evaluate, evaluation_data, scenario_read


class Command(BaseCommand):
    """Needs no database."""

    help = "Evaluate a scenario (a JSON file, or - for standard input) and print the result as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("scenario", nargs="?", default="-")

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["scenario"]
        try:
            text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        except FileNotFoundError:
            raise CommandError(f"读不到 {name}：没有这个文件，请核对路径") from None
        except IsADirectoryError:
            raise CommandError(f"读不到 {name}：这是文件夹，请写出其中的文件") from None
        except PermissionError:
            raise CommandError(f"读不到 {name}：没有读取权限") from None
        except (OSError, ValueError) as problem:  # ValueError: a name that no file can have
            raise CommandError(f"读不到 {name!a}：{problem}") from None
        try:
            data = evaluation_data(evaluate(scenario_read(text)))
        except ScenarioError as problem:
            raise CommandError(" ".join(str(problem).split())) from None
        self.stdout.write(json.dumps(data))  # pure ASCII: safe for any terminal and any id
