"""Files: each school has its own folder, and outside of a school there is none."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils._os import safe_join

from kernel import tenancy


def _inside(name: str) -> str:
    schema = tenancy.require_school() + "/"
    return name if name.startswith(schema) else schema + name


class SchoolStorage(FileSystemStorage):
    """Files on disk under `<location>/<schema>/`. A path that leads out of that folder is refused."""

    def path(self, name: str) -> str:
        school, _, rest = _inside(name).partition("/")
        # Joined in two steps, so that `..` cannot reach a neighbour's folder either.
        return safe_join(str(Path(self.location) / school), rest)

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return super().get_available_name(_inside(name), max_length=max_length)
