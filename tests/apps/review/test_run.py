"""The review of a note: once per version, after any accident, in any order of arrival."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest

from kernel import clock, events, tenancy
from kernel.models import OutboxMessage
from tenants.review import services
from tenants.review.checking import notes
from tenants.review.contracts import ReviewFinished
from tenants.review.models import Fingerprint, Flag, Review
from tenants.review.selectors import complete_note_facts, review_briefs, visit_page_for
from tenants.review.services import review_run
from tenants.review.tasks import review_run_task
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


def waiting(visit_id: UUID) -> Review:
    return Review.objects.get(visit_id=visit_id)


def codes(visit_id: UUID) -> list[str]:
    return sorted(Flag.objects.filter(visit_id=visit_id, state="open").values_list("code", flat=True))


def test_a_good_note_is_reviewed_and_nobody_is_asked(here: World) -> None:
    visit_id = submitted(here, here.xiaohe)
    review = waiting(visit_id)
    assert (review.state, review.version, review.complete, review.reviewed_at) == ("done", 1, True, NOW)
    assert review.labels["content"] == {
        "in_school_report": "present",
        "home_situation": "present",
        "agreed_measures": "present",
    }
    assert review.labels["tone"] == "balanced"
    assert codes(visit_id) == []
    assert OutboxMessage.objects.get(key=f"review:{visit_id}:1").settled_at == NOW


def test_a_complaint_waits_for_the_principal_with_the_words_it_goes_by(here: World) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT)
    flag = Flag.objects.get(visit_id=visit_id, code="tone.complaint_only")
    assert (flag.severity, flag.state, flag.created_at) == (Flag.Severity.MAJOR, "open", NOW)
    assert "上课总是睡觉" in "".join(COMPLAINT[start:end] for start, end in flag.spans)


def test_another_childs_name_is_critical(here: World) -> None:
    visit_id = submitted(here, here.xiaohe, GOOD.replace("小禾", "刘子墨"))
    flag = Flag.objects.get(visit_id=visit_id, code="name.mismatch")
    assert flag.severity == Flag.Severity.CRITICAL
    assert "刘子墨" in flag.message


def test_the_fathers_name_is_no_mismatch(here: World) -> None:
    visit_id = submitted(here, here.xiaohe, GOOD.replace("爸爸", "爸爸王大山"))
    assert "name.mismatch" not in codes(visit_id)


def test_nobody_at_home_is_asked_for_nothing(here: World) -> None:
    silent = submitted(here, here.xiaohe, "", outcome="not_home")
    spoken = submitted(here, here.zimo, "敲门没人应，邻居说下地去了。", outcome="not_home")
    assert [waiting(v).state for v in (silent, spoken)] == ["done", "done"]
    assert [waiting(v).complete for v in (silent, spoken)] == [None, None]
    assert Flag.objects.count() == 0


def test_measures_in_their_own_lines_need_not_be_written_twice(here: World) -> None:
    text = GOOD[: GOOD.index("和奶奶说好")]
    bare = submitted(here, here.xiaohe, text)
    listed = submitted(here, here.xiaohe, text, measures=(Measure("奶奶", "每天签字", "晚上八点"),))
    assert "content.agreed_measures" in codes(bare)
    assert "content.agreed_measures" not in codes(listed)
    assert [waiting(v).complete for v in (bare, listed)] == [False, True]
    assert waiting(listed).labels["content"]["agreed_measures"] == "present"


def test_the_same_review_asked_again_is_one_review(here: World) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT)
    flags = list(Flag.objects.values_list("pk", flat=True))
    with clock.frozen(NOW + timedelta(hours=1)):
        review_run(visit_id=visit_id, version=1)
        review_run_task(school=here.school.schema_name, visit_id=str(visit_id), version=1)
    assert list(Flag.objects.values_list("pk", flat=True)) == flags
    assert waiting(visit_id).reviewed_at == NOW


def test_killed_after_the_checks_and_before_the_commit_is_one_review_in_the_end(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = draft(here.zimo, COMPLAINT)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    checks: list[UUID] = []
    real = notes.check

    def check(visit: object) -> notes.Checked:
        found = real(visit)  # type: ignore[arg-type]
        checks.append(note.visit_id)
        if len(checks) == 1:
            raise ConnectionError("the worker is gone")
        return found

    monkeypatch.setattr(notes, "check", check)
    with pytest.raises(ConnectionError):
        review_run(visit_id=note.visit_id, version=1)

    failed = waiting(note.visit_id)
    assert (failed.state, failed.error_code, failed.attempts) == ("failed", "review.ConnectionError", 1)
    assert Flag.objects.count() == 0
    assert OutboxMessage.objects.get(key=f"review:{note.visit_id}:1").settled_at is None
    page = visit_page_for(actor=here.actor("homeroom"), visit_id=note.visit_id)
    assert (page.review.state, page.review.findings) == ("failed", ())

    review_run(visit_id=note.visit_id, version=1)
    review_run(visit_id=note.visit_id, version=1)
    done = waiting(note.visit_id)
    assert (done.state, done.error_code, len(checks)) == ("done", "", 2)
    assert Flag.objects.filter(code="tone.complaint_only").count() == 1
    assert OutboxMessage.objects.get(key=f"review:{note.visit_id}:1").settled_at == NOW


def test_a_version_that_no_longer_stands_is_skipped(here: World) -> None:
    note = draft(here.zimo, COMPLAINT)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    visit_submit(
        actor=here.actor("homeroom"), draft=draft(here.zimo, GOOD, visit_id=note.visit_id), if_match=1
    )
    review_run(visit_id=note.visit_id, version=1)
    assert Review.objects.get(version=1).state == "skipped"
    assert Flag.objects.count() == Fingerprint.objects.count() == 0
    brief = review_briefs(visit_ids=[note.visit_id])[note.visit_id]
    assert (brief.state, brief.open_flags) == ("pending", 0)
    assert OutboxMessage.objects.get(key=f"review:{note.visit_id}:1").settled_at == NOW


def test_a_review_of_an_erased_visit_ends_quietly(here: World) -> None:
    from tenants.visits.services import visit_erase

    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    visit_erase(actor=here.actor("principal"), visit_id=note.visit_id)
    review_run(visit_id=note.visit_id, version=1)
    assert Review.objects.count() == 0
    assert OutboxMessage.objects.get(key=f"review:{note.visit_id}:1").settled_at == NOW


def test_a_new_version_supersedes_open_flags_and_keeps_the_answer_of_those_that_stay(here: World) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT + "电话13912345678。")
    assert codes(visit_id) == ["private.data", "tone.complaint_only"]
    complaint = Flag.objects.get(code="tone.complaint_only")
    services.flag_answer(actor=here.actor("homeroom"), flag_id=complaint.pk, answer="情况确实如此")
    with clock.frozen(NOW + timedelta(days=1)):
        resubmitted(here, visit_id, here.zimo, "昨天去的。" + COMPLAINT, version=1)

    assert codes(visit_id) == ["tone.complaint_only"]
    assert sorted(Flag.objects.filter(state="superseded").values_list("code", flat=True)) == [
        "private.data",
        "tone.complaint_only",
    ]
    standing = Flag.objects.get(state="open")
    assert (standing.review.version, standing.answer, standing.created_at) == (2, "情况确实如此", NOW)


@pytest.mark.parametrize("decision", ["upheld", "dismissed"])
def test_a_decided_finding_stays_decided_on_the_next_version(here: World, decision: str) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT)
    flag = Flag.objects.get(visit_id=visit_id, code="tone.complaint_only")
    services.flag_decide(
        actor=here.actor("principal"), flag_id=flag.pk, decision=decision, reason="已经当面谈过"
    )
    resubmitted(here, visit_id, here.zimo, "昨天去的。" + COMPLAINT, version=1)
    assert codes(visit_id) == []
    flag.refresh_from_db()
    assert flag.state == decision


def test_a_returned_finding_that_was_not_mended_asks_again(here: World) -> None:
    visit_id = submitted(here, here.zimo, COMPLAINT)
    flag = Flag.objects.get(visit_id=visit_id, code="tone.complaint_only")
    services.flag_decide(
        actor=here.actor("principal"), flag_id=flag.pk, decision="returned", reason="请补上优点"
    )
    resubmitted(here, visit_id, here.zimo, "昨天去的。" + COMPLAINT, version=1)
    assert codes(visit_id) == ["tone.complaint_only"]
    flag.refresh_from_db()
    assert flag.state == "returned"


def test_others_hear_that_a_review_is_finished_once(here: World, monkeypatch: pytest.MonkeyPatch) -> None:
    note = draft(here.xiaohe)
    visit_submit(actor=here.actor("homeroom"), draft=note)
    heard: list[object] = []
    monkeypatch.setattr(events, "publish", heard.append)
    review_run(visit_id=note.visit_id, version=1)
    review_run(visit_id=note.visit_id, version=1)
    assert heard == [ReviewFinished(visit_id=note.visit_id, version=1)]


def test_the_share_of_complete_notes_counts_present_versions_of_visits_that_came_about(here: World) -> None:
    first = submitted(here, here.zimo, "子墨上课总是睡觉。")
    submitted(here, here.xiaohe)
    submitted(here, here.xiaohe, "", outcome="away")
    facts = complete_note_facts(on=NOW.date())
    assert facts is not None
    assert (facts.numerator, facts.denominator) == (1, 2)
    resubmitted(here, first, here.zimo, COMPLAINT, version=1)
    facts = complete_note_facts(on=NOW.date())
    assert facts is not None
    assert (facts.numerator, facts.denominator) == (2, 2)


def test_two_schools_review_apart(here: World, beta: TestSchool) -> None:
    mine = submitted(here, here.xiaohe)
    with tenancy.school(beta.schema_name):
        there = world(beta)
        theirs = submitted(there, there.zimo, GOOD.replace("小禾", "子墨"))
        review = Review.objects.get()
        assert (review.visit_id, review.labels["near_duplicates"]) == (theirs, [])
        assert not Flag.objects.filter(code__startswith="copies.").exists()
        alien = set(Fingerprint.objects.values_list("fp", flat=True))
    assert Review.objects.get().visit_id == mine
    # Even the same sentence has another fingerprint elsewhere.
    assert alien.isdisjoint(Fingerprint.objects.values_list("fp", flat=True))
