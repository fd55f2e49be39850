"""The route of the form of a visit."""

from django.urls import path

from api.v1.visit_form.views import VisitFormView

urlpatterns = [path("visit-form/", VisitFormView.as_view())]
