"""What every host answers, and how a resource's routes are found."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

Routes = list[URLPattern | URLResolver]


def resources(*names: str) -> Routes:
    """The routes of `api.v1.<name>.urls`, under /api/v1/, for those resources that exist."""
    return [
        path("api/v1/", include(f"api.v1.{name}.urls"))
        for name in names
        if find_spec(f"api.v1.{name}") and find_spec(f"api.v1.{name}.urls")
    ]


SHARED: Routes = resources("site", "tokens", "session", "me", "password")
