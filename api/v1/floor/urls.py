from django.urls import path

from api.v1.floor.views import FloorView

urlpatterns = [path("floor/", FloorView.as_view())]
