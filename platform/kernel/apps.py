"""The kernel: errors, actors, clock, audit, outbox, tenancy. Knows no school business."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    label = "kernel"

    def ready(self) -> None:
        # Registers the sweeper's task with Celery.
        from kernel import celery, outbox_tasks  # noqa: F401
