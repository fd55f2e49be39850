"""Writes of policies: adopt a template, prepare a version, decide on each of its rules, publish it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction
from pydantic import ValidationError

from bureaus.selectors import calendar_for_school
from kernel import audit, clock
from kernel.actor import Actor, Role
from onboarding.contracts import SchoolSetup
from tenants.policy.contracts import DraftView, PolicyDraft, PolicyInForce
from tenants.policy.editing import sheet as sheets
from tenants.policy.editing.drafting import (
    LONGEST_TITLE,
    draft_begin,
    draft_edit,
    draft_locked,
    needs_preparer,
    refuse_stale,
    title_checked,
    touch,
)
from tenants.policy.editing.reading import read_text, text_of
from tenants.policy.editing.sheet import kept
from tenants.policy.editing.views import draft_view, earliest_day, previous_of, sheet_stored
from tenants.policy.errors import (
    PolicyActForbidden,
    PolicyDateInvalid,
    PolicyEmpty,
    PolicyFrozen,
    PolicyInvalid,
    PolicyNotFound,
    PolicyTemplateNotFound,
    PolicyUnconfirmed,
)
from tenants.policy.models import PolicyReading, PolicyVersion
from tenants.policy.rules import Rule, rule_data, rule_faults, rules_read
from tenants.policy.selectors import draft_of, policy_timeline
from tenants.policy.templates import TemplateNotFoundError, template_get

Raw = dict[str, Any]
UNNAMED = "未命名的制度"


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
    *, actor: Actor, title: str, rules: Sequence[Raw], series: UUID | None = None, key: UUID | None = None
) -> PolicyDraft:
    """A new draft of rules that somebody wrote: the next version of `series`, or the first of a new 制度.
    PolicyInvalid names the rules that cannot be read; PolicyNotFound when the series is unknown."""
    needs_preparer(actor)
    sheet = kept(_checked(title, rules))
    reading = draft_begin(actor=actor, key=key or uuid4(), title=title, sheet=sheet, series=series)
    return draft_of(reading.version)


@transaction.atomic
def policy_draft_read(
    *,
    actor: Actor,
    key: UUID,
    text: str = "",
    file: bytes | None = None,
    file_name: str = "",
    title: str = "",
    series: UUID | None = None,
) -> DraftView:
    """A new draft from a pasted text or a file (.txt, .docx): every rule that is read waits for a decision.
    The same `key` again gives the draft it made. PolicyTextUnreadable says what is wrong with a file."""
    needs_preparer(actor)
    found = read_text(text if file is None else text_of(file))
    before = _latest(series)
    stem = file_name.rpartition(".")[0] or file_name
    named = title.strip() or (before.title if before else "") or found.title or stem.strip() or UNNAMED
    reading = draft_begin(
        actor=actor,
        key=key,
        title=named[:LONGEST_TITLE],
        sheet=found.sheet,
        series=series,
        text=found.text,
        file_name=file_name,
    )
    return draft_view(reading)


@transaction.atomic
def policy_draft_revise(*, actor: Actor, key: UUID, series: UUID) -> DraftView:
    """A draft of the next version that starts from the latest published one: its rules stand as they are,
    its text is kept beside them, what the text contradicts itself in still waits to be settled."""
    needs_preparer(actor)
    before = _latest(series)
    if before is None:
        raise PolicyNotFound
    read_from = PolicyReading.objects.filter(version=before).first()
    sheet = kept(
        rules_read(before.rules),
        conflicts=[(conflict["rules"], conflict["message"]) for conflict in before.conflicts],
    )
    if read_from is not None:
        sheet = replace(sheet, clauses=sheet_stored(read_from).clauses)
    reading = draft_begin(
        actor=actor,
        key=key,
        title=before.title,
        sheet=sheet,
        series=series,
        text=read_from.text if read_from else "",
        file_name=read_from.file_name if read_from else "",
    )
    return draft_view(reading)


@transaction.atomic
def policy_draft_rename(*, actor: Actor, policy_id: int, revision: int | None, title: str) -> DraftView:
    """Another title. PolicyDraftStale when somebody changed the draft meanwhile."""
    needs_preparer(actor)
    reading = draft_locked(policy_id)
    title = title_checked(title)
    if reading.version.title != title:
        refuse_stale(reading, revision)
        reading.version.title = title
        reading.version.save(update_fields=["title"])
        touch(reading, actor, "policy.rename", {})
    return draft_view(reading)


@transaction.atomic
def policy_draft_discard(*, actor: Actor, policy_id: int) -> None:
    """Drop a draft. PolicyFrozen once it is published."""
    needs_preparer(actor)
    reading = draft_locked(policy_id)
    audit.record(actor=actor, action="policy.discard", subject=f"policy:{policy_id}")
    reading.version.delete()


@transaction.atomic
def policy_rule_decide(
    *, actor: Actor, policy_id: int, revision: int | None, rule_id: UUID, decision: str
) -> DraftView:
    """Decide on a rule of a draft: confirmed, rejected, or undecided (as it was at first)."""
    return draft_view(
        draft_edit(
            actor=actor,
            policy_id=policy_id,
            revision=revision,
            act=lambda sheet: sheets.decide(sheet, rule_id, decision),
            action="policy.rule_decide",
            detail={"rule": str(rule_id), "decision": decision},
        )
    )


@transaction.atomic
def policy_rule_change(
    *, actor: Actor, policy_id: int, revision: int | None, rule_id: UUID, rule: Raw
) -> DraftView:
    """Say a rule of a draft otherwise, which confirms it. PolicyInvalid names the fields."""
    return draft_view(
        draft_edit(
            actor=actor,
            policy_id=policy_id,
            revision=revision,
            act=lambda sheet: sheets.change(sheet, rule_id, rule),
            action="policy.rule_change",
            detail={"rule": str(rule_id)},
        )
    )


@transaction.atomic
def policy_rule_add(
    *,
    actor: Actor,
    policy_id: int,
    revision: int | None,
    rule_id: UUID,
    rule: Raw,
    span: tuple[int, int] | None = None,
) -> DraftView:
    """One more rule by hand, under an id that the client made. `span`: where its words stand in the text."""
    needs_preparer(actor)
    length = len(draft_locked(policy_id).text)
    if span is not None and not 0 <= span[0] < span[1] <= length:
        raise PolicyInvalid(fields={"span": ["选中的文字不在原文里，请重新选。"]})
    return draft_view(
        draft_edit(
            actor=actor,
            policy_id=policy_id,
            revision=revision,
            act=lambda sheet: sheets.add(sheet, rule_id, rule, span),
            action="policy.rule_add",
            detail={"rule": str(rule_id)},
        )
    )


@transaction.atomic
def policy_conflict_settle(
    *, actor: Actor, policy_id: int, revision: int | None, number: int, keep: Collection[UUID]
) -> DraftView:
    """Settle a contradiction: the rules to keep are confirmed, the others rejected."""
    return draft_view(
        draft_edit(
            actor=actor,
            policy_id=policy_id,
            revision=revision,
            act=lambda sheet: sheets.settle(sheet, number, frozenset(keep)),
            action="policy.conflict_settle",
            detail={"conflict": number, "keep": sorted(str(one) for one in keep)},
        )
    )


@transaction.atomic
def policy_publish(
    *, actor: Actor, policy_id: int, effective: date, revision: int | None = None
) -> PolicyInForce:
    """Publish a draft with the day from which it holds: not before today, nor before the version it
    follows. PolicyUnconfirmed while a proposal or a contradiction waits. Publishing again with the same day
    changes nothing; with another it is PolicyFrozen. `revision`: what the principal has seen, if known."""
    _needs_principal(actor)
    version = PolicyVersion.objects.select_for_update().filter(pk=policy_id).first()
    if version is None:
        raise PolicyNotFound
    if version.state == PolicyVersion.State.PUBLISHED:
        if version.effective_date != effective:
            raise PolicyFrozen
        return _published(version)
    reading = PolicyReading.objects.get(version=version)
    if revision is not None:
        refuse_stale(reading, revision)
    sheet = sheet_stored(reading)
    _refuse_unconfirmed(sheet.open, sheet.unsettled)
    _checked(version.title, sheet.standing())
    if not sheet.standing():
        raise PolicyEmpty
    if effective < earliest_day(previous_of(version)):
        raise PolicyDateInvalid(fields={"effective": [PolicyDateInvalid.message]})
    version.rules = sheet.standing()
    version.state = PolicyVersion.State.PUBLISHED
    version.effective_date = effective
    version.published_at = clock.now()
    version.published_by_id = actor.user_id
    version.save(update_fields=["rules", "state", "effective_date", "published_at", "published_by_id"])
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


def _latest(series: UUID | None) -> PolicyVersion | None:
    """The published version of a series that the next one follows."""
    if series is None:
        return None
    published = PolicyVersion.objects.filter(series=series, state=PolicyVersion.State.PUBLISHED)
    return published.order_by("-number").first()


def _refuse_unconfirmed(undecided: int, unsettled: int) -> None:
    waiting = [f"还有 {undecided} 条没有确认"] if undecided else []
    waiting += [f"{unsettled} 处说法不一样没有选定"] if unsettled else []
    if waiting:
        raise PolicyUnconfirmed(
            f"{'，'.join(waiting)}，处理完才能发布。",
            extra={"undecided": undecided, "unsettled": unsettled},
        )


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
