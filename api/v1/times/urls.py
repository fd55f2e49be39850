"""Routes of what a school counts by."""

from django.urls import path

from api.v1.times.views import EntryGradesView, TimesView

urlpatterns = [
    path("times/", TimesView.as_view()),
    path("times/entry-grades/", EntryGradesView.as_view()),
]
