"""One in twenty notes without flags is drawn by a keyed hash; the answers say what the checks miss."""

from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest

from kernel import audit, clock, tenancy
from kernel.errors import DomainError
from tenants.review import services
from tenants.review.errors import DrawAnswerInvalid, DrawForbidden, DrawNotFound, DrawSuperseded
from tenants.review.learning import draws
from tenants.review.models import Draw, Review, Softening
from tenants.review.selectors import draw_detail_for, draw_list_for, draw_views, evaluation_for
from tenants.visits.contracts import Measure
from tenants.visits.services import visit_submit
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, draft, resubmitted, submitted, world


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def lot(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, float]]:
    """`lot["of"] = 0.04`: what every visit has drawn from now on."""
    drawn = {"of": 0.0}
    monkeypatch.setattr(draws, "chance", lambda _visit_id: drawn["of"])
    return drawn  # type: ignore[return-value]


def answer(here: World, draw: Draw, *missed: str, by: str = "principal") -> object:
    return services.draw_answer(actor=here.actor(by), draw_id=draw.pk, missed=missed)


def test_the_lot_is_even_and_always_the_same(here: World, beta: TestSchool) -> None:
    ids = [UUID(int=number) for number in range(4000)]
    lots = [draws.chance(visit_id) for visit_id in ids]
    assert lots == [draws.chance(visit_id) for visit_id in ids]
    assert all(0 <= one < 1 for one in lots)
    # 200 expected; four standard deviations are 55.
    assert 145 <= sum(one < draws.RANDOM_SHARE for one in lots) <= 255
    with tenancy.school(beta.schema_name):
        assert [draws.chance(visit_id) for visit_id in ids[:50]] != lots[:50]


def test_a_note_without_flags_may_be_drawn(here: World, lot: dict[str, float]) -> None:
    lot["of"] = 0.0499
    visit_id = submitted(here, here.xiaohe)
    draw = Draw.objects.get()
    assert (draw.visit_id, draw.version, draw.kind, draw.state, draw.softened) == (
        visit_id,
        1,
        "random",
        "open",
        [],
    )
    assert draw.codes == [
        "content.in_school_report",
        "content.home_situation",
        "content.agreed_measures",
        "tone.complaint_only",
        "name.mismatch",
        "private.data",
    ]
    services.review_run(visit_id=visit_id, version=1)
    services.review_recheck(visit_id=visit_id, version=1, because="test")
    assert Draw.objects.count() == 1
    lot["of"] = 0.05
    submitted(here, here.yinuo, "一诺妈妈说他晚上八点睡，家里养了两只羊。", by="homeroom2")
    assert Draw.objects.count() == 1


def test_neither_flagged_notes_nor_missed_families_are_drawn(here: World, lot: dict[str, float]) -> None:
    submitted(here, here.zimo, COMPLAINT)
    nobody = draft(here.xiaohe, "敲门没有人应。", outcome="not_home", reason="没有人在家")
    visit_submit(actor=here.actor("homeroom"), draft=nobody)
    services.review_run(visit_id=nobody.visit_id, version=1)
    assert Draw.objects.count() == 0
    assert list(Review.objects.order_by("pk").values_list("unflagged", flat=True)) == [False, None]


def test_measures_in_their_own_lines_are_not_asked_about(here: World, lot: dict[str, float]) -> None:
    listed = draft(here.xiaohe, GOOD, measures=(Measure("奶奶", "签字", "每天"),))
    visit_submit(actor=here.actor("homeroom"), draft=listed)
    services.review_run(visit_id=listed.visit_id, version=1)
    assert "content.agreed_measures" not in Draw.objects.get().codes


def test_a_later_version_takes_the_draw_along_or_back(here: World, lot: dict[str, float]) -> None:
    visit_id = submitted(here, here.xiaohe)
    resubmitted(here, visit_id, here.xiaohe, GOOD + "奶奶还留我吃了饭。", version=1)
    assert (Draw.objects.get().version, Draw.objects.get().state) == (2, "open")
    resubmitted(here, visit_id, here.xiaohe, COMPLAINT.replace("子墨", "小禾"), version=2)
    draw = Draw.objects.get()
    assert draw.state == "superseded"
    with pytest.raises(DrawSuperseded):
        answer(here, draw)
    assert Draw.objects.get().answered_at is None
    resubmitted(here, visit_id, here.xiaohe, GOOD, version=3)
    assert (Draw.objects.get().version, Draw.objects.get().state) == (4, "open")
    answer(here, draw)
    resubmitted(here, visit_id, here.xiaohe, GOOD + "奶奶还留我吃了饭。", version=4)
    assert (Draw.objects.get().version, Draw.objects.get().state) == (4, "answered")


