"""Routes of classes."""

from django.urls import path

from api.v1.classes.views import ClassListView, HomeroomView

urlpatterns = [
    path("classes/", ClassListView.as_view()),
    path("classes/<int:class_id>/homeroom/", HomeroomView.as_view()),
]
