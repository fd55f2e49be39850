"""From a text to a version in force: who may, what waits, what is refused, what stays as it was."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from bureaus.errors import BureauNotFound, FloorInvalid
from bureaus.services import floor_set
from kernel import audit, clock, tenancy
from nlp.regulations import Clause, Conflict, Reading, Rule
from tenants.policy import selectors, services
from tenants.policy.contracts import DraftView
from tenants.policy.errors import (
    PolicyDateInvalid,
    PolicyDraftExists,
    PolicyDraftStale,
    PolicyEmpty,
    PolicyFrozen,
    PolicyInvalid,
    PolicyNotFound,
    PolicyTextUnreadable,
    PolicyUnconfirmed,
)
from tenants.policy.models import PolicyReading, PolicyVersion
from tests.support.schools import TestSchool

TEXT = "走访办法\n一、每学期走访一半。\n二、每学期全部走访。\n三、家长要签字。\n四、春风化雨。"
HALF: dict[str, Any] = {
    "who": "homeroom", "measure": "share", "min": 50, "per": "term", "scope": {"of": "class"},
}  # fmt: skip
QUOTA = {"kind": "quota", "source": "第一条", **HALF}
TODAY = date(2031, 9, 1)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


READING = Reading(
    title="走访办法",
    school=None,
    effective="2031-09-01",
    rules=(
        Rule("quota", HALF, "每学期走访一半", span("每学期走访一半"), 0.9),
        Rule("quota", {**HALF, "min": 100}, "每学期全部走访", span("每学期全部走访"), 0.8),
        Rule("form", {"field": "signature"}, "家长要签字", span("家长要签字"), 0.4),
        Rule("form", {"field": "no such field"}, "春风", span("春风"), 0.4),
    ),
    conflicts=(Conflict("regulation.figures_differ", (0, 1), "一半还是全部？"),),
    clauses=(
        Clause(span("走访办法"), "走访办法", "not_a_rule", "标题"),
        Clause(span("一、每学期走访一半。"), "一、每学期走访一半。", "rule", "", (0,)),
        Clause(span("四、春风化雨。"), "四、春风化雨。", "unread", "没有读懂"),
    ),
)


@pytest.fixture(autouse=True)
def _reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that knows one text; whether the real one reads well is tested with it."""
    monkeypatch.setattr(
        "nlp.regulations.read", lambda text: READING if text == TEXT else replace(READING, rules=())
    )


@pytest.fixture
def draft(in_alpha: TestSchool) -> Iterator[DraftView]:
    with clock.frozen(clock.now().replace(year=2031, month=9, day=1)):
        yield services.policy_draft_read(actor=in_alpha.people["office"], key=uuid4(), text=TEXT)


def rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (PolicyVersion, PolicyReading)]


def decided(school: TestSchool, draft: DraftView) -> DraftView:
    """All that waits is decided: the second of the contradiction holds, the signature too."""
    actor = school.people["office"]
    draft = services.policy_conflict_settle(
        actor=actor, policy_id=draft.id, revision=draft.revision, number=0, keep=[draft.rules[1].id]
    )
    return services.policy_rule_decide(
        actor=actor,
        policy_id=draft.id,
        revision=draft.revision,
        rule_id=draft.rules[2].id,
        decision="confirmed",
    )


def published(school: TestSchool, draft: DraftView, effective: date = TODAY) -> None:
    draft = decided(school, draft)
    services.policy_publish(actor=school.people["principal"], policy_id=draft.id, effective=effective)


def test_a_text_becomes_proposals_beside_its_words(draft: DraftView) -> None:
    assert (draft.title, draft.text, draft.number, draft.revision) == ("走访办法", TEXT, 1, 1)
    assert [(rule.state, rule.sentence, rule.confidence) for rule in draft.rules] == [
        ("proposed", "班主任每学期走访本班至少一半学生", 0.9),
        ("proposed", "班主任每学期走访本班每一名学生", 0.8),
        ("proposed", "记录表要填：家长签字或盖章", 0.4),
    ]
    assert [TEXT[slice(*rule.span)] for rule in draft.rules if rule.span] == [
        "每学期走访一半", "每学期全部走访", "家长要签字",
    ]  # fmt: skip
    assert [(one.rules, one.message, one.open) for one in draft.conflicts] == [
        ((draft.rules[0].id, draft.rules[1].id), "一半还是全部？", True)
    ]
    assert (draft.decided, draft.undecided, draft.unsettled, draft.previous) == (0, 3, 1, None)


