"""Writes of policies: adopt a template, save a draft, publish it."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import Max
from pydantic import ValidationError

from bureaus.selectors import calendar_for_school
from kernel import audit, clock
from kernel.actor import Actor, Role
from onboarding.contracts import SchoolSetup
from tenants.policy.contracts import PolicyDraft, PolicyInForce
from tenants.policy.errors import (
    PolicyActForbidden,
    PolicyDateInvalid,
    PolicyFrozen,
    PolicyInvalid,
    PolicyNotFound,
    PolicyTemplateNotFound,
)
from tenants.policy.models import PolicyVersion
from tenants.policy.rules import Rule, rule_data, rule_faults, rules_read
from tenants.policy.selectors import draft_of, policy_timeline
from tenants.policy.templates import TemplateNotFoundError, template_get

Raw = dict[str, Any]


@transaction.atomic
def policy_adopt(*, actor: Actor, template: str, effective: date) -> PolicyInForce:
    """Put a built-in template in force from a day on, published at once. Adopting the same template
    again changes nothing. PolicyTemplateNotFound for an unknown number."""
    _needs_principal(actor)
    try:
        chosen = template_get(template)
    except TemplateNotFoundError as problem:
        raise PolicyTemplateNotFound(f"{problem}。") from None
    version, made = PolicyVersion.objects.get_or_create(
        series=uuid5(NAMESPACE_URL, f"policy-template:{chosen.code}"),
        number=1,
        defaults={
            "title": chosen.title,
            "template": chosen.code,
            "state": PolicyVersion.State.PUBLISHED,
            "effective_date": effective,
            "rules": [rule_data(rule) for rule in chosen.rules],
            "conflicts": [conflict.model_dump(mode="json") for conflict in chosen.conflicts],
            "created_at": clock.now(),
            "published_at": clock.now(),
            "published_by_id": actor.user_id,
        },
    )
    if made:
        audit.record(
            actor=actor,
            action="policy.adopt",
            subject=f"policy:{version.pk}",
            detail={"template": chosen.code, "effective": effective.isoformat()},
        )
    return next(policy for policy in policy_timeline() if policy.id == str(version.pk))


@transaction.atomic
def policy_draft_create(
    *, actor: Actor, title: str, rules: Sequence[Raw], series: UUID | None = None
) -> PolicyDraft:
    """A new draft: the next version of `series`, or the first of a new 制度. PolicyInvalid names the
    rules that cannot be read; PolicyNotFound when the series is unknown."""
    _needs_principal(actor)
    checked = _checked(title, rules)
    number = 1
    if series is not None:
        last = PolicyVersion.objects.filter(series=series).aggregate(last=Max("number"))["last"]
        if last is None:
            raise PolicyNotFound
        number = last + 1
    version = PolicyVersion.objects.create(
        series=series or uuid4(),
        number=number,
        title=title.strip(),
        rules=[rule_data(rule) for rule in checked],
        created_at=clock.now(),
    )
    audit.record(actor=actor, action="policy.draft", subject=f"policy:{version.pk}")
    return draft_of(version)


@transaction.atomic
def policy_draft_change(*, actor: Actor, policy_id: int, title: str, rules: Sequence[Raw]) -> PolicyDraft:
    """Change a draft. PolicyFrozen once it is published; the same content again changes nothing."""
    version = _locked(actor, policy_id)
    data = [rule_data(rule) for rule in _checked(title, rules)]
    if version.state == PolicyVersion.State.PUBLISHED:
        raise PolicyFrozen
    if (version.title, version.rules) != (title.strip(), data):
        version.title, version.rules = title.strip(), data
        version.save(update_fields=["title", "rules"])
        audit.record(actor=actor, action="policy.change", subject=f"policy:{version.pk}")
    return draft_of(version)


@transaction.atomic
def policy_publish(*, actor: Actor, policy_id: int, effective: date) -> PolicyInForce:
    """Publish a draft with the day from which it holds: not before today, nor before the version it
    follows. Publishing again with the same day changes nothing; with another it is PolicyFrozen."""
    version = _locked(actor, policy_id)
    if version.state == PolicyVersion.State.PUBLISHED:
        if version.effective_date != effective:
            raise PolicyFrozen
        return _published(version)
    _checked(version.title, version.rules)
    before = PolicyVersion.objects.filter(
        series=version.series, state=PolicyVersion.State.PUBLISHED
    ).aggregate(last=Max("effective_date"))["last"]
    if effective < clock.today() or (before is not None and effective < before):
        raise PolicyDateInvalid(fields={"effective": [PolicyDateInvalid.message]})
    version.state = PolicyVersion.State.PUBLISHED
    version.effective_date = effective
    version.published_at = clock.now()
    version.published_by_id = actor.user_id
    version.save(update_fields=["state", "effective_date", "published_at", "published_by_id"])
    audit.record(
        actor=actor,
        action="policy.publish",
        subject=f"policy:{version.pk}",
        detail={"effective": effective.isoformat()},
    )
    return _published(version)


def adopt_at_opening(setup: SchoolSetup) -> None:
    """The step of opening a school: its template holds from the first day of the running school year."""
    today = clock.today()
    calendar = calendar_for_school(setup.schema_name)
    year = calendar.year_on(today)
    starts = [term.start for term in calendar.terms if year is not None and term.year == year.key]
    effective = min([year.start, *starts]) if year is not None else today
    policy_adopt(actor=Actor.system(setup.schema_name), template=setup.template, effective=effective)


def template_known(template: str, stage: str) -> bool:
    """For the bureau's form: any stage may pick any template, `stages` only suggests."""
    try:
        template_get(template)
    except TemplateNotFoundError:
        return False
    return True


def _needs_principal(actor: Actor) -> None:
    if not (actor.is_system or actor.has(Role.PRINCIPAL)):
        raise PolicyActForbidden


def _locked(actor: Actor, policy_id: int) -> PolicyVersion:
    _needs_principal(actor)
    version = PolicyVersion.objects.select_for_update().filter(pk=policy_id).first()
    if version is None:
        raise PolicyNotFound
    return version


def _published(version: PolicyVersion) -> PolicyInForce:
    return next(policy for policy in policy_timeline() if policy.id == str(version.pk))


def _checked(title: str, rules: Sequence[Raw]) -> tuple[Rule, ...]:
    """The rules as types. PolicyInvalid names each place that cannot be read or counted."""
    fields: dict[str, list[str]] = {}
    if not title.strip():
        fields["title"] = ["请填写制度名称。"]
    read: list[Rule] = []
    for index, raw in enumerate(rules):
        try:
            (rule,) = rules_read([raw])
        except ValidationError as problem:
            first = problem.errors(include_url=False, include_context=False)[0]
            place = ".".join(str(part) for part in first["loc"][2:])
            fields.setdefault(f"rules[{index}]{'.' if place else ''}{place}", []).append("不合格式")
            continue
        read.append(rule)
        for field, message in rule_faults(rule):
            fields.setdefault(f"rules[{index}].{field}", []).append(message)
    if fields:
        raise PolicyInvalid(fields=fields)
    return tuple(read)
