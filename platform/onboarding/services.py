"""Opening a school: an order that the bureau places, and the worker that carries it out.

The order is stored and put into the outbox in one transaction, so an accepted order is not lost.
Each step is noted when it is done; a broken opening goes on at the step that failed.
"""

import logging
from dataclasses import replace

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.rules import first_password, login_normal, phone_normal
from accounts.selectors import account_by_login
from bureaus.contracts import SchoolInfo, SchoolState
from bureaus.selectors import school_by_id, school_get_for
from bureaus.services import school_progress, school_register
from kernel import audit, clock, outbox, tenancy
from kernel.actor import Actor, Role
from kernel.errors import DomainError, Forbidden
from kernel.locks import try_lock
from kernel.tenancy.template import new_schema_name
from onboarding.contracts import Opened, Principal, SchoolSetup, Step
from onboarding.errors import NotFailed, TemplateUnknown
from onboarding.models import Opening, StepDone
from onboarding.registry import register_step, register_template_check, steps, template_fits

__all__ = ["register_step", "register_template_check", "school_open", "school_retry", "school_run"]
logger = logging.getLogger(__name__)
DEFAULT_LOGIN = "principal"
TASK = "onboarding.open"


def school_open(
    *,
    actor: Actor,
    name: str,
    slug: str,
    stage: str,
    template: str,
    principal_name: str = "",
    principal_phone: str | None = None,
    principal_login: str | None = None,
    password: str | None = None,
    must_change_password: bool = True,
) -> Opened:
    """Order a school for the actor's bureau. Returns at once; a task opens it. The principal signs in
    with `login` (or the phone) and the first password, which is shown only here."""
    if actor.bureau_id is None or not (actor.has(Role.BUREAU) or actor.is_system):
        raise Forbidden
    if not template_fits(template, stage):
        raise TemplateUnknown(fields={"template": [TemplateUnknown.message]})
    clear = password or first_password()
    login = login_normal(principal_login or DEFAULT_LOGIN)
    with tenancy.public(), transaction.atomic():
        school = school_register(
            actor=actor,
            bureau_id=actor.bureau_id,
            schema_name=new_schema_name(),
            name=name,
            slug=slug,
            stage=stage,
            template=template,
        )
        Opening.objects.create(
            school_id=school.id,
            principal_name=principal_name.strip() or "校长",
            principal_phone=phone_normal(principal_phone) or "",
            principal_login=login,
            password_hash=make_password(clear),
            must_change_password=must_change_password,
        )
        outbox.send(task=TASK, payload={"school_id": school.id}, key=f"{TASK}:{school.id}")
    return Opened(school_id=school.id, login=login, first_password=clear)


def school_retry(*, actor: Actor, public_id: object) -> SchoolInfo:
    """Try a failed opening again, from the step that failed. NotFailed for others."""
    school = school_get_for(actor=actor, public_id=public_id)  # type: ignore[arg-type]
    if school.state != SchoolState.FAILED:
        raise NotFailed
    with tenancy.public(), transaction.atomic():
        school_progress(school_id=school.id, state=SchoolState.QUEUED, progress=school.progress)
        audit.record(actor=actor, action="school.retry", subject=f"school:{school.id}")
        outbox.reopen(f"{TASK}:{school.id}")
    return school_by_id(school.id)


def school_run(school_id: int) -> bool:
    """Carry out what is left of an opening. True when the school is ready. A step that fails leaves
    state `failed` with a sentence for the bureau; nothing is lost by calling again, and a second
    worker with the same message steps back."""
    with tenancy.public(), try_lock(f"onboarding:{school_id}") as mine:
        return _run(school_id) if mine else False


def _run(school_id: int) -> bool:
    school = school_by_id(school_id)
    if school.state == SchoolState.READY:
        _settle(school_id)
        return True
    with tenancy.public(), transaction.atomic():
        opening = Opening.objects.select_for_update().get(school_id=school_id)
        opening.tries += 1
        opening.save(update_fields=["tries"])
        done = set(opening.steps_done.values_list("name", flat=True))
    setup = _setup(school, opening)
    todo = steps()
    for number, step in enumerate(todo):
        if step.name in done:
            continue
        percent = 100 * number // len(todo)
        school_progress(school_id=school_id, state=SchoolState.PROVISIONING, progress=percent)
        try:
            _run_step(step, setup)
        except Exception as error:
            logger.exception("onboarding.step_failed", extra={"step": step.name, "school_id": school_id})
            # What a person reads: our own words, never a database message.
            reason = error.message if isinstance(error, DomainError) else "系统暂时出错，请稍后重试。"
            problem = f"“{step.label}”没有完成：{reason}"
            school_progress(school_id=school_id, state=SchoolState.FAILED, progress=percent, problem=problem)
            _settle(school_id)
            return False
        with tenancy.public():
            StepDone.objects.get_or_create(opening=opening, name=step.name, defaults={"at": clock.now()})
    with tenancy.public(), transaction.atomic():
        # The account stands in the school now: the shared schema keeps nothing of the person.
        opening_erase(actor=Actor.system(None), school_id=school_id)
        school_progress(school_id=school_id, state=SchoolState.READY, progress=100)
        audit.record(actor=Actor.system(None), action="school.ready", subject=f"school:{school_id}")
        outbox.settle(f"{TASK}:{school_id}")
    return True


def opening_erase(*, actor: Actor, school_id: int) -> None:
    """Remove the first principal's name, phone, login and password hash from the order. Again changes
    nothing."""
    with tenancy.public(), transaction.atomic():
        kept = Opening.objects.filter(school_id=school_id).exclude(principal_login="", password_hash="")
        if kept.update(principal_name="", principal_phone="", principal_login="", password_hash=""):
            audit.record(actor=actor, action="opening.erase", subject=f"opening:{school_id}")


def _run_step(step: Step, setup: SchoolSetup) -> None:
    if step.name == "schema":
        step.run(setup)
        return
    with tenancy.school(setup.schema_name), transaction.atomic():
        account = account_by_login(setup.principal.login)
        principal = replace(setup.principal, user_id=account.id if account else None)
        step.run(replace(setup, principal=principal))


def _setup(school: SchoolInfo, opening: Opening) -> SchoolSetup:
    return SchoolSetup(
        school_id=school.id,
        schema_name=school.schema_name,
        bureau_id=school.bureau_id,
        name=school.name,
        stage=school.stage,
        template=school.template,
        principal=Principal(
            name=opening.principal_name,
            phone=opening.principal_phone or None,
            login=opening.principal_login,
        ),
    )


def _settle(school_id: int) -> None:
    with tenancy.public():
        outbox.settle(f"{TASK}:{school_id}")
