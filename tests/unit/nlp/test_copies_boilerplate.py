"""Boilerplate and near duplicates by the contract, case by case."""

from __future__ import annotations

import pytest

from nlp import Note, Reviewer

REVIEWER = Reviewer.load()
NAMES = {"a": "王小禾", "b": "刘子墨", "c": "陈雨"}

ONE = [
    "小禾每天自己走四里山路来上学，从没迟到过。",
    "她的语文书包了书皮，字写得一笔一画。",
    "外公在镇上修自行车，收摊以后才做晚饭。",
    "我们说好由外公每晚听她读十分钟课文。",
    "她把省下的早饭钱给弟弟买了铅笔。",
    "数学单元测验从五十九分到了七十四分。",
    "班里分发牛奶的事她管了两个月，没出过错。",
    "周末她跟姨妈去卖豆腐，会算账找零。",
    "妈妈在电子厂上夜班，白天睡觉，不接电话。",
]
TWO = [
    "他课间爱趴在栏杆上看操场，问他也不说话。",
    "作文里写爷爷的水牛，写得很生动。",
    "家里三间瓦房，去年塌了一间，还没修。",
    "爸爸跑长途货车，半个月回一次。",
    "我请他当了图书角的管理员，每天登记借书。",
    "英语单词听写二十个只对了六个。",
    "奶奶腿不好，挑水都是他去。",
]
THREE = ["她的校服袖子短了一截。", "妹妹刚满月，还没有起名字。"]
SET = "今天下午我来到家里进行家访。家长热情接待了我。家长表示感谢。希望家校配合，共同教育好孩子。"
REWORDED = (
    "子墨天天独自走五里山路上学，从来不迟到。他的语文课本包着书皮，字写得一笔一画。"
    "姥爷在街上修自行车，收了摊才做晚饭。我们商定姥爷每天晚上听他读十分钟课文。"
    "他用省下的早餐钱给妹妹买铅笔。数学单元测试从六十一分到了八十分。"
)
FORM = "在校表现：{}\n家庭情况：{}\n商定措施：{}"
ANSWERS = ("迟到少了很多，作业写得工整", "跟外公住，外公在镇上修车", "外公每晚听她读十分钟课文")


def text(*parts: list[str] | str) -> str:
    return "".join("".join(part) for part in parts)


@pytest.mark.parametrize(
    ("notes", "pairs", "boilerplate"),
    [
        pytest.param([text(ONE[:6]), text(ONE[:6])], ["ab"], "", id="a pair alone is no boilerplate"),
        pytest.param([text(ONE[:6])] * 3, ["ab", "ac", "bc"], "abc", id="three copies are both"),
        pytest.param(
            [text(ONE[:5]), text(TWO[:5]), text(ONE[0], TWO[1], ONE[2], TWO[3], THREE[0])],
            [],
            "c",
            id="put together from two",
        ),
        pytest.param(
            [text(ONE[:5]), text(TWO[:5]), text(ONE[0], TWO[1], THREE)],
            [],
            "",
            id="half is too little",
        ),
        pytest.param([text(ONE[:6]), text(ONE[:3], TWO[5:])], [], "", id="three of five from one note only"),
        pytest.param(
            [text(ONE[:3], TWO[:3]), text(ONE[:3], ONE[6:]), text(ONE[:3], TWO[5:])],
            [],
            "c",
            id="three of five that stand in two notes",
        ),
        pytest.param(
            [text(SET, ONE[0]), text(SET, TWO[1]), text(SET, ONE[8])],
            [],
            "",
            id="set phrases",
        ),
        pytest.param(
            [
                text(SET, ONE[:4]),
                text(SET, TWO[:4]),
                text(SET, ONE[1], TWO[2], ONE[3], "她会给妹妹扎辫子。"),
            ],
            [],
            "c",
            id="put together among set phrases",
        ),
        pytest.param(
            [text(ONE[:6]), "，".join(one.strip("。") for one in reversed(ONE[:6])) + "。"],
            ["ab"],
            "",
            id="merged and turned round",
        ),
        pytest.param([text(ONE[:6]), REWORDED], ["ab"], "", id="every sentence reworded"),
        pytest.param([text(ONE[:4]), text(ONE[:4], TWO)], ["ab"], "", id="a short note within a long one"),
        pytest.param(
            [text(ONE[:6]), text(ONE[:6]), text(ONE[0], TWO[:5])],
            ["ab"],
            "",
            id="a pair of which a third has one sentence",
        ),
        pytest.param(
            [text(ONE[:6]), text(ONE[:6]), text(ONE[:3], TWO[:5])],
            ["ab"],
            "ab",
            id="a pair of which a third has half",
        ),
        pytest.param(
            [
                text(ONE[:5]),
                text(TWO[:5]),
                "外公在镇上修自行车，爸爸跑长途货车，英语不太行，作文里写爷爷的水牛。",
            ],
            [],
            "c",
            id="one sentence put together from clauses of two",
        ),
        pytest.param(
            [
                FORM.format("迟到少了，字工整", "跟外公住，外公修车", "外公每晚听读课文"),
                FORM.format("英语听写错得多", "瓦房塌了一间", "放学留二十分钟过单词"),
                FORM.format("管牛奶不出错", "妈妈上夜班", "周五拍作业给妈妈"),
            ],
            [],
            "",
            id="one form with three sets of answers",
        ),
        pytest.param([FORM.format(*ANSWERS)] * 3, ["ab", "ac", "bc"], "abc", id="one form with one set"),
        pytest.param(
            [
                "父母都在浙江打工，她跟爷爷奶奶过。爷爷管得住她写作业。成绩中等，不爱举手。约定爷爷每晚检查作业。",
                "爸妈在外省，平时由祖父母带。老人家不识字，作业没人看。上课专心，举手不多。商量好放学在校写完作业再走。",
            ],
            [],
            "",
            id="alike in topic only",
        ),
    ],
)
def test_by_the_contract(notes: list[str], pairs: list[str], boilerplate: str) -> None:
    found = REVIEWER.review_many(
        [Note(key, name, note) for (key, name), note in zip(NAMES.items(), notes, strict=False)]
    )
    near = {frozenset((one.id, other)) for one in found for other in one.labels.near_duplicates}
    assert near == {frozenset(pair) for pair in pairs}
    assert {one.id for one in found if one.labels.boilerplate} == set(boilerplate)
