"""Routes of the evaluation page."""

from django.urls import path

from api.v1.evaluation.views import EvaluationView, RestoreView, SharingView

urlpatterns = [
    path("evaluation/", EvaluationView.as_view()),
    path("evaluation/restore/", RestoreView.as_view()),
    path("evaluation/sharing/", SharingView.as_view()),
]