def test_no_clause_is_dropped_in_silence(draft: DraftView) -> None:
    shown = [(TEXT[slice(*one.span)], one.status, one.reason) for one in draft.clauses]
    assert shown == [
        ("走访办法", "not_a_rule", "标题"),
        ("四、春风化雨。", "unread", "没有读懂"),
        ("春风", "unread", "读出的条款不合格式，请对照原文自己加一条"),
    ]


def test_nothing_counts_before_it_is_published(in_alpha: TestSchool, draft: DraftView) -> None:
    assert "走访办法" not in [policy.title for policy in selectors.policies_in_force(TODAY)]
    published(in_alpha, draft)
    (policy,) = [one for one in selectors.policies_in_force(TODAY) if one.title == "走访办法"]
    assert [rule.kind for rule in policy.rules] == ["quota", "form"]
    assert [rule.span for rule in policy.rules] == [span("每学期全部走访"), span("家长要签字")]
    assert policy.conflicts == ()
    version = selectors.policy_version_get_for(actor=in_alpha.people["homeroom"], policy_id=draft.id)
    assert (version.text, version.changes, version.brief.number_of_rules) == (TEXT, (), 2)
    assert audit.actions(subject=f"policy:{draft.id}") == [
        "policy.draft", "policy.conflict_settle", "policy.rule_decide", "policy.publish",
    ]  # fmt: skip


def test_publishing_says_how_much_waits(in_alpha: TestSchool, draft: DraftView) -> None:
    before = rows()
    with pytest.raises(PolicyUnconfirmed) as refused:
        services.policy_publish(actor=in_alpha.people["principal"], policy_id=draft.id, effective=TODAY)
    assert refused.value.message == "还有 3 条没有确认，1 处说法不一样没有选定，处理完才能发布。"
    assert refused.value.extra == {"undecided": 3, "unsettled": 1}
    assert rows() == before


def test_nothing_at_all_is_not_published(in_alpha: TestSchool) -> None:
    principal = in_alpha.people["principal"]
    empty = services.policy_draft_create(actor=principal, title="空", rules=[])
    with pytest.raises(PolicyEmpty):
        services.policy_publish(actor=principal, policy_id=empty.id, effective=date(2040, 1, 1))


def test_two_people_do_not_overwrite_each_other(in_alpha: TestSchool, draft: DraftView) -> None:
    office, principal = in_alpha.people["office"], in_alpha.people["principal"]
    signature = draft.rules[2].id

    def decide(actor: Any, decision: str) -> DraftView:
        return services.policy_rule_decide(
            actor=actor, policy_id=draft.id, revision=1, rule_id=signature, decision=decision
        )

    assert decide(office, "confirmed").revision == 2
    assert decide(office, "confirmed").revision == 2  # a lost answer, asked for again
    before = rows()
    with pytest.raises(PolicyDraftStale):
        decide(principal, "rejected")
    with pytest.raises(PolicyDraftStale):
        services.policy_rule_change(
            actor=principal, policy_id=draft.id, revision=None, rule_id=signature, rule=QUOTA
        )
    with pytest.raises(PolicyDraftStale):
        services.policy_draft_rename(actor=principal, policy_id=draft.id, revision=1, title="别的")
    with pytest.raises(PolicyDraftStale):
        decide(principal, "undecided")
    assert rows() == before
    assert selectors.policy_draft_view_for(actor=office, policy_id=draft.id).updated_by == office.name


def test_the_principal_publishes_what_was_seen(in_alpha: TestSchool, draft: DraftView) -> None:
    ready = decided(in_alpha, draft)
    with pytest.raises(PolicyDraftStale):
        services.policy_publish(
            actor=in_alpha.people["principal"],
            policy_id=draft.id,
            effective=TODAY,
            revision=ready.revision - 1,
        )
    assert PolicyVersion.objects.get(pk=draft.id).state == "draft"


def test_a_rule_added_by_hand_stands_at_its_words(in_alpha: TestSchool, draft: DraftView) -> None:
    def add(at: tuple[int, int], revision: int) -> DraftView:
        return services.policy_rule_add(
            actor=in_alpha.people["office"],
            policy_id=draft.id,
            revision=revision,
            rule_id=UUID("11111111-1111-4111-8111-111111111111"),
            rule={"kind": "conduct", "source": "春风化雨", "text": "说话和气"},
            span=at,
        )

    with pytest.raises(PolicyInvalid) as refused:
        add((0, 999), 1)
    assert list(refused.value.fields) == ["span"]
    more = add(span("春风化雨"), 1)
    assert (more.rules[3].state, more.rules[3].sentence, more.rules[3].span) == (
        "added", "说话和气", span("春风化雨"),
    )  # fmt: skip
    assert add(span("春风化雨"), 1) == more


