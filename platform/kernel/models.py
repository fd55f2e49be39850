"""Tables that exist in `public` and in every school's schema alike."""

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which record, written in the same transaction as the act. Never changed: the
    school's role may only insert and read.

    placement: both
    pii: actor_name
    erased-by: n/a (kept as evidence; names of children are never written here)
    """

    insert_only: ClassVar[bool] = True

    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=100)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=120)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject", "at"], name="audit_subject_at")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class OutboxMessage(models.Model):
    """A task that must run because a transaction committed. Settled by the task when it is done.

    placement: both
    pii: none
    erased-by: n/a
    """

    key = models.CharField(max_length=200, unique=True)
    task = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"],
                name="outbox_open",
                condition=models.Q(settled_at__isnull=True, failed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key
