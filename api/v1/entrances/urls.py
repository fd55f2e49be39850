from django.urls import path

from api.v1.entrances.views import EntranceListView

urlpatterns = [path("entrances/", EntranceListView.as_view())]
