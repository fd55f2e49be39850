"""The form of a visit out of the rules of the policies in force. Pure."""

from collections.abc import Iterable
from typing import Any

from tenants.policy.contracts import Choice, FormField, ModeChoice, StepAsked, VisitFormRules
from tenants.policy.document import labels
from tenants.policy.document.kinds import Conduct, Content, Form, ModesRule, Quota, Rule, Tone, Workflow
from tenants.policy.document.sentences import sentence

MODE_LABELS = {**labels.MODES, "home": "上门家访"}
CHECKED_STEPS = {
    "plan": "先看一看订好的计划",
    "appointment": "先和家长约好时间",
    "approval_in_school_hours": "上班时间外出，先请领导批准",
    "oral_report": "回校后口头汇报一声",
    "co_visitor": "约上同行的老师一起去",
    "student_present": "请孩子也在场",
    "guardian_present": "请家长在场",
    "escalation": "遇到大事，尽快报告领导",
}
"""The lines that a teacher reads before leaving; other steps are the school's, not the visitor's."""

BUILT_IN = frozenset({"time", "student", "teacher", "mode", "content", "measures"})
"""Fields of a record sheet that every visit has anyway."""

CHECKS = {"signature": "家长已签字或盖章", "photo": "已留照片"}
"""Fields of a record sheet that are done on paper or by camera: the form asks whether."""

STEP_CHECKS = {
    "appointment": "已和家长约好时间",
    "approval_in_school_hours": "上班时间外出，已经批准",
    "oral_report": "回校后已口头汇报",
}
"""Steps that nothing else on the form tells."""

Sourced = tuple[str, Rule]


def form_rules(rules: Iterable[Sourced], counting: frozenset[str]) -> VisitFormRules:
    """The form that pairs of (clause, rule) make; `counting` are the modes that count, shown first."""
    content: dict[str, str] = {}
    asked: dict[str, str] = {}
    purposes: dict[str, str] = {}
    fields: dict[str, FormField] = {}
    steps: dict[str, StepAsked] = {}
    conduct: dict[str, None] = {}
    writing: dict[str, None] = {}
    for clause, rule in rules:
        match rule:
            case Content():
                content[rule.item] = labels.CONTENT[rule.item]
            case Form():
                asked[rule.field] = labels.FIELDS[rule.field]
                purposes.update(_choices(rule))
                if rule.field not in BUILT_IN:
                    fields.setdefault(rule.field, _field(rule.field, clause))
            case Workflow():
                steps.setdefault(rule.step, StepAsked(rule.step, labels.STEPS[rule.step], clause))
                if rule.step in STEP_CHECKS:
                    made = FormField(rule.step, STEP_CHECKS[rule.step], "check", clause)
                    fields.setdefault(rule.step, made)
            case Conduct():
                conduct[rule.text] = None
            case Tone():
                writing[sentence(rule)] = None
    modes = [ModeChoice(code, label, code in counting) for code, label in MODE_LABELS.items()]
    return VisitFormRules(
        modes=tuple(sorted(modes, key=lambda mode: not mode.counts)),
        content_items=_choice_list(content),
        required_fields=_choice_list(asked),
        purposes=_choice_list(purposes),
        fields=tuple(fields.values()),
        steps=tuple(steps.values()),
        checklist=(*(CHECKED_STEPS[step] for step in steps if step in CHECKED_STEPS), *conduct),
        writing=tuple(writing),
    )


def modes_of(rules: Iterable[Rule]) -> frozenset[str]:
    """The modes that at least one quota among the rules of one policy counts; none without a quota."""
    listed = list(rules)
    general = {mode for rule in listed if isinstance(rule, ModesRule) for mode in rule.modes}
    found: set[str] = set()
    for rule in listed:
        if isinstance(rule, Quota):
            usual = set(labels.MODES) if rule.measure == "contacts" else {"home"}
            found |= set(rule.modes or general or usual)
    return frozenset(found)


def _field(code: str, clause: str) -> FormField:
    if code in CHECKS:
        return FormField(code, CHECKS[code], "check", clause)
    return FormField(code, labels.FIELDS[code], "choice" if code == "purpose" else "text", clause)


def _choices(rule: Form) -> dict[str, str]:
    """The reasons that a `purpose` field lists, kept in the rule beside the exchange format's fields."""
    listed: Any = (rule.model_extra or {}).get("choices", [])
    return {one["code"]: one["label"] for one in listed if isinstance(one, dict) and "code" in one}


def _choice_list(labelled: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in labelled.items())
