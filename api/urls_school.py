"""The routes of a school's host."""

from api.urls_shared import PAGES, SHARED, resources

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
        "draws",
        "evaluation",
        "targets",
        "policies",
        "agenda",
        "circumstances",
        "times",
    ),
    *PAGES,
]

handler400 = "api.errors.bad_request"
handler404 = "api.errors.not_found"
handler500 = "api.errors.server_error"
