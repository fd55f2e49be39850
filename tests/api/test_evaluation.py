"""The evaluation page, the draw and the bureau's view over HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kernel import clock, tenancy
from tenants.assessment import services as assessment
from tenants.review.models import Draw, Flag, Softening
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, NOW, World, submitted, world

ClientFor = Callable[[TestSchool, str], SchoolClient]
CODE = "tone.complaint_only"


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def here(alpha: TestSchool) -> World:
    """A complaint, ten earlier decisions (four right), one drawn note."""
    with tenancy.school(alpha.schema_name):
        made = world(alpha)
        visit = submitted(made, made.zimo, COMPLAINT)
        flag = Flag.objects.get(visit_id=visit, code=CODE)
        for number in range(10):
            Flag.objects.create(
                review_id=flag.review_id,
                visit_id=visit,
                code=CODE,
                key=f"k{number}",
                severity=2,
                state="returned" if number < 1 else "upheld" if number < 4 else "dismissed",
                decided_at=NOW,
                created_at=NOW,
            )
        good = submitted(made, made.xiaohe)
        Draw.objects.update_or_create(
            visit_id=good,
            defaults={
                "version": 1,
                "kind": "random",
                "codes": [CODE, "private.data"],
                "softened": [],
                "drawn_at": NOW,
            },
        )
    return made


def page(client: SchoolClient) -> Any:
    answer = client.get("/api/v1/evaluation/")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_page_shows_precision_with_its_interval(here: World, client_for: ClientFor) -> None:
    found = page(client_for(here.school, "office"))
    assert (found["needed"], found["ceiling"]) == (30, 0.3)
    figures = {one["code"]: one for one in found["findings"]}
    assert list(figures)[:4] == [
        "content.in_school_report",
        "content.home_situation",
        "content.agreed_measures",
        CODE,
    ]
    one = figures[CODE]
    assert (one["upheld"], one["returned"], one["dismissed"], one["waiting"]) == (3, 1, 6, 1)
    assert one["precision"] == {
        "part": 4,
        "whole": 10,
        "value": 0.4,
        "low": pytest.approx(0.1531, abs=5e-5),
        "high": pytest.approx(0.6963, abs=5e-5),
    }
    assert one["months"] == [{"month": f"{NOW:%Y-%m}", "right": 4, "wrong": 6}]
    assert figures["private.data"]["precision"] == {
        "part": 0,
        "whole": 0,
        "value": None,
        "low": 0.0,
        "high": 1.0,
    }
    (model,) = found["models"]
    assert (model["reviews"], model["precision"]["whole"]) == (2, 10)
    assert found["sharing"] == {"agreed": False, "at": None, "by": "", "notes": 1}


def test_a_drawn_note_is_read_and_answered(here: World, client_for: ClientFor) -> None:
    principal = client_for(here.school, "principal")
    (drawn,) = principal.get("/api/v1/draws/").json()["results"]
    assert (drawn["student"]["name"], drawn["student"]["class"]["name"]) == ("王小禾", "三年级1班")
    detail = principal.get(f"/api/v1/draws/{drawn['id']}/").json()
    assert detail["questions"] == [
        {"code": CODE, "words": "只说了孩子的不足", "hinted": False},
        {"code": "private.data", "words": "正文里有证件号、手机号、卡号或详细住址", "hinted": False},
    ]
    wrong = principal.post(f"/api/v1/draws/{drawn['id']}/answer/", {"missed": ["name.mismatch"]})
    assert (wrong.status_code, wrong.json()["code"]) == (400, "draw.answer_invalid")
    answer = principal.post(f"/api/v1/draws/{drawn['id']}/answer/", {"missed": ["private.data"]})
    assert (answer.status_code, answer.json()["state"], answer.json()["missed"]) == (
        200,
        "answered",
        ["private.data"],
    )
    assert principal.get("/api/v1/draws/").json()["results"] == []
    assert len(principal.get("/api/v1/draws/?state=answered").json()["results"]) == 1
    misses = {one["code"]: one["share"]["part"] for one in page(principal)["draws"]["misses"]}
    assert (misses["private.data"], misses[CODE]) == (1, 0)


def test_a_softened_finding_is_restored(here: World, client_for: ClientFor) -> None:
    with tenancy.school(here.school.schema_name):
        Softening.objects.create(code=CODE, since=NOW, right=0, wrong=30, upper=0.08)
    office = client_for(here.school, "office")
    assert {one["code"] for one in page(office)["findings"] if one["softened_since"]} == {CODE}
    answer = office.post("/api/v1/evaluation/restore/", {"code": CODE})
    assert answer.status_code == 200
    assert not [one for one in answer.json()["findings"] if one["softened_since"]]
    (spell,) = answer.json()["softenings"]
    assert (spell["title"], spell["ended_how"], spell["ended_by"]) == (
        "只说了不足",
        "restored",
        "甲小学办公室",
    )
    again = office.post("/api/v1/evaluation/restore/", {"code": CODE})
    assert (again.status_code, again.json()["code"]) == (404, "finding.not_softened")


def test_the_school_agrees_to_share(here: World, client_for: ClientFor) -> None:
    principal = client_for(here.school, "principal")
    answer = principal.put("/api/v1/evaluation/sharing/", {"agreed": True})
    assert (answer.status_code, answer.json()["agreed"], answer.json()["by"]) == (200, True, "甲小学校长")
    assert page(principal)["sharing"]["agreed"] is True
    assert principal.put("/api/v1/evaluation/sharing/", {}).status_code == 400


def test_a_dismissal_may_say_that_the_finding_was_right(here: World, client_for: ClientFor) -> None:
    principal = client_for(here.school, "principal")
    (flag,) = principal.get("/api/v1/flags/").json()["results"]
    address = f"/api/v1/flags/{flag['id']}/decision/"
    wrong = principal.post(address, {"decision": "upheld", "reason": "", "excused": True})
    assert (wrong.status_code, list(wrong.json()["fields"])) == (400, ["excused"])
    with tenancy.school(here.school.schema_name):
        assert Flag.objects.get(pk=flag["id"]).state == "open"
    body = {"decision": "dismissed", "reason": "当面夸过", "excused": True}
    assert principal.post(address, body).status_code == 200
    with tenancy.school(here.school.schema_name):
        assert Flag.objects.get(pk=flag["id"]).excused is True


def test_the_bureau_sees_sums_and_no_child(
    here: World, beta: TestSchool, bureau_client: SchoolClient
) -> None:
    with tenancy.school(here.school.schema_name):
        assessment.facts_push()
    answer = bureau_client.get("/api/v1/precision/")
    assert answer.status_code == 200
    figures = {one["code"]: one for one in answer.json()["findings"]}
    one = figures[CODE]
    assert (one["title"], one["overall"]["right"], one["overall"]["decided"]) == ("只说了不足", 4, 10)
    assert one["schools"][0]["school"]["name"] == "甲小学"
    assert figures["private.data"]["overall"]["suppressed"] is True
    text = answer.content.decode()
    assert not [word for word in ("王小禾", "刘子墨", "班主任", "乙小学") if word in text]
