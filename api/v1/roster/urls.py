"""Routes of roster imports."""

from django.urls import path

from api.v1.roster.views import (
    ImportApplyView,
    ImportListView,
    ImportPasswordsView,
    ImportSheetView,
    ImportView,
    TemplateView,
)

urlpatterns = [
    path("roster/imports/", ImportListView.as_view()),
    path("roster/imports/<uuid:import_id>/", ImportView.as_view()),
    path("roster/imports/<uuid:import_id>/apply/", ImportApplyView.as_view()),
    path("roster/imports/<uuid:import_id>/sheet/", ImportSheetView.as_view()),
    path("roster/imports/<uuid:import_id>/passwords/", ImportPasswordsView.as_view()),
    path("roster/template/", TemplateView.as_view()),
]
