"""Words that look like names and are none: a critical flag on them would be an insult."""

import pytest

from nlp import Note, Reviewer


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer.load()


@pytest.mark.parametrize(
    ("student", "text"),
    [
        ("唐小军", "数学练习册第三单元空白七页，练习册的封面也掉了。"),
        ("花蕾", "曾祖母九十三岁，曾祖母耳背，花蕾把新闻写成大字给她看。"),
        ("石玉莲", "阿爸摔断了腿，阿妈在家绣花带，阿妈手巧。"),
        ("贺小雨", "小妹在家哭，小雨放学先哄小妹，再写作业。"),
    ],
)
def test_kinship_and_school_words_are_no_names(reviewer: Reviewer, student: str, text: str) -> None:
    review = reviewer.review(Note(id="n", student=student, text=text))
    assert review.labels.name_mismatch is False
    assert [f.code for f in review.findings if f.code == "name.mismatch"] == []


def test_another_childs_name_is_still_found(reviewer: Reviewer) -> None:
    text = "石玉梅同学在校表现好，石玉梅的数学进步大。"
    review = reviewer.review(Note(id="n", student="向家旺", text=text))
    assert review.labels.name_mismatch is True
