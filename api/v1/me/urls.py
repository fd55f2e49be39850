from django.urls import path

from api.v1.me.views import MeView

urlpatterns = [path("me/", MeView.as_view())]
