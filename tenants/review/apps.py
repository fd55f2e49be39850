"""App configuration of review: listens for saved visits."""

from __future__ import annotations

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Checks of notes and people's decisions about them; lives in the school's schema."""

    name = "tenants.review"
    label = "review"
    verbose_name = "家访检查"

    def ready(self) -> None:
        """Subscribe: a saved version of a visit asks for its review; an erased one leaves no hash behind."""
        from kernel import events
        from tenants.visits.contracts import VisitErased, VisitSubmitted

        from . import services

        events.subscribe(VisitSubmitted, services.review_request)
        events.subscribe(VisitErased, services.visit_erased)
