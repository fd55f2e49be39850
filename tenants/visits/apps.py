"""App configuration of visits."""

from __future__ import annotations

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits of one school; lives in the school's schema."""

    name = "tenants.visits"
    label = "visits"
    verbose_name = "家访"
