"""Visits over HTTP: answer, state, and what a refusal leaves."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from kernel import clock, tenancy
from tenants.review.models import Flag, Review
from tenants.review.services import review_run
from tenants.visits.models import Visit, VisitText
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, recheck_all, world

ClientFor = Callable[[TestSchool, str], SchoolClient]


@pytest.fixture
def here(alpha: TestSchool) -> World:
    with tenancy.school(alpha.schema_name):
        return world(alpha)


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def teacher(here: World, client_for: ClientFor) -> SchoolClient:
    return client_for(here.school, "homeroom")


def body(here: World, **change: Any) -> dict[str, Any]:
    return {
        "student": str(here.xiaohe),
        "mode": "home",
        "visited_at": NOW.replace(hour=17).isoformat(),
        "outcome": "done",
        "text": GOOD,
        "present": ["student", "grandparent"],
        "co_visitors": [],
        "measures": [{"who": "奶奶", "what": "每天签字", "when": "六点半"}],
        **change,
    }


def put(client: SchoolClient, visit_id: object, data: dict[str, Any], **headers: str) -> Any:
    return client.put(f"/api/v1/visits/{visit_id}/", data, format="json", headers=headers)


def review_now(here: World, visit_id: object, version: int = 1) -> None:
    with tenancy.school(here.school.schema_name):
        review_run(visit_id=visit_id, version=version)  # type: ignore[arg-type]
        recheck_all()


def in_school(here: World, ask: Callable[[], Any]) -> Any:
    with tenancy.school(here.school.schema_name):
        return ask()


def test_the_first_put_creates_and_answers_with_the_visit(here: World, teacher: SchoolClient) -> None:
    visit_id = uuid4()
    answer = put(teacher, visit_id, body(here))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    found = answer.json()
    author = {"id": here.actor("homeroom").staff_id, "name": "甲小学班主任甲"}
    assert found["id"] == str(visit_id)
    assert (found["student"]["id"], found["student"]["name"]) == (str(here.xiaohe), "王小禾")
    assert found["student"]["class"]["name"] == "三年级1班"
    assert found["author"] == author
    assert (found["state"], found["version"], found["return_word"]) == ("submitted", 1, "")
    assert found["review"] == {"state": "pending", "findings": [], "labels": None}
    assert (found["flags"], found["can_edit"]) == ([], True)
    for name, value in body(here).items():
        if name not in ("student", "present"):
            assert found[name] == value, name
    assert found["present"] == ["grandparent", "student"]


def test_the_same_body_again_is_200_with_the_same_version(here: World, teacher: SchoolClient) -> None:
    visit_id = uuid4()
    put(teacher, visit_id, body(here))
    review_now(here, visit_id)
    answer = put(teacher, visit_id, body(here))
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert answer.json()["review"]["state"] == "done"
    assert in_school(here, VisitText.objects.count) == 1
    assert in_school(here, Review.objects.count) == 1


def test_an_id_in_capitals_is_the_same_visit(here: World, teacher: SchoolClient) -> None:
    visit_id = uuid4()
    assert put(teacher, str(visit_id).upper(), body(here)).status_code == 201
    assert put(teacher, visit_id, body(here)).status_code == 200
    assert teacher.get(f"/api/v1/visits/{str(visit_id).upper()}/").json()["id"] == str(visit_id)


@pytest.mark.parametrize("value", [5, True, 1.5])
def test_a_text_is_no_number(here: World, teacher: SchoolClient, value: object) -> None:
    answer = put(teacher, uuid4(), body(here, text=value))
    assert (answer.status_code, answer.json()["fields"]) == (400, {"text": ["不是有效的字符串。"]})
    assert in_school(here, Visit.objects.count) == 0


@pytest.mark.parametrize(
    "headers", [{}, *({"If-Match": value} for value in ('"7"', "x", "*", '"1', "W/1", '"1", "2"'))]
)
def test_another_body_is_409_with_both(here: World, teacher: SchoolClient, headers: dict[str, str]) -> None:
    visit_id = uuid4()
    put(teacher, visit_id, body(here))
    answer = put(teacher, visit_id, body(here, text="另一段。"), **headers)
    assert answer.status_code == 409
    found = answer.json()
    assert (found["code"], found["fields"]) == ("visit.conflict", {})
    assert (found["stored"]["text"], found["stored"]["version"]) == (GOOD, 1)
    assert (found["yours"]["text"], found["yours"]["student"]) == ("另一段。", str(here.xiaohe))
    assert in_school(here, lambda: Visit.objects.get().text) == GOOD


@pytest.mark.parametrize("value", ['"1"', 'W/"1"', "1"])
def test_another_body_with_the_stored_version_is_a_new_version(
    here: World, teacher: SchoolClient, value: str
) -> None:
    visit_id = uuid4()
    put(teacher, visit_id, body(here))
    answer = put(teacher, visit_id, body(here, text="另一段。"), **{"If-Match": value})
    assert (answer.status_code, answer.headers["ETag"], answer.json()["text"]) == (200, '"2"', "另一段。")
    assert in_school(here, VisitText.objects.count) == 2


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"mode": "fax"}, "visit.mode_unknown", "mode"),
        ({"outcome": "maybe"}, "visit.outcome_unknown", "outcome"),
        ({"present": ["cat"]}, "visit.present_unknown", "present"),
        ({"text": ""}, "visit.text_required", "text"),
        ({"text": "好\x00"}, "visit.text_unreadable", "text"),
        ({"text": "好" * 20_001}, "visit.text_too_long", "text"),
        ({"visited_at": "2999-01-01T00:00:00+08:00"}, "visit.visited_at_future", "visited_at"),
        ({"visited_at": "1999-01-01T00:00:00+08:00"}, "visit.visited_at_too_old", "visited_at"),
        ({"co_visitors": [999_999]}, "visit.co_visitors_unknown", "co_visitors"),
        ({"measures": [{"who": "奶奶"}]}, "visit.measures_empty", "measures"),
        ({"visited_at": "昨天"}, "invalid", "visited_at"),
        ({"visited_at": None}, "invalid", "visited_at"),
        ({"student": "王小禾"}, "invalid", "student"),
        ({"present": "student"}, "invalid", "present"),
        ({"measures": [[]]}, "invalid", "measures.0"),
        ({"co_visitors": [2**40]}, "invalid", "co_visitors.0"),
        ({"mode": ["home"]}, "invalid", "mode"),
        ({"text": {"a": 1}}, "invalid", "text"),
    ],
)
def test_a_refused_body_has_a_code_and_names_the_field(
    here: World, teacher: SchoolClient, change: dict[str, Any], code: str, field: str
) -> None:
    answer = put(teacher, uuid4(), body(here, **change))
    assert answer.status_code == 400
    found = answer.json()
    assert found["code"] == code
    assert list(found["fields"]) == [field] or field in found["fields"]
    assert in_school(here, Visit.objects.count) == 0


def test_half_a_surrogate_pair_is_refused_and_a_whole_one_kept(here: World, teacher: SchoolClient) -> None:
    import json

    raw = json.dumps(body(here, text="加油\ud83d"))
    answer = teacher.put(f"/api/v1/visits/{uuid4()}/", raw, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (400, "visit.text_unreadable")
    answer = put(teacher, uuid4(), body(here, text="加油😀，数学有进步。"))
    assert (answer.status_code, answer.json()["text"]) == (201, "加油😀，数学有进步。")


def test_words_are_kept_as_they_were_written(here: World, teacher: SchoolClient) -> None:
    text = "  第一行\r\n第二行\t完。 "
    assert put(teacher, uuid4(), body(here, text=text)).json()["text"] == text


def test_a_time_without_offset_is_chinas(here: World, teacher: SchoolClient) -> None:
    visited_at = NOW.replace(hour=9, minute=15)
    naive = visited_at.replace(tzinfo=None).isoformat()
    assert put(teacher, uuid4(), body(here, visited_at=naive)).json()["visited_at"] == visited_at.isoformat()


def test_absent_and_foreign_visits_and_students_look_the_same(
    here: World, teacher: SchoolClient, client_for: ClientFor, beta: TestSchool
) -> None:
    theirs = uuid4()
    assert (
        put(client_for(here.school, "homeroom2"), theirs, body(here, student=str(here.yinuo))).status_code
        == 201
    )
    with tenancy.school(beta.schema_name):
        there = world(beta)
    elsewhere = uuid4()
    assert put(client_for(beta, "homeroom"), elsewhere, body(there)).status_code == 201

    reads = [teacher.get(f"/api/v1/visits/{v}/") for v in (theirs, elsewhere, uuid4())]
    assert [a.status_code for a in reads] == [404] * 3
    assert len({a.content for a in reads}) == 1
    assert reads[0].json()["code"] == "visit.not_found"

    writes = [put(teacher, uuid4(), body(here, student=str(s))) for s in (here.yinuo, there.xiaohe, uuid4())]
    assert [a.status_code for a in writes] == [404] * 3
    assert len({a.content for a in writes}) == 1
    assert writes[0].json()["code"] == "student.not_found"

    taken = put(teacher, theirs, body(here), **{"If-Match": '"1"'})
    assert (taken.status_code, taken.json()["code"]) == (404, "visit.not_found")
    assert in_school(here, lambda: Visit.objects.get().student_id) == here.yinuo

    lists = [teacher.get(f"/api/v1/visits/?student={s}").json() for s in (here.yinuo, there.xiaohe, uuid4())]
    assert lists == [{"next": None, "previous": None, "results": []}] * 3


def test_a_visit_shows_its_review_and_flags(here: World, teacher: SchoolClient) -> None:
    visit_id = uuid4()
    put(teacher, visit_id, body(here, student=str(here.zimo), text=COMPLAINT))
    review_now(here, visit_id)
    found = teacher.get(f"/api/v1/visits/{visit_id}/").json()
    assert found["review"]["state"] == "done"
    assert found["review"]["labels"]["tone"] == "complaint_only"
    (finding,) = [f for f in found["review"]["findings"] if f["code"] == "tone.complaint_only"]
    assert (finding["severity"], finding["related"]) == ("major", [])
    assert sorted(finding) == [
        "code",
        "message",
        "question",
        "related",
        "severity",
        "softened",
        "spans",
        "title",
    ]
    (flag,) = found["flags"]
    assert (flag["code"], flag["state"], flag["visit"]) == ("tone.complaint_only", "open", str(visit_id))
    assert flag["student"]["class"]["name"] == "三年级1班"


def test_the_list_is_paged_and_asks_the_same_queries_for_any_number(
    here: World, teacher: SchoolClient
) -> None:
    for number in range(5):
        put(teacher, uuid4(), body(here, visited_at=NOW.replace(hour=8 + number).isoformat()))
    first = teacher.get("/api/v1/visits/?page_size=3").json()
    assert [row["visited_at"][11:13] for row in first["results"]] == ["12", "11", "10"]
    second = teacher.get(first["next"]).json()
    assert [row["visited_at"][11:13] for row in second["results"]] == ["09", "08"]
    assert second["next"] is None
    row = first["results"][0]
    shape = "author excerpt id mode open_flags outcome review_state state student version visited_at"
    assert sorted(row) == shape.split()
    assert (row["review_state"], row["open_flags"], row["excerpt"]) == ("pending", 0, GOOD[:60])

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        teacher.get("/api/v1/visits/?page_size=1")
    with CaptureQueriesContext(connection) as many:
        teacher.get("/api/v1/visits/?page_size=5")
    assert len(few) == len(many)


def test_a_bad_filter_is_refused(teacher: SchoolClient) -> None:
    for query in ("student=x", "state=gone"):
        assert teacher.get(f"/api/v1/visits/?{query}").status_code == 400


def test_a_preview_tells_everything_and_stores_nothing(here: World, teacher: SchoolClient) -> None:
    answer = teacher.post(
        "/api/v1/visits/preview/", {"student": str(here.xiaohe), "text": GOOD + "电话13912345678。"}
    )
    assert answer.status_code == 200
    found = answer.json()
    assert found["labels"]["private_data"] is True
    assert [f["code"] for f in found["findings"] if f["severity"] == "major"] == ["private.data"]
    assert sorted(found["evidence"]) == ["agreed_measures", "home_situation", "in_school_report"]
    start, end = found["evidence"]["agreed_measures"][0]
    assert GOOD[start:end]
    for model in (Visit, VisitText, Review, Flag):
        assert in_school(here, model.objects.count) == 0


def test_a_preview_is_for_ones_own_students_and_readable_text(here: World, teacher: SchoolClient) -> None:
    def post(student: object, text: str) -> Any:
        return teacher.post("/api/v1/visits/preview/", {"student": str(student), "text": text})

    foreign, absent = post(here.yinuo, "好。"), post(uuid4(), "好。")
    assert (foreign.status_code, foreign.content) == (404, absent.content)
    for text in ("好\x00", "好" * 20_001):
        refused = post(here.xiaohe, text)
        assert (refused.status_code, refused.json()["code"]) == (400, "visit.preview_invalid")
    empty = post(here.xiaohe, "").json()
    assert set(empty["labels"]["content"].values()) == {"absent"}


def test_the_form_offers_what_the_school_counts(here: World, teacher: SchoolClient) -> None:
    form = teacher.get("/api/v1/visit-form/").json()
    assert [mode["code"] for mode in form["modes"]] == ["home", "phone", "online", "school", "letter"]
    assert form["modes"][0] == {"code": "home", "label": "上门家访", "counts": True}
    assert [o["code"] for o in form["outcomes"]] == ["done", "not_home", "postponed", "refused", "away"]
    assert len(form["present"]) == 5
    assert {"id": here.actor("subject").staff_id, "name": "甲小学任课丙"} in form["colleagues"]
    assert here.actor("homeroom").staff_id not in [one["id"] for one in form["colleagues"]]


def test_the_form_asks_for_what_the_rules_of_the_day_ask(here: World, teacher: SchoolClient) -> None:
    form = teacher.get("/api/v1/visit-form/").json()
    (asked,) = form["fields_asked"]
    assert (asked["code"], asked["label"], asked["kind"]) == ("appointment", "已和家长约好时间", "check")
    assert [step["code"] for step in form["steps"]] == ["appointment", "student_present", "guardian_present"]
    assert "请孩子也在场" in form["checklist"]
    before = teacher.get("/api/v1/visit-form/", {"on": "2001-01-01"}).json()
    assert (before["fields_asked"], before["steps"], before["checklist"]) == ([], [], [])
    assert teacher.get("/api/v1/visit-form/", {"on": "昨天"}).status_code == 400


def test_answers_come_back_as_they_were_given(here: World, teacher: SchoolClient) -> None:
    answers = [{"code": "needs", "words": "缺一张书桌"}, {"code": "signature", "words": "yes"}]
    visit_id = uuid4()
    made = put(teacher, visit_id, body(here, answers=answers))
    assert (made.status_code, made.json()["answers"]) == (201, answers)
    assert put(teacher, visit_id, body(here, answers=[*reversed(answers)])).status_code == 200
    refused = put(teacher, uuid4(), body(here, answers=[{"code": "colour", "words": "红"}]))
    assert (refused.status_code, refused.json()["fields"]["answers"]) == (
        400,
        ["有一栏不认识，请刷新页面后再填。"],
    )


def test_nobody_signed_in_reads_nothing(here: World) -> None:
    stranger = SchoolClient(here.school.host)
    for path in ("visits/", f"visits/{uuid4()}/", "flags/", "visit-form/"):
        assert stranger.get(f"/api/v1/{path}").status_code == 401
    assert put(stranger, uuid4(), body(here)).status_code == 401
    assert in_school(here, Visit.objects.count) == 0
