"""Private data in free text, as teachers write it down, and the numbers that are none."""

import pytest

from nlp import private, text


def _found(written: str) -> list[tuple[str, str]]:
    return [
        (hit.kind, written[hit.span[0] : hit.span[1]])
        for hit in private.find_private(text.normalise(written))
    ]


@pytest.mark.parametrize(
    ("written", "kind", "piece"),
    [
        ("舅舅电话13907441286，白天关机", "mobile", "13907441286"),
        ("新号１５５００００８２６３。", "mobile", "１５５００００８２６３"),
        ("号码是 1 3 9 1 9 4 4 6 2 0 7，到了打", "mobile", "1 3 9 1 9 4 4 6 2 0 7"),
        ("手机139-0266-7304通", "mobile", "139-0266-7304"),
        ("手机138.0013.8000通", "mobile", "138.0013.8000"),
        ("打+86 138 0013 8000", "mobile", "86 138 0013 8000"),
        ("电话一三八零零一三八零零零，晚上打", "mobile", "一三八零零一三八零零零"),
        ("电话：138\n0013\n8000", "mobile", "138\n0013\n8000"),
        ("身份证441500201405180005，户口页", "identity", "441500201405180005"),
        ("身份证52010319580412002X，低保", "identity", "52010319580412002X"),
        ("身份证 43128919\n6309280011", "identity", "43128919\n6309280011"),
        ("证件号511324 19590718 0005是外婆的", "identity", "511324 19590718 0005"),
        ("身份证四三一二八九一九六三零九二八零零一幺", "identity", "四三一二八九一九六三零九二八零零一幺"),
        ("身份证号441500830518005老证", "identity", "441500830518005"),
        ("农商行卡号6217995500001234566。", "card", "6217995500001234566"),
        ("农行卡：6228 4807 1900 3356 214", "card", "6228 4807 1900 3356 214"),
        ("住城南新村7巷12号402房", "address", "住城南新村7巷12号402房"),
        ("在金水湾小区七号楼二单元一一〇三，有电梯", "address", "在金水湾小区七号楼二单元一一〇三"),
        ("住锦绣家园12-3-401", "address", "住锦绣家园12-3-401"),
    ],
)
def test_found_with_its_place(written: str, kind: str, piece: str) -> None:
    assert _found(written) == [(kind, piece)]


def test_two_numbers_on_two_lines_are_two() -> None:
    assert _found("13800138000\n13900139000") == [("mobile", "13800138000"), ("mobile", "13900139000")]


@pytest.mark.parametrize(
    "written",
    [
        "数学98语文87英语100总分285",
        "成绩 95 87 92 88 76 90",
        "2024年10月12日8号",
        "车牌湘A12345",
        "学籍号G441283201405180012",
        "学籍号：441283201405180012",
        "座机0755-61023318",
        "电话138****1234",
        "订单号13800138000123",
        "QQ号380013800",
        "考号202410120134567",
        "家在易地搬迁小区 6号楼",
        "12月6日在13号楼门口",
        "坐5路车，换到8号线",
        "一到五号家长会",
    ],
)
def test_no_private_data(written: str) -> None:
    assert _found(written) == []
