"""Adopting, drafting, publishing; what is in force on a day; what nobody may change."""

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from bureaus.selectors import calendar_for_school
from kernel import audit, clock, tenancy
from tenants.policy import services
from tenants.policy.errors import (
    PolicyActForbidden,
    PolicyDateInvalid,
    PolicyFrozen,
    PolicyInvalid,
    PolicyNotFound,
    PolicyTemplateNotFound,
)
from tenants.policy.models import PolicyVersion
from tenants.policy.selectors import (
    counting_modes,
    floor_policy,
    policies_in_force,
    policy_draft_get_for,
    policy_timeline,
    review_rules,
    template_list,
    visit_form_rules,
)
from tests.support.schools import TestSchool

QUOTA: dict[str, Any] = {
    "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 50, "per": "term",
    "scope": {"of": "class"},
}  # fmt: skip
FIRST, LATER = date(2031, 9, 1), date(2032, 2, 20)


def titles(on: date) -> list[str]:
    return [policy.title for policy in policies_in_force(on)]


def test_opening_a_school_put_its_template_in_force(in_alpha: TestSchool) -> None:
    (policy,) = policies_in_force(clock.today())
    assert (policy.template, policy.number, policy.until) == ("P01", 1, None)
    assert policy.conflicts[0].rules == (0, 1)
    year = calendar_for_school(in_alpha.schema_name).year_on(clock.today())
    assert year is not None
    assert policy.effective_date <= year.start


def test_adopting_again_changes_nothing(in_alpha: TestSchool) -> None:
    before = list(PolicyVersion.objects.values())
    policy = services.policy_adopt(
        actor=in_alpha.people["principal"], template="P01", effective=date(2030, 1, 1)
    )
    assert list(PolicyVersion.objects.values()) == before
    assert policy == policies_in_force(clock.today())[0]
    assert audit.actions(subject=f"policy:{policy.id}") == ["policy.adopt"]


def test_several_hold_at_once(in_alpha: TestSchool) -> None:
    for code in ("P05", "P15"):
        services.policy_adopt(actor=in_alpha.people["principal"], template=code, effective=clock.today())
    assert [policy.template for policy in policies_in_force(clock.today())] == ["P01", "P05", "P15"]
    assert counting_modes(clock.today()) == {"home", "phone", "online", "school", "letter"}


