"""The host decides the tenant: school, bureau, or the bare host's portal. Unknown hosts get a 404."""

import time
from collections.abc import Callable
from threading import Lock

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.request import Request

from api.errors import plain_response
from bureaus.contracts import HostInfo
from bureaus.rules import host_normal
from bureaus.selectors import host_find
from kernel import tenancy

PUBLIC_ROUTES = "api.urls_public"
SCHOOL_ROUTES = "api.urls_school"
HEALTH = "/health"
# A known host is remembered this long: looking it up is a third of a trivial request's cost. A host
# that is not known is asked for each time, so a school answers as soon as it is ready.
REMEMBER_SECONDS = 30.0
REMEMBER_HOSTS = 5000

_known: dict[str, tuple[float, HostInfo]] = {}
_lock = Lock()

UNKNOWN_PAGE = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>找不到这个网址</title>'
    "<h1>找不到这个网址</h1><p>请核对学校或教育局的网址；如果学校正在开通，请稍后再试。</p></html>"
)


def host_of(request: HttpRequest | Request) -> HostInfo:
    """Whose host this request came to. DRF's request hands the attribute through."""
    found = getattr(request, "host_info", None)
    if not isinstance(found, HostInfo):
        raise RuntimeError("HostMiddleware has not seen this request")
    return found


def forget_hosts() -> None:
    """Look every host up again. For tests and after a change in this process."""
    with _lock:
        _known.clear()


class HostMiddleware:
    """Enters the tenant's schema for the request and leaves it again, whatever happens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        before = tenancy.current()
        try:
            return self._answer(request)
        finally:
            tenancy.enter(before)

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == HEALTH:
            tenancy.enter(None)
            request.urlconf = PUBLIC_ROUTES
            return self.get_response(request)
        try:
            host = host_normal(request.get_host())
        except DisallowedHost:
            return unknown_host(request)
        found = self._find(host)
        if found is None:
            return unknown_host(request)
        request.host_info = found  # type: ignore[attr-defined]
        if found.school is not None:
            request.urlconf = SCHOOL_ROUTES
            tenancy.enter(found.school.schema_name)
        else:
            request.urlconf = PUBLIC_ROUTES
            tenancy.enter(tenancy.PUBLIC)
        return self.get_response(request)

    @staticmethod
    def _find(host: str) -> HostInfo | None:
        now = time.monotonic()
        remembered = _known.get(host)
        if remembered is not None and remembered[0] > now:
            return remembered[1]
        found = host_find(host)
        with _lock:
            if len(_known) >= REMEMBER_HOSTS:
                _known.clear()
            if found is None:
                _known.pop(host, None)
            else:
                _known[host] = (now + REMEMBER_SECONDS, found)
        return found


def unknown_host(request: HttpRequest) -> HttpResponse:
    """404 as JSON, or as a small page for somebody who typed an address into a browser."""
    if "text/html" in request.headers.get("Accept", "") and not request.path.startswith("/api/"):
        return HttpResponse(UNKNOWN_PAGE, status=404)
    return plain_response(404, "host.unknown", "找不到这个网址，请核对学校或教育局的网址。")
