from django.urls import path

from api.v1.tokens.views import TokenView

urlpatterns = [path("tokens/", TokenView.as_view())]
