"""The app's entry in Django's registry."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """What is still due."""

    name = "tenants.targets"
    label = "targets"
    verbose_name = "家访进度"
