"""What a 制度 asks for beside the note: saved with each version, empty answers left out."""

from collections.abc import Iterator

import pytest

from kernel import clock
from tenants.visits.contracts import SubmitOutcome
from tenants.visits.errors import VisitInvalid
from tenants.visits.models import Visit, VisitText
from tenants.visits.selectors import visit_for_review, visit_get_for
from tenants.visits.services import visit_submit
from tests.support.schools import TestSchool
from tests.support.visits import NOW, World, draft, world


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def test_answers_are_kept_with_the_version(here: World) -> None:
    teacher = here.actor("homeroom")
    note = draft(here.xiaohe, answers=(("signature", "yes"), ("needs", "缺一张书桌"), ("place", " ")))
    visit_submit(actor=teacher, draft=note)
    stored = visit_get_for(actor=teacher, visit_id=note.visit_id)
    assert stored.answers == (("needs", "缺一张书桌"), ("signature", "yes"))
    assert VisitText.objects.get(visit_id=note.visit_id).body["answers"] == dict(stored.answers)
    reviewable = visit_for_review(visit_id=note.visit_id)
    assert reviewable is not None
    assert reviewable.answered == {"needs", "signature"}
    assert visit_submit(actor=teacher, draft=note).outcome is SubmitOutcome.UNCHANGED


def test_an_unknown_field_is_refused(here: World) -> None:
    with pytest.raises(VisitInvalid):
        visit_submit(actor=here.actor("homeroom"), draft=draft(here.xiaohe, answers=(("colour", "红"),)))
    assert Visit.objects.count() == 0
