"""Routes of targets."""

from django.urls import path

from api.v1.targets.views import (
    DueBoardView,
    DueView,
    ProgressView,
    StudentEventView,
    TargetsView,
    WhatIfView,
)

urlpatterns = [
    path("targets/", TargetsView.as_view()),
    path("due/", DueView.as_view()),
    path("due/board/", DueBoardView.as_view()),
    path("progress/", ProgressView.as_view()),
    path("policies/<int:policy_id>/what-if/", WhatIfView.as_view()),
    path("events/<uuid:event_id>/", StudentEventView.as_view()),
]
