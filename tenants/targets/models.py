"""Tables of targets: only what nobody else keeps. What is due is reckoned, never stored."""

from __future__ import annotations

from django.db import models


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
