"""Whom a note is about: wrong names found, everybody else left in peace."""

import pytest

from nlp import names, text, tokens


def _cut(masked: str) -> list[str]:
    return tokens.words(masked)


def _read(
    student: str, written: str, people: frozenset[str] = frozenset(), roster: frozenset[str] = frozenset()
) -> names.NameReading:
    return names.read(text.normalise(written), student, _cut, people, roster)


def _wrong(
    student: str, written: str, people: frozenset[str] = frozenset(), roster: frozenset[str] = frozenset()
) -> set[str]:
    return {n.name for n in _read(student, written, people, roster).named if n.role == "wrong"}


@pytest.mark.parametrize(
    ("student", "written"),
    [
        ("唐小军", "数学练习册第三单元空白七页，练习册的封面也掉了。"),
        ("花蕾", "曾祖母九十三岁，曾祖母耳背，花蕾把新闻写成大字给她看。"),
        ("石玉莲", "阿爸摔断了腿，阿妈在家绣花带，阿妈手巧。"),
        ("贺小雨", "小妹在家哭，小雨放学先哄小妹，再写作业。"),
        ("高兴", "高兴在校听讲认真，听到表扬很高兴，妈妈也高兴。"),
        ("祝雨", "感谢您的配合，祝一切都好。"),
        ("方小梅", "家住高明镇，父母在石家庄打工，小梅由奶奶带。"),
    ],
)
def test_words_that_look_like_names_are_none(student: str, written: str) -> None:
    assert _wrong(student, written) == set()


@pytest.mark.parametrize(
    ("student", "written"),
    [
        ("唐小海", "小海在校表现好，海海的作业工整，阿海爱劳动。"),
        ("王鑫鑫", "王欣欣他爸来了，王欣欣的数学进步大。"),
        ("安欣妍", "安欣研同学本周听写满分。"),
        ("冼国栋", "冼国栋在家没人叫大名，都叫阿牛。阿牛力气大，能挑两桶水。"),
        ("阿依古丽·吐尔逊", "阿依古丽（小名古丽）在班里坐第三排，古丽的妈妈帮着和面。"),
        ("欧阳小梅", "小梅数学好，同桌张小梅写得快，她跟着写。"),
        ("尼玛次仁", "次仁放学先放羊，尼玛的作业工整。"),
        ("丁大山", "大山学习好，弟弟丁小山读一年级，弟弟也懂事。"),
        ("柏宇轩", "宇轩学习努力。家长签字：柏建军。"),
        ("余海", "余海在校表现好，余海的语文由王敏老师辅导。"),
        ("余海", "余海书写工整，只是不跟人玩。我把他和爱说笑的柏欣然调成同桌，一个月后再看。"),
    ],
)
def test_the_right_child_and_the_people_around_it(student: str, written: str) -> None:
    assert _wrong(student, written) == set()


@pytest.mark.parametrize(
    ("student", "written", "wrong"),
    [
        ("向家旺", "石玉梅同学在校表现好，石玉梅的数学进步大。", "石玉梅"),
        ("刘思源", "李思源同学在班上担任体育委员，整队喊口令响亮。", "李思源"),
        ("罗文斌", "罗文斌爸爸来了，普文斌历史作业没有交。", "普文斌"),
        ("万俟青", "姜小舟同学本学期默写合格率偏低。了解了小舟的家庭情况。", "姜小舟"),
        ("霍思远", "霍思远同学尊敬师长。博文父亲在丝网厂开织机。", "博文"),
        ("宋佳怡", "宋佳怡语文单元卷三次进步。李梦涵同学的进步有目共睹，望再接再厉。", "李梦涵"),
        ("路遥", "回访对象：张路遥同学及其舅舅。张路遥这学期进步大。", "张路遥"),
        ("加依娜·木合亚提", "学生：加依娜·叶尔肯，五（1）班。学习：国家通用语进步大。", "加依娜·叶尔肯"),
        ("王小明", "欧阳雪莹同学学习认真，欧阳雪莹的妈妈在外打工。", "欧阳雪莹"),
    ],
)
def test_another_childs_name_is_found(student: str, written: str, wrong: str) -> None:
    assert wrong in _wrong(student, written)


def test_a_reading_masks_character_for_character() -> None:
    written = "李思源同学作文好。同桌张梓涵常帮思源，思源的妈妈感谢。"
    reading = _read("刘思源", written)
    assert len(reading.masked) == len(written)
    assert reading.masked == (
        "\ue000\ue000\ue000同学作文好。同桌\ue001\ue001\ue001常帮\ue000\ue000，\ue000\ue000的妈妈感谢。"
    )
    assert [(n.span, n.name, n.role) for n in reading.named] == [
        ((0, 3), "李思源", "wrong"),
        ((11, 14), "张梓涵", "other"),
    ]
    assert "".join(reading.words) == written.replace("，思源", "，\ue000\ue000").replace(
        "帮思源", "帮\ue000\ue000"
    )


