"""One pydantic type per kind of rule, equal to the exchange format `policy.schema.json`.

Two readings of "not there" are kept apart, as the schema keeps them: a field typed `X | None` may be
null; a field marked `ABSENT` may be left out but is never null. Rules keep unknown keys (the schema leaves
them open, and the templates use them, e.g. `choices` of a form field); scopes, windows and the document
itself refuse them. Dump with `document_data()`, which gives back only what was said.
"""

import math
import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StrictBool,
    StrictInt,
    TypeAdapter,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

Who = Literal["homeroom", "subject", "leader", "teacher"]
Mode = Literal["home", "phone", "online", "school", "letter"]
Group = Literal[
    "potential", "talented", "poor", "single_parent", "struggling", "left_behind", "unstable",
    "dropped_out", "dropout_risk", "lopsided", "disciplined", "disabled", "disaster",
    "parent_disability", "migrant", "changed", "weak_habits", "special",
]  # fmt: skip
Measure = Literal["visits", "contacts", "students", "share"]
QuotaPer = Literal["week", "month", "term", "year", "holiday", "once"]
ScopeOf = Literal["class", "taught", "school", "grade", "entry_grade", "new_class", "group"]
TriggerEvent = Literal[
    "illness_absence", "family_misfortune", "school_injury", "unexplained_absence", "sudden_decline",
    "progress", "dropout", "dropout_risk", "special",
]  # fmt: skip
ContentItem = Literal[
    "in_school_report", "home_situation", "family_background", "agreed_measures", "relationship",
    "rapport", "parent_feedback", "purpose", "countermeasures", "cause",
]  # fmt: skip
FormField = Literal[
    "time", "place", "student", "guardian", "teacher", "purpose", "mode", "content", "feedback",
    "measures", "signature", "needs", "photo",
]  # fmt: skip
Step = Literal[
    "plan", "appointment", "approval_in_school_hours", "oral_report", "co_visitor", "student_present",
    "guardian_present", "escalation", "written_notice", "excuse_unreachable", "spot_check",
]  # fmt: skip


LARGEST = 1e9  # nobody asks for more; keeps every later sum exact


def _refuse_null(value: object) -> object:
    if value is None:
        raise ValueError("不能是 null，没有就不写这一项")
    return value


class _Absent:
    """Marks a field that may be left out but is never null."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(_refuse_null, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        made = handler(schema)
        kept = [branch for branch in made.pop("anyOf", []) if branch.get("type") != "null"]
        if kept:
            made.update(kept[0])
        return made


ABSENT = _Absent()


def _whole(value: object) -> object:
    """JSON knows one kind of number: 3.0 is an integer there."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("应是一个数")
    if abs(value) > LARGEST or math.isnan(value):
        raise ValueError("这个数太大，或者不是数")
    return value


def _plain(value: float) -> Any:
    """50.0 was written 50: say it back that way."""
    return int(value) if value.is_integer() else value


def _true(value: object) -> object:
    if value is not True:
        raise ValueError("只能写 true，没有就不写这一项")
    return value


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) is None:
        raise ValueError("日期要写成 2026-09-01 这样")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"没有 {value} 这一天，请核对月和日") from None


Integer = Annotated[StrictInt, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number), PlainSerializer(_plain)]
Probability = Annotated[float, Field(ge=0, le=1), BeforeValidator(_number), PlainSerializer(_plain)]
Grade = Annotated[StrictInt, Field(ge=1, le=12), BeforeValidator(_whole)]
Week = Annotated[StrictInt, Field(ge=1, le=26), BeforeValidator(_whole)]
Day = Annotated[date, BeforeValidator(_day)]
Modes = Annotated[tuple[Mode, ...] | None, ABSENT]
OnlyTrue = Annotated[Annotated[Literal[True], BeforeValidator(_true)] | None, ABSENT]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scope(_Closed):
    """Which students a quota is about."""

    of: ScopeOf
    grades: Annotated[tuple[Grade, ...] | None, ABSENT] = None
    group: Annotated[Group | None, ABSENT] = None


class Window(_Closed):
    """A stretch of time that is not a whole period; months are calendar months, weeks teaching weeks."""

    before_term_months: Annotated[Number | None, ABSENT] = None
    before_entry: OnlyTrue = None
    first_term: OnlyTrue = None
    first_year: OnlyTrue = None
    by_week: Annotated[Week | None, ABSENT] = None


class RuleBase(BaseModel):
    """What every rule carries: the words of the text it stands for, and where they are."""

    model_config = ConfigDict(extra="allow", frozen=True)

    source: str
    span: Annotated[tuple[Integer, Integer] | None, ABSENT] = None
    confidence: Annotated[Probability | None, ABSENT] = None


