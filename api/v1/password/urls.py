from django.urls import path

from api.v1.password.views import PasswordView

urlpatterns = [path("password/", PasswordView.as_view())]