def test_the_text_is_cut_once_with_the_own_name_masked() -> None:
    asked: list[str] = []

    def words_of(masked: str) -> list[str]:
        asked.append(masked)
        return _cut(masked)

    names.read("唐小海爱读书，小海妈妈高兴。", "唐小海", words_of)
    assert asked == ["\ue000\ue000\ue000爱读书，\ue000\ue000妈妈高兴。"]


def test_known_people_are_nobody_else() -> None:
    written = "何俊杰同学期中第六名，何俊杰的作业工整。"
    assert _wrong("何俊宇", written) == {"何俊杰"}
    assert _wrong("何俊宇", written, people=frozenset({"何俊杰"})) == set()


def test_the_roster_makes_an_odd_name_a_name() -> None:
    written = "达来同学作业工整，达来的妈妈很配合。"
    roster = frozenset({"达来", "唐小海", "边疆"})
    assert _wrong("唐小海", written, roster=roster) == {"达来"}


def test_no_student_no_text() -> None:
    assert _read("", "").named == ()
    assert _read("唐小海", "") == names.NameReading("", [], ())


def test_a_roster_full_of_names_in_one_note() -> None:
    given = [a + b for a in "伟芳娜敏静丽强磊军洋" for b in "伟芳娜敏静丽强磊军洋"]
    every = [family + name for family in "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑" for name in given]
    page = "，".join(f"{name}同学来了" for name in every)
    found = _read("唐小海", page, roster=frozenset(every))
    assert len(found.masked) == len(page)
    assert {named.name for named in found.named} <= set(every)


@pytest.mark.parametrize(
    ("student", "written", "wrong"),
    [
        # The family name is another one: also one that sounds alike by a rare reading only.
        ("计小辉", "齐小辉上课爱自言自语，听不进劝告，作业本常被咬烂一角。", "齐小辉"),
        ("海来·曲聪", "家访记录。吉克曲聪的数学期末五十八，语文六十三。", "吉克曲聪"),
        # The same family name and one character: not the pet form, whatever the words make of it.
        ("周大福", "周小福在校打闹，打碎鱼缸，拒赔。", "周小福"),
        ("黑子轩", "黑子宇本月迟到六次，旷一次。他爸听完没有说话。", "黑子宇"),
        # Two characters that only sound alike are no slip.
        ("臧倩倩", "张芊芊的妈妈说家里三姐妹她最小，外婆吃药全凭张芊芊一张纸条。", "张芊芊"),
        # A name after an item's number begins the item.
        ("左文韬", "一、左文韬同学任劳动委员两年。\n二、熊文韬在家自学剪辑，为村里拍短片。", "熊文韬"),
        ("张玉兰", "该生赵玉梅，汉族，三年级。母亲欠债出走。", "赵玉梅"),
        ("佘文涛", "走访了佘文涛同学家庭。浩然每天放学先写作业再喂猪。", "浩然"),
        ("侯美玲", "侯美琪同学下周四起每天下午留一小时练朗诵。", "侯美琪"),
    ],
)
def test_another_childs_name_in_unlikely_dress(student: str, written: str, wrong: str) -> None:
    assert _wrong(student, written) == {wrong}


@pytest.mark.parametrize(
    ("student", "written"),
    [
        # Somebody else does something with, for or to the student.
        ("邢丹丹", "丹丹个儿小，擦黑板够不着。同桌俊熙摔断胳膊那一个月，饭是她打的。"),
        ("向思雨", "班上那个坐轮椅的何俊每天上下楼都是思雨喊两个男生一起抬。"),
        ("尚进", "拟采取如下措施：每日晨检由我过目尚进的作业，每日午休由王敏辅导他数学。"),
        ("褚月华", "化学科代表梁文每天第八节陪她配平五式，褚月华进步不小。"),
        # Relatives, by a word before the name or behind it, also where the segmenter cuts the name.
        ("汤小满", "受访者：汤国栋（父）\n在校：小满作业按时交。"),
        ("白玛·央金", "墙上的奖状都是哥哥白玛·多吉的。央金的作业工整。"),
        ("代小容", "姐姐代大容在镇上卖手机卡，小容放学自己煮饭。"),
        # Somebody who is explained, or told apart.
        ("盘志勇", "盘志强是我三年前教过的学生。志勇比他坐得住，作业天天交。"),
        ("潘小军", "潘小军不是岑小军，两个人老给人弄混。小军这学期没有迟到。"),
        # Words that begin a sentence like a name.
        ("顾念秋", "梅雨天，走廊里的湿伞倒了一地。念秋把伞一把把撑开。"),
        ("陆永芳", "永芳的事不多写了。慈善会的申请我来跑。"),
        ("索布德·巴特", "她的名字长，孩子们叫她珍珠。珍珠坐了七个小时车来上学。"),
    ],
)
def test_other_people_and_mere_words(student: str, written: str) -> None:
    assert _wrong(student, written) == set()
