"""Classes, students, guardians, staff and who belonged where from when to when.

Nothing here is overwritten by time: a change of class, of homeroom teacher or of a special group ends
one dated spell and begins another, so that a quota of last term still finds last term's students.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q

from kernel import clock
from kernel.fields import EncryptedTextField
from tenants.roster import rules

ERASED_NAME = "已删除"  # what a student is called whose personal data are gone


class Sex(models.TextChoices):
    MALE = "M", "男"
    FEMALE = "F", "女"


class DutyKind(models.TextChoices):
    HOMEROOM = "homeroom", "班主任"
    SUBJECT = "subject", "任课"


class Group(models.TextChoices):
    """Groups of special students; the codes of the policies' exchange format, never renamed."""

    POTENTIAL = "potential", "潜能生"
    TALENTED = "talented", "特长生"
    POOR = "poor", "家庭经济困难"
    SINGLE_PARENT = "single_parent", "单亲家庭"
    STRUGGLING = "struggling", "学习困难"
    LEFT_BEHIND = "left_behind", "留守儿童"
    UNSTABLE = "unstable", "心理需要关注"
    DROPPED_OUT = "dropped_out", "已辍学"
    DROPOUT_RISK = "dropout_risk", "有辍学倾向"
    LOPSIDED = "lopsided", "偏科"
    DISCIPLINED = "disciplined", "受过处分"
    DISABLED = "disabled", "残疾"
    DISASTER = "disaster", "家庭遭遇灾祸"
    PARENT_DISABILITY = "parent_disability", "父母残疾"
    MIGRANT = "migrant", "随迁子女"
    CHANGED = "changed", "近期变化大"
    WEAK_HABITS = "weak_habits", "习惯需要帮助"
    SPECIAL = "special", "特殊情况"


class ImportState(models.TextChoices):
    CHECKED = "checked", "已检查"
    APPLYING = "applying", "导入中"
    APPLIED = "applied", "已导入"
    FAILED = "failed", "无法读取"


class SchoolClass(models.Model):
    """A class for the whole of its time at the school; its grade follows from the school year.

    placement: school
    pii: none
    erased-by: n/a
    """

    stage = models.CharField(max_length=20)
    cohort_year = models.SmallIntegerField()
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20, blank=True, default="")
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cohort_year", "number", "label"], name="roster_class_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cohort_year}/{self.number}{self.label}"

    def grade_on(self, year: int) -> int:
        """The grade in the school year that began in `year`."""
        return rules.grade_of(stage=self.stage, cohort_year=self.cohort_year, school_year=year)

    @property
    def grade(self) -> int:
        """The grade in the present school year."""
        return self.grade_on(rules.school_year_of(clock.today()))

    @property
    def name(self) -> str:
        """三年级2班, in the present school year."""
        return rules.class_name(stage=self.stage, grade=self.grade, number=self.number, label=self.label)


class Student(models.Model):
    """One child of this school. Not a place for opinions about the child: see visits and review.

    placement: school
    pii: name, sex, student_no, national_no, id_kind, id_number, id_index, birth_date, ethnicity, address,
         household, remark
    erased-by: tenants.roster.services.student_erase
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    student_no = models.CharField(max_length=40, blank=True, default="")
    national_no = models.CharField(max_length=40, null=True, blank=True, unique=True)
    id_kind = models.CharField(max_length=40, blank=True, default="")
    id_number = EncryptedTextField(blank=True, default="")
    id_index = models.CharField(max_length=64, null=True, blank=True, unique=True)
    birth_date = models.DateField(null=True, blank=True)
    ethnicity = models.CharField(max_length=20, blank=True, default="")
    entry_month = models.DateField(null=True, blank=True)
    boarding = models.BooleanField(null=True, blank=True)
    household = models.CharField(max_length=40, blank=True, default="")
    address = EncryptedTextField(blank=True, default="")
    remark = EncryptedTextField(blank=True, default="")
    left_at = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="roster_student_name"),
            models.Index(fields=["student_no"], name="roster_student_no"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Enrolment(models.Model):
    """A student's time in a class. Both days belong to it; an open end is null.

    placement: school
    pii: student
    erased-by: tenants.roster.services.student_erase
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="enrolments")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="enrolments")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student"], condition=Q(end=None), name="roster_one_class_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(end=None) | Q(end__gte=F("start")), name="roster_enrolment_order"
            ),
        ]
        indexes = [models.Index(fields=["school_class", "end"], name="roster_enrolment_class")]

    def __str__(self) -> str:
        return f"{self.student_id}@{self.school_class_id}"


class Guardian(models.Model):
    """A person who answers for a student at home.

    placement: school
    pii: name, relation, phone
    erased-by: tenants.roster.services.student_erase
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="guardians")
    name = models.CharField(max_length=60, blank=True, default="")
    relation = models.CharField(max_length=20, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["student_id", "position", "id"]

    def __str__(self) -> str:
        return f"guardian {self.pk}"


class StaffMember(models.Model):
    """Someone who works at the school and signs in with `user`.

    placement: school
    pii: name, phone, staff_no
    erased-by: tenants.roster.services.staff_erase
    """

    user = models.OneToOneField("accounts.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=20, null=True, blank=True, unique=True)
    staff_no = models.CharField(max_length=40, null=True, blank=True, unique=True)
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"staff {self.pk}"


class Duty(models.Model):
    """A member of staff in charge of a class, or teaching a subject there, for a time.

    placement: school
    pii: staff
    erased-by: tenants.roster.services.staff_erase
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="duties")
    school_class = models.ForeignKey(SchoolClass, on_delete=models.PROTECT, related_name="duties")
    kind = models.CharField(max_length=10, choices=DutyKind.choices)
    subject = models.CharField(max_length=40, blank=True, default="")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "school_class", "kind", "subject"],
                condition=Q(end=None),
                name="roster_duty_once",
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="roster_duty_order"),
        ]
        indexes = [models.Index(fields=["school_class", "kind", "end"], name="roster_duty_class")]

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}@{self.school_class_id}"


class GroupSpell(models.Model):
    """A student's time in a group of special students, with the reason for it.

    placement: school
    pii: student, group, reason
    erased-by: tenants.roster.services.student_erase
    """

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="groups")
    group = models.CharField(max_length=20, choices=Group.choices)
    reason = models.CharField(max_length=200, blank=True, default="")
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["student", "group"], condition=Q(end=None), name="roster_group_once"
            ),
            models.CheckConstraint(condition=Q(end=None) | Q(end__gte=F("start")), name="roster_group_order"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.student_id}"


class RosterImport(models.Model):
    """One uploaded workbook: what the dry run said of it and what became of it.

    The file itself lies encrypted in the school's storage and is erased after a while (`file_erased_at`).

    placement: school
    pii: file_name, file, rows, first_passwords
    erased-by: tenants.roster.services.imports_purge
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    file = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=10, blank=True, default="")
    state = models.CharField(max_length=10, choices=ImportState.choices)
    counts = models.JSONField(default=dict)
    rows: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField(default=list)
    file_error = models.JSONField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    first_passwords = EncryptedTextField(blank=True, default="")
    passwords_taken_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    applied_at = models.DateTimeField(null=True, blank=True)
    file_erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.pk)
