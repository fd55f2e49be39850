"""The built-in templates: one JSON file each, named by its number in the list of rule sets.

A file holds `code`, `title`, `about`, `stages`, `rules` (the exchange format) and `conflicts`, which are
clauses that a school has to settle (`rules`: positions, `message`: Chinese). Adding a template is adding
its file: nothing here knows their names.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tenants.policy.rules import PolicyDocument, Rule, document_data, rule_faults

FOLDER = Path(__file__).parent
OWN_FIELDS = frozenset({"sheet", "severity"})
"""What the platform adds to rules for its own pages; the exchange format is printed without them."""
RECORDS = {"P16": "P16 是两份真实的家访记录，不是制度，没有可用的规则，所以不能当模板"}

Stage = Literal["kindergarten", "primary", "junior", "nine_year", "senior", "vocational"]


class Disagreement(BaseModel):
    """Clauses of one text that do not go together, and how the template reads them for now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rules: Annotated[tuple[int, ...], Field(min_length=1)]
    message: str


class Template(BaseModel):
    """A rule set that a school may start from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^P\d\d$")]
    title: Annotated[str, Field(min_length=1)]
    about: str
    stages: Annotated[tuple[Stage, ...], Field(min_length=1)]
    rules: tuple[Rule, ...]
    conflicts: tuple[Disagreement, ...] = ()

    @model_validator(mode="after")
    def _checked(self) -> "Template":
        for index, rule in enumerate(self.rules):
            for field, message in rule_faults(rule):
                raise ValueError(f"rules[{index}].{field}：{message}")
        for conflict in self.conflicts:
            if max(conflict.rules) >= len(self.rules):
                raise ValueError(f"conflicts 提到的规则 {max(conflict.rules)} 不存在")
        return self

    @property
    def exchanged(self) -> dict[str, Any]:
        """The rules as plain JSON values of the exchange format, without the platform's own fields."""
        data = document_data(self.document)
        bare = [{key: rule[key] for key in rule if key not in OWN_FIELDS} for rule in data["rules"]]
        return {**data, "rules": bare}

    @property
    def document(self) -> PolicyDocument:
        """The rules alone, in the exchange format."""
        return PolicyDocument(title=self.title, rules=self.rules)


class TemplateNotFoundError(LookupError):
    """No such template; the message says why and which there are."""


def template_codes() -> list[str]:
    """The numbers of all templates, in order."""
    return sorted(file.stem for file in FOLDER.glob("P[0-9][0-9].json"))


def template_get(code: str) -> Template:
    """A template by its number. Raises TemplateNotFoundError."""
    code = code.strip().upper()
    if code in RECORDS:
        raise TemplateNotFoundError(RECORDS[code])
    if re.fullmatch(r"P\d\d", code) is None or code not in template_codes():
        raise TemplateNotFoundError(f"没有模板 {code[:20]}，现有：{'、'.join(template_codes())}")
    return _read(code)


def template_list() -> list[Template]:
    """All templates, in order of their numbers."""
    return [_read(code) for code in template_codes()]


@cache
def _read(code: str) -> Template:
    made = Template.model_validate(json.loads((FOLDER / f"{code}.json").read_text(encoding="utf-8")))
    if made.code != code:
        raise ValueError(f"{code}.json 里写的是 {made.code}")
    return made
