"""Routes of a student's circumstances."""

from django.urls import path

from api.v1.circumstances.views import CircumstancesView, ExcusalView, GroupListView, GroupView

urlpatterns = [
    path("students/<uuid:student_id>/circumstances/", CircumstancesView.as_view()),
    path("students/<uuid:student_id>/groups/", GroupListView.as_view()),
    path("students/<uuid:student_id>/groups/<int:spell_id>/", GroupView.as_view()),
    path("excusals/<uuid:excusal_id>/", ExcusalView.as_view()),
]
