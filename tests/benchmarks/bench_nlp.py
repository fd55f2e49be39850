"""Speed of the review beside bare ``jieba.lcut`` on the same notes: ``python tests/benchmarks/bench_nlp.py``.

One process, one core.  The notes are the corpus' own, an author's consecutive ones joined to 300 characters
with one child's name for all, so that no text stands twice.  Bare jieba runs before and after the batch,
so that a busy machine slows both alike.  Prints how many times as fast as bare jieba the notes are reviewed
in batches (labels, spans, findings, copied text among the batch), the 99th percentile of a single call,
start-up and memory.  A script, not a test: the figures depend on the machine, their ratio hardly.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

# One core, also inside the array library; to be set before it is imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
COUNT, LENGTH = 2000, 300
CHILD = "唐小海"


def notes_of_300() -> list[str]:
    """At most COUNT notes of LENGTH characters about CHILD, the same every run."""
    from nlp.corpus import reading

    found = []
    for file in sorted((ROOT / "nlp/corpus/notes").glob("*.txt")):
        text = ""
        for note in reading.read(file):
            own = note.text.replace(note.student, CHILD)
            if len(note.student) > 2:
                own = own.replace(note.student[1:], CHILD[1:])
            text += own if own[-1:] in "。！？\n" else own + "。"
            if len(text) >= LENGTH:
                found.append(text[:LENGTH])
                text = ""
    random.Random(7).shuffle(found)
    return found[:COUNT]


def timed(run: Callable[[], object]) -> float:
    """Seconds of processor time."""
    began = time.process_time()
    run()
    return time.process_time() - began


def main() -> None:
    """Measure and print."""
    began = time.process_time()
    from nlp import Note, Reviewer

    reviewer = Reviewer.load()
    start = time.process_time() - began
    texts = notes_of_300()
    notes = [Note(str(i), CHILD, text, teacher=f"t{i % 60}") for i, text in enumerate(texts)]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    reviewer.review_many(notes[:100])
    # The whole batch at once, and bare jieba before and after it.
    before = timed(lambda: [jieba.lcut(text) for text in texts])
    whole = timed(lambda: reviewer.review_many(notes))
    after = timed(lambda: [jieba.lcut(text) for text in texts])
    bare = (before + after) / 2
    single = sorted(timed(partial(reviewer.review, note)) for note in notes)
    sys.stdout.write(
        f"{len(notes)} notes of {LENGTH} characters\n"
        f"bare jieba.lcut    {bare / len(notes) * 1e3:6.3f} ms a note\n"
        f"review_many        {whole / len(notes) * 1e3:6.3f} ms a note, "
        f"{bare / whole:.2f} times as fast as bare jieba\n"
        f"review, one call   {sum(single) / len(single) * 1e3:6.3f} ms, "
        f"p99 {single[int(0.99 * len(single))] * 1e3:.2f} ms\n"
        f"start {start:.2f} s, memory {memory:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
