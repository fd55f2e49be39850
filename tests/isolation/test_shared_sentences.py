"""The bureau's store of hashes: what a school may learn of others' sentences, and what not."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from benchmarking.models import SharedSentence
from benchmarking.selectors import sentences_elsewhere, sentences_key
from benchmarking.services import sentences_push
from bureaus.models import School
from kernel import clock, tenancy
from tenants.review.models import Fingerprint, Flag, WidePrint
from tenants.review.selectors import visit_page_for
from tenants.visits import services as visits
from tests.support.schools import TestSchool
from tests.support.visits import GOOD, NOW, submitted, world

SENTENCE = "孩子的外公是老护林员，寒假里他天天跟着外公巡山，把踩坏的路标一个个扶正"


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def neighbour(school: TestSchool, number: int = 0) -> str:
    """Another school of the same bureau; only its row, that is all a push needs."""
    schema = f"{school.schema_name[:-10]}{number:010x}"
    with tenancy.public():
        School.objects.create(
            schema_name=schema,
            bureau_id=school.bureau_id,
            public_id=uuid.uuid4(),
            name=f"邻校{number}",
            slug=f"neighbour{number}",
            stage="primary",
            template="",
            created_at=clock.now(),
        )
    return schema


def test_a_school_learns_that_a_sentence_stands_in_another_and_nothing_else(alpha: TestSchool) -> None:
    sentences_push(school=neighbour(alpha), added=[1, 2], gone=[])
    sentences_push(school=alpha.schema_name, added=[1, 3], gone=[])
    assert sentences_elsewhere(school=alpha.schema_name, fps=[1, 2, 3, 4]) == {1, 2}
    sentences_push(school=alpha.schema_name, added=[1, 3], gone=[3])
    with tenancy.public():
        assert sorted(SharedSentence.objects.values_list("fp", flat=True)) == [1, 1, 2, 3]


def test_another_bureau_has_another_key_and_another_store(alpha: TestSchool, beta: TestSchool) -> None:
    sentences_push(school=beta.schema_name, added=[1], gone=[])
    assert sentences_elsewhere(school=alpha.schema_name, fps=[1]) == frozenset()
    assert sentences_key(school=alpha.schema_name) != sentences_key(school=beta.schema_name)
    assert sentences_key(school=alpha.schema_name) == sentences_key(school=neighbour(alpha))


def test_what_stands_in_many_schools_is_not_told(alpha: TestSchool) -> None:
    for number in range(3):
        sentences_push(school=neighbour(alpha, number), added=[1, 2] if number else [1], gone=[])
    assert sentences_elsewhere(school=alpha.schema_name, fps=[1, 2]) == {2}


def test_a_schools_role_cannot_read_the_store(in_alpha: TestSchool) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SharedSentence.objects.count()
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT fp FROM public.benchmarking_sharedsentence")


def test_the_store_holds_hashes_and_no_way_to_a_note(alpha: TestSchool) -> None:
    columns = {field.column for field in SharedSentence._meta.concrete_fields}
    assert columns == {"id", "bureau_id", "school_id", "fp"}


def test_a_hint_names_neither_school_nor_text_and_erasing_leaves_no_hash(alpha: TestSchool) -> None:
    other = neighbour(alpha)
    with tenancy.school(alpha.schema_name):
        here = world(alpha)
        first = submitted(here, here.xiaohe, GOOD + SENTENCE + "。")
        fps = list(WidePrint.objects.filter(visit_id=first).values_list("fp", flat=True))
        assert not Flag.objects.filter(code="copies.elsewhere").exists()
    with tenancy.public():
        assert set(SharedSentence.objects.values_list("fp", "school_id")) == {
            (fp, alpha.school_id) for fp in fps
        }
    with tenancy.school(alpha.schema_name):
        visits.visit_erase(actor=here.actor("principal"), visit_id=first)
        assert Fingerprint.objects.count() == WidePrint.objects.count() == 0
    with tenancy.public():
        assert SharedSentence.objects.count() == 0

    sentences_push(school=other, added=fps, gone=[])
    with tenancy.school(alpha.schema_name), clock.frozen(NOW + timedelta(hours=1)):
        text = "子墨和同桌吵了一架又和好了。" + SENTENCE + "。"
        second = submitted(here, here.zimo, text)
        page = visit_page_for(actor=here.actor("principal"), visit_id=second)
        (hint,) = [finding for finding in page.review.findings if finding.code == "copies.elsewhere"]
    assert (hint.severity, hint.related) == ("hint", ())
    assert [text[slice(*span)] for span in hint.spans] == [SENTENCE]
    assert "邻校" not in hint.message
