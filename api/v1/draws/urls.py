"""Routes of drawn notes."""

from django.urls import path

from api.v1.draws.views import DrawAnswerView, DrawListView, DrawView

urlpatterns = [
    path("draws/", DrawListView.as_view()),
    path("draws/<int:draw_id>/", DrawView.as_view()),
    path("draws/<int:draw_id>/answer/", DrawAnswerView.as_view()),
]
