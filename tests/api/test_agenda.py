"""日程: the dated clauses of the policies in force."""

from collections.abc import Callable

from tests.support.clients import SchoolClient
from tests.support.schools import TestSchool

ClientFor = Callable[[TestSchool, str], SchoolClient]


def test_everybody_sees_the_schools_dates(alpha: TestSchool, client_for: ClientFor) -> None:
    for person in ("homeroom", "principal"):
        agenda = client_for(alpha, person).get("/api/v1/agenda/").json()
        (item,) = agenda["items"]
        assert (item["kind"], item["start"], item["end"]) == ("archive", agenda["end"], agenda["end"])
        assert (item["title"], item["sheet"]) == ("每学期末家访记录交教导处存档", [])


def test_a_stretch_is_told_by_both_its_days(alpha: TestSchool, client_for: ClientFor) -> None:
    teacher = client_for(alpha, "homeroom")
    assert teacher.get("/api/v1/agenda/", {"start": "2001-01-01", "end": "2001-12-31"}).json()["items"] == []
    for query in (
        {"start": "2001-01-01"},
        {"start": "2001-02-01", "end": "2001-01-01"},
        {"start": "2001-01-01", "end": "2009-01-01"},
    ):
        assert teacher.get("/api/v1/agenda/", query).status_code == 400
