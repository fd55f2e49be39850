"""Routes of flags."""

from django.urls import path

from api.v1.flags.views import FlagAnswerView, FlagDecisionView, FlagListView, FlagUndoView, FlagView

urlpatterns = [
    path("flags/", FlagListView.as_view()),
    path("flags/<int:flag_id>/", FlagView.as_view()),
    path("flags/<int:flag_id>/decision/", FlagDecisionView.as_view()),
    path("flags/<int:flag_id>/undo/", FlagUndoView.as_view()),
    path("flags/<int:flag_id>/answer/", FlagAnswerView.as_view()),
]
