"""The corpus format: labels follow from clauses, and a slip is named with its line."""

from pathlib import Path

import pytest

from nlp.corpus import parts
from nlp.corpus.reading import CorpusError, LabelledNote, read
from nlp.evaluation import agreement


def _notes(folder: Path, text: str) -> list[LabelledNote]:
    path = folder / "a99.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_the_labels_of_a_note_follow_from_its_clauses(tmp_path: Path) -> None:
    (note,) = _notes(
        tmp_path,
        "# a99-001 | 白露 | hard | private | copies=a99-004,a99-002\n"
        "o 下午去了白露家。\n"
        "S- 她作业欠了三回，\n"
        "|\n"
        "SH+ 可是回家路上总牵着弟弟，到校也不迟到。\n"
        "H+/p 妈妈很尽心，\n"
        "m 希望多关心。\n",
    )
    assert (
        note.text
        == "下午去了白露家。她作业欠了三回，\n可是回家路上总牵着弟弟，到校也不迟到。妈妈很尽心，希望多关心。"
    )
    assert [note.text[c.start : c.end] for c in note.clauses][1:3] == [
        "她作业欠了三回，",
        "可是回家路上总牵着弟弟，到校也不迟到。",
    ]
    assert note.labels() == {
        "id": "a99-001",
        "content": {
            "in_school_report": "present",
            "home_situation": "present",
            "agreed_measures": "mentioned",
        },
        "tone": "balanced",
        "praise_first": False,
        "name_mismatch": False,
        "private_data": True,
        "boilerplate": False,
        "near_duplicates": ["a99-002", "a99-004"],
    }


@pytest.mark.parametrize(
    ("clauses", "tone", "praise_first"),
    [
        ("S- 不交作业。", "complaint_only", False),
        ("S~ 脑子还行，\nS- 就是不用功。", "complaint_only", False),
        ("S+ 从不迟到。", "praise_only", True),
        ("H-/p 父亲爱喝酒。", "neutral", None),
        ("Sx 有人说他懒，\nS+ 其实天天早到。", "praise_only", True),
        ("F 上学期约定的已做到。", "neutral", None),
    ],
)
def test_tone(tmp_path: Path, clauses: str, tone: str, praise_first: bool | None) -> None:
    (note,) = _notes(tmp_path, f"# a99-001 | 白露 | ordinary\n{clauses}\n")
    assert (note.labels()["tone"], note.labels()["praise_first"]) == (tone, praise_first)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("S 先有句子\n", "a99.txt:1: a clause before the first header"),
        ("# a99-001 | 白露\n", "a99.txt:1: a header is"),
        ("# a99-001 | 白露 | soft\n", "a99.txt:1: a header is"),
        ("# a99-001 | 白露 | hard | copied\n", "a99.txt:1: unknown flag 'copied'"),
        ("# a99-001 | 白露 | hard\nQ 什么\n", "a99.txt:2: 'Q' is no clause code"),
        ("# a99-001 | 白露 | hard\nS\n", "a99.txt:2: 'S' is no clause code, or the clause is empty"),
        ("# a99-001 | 白露 | hard\n# a99-002 | 白露 | hard\no 好。\n", "note a99-001 has no clause"),
    ],
)
def test_a_slip_is_named_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(CorpusError) as caught:
        _notes(tmp_path, text)
    assert message in str(caught.value)


def test_agreement_of_two_labellers_in_shares_and_kappa() -> None:
    def row(tone: str) -> dict[str, object]:
        content = dict.fromkeys(("in_school_report", "home_situation", "agreed_measures"), "present")
        flags = {"praise_first": None, "name_mismatch": False, "private_data": False}
        return {"content": content, "tone": tone, **flags}

    first = [row(tone) for tone in ("neutral", "neutral", "balanced", "balanced")]
    second = [row(tone) for tone in ("neutral", "balanced", "balanced", "balanced")]
    figures = agreement(first, second)
    assert figures["tone"] == (0.75, 0.5)
    assert figures["in_school_report"] == (1.0, 1.0)


def test_every_second_label_belongs_to_a_note() -> None:
    ids = {note.id for part in parts.PARTS for note in parts.notes(part)}
    second = [str(row["id"]) for row in parts.second_labels()]
    assert len(second) == len(set(second)) == 247
    assert set(second) <= ids


def test_no_author_stands_in_two_parts() -> None:
    authors = [file.stem for part in parts.PARTS for file in parts.files(part)]
    assert len(authors) == len(set(authors))
    assert {file.stem for file in parts.files("test")} == {"a28"}
