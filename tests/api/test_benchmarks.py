"""GET benchmarks/ on a bureau's host."""

from typing import Any

from benchmarking import services
from benchmarking.contracts import FactValue
from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool

PERIOD = "2026-1"


def _push(school: TestSchool, measure: str, numerator: int, denominator: int) -> None:
    services.facts_push(school=school.schema_name, facts=[FactValue(measure, PERIOD, numerator, denominator)])


def test_every_measure_of_the_own_bureau(
    alpha: TestSchool, beta: TestSchool, bureau_client: SchoolClient
) -> None:
    _push(alpha, "coverage", 31, 60)
    _push(alpha, "complete_notes", 30, 40)
    _push(beta, "coverage", 1, 60)
    answer = bureau_client.get("/api/v1/benchmarks/")
    assert answer.status_code == 200
    measures: dict[str, Any] = {m["code"]: m for m in answer.json()["measures"]}
    assert list(measures) == ["coverage", "complete_notes"]
    (point,) = measures["coverage"]["points"]
    assert point["school"] == {"id": alpha.public_id, "name": "甲小学"}
    assert (point["numerator"], point["denominator"], point["missing"], point["band"]) == (31, 60, 29, None)
    assert measures["coverage"]["limits"] == []
    assert measures["coverage"]["period"] == PERIOD
    assert measures["coverage"]["period_name"] == "2026-2027学年第一学期"
    assert measures["complete_notes"]["overall"] == 0.75
    assert measures["complete_notes"]["points"][0]["band"] == "inside"
    assert measures["complete_notes"]["limits"][0]["n"] == 10
    assert "乙小学" not in answer.content.decode()


def test_one_measure(bureau_client: SchoolClient) -> None:
    answer = bureau_client.get("/api/v1/benchmarks/?measure=coverage")
    assert [m["code"] for m in answer.json()["measures"]] == ["coverage"]


def test_an_unknown_measure_says_so(bureau_client: SchoolClient) -> None:
    answer = bureau_client.get("/api/v1/benchmarks/?measure=ranking")
    assert answer.status_code == 404
    assert answer.json() == {
        "code": "benchmark.measure_not_found",
        "message": "没有这项指标。请从列表里选一项。",
        "fields": {},
    }
