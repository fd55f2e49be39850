"""What every host answers, and how a resource's routes are found."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from django.urls.converters import UUIDConverter

from api.frontend import index
from api.v1.health.views import HealthView

# Clients make the UUIDs of visits, and some write them in capitals (RFC 9562: read in either case).
# Routes are compiled after this line, when `resources` includes them.
UUIDConverter.regex = UUIDConverter.regex.replace("a-f", "a-fA-F")

Routes = list[URLPattern | URLResolver]


def resources(*names: str) -> Routes:
    """The routes of `api.v1.<name>.urls`, under /api/v1/."""
    return [path("api/v1/", include(f"api.v1.{name}.urls")) for name in names]


SHARED: Routes = [
    path("health", HealthView.as_view()),
    *resources("site", "tokens", "session", "me", "password"),
]
# Last: every other address is a page of the front end.
PAGES: Routes = [re_path(r"^(?P<path>.*)$", index)]
