"""Reads of policies. What is in force is known to everybody in the school; drafts to the principal."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bureaus.selectors import bureau_get, current_school
from kernel.actor import Actor, Role
from tenants.policy.contracts import (
    FLOOR,
    Choice,
    Conflict,
    ModeChoice,
    PolicyDraft,
    PolicyInForce,
    ReviewRules,
    TemplateInfo,
    VisitFormRules,
)
from tenants.policy.document import labels
from tenants.policy.errors import PolicyNotFound
from tenants.policy.models import PolicyVersion
from tenants.policy.rules import (
    Conduct,
    Content,
    Form,
    ModesRule,
    Quota,
    Rule,
    Tone,
    Workflow,
    rules_read,
    sentence,
)
from tenants.policy.templates import template_list as templates

DAY = timedelta(days=1)
FLOOR_TITLE = "教育局底线要求"
MODE_LABELS = {**labels.MODES, "home": "上门家访"}
CHECKED_STEPS = {
    "appointment": "先和家长约好时间",
    "approval_in_school_hours": "上班时间外出，先请领导批准",
    "oral_report": "回校后口头汇报一声",
    "co_visitor": "约上同行的老师一起去",
    "student_present": "请孩子也在场",
    "guardian_present": "请家长在场",
}


def policy_timeline() -> list[PolicyInForce]:
    """Every published version with the days on which it holds, by series and date. A version ends on
    the day before the next one of its series begins."""
    by_series: dict[Any, list[PolicyVersion]] = defaultdict(list)
    published = PolicyVersion.objects.filter(state=PolicyVersion.State.PUBLISHED)
    for version in published.order_by("effective_date", "number"):
        by_series[version.series].append(version)
    found = []
    for versions in by_series.values():
        for version, following in zip(versions, [*versions[1:], None], strict=True):
            until = following.effective_date - DAY if following and following.effective_date else None
            made = _in_force(version, until)
            if until is None or until >= made.effective_date:  # replaced before it ever held
                found.append(made)
    return sorted(found, key=lambda policy: (policy.effective_date, int(policy.id)))


def policies_in_force(on: date) -> list[PolicyInForce]:
    """The school's own policies in force on a day; each is evaluated for itself."""
    return [policy for policy in policy_timeline() if policy.holds(on)]


def floor_policy() -> PolicyInForce | None:
    """What the school's bureau asks of every school: each student visited at least once a school year.
    None where the bureau asks nothing."""
    school = current_school()
    bureau = bureau_get(school.bureau_id)
    if bureau.floor_per_year < 1:
        return None
    rule = {
        "kind": "quota",
        "source": f"{bureau.name}：每学年对每名学生至少家访一次",
        "who": "homeroom",
        "measure": "share",
        "min": 100,
        "per": "year",
        "scope": {"of": "class"},
    }
    return PolicyInForce(
        id=FLOOR,
        title=FLOOR_TITLE,
        template="",
        number=1,
        effective_date=date.min,
        rules=rules_read([rule]),
    )


def policy_draft_get_for(*, actor: Actor, policy_id: int) -> PolicyDraft:
    """A draft, for the principal. PolicyNotFound for everything else."""
    found = PolicyVersion.objects.filter(pk=policy_id, state=PolicyVersion.State.DRAFT).first()
    if found is None or not actor.has(Role.PRINCIPAL):
        raise PolicyNotFound
    return draft_of(found)


def review_rules(on: date) -> ReviewRules:
    """What the policies in force on a day ask of a note, all of them together."""
    clauses: dict[str, str] = {}
    tones: list[str] = []
    modes: list[str] = []
    praise_first = False
    for policy, rule in _each(on):
        clause = f"{policy.title}{rule.source}"
        match rule:
            case Content():
                clauses.setdefault(f"content:{rule.item}", clause)
            case Form():
                clauses.setdefault(f"form:{rule.field}", clause)
            case Tone():
                if rule.forbid:
                    tones.append(rule.forbid)
                    clauses.setdefault(f"tone:{rule.forbid}", clause)
                if rule.praise_first:
                    praise_first = True
                    clauses.setdefault("tone:praise_first", clause)
            case ModesRule():
                modes += rule.modes
    return ReviewRules(
        content_items=_named(clauses, "content"),
        form_fields=_named(clauses, "form"),
        forbidden_tones=tuple(dict.fromkeys(tones)),
        praise_first=praise_first,
        modes=tuple(dict.fromkeys(modes)),
        clauses=tuple(clauses.items()),
    )


