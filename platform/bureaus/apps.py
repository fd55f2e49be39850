"""Education bureaus, their schools, the hosts they are reached by, and the school calendar."""

from django.apps import AppConfig


class BureausConfig(AppConfig):
    name = "bureaus"
    label = "bureaus"
