"""Tables of visits. Rows are written by `services` only and read through `selectors` only."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Visit(models.Model):
    """One contact of one teacher with one student's family, as it stands now.

    The id is made by the client, so that the same note sent twice is one row. Not a place for
    findings or decisions: see review. Not a place for counts: see targets.

    placement: school
    pii: text, reason, measures, answers, present, return_word
    erased-by: tenants.visits.services.visit_erase
    """

    class Mode(models.TextChoices):
        """How the family was contacted. A code once used is never renamed."""

        HOME = "home", "上门家访"
        PHONE = "phone", "电话"
        ONLINE = "online", "网络"
        SCHOOL = "school", "来校面谈"
        LETTER = "letter", "书信"

    class Outcome(models.TextChoices):
        """Whether the contact came about; only `done` counts for a target."""

        DONE = "done", "去成了"
        NOT_HOME = "not_home", "没遇到"
        POSTPONED = "postponed", "改期"
        REFUSED = "refused", "不方便"
        AWAY = "away", "外出"

    class State(models.TextChoices):
        """`returned` until the teacher saves a new version."""

        SUBMITTED = "submitted", "已送达"
        RETURNED = "returned", "被退回"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    student = models.ForeignKey("roster.Student", on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, related_name="+")
    co_visitors = models.ManyToManyField("roster.StaffMember", related_name="+", blank=True)
    mode = models.CharField(max_length=16, choices=Mode.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    visited_at = models.DateTimeField()
    present: ArrayField[Any, Any] = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    text = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    measures = models.JSONField(default=list, blank=True)
    answers = models.JSONField(default=dict, blank=True, db_default={})
    state = models.CharField(max_length=16, choices=State.choices, default=State.SUBMITTED)
    return_word = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    body_hash = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-visited_at", "-id"], name="visit_by_date"),
            models.Index(fields=["student", "-visited_at"], name="visit_by_student"),
            models.Index(fields=["author", "-visited_at"], name="visit_by_author"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} v{self.version}"


class VisitText(models.Model):
    """One version of a visit as it was saved. Never changed, so that no word is ever lost.

    placement: school
    pii: text, body
    erased-by: tenants.visits.services.visit_erase
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    body = models.JSONField(default=dict)
    at = models.DateTimeField()
    by = models.ForeignKey("roster.StaffMember", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="visit_text_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.visit_id} v{self.version}"
