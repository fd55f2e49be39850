"""Routes of policies."""

from django.urls import path

from api.v1.policies.views import PolicyListView

urlpatterns = [path("policies/", PolicyListView.as_view())]
