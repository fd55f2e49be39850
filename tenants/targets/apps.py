"""The app's entry in Django's registry."""

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    """What is still due; lives in the school's schema."""

    name = "tenants.targets"
    label = "targets"
    verbose_name = "家访进度"

    def ready(self) -> None:
        """Subscribe: what happened to a student goes when the student is erased."""
        from kernel import events
        from tenants.roster.contracts import StudentErased
        from tenants.targets import services

        events.subscribe(StudentErased, services.student_erased)
