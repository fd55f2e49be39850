"""The routes of a school's host."""

from api.urls_shared import SHARED, resources

urlpatterns = [
    *SHARED,
    *resources(
        "students",
        "classes",
        "staff",
        "roster",
        "visits",
        "visit_form",
        "flags",
        "targets",
        "due",
        "progress",
        "policies",
    ),
]
