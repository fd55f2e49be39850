"""The built front end: its files, and index.html for every path that is neither API nor file."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from whitenoise.middleware import WhiteNoiseMiddleware

from api.errors import plain_response

NOT_OURS = ("/api/", "/health")


class FrontEnd(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Files of `frontend/dist` from memory of their paths; hashed ones may be kept for ever, the
    others (index.html, the service worker) are asked for each time."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase = super().__call__(request)
        return response

    def immutable_file_test(self, path: str, url: str) -> bool:
        return url.startswith("/assets/")


@csrf_exempt  # changes nothing, and an unknown address is a 404 by every method
def index(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page that starts the front end; it reads the address itself."""
    if path.startswith(("api/", "static/", "assets/")):
        return plain_response(404)
    if request.method not in ("GET", "HEAD"):
        return plain_response(405)
    try:
        page = (Path(settings.FRONTEND_DIST) / "index.html").read_bytes()
    except FileNotFoundError:
        return HttpResponse(
            "网页尚未生成，请先运行 deploy/setup。", status=503, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(page, headers={"Cache-Control": "no-cache"})
