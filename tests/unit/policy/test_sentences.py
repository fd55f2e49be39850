"""Rules said in plain Chinese, word for word."""

from typing import Any

import pytest

from tenants.policy.rules import rules_read, sentence


def said(**fields: Any) -> str:
    (rule,) = rules_read([{"source": "", **fields}])
    return sentence(rule)


def quota(who: str, measure: str, least: float, per: str, scope: str | dict[str, Any], **more: Any) -> str:
    of = {"of": scope} if isinstance(scope, str) else scope
    return said(kind="quota", who=who, measure=measure, min=least, per=per, scope=of, **more)


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("班主任每学期走访本班至少一半学生", quota("homeroom", "share", 50, "term", "class")),
        ("班主任每学年走访本班每一名学生", quota("homeroom", "share", 100, "year", "class")),
        ("科任教师每学期走访所教至少 60% 的学生", quota("subject", "share", 60, "term", "taught")),
        ("班主任每学期走访本班至少三分之二学生", quota("homeroom", "share", 66.67, "term", "class")),
        ("每位教师每周走访全校学生至少 1 次", quota("teacher", "visits", 1, "week", "school")),
        ("科任教师每学期走访所教学生 3—5 次", quota("subject", "visits", 3, "term", "taught", max=5)),
        ("学校领导每学期走访全校至少 30 名学生", quota("leader", "students", 30, "term", "school")),
        (
            "班主任每学期对每一名留守学生联系至少 2 次",
            quota("homeroom", "contacts", 2, "term", {"of": "group", "group": "left_behind"}),
        ),
        (
            "班主任每月走访高一、九年级学生至少 2 次",
            quota("homeroom", "visits", 2, "month", {"of": "grade", "grades": [10, 9]}),
        ),
        (
            "班主任开学前两周内上门走访新接班级至少一半学生",
            quota(
                "homeroom", "share", 50, "once", "new_class",
                window={"before_term_months": 0.5}, modes=["home"],
            ),
        ),
        (
            "班主任开学前一个半月内走访本班每一名学生",
            quota("homeroom", "share", 100, "once", "class", window={"before_term_months": 1.5}),
        ),
        (
            "班主任在新生入学前走访起始年级本班每一名学生",
            quota("homeroom", "share", 100, "once", "entry_grade", window={"before_entry": True}),
        ),
        (
            "班主任每学期第 9 周以前走访或联系本班学生至少 1 次（电话、网络都算）",
            quota(
                "homeroom", "visits", 1, "term", "class", window={"by_week": 9}, modes=["phone", "online"]
            ),
        ),
        (
            "学生因病缺课满 3 天，班主任及时上门走访",
            said(kind="trigger", event="illness_absence", min_absence_days=3, modes=["home"]),
        ),
        ("学生在校受伤，班主任当天走访或联系", said(kind="trigger", event="school_injury", within_days=0)),
        (
            "学生辍学，学校领导在 7 天内走访或联系（电话）",
            said(kind="trigger", event="dropout", who="leader", within_days=7, modes=["phone"]),
        ),
        (
            "重点关注：随迁子女，每学期每人至少 2 次，持续跟进",
            said(kind="focus_group", group="migrant", min=2, per="term", follow_up=True),
        ),
        ("谈话和记录要有：商定措施", said(kind="content", item="agreed_measures")),
        ("记录表要填：家长签字或盖章", said(kind="form", field="signature")),
        (
            "家访不告状，不能只说缺点；先说优点，再说不足",
            said(kind="tone", forbid="complaint_only", praise_first=True),
        ),
        ("注意谈话的语气", said(kind="tone")),
        ("算作家访的方式：上门、书信", said(kind="modes", modes=["home", "letter"])),
        (
            "上班时间外出家访须先经批准（学校领导）",
            said(kind="workflow", step="approval_in_school_hours", by="leader"),
        ),
        ("每学期末家访记录交教导处存档", said(kind="archive", to="教导处", when="term_end")),
        ("家访记录弄虚作假的，取消全部奖励", said(kind="assessment", effect="forfeit", cause="falsified")),
        ("第 18 周前按要求完成家访的，给予奖励",
         said(kind="assessment", effect="bonus", cause="quota_met", by_week=18)),
        ("以座谈、问卷了解家访总体情况", said(kind="assessment", effect="survey")),
        (
            "每月 8 日：家长接待日",
            said(kind="calendar", event="reception", rrule="FREQ=MONTHLY;BYMONTHDAY=8"),
        ),
        (
            "每周五 15:00—17:00：家长接待日",
            said(
                kind="calendar", event="reception", rrule="FREQ=WEEKLY;BYDAY=FR",
                from_time="15:00", to_time="17:00",
            ),
        ),
        (
            "每年 4 月的第二个星期二：家长开放日",
            said(kind="calendar", event="open_day", rrule="FREQ=YEARLY;BYMONTH=4;BYDAY=2TU"),
        ),
        (
            "每月最后一个星期四：家长会",
            said(kind="calendar", event="parent_meeting", rrule="FREQ=MONTHLY;BYDAY=-1TH"),
        ),
        ("FREQ=DAILY：家长会", said(kind="calendar", event="parent_meeting", rrule="FREQ=DAILY")),
        ("每学期家长座谈会 1—2 次", said(kind="calendar", event="symposium", min=1, max=2, per="term")),
        ("不收礼物", said(kind="conduct", text="不收礼物")),
    ],
)  # fmt: skip
def test_sentences(words: str, made: str) -> None:
    assert made == words
