"""The shared schema's own business: who the bureaus are, which schools exist, when terms run."""

import uuid

from django.db import models
from django_tenants.models import DomainMixin, TenantMixin

from bureaus.contracts import SchoolState, Stage

STAGES = [(stage.value, stage.label) for stage in Stage]
STATES = [(state.value, state.label) for state in SchoolState]


class Bureau(models.Model):
    """An education bureau. Several share a deployment and see nothing of each other.

    placement: shared
    pii: none
    erased-by: n/a
    """

    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=40, unique=True)
    domain = models.CharField(max_length=253, unique=True)
    floor_per_year = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class School(TenantMixin):  # type: ignore[misc]
    """A school: the tenant. Its schema has a surrogate name that never changes.

    placement: shared
    pii: none
    erased-by: n/a
    """

    auto_create_schema = False
    auto_drop_schema = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=40, unique=True)
    stage = models.CharField(max_length=20, choices=STAGES)
    template = models.CharField(max_length=10)
    state = models.CharField(max_length=20, choices=STATES, default=SchoolState.QUEUED.value)
    progress = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    last_activity = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "name"], name="school_name_in_bureau")]

    def __str__(self) -> str:
        return self.name


class Domain(DomainMixin):  # type: ignore[misc]
    """A host name that leads to a school.

    placement: shared
    pii: none
    erased-by: n/a
    """


class BureauMember(models.Model):
    """A user of `public` who works for a bureau.

    placement: shared
    pii: user
    erased-by: accounts.services.user_erase (cascades)
    """

    user = models.OneToOneField("accounts.User", on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.user_id}@{self.bureau_id}"


class SchoolYear(models.Model):
    """A school year as the bureau publishes it; `key` is its first calendar year, "2026".

    placement: shared
    pii: none
    erased-by: n/a
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=10)
    start_date = models.DateField()
    end_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "key"], name="year_key_in_bureau")]

    def __str__(self) -> str:
        return self.key


class Term(models.Model):
    """A term; `key` is "2026-1" or "2026-2".

    placement: shared
    pii: none
    erased-by: n/a
    """

    year = models.ForeignKey(SchoolYear, on_delete=models.CASCADE, related_name="terms")
    key = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    start_date = models.DateField()
    end_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "key"], name="term_key_in_year")]

    def __str__(self) -> str:
        return self.name


class MakeUpDay(models.Model):
    """A day of a weekend on which school is kept, in place of a day of a holiday.

    placement: shared
    pii: none
    erased-by: n/a
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    date = models.DateField()
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "date"], name="make_up_day_once")]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class Holiday(models.Model):
    """Days without school inside the year; `key` such as "national-2026", "winter-2026".

    placement: shared
    pii: none
    erased-by: n/a
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    start_date = models.DateField()
    end_date = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bureau", "key"], name="holiday_key_in_bureau")]

    def __str__(self) -> str:
        return self.name
