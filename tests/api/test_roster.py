"""Roster over HTTP: lists with masks, imports from upload to passwords; both schools."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from kernel import tenancy
from tenants.roster.models import RosterImport, Student
from tests.support.clients import SchoolClient
from tests.support.rosters import identity, xlsx
from tests.support.schools import TestSchool

ClientFor = Callable[[TestSchool, str], SchoolClient]
IMPORTS = "/api/v1/roster/imports/"
STUDENTS = [
    ["姓名", "班级", "性别", "身份证号", "校内学号", "监护人姓名", "关系", "联系电话", "是否留守"],
    ["张三", "三年级2班", "男", identity(1), "20240001", "张大", "父亲", "13812345678", "是"],
    ["李四", "三年级1班", "女", None, "20240002", "李大", "母亲", "0577-86543210", "否"],
    ["王五", "三年级1班", "？", None, None, None, None, None, None],
]
STAFF = [["姓名", "手机号", "角色", "任教班级"], ["新老师", "13900000001", "班主任", "三年级1班"]]


def upload(client: SchoolClient, *tables: Any, name: str = "名册.xlsx") -> Any:
    return send(client, xlsx(*tables), name)


def send(client: SchoolClient, data: bytes, name: str) -> Any:
    return client.post(IMPORTS, {"file": SimpleUploadedFile(name, data)}, format="multipart")


def load(client: SchoolClient, *tables: Any) -> Any:
    found = upload(client, *tables).json()
    return client.post(f"{IMPORTS}{found['id']}/apply/").json()


def test_from_upload_to_list(alpha: TestSchool, client_for: ClientFor) -> None:
    office = client_for(alpha, "office")
    answer = upload(office, STUDENTS)
    assert answer.status_code == 201
    checked = answer.json()
    assert (checked["state"], checked["kind"], checked["file_name"]) == ("checked", "students", "名册.xlsx")
    assert checked["counts"] == {"new": 2, "update": 0, "same": 0, "fault": 1}
    shown = office.get(f"{IMPORTS}{checked['id']}/").json()
    assert shown == checked
    assert [(row["row"], row["verdict"]) for row in shown["rows"]] == [(2, "new"), (3, "new"), (4, "fault")]
    assert shown["rows"][2]["faults"] == [{"field": "sex", "message": "看不懂这个性别：请填“男”或“女”"}]
    assert shown["file_error"] is None
    assert office.get("/api/v1/students/").json()["results"] == []

    applied = office.post(f"{IMPORTS}{checked['id']}/apply/")
    assert (applied.status_code, applied.json()["state"], applied.json()["progress"]) == (200, "applied", 100)
    assert office.post(f"{IMPORTS}{checked['id']}/apply/").json() == applied.json()
    assert upload(office, STUDENTS).json()["counts"] == {"new": 0, "update": 0, "same": 2, "fault": 1}


def test_students_as_lists_show_them(alpha: TestSchool, client_for: ClientFor) -> None:
    principal = client_for(alpha, "principal")
    load(principal, STUDENTS)
    answer = principal.get("/api/v1/students/").json()
    assert (answer["next"], answer["previous"]) == (None, None)
    assert [one["name"] for one in answer["results"]] == ["张三", "李四"]
    zhang = answer["results"][0]
    assert {key: zhang[key] for key in zhang if key not in ("id", "class")} == {
        "name": "张三",
        "sex": "M",
        "student_no": "20240001",
        "groups": ["left_behind"],
        "focus": [
            {
                "group": "left_behind",
                "label": "留守学生",
                "sentence": "重点关注：留守学生",
                "clause": "班主任普访制度（每学期人人到，一半上门）第三条：重点之一，父母在外务工的学生",
                "follow_up": False,
            }
        ],
        "guardians": [{"name": "张大", "relation": "父亲", "phone": "138****5678"}],
        "last_visit_at": None,
        "visits_this_term": 0,
    }
    assert zhang["class"]["name"] == "三年级2班"
    assert identity(1) not in json.dumps(answer)
    detail = principal.get(f"/api/v1/students/{zhang['id']}/").json()
    assert detail == {**zhang, "visits": []}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("search=张", ["张三"]),
        ("search=20240002", ["李四"]),
        ("search=无此人", []),
        ("not_visited=true", ["张三", "李四"]),
    ],
)
def test_the_list_can_be_narrowed(
    alpha: TestSchool, client_for: ClientFor, query: str, names: list[str]
) -> None:
    principal = client_for(alpha, "principal")
    load(principal, STUDENTS)
    found = principal.get(f"/api/v1/students/?{query}").json()["results"]
    assert [one["name"] for one in found] == names


def test_by_class_and_page_by_page(alpha: TestSchool, client_for: ClientFor) -> None:
    principal = client_for(alpha, "principal")
    load(principal, STUDENTS)
    classes = principal.get("/api/v1/classes/").json()["results"]
    assert [(one["name"], one["grade"], one["number"], one["student_count"]) for one in classes] == [
        ("三年级1班", 3, 1, 1),
        ("三年级2班", 3, 2, 1),
    ]
    found = principal.get(f"/api/v1/students/?class={classes[0]['id']}").json()["results"]
    assert [one["name"] for one in found] == ["李四"]
    assert principal.get("/api/v1/students/?class=三").status_code == 400
    first = principal.get("/api/v1/students/?page_size=1").json()
    second = principal.get(first["next"]).json()
    assert [one["name"] for one in first["results"] + second["results"]] == ["张三", "李四"]
    assert second["next"] is None


def test_a_teacher_sees_the_own_class_only(alpha: TestSchool, client_for: ClientFor) -> None:
    principal, teacher = client_for(alpha, "principal"), client_for(alpha, "homeroom")
    load(principal, STUDENTS)
    everyone = principal.get("/api/v1/students/").json()["results"]
    assert teacher.get("/api/v1/students/").json()["results"] == []
    assert teacher.get("/api/v1/classes/").json()["results"] == []
    hidden = teacher.get(f"/api/v1/students/{everyone[0]['id']}/")
    absent = teacher.get(f"/api/v1/students/{uuid.uuid4()}/")
    assert (hidden.status_code, hidden.json()) == (404, absent.json())
    assert hidden.json()["code"] == "student.not_found"


def test_staff_get_passwords_that_can_be_fetched_once(alpha: TestSchool, client_for: ClientFor) -> None:
    principal = client_for(alpha, "principal")
    load(principal, STUDENTS)
    applied = load(principal, STAFF)
    assert applied["kind"] == "staff"
    url = applied["passwords_url"]
    assert url == f"{IMPORTS}{applied['id']}/passwords/"
    answer = principal.get(url)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    login, password = (cell.value for cell in sheet[2][1:3])
    again = principal.get(url)
    assert (again.status_code, again.json()["code"]) == (404, "roster.passwords_gone")
    fresh = SchoolClient(alpha.host)
    signed = fresh.post("/api/v1/tokens/", {"login": login, "password": password})
    assert signed.status_code == 201
    fresh.credentials(HTTP_AUTHORIZATION=f"Bearer {signed.json()['token']}")
    refused = fresh.get("/api/v1/students/")
    assert (refused.status_code, refused.json()["code"]) == (403, "account.password_change_required")
    listed = {one["name"]: one for one in principal.get("/api/v1/staff/?search=新").json()["results"]}
    assert {key: value for key, value in listed["新老师"].items() if key != "id"} == {
        "name": "新老师",
        "phone": "139****0001",
        "roles": ["homeroom"],
        "classes": ["三年级1班"],
        "must_change_password": True,
    }
    reset = principal.post(f"/api/v1/staff/{listed['新老师']['id']}/reset-password/")
    assert reset.status_code == 200
    assert reset.json()["password"] != password
    assert principal.post("/api/v1/staff/999999/reset-password/").json()["code"] == "staff.not_found"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "roster.empty"),
        (b"PK\x03\x04", "roster.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster.broken"),
        ("你好,世界".encode(), "roster.no_header"),
    ],
)
def test_a_file_that_cannot_be_read(alpha: TestSchool, client_for: ClientFor, data: bytes, code: str) -> None:
    principal = client_for(alpha, "principal")
    answer = send(principal, data, "名册.xlsx")
    if not data:  # the form itself refuses nothing: an empty file is a file
        assert answer.status_code == 201
    found = answer.json()
    assert (found["state"], found["file_error"]["code"], found["rows"]) == ("failed", code, [])
    applied = principal.post(f"{IMPORTS}{found['id']}/apply/")
    assert (applied.status_code, applied.json()["code"]) == (409, "roster.import_not_readable")


def test_without_a_file(alpha: TestSchool, client_for: ClientFor) -> None:
    answer = client_for(alpha, "principal").post(IMPORTS, {}, format="multipart")
    assert (answer.status_code, answer.json()["code"]) == (400, "roster.file_missing")


def test_over_twenty_megabytes(alpha: TestSchool, client_for: ClientFor) -> None:
    answer = send(client_for(alpha, "principal"), b"a," * (10 * 1024 * 1024 + 1), "大.csv")
    assert (answer.status_code, answer.json()["code"]) == (413, "roster.file_too_large")
    with tenancy.school(alpha.schema_name):
        assert RosterImport.objects.count() == 0


def test_downloads(alpha: TestSchool, client_for: ClientFor) -> None:
    principal = client_for(alpha, "principal")
    found = upload(principal, STUDENTS).json()
    sheet = principal.get(f"{IMPORTS}{found['id']}/sheet/")
    assert sheet.status_code == 200
    assert sheet["Content-Type"].startswith("application/vnd.openxmlformats")
    assert "filename*=utf-8''%E5%90%8D%E5%86%8C_" in sheet["Content-Disposition"]
    assert load_workbook(io.BytesIO(sheet.content)).worksheets[0]["J1"].value == "错误原因"
    for kind in ("students", "staff"):
        blank = principal.get(f"/api/v1/roster/template/?kind={kind}")
        assert load_workbook(io.BytesIO(blank.content)).worksheets[0]["A1"].value == "姓名*"
    assert principal.get("/api/v1/roster/template/?kind=x").status_code == 400


@pytest.mark.parametrize("person", ["homeroom", "subject", "leader"])
def test_others_may_not_import(alpha: TestSchool, client_for: ClientFor, person: str) -> None:
    found = upload(client_for(alpha, "principal"), STUDENTS).json()
    client = client_for(alpha, person)
    assert upload(client, STUDENTS).status_code == 403
    calls = [client.post(f"{IMPORTS}{found['id']}/apply/")]
    calls += [client.get(f"{IMPORTS}{found['id']}/{tail}") for tail in ("", "sheet/", "passwords/")]
    calls += [client.get("/api/v1/roster/template/"), client.post("/api/v1/staff/1/reset-password/")]
    assert {answer.status_code for answer in calls} == {403}
    with tenancy.school(alpha.schema_name):
        assert Student.objects.count() == 0
        assert RosterImport.objects.count() == 1


def test_teachers_do_not_see_the_staff_list(alpha: TestSchool, client_for: ClientFor) -> None:
    assert client_for(alpha, "homeroom").get("/api/v1/staff/").status_code == 403
    assert client_for(alpha, "leader").get("/api/v1/staff/").status_code == 200


def test_another_school_finds_nothing(alpha: TestSchool, beta: TestSchool, client_for: ClientFor) -> None:
    ours, theirs = client_for(alpha, "principal"), client_for(beta, "principal")
    found = upload(ours, STUDENTS).json()
    ours.post(f"{IMPORTS}{found['id']}/apply/")
    student = ours.get("/api/v1/students/").json()["results"][0]["id"]
    assert theirs.get("/api/v1/students/").json()["results"] == []
    assert theirs.get("/api/v1/classes/").json()["results"] == []
    for url, absent in (
        (f"{IMPORTS}{found['id']}/", f"{IMPORTS}{uuid.uuid4()}/"),
        (f"{IMPORTS}{found['id']}/sheet/", f"{IMPORTS}{uuid.uuid4()}/sheet/"),
        (f"/api/v1/students/{student}/", f"/api/v1/students/{uuid.uuid4()}/"),
    ):
        hidden, missing = theirs.get(url), theirs.get(absent)
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert theirs.post(f"{IMPORTS}{found['id']}/apply/").status_code == 404
