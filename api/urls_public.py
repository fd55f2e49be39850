"""The routes of the bare host and of a bureau's host."""

from api.urls_shared import PAGES, SHARED, resources

urlpatterns = [
    *SHARED,
    *resources("entrances", "schools", "templates", "benchmarks", "precision", "calendar", "floor"),
    *PAGES,
]

handler400 = "api.errors.bad_request"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
