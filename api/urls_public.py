"""The routes of the bare host and of a bureau's host."""

from api.urls_shared import SHARED, resources

urlpatterns = [
    *SHARED,
    *resources("entrances", "schools", "templates", "benchmarks"),
]
