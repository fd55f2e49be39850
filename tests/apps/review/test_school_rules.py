"""What a school's 制度 adds to the checks; and what a text is told before it is saved."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kernel import clock
from tenants.policy import selectors as policy
from tenants.policy.contracts import ReviewRules
from tenants.review.models import Flag, Review
from tenants.review.selectors import visit_page_for
from tenants.review.services import preview
from tests.support.schools import TestSchool
from tests.support.visits import EVENING, NOW, World, submitted, world

PRAISE = (
    "小禾这学期作业工整，上课积极举手，还主动帮同学打扫卫生。"
    "平时由奶奶照看，放学后自己先写作业。"
    "和奶奶说好，以后每天晚饭后读二十分钟书，由奶奶签字。"
)
FAULT_FIRST = (
    "小禾作业潦草，上课爱说话。这学期数学进步很大，从六十分到七十八分。"
    "平时由奶奶照看，放学后先看一个小时电视。"
    "和奶奶说好，以后每天六点半先写作业，由奶奶签字。"
)


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def asks(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`asks(praise_first=True)`: the 制度 in force asks for that; the days it was asked about."""
    days: list[date] = []

    def ask(**rules: Any) -> list[date]:
        def found(on: date) -> ReviewRules:
            days.append(on)
            return ReviewRules(**rules)

        monkeypatch.setattr(policy, "review_rules", found)
        return days

    return ask


def severities(here: World, visit_id: Any) -> dict[str, str]:
    page = visit_page_for(actor=here.actor("principal"), visit_id=visit_id)
    return {finding.code: finding.severity for finding in page.review.findings}


@pytest.mark.parametrize(
    ("text", "code", "rule"),
    [
        (PRAISE, "tone.praise_only", {"forbidden_tones": ("praise_only",)}),
        (FAULT_FIRST, "tone.praise_first", {"praise_first": True}),
    ],
)
def test_a_hint_becomes_a_flag_where_the_school_asks_for_it(
    here: World, asks: Any, text: str, code: str, rule: dict[str, Any]
) -> None:
    asks()
    plain = submitted(here, here.xiaohe, text)
    assert severities(here, plain)[code] == "hint"
    assert Flag.objects.filter(code=code).count() == 0
    asks(**rule)
    strict = submitted(here, here.xiaohe, text)
    assert severities(here, strict)[code] == "minor"
    assert Flag.objects.get(code=code).visit_id == strict


def test_a_topic_of_the_school_is_looked_for_and_stays_a_hint(here: World, asks: Any) -> None:
    asks()
    plain = submitted(here, here.xiaohe, FAULT_FIRST)
    assert "content.cause" not in severities(here, plain)
    asks(content_items=("in_school_report", "cause"))
    asked = submitted(here, here.xiaohe, FAULT_FIRST)
    assert severities(here, asked)["content.cause"] == "hint"
    assert Flag.objects.filter(code="content.cause").count() == 0


def test_the_rules_are_those_of_the_day_of_the_visit(here: World, asks: Any) -> None:
    days = asks()
    submitted(here, here.xiaohe, FAULT_FIRST)
    assert set(days) == {EVENING.date()}


def test_the_preview_says_what_the_review_will_say(here: World) -> None:
    teacher = here.actor("homeroom")
    told = preview(actor=teacher, student_id=here.xiaohe, text=FAULT_FIRST)
    assert Review.objects.count() == 0
    visit_id = submitted(here, here.xiaohe, FAULT_FIRST)
    page = visit_page_for(actor=teacher, visit_id=visit_id)
    assert [(f.code, f.severity, f.spans) for f in told.findings] == [
        (f.code, f.severity, f.spans) for f in page.review.findings if f.code != "steps.missing"
    ]  # who was there is asked on the form itself
    assert told.labels == page.review.labels
    assert [FAULT_FIRST[slice(*span)] for span in told.evidence["home_situation"]]


def test_a_topic_that_the_school_finds_grave_waits_for_the_principal(here: World, asks: Any) -> None:
    asks(content_items=("cause",), severities=(("content.cause", "minor"),))
    visit_id = submitted(here, here.xiaohe, FAULT_FIRST)
    assert severities(here, visit_id)["content.cause"] == "minor"
    assert Flag.objects.get(code="content.cause").visit_id == visit_id


def test_empty_fields_and_missing_people_are_hints(here: World, asks: Any) -> None:
    asks(form_fields=("needs", "signature"), steps=("student_present",))
    bare = submitted(here, here.xiaohe, FAULT_FIRST)
    found = severities(here, bare)
    assert (found["form.missing"], found["steps.missing"]) == ("hint", "hint")
    assert Flag.objects.filter(code__in=["form.missing", "steps.missing"]).count() == 0
    whole = submitted(here, here.zimo, FAULT_FIRST, answers=(("signature", "yes"),), present=("student",))
    assert not {"form.missing", "steps.missing"} & set(severities(here, whole))
    tried = submitted(here, here.xiaohe, FAULT_FIRST, outcome="not_home")
    assert not {"form.missing", "steps.missing"} & set(severities(here, tried))
