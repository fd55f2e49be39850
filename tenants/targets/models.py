"""Tables of targets: only what nobody else keeps. What is due is reckoned, never stored."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class StudentEvent(models.Model):
    """Something that happened to a student and may ask for a visit: illness, misfortune, progress.

    Codes are those of the exchange format. Free words do not belong here: they stand in the note.

    placement: school
    pii: event, date, absence_days
    erased-by: tenants.targets.services.student_erased
    """

    id = models.UUIDField(primary_key=True, editable=False)
    student = models.ForeignKey("roster.Student", on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=32)
    date = models.DateField()
    absence_days = models.PositiveSmallIntegerField(null=True, blank=True)
    recorded_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["student", "date"], name="targets_event_of_student")]

    def __str__(self) -> str:
        return f"{self.event} {self.date}"


class Excusal(models.Model):
    """A student whom the school excuses from one clause, or from all of its own, from a day to a day, with
    the reason. The clause is named by the 制度's series and the rule's source, so that a new version with
    the same clause keeps it. The bureau's floor excuses nobody.

    placement: school
    pii: student, reason
    erased-by: tenants.targets.services.student_erased
    """

    id = models.UUIDField(primary_key=True, editable=False)
    student = models.ForeignKey("roster.Student", on_delete=models.PROTECT, related_name="+")
    series = models.UUIDField(null=True, blank=True)
    source = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=200)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    recorded_by_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="targets_excusal_order"
            ),
        ]
        indexes = [models.Index(fields=["student", "start"], name="targets_excusal_of_student")]

    def __str__(self) -> str:
        return f"excusal {self.pk}"


class CountingSetting(models.Model):
    """What a school sets for its counting; one row, and none as long as the usual is meant.

    placement: school
    pii: none
    erased-by: n/a
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    entry_grades: ArrayField[list[int], list[int]] = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="targets_one_setting")]

    def __str__(self) -> str:
        return "counting setting"
