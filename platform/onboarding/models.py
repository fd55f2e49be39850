"""What the opening of a school needs to remember between two attempts."""

from django.db import models


class Opening(models.Model):
    """The order to open a school. The principal's name, phone and password hash are kept only until
    the account stands in the school's own schema.

    placement: shared
    pii: principal_name, principal_phone, principal_login
    erased-by: onboarding.services.opening_erase (called when the school is ready)
    """

    school = models.OneToOneField("bureaus.School", on_delete=models.CASCADE, related_name="+")
    principal_name = models.CharField(max_length=50, blank=True)
    principal_phone = models.CharField(max_length=20, blank=True)
    principal_login = models.CharField(max_length=60, blank=True)
    password_hash = models.CharField(max_length=200, blank=True)
    must_change_password = models.BooleanField(default=True)
    tries = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"opening of {self.school_id}"


class StepDone(models.Model):
    """A step that this school has behind it.

    placement: shared
    pii: none
    erased-by: n/a
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="steps_done")
    name = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opening", "name"], name="step_once")]

    def __str__(self) -> str:
        return self.name
