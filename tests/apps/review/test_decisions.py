"""What people do with flags: decide, take back, answer; and what never follows from it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from kernel import audit, clock
from kernel.errors import DomainError
from tenants.review import services
from tenants.review.errors import (
    AnswerInvalid,
    DecisionInvalid,
    FlagAlreadyDecided,
    FlagNotFound,
    FlagPrincipalNeeded,
    FlagSuperseded,
    FlagTeacherNeeded,
    FlagUndoTooLate,
)
from tenants.review.models import Decision, Flag
from tenants.review.selectors import flag_detail_for, flag_get_for, flag_list_for, flag_views
from tenants.visits.models import Visit
from tenants.visits.selectors import visit_counts_for_term, visit_get_for, visits_for_targets
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, resubmitted, submitted, world


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def flag(here: World) -> Flag:
    visit_id = submitted(here, here.zimo, COMPLAINT)
    return Flag.objects.get(visit_id=visit_id, code="tone.complaint_only")


def decide(here: World, flag: Flag, decision: str, reason: str = "", *, by: str = "principal") -> object:
    return services.flag_decide(actor=here.actor(by), flag_id=flag.pk, decision=decision, reason=reason)


def test_a_decision_says_who_when_and_why(here: World, flag: Flag) -> None:
    decide(here, flag, "dismissed", "  家长也同意这样写 ")
    view = flag_get_for(actor=here.actor("homeroom"), flag_id=flag.pk)
    assert view.state == "dismissed"
    assert view.decision is not None
    assert (view.decision.by, view.decision.at, view.decision.reason) == (
        "甲小学校长",
        NOW,
        "家长也同意这样写",
    )
    assert audit.actions(subject=f"flag:{flag.pk}") == ["flag.dismissed"]


def test_the_same_decision_again_changes_nothing(here: World, flag: Flag) -> None:
    decide(here, flag, "upheld")
    with clock.frozen(NOW + timedelta(hours=1)):
        decide(here, flag, "upheld")
    assert Decision.objects.count() == 1
    assert audit.actions(subject=f"flag:{flag.pk}") == ["flag.upheld"]
    assert Flag.objects.get(pk=flag.pk).decided_at == NOW


def test_another_decision_needs_the_first_one_taken_back(here: World, flag: Flag) -> None:
    decide(here, flag, "upheld")
    for decision, reason in (("dismissed", "看错了"), ("upheld", "另一个说法")):
        with pytest.raises(FlagAlreadyDecided):
            decide(here, flag, decision, reason)
    assert Flag.objects.get(pk=flag.pk).state == "upheld"
    services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk)
    decide(here, flag, "dismissed", "看错了")
    history = flag_detail_for(actor=here.actor("principal"), flag_id=flag.pk).history
    assert [(act.decision, act.reason) for act in history] == [
        ("upheld", ""),
        ("undone", ""),
        ("dismissed", "看错了"),
    ]


@pytest.mark.parametrize(
    ("decision", "reason", "field"),
    [
        ("dismissed", "", "reason"),
        ("returned", "  ", "reason"),
        ("returned", "好\x00", "reason"),
        ("upheld", "长" * 501, "reason"),
        ("open", "x", "decision"),
        ("undone", "x", "decision"),
        ("superseded", "x", "decision"),
    ],
)
def test_a_decision_without_what_it_owes_changes_nothing(
    here: World, flag: Flag, decision: str, reason: str, field: str
) -> None:
    with pytest.raises(DecisionInvalid) as refused:
        decide(here, flag, decision, reason)
    assert list(refused.value.fields) == [field]
    assert Flag.objects.get(pk=flag.pk).state == "open"
    assert Decision.objects.count() == 0
    assert Visit.objects.get().state == "submitted"


def test_returning_gives_the_note_back_with_the_principals_word(here: World, flag: Flag) -> None:
    decide(here, flag, "returned", "请补上孩子的优点")
    shown = visit_get_for(actor=here.actor("homeroom"), visit_id=flag.visit_id)
    assert (shown.state, shown.return_word) == ("returned", "请补上孩子的优点")

    resubmitted(here, flag.visit_id, here.zimo, "子墨劳动最积极。" + COMPLAINT, version=1)
    shown = visit_get_for(actor=here.actor("homeroom"), visit_id=flag.visit_id)
    assert (shown.state, shown.return_word, shown.version) == ("submitted", "", 2)


def test_taking_a_return_back_takes_the_note_back(here: World, flag: Flag) -> None:
    decide(here, flag, "returned", "请补上孩子的优点")
    services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk)
    shown = visit_get_for(actor=here.actor("homeroom"), visit_id=flag.visit_id)
    assert (shown.state, shown.return_word) == ("submitted", "")
    assert Flag.objects.get(pk=flag.pk).state == "open"


def test_of_two_returns_the_other_word_stays(here: World) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT + "电话13912345678。")
    tone = Flag.objects.get(visit_id=visit_id, code="tone.complaint_only")
    private = Flag.objects.get(visit_id=visit_id, code="private.data")
    decide(here, tone, "returned", "请补上优点")
    decide(here, private, "returned", "请去掉号码")
    services.flag_undo(actor=here.actor("principal"), flag_id=private.pk)
    assert Visit.objects.get().return_word == "请补上优点"
    assert Visit.objects.get().state == "returned"
    services.flag_undo(actor=here.actor("principal"), flag_id=tone.pk)
    assert (Visit.objects.get().state, Visit.objects.get().return_word) == ("submitted", "")


def test_a_decision_may_be_taken_back_for_thirty_days(here: World, flag: Flag) -> None:
    decide(here, flag, "upheld")
    with clock.frozen(NOW + timedelta(days=30, seconds=1)), pytest.raises(FlagUndoTooLate):
        services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk)
    assert Flag.objects.get(pk=flag.pk).state == "upheld"
    with clock.frozen(NOW + timedelta(days=30)):
        assert services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk).state == "open"
        assert services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk).state == "open"
    assert Decision.objects.count() == 2


def test_taking_back_a_decision_on_mended_words_does_not_fill_the_queue(here: World, flag: Flag) -> None:
    decide(here, flag, "returned", "请补上优点")
    resubmitted(here, flag.visit_id, here.zimo, GOOD.replace("小禾", "子墨"), version=1)
    assert services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk).state == "superseded"
    assert Visit.objects.get().state == "submitted"
    assert list(flag_list_for(actor=here.actor("principal"))) == []


def test_taking_back_a_return_that_was_not_mended_leaves_one_open_flag(here: World, flag: Flag) -> None:
    decide(here, flag, "returned", "请补上优点")
    resubmitted(here, flag.visit_id, here.zimo, "昨天去的。" + COMPLAINT, version=1)
    (standing,) = flag_list_for(actor=here.actor("principal"))
    assert standing.pk != flag.pk
    assert services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk).state == "superseded"
    assert [open_.pk for open_ in flag_list_for(actor=here.actor("principal"))] == [standing.pk]


def test_a_superseded_flag_takes_no_decision_and_no_answer(here: World, flag: Flag) -> None:
    resubmitted(here, flag.visit_id, here.zimo, GOOD.replace("小禾", "子墨"), version=1)
    with pytest.raises(FlagSuperseded):
        decide(here, flag, "upheld")
    with pytest.raises(FlagSuperseded):
        services.flag_undo(actor=here.actor("principal"), flag_id=flag.pk)
    with pytest.raises(FlagSuperseded):
        services.flag_answer(actor=here.actor("homeroom"), flag_id=flag.pk, answer="说明")
    assert Flag.objects.get(pk=flag.pk).state == "superseded"
    assert Decision.objects.count() == 0


def test_the_teacher_answers_before_and_after(here: World, flag: Flag) -> None:
    services.flag_answer(actor=here.actor("homeroom"), flag_id=flag.pk, answer="当面也夸了他")
    view = flag_get_for(actor=here.actor("principal"), flag_id=flag.pk)
    assert (view.state, view.answer, view.answered_at) == ("open", "当面也夸了他", NOW)
    decide(here, flag, "upheld")
    with clock.frozen(NOW + timedelta(days=1)):
        services.flag_answer(actor=here.actor("homeroom"), flag_id=flag.pk, answer="以后会写上")
        services.flag_answer(actor=here.actor("homeroom"), flag_id=flag.pk, answer="以后会写上")
    view = flag_get_for(actor=here.actor("principal"), flag_id=flag.pk)
    assert (view.state, view.answer) == ("upheld", "以后会写上")
    assert audit.actions(subject=f"flag:{flag.pk}") == ["flag.answer", "flag.upheld", "flag.answer"]


@pytest.mark.parametrize("answer", ["", "  ", "长" * 501, "好\ud83d"])
def test_an_empty_or_broken_answer_is_refused(here: World, flag: Flag, answer: str) -> None:
    with pytest.raises(AnswerInvalid):
        services.flag_answer(actor=here.actor("homeroom"), flag_id=flag.pk, answer=answer)
    assert Flag.objects.get(pk=flag.pk).answer == ""


@pytest.mark.parametrize(
    ("person", "error"),
    [
        ("homeroom", FlagPrincipalNeeded),
        ("homeroom2", FlagNotFound),
        ("subject", FlagNotFound),
        ("leader", FlagNotFound),
        ("office", FlagNotFound),
    ],
)
def test_only_the_principal_decides(here: World, flag: Flag, person: str, error: type[DomainError]) -> None:
    acts: list[Callable[[], object]] = [
        lambda: decide(here, flag, "upheld", by=person),
        lambda: services.flag_undo(actor=here.actor(person), flag_id=flag.pk),
    ]
    for act in acts:
        with pytest.raises(error):
            act()
    assert Flag.objects.get(pk=flag.pk).state == "open"
    assert Decision.objects.count() == 0


def test_only_the_author_answers(here: World, flag: Flag) -> None:
    for person, error in (("principal", FlagTeacherNeeded), ("homeroom2", FlagNotFound)):
        with pytest.raises(error):
            services.flag_answer(actor=here.actor(person), flag_id=flag.pk, answer="x")
    assert Flag.objects.get(pk=flag.pk).answer == ""


def test_an_absent_flag_is_a_foreign_flag(here: World, flag: Flag) -> None:
    for flag_id in (flag.pk, 10**12, 10**30):
        with pytest.raises(FlagNotFound):
            flag_get_for(actor=here.actor("homeroom2"), flag_id=flag_id)


def test_the_queue_is_by_severity_and_then_by_age(here: World) -> None:
    with clock.frozen(NOW - timedelta(days=2)):
        complaint = submitted(here, here.zimo, COMPLAINT, visited_at=NOW - timedelta(days=3))
    with clock.frozen(NOW - timedelta(days=1)):
        wrong = submitted(
            here, here.xiaohe, GOOD.replace("小禾", "刘子墨"), visited_at=NOW - timedelta(days=3)
        )
    private = submitted(
        here, here.xiaohe, "小禾上课认真，就是字乱。家里奶奶带，电话13912345678。说好每天奶奶签字。"
    )
    queue = flag_views(flag_list_for(actor=here.actor("principal")))
    found = [(flag.severity, flag.visit_id, flag.code) for flag in queue]
    assert found == [
        ("critical", wrong, "name.mismatch"),
        ("major", complaint, "tone.complaint_only"),
        ("major", private, "private.data"),
    ]
    assert (queue[0].student_name, queue[0].teacher_name) == ("王小禾", "甲小学班主任甲")
    assert flag_views(flag_list_for(actor=here.actor("homeroom2"))) == []
    assert len(flag_views(flag_list_for(actor=here.actor("homeroom")))) == 3
    assert flag_views(flag_list_for(actor=here.actor("principal"), mine=True)) == []
    assert flag_views(flag_list_for(actor=here.actor("principal"), state="upheld")) == []


def test_the_queue_takes_the_same_queries_for_any_number(
    here: World, django_assert_num_queries: Callable[[int], object]
) -> None:
    for _ in range(3):
        submitted(here, here.zimo, COMPLAINT)
    decide(here, Flag.objects.order_by("pk")[0], "upheld")
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        assert len(flag_views(flag_list_for(actor=here.actor("principal"), state="all"))) >= 3


@pytest.mark.parametrize("decision", ["upheld", "dismissed", "returned"])
def test_no_decision_changes_a_count(here: World, flag: Flag, decision: str) -> None:
    def counts() -> object:
        return (
            visits_for_targets(),
            visit_counts_for_term(student_ids=[here.zimo], on=NOW.date()),
        )

    before = counts()
    decide(here, flag, decision, "原因写在这里")
    assert counts() == before
