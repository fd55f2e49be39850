"""Copied text: the later note is the copy, whichever is looked at first."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from kernel import clock
from tenants.review.models import Fingerprint, Flag, Review, SetPhrase
from tenants.review.selectors import flag_detail_for, visit_page_for
from tenants.review.services import rehash, review_run
from tenants.visits.services import visit_submit
from tests.support.schools import TestSchool
from tests.support.visits import (
    COMPLAINT,
    GOOD,
    NOW,
    World,
    draft,
    recheck_all,
    resubmitted,
    submitted,
    world,
)

COPY = GOOD.replace("小禾", "子墨")


@pytest.fixture
def here(in_alpha: TestSchool) -> World:
    return world(in_alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


def copies(visit_id: UUID) -> list[tuple[str, int]]:
    rows = Flag.objects.filter(visit_id=visit_id, state="open", code__startswith="copies.")
    return sorted(rows.values_list("code", "severity"))


def near(visit_id: UUID) -> list[str]:
    review = Review.objects.filter(visit_id=visit_id, state="done").order_by("-version")[0]
    return list(review.labels["near_duplicates"])


def test_the_later_note_is_the_copy_and_both_know(here: World) -> None:
    first = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        second = submitted(here, here.zimo, COPY)
        assert recheck_all() == 1
        assert recheck_all() == 0
    assert copies(first) == []
    assert copies(second) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]
    assert near(first) == [str(second)]
    assert near(second) == [str(first)]


def test_the_earlier_note_is_never_the_copy_even_when_it_is_reviewed_last(here: World) -> None:
    original = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=original)
    with clock.frozen(NOW + timedelta(hours=1)):
        copy = submitted(here, here.zimo, COPY)
        assert copies(copy) == []
        review_run(visit_id=original.visit_id, version=1)
        assert recheck_all() == 1
    assert copies(original.visit_id) == []
    assert copies(copy) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]


def test_an_empty_entry_filled_by_copying_is_no_original(here: World) -> None:
    shell = submitted(here, here.zimo, "待补。")
    with clock.frozen(NOW + timedelta(hours=1)):
        original = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=2)):
        resubmitted(here, shell, here.zimo, COPY, version=1)
        recheck_all()
    assert copies(original) == []
    assert copies(shell) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]


def test_the_original_stays_one_after_a_small_edit(here: World) -> None:
    original = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        copy = submitted(here, here.zimo, COPY)
    with clock.frozen(NOW + timedelta(hours=2)):
        resubmitted(here, original, here.xiaohe, GOOD + "下周再去看看。", version=1)
        recheck_all()
    assert copies(original) == []
    assert copies(copy) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]


def test_the_same_students_earlier_visit_is_only_major(here: World) -> None:
    submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        again = submitted(here, here.xiaohe, GOOD.replace("每周五", "每周四"))
    assert copies(again) == [("copies.near_duplicate", Flag.Severity.MAJOR)]


def test_two_notes_in_their_own_words_are_fine(here: World) -> None:
    first = submitted(here, here.xiaohe)
    second = submitted(here, here.zimo, COMPLAINT)
    assert copies(first) == copies(second) == []
    assert near(first) == near(second) == []


def test_the_copy_lies_beside_its_source_sentence_by_sentence(here: World) -> None:
    first = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        second = submitted(here, here.zimo, COPY)
    flag = Flag.objects.get(visit_id=second, code="copies.near_duplicate")
    detail = flag_detail_for(actor=here.actor("principal"), flag_id=flag.pk)
    assert (detail.text, detail.visit_version) == (COPY, 1)
    (beside,) = detail.copies
    assert (beside.visit_id, beside.student_name, beside.text) == (first, "王小禾", GOOD)
    assert len(beside.pairs) >= 3
    for pair in beside.pairs:
        here_words = COPY[slice(*pair.here)].replace("子墨", "小禾")
        assert here_words == GOOD[slice(*pair.there)]


def test_the_source_is_shown_as_it_was_when_it_was_copied(here: World) -> None:
    first = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        second = submitted(here, here.zimo, COPY)
        recheck_all()
    with clock.frozen(NOW + timedelta(hours=2)):
        resubmitted(here, first, here.xiaohe, "小禾全变了，换了一段话。", version=1)
        recheck_all()
    assert copies(second) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]
    flag = Flag.objects.get(visit_id=second, code="copies.near_duplicate")
    assert flag_detail_for(actor=here.actor("principal"), flag_id=flag.pk).copies[0].text == GOOD


def test_a_teacher_sees_only_the_shared_sentences_of_anothers_note(here: World) -> None:
    theirs = submitted(here, here.yinuo, GOOD.replace("小禾", "一诺") + "一诺的妈妈住院了。", by="homeroom2")
    with clock.frozen(NOW + timedelta(hours=1)):
        mine = submitted(here, here.zimo, COPY)
    teacher = here.actor("homeroom")
    flag = Flag.objects.get(visit_id=mine, code="copies.near_duplicate")
    (beside,) = flag_detail_for(actor=teacher, flag_id=flag.pk).copies
    assert (beside.visit_id, beside.mine, beside.visited_at) == (None, False, None)
    assert (beside.student_name, beside.teacher_name) == ("", "")
    assert "住院" not in beside.text
    for pair in beside.pairs:
        assert COPY[slice(*pair.here)].replace("子墨", "一诺") == beside.text[slice(*pair.there)]
    page = visit_page_for(actor=teacher, visit_id=mine)
    assert page.review.labels["near_duplicates"] == []
    assert [finding.related for finding in page.review.findings] == [()] * len(page.review.findings)

    page = visit_page_for(actor=here.actor("principal"), visit_id=mine)
    assert page.review.labels["near_duplicates"] == [str(theirs)]


STOCK = "结合孩子的实际我们一起商量出了下面几条可行的办法来帮助他"


def test_a_stock_sentence_is_a_hint_on_both_notes_and_in_no_queue(here: World) -> None:
    first = submitted(here, here.xiaohe, GOOD + STOCK + "。")
    with clock.frozen(NOW + timedelta(hours=1)):
        second = submitted(here, here.zimo, COMPLAINT + STOCK + "。")
        assert recheck_all() == 1
    for visit_id, other, text in ((first, second, GOOD), (second, first, COMPLAINT)):
        page = visit_page_for(actor=here.actor("principal"), visit_id=visit_id)
        (hint,) = [f for f in page.review.findings if f.code == "copies.shared_sentence"]
        assert (hint.severity, [note.visit_id for note in hint.related]) == ("hint", [other])
        assert [(text + STOCK)[slice(*span)] for span in hint.spans] == [STOCK]
        assert copies(visit_id) == []


def test_three_alike_make_the_later_ones_boilerplate_and_not_the_first(here: World) -> None:
    first = submitted(here, here.xiaohe)
    with clock.frozen(NOW + timedelta(hours=1)):
        second = submitted(here, here.zimo, COPY)
        recheck_all()
    with clock.frozen(NOW + timedelta(hours=2)):
        third = submitted(here, here.yinuo, GOOD.replace("小禾", "一诺"), by="homeroom2")
        recheck_all()
    assert copies(first) == []
    assert ("copies.near_duplicate", Flag.Severity.CRITICAL) in copies(second)
    assert copies(third) == [
        ("copies.boilerplate", Flag.Severity.MAJOR),
        ("copies.near_duplicate", Flag.Severity.CRITICAL),
    ]
    assert near(first) == sorted([str(second), str(third)])


def test_a_copy_reworded_in_every_sentence_is_still_found(here: World) -> None:
    submitted(here, here.xiaohe)
    reworded = (
        "子墨本学期数学从六十分考到了八十分，课上能主动举手回答，就是作业写得比较潦草。"
        "爸爸在外地打工，平常由奶奶照看，放学以后先看一个小时电视才写作业。"
        "和奶奶说好了，以后每天六点半先写作业，由奶奶来签字，我每周五检查一次。"
    )
    with clock.frozen(NOW + timedelta(hours=1)):
        copy = submitted(here, here.zimo, reworded)
    assert copies(copy) == [("copies.near_duplicate", Flag.Severity.CRITICAL)]


def test_a_sentence_of_many_teachers_is_learnt_and_no_longer_told(here: World) -> None:
    texts = [
        "小禾把旧收音机拆开又装好，少了两颗螺丝。奶奶说他夜里抱着零件盒睡。约好每周三带一样来讲。",
        "小禾在河边捡石头，给每块都起了名字。爸爸嫌占地方，扔过一回。商量石头放进学校的标本柜。",
        "小禾天不亮就跟爷爷去赶集，卖完菜再来上学。语文第一节总打盹。议定赶集只限星期天。",
        "小禾跳远差三厘米破纪录，蹲在沙坑边哭。妈妈说随他舅舅，犟。体育老师每天放学陪他跳五次。",
        "小禾隔着窗户给出水痘的弟弟讲了五天故事。作业一样没落。下周起请他给一年级讲一次。",
    ]
    written = [
        submitted(here, here.xiaohe, text + STOCK + "。", by=("homeroom", "subject", "leader")[number % 3])
        for number, text in enumerate(texts)
    ]
    assert SetPhrase.objects.count() == 0
    with clock.frozen(NOW + timedelta(hours=1)):
        last = submitted(here, here.zimo, COMPLAINT + STOCK + "。")
    assert SetPhrase.objects.filter(fp__in=_exact(written[0])).count() == 1
    page = visit_page_for(actor=here.actor("principal"), visit_id=last)
    assert [f.code for f in page.review.findings if f.code.startswith("copies.")] == []


def _exact(visit_id: UUID) -> list[int]:
    return list(Fingerprint.objects.filter(visit_id=visit_id, exact=True).values_list("fp", flat=True))


def test_copies_handed_in_by_many_teachers_are_no_set_phrases(here: World) -> None:
    for number in range(6):
        with clock.frozen(NOW + timedelta(minutes=number)):
            last = submitted(here, here.xiaohe, by=("homeroom", "subject", "leader")[number % 3])
    with clock.frozen(NOW + timedelta(hours=1)):
        copy = submitted(here, here.zimo, COPY)
    assert SetPhrase.objects.count() == 0
    assert ("copies.near_duplicate", Flag.Severity.CRITICAL) in copies(copy)
    assert str(last) in near(copy)


def test_what_is_printed_on_the_schools_sheet_is_no_copy(here: World) -> None:
    for student, text in ((here.xiaohe, GOOD), (here.zimo, COMPLAINT)):
        visit_id = submitted(here, student, f"家长签字或盖章\n家庭困难与需求\n{text}")
    assert Fingerprint.objects.filter(visit_id=visit_id, exact=True).count() == 3
    assert copies(visit_id) == []


def test_hashes_can_be_made_anew(here: World) -> None:
    submitted(here, here.xiaohe)
    before = sorted(Fingerprint.objects.values_list("fp", "exact", "author"))
    Fingerprint.objects.update(fp=0)
    assert rehash() == 1
    assert sorted(Fingerprint.objects.values_list("fp", "exact", "author")) == before
