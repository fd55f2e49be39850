"""Tables of policies. Written by `services` only, read through `selectors` only."""

from django.db import models
from django.db.models import Q


class PolicyVersion(models.Model):
    """One version of one 制度. A series is the same 制度 through its versions; a published version never
    changes, which the database itself sees to (migration 0002).

    placement: school
    pii: none
    erased-by: n/a
    """

    class State(models.TextChoices):
        """Drafts may change; published versions count."""

        DRAFT = "draft", "草稿"
        PUBLISHED = "published", "已发布"

    series = models.UUIDField()
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    template = models.CharField(max_length=8, blank=True, default="")
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    effective_date = models.DateField(null=True, blank=True)
    rules = models.JSONField(default=list)
    conflicts = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="policy_version_number"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(effective_date__isnull=False, published_at__isnull=False),
                name="policy_published_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_date"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"