def test_a_note_with_a_softened_hint_is_drawn_more_often(here: World, lot: dict[str, float]) -> None:
    Softening.objects.create(code="tone.complaint_only", since=NOW, right=0, wrong=30, upper=0.08)
    lot["of"] = 0.19
    submitted(here, here.zimo, COMPLAINT)
    submitted(here, here.xiaohe)
    draw = Draw.objects.get()
    assert (draw.kind, draw.softened) == ("probe", ["tone.complaint_only"])
    figures = evaluation_for(actor=here.actor("principal")).draws
    # It says nothing of what is missed: it was not drawn like the others.
    assert (figures.eligible, figures.drawn, figures.waiting) == (2, 0, 1)
    lot["of"] = 0.20
    submitted(here, here.zimo, COMPLAINT + "那天下雨。")
    assert Draw.objects.count() == 1


def test_the_principal_reads_and_answers(here: World, lot: dict[str, float]) -> None:
    submitted(here, here.xiaohe)
    (view,) = draw_views(draw_list_for(actor=here.actor("principal")))
    detail = draw_detail_for(actor=here.actor("principal"), draw_id=view.id)
    assert (detail.text, detail.visit_version, detail.draw.student_name) == (GOOD, 1, "王小禾")
    assert detail.questions[2].words == "没有写和家长商定的具体做法"
    draw = Draw.objects.get()
    answer(here, draw, "private.data", "content.home_situation")
    answer(here, draw, "content.home_situation", "private.data")
    draw.refresh_from_db()
    assert draw.missed == ["content.home_situation", "private.data"]
    assert (draw.state, draw.answered_at, draw.answered_by_name) == ("answered", NOW, "甲小学校长")
    assert audit.actions(subject=f"draw:{draw.pk}") == ["draw.answer"]
    assert list(draw_list_for(actor=here.actor("principal"))) == []
    answer(here, draw)
    draw.refresh_from_db()
    assert draw.missed == []
    assert audit.actions(subject=f"draw:{draw.pk}") == ["draw.answer", "draw.answer"]


def test_an_answer_names_only_what_was_asked(here: World, lot: dict[str, float]) -> None:
    submitted(here, here.xiaohe)
    draw = Draw.objects.get()
    with pytest.raises(DrawAnswerInvalid):
        answer(here, draw, "copies.boilerplate")
    assert Draw.objects.get().state == "open"


@pytest.mark.parametrize("person", ["homeroom", "office", "leader"])
def test_only_the_principal_sees_a_draw(here: World, lot: dict[str, float], person: str) -> None:
    submitted(here, here.xiaohe)
    draw = Draw.objects.get()
    acts: list[Callable[[], object]] = [
        lambda: answer(here, draw, by=person),
        lambda: draw_detail_for(actor=here.actor(person), draw_id=draw.pk),
        lambda: draw_list_for(actor=here.actor(person)),
    ]
    errors: list[type[DomainError]] = []
    for act in acts:
        with pytest.raises(DrawForbidden) as refused:
            act()
        errors.append(type(refused.value))
    assert errors == [DrawForbidden] * 3
    assert Draw.objects.get().state == "open"
    with pytest.raises(DrawNotFound):
        draw_detail_for(actor=here.actor("principal"), draw_id=draw.pk + 1)


def test_what_is_missed_is_estimated_from_the_draw(here: World, lot: dict[str, float]) -> None:
    visit_id = submitted(here, here.xiaohe)
    review = Review.objects.get()
    for number in range(39):
        other = draft(here.xiaohe, f"{GOOD}第{number}次。", visit_id=uuid4())
        visit_submit(actor=here.actor("homeroom"), draft=other)
        Review.objects.filter(visit_id=other.visit_id).update(
            state="done", unflagged=True, model=review.model
        )
        if number < 19:
            Draw.objects.create(
                visit_id=other.visit_id,
                version=1,
                kind="random",
                codes=["private.data"] if number < 15 else ["private.data", "name.mismatch"],
                drawn_at=NOW,
            )
    waiting, *read = Draw.objects.order_by("-pk")
    for draw in read:
        answer(here, draw, *(["private.data"] if draw.visit_id == visit_id else []))
    figures = evaluation_for(actor=here.actor("principal")).draws
    assert (figures.eligible, figures.drawn, figures.answered, figures.waiting) == (40, 20, 19, 1)
    misses = {one.code: one for one in figures.misses}
    found = misses["private.data"]
    assert (found.share.part, found.share.whole) == (1, 19)
    assert (round(found.share.low, 3), round(found.share.high, 3)) == (0.006, 0.221)
    assert found.expected == (1, 9)
    # The note that still waits asks about the name as well: it is not counted.
    assert (misses["name.mismatch"].share.whole, misses["content.home_situation"].share.whole) == (4, 1)
    assert waiting.state == "open"
