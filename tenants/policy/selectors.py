"""Reads of policies. What is in force is known to everybody in the school; drafts to the principal."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from bureaus.selectors import bureau_get, calendar_for_school, current_school
from kernel.actor import Actor
from tenants.policy.contracts import (
    FLOOR,
    AgendaItem,
    Conflict,
    DraftView,
    FocusClause,
    PolicyDraft,
    PolicyInForce,
    PolicySeries,
    ReviewRules,
    TemplateInfo,
    VersionView,
    VisitFormRules,
)
from tenants.policy.document import labels
from tenants.policy.editing.drafting import PREPARERS, needs_preparer
from tenants.policy.editing.sheet import rule_checked
from tenants.policy.editing.views import draft_changes, draft_view, series_list, version_view
from tenants.policy.errors import PolicyNotFound
from tenants.policy.models import PolicyReading, PolicyVersion
from tenants.policy.rules import (
    Change,
    Content,
    FocusGroup,
    Form,
    ModesRule,
    Quota,
    Rule,
    Tone,
    Workflow,
    rules_read,
    sentence,
)
from tenants.policy.schedule.dates import days_of
from tenants.policy.shaping.form import form_rules, modes_of
from tenants.policy.templates import template_list as templates

DAY = timedelta(days=1)
FLOOR_TITLE = "教育局底线要求"
COUNTS = {1: "一", 2: "两", 3: "三", 4: "四"}


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
    """What the school's bureau asks of every school: each student visited so many times a school year, as
    the bureau has set it. It is judged beside the school's own policies, so none of them weakens it. None
    where the bureau asks nothing."""
    school = current_school()
    bureau = bureau_get(school.bureau_id)
    times = bureau.floor_per_year
    if times < 1:
        return None
    asked: dict[str, Any] = {"measure": "share", "min": 100}
    if times > 1:
        asked = {"measure": "visits", "min": times, "each": True}
    rule = {
        "kind": "quota",
        "source": f"{bureau.name}：每学年对每名学生至少家访{COUNTS.get(times, f' {times} ')}次",
        "who": "homeroom",
        "per": "year",
        "scope": {"of": "class"},
        **asked,
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
    """A draft with the rules that are not rejected, for whoever prepares drafts. PolicyNotFound for
    everything else."""
    return draft_of(_draft(actor, policy_id).version)


def policy_draft_view_for(*, actor: Actor, policy_id: int) -> DraftView:
    """A draft with everything its editor shows, for whoever prepares drafts. Else PolicyNotFound."""
    return draft_view(_draft(actor, policy_id))


def policy_draft_changes_for(*, actor: Actor, policy_id: int) -> tuple[Change, ...]:
    """What a draft changes against the version it follows, in prose. Else PolicyNotFound."""
    return draft_changes(_draft(actor, policy_id))


def policy_version_get_for(*, actor: Actor, policy_id: int) -> VersionView:
    """A published version, whenever it held, for everybody in the school. PolicyNotFound."""
    found = PolicyVersion.objects.filter(pk=policy_id, state=PolicyVersion.State.PUBLISHED).first()
    if found is None:
        raise PolicyNotFound
    return version_view(found)


def policy_series_for(*, actor: Actor) -> list[PolicySeries]:
    """Every 制度 of the school with its history; drafts for those who prepare them."""
    return series_list(with_drafts=actor.has(*PREPARERS))


def review_rules(on: date) -> ReviewRules:
    """What the policies in force on a day ask of a note, all of them together."""
    clauses: dict[str, str] = {}
    tones: list[str] = []
    modes: list[str] = []
    severities: dict[str, str] = {}
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
            case Workflow():
                clauses.setdefault(f"step:{rule.step}", clause)
        severities.update(_severity(rule))
    return ReviewRules(
        content_items=_named(clauses, "content"),
        form_fields=_named(clauses, "form"),
        forbidden_tones=tuple(dict.fromkeys(tones)),
        praise_first=praise_first,
        modes=tuple(dict.fromkeys(modes)),
        clauses=tuple(clauses.items()),
        steps=_named(clauses, "step"),
        severities=tuple(severities.items()),
    )


def visit_form_rules(on: date) -> VisitFormRules:
    """What the form of a visit shows on a day."""
    sourced = [(f"{policy.title}{rule.source}", rule) for policy, rule in _each(on)]
    return form_rules(sourced, counting_modes(on))


def focus_groups(on: date) -> list[FocusClause]:
    """The groups in focus on a day, each once, by the first clause that names it."""
    found: dict[str, FocusClause] = {}
    for policy, rule in _each(on):
        if isinstance(rule, FocusGroup):
            made = FocusClause(
                group=rule.group,
                label=labels.GROUPS[rule.group],
                sentence=sentence(rule),
                clause=f"{policy.title}{rule.source}",
                follow_up=bool(rule.follow_up),
            )
            found.setdefault(rule.group, made)
    return list(found.values())


def agenda_span(on: date) -> tuple[date, date]:
    """First and last day of the term that runs on a day or comes next; the day alone when none does."""
    terms = calendar_for_school(current_school().schema_name).terms
    ahead = [(term.start, term.end) for term in terms if term.end >= on]
    return min(ahead, default=(on, on))


def agenda(start: date, end: date) -> list[AgendaItem]:
    """What the policies date between two days, both included: each version for the days on which it
    holds. Meetings, receptions, hand-ins, deadlines of rewards; by the last day."""
    school_calendar = calendar_for_school(current_school().schema_name)
    found = []
    for policy in policy_timeline():
        for day in days_of(policy.rules, school_calendar, start, end):
            if not policy.holds(day.end):
                continue
            rule = policy.rules[day.rule]
            found.append(
                AgendaItem(
                    policy_id=policy.id,
                    policy_title=policy.title,
                    kind=rule.kind,
                    title=sentence(rule),
                    clause=rule.source,
                    day=day,
                    sheet=_sheet(rule),
                )
            )
    return sorted(found, key=lambda item: (item.day.end, item.day.start, item.policy_title, item.day.rule))


def printed_words(on: date) -> frozenset[str]:
    """What is printed on the school's record sheets on a day: names of fields, topics, forms of contact
    and reasons, and the lines of the checklist. Nobody copies these from anybody."""
    form = visit_form_rules(on)
    choices = (*form.content_items, *form.required_fields, *form.purposes)
    named = {*(mode.label for mode in form.modes), *(choice.label for choice in choices), *form.checklist}
    return frozenset({*named, *labels.FIELDS.values(), *labels.CONTENT.values()})


def counting_modes(on: date) -> frozenset[str]:
    """Modes that at least one quota in force on a day counts; where nothing is in force,
    home visits."""
    found: set[str] = set()
    for policy in policies_in_force(on):
        found |= modes_of(policy.rules)
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


def rule_words() -> dict[str, dict[str, str]]:
    """What the codes of rules are called, by the field that holds them; the same for everybody."""
    return {
        "who": labels.WHO,
        "modes": labels.MODES,
        "groups": labels.GROUPS,
        "events": labels.EVENTS,
        "items": labels.CONTENT,
        "fields": labels.FIELDS,
        "steps": labels.STEPS,
        "effects": labels.EFFECTS,
        "causes": labels.CAUSES,
        "meetings": labels.MEETINGS,
        "archives": labels.ARCHIVES,
    }


def rule_sentence(*, actor: Actor, rule: dict[str, Any]) -> str:
    """A rule in the exchange format as a sentence. PolicyInvalid names the fields that cannot be counted."""
    needs_preparer(actor)
    (read,) = rules_read([rule_checked(rule)])
    return sentence(read)


def draft_of(version: PolicyVersion) -> PolicyDraft:
    """A draft's row as a value."""
    return PolicyDraft(version.pk, version.series, version.title, version.number, rules_read(version.rules))