def test_the_other_school_keeps_its_own(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        services.policy_adopt(actor=alpha.people["principal"], template="P05", effective=clock.today())
    with tenancy.school(beta.schema_name):
        assert [policy.template for policy in policies_in_force(clock.today())] == ["P01"]


@pytest.mark.parametrize("who", ["office", "homeroom", "subject", "leader"])
def test_only_the_principal_puts_in_force(in_alpha: TestSchool, who: str) -> None:
    draft = services.policy_draft_create(actor=in_alpha.people["principal"], title="新制度", rules=[QUOTA])
    before = list(PolicyVersion.objects.order_by("id").values())
    actor = in_alpha.people[who]
    with pytest.raises(PolicyActForbidden):
        services.policy_adopt(actor=actor, template="P05", effective=clock.today())
    with pytest.raises(PolicyActForbidden):
        services.policy_publish(actor=actor, policy_id=draft.id, effective=FIRST)
    assert list(PolicyVersion.objects.order_by("id").values()) == before


@pytest.mark.parametrize("who", ["homeroom", "subject", "leader"])
def test_principal_and_office_prepare_others_do_not(in_alpha: TestSchool, who: str) -> None:
    draft = services.policy_draft_create(actor=in_alpha.people["office"], title="新制度", rules=[QUOTA])
    assert policy_draft_get_for(actor=in_alpha.people["office"], policy_id=draft.id) == draft
    before = list(PolicyVersion.objects.order_by("id").values())
    with pytest.raises(PolicyActForbidden):
        services.policy_draft_create(actor=in_alpha.people[who], title="别的制度", rules=[QUOTA])
    with pytest.raises(PolicyActForbidden):
        services.policy_draft_discard(actor=in_alpha.people[who], policy_id=draft.id)
    with pytest.raises(PolicyNotFound):
        policy_draft_get_for(actor=in_alpha.people[who], policy_id=draft.id)
    assert list(PolicyVersion.objects.order_by("id").values()) == before


@pytest.mark.parametrize("code", ["P16", "P99", ""])
def test_an_unknown_template_is_refused(in_alpha: TestSchool, code: str) -> None:
    with pytest.raises(PolicyTemplateNotFound):
        services.policy_adopt(actor=in_alpha.people["principal"], template=code, effective=clock.today())
    assert not services.template_known(code, "primary")
    assert PolicyVersion.objects.count() == 1


def test_a_draft_counts_only_once_published(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    draft = services.policy_draft_create(actor=principal, title=" 新制度 ", rules=[QUOTA])
    assert (draft.title, draft.number) == ("新制度", 1)
    assert "新制度" not in titles(FIRST)
    assert policy_draft_get_for(actor=principal, policy_id=draft.id) == draft
    with pytest.raises(PolicyNotFound):
        policy_draft_get_for(actor=in_alpha.people["homeroom"], policy_id=draft.id)
    services.policy_publish(actor=principal, policy_id=draft.id, effective=FIRST)
    assert "新制度" not in titles(date(2031, 8, 31))
    assert "新制度" in titles(FIRST)
    with pytest.raises(PolicyNotFound):
        policy_draft_get_for(actor=principal, policy_id=draft.id)
    assert audit.actions(subject=f"policy:{draft.id}") == ["policy.draft", "policy.publish"]


def test_the_next_version_ends_the_one_before(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    first = services.policy_draft_create(actor=principal, title="新制度", rules=[QUOTA])
    services.policy_publish(actor=principal, policy_id=first.id, effective=FIRST)
    second = services.policy_draft_create(
        actor=principal, title="新制度", rules=[{**QUOTA, "min": 80}], series=first.series
    )
    assert second.number == 2
    with pytest.raises(PolicyDateInvalid):
        services.policy_publish(actor=principal, policy_id=second.id, effective=date(2031, 8, 31))
    services.policy_publish(actor=principal, policy_id=second.id, effective=LATER)
    spans = [
        (policy.number, policy.effective_date, policy.until)
        for policy in policy_timeline()
        if policy.title == "新制度"
    ]
    assert spans == [(1, FIRST, date(2032, 2, 19)), (2, LATER, None)]
    assert [p.number for p in policies_in_force(date(2032, 2, 19)) if p.title == "新制度"] == [1]
    assert [p.number for p in policies_in_force(LATER) if p.title == "新制度"] == [2]


def test_publishing_into_the_past_is_refused(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    draft = services.policy_draft_create(actor=principal, title="新制度", rules=[QUOTA])
    with pytest.raises(PolicyDateInvalid):
        services.policy_publish(actor=principal, policy_id=draft.id, effective=date(2020, 1, 1))
    assert PolicyVersion.objects.get(pk=draft.id).state == "draft"


def test_publishing_twice_is_once(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    draft = services.policy_draft_create(actor=principal, title="新制度", rules=[QUOTA])
    once = services.policy_publish(actor=principal, policy_id=draft.id, effective=FIRST)
    assert services.policy_publish(actor=principal, policy_id=draft.id, effective=FIRST) == once
    with pytest.raises(PolicyFrozen):
        services.policy_publish(actor=principal, policy_id=draft.id, effective=LATER)
    with pytest.raises(PolicyFrozen):
        services.policy_draft_rename(actor=principal, policy_id=draft.id, revision=1, title="x")
    assert audit.actions(subject=f"policy:{draft.id}") == ["policy.draft", "policy.publish"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_policyversion SET rules = '[]'",
        "UPDATE policy_policyversion SET state = 'draft'",
        "DELETE FROM policy_policyversion",
    ],
)
def test_the_database_itself_keeps_what_is_published(in_alpha: TestSchool, statement: str) -> None:
    before = list(PolicyVersion.objects.values())
    refused = pytest.raises(DatabaseError, match="never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(PolicyVersion.objects.values()) == before


def test_a_draft_may_go(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    draft = services.policy_draft_create(actor=principal, title="新制度", rules=[QUOTA])
    services.policy_draft_discard(actor=principal, policy_id=draft.id)
    assert not PolicyVersion.objects.filter(pk=draft.id).exists()
    assert audit.actions(subject=f"policy:{draft.id}") == ["policy.draft", "policy.discard"]
    with pytest.raises(PolicyNotFound):
        services.policy_draft_discard(actor=principal, policy_id=draft.id)


def test_rules_that_cannot_count_are_named(in_alpha: TestSchool) -> None:
    wrong = [
        {**QUOTA, "min": -1},
        {**QUOTA, "who": "parents"},
        {"kind": "dance", "source": ""},
        QUOTA,
        {**QUOTA, "per": "once"},
    ]
    with pytest.raises(PolicyInvalid) as refused:
        services.policy_draft_create(actor=in_alpha.people["principal"], title=" ", rules=wrong)
    assert list(refused.value.fields) == [
        "title", "rules[0].min", "rules[1].who", "rules[2]", "rules[4].window",
    ]  # fmt: skip
    assert PolicyVersion.objects.count() == 1


def test_a_new_version_of_nothing_is_refused(in_alpha: TestSchool) -> None:
    from uuid import uuid4

    with pytest.raises(PolicyNotFound):
        services.policy_draft_create(actor=in_alpha.people["principal"], title="x", rules=[], series=uuid4())


def test_what_a_note_is_asked_for(in_alpha: TestSchool) -> None:
    found = review_rules(clock.today())
    assert found.content_items == (
        "in_school_report", "home_situation", "family_background", "agreed_measures", "relationship",
        "rapport", "purpose",
    )  # fmt: skip
    assert (found.form_fields, found.forbidden_tones, found.praise_first) == (("content",), (), False)
    assert dict(found.clauses)["content:agreed_measures"].endswith("第四条第4项：和家长一起商定教育办法")
    services.policy_adopt(actor=in_alpha.people["principal"], template="P05", effective=clock.today())
    both = review_rules(clock.today())
    assert both.forbidden_tones == ("complaint_only",)
    assert both.modes == ("home", "phone", "online", "school")
    assert both.form_fields == ("content", "purpose", "signature")


def test_what_the_form_shows(in_alpha: TestSchool) -> None:
    services.policy_adopt(actor=in_alpha.people["principal"], template="P05", effective=clock.today())
    found = visit_form_rules(clock.today())
    assert [(mode.code, mode.label, mode.counts) for mode in found.modes] == [
        ("home", "上门家访", True), ("phone", "电话", True), ("online", "网络", True),
        ("school", "来校面谈", True), ("letter", "书信", True),
    ]  # fmt: skip
    assert [choice.code for choice in found.purposes] == list("abcdefgh")
    assert [choice.code for choice in found.required_fields] == ["content", "purpose", "signature"]
    assert tuple(step.code for step in found.steps) == (
        "appointment", "student_present", "guardian_present", "approval_in_school_hours", "oral_report",
        "spot_check",
    )  # fmt: skip
    assert found.checklist[:3] == ("先和家长约好时间", "请孩子也在场", "请家长在场")
    assert "家访途中不办私事" in found.checklist


def test_modes_that_do_not_count_are_said_so(in_alpha: TestSchool) -> None:
    before = date(2001, 1, 1)  # nothing was in force
    assert policies_in_force(before) == []
    assert [mode.code for mode in visit_form_rules(before).modes if mode.counts] == ["home"]
    assert review_rules(before).content_items == ()


def test_the_bureaus_floor(in_alpha: TestSchool) -> None:
    floor = floor_policy()
    assert floor is not None
    (rule,) = floor.rules
    assert (floor.id, floor.title) == ("floor", "教育局底线要求")
    assert rule.source == "东县教育局：每学年对每名学生至少家访一次"


def test_templates_need_no_school() -> None:
    assert {one.code: len(one.summary) for one in template_list()} == {
        "P01": 6, "P02": 1, "P03": 3, "P04": 6, "P05": 4, "P06": 3, "P07": 9, "P08": 1, "P09": 2, "P10": 1,
        "P11": 0, "P12": 1, "P13": 1, "P14": 0, "P15": 4, "P17": 2, "P18": 1, "P19": 2,
    }  # fmt: skip
