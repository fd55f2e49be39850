"""GET targets/, due/, progress/, policies/, templates/ and PUT events/{uuid}/."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel import clock, tenancy
from tenants.policy.services import policy_draft_create
from tenants.targets.models import StudentEvent
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool
from tests.support.visits import NOW, World, submitted, world

ClientFor = Callable[[TestSchool, str], SchoolClient]
TODAY = NOW.date()


@pytest.fixture
def here(alpha: TestSchool) -> Iterator[World]:
    with clock.frozen(NOW), tenancy.school(alpha.schema_name):
        made = world(alpha)
        submitted(made, made.xiaohe)
        yield made


def event_url() -> str:
    return f"/api/v1/events/{uuid4()}/"


def test_targets_with_names(here: World, client_for: ClientFor) -> None:
    answer = client_for(here.school, "homeroom").get("/api/v1/targets/")
    assert answer.status_code == 200
    own, floor = answer.json()["policies"]
    first = own["targets"][0]
    teacher = here.actor("homeroom")
    assert first["who"] == {"id": teacher.staff_id, "name": teacher.name}
    assert first["left"] == [{"id": str(here.zimo), "name": "刘子墨"}]
    assert (first["rule"], first["need"], first["done"], first["met"]) == (0, 2, 1, False)
    assert (first["clause"], first["measure"]) == ("第二条第1项", "share")
    assert (first["start"], first["end"]) == (first["period"]["start"], first["period"]["end"])
    assert first["period"]["label"].endswith("第一学期")
    assert '"need":2,' in answer.content.decode()  # a count, not 2.0
    assert (floor["id"], floor["title"], len(floor["targets"])) == ("floor", "教育局底线要求", 1)


def test_a_teacher_sees_the_own_and_the_principal_all(here: World, client_for: ClientFor) -> None:
    seen = {}
    for person in ("homeroom", "homeroom2", "subject", "principal", "leader", "office"):
        policies = client_for(here.school, person).get("/api/v1/targets/").json()["policies"]
        seen[person] = sorted({target["who"]["id"] for one in policies for target in one["targets"]})
    one, two = here.actor("homeroom").staff_id, here.actor("homeroom2").staff_id
    both = sorted([one, two])  # type: ignore[type-var]
    assert seen == {
        "homeroom": [one], "homeroom2": [two], "subject": [],
        "principal": both, "leader": both, "office": both,
    }  # fmt: skip


def test_the_due_list(here: World, client_for: ClientFor) -> None:
    client = client_for(here.school, "homeroom")
    done = client.put(
        event_url(),
        {"student": str(here.xiaohe), "event": "progress", "date": (TODAY - timedelta(days=4)).isoformat()},
        format="json",
    )
    assert done.status_code == 200
    late = client.put(
        event_url(),
        {"student": str(here.zimo), "event": "illness_absence", "date": TODAY.isoformat(), "absence_days": 3},
        format="json",
    )
    assert late.status_code == 200
    body = client.get("/api/v1/due/").json()
    assert body["ring"] == {"done": 1, "need": 2, "label": "本学期已走访学生"}
    assert (body["overdue"], body["never"]) == ([], [])  # 王小禾 was visited the evening before
    (item,) = body["soon"]
    assert item == {
        "student": {
            "id": str(here.zimo), "name": "刘子墨",
            "class": {"id": item["student"]["class"]["id"], "name": "三年级1班"},
        },
        "clause": "第三条情形1",
        "reason": f"学生因病缺课（{TODAY.month}月{TODAY.day}日）",
        "due": (TODAY + timedelta(days=3)).isoformat(),
        "days_left": 3,
        "kind": "trigger",
        "also": [],
        "who": {"id": here.actor("homeroom").staff_id, "name": here.actor("homeroom").name},
        "tries": [],
    }  # fmt: skip


def test_the_whole_schools_list_is_for_leaders(here: World, client_for: ClientFor) -> None:
    def names(person: str) -> list[str]:
        body = client_for(here.school, person).get("/api/v1/due/?whole=true").json()
        return [item["student"]["name"] for item in body["never"]]

    assert sorted(names("principal")) == sorted(names("office")) == ["刘子墨", "陈一诺"]
    assert names("homeroom") == ["刘子墨"]
    assert names("subject") == []
    assert client_for(here.school, "homeroom").get("/api/v1/due/?whole=perhaps").status_code == 400


def test_progress(here: World, client_for: ClientFor) -> None:
    body = client_for(here.school, "principal").get("/api/v1/progress/").json()
    assert [one["name"] for one in body["classes"]] == ["三年级1班", "三年级2班"]
    assert [(cell["class"], cell["visits"]) for cell in body["cells"]] == [(body["classes"][0]["id"], 1)]
    assert body["grades"] == [{"grade": 3, "label": "三年级", "reached": 1, "in_scope": 3}]
    assert body["weeks"][0]["number"] == 1
    assert {(one["name"], one["need"], one["done"]) for one in body["teachers"]} == {
        (here.actor("homeroom").name, 2, 1), (here.actor("homeroom2").name, 1, 0),
    }  # fmt: skip


@pytest.mark.parametrize("person", ["homeroom", "homeroom2", "subject"])
def test_progress_is_refused_to_teachers(here: World, client_for: ClientFor, person: str) -> None:
    answer = client_for(here.school, person).get("/api/v1/progress/")
    assert answer.status_code == 403
    assert "classes" not in answer.json()


@pytest.mark.parametrize("path", ["targets", "due", "progress", "policies"])
def test_nothing_without_signing_in(here: World, path: str) -> None:
    assert SchoolClient(here.school.host).get(f"/api/v1/{path}/").status_code == 401


@pytest.mark.parametrize("path", ["targets", "due", "progress", "policies"])
def test_the_other_schools_token_opens_nothing(
    here: World, beta: TestSchool, client_for: ClientFor, path: str
) -> None:
    intruder = client_for(here.school, "principal")
    intruder.defaults["HTTP_HOST"] = beta.host
    assert intruder.get(f"/api/v1/{path}/").status_code == 401


def test_policies_in_words(here: World, client_for: ClientFor) -> None:
    policy_draft_create(actor=here.actor("principal"), title="草稿", rules=[])
    for person in ("principal", "subject"):
        own, floor = client_for(here.school, person).get("/api/v1/policies/").json()["results"]
        assert (own["template"], own["number"], own["state"], len(own["rules"])) == (
            "P01",
            1,
            "published",
            38,
        )
        assert own["rules"][1]["sentence"] == "班主任每学期上门走访本班至少一半学生"
        assert own["rules"][1]["scope"] == {"of": "class"}
        assert own["conflicts"][0]["rules"] == [0, 1]
        assert (floor["id"], floor["effective_date"]) == ("floor", None)
        assert floor["rules"][0]["sentence"] == "班主任每学年走访本班每一名学生"


def test_templates_for_the_bureau(
    bureau_client: SchoolClient, alpha: TestSchool, client_for: ClientFor
) -> None:
    answer = bureau_client.get("/api/v1/templates/")
    assert answer.status_code == 200
    assert [one["code"] for one in answer.json()] == [
        f"P{number:02}" for number in range(1, 20) if number != 16
    ]
    assert answer.json()[4]["summary"][0] == "科任教师每学期走访所教学生 3—5 次"
    assert client_for(alpha, "principal").get("/api/v1/templates/").status_code == 404


def test_an_event_twice_is_once(here: World, client_for: ClientFor) -> None:
    client, url = client_for(here.school, "homeroom"), event_url()
    body = {"student": str(here.zimo), "event": "progress", "date": TODAY.isoformat()}
    assert [client.put(url, body, format="json").status_code for _ in range(2)] == [200, 200]
    changed = client.put(url, {**body, "event": "special"}, format="json")
    assert (changed.status_code, changed.json()["code"]) == (409, "event.conflict")
    assert [row.event for row in StudentEvent.objects.all()] == ["progress"]


def test_an_event_of_somebody_elses_student_is_not_found(here: World, client_for: ClientFor) -> None:
    client = client_for(here.school, "homeroom")
    codes = []
    for student in (str(here.yinuo), str(uuid4())):
        body = {"student": student, "event": "progress", "date": TODAY.isoformat()}
        answer = client.put(event_url(), body, format="json")
        codes.append((answer.status_code, answer.json()["code"], answer.json()["message"]))
    assert codes[0] == codes[1]
    assert codes[0][0] == 404
    assert StudentEvent.objects.count() == 0


@pytest.mark.parametrize(
    "change", [{"event": "party"}, {"date": "2026-13-01"}, {"absence_days": -1}, {"student": "x"}]
)
def test_an_event_that_cannot_be_is_refused(
    here: World, client_for: ClientFor, change: dict[str, object]
) -> None:
    body = {"student": str(here.zimo), "event": "progress", "date": TODAY.isoformat(), **change}
    answer = client_for(here.school, "homeroom").put(event_url(), body, format="json")
    assert answer.status_code == 400
    assert list(answer.json()["fields"]) == list(change)
    assert StudentEvent.objects.count() == 0


def test_an_event_by_mistake_is_taken_back(here: World, client_for: ClientFor) -> None:
    client = client_for(here.school, "homeroom")
    address = event_url()
    client.put(address, {"student": str(here.zimo), "event": "special", "date": TODAY.isoformat()})
    assert client_for(here.school, "homeroom2").delete(address).status_code == 404
    assert StudentEvent.objects.count() == 1
    assert client.delete(address).status_code == 204
    assert StudentEvent.objects.count() == 0
    assert client.delete(address).status_code == 404


def test_the_board(here: World, client_for: ClientFor) -> None:
    body = client_for(here.school, "leader").get("/api/v1/due/board/").json()
    counts = [
        (one["name"], one["overdue"], one["soon"], one["never"], one["tries"]) for one in body["classes"]
    ]
    assert counts == [("三年级1班", 0, 0, 1, 0), ("三年级2班", 0, 0, 1, 0)]
    assert {one["id"]: one["never"] for one in body["teachers"]} == {
        here.actor("homeroom").staff_id: 1,
        here.actor("homeroom2").staff_id: 1,
    }


def test_a_draft_is_tried(here: World, client_for: ClientFor) -> None:
    rule = {
        "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 100, "per": "term",
        "scope": {"of": "class"},
    }  # fmt: skip
    made = policy_draft_create(actor=here.actor("principal"), title="新制度", rules=[rule])
    address = f"/api/v1/policies/{made.id}/what-if/"
    body = client_for(here.school, "principal").get(address).json()
    (tried,) = body["rules"]
    assert (tried["sentence"], tried["need"], tried["done"], tried["more"]) == (
        "班主任每学期走访本班每一名学生", 3, 1, 2,
    )  # fmt: skip
    assert (body["draft"], body["term"]["running"], sum(one["more"] for one in body["teachers"])) == (
        True,
        True,
        2,
    )
    unknown = client_for(here.school, "principal").get(f"{address}?term=1999-1")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "term.not_found")