class Quota(RuleBase):
    """So many visits, contacts, students or such a share of students, in each period."""

    kind: Literal["quota"]
    who: Who
    measure: Measure
    min: Number
    max: Number | None = None
    per: QuotaPer
    scope: Scope
    window: Window | None = None
    modes: Modes = None


def per_student(rule: "Quota") -> bool:
    """Whether a number of visits or contacts is asked for each student, not for all of them together: so it
    is for a group; `each` (ours, beside the exchange format's fields) says it of any other scope."""
    if rule.measure not in ("visits", "contacts"):
        return False
    return rule.scope.of == "group" or (rule.model_extra or {}).get("each") is True


class Trigger(RuleBase):
    """An event after which a visit is due; `within_days` null is 及时, three days to the engine."""

    kind: Literal["trigger"]
    event: TriggerEvent
    who: Annotated[Who | None, ABSENT] = None
    within_days: Integer | None = None
    min_absence_days: Integer | None = None
    modes: Modes = None


class FocusGroup(RuleBase):
    """Students who need more attention."""

    kind: Literal["focus_group"]
    group: Group
    min: Number | None = None
    per: Literal["week", "month", "term", "year", "holiday"] | None = None
    follow_up: Annotated[StrictBool | None, ABSENT] = None


class Content(RuleBase):
    """What the talk, and so the note, has to cover."""

    kind: Literal["content"]
    item: ContentItem


class Form(RuleBase):
    """A field of the record sheet; `choices` (ours) may list codes and labels to pick from."""

    kind: Literal["form"]
    field: FormField


class Tone(RuleBase):
    """How to speak with parents."""

    kind: Literal["tone"]
    forbid: Annotated[Literal["complaint_only", "praise_only"] | None, ABSENT] = None
    praise_first: OnlyTrue = None


class ModesRule(RuleBase):
    """The forms of contact that count as 家访 in this school."""

    kind: Literal["modes"]
    modes: tuple[Mode, ...]


class Workflow(RuleBase):
    """A step that a visit passes through."""

    kind: Literal["workflow"]
    step: Step
    by: str | None = None


class Archive(RuleBase):
    """When records are handed in, and to whom."""

    kind: Literal["archive"]
    to: str | None = None
    when: Literal["month_end", "term_end", "year_end"]


class Assessment(RuleBase):
    """What follows from doing or not doing."""

    kind: Literal["assessment"]
    effect: Literal["credit", "deduction", "bonus", "forfeit", "ranking", "survey"]
    cause: Annotated[
        Literal["quota_met", "quota_missed", "falsified", "late", "misconduct", "overall"] | None, ABSENT
    ] = None
    by_week: Integer | None = None


class CalendarRule(RuleBase):
    """Meetings and receptions: a count per period or a recurrence (RFC 5545)."""

    kind: Literal["calendar"]
    event: Literal["parent_meeting", "symposium", "open_day", "reception", "committee", "training"]
    min: Number | None = None
    max: Number | None = None
    per: Literal["week", "month", "term", "year"] | None = None
    rrule: str | None = None
    from_time: str | None = None
    to_time: str | None = None


class Conduct(RuleBase):
    """A line of the checklist before a visit: what no software can check."""

    kind: Literal["conduct"]
    text: str


Rule = Annotated[
    Quota
    | Trigger
    | FocusGroup
    | Content
    | Form
    | Tone
    | ModesRule
    | Workflow
    | Archive
    | Assessment
    | CalendarRule
    | Conduct,
    Field(discriminator="kind"),
]


class PolicyDocument(_Closed):
    """A whole 制度."""

    title: Annotated[str, Field(min_length=1)]
    school: str | None = None
    effective: Day | None = None
    rules: tuple[Rule, ...]


RULES: TypeAdapter[tuple[Rule, ...]] = TypeAdapter(tuple[Rule, ...])


def rules_read(data: object) -> tuple[Rule, ...]:
    """Rules from plain JSON values. Raises pydantic.ValidationError."""
    return RULES.validate_python(data)


def rule_data(rule: RuleBase) -> dict[str, Any]:
    """A rule as plain JSON values: what was said, nothing added; `kind` and `source` come first."""
    data = rule.model_dump(mode="json", exclude_unset=True)
    return {"kind": data.pop("kind"), "source": data.pop("source"), **data}


def document_data(document: PolicyDocument) -> dict[str, Any]:
    """A document as plain JSON values in the exchange format."""
    data = document.model_dump(mode="json", exclude_unset=True, exclude={"rules"})
    return {**data, "rules": [rule_data(rule) for rule in document.rules]}
