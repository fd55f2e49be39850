"""Routes of visits."""

from django.urls import path

from api.v1.visits.views import VisitListView, VisitPreviewView, VisitView

urlpatterns = [
    path("visits/", VisitListView.as_view()),
    path("visits/preview/", VisitPreviewView.as_view()),
    path("visits/<uuid:visit_id>/", VisitView.as_view()),
]
