"""Routes of templates."""

from django.urls import path

from api.v1.templates.views import TemplateListView

urlpatterns = [path("templates/", TemplateListView.as_view())]
