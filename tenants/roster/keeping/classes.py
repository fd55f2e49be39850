"""Making and closing classes."""

from __future__ import annotations

from django.db import transaction

from kernel import audit, clock
from kernel.actor import Actor
from tenants.roster import rules
from tenants.roster.contracts import ClassInfo
from tenants.roster.errors import ClassInvalid, ClassNotFound
from tenants.roster.keeping.common import check_keeper, end_spells
from tenants.roster.models import Duty, Enrolment, SchoolClass
from tenants.roster.selectors import class_info, school_stage


def class_ensure(*, actor: Actor, grade: int, number: int, label: str = "") -> ClassInfo:
    """The class of this grade (in the present school year) and number, made when it is missing."""
    check_keeper(actor)
    stage = school_stage()
    if not rules.is_studying(stage=stage, grade=grade) or not (1 <= number <= 99 or label):
        raise ClassInvalid
    cohort = rules.cohort_of(stage=stage, grade=grade, school_year=rules.school_year_of(clock.today()))
    with transaction.atomic():
        found, made = SchoolClass.objects.get_or_create(
            cohort_year=cohort, number=number, label=label, defaults={"stage": stage}
        )
        if made:
            audit.record(actor=actor, action="class.create", subject=f"class:{found.pk}")
        elif not found.active:
            found.active = True
            found.save(update_fields=["active"])
            audit.record(actor=actor, action="class.reopen", subject=f"class:{found.pk}")
    return class_info(found)


def class_retire(*, actor: Actor, class_id: int) -> None:
    """Takes an empty class out of the lists. ClassInvalid while students are in it."""
    check_keeper(actor)
    with transaction.atomic():
        found = SchoolClass.objects.select_for_update().filter(pk=class_id).first()
        if found is None:
            raise ClassNotFound
        if not found.active:
            return
        if Enrolment.objects.filter(school_class=found, end=None).exists():
            raise ClassInvalid("班里还有学生，请先把他们转到别的班。")
        today = clock.today()
        end_spells(Duty.objects.filter(school_class=found, end=None), today)
        found.active = False
        found.save(update_fields=["active"])
        audit.record(actor=actor, action="class.retire", subject=f"class:{class_id}")
