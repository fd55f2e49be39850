"""What schools call the columns of their rosters. A word names one field within a kind of sheet."""

from __future__ import annotations

from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


def _spread(prefixes: str, suffixes: list[str]) -> list[str]:
    return [prefix + suffix for prefix in prefixes.split() for suffix in suffixes]


PHONE_WORDS: Final = _words("联系电话 电话 手机 手机号 手机号码 电话号码 联系方式 联系手机 移动电话")
RELATION_WORDS: Final = _words("关系 与学生关系 与本人关系 与孩子关系 与幼儿关系 称谓")
_FIRST = (
    "监护人 家长 第一监护人 监护人1 监护人一 监护人① 家长1 第一家长 家长一 成员1 家庭成员1 父母或监护人 "
    "家长或监护人"
)
_SECOND = "第二监护人 监护人2 监护人二 监护人② 家长2 第二家长 家长二 成员2 家庭成员2 其他监护人"
_NAMES = ["", "姓名", "名字"]


def _numbered(marks: str) -> list[str]:
    """联系电话1, 家长电话2: numbered at the end."""
    return [
        who + word + mark for who in ("", "家长", "监护人") for word in PHONE_WORDS for mark in marks.split()
    ]


STUDENT_WORDS: Final[dict[str, list[str]]] = {
    "name": _words("姓名 学生姓名 学生名字 名字 幼儿姓名 孩子姓名 儿童姓名 真实姓名 学生 被监护人姓名"),
    "sex": _words("性别 学生性别 幼儿性别"),
    "id_kind": _words("身份证件类型 证件类型 身份证类型 有效证件类型 身份证件种类 证件种类"),
    "id_number": _words(
        "身份证件号 身份证件号码 身份证号 身份证号码 身份证 证件号 证件号码 公民身份号码 "
        "公民身份证号 居民身份证号 居民身份证号码 有效证件号 有效证件号码 学生身份证号 "
        "学生身份证号码 学生身份证 学生身份证件号 幼儿身份证号"
    ),
    "national_no": _words(
        "学籍号 全国学籍号 国网学籍号 学籍号码 全国学籍号码 学籍编号 国家学籍号 学生学籍号 全国统一学籍号"
    ),
    "student_no": _words("校内学号 学号 校学号 学生学号 学生编号 校内编号 本校学号"),
    "birth_date": _words("出生日期 出生年月日 生日 出生年月 出生时间 出生"),
    "ethnicity": _words("民族 学生民族"),
    "grade": _words("年级 所在年级 年级名称 就读年级 现读年级 所属年级 级别 年段"),
    "class": _words(
        "班级 班级名称 所在班级 班 就读班级 现读班级 所属班级 年级班级 班别 行政班 班号 班级全称 "
        "年级班 学生班级"
    ),
    "entry_month": _words("入学年月 入学时间 入学日期 入校时间 入园时间 入园日期 入校日期"),
    "boarding": _words(
        "就读方式 是否住校 是否寄宿 住校 寄宿 走读住校 走读/住校 是否住宿 是否寄宿生 是否住校生 "
        "就读形式 住宿情况"
    ),
    "household": _words("户口性质 户籍性质 户口类型 户口类别 户籍类型 户籍类别 户口"),
    "address": _words(
        "家庭住址 家庭地址 现住址 现住地址 住址 居住地址 联系地址 通信地址 通讯地址 家庭详细住址 "
        "家庭现住址 地址 户籍/家庭住址"
    ),
    "registered_address": _words("户籍地址 户籍住址 户口所在地 户籍所在地 户口地址 户籍 户籍详细地址"),
    "left_behind": _words("是否留守 留守 留守儿童 是否留守儿童 是否农村留守儿童 农村留守儿童 是否为留守儿童"),
    "single_parent": _words("是否单亲 单亲 单亲家庭 是否单亲家庭 是否单亲家庭子女 单亲家庭子女"),
    "disabled": _words("是否残疾 残疾 是否残疾人 残疾人 是否残疾儿童 是否残疾学生 残疾儿童 残疾学生"),
    "migrant": _words(
        "是否随迁 随迁 随迁子女 是否随迁子女 进城务工人员随迁子女 是否进城务工人员随迁子女 "
        "是否进城务工随迁子女"
    ),
    "poor": _words(
        "是否低保 低保 低保户 是否低保户 建档立卡 是否建档立卡 建档立卡户 是否建档立卡户 脱贫户 "
        "是否脱贫户 低保/建档立卡 是否低保/建档立卡 低保建档立卡 是否低保建档立卡 "
        "是否建档立卡贫困户 是否脱贫家庭 家庭经济困难 是否家庭经济困难 是否困难 是否贫困 贫困户 "
        "是否享受低保 是否脱贫户子女 建档立卡脱贫户 低保/建档立卡脱贫户 是否低保/建档立卡脱贫户"
    ),
    "guardian1_name": [
        *_spread(_FIRST, _NAMES),
        *_words("监护人/家长姓名 家长/监护人姓名 监护人家长姓名 家长监护人姓名 监护人/家长 家长/监护人"),
    ],
    "guardian1_relation": _spread(_FIRST, RELATION_WORDS),
    "guardian1_phone": [*_spread(_FIRST, PHONE_WORDS), *_numbered("1 一 ①"), "家庭电话"],
    "guardian2_name": _spread(_SECOND, _NAMES),
    "guardian2_relation": _spread(_SECOND, RELATION_WORDS),
    "guardian2_phone": [*_spread(_SECOND, PHONE_WORDS), *_numbered("2 二 ②")],
    "father_name": _spread("父亲 爸爸 父", _NAMES),
    "father_phone": _spread("父亲 爸爸 父", PHONE_WORDS),
    "mother_name": _spread("母亲 妈妈 母", _NAMES),
    "mother_phone": _spread("母亲 妈妈 母", PHONE_WORDS),
    "homeroom": _words("班主任 班主任姓名 班主任老师 班主任名字 班主任教师"),
    "remark": _words("备注 说明 其他说明"),
}

STAFF_WORDS: Final[dict[str, list[str]]] = {
    "name": _words("姓名 教师姓名 教职工姓名 老师姓名 职工姓名 员工姓名 教师 教师名字 名字"),
    "phone": [*PHONE_WORDS, *_words("教师手机号 教师电话 本人手机号 手机电话")],
    "role": _words("角色 职务 岗位 身份 职位 担任职务 任职 行政职务 角色/职务 岗位/职务 系统角色"),
    "teaches": _words(
        "任教班级 任课班级 所教班级 授课班级 班级 任教班级/学科 任教班级学科 任教班级及学科 "
        "任教年级班级 任教 教授班级 任课班级/学科 任教班级和学科"
    ),
    "subject": _words("任教学科 学科 科目 任课学科 任教科目 所教学科 任课科目 授课学科 教授学科 所教科目"),
    "staff_no": _words("工号 教师编号 职工号 教工号 员工编号 教职工号 职工编号 教师工号 员工号"),
    "homeroom_class": _words("班主任班级 所带班级 担任班主任班级 带班班级 班主任所带班级 任班主任班级"),
    "is_homeroom": _words("是否班主任 是否担任班主任"),
    "remark": _words("备注 说明"),
}

COMMON_WORDS: Final[dict[str, list[str]]] = {
    "serial": _words("序号 序 编号 no no. 行号 顺序号 次序 序列"),
    "error": _words("错误原因"),
}
