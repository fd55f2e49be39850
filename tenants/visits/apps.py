"""App configuration of visits."""

from __future__ import annotations

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits of one school; lives in the school's schema."""

    name = "tenants.visits"
    label = "visits"
    verbose_name = "家访"

    def ready(self) -> None:
        """Subscribe: what was written about a student goes when the student is erased."""
        from kernel import events
        from tenants.roster.contracts import StudentErased
        from tenants.visits import services

        events.subscribe(StudentErased, services.student_erased)
