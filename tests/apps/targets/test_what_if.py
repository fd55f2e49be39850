"""Trying a draft on a term: from the school's rows to pictures, and who may."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bureaus.selectors import calendar_for_school
from kernel import clock, tenancy
from tenants.policy import services as policy
from tenants.policy.errors import PolicyNotFound
from tenants.policy.models import PolicyVersion
from tenants.roster import services as roster
from tenants.targets.contracts import WhatIf
from tenants.targets.errors import ProgressForbidden, TermNotFound
from tenants.targets.selectors import what_if_for
from tests.support.schools import TestSchool
from tests.support.visits import NOW, YEAR, World, submitted, world

RULES: list[dict[str, Any]] = [
    {
        "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 100, "per": "term",
        "scope": {"of": "class"},
    },
    {"kind": "conduct", "source": "第二条", "text": "不收礼"},
]  # fmt: skip


@pytest.fixture
def here(in_alpha: TestSchool) -> Iterator[World]:
    with clock.frozen(NOW):
        yield world(in_alpha)


def draft(here: World, rules: list[dict[str, Any]] = RULES) -> int:
    return policy.policy_draft_create(actor=here.actor("principal"), title="新制度", rules=rules).id


def states(found: WhatIf) -> list[tuple[str, str, int, int]]:
    return [(one.name[-2:], one.state, one.visits, one.more) for one in found.teachers]


def test_a_draft_in_the_running_term(here: World) -> None:
    submitted(here, here.xiaohe)
    policy_id = draft(here)
    before = PolicyVersion.objects.count()
    found = what_if_for(actor=here.actor("principal"), policy_id=policy_id)
    assert (found.title, found.number, found.draft, found.other_rules) == ("新制度", 1, True, 1)
    assert (found.term.key, found.term.running) == (f"{YEAR}-1", True)
    assert [one.key for one in found.terms] == [f"{YEAR}-1"]  # nobody was enrolled before
    assert sorted(states(found)) == [("任乙", "open", 0, 1), ("任甲", "open", 1, 1)]
    (rule,) = found.rules
    assert (rule.need, rule.done, rule.more, rule.open) == (3, 1, 2, 2)
    today = min(one.week for one in found.cells if one.more)
    made = [one.week for one in found.cells if one.visits]
    assert made[0] <= today
    assert PolicyVersion.objects.count() == before


def test_a_draft_in_the_last_term(here: World) -> None:
    submitted(here, here.xiaohe)
    policy_id = draft(here)
    term = next(one for one in calendar_for_school(here.school.schema_name).terms if one.key == f"{YEAR}-1")
    with clock.frozen(datetime.combine(term.end + timedelta(days=40), NOW.timetz())):
        found = what_if_for(actor=here.actor("principal"), policy_id=policy_id)
        assert (found.term.key, found.term.running) == (f"{YEAR}-1", False)
        assert [one.key for one in found.terms] == [f"{YEAR}-2", f"{YEAR}-1"]
        assert sorted(states(found)) == [("任乙", "missed", 0, 1), ("任甲", "missed", 1, 1)]
        running = what_if_for(actor=here.actor("principal"), policy_id=policy_id, term=f"{YEAR}-2")
        assert sorted(states(running)) == [("任乙", "open", 0, 1), ("任甲", "open", 0, 2)]


def test_a_published_version_is_tried_by_leaders_a_draft_by_those_who_prepare_it(here: World) -> None:
    policy_id = draft(here)
    assert what_if_for(actor=here.actor("office"), policy_id=policy_id).draft
    with pytest.raises(PolicyNotFound):
        what_if_for(actor=here.actor("leader"), policy_id=policy_id)
    published = PolicyVersion.objects.get(state="published").pk
    for person in ("leader", "office", "principal"):
        assert not what_if_for(actor=here.actor(person), policy_id=published).draft
    for person in ("homeroom", "subject"):
        with pytest.raises(ProgressForbidden):
            what_if_for(actor=here.actor(person), policy_id=published)


def test_a_term_that_is_none(here: World) -> None:
    policy_id = draft(here)
    for key in (f"{YEAR}-2", f"{YEAR - 1}-1", "x"):
        with pytest.raises(TermNotFound):
            what_if_for(actor=here.actor("principal"), policy_id=policy_id, term=key)


def test_a_class_whose_teacher_left_asks_the_new_one(here: World) -> None:
    submitted(here, here.yinuo, by="homeroom2")
    roster.staff_leave(
        actor=here.actor("principal"), staff_id=here.actor("homeroom2").staff_id or 0, on=date(YEAR, 11, 19)
    )
    found = what_if_for(actor=here.actor("principal"), policy_id=draft(here))
    assert states(found) == [("任甲", "open", 0, 2)]


def test_another_schools_draft_is_none_here(here: World, beta: TestSchool) -> None:
    with tenancy.school(beta.schema_name):
        other = policy.policy_draft_create(actor=beta.people["principal"], title="别校", rules=RULES).id
    PolicyVersion.objects.filter(pk=other, state="draft").delete()
    with pytest.raises(PolicyNotFound):
        what_if_for(actor=here.actor("principal"), policy_id=other + 10_000)
