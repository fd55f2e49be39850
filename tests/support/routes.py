"""Every route of the API, as the URL configurations have it: nothing here is listed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import URLPattern, URLResolver

CONFS = {"school": "api.urls_school", "public": "api.urls_public"}
PAGES = "api.frontend.index"
METHODS = ("get", "post", "put", "patch", "delete")
PARAMETER = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")


@dataclass(frozen=True, order=True)
class Route:
    """One method of one address. `conf` says on whose hosts; `path` as in urls.py, from the root."""

    conf: str
    path: str
    method: str

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of what the address holds."""
        return tuple(found["name"] for found in PARAMETER.finditer(self.path))

    def address(self, values: dict[str, Any]) -> str:
        """The address with its parameters filled in."""
        return "/" + PARAMETER.sub(lambda found: str(values[found["name"]]), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.conf})"


def routes() -> list[Route]:
    """All of them, without the pages of the front end (which hold no data)."""
    return sorted(
        Route(conf, path, method)
        for conf, module in CONFS.items()
        for path, view in _views(import_module(module).urlpatterns, "")
        for method in _methods(view)
    )


def _views(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Any]]:
    for one in patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _views(one.url_patterns, path)
        elif f"{one.callback.__module__}.{one.callback.__name__}" != PAGES:
            yield path, one.callback


def _methods(view: Any) -> list[str]:
    """The methods that a class-based view answers; other views must not exist beside the pages."""
    made = view.view_class
    return [method.upper() for method in METHODS if hasattr(made, method)]
