"""Messages, cache, files, logs: each carries its school or refuses."""

import json
import logging
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kernel import crypto, logs, tenancy
from kernel.errors import MissingSchool
from kernel.tasks import SCHOOL_HEADER, public_task, school_task
from tests.support.schools import TestSchool

_ran: list[tuple[str | None, dict[str, Any]]] = []


@school_task(name="tests.school_probe")
def school_probe(*, school: str, number: int) -> None:
    _ran.append((tenancy.current(), {"school": school, "number": number}))


@public_task(name="tests.public_probe")
def public_probe(*, number: int) -> None:
    _ran.append((tenancy.current(), {"number": number}))


@pytest.fixture(autouse=True)
def _nothing_ran() -> None:
    _ran.clear()


def deliver(task: Any, headers: dict[str, str], **payload: Any) -> None:
    """Run a task as a worker does with a message."""
    task.apply(kwargs=payload, headers=headers, throw=True)


def test_a_message_runs_in_its_school(alpha: TestSchool) -> None:
    deliver(school_probe, {SCHOOL_HEADER: alpha.schema_name}, school=alpha.schema_name, number=1)

    assert _ran == [(alpha.schema_name, {"school": alpha.schema_name, "number": 1})]
    assert tenancy.current() is None


def test_a_message_without_its_school_is_refused(alpha: TestSchool, beta: TestSchool) -> None:
    for headers, payload in (
        ({}, {"number": 1}),
        ({}, {"number": 1, "school": alpha.schema_name}),
        ({SCHOOL_HEADER: alpha.schema_name}, {"number": 1}),
        ({SCHOOL_HEADER: beta.schema_name}, {"number": 1, "school": alpha.schema_name}),
        ({SCHOOL_HEADER: "public"}, {"number": 1, "school": "public"}),
        ({SCHOOL_HEADER: ""}, {"number": 1, "school": ""}),
    ):
        with pytest.raises(MissingSchool):
            deliver(school_probe, headers, **payload)

    assert _ran == []


def test_a_public_task_refuses_a_schools_message(alpha: TestSchool) -> None:
    with pytest.raises(MissingSchool):
        deliver(public_probe, {SCHOOL_HEADER: alpha.schema_name}, number=1)
    assert _ran == []

    deliver(public_probe, {SCHOOL_HEADER: "public"}, number=2)
    assert _ran == [("public", {"number": 2})]


def test_cache_keys_belong_to_a_school(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        cache.set("page", "alpha's")
    with tenancy.school(beta.schema_name):
        assert cache.get("page") is None
        cache.set("page", "beta's")
    with tenancy.public():
        assert cache.get("page") is None
    with tenancy.school(alpha.schema_name):
        assert cache.get("page") == "alpha's"


def test_the_cache_refuses_outside_of_a_school(alpha: TestSchool) -> None:
    with pytest.raises(MissingSchool):
        cache.get("page")


def test_files_belong_to_a_school(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        name = default_storage.save("imports/list.csv", ContentFile(b"alpha"))
    assert name == f"{alpha.schema_name}/imports/list.csv"

    with tenancy.school(beta.schema_name):
        assert not default_storage.exists("imports/list.csv")
        assert not default_storage.exists(name), "another school's path is looked for in the own folder"
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open(f"../{name}")
    with tenancy.school(alpha.schema_name), default_storage.open("imports/list.csv") as file:
        assert file.read() == b"alpha"


def test_files_are_refused_outside_of_a_school(alpha: TestSchool) -> None:
    with tenancy.public(), pytest.raises(MissingSchool):
        default_storage.save("x", ContentFile(b""))


def test_log_lines_say_their_school(alpha: TestSchool) -> None:
    record = logging.LogRecord("tests", logging.INFO, __file__, 1, "visit.saved", None, None)
    record.number = 7  # what `extra=` does

    with tenancy.school(alpha.schema_name):
        inside = json.loads(logs.formatter().format(record))
    outside = json.loads(logs.formatter().format(record))

    assert (inside["school"], inside["event"], inside["number"]) == (alpha.schema_name, "visit.saved", 7)
    assert outside["school"] is None


def test_a_sealed_value_cannot_be_read_in_another_school(alpha: TestSchool, beta: TestSchool) -> None:
    with tenancy.school(alpha.schema_name):
        sealed = crypto.encrypt("371721201501010011")
        index = crypto.blind_index("371721201501010011", "id_number")
        assert crypto.decrypt(sealed) == "371721201501010011"
    assert "371721" not in sealed

    with tenancy.school(beta.schema_name):
        with pytest.raises(InvalidTag):
            crypto.decrypt(sealed)
        assert crypto.blind_index("371721201501010011", "id_number") != index


def test_sealing_is_refused_outside_of_a_school(alpha: TestSchool) -> None:
    with tenancy.public(), pytest.raises(MissingSchool):
        crypto.encrypt("x")
