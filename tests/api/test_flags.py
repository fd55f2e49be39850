"""The principal's queue over HTTP."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from kernel import clock, tenancy
from tenants.review.models import Decision, Flag
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool
from tests.support.visits import COMPLAINT, GOOD, NOW, World, recheck_all, submitted, world

ClientFor = Callable[[TestSchool, str], SchoolClient]


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield


@pytest.fixture
def here(alpha: TestSchool) -> World:
    """A complaint two days old, and a copy with another child's name from today."""
    with tenancy.school(alpha.schema_name):
        made = world(alpha)
        with clock.frozen(NOW - timedelta(days=2)):
            submitted(made, made.zimo, COMPLAINT, visited_at=NOW - timedelta(days=3))
            submitted(made, made.xiaohe, GOOD, visited_at=NOW - timedelta(days=3))
        submitted(made, made.zimo, GOOD.replace("小禾", "王小禾"))
        recheck_all()
    return made


@pytest.fixture
def principal(here: World, client_for: ClientFor) -> SchoolClient:
    return client_for(here.school, "principal")


def queue(client: SchoolClient, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/flags/{query}")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["results"])


def decide(client: SchoolClient, flag: dict[str, Any], **body: str) -> Any:
    return client.post(f"/api/v1/flags/{flag['id']}/decision/", body)


def test_the_queue_holds_the_most_serious_first_with_names(principal: SchoolClient) -> None:
    found = queue(principal)
    assert [(flag["severity"], flag["code"]) for flag in found] == [
        ("critical", "name.mismatch"),
        ("critical", "copies.near_duplicate"),
        ("major", "tone.complaint_only"),
    ]
    flag = found[0]
    assert flag["student"]["name"] == "刘子墨"
    assert flag["student"]["class"]["name"] == "三年级1班"
    assert flag["teacher"]["name"] == "甲小学班主任甲"
    assert (flag["state"], flag["answer"], flag["decision"]) == ("open", "", None)
    assert flag["excerpt"].startswith("王小禾这学期")


def test_the_queue_is_paged_without_loss(principal: SchoolClient) -> None:
    seen: list[int] = []
    address: str | None = "/api/v1/flags/?page_size=1"
    while address:
        page = principal.get(address).json()
        seen += [flag["id"] for flag in page["results"]]
        address = page["next"]
    assert seen == [flag["id"] for flag in queue(principal)]


def test_a_copy_is_shown_beside_its_source(here: World, principal: SchoolClient) -> None:
    flag = next(flag for flag in queue(principal) if flag["code"] == "copies.near_duplicate")
    detail = principal.get(f"/api/v1/flags/{flag['id']}/").json()
    assert (detail["visit_version"], detail["history"]) == (1, [])
    assert detail["text"] == GOOD.replace("小禾", "王小禾")
    (beside,) = detail["copies"]
    assert (beside["text"], beside["student"], beside["mine"]) == (GOOD, {"name": "王小禾"}, False)
    for pair in beside["pairs"]:
        here_words = detail["text"][slice(*pair["here"])].replace("王小禾", "小禾")
        assert here_words == GOOD[slice(*pair["there"])]


def test_a_decision_is_kept_once_and_moves_the_flag_out_of_the_queue(
    here: World, principal: SchoolClient, client_for: ClientFor
) -> None:
    flag = queue(principal)[2]
    for _ in range(2):
        answer = decide(principal, flag, decision="dismissed", reason="家长在场时都说过优点")
        assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
    assert answer.json()["decision"] == {
        "by": "甲小学校长",
        "at": NOW.isoformat(),
        "reason": "家长在场时都说过优点",
    }
    assert flag["id"] not in [one["id"] for one in queue(principal)]
    assert [one["id"] for one in queue(principal, "?state=dismissed")] == [flag["id"]]
    assert len(queue(principal, "?state=all")) == 3
    with tenancy.school(here.school.schema_name):
        assert Decision.objects.count() == 1
    seen = client_for(here.school, "homeroom").get(f"/api/v1/visits/{flag['visit']}/").json()["flags"][0]
    assert seen["decision"]["reason"] == "家长在场时都说过优点"

    undone = principal.post(f"/api/v1/flags/{flag['id']}/undo/")
    assert (undone.status_code, undone.json()["state"], undone.json()["decision"]) == (200, "open", None)
    detail = principal.get(f"/api/v1/flags/{flag['id']}/").json()
    assert [act["decision"] for act in detail["history"]] == ["dismissed", "undone"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"decision": "dismissed"}, 400, "flag.decision_invalid"),
        ({"decision": "returned", "reason": " "}, 400, "flag.decision_invalid"),
        ({"decision": "forgiven", "reason": "x"}, 400, "flag.decision_invalid"),
        ({"reason": "x"}, 400, "invalid"),
        ({"decision": ["upheld"]}, 400, "invalid"),
    ],
)
def test_a_refused_decision_changes_nothing(
    here: World, principal: SchoolClient, body: dict[str, Any], status: int, code: str
) -> None:
    flag = queue(principal)[0]
    answer = principal.post(f"/api/v1/flags/{flag['id']}/decision/", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(queue(principal)) == 3
    with tenancy.school(here.school.schema_name):
        assert Decision.objects.count() == 0


def test_another_decision_is_409(principal: SchoolClient) -> None:
    flag = queue(principal)[0]
    decide(principal, flag, decision="upheld")
    answer = decide(principal, flag, decision="returned", reason="请核对姓名")
    assert (answer.status_code, answer.json()["code"]) == (409, "flag.already_decided")


def test_returning_reaches_the_teacher_who_answers_and_mends(
    here: World, principal: SchoolClient, client_for: ClientFor
) -> None:
    teacher = client_for(here.school, "homeroom")
    flag = queue(principal)[0]
    decide(principal, flag, decision="returned", reason="请核对姓名")
    (row,) = teacher.get("/api/v1/visits/?state=returned").json()["results"]
    assert row["id"] == flag["visit"]
    visit = teacher.get(f"/api/v1/visits/{flag['visit']}/").json()
    assert (visit["state"], visit["return_word"]) == ("returned", "请核对姓名")

    answer = teacher.post(f"/api/v1/flags/{flag['id']}/answer/", {"answer": "粘错了，这就改"})
    assert (answer.status_code, answer.json()["answer"]) == (200, "粘错了，这就改")
    body = {name: visit[name] for name in ("mode", "visited_at", "outcome", "present", "measures")}
    body |= {"student": visit["student"]["id"], "text": COMPLAINT + "子墨劳动最积极。"}
    saved = teacher.put(f"/api/v1/visits/{flag['visit']}/", body, headers={"If-Match": '"1"'})
    assert (saved.status_code, saved.json()["state"], saved.json()["version"]) == (200, "submitted", 2)


@pytest.mark.parametrize("person", ["homeroom2", "subject", "leader", "office"])
def test_others_see_no_flag_at_all(
    here: World, principal: SchoolClient, client_for: ClientFor, person: str
) -> None:
    flag = queue(principal)[0]
    client = client_for(here.school, person)
    assert queue(client, "?state=all") == []
    absent = client.get("/api/v1/flags/999999999/")
    for answer in (
        client.get(f"/api/v1/flags/{flag['id']}/"),
        decide(client, flag, decision="upheld"),
        client.post(f"/api/v1/flags/{flag['id']}/undo/"),
        client.post(f"/api/v1/flags/{flag['id']}/answer/", {"answer": "x"}),
    ):
        assert (answer.status_code, answer.content) == (404, absent.content)
    with tenancy.school(here.school.schema_name):
        assert Flag.objects.filter(state="open").count() == 3


def test_the_author_may_look_and_answer_but_not_decide(
    here: World, principal: SchoolClient, client_for: ClientFor
) -> None:
    teacher = client_for(here.school, "homeroom")
    flag = queue(teacher)[0]
    for answer in (
        decide(teacher, flag, decision="upheld"),
        teacher.post(f"/api/v1/flags/{flag['id']}/undo/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "flag.principal_needed")
    answer = principal.post(f"/api/v1/flags/{flag['id']}/answer/", {"answer": "x"})
    assert (answer.status_code, answer.json()["code"]) == (403, "flag.teacher_needed")
    assert len(queue(principal)) == 3


def test_the_other_school_sees_nothing(
    here: World, principal: SchoolClient, client_for: ClientFor, beta: TestSchool
) -> None:
    flag = queue(principal)[0]
    stranger = client_for(beta, "principal")
    assert queue(stranger, "?state=all") == []
    assert stranger.get(f"/api/v1/flags/{flag['id']}/").status_code == 404
    assert decide(stranger, flag, decision="upheld").status_code == 404
    assert len(queue(principal)) == 3


def test_a_bad_filter_is_refused(principal: SchoolClient) -> None:
    assert principal.get("/api/v1/flags/?state=superseded").status_code == 400
