"""App configuration of the assessment app (every school's schema; it has no tables yet)."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Figures for the bureau, counted again after every change that moves them."""

    name = "tenants.assessment"
    label = "assessment"
    verbose_name = "考核与汇总"

    def ready(self) -> None:
        """Listen for what changes a figure."""
        from kernel import events
        from tenants.assessment import services
        from tenants.review.contracts import FindingsLearnt, ReviewFinished
        from tenants.visits.contracts import VisitSubmitted

        events.subscribe(VisitSubmitted, services.on_visit_submitted)
        events.subscribe(ReviewFinished, services.on_review_finished)
        events.subscribe(FindingsLearnt, services.on_findings_learnt)
