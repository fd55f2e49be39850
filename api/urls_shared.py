"""What every host answers, and how a resource's routes are found."""

from importlib import import_module
from importlib.util import find_spec
from logging import getLogger

from django.urls import URLPattern, URLResolver, include, path, re_path

from api.frontend import index
from api.v1.health.views import HealthView

Routes = list[URLPattern | URLResolver]


def resources(*names: str) -> Routes:
    """The routes of `api.v1.<name>.urls`, under /api/v1/, for those resources that exist."""
    return [path("api/v1/", include(f"api.v1.{name}.urls")) for name in names if _present(name)]


def _present(name: str) -> bool:
    if not (find_spec(f"api.v1.{name}") and find_spec(f"api.v1.{name}.urls")):
        return False
    try:
        import_module(f"api.v1.{name}.urls")
    except ImportError as error:
        getLogger(__name__).error("api.resource_left_out", extra={"resource": name, "why": str(error)})
        return False
    return True


SHARED: Routes = [
    path("health", HealthView.as_view()),
    *resources("site", "tokens", "session", "me", "password"),
]
# Last: every other address is a page of the front end.
PAGES: Routes = [re_path(r"^(?P<path>.*)$", index)]
