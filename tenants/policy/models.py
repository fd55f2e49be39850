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
            models.UniqueConstraint(
                fields=["series"], condition=Q(state="draft"), name="policy_one_draft_of_a_series"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(effective_date__isnull=False, published_at__isnull=False),
                name="policy_published_is_dated",
            ),
        ]
        indexes = [models.Index(fields=["state", "effective_date"], name="policy_in_force")]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class PolicyReading(models.Model):
    """What a version was made from: its text, every rule that was proposed with what was decided on it,
    the contradictions and the clauses that no rule says (`editing.sheet`). `revision` grows with every
    change; once the version is published nothing here changes either (migration 0003).

    placement: school
    pii: none
    erased-by: n/a
    """

    version = models.OneToOneField(
        PolicyVersion, on_delete=models.CASCADE, primary_key=True, related_name="reading"
    )
    key = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(blank=True, default="")
    entries = models.JSONField(default=list)
    disputes = models.JSONField(default=list, blank=True)
    clauses = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by_id = models.BigIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"reading of version {self.version_id}"