def test_the_same_key_reads_once(in_alpha: TestSchool) -> None:
    key, office = uuid4(), in_alpha.people["office"]
    first = services.policy_draft_read(actor=office, key=key, text=TEXT)
    assert services.policy_draft_read(actor=office, key=key, text=TEXT) == first
    assert PolicyReading.objects.filter(key=key).count() == 1


def test_a_title_from_the_text_the_file_or_by_hand(in_alpha: TestSchool) -> None:
    office = in_alpha.people["office"]

    def titled(**values: Any) -> str:
        return services.policy_draft_read(actor=office, key=uuid4(), **values).title

    assert titled(text=TEXT, title=" 我校走访办法 ") == "我校走访办法"
    assert titled(file=TEXT.encode(), file_name="2031年.txt") == "走访办法"


def test_what_cannot_be_read_is_said(in_alpha: TestSchool) -> None:
    office, before = in_alpha.people["office"], rows()
    cases: list[tuple[dict[str, Any], str]] = [
        ({"text": " \n　"}, "policy.text_empty"),
        ({"text": "家" * 200_001}, "policy.text_too_large"),
        ({"file": b""}, "regulation.empty"),
        ({"file": b"PK\x03\x04 not a document"}, "regulation.broken"),
        ({"file": b"%PDF-1.7"}, "regulation.type"),
    ]
    for values, code in cases:
        with pytest.raises(PolicyTextUnreadable) as refused:
            services.policy_draft_read(actor=office, key=uuid4(), **values)
        assert refused.value.code == code
        assert list(refused.value.fields) == ["file" if "file" in values else "text"]
    assert rows() == before


def test_the_next_version_starts_from_the_one_that_holds(in_alpha: TestSchool, draft: DraftView) -> None:
    published(in_alpha, draft)
    office, key = in_alpha.people["office"], uuid4()
    following = services.policy_draft_revise(actor=office, key=key, series=draft.series)
    assert (following.number, following.text, following.undecided) == (2, TEXT, 0)
    assert [(rule.state, rule.holds_already, rule.span) for rule in following.rules] == [
        ("confirmed", True, span("每学期全部走访")), ("confirmed", True, span("家长要签字")),
    ]  # fmt: skip
    assert following.previous is not None
    assert following.previous.id == draft.id
    assert services.policy_draft_revise(actor=office, key=key, series=draft.series) == following
    with pytest.raises(PolicyDraftExists) as refused:
        services.policy_draft_read(actor=office, key=uuid4(), text=TEXT, series=draft.series)
    assert refused.value.extra == {"draft": following.id}
    changed = services.policy_rule_change(
        actor=office,
        policy_id=following.id,
        revision=1,
        rule_id=following.rules[0].id,
        rule={**QUOTA, "min": 66.67},
    )
    assert (changed.rules[0].state, changed.rules[0].holds_already) == ("changed", False)
    told = selectors.policy_draft_changes_for(actor=office, policy_id=following.id)
    assert [one.text for one in told] == ["班主任每学期走访本班学生从全部改为不少于三分之二"]
    later = TODAY + timedelta(days=60)
    services.policy_publish(actor=in_alpha.people["principal"], policy_id=following.id, effective=later)
    version = selectors.policy_version_get_for(actor=office, policy_id=following.id)
    assert version.changes == told
    (series,) = [one for one in selectors.policy_series_for(actor=office) if one.id == draft.series]
    assert [(one.number, one.effective_date, one.until) for one in series.versions] == [
        (2, later, None), (1, TODAY, later - timedelta(days=1)),
    ]  # fmt: skip


def test_a_new_text_for_the_next_version_is_read_anew(in_alpha: TestSchool, draft: DraftView) -> None:
    published(in_alpha, draft)
    following = services.policy_draft_read(
        actor=in_alpha.people["office"], key=uuid4(), text=TEXT, series=draft.series
    )
    assert following.undecided == 3
    assert [rule.holds_already for rule in following.rules] == [False, True, True]
    with pytest.raises(PolicyDateInvalid):
        services.policy_publish(
            actor=in_alpha.people["principal"],
            policy_id=decided(in_alpha, following).id,
            effective=TODAY - timedelta(days=1),
        )


