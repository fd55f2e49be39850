"""Routes of the bureau's view of the checks."""

from django.urls import path

from api.v1.precision.views import PrecisionView

urlpatterns = [path("precision/", PrecisionView.as_view())]
