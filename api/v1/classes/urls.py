"""Routes of classes."""

from django.urls import path

from api.v1.classes.views import ClassListView

urlpatterns = [path("classes/", ClassListView.as_view())]
