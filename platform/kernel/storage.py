"""Files: each school has its own folder, and outside of a school there is none."""

from django.core.files.storage import FileSystemStorage

from kernel import tenancy


def _inside(name: str) -> str:
    schema = tenancy.require_school() + "/"
    return name if name.startswith(schema) else schema + name


class SchoolStorage(FileSystemStorage):
    """Files on disk under `<location>/<schema>/`. A path of another school cannot be opened."""

    def path(self, name: str) -> str:
        return super().path(_inside(name))

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        return super().get_available_name(_inside(name), max_length=max_length)
