from django.urls import path

from api.v1.session.views import SessionView

urlpatterns = [path("session/", SessionView.as_view())]
