"""How a regulation is read into rules, convention by convention; every sentence is our own."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.regulations import read

TITLE = "桃花溪小学家访制度\n"


def rules(text: str, kind: str = "quota", title: str = TITLE) -> list[dict[str, Any]]:
    """The rules of a kind without what is at its default, in the order of the text."""
    found = []
    for rule in read(title + text).rules:
        if rule.kind == kind:
            found.append(
                {name: v for name, v in rule.fields.items() if v not in (None, []) and v is not False}
            )
    return found


def quota(who: str, measure: str, low: float, per: str, of: str, **more: Any) -> dict[str, Any]:
    scope: dict[str, Any] = {"of": of}
    scope.update({name: more.pop(name) for name in ("group", "grades") if name in more})
    return {"who": who, "measure": measure, "min": low, "per": per, "scope": scope, **more}


@pytest.mark.parametrize(
    ("said", "who", "of"),
    [
        ("班主任", "homeroom", "class"),
        ("副班主任", "homeroom", "class"),
        ("任课教师", "subject", "taught"),
        ("授课老师", "subject", "taught"),
        ("校级领导", "leader", "school"),
        ("年级主任", "leader", "school"),
        ("行政人员", "leader", "school"),
        ("党员教师", "teacher", "school"),
        ("每位教师", "teacher", "school"),
    ],
)
def test_1_and_3_roles_and_their_scope(said: str, who: str, of: str) -> None:
    assert rules(f"{said}每学期家访不少于9人次。") == [quota(who, "visits", 9, "term", of)]


def test_1_two_leaders_with_two_numbers() -> None:
    assert rules("校级领导每月走访两户，中层干部每月走访三户。") == [
        quota("leader", "students", 2, "month", "school"),
        quota("leader", "students", 3, "month", "school"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、班主任\n1．每学期家访不少于9人次。",
        "班主任是第一责任人。每学期家访不少于9人次。",
        "一、责任人\n家访由班主任负责。\n二、要求\n每学期家访不少于9人次。",
    ],
)
def test_2_role_from_heading_or_before(text: str) -> None:
    assert rules(text) == [quota("homeroom", "visits", 9, "term", "class")]


def test_2_no_role_at_all() -> None:
    assert rules("每学期家访本班学生的六成。") == [quota("homeroom", "share", 60, "term", "class")]
    assert rules("每学期家访不少于9人次。") == [quota("teacher", "visits", 9, "term", "school")]


@pytest.mark.parametrize(
    ("said", "measure", "low"),
    [
        ("走访12人次", "visits", 12),
        ("与家长沟通12次", "contacts", 12),
        ("回访12人次", "contacts", 12),
        ("走访12名学生", "students", 12),
        ("走访12户", "students", 12),
        ("走访12个家庭", "students", 12),
        ("走访百分之四十的学生", "share", 40),
        ("走访四成学生", "share", 40),
        ("普访一遍", "share", 100),
        ("走访面达到三分之一", "share", 33.33),
    ],
)
def test_4_measures(said: str, measure: str, low: float) -> None:
    assert rules(f"班主任每学期{said}。") == [quota("homeroom", measure, low, "term", "class")]


def test_5_bare_number_takes_the_title() -> None:
    assert rules("班主任每学期不少于15次。")[0]["measure"] == "visits"
    assert rules("班主任每学期不少于15次。", title="桃花溪小学联系家长制度\n")[0]["measure"] == "contacts"


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("三分之二", 66.67, None),
        ("半数", 50, None),
        ("五成", 50, None),
        ("七成半", 75, None),
        ("百分之六十以上", 60, None),
        ("60%至80%", 60, 80),
    ],
)
def test_6_fractions_and_ranges(said: str, low: float, high: float | None) -> None:
    more = {} if high is None else {"max": high}
    assert rules(f"班主任原则上每学期走访本班学生的{said}。") == [
        quota("homeroom", "share", low, "term", "class", **more)
    ]


def test_6_max_only_for_a_range() -> None:
    assert rules("任课教师每学期家访三至五人次。") == [quota("subject", "visits", 3, "term", "taught", max=5)]
    assert rules("任课教师每学期家访五人次以上。") == [quota("subject", "visits", 5, "term", "taught")]


def test_7_fraction_of_a_count_and_of_all() -> None:
    assert rules("班主任每学期家访三十人次，其中上门的不少于五分之三。") == [
        quota("homeroom", "visits", 30, "term", "class"),
        quota("homeroom", "visits", 18, "term", "class", modes=["home"]),
    ]
    assert rules("班主任每学年普访本班学生，其中上门不少于一半。")[-1]["measure"] == "share"


def test_8_groups_with_a_number_and_with_all() -> None:
    assert rules("班主任对留守儿童每学期走访1次。") == [
        quota("homeroom", "visits", 1, "term", "group", group="left_behind")
    ]
    assert rules("班主任每学期对留守儿童必访。") == [
        quota("homeroom", "share", 100, "term", "group", group="left_behind")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "班主任对偏科学生、随迁子女每学期各走访两次。",
        "重点对象：\n（1）偏科学生；\n（2）随迁子女。\n上述学生，班主任每学期走访两次。",
        "对下列学生，班主任每学期走访两次：\n①偏科学生；\n②随迁子女。",
    ],
)
def test_9_each_group_its_own_quota(text: str) -> None:
    assert rules(text) == [
        quota("homeroom", "visits", 2, "term", "group", group="lopsided"),
        quota("homeroom", "visits", 2, "term", "group", group="migrant"),
    ]


def test_10_one_focus_group_each() -> None:
    text = "班主任对单亲家庭学生每月联系一次，每学期走访两次。校领导每学期走访5户贫困家庭。重点关注受灾学生。"
    assert rules(text, "focus_group") == [
        {"group": "single_parent", "min": 1, "per": "month"},
        {"group": "poor"},
        {"group": "disaster"},
    ]


@pytest.mark.parametrize(
    ("said", "group"),
    [
        ("建档立卡户子女", "poor"),
        ("低保家庭学生", "poor"),
        ("父母离异的学生", "single_parent"),
        ("后进生", "struggling"),
        ("心理预警学生", "unstable"),
        ("有退学意向的学生", "dropout_risk"),
        ("父母外出务工的学生", "left_behind"),
        ("已经辍学的学生", "dropped_out"),
        ("随班就读的残疾学生", "disabled"),
        ("受过处分的学生", "disciplined"),
        ("父母一方精神残疾的学生", "parent_disability"),
        ("有特长的学生", "talented"),
        ("行为习惯较差的学生", "weak_habits"),
    ],
)
def test_11_groups(said: str, group: str) -> None:
    assert rules(f"班主任对{said}每学期走访两次。") == [
        quota("homeroom", "visits", 2, "term", "group", group=group)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("班主任新接班的，开学前两周内走访一半学生。",
         quota("homeroom", "share", 50, "once", "new_class", window={"before_term_months": 0.5})),
        ("新生报到前，班主任逐户走访一遍。",
         quota("homeroom", "share", 100, "once", "entry_grade", window={"before_entry": True})),
        ("新生入学后的第一学期内，班主任走访不少于三成。",
         quota("homeroom", "share", 30, "once", "entry_grade", window={"first_term": True})),
        ("新生入学后一学年内，班主任走访不少于三成。",
         quota("homeroom", "share", 30, "once", "entry_grade", window={"first_year": True})),
        ("班主任每学期走访15户，第十周前完成。",
         quota("homeroom", "students", 15, "term", "class", window={"by_week": 10})),
    ],
)  # fmt: skip
def test_12_windows(text: str, expected: dict[str, Any]) -> None:
    assert rules(text) == [expected]


def test_13_entry_and_other_grades() -> None:
    assert rules("高一年级新生入学后一学年内，班主任全部走访一遍。")[0]["scope"] == {"of": "entry_grade"}
    assert rules("九年级班主任每学期走访12人次。")[0]["scope"] == {"of": "grade", "grades": [9]}
    assert rules("一、高二、高三年级\n班主任每学期走访12人次。")[0]["scope"] == {
        "of": "grade",
        "grades": [11, 12],
    }


def test_14_deadline_of_a_bonus() -> None:
    text = "班主任每学期走访15户。在第十四周前完成任务的，另发奖金。"
    assert rules(text) == [quota("homeroom", "students", 15, "term", "class")]
    assert rules(text, "assessment") == [{"effect": "bonus", "cause": "quota_met", "by_week": 14}]


def test_15_modes_in_general_and_in_one_quota() -> None:
    text = "家访可采取上门、电话、书信等方式。任课教师每学期用微信联系家长5次。"
    assert rules(text, "modes") == [{"modes": ["home", "phone", "letter"]}]
    assert rules(text) == [quota("subject", "contacts", 5, "term", "taught", modes=["online"])]
    assert rules("班主任每月电话联系家长5次。", "modes") == []


@pytest.mark.parametrize(
    ("said", "event", "more"),
    [
        ("学生因病缺课三天以上的，班主任及时上门看望。", "illness_absence",
         {"min_absence_days": 3, "modes": ["home"]}),
        ("学生家庭遭遇不幸，班主任两日内登门。", "family_misfortune", {"within_days": 2, "modes": ["home"]}),
        ("学生在校受伤，班主任当天送回家中。", "school_injury", {"within_days": 0, "modes": ["home"]}),
        ("学生旷课，班主任24小时内联系家长。", "unexplained_absence", {"within_days": 1}),
        ("学生成绩突然下滑，班主任一周内联系家长。", "sudden_decline", {"within_days": 7}),
        ("学生取得进步，班主任及时电话报喜。", "progress", {"modes": ["phone"]}),
        ("学生流露辍学念头，班主任次日上门。", "dropout_risk", {"within_days": 1, "modes": ["home"]}),
        ("学生出现心理危机，班主任立即联系家长。", "special", {"within_days": 0}),
    ],
)  # fmt: skip
def test_16_triggers(said: str, event: str, more: dict[str, Any]) -> None:
    assert rules(said, "trigger") == [{"event": event, "who": "homeroom", **more}]


def test_16_one_rule_for_each_event_of_a_list() -> None:
    text = "遇有下列情形，班主任应当天家访：\n1.学生在校内受伤；\n2.学生无故不到校。"
    assert [rule["event"] for rule in rules(text, "trigger")] == ["school_injury", "unexplained_absence"]
    assert [rule["within_days"] for rule in rules(text, "trigger")] == [0, 0]


def test_17_form_content_purpose_and_plan() -> None:
    text = "家访前明确目的，订好计划。向家长介绍学生在校表现，了解家庭环境。家访记录表填写：日期、家长意见。"
    assert {rule["item"] for rule in rules(text, "content")} == {
        "purpose", "in_school_report", "family_background",
    }  # fmt: skip
    assert [rule["field"] for rule in rules(text, "form")] == ["time", "feedback"]
    assert [rule["step"] for rule in rules(text, "workflow")] == ["plan"]


def test_18_names_of_form_fields() -> None:
    text = "记录单须写明：哪天去的、事由、联系形式、家长意见、下一步打算、家庭的难处，并请家长按手印。"
    assert {rule["field"] for rule in rules(text, "form")} == {
        "time", "purpose", "mode", "feedback", "measures", "needs", "signature",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("said", "effect", "cause"),
    [
        ("家访情况纳入教师年度考核。", "credit", "overall"),
        ("按要求完成家访任务的，考核时加分。", "credit", "quota_met"),
        ("没有完成家访任务的，扣除考核分。", "deduction", "quota_missed"),
        ("家访记录迟交的，酌情扣分。", "deduction", "late"),
        ("编造家访记录的，取消评优资格。", "forfeit", "falsified"),
        ("家访中违反师德的，扣除当月考核分。", "deduction", "misconduct"),
        ("家访做得好的，优先评为先进教师。", "ranking", "overall"),
        ("学期末发放家长问卷，了解家访情况。", "survey", "overall"),
        ("完成家访任务的，发放奖金。", "bonus", "quota_met"),
    ],
)
def test_19_assessment(said: str, effect: str, cause: str) -> None:
    assert rules(said, "assessment") == [{"effect": effect, "cause": cause}]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("家长会每学期召开两次。", {"event": "parent_meeting", "min": 2, "per": "term"}),
        ("每月20日为校长接待日。", {"event": "reception", "rrule": "FREQ=MONTHLY;BYMONTHDAY=20"}),
        ("每学期期中考试后召开家长会。", {"event": "parent_meeting", "min": 1, "per": "term"}),
        ("每学期开一到两次家长座谈会。", {"event": "symposium", "min": 1, "max": 2, "per": "term"}),
    ],
)
def test_20_calendar_counts_and_recurrences(said: str, expected: dict[str, Any]) -> None:
    assert rules(said, "calendar") == [expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("每月最后一个星期五为家长接待日。", {"event": "reception", "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}),
        ("每年5月第三周星期一为家长开放日。",
         {"event": "open_day", "rrule": "FREQ=YEARLY;BYMONTH=5;BYDAY=3MO"}),
        ("每周二下午为校长接待日。", {"event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=TU"}),
        ("每周二下午2:30-4:00为校长接待日。",
         {"event": "reception", "rrule": "FREQ=WEEKLY;BYDAY=TU", "from_time": "14:30", "to_time": "16:00"}),
        ("每学期开一次家长会或一次家长接待日。", {"event": "parent_meeting", "min": 1, "per": "term"}),
        ("家长学校每学年授课四次。", {"event": "training", "min": 4, "per": "year"}),
    ],
)  # fmt: skip
def test_21_calendar_dates(said: str, expected: dict[str, Any]) -> None:
    assert rules(said, "calendar") == [expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("家访不得告状。", [{"forbid": "complaint_only"}]),
        ("不要一进门就数落孩子。", [{"forbid": "complaint_only"}]),
        ("不能只报喜不报忧。", [{"forbid": "praise_only"}]),
        ("谈话先说优点，再谈不足。", [{"praise_first": True}]),
        ("切忌片面看人。", []),
    ],
)
def test_22_tone(said: str, expected: list[dict[str, Any]]) -> None:
    assert rules(said, "tone") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("家住得远、无法上门的，可用视频代替。", {"step": "excuse_unreachable"}),
        ("家访应由两人同行。", {"step": "co_visitor"}),
        ("家访中遇重大情况，及时报告学校领导。", {"step": "escalation"}),
        ("工作时间外出家访，须经教导主任批准。", {"step": "approval_in_school_hours", "by": "leader"}),
        ("返校后向教导主任口头汇报。", {"step": "oral_report"}),
        ("德育处随机抽查家访记录。", {"step": "spot_check"}),
        ("家访前与家长约好时间。", {"step": "appointment"}),
    ],
)
def test_23_workflow(said: str, expected: dict[str, Any]) -> None:
    assert rules(said, "workflow") == [expected]


@pytest.mark.parametrize(
    "said",
    [
        "上学期班主任共家访326人次。",
        "邻近的石板小学要求每学期家访20次。",
        "家长对家访的满意率达到95%。",
        "每少家访1次扣2分，家访数量占40分。",
        "每次家访不少于40分钟。",
        "学校不要求每月都家访一次，不搞家访次数评比。",
        "班主任例会每月两次，教师培训每学期三次。",
        "2025年3月1日印发。",
        "有人提议班主任每周家访两次，讨论后没有采纳。",
    ],
)
def test_24_no_rule(said: str) -> None:
    assert read(TITLE + said).rules == ()


def test_25_said_twice_counts_once() -> None:
    text = "班主任每学期家访15人次。\n重申：班主任每学期家访15人次。"
    assert rules(text) == [quota("homeroom", "visits", 15, "term", "class")]


@pytest.mark.parametrize(
    "said", ["不得收受家长礼品。", "衣着要得体。", "进门要讲礼貌。", "对学生隐私要保密。"]
)
def test_25_conduct(said: str) -> None:
    assert [rule.source for rule in read(TITLE + said).rules if rule.kind == "conduct"] == [said]