def visit_form_rules(on: date) -> VisitFormRules:
    """What the form of a visit shows on a day."""
    content: dict[str, str] = {}
    fields: dict[str, str] = {}
    purposes: dict[str, str] = {}
    steps: dict[str, str] = {}
    conduct: dict[str, None] = {}
    for _, rule in _each(on):
        match rule:
            case Content():
                content[rule.item] = labels.CONTENT[rule.item]
            case Form():
                fields[rule.field] = labels.FIELDS[rule.field]
                purposes.update(_choices(rule))
            case Workflow():
                steps[rule.step] = CHECKED_STEPS.get(rule.step, "")
            case Conduct():
                conduct[rule.text] = None
    counting = counting_modes(on)
    return VisitFormRules(
        modes=tuple(ModeChoice(code, label, code in counting) for code, label in MODE_LABELS.items()),
        content_items=_choice_list(content),
        required_fields=_choice_list(fields),
        purposes=_choice_list(purposes),
        steps=tuple(steps),
        checklist=(*(line for line in steps.values() if line), *conduct),
    )


def printed_words(on: date) -> frozenset[str]:
    """What is printed on the school's record sheets on a day: names of fields, topics, forms of contact
    and reasons, and the lines of the checklist. Nobody copies these from anybody."""
    form = visit_form_rules(on)
    choices = (*form.content_items, *form.required_fields, *form.purposes)
    named = {*(mode.label for mode in form.modes), *(choice.label for choice in choices), *form.checklist}
    return frozenset({*named, *labels.FIELDS.values(), *labels.CONTENT.values()})


def counting_modes(on: date) -> frozenset[str]:
    """Modes that at least one quota of visits in force on a day counts; where nothing is in force,
    home visits."""
    found: set[str] = set()
    for policy in policies_in_force(on):
        general = {mode for rule in policy.rules if isinstance(rule, ModesRule) for mode in rule.modes}
        for rule in policy.rules:
            if isinstance(rule, Quota) and rule.measure != "contacts":
                found |= set(rule.modes or general or {"home"})
    return frozenset(found or {"home"})


def template_list() -> list[TemplateInfo]:
    """The built-in templates; the same for everybody, needs no school."""
    return [
        TemplateInfo(
            code=template.code,
            title=template.title,
            about=template.about,
            stages=template.stages,
            summary=tuple(sentence(rule) for rule in template.rules if isinstance(rule, Quota)),
        )
        for template in templates()
    ]


def draft_of(version: PolicyVersion) -> PolicyDraft:
    """A draft's row as a value."""
    return PolicyDraft(version.pk, version.series, version.title, version.number, rules_read(version.rules))


def _in_force(version: PolicyVersion, until: date | None) -> PolicyInForce:
    assert version.effective_date is not None  # noqa: S101 (held by a database constraint)
    return PolicyInForce(
        id=str(version.pk),
        title=version.title,
        template=version.template,
        number=version.number,
        effective_date=version.effective_date,
        rules=rules_read(version.rules),
        conflicts=tuple(Conflict(tuple(one["rules"]), one["message"]) for one in version.conflicts),
        until=until,
    )


def _each(on: date) -> Iterator[tuple[PolicyInForce, Rule]]:
    for policy in policies_in_force(on):
        for rule in policy.rules:
            yield policy, rule


def _named(clauses: dict[str, str], group: str) -> tuple[str, ...]:
    return tuple(key.partition(":")[2] for key in clauses if key.startswith(f"{group}:"))


def _choices(rule: Form) -> dict[str, str]:
    """The reasons that a `purpose` field lists, kept in the rule beside the exchange format's fields."""
    listed = (rule.model_extra or {}).get("choices", [])
    return {one["code"]: one["label"] for one in listed if isinstance(one, dict) and "code" in one}


def _choice_list(labelled: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in labelled.items())
