"""What a clause says by way of another, and figures that only tell; every sentence is our own."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.regulations import read
from tests.unit.nlp.regulations.test_conventions import TITLE, quota, rules

FOCUS = "以下学生列为重点：\n（1）留守儿童；\n（2）单亲家庭学生；\n（3）学困生。\n"


def group(code: str, low: float, per: str, measure: str = "visits", **more: Any) -> dict[str, Any]:
    return quota("homeroom", measure, low, per, "group", group=code, **more)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("第（2）类学生，班主任每月家访1次。", ["single_parent"]),
        ("第1、3项所列学生，班主任每月家访1次。", ["left_behind", "struggling"]),
        ("前两类由班主任每月家访1次。", ["left_behind", "single_parent"]),
        ("名册内的学生，班主任每月家访1次。", ["left_behind", "single_parent", "struggling"]),
        ("三类学生由班主任每月家访1次。", ["left_behind", "single_parent", "struggling"]),
    ],
)
def test_lists_that_are_pointed_back_at(said: str, codes: list[str]) -> None:
    assert rules(FOCUS + said) == [group(code, 1, "month") for code in codes]


def test_letters_and_circled_numbers_point_at_items() -> None:
    text = "重点对象：\na.低保家庭学生\nb.残疾学生\nc.厌学学生\na、c每月由班主任联系2次。"
    assert rules(text) == [
        group("poor", 2, "month", "contacts"),
        group("dropout_risk", 2, "month", "contacts"),
    ]
    text = "名册分三类：①低保学生；②残疾学生；③离异家庭学生。\n②③两类，班主任每学期走访3次。"
    assert rules(text) == [group("disabled", 3, "term"), group("single_parent", 3, "term")]


def test_names_that_the_text_gives() -> None:
    text = "甲类：留守儿童；\n乙类：残疾学生、低保学生。\n乙类学生，班主任每月走访1次。"
    assert rules(text) == [group("disabled", 1, "month"), group("poor", 1, "month")]
    text = "班主任为一类人员，科任教师为二类人员。\n一类人员每学期家访18次。二类人员每学期家访7次。"
    assert rules(text) == [
        quota("homeroom", "visits", 18, "term", "class"),
        quota("subject", "visits", 7, "term", "taught"),
    ]


def test_a_topic_before_the_roles_holds_for_each_of_them() -> None:
    assert rules("留守儿童和孤独症儿童，班主任每月联系2次，科任教师每学期家访1次。") == [
        group("left_behind", 2, "month", "contacts"),
        group("disabled", 2, "month", "contacts"),
        quota("subject", "visits", 1, "term", "group", group="left_behind"),
        quota("subject", "visits", 1, "term", "group", group="disabled"),
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("科任教师比班主任少5户。", quota("subject", "students", 10, "term", "taught")),
        ("中层干部多3户。", quota("leader", "students", 18, "term", "school")),
        ("行政人员减半。", quota("leader", "students", 8, "term", "school")),
        ("科任教师为班主任的三分之二。", quota("subject", "students", 10, "term", "taught")),
        ("科任教师在此基础上增加5户。", quota("subject", "students", 20, "term", "taught")),
        ("校级领导参照执行。", quota("leader", "students", 15, "term", "school")),
    ],
)
def test_figures_told_by_another(said: str, expected: dict[str, Any]) -> None:
    first = quota("homeroom", "students", 15, "term", "class")
    assert rules("班主任每学期走访15户。" + said) == [first, expected]


def test_the_same_time_as_before() -> None:
    assert rules("第九周前，班主任走访本班的四成；科任教师同期走访6户。") == [
        quota("homeroom", "share", 40, "term", "class", window={"by_week": 9}),
        quota("subject", "students", 6, "term", "taught", window={"by_week": 9}),
    ]


def test_a_grade_like_another() -> None:
    text = "一、八年级：班主任每学期家访三成。\n二、九年级：要求同八年级，第七周前完成。"
    assert rules(text) == [
        quota("homeroom", "share", 30, "term", "grade", grades=[8]),
        quota("homeroom", "share", 30, "term", "grade", grades=[9], window={"by_week": 7}),
    ]


def test_a_deadline_of_the_lead_binds_the_whole_list() -> None:
    text = "以下两项均须在第十三周前完成：一是班主任走访20户；二是科任教师走访9户。"
    assert rules(text) == [
        quota("homeroom", "students", 20, "term", "class", window={"by_week": 13}),
        quota("subject", "students", 9, "term", "taught", window={"by_week": 13}),
    ]


def test_a_share_of_what_stands_above() -> None:
    text = "校级领导每学期走访12户，中层干部每学期走访18户。前项所定户数，须有三分之一在第六周前完成。"
    assert rules(text)[2:] == [
        quota("leader", "students", 4, "term", "school", window={"by_week": 6}),
        quota("leader", "students", 6, "term", "school", window={"by_week": 6}),
    ]
    assert rules("科任教师每月联系9人次，家庭困难的占一半。")[1] == quota(
        "subject", "contacts", 5, "month", "group", group="poor"
    )


def test_figures_in_their_order() -> None:
    assert rules("高一、高二班主任每学期走访本班的比例分别为七成和四成。") == [
        quota("homeroom", "share", 70, "term", "grade", grades=[10]),
        quota("homeroom", "share", 40, "term", "grade", grades=[11]),
    ]


def test_the_period_said_last() -> None:
    assert rules("校级领导走访9户，中层干部走访14户，周期为一学年。") == [
        quota("leader", "students", 9, "year", "school"),
        quota("leader", "students", 14, "year", "school"),
    ]
    assert rules("班主任每周三次、科任教师每周两人，均与家长电话联系。")[1]["per"] == "week"


def test_what_a_revision_took_back() -> None:
    text = "原：班主任每学期家访20次。\n现：班主任每学期家访12次，科任教师由2次提高到5次。"
    assert rules(text) == [
        quota("homeroom", "visits", 12, "term", "class"),
        quota("subject", "visits", 5, "term", "taught"),
    ]


@pytest.mark.parametrize(
    "told",
    [
        "我校有学生1204人，教师81人，班主任26人。",
        "二〇二二年春，王老师一个月里跑了十九户。",
        "据统计，留守儿童占学生总数的37%。",
        "学校秉持“进百家门、暖百家心”的传统。",
        "问卷显示，七成家长希望老师上门。",
        "每次家访以20至30分钟为宜，一天不超过3户。",
        "教育局要求每位教师每学年家访25户，我校另作规定。",
        "家访不足10户的，不予评优；达到25户的，奖励100元。",
        "每家访一户补助交通费15元。",
        "家访小组由3名教师组成。",
    ],
)
def test_figures_that_only_tell(told: str) -> None:
    assert rules(told) == []


def test_a_table_of_measures_by_role() -> None:
    text = "项目\t班主任\t任课教师\n每学期家访次数\t18\t7\n寒暑假走访户数\t6\t——\n"
    assert rules(text) == [
        quota("homeroom", "visits", 18, "term", "class"),
        quota("subject", "visits", 7, "term", "taught"),
        quota("homeroom", "students", 6, "holiday", "class"),
    ]


def test_a_flattened_table_whose_heads_stand_in_the_sentence_before() -> None:
    cells = ["班主任", "本班", "每生一次", "每月", "校级领导", "全校", "6户", "每学期"]
    text = "任务见下表（各格依次为：责任人/范围/数量/周期）。\n" + "\n".join(cells)
    assert rules(text) == [
        quota("homeroom", "share", 100, "month", "class"),
        quota("leader", "students", 6, "term", "school"),
    ]


def test_a_flattened_table_without_heads_and_lines_of_keys() -> None:
    cells = ["班主任", "本班学生", "每学期不少于七成", "上门", "校级领导", "全校学生", "每月4户", "不限"]
    assert rules("\n".join(cells)) == [
        quota("homeroom", "share", 70, "term", "class", modes=["home"]),
        quota("leader", "students", 4, "month", "school"),
    ]
    text = (
        "对象：留守儿童　人数：41　责任人：班主任　要求：每月联系1次\n"
        "对象：残疾学生　人数：3　责任人：班主任　要求：每学期家访2次\n"
    )
    assert rules(text) == [group("left_behind", 1, "month", "contacts"), group("disabled", 2, "term")]


def test_a_list_behind_its_quota_in_one_sentence() -> None:
    assert rules("班主任对下列学生每月走访一次：父母离异的；家庭经济困难的。") == [
        group("single_parent", 1, "month"),
        group("poor", 1, "month"),
    ]
    assert rules("班主任对下列学生每月走访一次：父母离异的；家庭经济困难的。", "trigger") == []


def test_forms_of_contact_said_as_options() -> None:
    said = "班主任每学期与每位家长沟通一遍，可以上门，也可以请家长来校，也可以打电话。"
    assert rules(said) == [
        quota("homeroom", "share", 100, "term", "class", modes=["home", "phone", "school"])
    ]
    assert rules("班主任每学期入户走访14户。")[0]["modes"] == ["home"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("每月10日、20日为校长接待日。", {"event": "reception", "rrule": "FREQ=MONTHLY;BYMONTHDAY=10,20"}),
        ("每月最后一周的周五为家长开放日。", {"event": "open_day", "rrule": "FREQ=MONTHLY;BYDAY=-1FR"}),
        ("第八周周三召开家长会。", {"event": "parent_meeting", "min": 1, "per": "term"}),
        ("家长会每学期两次，到会率不低于90%。", {"event": "parent_meeting", "min": 2, "per": "term"}),
        ("每学期第三周、第十五周各召开一次家长委员会。", {"event": "committee", "min": 2, "per": "term"}),
        ("家长座谈会或者开放日每学期一次。", {"event": "symposium", "min": 1, "per": "term"}),
        (
            "家长接待日由原来的每月5日改为每月25日。",
            {"event": "reception", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"},
        ),
    ],
)
def test_dates(said: str, expected: dict[str, Any]) -> None:
    assert rules(said, "calendar") == [expected]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "孩子请假四天以上的，班主任登门看望。",
            {"event": "illness_absence", "who": "homeroom", "min_absence_days": 4, "modes": ["home"]},
        ),
        (
            "家里突遭不测的，班主任两三天内家访。",
            {"event": "family_misfortune", "who": "homeroom", "within_days": 3},
        ),
        (
            "学生受伤的，班主任当天家访，由年级主任一并前往。",
            {"event": "school_injury", "who": "homeroom", "within_days": 0},
        ),
        (
            "发现有退学念头的学生，班主任隔日上门。",
            {"event": "dropout_risk", "who": "homeroom", "within_days": 1, "modes": ["home"]},
        ),
    ],
)
def test_events(said: str, expected: dict[str, Any]) -> None:
    found = [
        {name: v for name, v in rule.fields.items() if v is not None and v != []}
        for rule in read(TITLE + said).rules
        if rule.kind == "trigger"
    ]
    assert found == [expected]


def test_follow_up_where_pupils_are_visited_again() -> None:
    assert rules("残疾学生，班主任每月回访一次。", "focus_group") == [
        {"group": "disabled", "min": 1, "per": "month", "follow_up": True}
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("超期交表的，扣1分。", {"effect": "deduction", "cause": "late"}),
        ("对家长态度粗暴的，扣3分。", {"effect": "deduction", "cause": "misconduct"}),
        ("未完成家访任务的，不得参加职称评审。", {"effect": "forfeit", "cause": "quota_missed"}),
        ("家访情况作为评优晋级的依据。", {"effect": "credit", "cause": "overall"}),
        (
            "在第十一周前做完全部任务的，另加2分。",
            {"effect": "credit", "cause": "quota_met", "by_week": 11},
        ),
    ],
)
def test_effects(said: str, expected: dict[str, Any]) -> None:
    assert rules(said, "assessment") == [expected]


def test_a_cycle_is_no_week() -> None:
    assert rules("走访以学年为周期，一个周期之内，班主任须将本班学生全部走访一遍。") == [
        quota("homeroom", "share", 100, "year", "class")
    ]
    assert rules("联系以周计，班主任联系家长不少于3人次。") == [
        quota("homeroom", "contacts", 3, "week", "class")
    ]


def test_an_appendix_about_other_schools_asks_nothing() -> None:
    text = "班主任每学期家访9次。\n附：他校办法摘录（不作为本校标准）\n竹溪小学：班主任每学期家访30次。"
    assert rules(text) == [quota("homeroom", "visits", 9, "term", "class")]


@pytest.mark.parametrize(
    "told",
    [
        "邻县职高要求班主任每月家访五次。",
        "乡初级中学规定班主任每学期上门十八人次。",
        "原先的“每学期家访三次”同时停止执行。",
        "名单由政教处每学期审定一次。",
        "同一天先后见到的，只作一次计算。",
    ],
)
def test_figures_of_neighbours_and_of_lists_are_no_quotas(told: str) -> None:
    assert rules(f"班主任每学期家访9次。{told}") == [quota("homeroom", "visits", 9, "term", "class")]


def test_ways_one_of_which_stands_first() -> None:
    assert rules("家访以教师上门为主，电话、视频为辅。", "modes") == [{"modes": ["home", "phone", "online"]}]


def test_each_of_them_are_the_pupils_named_before() -> None:
    text = FOCUS + "上述学生，由班主任对每名学生每学期走访2次。"
    assert rules(text) == [
        group("left_behind", 2, "term"),
        group("single_parent", 2, "term"),
        group("struggling", 2, "term"),
    ]


@pytest.mark.parametrize(
    ("said", "share", "window"),
    [
        ("一年级新生报到前，由班主任走访完毕。", 100, {"before_entry": True}),
        ("小班新生入园前一律家访，由班主任负责。", 100, {"before_entry": True}),
        ("七年级新生入学后一学年内，班主任走访全部。", 100, {"first_year": True}),
        ("七年级新生：开学前一个月内，班主任走访半数。", 50, {"before_term_months": 1}),
    ],
)
def test_new_pupils_of_a_grade_are_the_entry_grade(said: str, share: int, window: dict[str, Any]) -> None:
    assert rules(said) == [quota("homeroom", "share", share, "once", "entry_grade", window=window)]


def test_the_caption_of_a_table_says_what_its_rows_ask() -> None:
    text = "表一　及时联系的情形\n情形\t责任人\t时限\n校内受伤\t班主任\t立即\n取得明显进步\t班主任\t五日内"
    assert rules(text, "trigger") == [
        {"event": "school_injury", "who": "homeroom", "within_days": 0},
        {"event": "progress", "who": "homeroom", "within_days": 5},
    ]
