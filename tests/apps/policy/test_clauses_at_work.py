"""What clauses do beyond counting: focus, dates, severities, the form of a past day."""

from datetime import date

import pytest

from bureaus.selectors import calendar_for_school
from kernel import clock
from tenants.policy import services
from tenants.policy.selectors import agenda, agenda_span, focus_groups, review_rules, visit_form_rules
from tests.support.schools import TestSchool


def adopt(school: TestSchool, code: str) -> None:
    services.policy_adopt(actor=school.people["principal"], template=code, effective=date(2020, 9, 1))


def test_each_group_in_focus_is_told_once_with_its_first_clause(in_alpha: TestSchool) -> None:
    adopt(in_alpha, "P07")
    found = {one.group: one for one in focus_groups(clock.today())}
    assert len(found) == 7 + 9 - 4  # four groups stand in both
    assert found["disaster"].sentence == "重点关注：家中受灾的学生，每学期每人至少 1 次，持续跟进"
    assert (found["disaster"].follow_up, found["potential"].follow_up) == (True, False)


def test_the_terms_dates_of_every_policy_in_force(in_alpha: TestSchool) -> None:
    calendar = calendar_for_school(in_alpha.schema_name)
    start, end = agenda_span(clock.today())
    assert (start, end) in [(term.start, term.end) for term in calendar.terms]
    (own,) = agenda(start, end)
    assert (own.kind, own.title) == ("archive", "每学期末家访记录交教导处存档")
    assert (own.day.start, own.day.end) == (end, end)
    adopt(in_alpha, "P14")
    receptions = [item for item in agenda(start, end) if item.policy_title.startswith("定期接访制度")]
    assert {(item.day.end.weekday(), item.day.from_time, item.day.to_time) for item in receptions} == {
        (4, "15:00", "17:00")
    }
    assert receptions[0].sheet[1] == "签到，领序号"


def test_a_version_dates_only_its_own_days(in_alpha: TestSchool) -> None:
    start, end = agenda_span(clock.today())
    meeting = {"kind": "calendar", "source": "第一条", "event": "committee", "min": 1, "per": "term"}
    draft = services.policy_draft_create(actor=in_alpha.people["principal"], title="家委会", rules=[meeting])
    services.policy_publish(
        actor=in_alpha.people["principal"], policy_id=draft.id, effective=max(end, clock.today())
    )
    assert [item.title for item in agenda(start, end) if item.policy_title == "家委会"] == [
        "每学期家长委员会至少 1 次"
    ]
    services.policy_adopt(actor=in_alpha.people["principal"], template="P19", effective=date(2040, 1, 1))
    assert not [item for item in agenda(start, end) if item.policy_title.startswith("家访、家长会议")]


def test_a_school_may_find_a_missing_topic_grave(in_alpha: TestSchool) -> None:
    assert review_rules(clock.today()).severities == ()
    adopt(in_alpha, "P07")
    assert review_rules(clock.today()).severities == (
        ("content.cause", "minor"), ("content.countermeasures", "minor"),
    )  # fmt: skip


@pytest.mark.parametrize(("day", "codes"), [(date(2001, 1, 1), []), (None, ["appointment"])])
def test_the_form_of_a_day_goes_by_that_day(in_alpha: TestSchool, day: date | None, codes: list[str]) -> None:
    form = visit_form_rules(day or clock.today())
    assert [field.code for field in form.fields] == codes
