"""The demo's files are complete, consistent, and varied enough to show to a bureau."""

import csv
from collections import Counter

import pytest

from tenants.demo.story import DATA, notes

SLUGS = ("qingshi", "liuhe", "yunling")


def _column(slug: str, kind: str, name: str) -> list[str]:
    with (DATA / f"{slug}_{kind}.csv").open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_demo_school_has_about_sixty_students_and_twelve_people(slug: str) -> None:
    assert len(set(_column(slug, "students", "姓名"))) == 66
    # The twelfth is the principal, who comes with the opening of the school.
    assert len(set(_column(slug, "staff", "姓名"))) == 11
    assert Counter(_column(slug, "students", "班级")).most_common(1)[0][1] == 11


@pytest.mark.parametrize("slug", SLUGS)
def test_every_note_is_by_and_about_people_of_the_school(slug: str) -> None:
    students, staff = set(_column(slug, "students", "姓名")), set(_column(slug, "staff", "姓名"))
    for note in notes(slug):
        assert note.student in students
        assert note.teacher in staff
        assert bool(note.text) is (note.outcome == "done")
        assert 2 <= note.days_ago <= 63


def test_there_are_at_least_150_notes_and_their_ids_differ() -> None:
    everything = [note for slug in SLUGS for note in notes(slug)]
    assert len(everything) >= 150
    assert len({note.visit_id for note in everything}) == len(everything)
    assert len({note.text for note in everything if note.text}) > 135
    assert {note.outcome for note in everything} == {"done", "not_home", "postponed", "refused", "away"}
    assert {note.mode for note in everything} == {"home", "phone", "online", "school"}


def test_a_broken_header_is_named(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "x_notes.txt").write_text("## 甲 | 乙 | soon | home | mother\n文\n", encoding="utf-8")
    monkeypatch.setattr("tenants.demo.story.DATA", tmp_path)
    with pytest.raises(ValueError, match=r"x_notes\.txt, note 1"):
        notes("x")


@pytest.mark.parametrize("slug", SLUGS)
def test_teachers_write_about_students_of_their_own_classes(slug: str) -> None:
    class_of = dict(zip(_column(slug, "students", "姓名"), _column(slug, "students", "班级"), strict=True))
    classes_of = {
        name: set(classes.split("、"))
        for name, classes in zip(
            _column(slug, "staff", "姓名"), _column(slug, "staff", "任教班级"), strict=True
        )
    }
    strangers = [
        (note.teacher, note.student, class_of[note.student])
        for note in notes(slug)
        if class_of[note.student] not in classes_of[note.teacher]
    ]
    assert strangers == []