def test_a_template_brings_its_contradiction_along(in_alpha: TestSchool) -> None:
    (policy,) = selectors.policies_in_force(clock.today())
    series = PolicyVersion.objects.get(pk=policy.id).series
    draft = services.policy_draft_revise(actor=in_alpha.people["principal"], key=uuid4(), series=series)
    assert (draft.undecided, draft.unsettled, draft.text) == (0, 1, "")
    with pytest.raises(PolicyUnconfirmed):
        services.policy_publish(
            actor=in_alpha.people["principal"], policy_id=draft.id, effective=draft.earliest
        )


def test_nothing_to_start_from(in_alpha: TestSchool, draft: DraftView) -> None:
    office = in_alpha.people["office"]
    with pytest.raises(PolicyNotFound):
        services.policy_draft_revise(actor=office, key=uuid4(), series=uuid4())
    with pytest.raises(PolicyNotFound):  # nothing of it is published yet
        services.policy_draft_revise(actor=office, key=uuid4(), series=draft.series)


def test_history_is_everybodys_drafts_are_not(in_alpha: TestSchool, draft: DraftView) -> None:
    def seen(who: str) -> list[UUID]:
        return [one.id for one in selectors.policy_series_for(actor=in_alpha.people[who])]

    assert draft.series in seen("principal")
    assert seen("office")[0] == draft.series  # what is in preparation comes first
    assert draft.series not in seen("homeroom")
    with pytest.raises(PolicyNotFound):
        selectors.policy_version_get_for(actor=in_alpha.people["principal"], policy_id=draft.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE policy_policyreading SET text = ''",
        "DELETE FROM policy_policyreading",
        "INSERT INTO policy_policyreading SELECT id, gen_random_uuid(), '', '', '[]', '[]', '[]', 1, now(), 0"
        " FROM policy_policyversion WHERE template = 'P01'",
    ],
)
def test_what_was_decided_on_is_kept_as_it_was(
    in_alpha: TestSchool, draft: DraftView, statement: str
) -> None:
    published(in_alpha, draft)
    before = rows()
    refused = pytest.raises(DatabaseError, match="never changes")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert rows() == before
    with pytest.raises(PolicyFrozen):
        services.policy_rule_decide(
            actor=in_alpha.people["office"],
            policy_id=draft.id,
            revision=3,
            rule_id=draft.rules[0].id,
            decision="confirmed",
        )


def test_drafts_from_before_get_their_sheet(in_alpha: TestSchool) -> None:
    version = PolicyVersion.objects.create(
        series=uuid4(), number=1, title="旧草稿", rules=[QUOTA], created_at=clock.now()
    )
    migration = importlib.import_module("tenants.policy.migrations.0003_reading")
    with connection.schema_editor() as editor:
        migration.fill(apps, editor)
    draft = selectors.policy_draft_view_for(actor=in_alpha.people["office"], policy_id=version.pk)
    assert [(rule.state, rule.data) for rule in draft.rules] == [("confirmed", QUOTA)]


def test_the_bureau_sets_what_it_asks(alpha: TestSchool, beta: TestSchool) -> None:
    def asked(school: TestSchool) -> list[str]:
        with tenancy.school(school.schema_name):
            floor = selectors.floor_policy()
            return [rule.source for rule in floor.rules] if floor else []

    assert floor_set(actor=alpha.bureau_actor, per_year=2).floor_per_year == 2
    assert asked(alpha) == ["东县教育局：每学年对每名学生至少家访两次"]
    assert asked(beta) == ["西县教育局：每学年对每名学生至少家访一次"]
    floor_set(actor=alpha.bureau_actor, per_year=2)
    with tenancy.public():
        assert audit.actions(subject=f"bureau:{alpha.bureau_id}")[-2:].count("bureau.floor") == 1
    for wrong in (-1, 13):
        with pytest.raises(FloorInvalid):
            floor_set(actor=alpha.bureau_actor, per_year=wrong)
    with pytest.raises(BureauNotFound):
        floor_set(actor=alpha.people["principal"], per_year=0)
    assert asked(alpha) == ["东县教育局：每学年对每名学生至少家访两次"]
    floor_set(actor=alpha.bureau_actor, per_year=0)
    assert asked(alpha) == []
