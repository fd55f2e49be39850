"""The clause model: cutting, features, decisions, and that it is the same alone, in company and again."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import numpy as np
import pytest

from nlp import Note, Reviewer, tokens
from nlp.corpus import parts
from nlp.reading import decide, features, model, pieces

REVIEWER = Reviewer.load()


def batch(*texts: str) -> pieces.Batch:
    return pieces.batch(texts, [tokens.words(text) for text in texts])


def clauses(text: str) -> list[str]:
    found = batch(text)
    return [text[start:end] for start, end in zip(found.start, found.end, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小海上课认真，作业工整。就是粗心！", ["小海上课认真", "作业工整", "就是粗心"]),
        ("在校：按时到校\n在家：和奶奶住", ["在校：按时到校", "在家：和奶奶住"]),
        ("。。，，\n", []),
        ("数学3.5分", ["数学3.5分"]),
        (
            "他爸爸去年在工地上摔断了腿一直躺着他妈妈在镇上给人洗碗晚上十点才回来",
            ["他爸爸去年在工地上摔断了腿一直躺着", "他妈妈在镇上给人洗碗晚上十点才回来"],
        ),
    ],
)
def test_clauses_end_at_marks_and_where_a_long_stretch_opens_a_new_statement(
    text: str, expected: list[str]
) -> None:
    assert clauses(text) == expected


def of_clause(found: features.Features, clause: int) -> tuple[list[int], list[int]]:
    own, near = (
        np.split(buckets, np.cumsum(count))[clause]
        for buckets, count in ((found.own, found.own_count), (found.near, found.near_count))
    )
    return sorted(own.tolist()), sorted(near.tolist())


def test_a_clause_has_the_same_features_wherever_its_note_stands_in_a_batch() -> None:
    text = "数学从60分到78分，作业都交。"
    alone = features.extract(batch(text))
    behind = features.extract(batch("奶奶七十二岁，腿脚不便。", text))
    assert [of_clause(alone, 0), of_clause(alone, 1)] == [of_clause(behind, 2), of_clause(behind, 3)]


def test_the_student_and_others_are_different_marks_to_the_model() -> None:
    def own(text: str) -> list[int]:
        return of_clause(features.extract(batch(text)), 0)[0]

    assert own("\ue000\ue000这次考好了") != own("\ue001\ue001这次考好了")


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("小海不按时交作业。", "complaint_only"),
        ("小海上课不太主动，也不爱劳动。", "complaint_only"),
        ("小海作业从不拖拉。", "praise_only"),
        ("约定小海今后每天按时交作业，不拖拉。", "neutral"),
    ],
)
def test_negation_turns_a_judgement_and_a_plan_judges_nobody(text: str, tone: str) -> None:
    assert REVIEWER.review(Note("n", "唐小海", text)).labels.tone == tone


def test_a_note_is_reviewed_alone_as_in_company() -> None:
    notes = [Note(n.id, n.student, n.text) for n in parts.notes("development")[:40]]
    together = REVIEWER.review_many(notes)
    for note, review in zip(notes, together, strict=True):
        alone = REVIEWER.review(note)
        assert (dict(alone.labels.content), alone.labels.tone, alone.labels.praise_first) == (
            dict(review.labels.content),
            review.labels.tone,
            review.labels.praise_first,
        )
        assert alone.evidence == review.evidence


def test_every_span_is_text_of_the_note() -> None:
    for labelled in parts.notes("development")[:60]:
        review = REVIEWER.review(Note(labelled.id, labelled.student, labelled.text))
        spans = [span for found in review.findings for span in found.spans]
        spans += [span for found in review.evidence.values() for span in found]
        for start, end in spans:
            assert labelled.text[start:end].strip()
            assert 0 <= start < end <= len(labelled.text)


@pytest.mark.parametrize(
    ("praise", "blame", "first"),
    [([0.9, 0.1], [0.1, 0.9], True), ([0.1, 0.9], [0.9, 0.1], False), ([0.6, 0.9], [0.3, 0.9], True)],
)
def test_the_first_judgement_decides_what_came_first(
    praise: list[float], blame: list[float], first: bool
) -> None:
    assert decide._praise_comes_first(praise, blame) is first


def damaged(change: dict[str, object]) -> bytes:
    with np.load(model.FILE, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    about = json.loads(bytes(arrays["about"])) | change
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), dtype=np.uint8)
    held = io.BytesIO()
    np.savez(held, **arrays)
    return held.getvalue()


@pytest.mark.parametrize("change", [{"bits": [10, 10]}, {"labels": ["S"]}])
def test_weights_made_for_other_features_are_refused(tmp_path: Path, change: dict[str, object]) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(damaged(change))
    with pytest.raises(model.ModelError, match="other features"):
        model.load(file)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file_of_weights_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "weights.npz"
    file.write_bytes(content)
    with pytest.raises(model.ModelError):
        model.load(file)


def test_the_two_segmenters_agree_on_the_whole_corpus() -> None:
    """rjieba does the work, jieba is the reference: they differ only where digits meet a dash."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own source warns while Python first compiles it
        import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    same = different = 0
    for note in parts.notes("development") + parts.notes("test") + parts.notes("training"):
        fast, reference = tokens.words(note.text), jieba.lcut(note.text)
        assert "".join(fast) == "".join(reference) == note.text
        ends = [set(np.cumsum([len(word) for word in words])) for words in (fast, reference)]
        same += len(ends[0] & ends[1])
        different += len(ends[0] ^ ends[1])
    assert different / (same + different) < 0.001