def _draft(actor: Actor, policy_id: int) -> PolicyReading:
    drafts = PolicyReading.objects.select_related("version").filter(version__state=PolicyVersion.State.DRAFT)
    found = drafts.filter(pk=policy_id).first() if actor.has(*PREPARERS) else None
    if found is None:
        raise PolicyNotFound
    return found


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
        series=version.series,
    )


def _each(on: date) -> Iterator[tuple[PolicyInForce, Rule]]:
    for policy in policies_in_force(on):
        for rule in policy.rules:
            yield policy, rule


def _severity(rule: Rule) -> dict[str, str]:
    """How serious the school finds it when this topic is missing, where the rule says so."""
    severity = (rule.model_extra or {}).get("severity")
    match rule:
        case Content() if isinstance(severity, str):
            return {f"content.{rule.item}": severity}
        case Tone() if isinstance(severity, str) and rule.forbid:
            return {f"tone.{rule.forbid}": severity}
    return {}


def _named(clauses: dict[str, str], group: str) -> tuple[str, ...]:
    return tuple(key.partition(":")[2] for key in clauses if key.startswith(f"{group}:"))


def _sheet(rule: Rule) -> tuple[str, ...]:
    """What a meeting's sheet has lines for, kept in the rule beside the exchange format's fields."""
    listed = (rule.model_extra or {}).get("sheet", [])
    return tuple(line for line in listed if isinstance(line, str)) if isinstance(listed, list) else ()
