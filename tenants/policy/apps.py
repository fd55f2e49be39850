"""The app's entry in Django's registry; what it takes part in at start."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """School rules."""

    name = "tenants.policy"
    label = "policy"
    verbose_name = "制度"
