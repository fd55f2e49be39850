"""Training: the same corpus gives the same weights, a worse model is not kept, bad decisions are refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from nlp.corpus import parts, reading
from nlp.reading import model
from nlp.training import dataset, fit, run


@pytest.fixture(scope="module", autouse=True)
def little() -> Iterator[None]:
    """Few rounds and folds: what is tested holds for any number of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fit, "FOLDS", 2)
        patch.setattr(fit, "_SEEDS", (1,))
        patch.setattr(fit, "_EPOCHS", 2)
        yield


@pytest.fixture(scope="module")
def weights(small: dataset.Dataset) -> model.Weights:
    return fit.fit(small, version="clauses-test")


@pytest.fixture(scope="module")
def small() -> dataset.Dataset:
    notes = [note for file in parts.files("training")[:4] for note in reading.read(file)[:9]]
    return dataset.build([*notes, *dataset.fragments(notes), *parts.banks()[:40]])


def test_every_clause_of_the_corpus_reaches_the_training_data(small: dataset.Dataset) -> None:
    assert small.matrix.shape == (small.batch.clauses, dataset.width())
    assert small.gold.any(axis=0).sum() >= len(model.LABELS) - 2
    kinds = {kind: int((small.kind == kind).sum()) for kind in set(small.kind.tolist())}
    assert kinds["fragment"] == 72
    assert kinds["bank"] == 40
    assert kinds["ordinary"] + kinds["hard"] == 36


def test_the_same_corpus_gives_the_same_weights_to_the_digit(
    small: dataset.Dataset, weights: model.Weights
) -> None:
    again = fit.fit(small)
    assert np.array_equal(weights.own.values, again.own.values)
    assert np.array_equal(weights.hidden, again.hidden)
    assert np.array_equal(weights.pool, again.pool)


def test_saved_weights_come_back(weights: model.Weights, tmp_path: Path) -> None:
    model.save(weights, tmp_path / "weights.npz")
    back = model.load(tmp_path / "weights.npz")
    assert back.version == "clauses-test"
    assert np.array_equal(back.own.row, weights.own.row)
    assert np.array_equal(back.own.values, weights.own.values)
    assert np.array_equal(back.near.step, weights.near.step)
    assert back.own.values.flags.c_contiguous


def test_a_decided_note_moves_the_last_step_only(
    small: dataset.Dataset, weights: model.Weights, tmp_path: Path
) -> None:
    file = tmp_path / "decided.jsonl"
    row = {"id": "v1", "student": "唐小海", "text": "小海上课认真。", "labels": {"tone": "praise_only"}}
    file.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    shared = run.read_decisions(file)
    assert shared[0].wanted == (None, None, None, None, None, None, True, False)
    moved = fit.fit(small, shared=shared)
    assert np.array_equal(weights.hidden, moved.hidden)
    assert np.array_equal(weights.pool[:, :6], moved.pool[:, :6])
    assert not np.array_equal(weights.pool[:, 6], moved.pool[:, 6])


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "1"}', '{"id": 1, "student": "a", "text": "b", "labels": 3}']
)
def test_a_broken_file_of_decisions_names_its_line(tmp_path: Path, line: str) -> None:
    file = tmp_path / "decided.jsonl"
    file.write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(run.DecisionsError, match="第 2 行"):
        run.read_decisions(file)


def test_a_model_that_is_no_better_is_not_kept(
    tmp_path: Path, weights: model.Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "weights.npz"
    target.write_bytes(model.FILE.read_bytes())
    monkeypatch.setattr(dataset, "build", lambda notes: None)
    monkeypatch.setattr(fit, "fit", lambda data, **more: weights)
    outcome = run.train(target)
    assert outcome.old is not None
    assert (outcome.kept, outcome.new < outcome.old) == (False, True)
    assert target.read_bytes() == model.FILE.read_bytes()
