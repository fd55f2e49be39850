"""api/openapi.yaml: generated without a warning, the same as the code, complete, errors described."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from api.management.commands import openapi
from tests.support.routes import routes

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(openapi.FILE.read_bytes())
    return found


def operations(described: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (method.upper(), path.lstrip("/")): operation
        for path, item in described["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def test_the_file_is_what_the_code_says_and_the_generator_warns_of_nothing() -> None:
    # `rendered` raises where the generator warns or where two hosts describe one path differently.
    assert openapi.rendered() == openapi.FILE.read_bytes(), "run `platform/manage.py openapi`"


def test_a_file_that_differs_is_refused(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "openapi.yaml"
    other.write_bytes(openapi.FILE.read_bytes() + b"\n")
    monkeypatch.setattr(openapi, "FILE", other)

    with pytest.raises(CommandError, match=r"openapi\.yaml differs"):
        call_command("openapi", "--check", stdout=StringIO())


def test_every_route_is_in_it_and_nothing_else(described: dict[str, Any]) -> None:
    in_code = {(one.method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one.path)) for one in routes()}
    assert set(operations(described)) == in_code


def test_names_of_operations_are_unique(described: dict[str, Any]) -> None:
    names = [operation["operationId"] for operation in operations(described).values()]
    assert len(names) == len(set(names))


def test_the_shape_of_errors(described: dict[str, Any]) -> None:
    error = described["components"]["schemas"]["Error"]
    assert error["type"] == "object"
    assert set(error["required"]) == set(error["properties"]) == {"code", "message", "fields"}
    assert error["properties"]["code"]["type"] == error["properties"]["message"]["type"] == "string"
    messages = error["properties"]["fields"]["additionalProperties"]
    assert messages == {"type": "array", "items": {"type": "string"}}


def test_every_operation_says_what_a_refusal_looks_like(described: dict[str, Any]) -> None:
    for (method, path), operation in operations(described).items():
        answers = operation["responses"]
        shapes = {
            status: answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
            for status, answer in answers.items()
            if status == "default" or status.startswith("4")
        }
        assert shapes.pop("default") == "Error", (method, path)
        # A conflict over a visit or a draft shows what is stored beside the three parts of every error.
        assert set(shapes.values()) <= {"Error", "VisitConflict", "PolicyDraftStale"}, (method, path)
    conflict = described["components"]["schemas"]["VisitConflict"]["properties"]
    assert {"code", "message", "fields"} <= set(conflict)


def test_every_answer_that_is_not_empty_has_a_shape(described: dict[str, Any]) -> None:
    for place, operation in operations(described).items():
        for status, answer in operation["responses"].items():
            assert status == "204" or answer.get("content"), (place, status)
