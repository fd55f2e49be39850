"""What a new version changes, in prose: exact sentences."""

from typing import Any

import pytest

from tenants.policy.rules import Change, changes, rules_read

QUOTA: dict[str, Any] = {
    "kind": "quota", "source": "第一条", "who": "homeroom", "measure": "share", "min": 50, "per": "term",
    "scope": {"of": "class"},
}  # fmt: skip
ILLNESS: dict[str, Any] = {"kind": "trigger", "source": "第二条", "event": "illness_absence"}
FOCUS: dict[str, Any] = {"kind": "focus_group", "source": "第三条", "group": "left_behind"}
WEEKLY: dict[str, Any] = {**QUOTA, "measure": "visits", "min": 1, "per": "week"}


def told(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[str]:
    return [change.text for change in changes(rules_read(old), rules_read(new))]


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        (QUOTA, {**QUOTA, "min": 100}, "班主任每学期走访本班学生从不少于一半改为全部"),
        (QUOTA, {**QUOTA, "min": 66.67}, "班主任每学期走访本班学生从不少于一半改为不少于三分之二"),
        (QUOTA, {**QUOTA, "min": 80}, "班主任每学期走访本班学生从不少于一半改为不少于 80%"),
        (QUOTA, {**QUOTA, "per": "year"}, "班主任走访本班学生：时间从每学期改为每学年"),
        (
            QUOTA,
            {**QUOTA, "per": "year", "min": 100},
            "班主任走访本班学生：时间从每学期改为每学年，数量从不少于一半改为全部",
        ),
        (
            QUOTA,
            {**QUOTA, "modes": ["phone", "home"]},
            "班主任每学期走访本班学生：方式从不另外限定改为上门、电话",
        ),
        (WEEKLY, {**WEEKLY, "min": 2, "max": 3}, "班主任每周走访本班学生从不少于 1 次改为 2—3 次"),
        (
            {**WEEKLY, "scope": {"of": "group", "group": "left_behind"}},
            {**WEEKLY, "scope": {"of": "group", "group": "left_behind"}, "min": 2},
            "班主任每周走访留守学生从每人不少于 1 次改为每人不少于 2 次",
        ),
        (
            QUOTA,
            {**QUOTA, "measure": "visits", "min": 10},
            "班主任每学期走访本班学生从不少于一半改为不少于 10 次",
        ),
        (ILLNESS, {**ILLNESS, "within_days": 0}, "学生因病缺课：期限从及时改为当天"),
        (
            {**ILLNESS, "within_days": 3, "min_absence_days": 5},
            {**ILLNESS, "within_days": 7, "min_absence_days": 3, "who": "leader"},
            "学生因病缺课：由谁去从班主任改为学校领导，期限从 3 天内改为 7 天内，"
            "缺课天数从满 5 天改为满 3 天",
        ),
        (FOCUS, {**FOCUS, "min": 2, "per": "term"}, "重点关注留守学生：从不定次数改为每学期每人至少 2 次"),
        (FOCUS, {**FOCUS, "follow_up": True}, "重点关注留守学生：改为持续跟进"),
        (
            {"kind": "modes", "source": "", "modes": ["home", "online"]},
            {"kind": "modes", "source": "", "modes": ["phone", "home"]},
            "算作家访的方式增加电话，不再算网络",
        ),
        (
            {"kind": "workflow", "source": "", "step": "plan"},
            {"kind": "workflow", "source": "", "step": "plan", "by": "德育处"},
            "家访前先订计划，经办人从未写明改为德育处",
        ),
        (
            {"kind": "archive", "source": "", "to": "教务处", "when": "term_end"},
            {"kind": "archive", "source": "", "to": "教务处", "when": "month_end"},
            "“每学期末家访记录交教务处存档”改为“每月末家访记录交教务处存档”",
        ),
        (
            {"kind": "conduct", "source": "", "text": "不收家长的礼物"},
            {"kind": "conduct", "source": "", "text": "不收家长的礼物和红包"},
            "“不收家长的礼物”改为“不收家长的礼物和红包”",
        ),
        (
            {"kind": "form", "source": "", "field": "purpose"},
            {"kind": "form", "source": "", "field": "purpose", "choices": [{"code": "a", "label": "例行"}]},
            "记录表要填：家访事由，细节有改动",
        ),
    ],
)
def test_a_change_is_one_sentence(old: dict[str, Any], new: dict[str, Any], text: str) -> None:
    assert changes(rules_read([old]), rules_read([new])) == (Change("changed", text),)


def test_what_is_new_and_what_is_dropped() -> None:
    signature = {"kind": "form", "source": "第五条", "field": "signature"}
    assert told([QUOTA, FOCUS], [QUOTA, signature]) == [
        "新增：记录表要填：家长签字或盖章",
        "取消：重点关注：留守学生",
    ]


def test_the_same_rule_in_other_words_is_no_change() -> None:
    reworded = {
        **QUOTA,
        "source": "第九条第二款",
        "span": [3, 9],
        "confidence": 0.4,
        "max": None,
        "modes": [],
    }
    assert told([QUOTA], [reworded]) == []
    assert told([{**ILLNESS, "within_days": None}], [ILLNESS]) == []


def test_at_once_and_soon_are_not_the_same() -> None:
    assert told([{**ILLNESS, "within_days": 0}], [ILLNESS]) == ["学生因病缺课：期限从当天改为及时"]


def test_two_rules_about_the_same_are_paired_by_the_closest_likeness() -> None:
    yearly = {**QUOTA, "per": "year", "min": 100}
    new = [{**QUOTA, "min": 60}, {**yearly, "modes": ["home"]}]
    assert told([yearly, QUOTA], new) == [
        "班主任每学期走访本班学生从不少于一半改为不少于 60%",
        "班主任每学年走访本班学生：方式从不另外限定改为上门",
    ]


def test_another_post_is_another_rule() -> None:
    assert told([QUOTA], [{**QUOTA, "who": "subject", "scope": {"of": "taught"}}]) == [
        "新增：科任教师每学期走访所教至少一半学生",
        "取消：班主任每学期走访本班至少一半学生",
    ]


def test_a_rule_said_twice_and_now_once_is_dropped_once() -> None:
    assert told([QUOTA, QUOTA], [QUOTA]) == ["取消：班主任每学期走访本班至少一半学生"]
    assert told([QUOTA], [QUOTA]) == []
