"""App configuration of the demo county (no tables; data files and one command)."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo county."""

    name = "tenants.demo"
    label = "demo"
    verbose_name = "演示县"
