"""Speed of the review beside bare ``jieba.lcut`` on the same notes: ``python tests/benchmarks/bench_nlp.py``.

One process, one core: the notes are of about 300 characters, drawn sentence by sentence from the corpus.
Prints how many times as fast as bare jieba a batch of 2,000 is reviewed (labels, spans, findings, copied
text), the 99th percentile of a single call, start-up and memory.  A script, not a test: the figures depend
on the machine, their ratio hardly.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from pathlib import Path

# One core, also inside the array library; to be set before it is imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
COUNT, LENGTH = 2000, 300


def notes_of_300(count: int) -> list[str]:
    """Notes of 300 characters made of the corpus' sentences, each its own mixture, the same every run."""
    from nlp.corpus import reading

    sentences = []
    for file in sorted((ROOT / "nlp/corpus/notes").glob("*.txt")):
        for note in reading.read(file):
            sentences += [part + "。" for part in note.text.replace("\n", "。").split("。") if len(part) > 8]
    draw = random.Random(7)
    found = []
    for _ in range(count):
        text = ""
        while len(text) < LENGTH:
            text += draw.choice(sentences)
        found.append(text[:LENGTH])
    return found


def main() -> None:
    """Measure and print."""
    began = time.process_time()
    from nlp import Note, Reviewer

    reviewer = Reviewer.load()
    start = time.process_time() - began
    texts = notes_of_300(COUNT)
    notes = [Note(str(i), "唐小海", text, teacher=f"t{i % 60}") for i, text in enumerate(texts)]
    reviewer.review_many(notes[:100])
    began = time.process_time()
    reviewer.review_many(notes)
    many = (time.process_time() - began) / COUNT
    times = []
    for note in notes:
        began = time.process_time()
        reviewer.review(note)
        times.append(time.process_time() - began)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    began = time.process_time()
    for text in texts:
        jieba.lcut(text)
    bare = (time.process_time() - began) / COUNT
    times.sort()
    sys.stdout.write(
        f"bare jieba.lcut    {bare * 1e3:6.3f} ms a note\n"
        f"review_many        {many * 1e3:6.3f} ms a note, {bare / many:.2f} times as fast as bare jieba\n"
        f"review, one call   {sum(times) / COUNT * 1e3:6.3f} ms, "
        f"p99 {times[int(0.99 * COUNT)] * 1e3:.2f} ms\n"
        f"start {start:.2f} s, memory {memory:.0f} MB\n"
    )


if __name__ == "__main__":
    main()
