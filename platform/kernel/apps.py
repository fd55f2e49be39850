"""The kernel: errors, actors, clock, audit, outbox, tenancy. Knows no school business."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"
    label = "kernel"

    def ready(self) -> None:
        # Registers the kernel's tasks with Celery.
        from kernel import celery, housekeeping, housekeeping_tasks, outbox_tasks  # noqa: F401

        housekeeping.register_own()
