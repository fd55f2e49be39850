"""Who learns and who teaches here."""

from __future__ import annotations

from django.apps import AppConfig


class RosterConfig(AppConfig):
    name = "tenants.roster"
    label = "roster"
    verbose_name = "名册"
