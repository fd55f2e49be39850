"""Two records of one school in our own words: one without the school's side, one about other children."""

import pytest

from nlp import Note, Review, Reviewer

STOCK = "谈完之后，我心里有了底，打算从下面几个方面来帮一帮这个孩子："
FIRST = (
    "孩子的父母开货车，一个月回家两三趟，晚上是外婆看着写字，外婆不识字。"
    + STOCK
    + "妈妈每晚八点打视频听孩子读十分钟课文，我每周一下午看一次他的写字本。"
)
SECOND = (
    "赵志强这次数学考了八十五分，上课爱转笔，和同桌说话。"
    "钱永明脑子很灵，再用点功分数就上去了。" + STOCK + "请父母每天晚上检查一次作业，我隔一周打一次电话。"
)


@pytest.fixture(scope="module")
def reviews() -> list[Review]:
    return Reviewer.load().review_many(
        [
            Note("r1", "孙小河", FIRST, date="2026-09-01"),
            Note("r2", "李民生", SECOND, date="2026-09-21"),
        ]
    )


def test_the_first_lacks_the_schools_side_only(reviews: list[Review]) -> None:
    assert dict(reviews[0].labels.content) == {
        "in_school_report": "absent", "home_situation": "present", "agreed_measures": "present",
    }  # fmt: skip
    assert not reviews[0].labels.name_mismatch


def test_the_second_names_other_children(reviews: list[Review]) -> None:
    found = next(finding for finding in reviews[1].findings if finding.code == "name.mismatch")
    assert (found.severity, [SECOND[slice(*span)] for span in found.spans]) == (
        "critical",
        ["赵志强", "钱永明"],
    )


def test_the_set_phrase_of_both_is_a_hint(reviews: list[Review]) -> None:
    for review in reviews:
        (shared,) = [one for one in review.findings if one.code == "copies.shared_sentence"]
        assert (shared.severity, len(shared.related)) == ("hint", 1)
