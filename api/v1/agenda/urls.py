"""The route of the agenda."""

from django.urls import path

from api.v1.agenda.views import AgendaView

urlpatterns = [path("agenda/", AgendaView.as_view())]
