"""Write api/openapi.yaml, the description of all hosts' routes together; --check compares it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from drf_spectacular.drainage import GENERATOR_STATS, reset_generator_stats
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

FILE = Path(__file__).resolve().parents[2] / "openapi.yaml"


def merged() -> dict[str, Any]:
    """The schemas of the school's and of the public routes in one. A path of both must look alike."""
    school, public = _described("api.urls_school"), _described("api.urls_public")
    for path, operations in public["paths"].items():
        if school["paths"].setdefault(path, operations) != operations:
            raise CommandError(f"{path} is described differently for schools and for bureaus")
    for kind, parts in public.get("components", {}).items():
        known = school["components"].setdefault(kind, {})
        for name, part in parts.items():
            if known.setdefault(name, part) != part:
                raise CommandError(f"component {name} has two shapes")
    school["paths"] = dict(sorted(school["paths"].items()))
    school["components"] = {k: dict(sorted(v.items())) for k, v in sorted(school["components"].items())}
    return school


def _described(routes: str) -> dict[str, Any]:
    generator: Any = SchemaGenerator
    found: dict[str, Any] = generator(urlconf=routes).get_schema(request=None, public=True)
    return found


def rendered() -> bytes:
    """The file's bytes. Any warning of the generator is an error."""
    reset_generator_stats()
    renderer: Any = OpenApiYamlRenderer()
    text: bytes = renderer.render(merged(), renderer_context={})
    if GENERATOR_STATS:
        GENERATOR_STATS.emit_summary()
        raise CommandError("The generator has warnings; see above.")
    return text


class Command(BaseCommand):
    help = "Write api/openapi.yaml; with --check compare it with the code."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        text = rendered()
        if not check:
            FILE.write_bytes(text)
            self.stdout.write(f"{FILE.name} written")
        elif not FILE.is_file() or FILE.read_bytes() != text:
            raise CommandError("api/openapi.yaml differs from the code. Run `manage.py openapi`.")
