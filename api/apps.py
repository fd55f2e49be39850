"""The API as an app, for its management commands."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "api"
    label = "api"
